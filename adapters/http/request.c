#include "adapters/http/request.h"

#include <string.h>

#include "base/text.h"

void rest_request_init(struct rest_request *r)
{
    buffer_init(&r->url, LIMIT_URL_BYTES);
    buffer_init(&r->body, LIMIT_REQUEST_BYTES);
    buffer_init(&r->headers, LIMIT_REQUEST_BYTES);
}

static void wiped_free(struct buffer *b)
{
    if (b->data)
        explicit_bzero(b->data, b->size);
    buffer_free(b);
}

void rest_request_free(struct rest_request *r)
{
    wiped_free(&r->url);
    wiped_free(&r->body);
    wiped_free(&r->headers);
}

/* Writes the address before the path: the source's own, or another host that the manifest names. */
static bool base_make(struct rest_request *r, const struct request_plan *plan, const char *base,
                      template_value *value, void *context, struct error *e)
{
    if (!plan->base)
        return buffer_text(&r->url, base) || error_memory(e, "");
    if (!template_expand(plan->base, TEMPLATE_PATH, value, context, &r->url, e))
        return false;
    const char *url = buffer_string(&r->url);
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0 ||
           error_set(e, ERROR_CONFIG, plan->base, _("Write it with https:// in front."), _("not an address"));
}

/* Writes a=b&c=d, percent-encoded. */
static bool pairs_make(const json_t *pairs, struct buffer *out, template_value *value, void *context,
                       struct error *e)
{
    const char *key;
    json_t *text;
    bool first = true;
    json_object_foreach((json_t *)pairs, key, text)
    {
        if (!first)
            buffer_text(out, "&");
        first = false;
        if (!template_expand(key, TEMPLATE_QUERY, value, context, out, e))
            return false;
        buffer_text(out, "=");
        if (!template_expand(json_string_value(text), TEMPLATE_QUERY, value, context, out, e))
            return false;
    }
    return true;
}

static bool url_make(struct rest_request *r, const struct request_plan *plan, const char *base,
                     template_value *value, void *context, struct error *e)
{
    if (!base_make(r, plan, base, value, context, e) ||
        !template_expand(plan->path, TEMPLATE_PATH, value, context, &r->url, e))
        return false;
    if (json_object_size(plan->query) > 0)
        buffer_text(&r->url, "?");
    if (!pairs_make(plan->query, &r->url, value, context, e))
        return false;
    return !r->url.failed ||
           error_set(e, ERROR_CONFIG, "", NULL, _("the address is longer than %d bytes"), LIMIT_URL_BYTES);
}

/* Writes the headers one behind the other, each with its NUL; their addresses are taken when the buffer moves no
 * more. */
static bool headers_make(struct rest_request *r, const struct request_plan *plan, template_value *value,
                         void *context, struct portal_request *out, struct error *e)
{
    const size_t most = sizeof out->headers / sizeof *out->headers - 1;
    const char *name;
    json_t *text;
    size_t count = 0;
    json_object_foreach((json_t *)plan->headers, name, text)
    {
        buffer_printf(&r->headers, "%s: ", name);
        if (!template_expand(json_string_value(text), TEMPLATE_HEADER, value, context, &r->headers, e))
            return false;
        buffer_append(&r->headers, "", 1);
        count++;
    }
    if (plan->body || plan->form || plan->xml) {
        const char *type = plan->xml    ? "text/xml; charset=utf-8"
                           : plan->body ? "application/json"
                                        : "application/x-www-form-urlencoded";
        buffer_printf(&r->headers, "Content-Type: %s", type);
        buffer_append(&r->headers, "", 1);
        count++;
    }
    if (count > most || r->headers.failed)
        return error_set(e, ERROR_CONFIG, "", NULL, _("more than %zu headers, or too long ones"), most);
    const char *at = buffer_string(&r->headers);
    for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
        out->headers[i] = at;
    return true;
}

bool rest_request_make(struct rest_request *r, const struct request_plan *plan,
                       const struct config_source *source, template_value *value, void *context,
                       struct portal_request *out, struct error *e)
{
    buffer_reset(&r->url);
    buffer_reset(&r->body);
    buffer_reset(&r->headers);
    *out = (struct portal_request){.method = plan->method};
    if (!url_make(r, plan, source->base_url, value, context, e) ||
        !headers_make(r, plan, value, context, out, e))
        return false;
    if (plan->xml && !template_expand(plan->xml, TEMPLATE_XML, value, context, &r->body, e))
        return false;
    if (plan->body && !template_json(plan->body, value, context, &r->body, e))
        return false;
    if (plan->form && !pairs_make(plan->form, &r->body, value, context, e))
        return false;
    if (r->body.failed)
        return error_set(e, ERROR_CONFIG, "", NULL, _("the request is longer than %zu bytes"), r->body.max);
    out->url = buffer_string(&r->url);
    out->body = plan->body || plan->form || plan->xml ? buffer_string(&r->body) : NULL;
    out->user = plan->basic ? source->user : NULL;
    out->password = plan->basic ? source->password : NULL;
    return true;
}
