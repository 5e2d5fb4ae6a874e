#include "rest_request.h"

#include <string.h>

#include "text.h"

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

static bool url_make(struct rest_request *r, const struct request_plan *plan, const char *base,
                     template_value *value, void *context, struct error *e)
{
    const char *key;
    json_t *text;
    char before = '?';
    buffer_text(&r->url, base);
    if (!template_expand(plan->path, TEMPLATE_PATH, value, context, &r->url, e))
        return false;
    json_object_foreach((json_t *)plan->query, key, text)
    {
        buffer_append(&r->url, &before, 1);
        before = '&';
        if (!template_expand(key, TEMPLATE_QUERY, value, context, &r->url, e))
            return false;
        buffer_text(&r->url, "=");
        if (!template_expand(json_string_value(text), TEMPLATE_QUERY, value, context, &r->url, e))
            return false;
    }
    return !r->url.failed ||
           error_set(e, ERROR_CONFIG, "", NULL, _("the address is longer than %d bytes"), LIMIT_URL_BYTES);
}

/* The headers stand one behind the other, each with its NUL; their addresses are taken when the buffer moves
 * no more. */
static bool headers_make(struct rest_request *r, const struct request_plan *plan, template_value *value,
                         void *context, struct adapter_request *out, struct error *e)
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
    if (plan->body) {
        buffer_append(&r->headers, "Content-Type: application/json", sizeof "Content-Type: application/json");
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
                       struct adapter_request *out, struct error *e)
{
    buffer_reset(&r->url);
    buffer_reset(&r->body);
    buffer_reset(&r->headers);
    *out = (struct adapter_request){.method = plan->method};
    if (!url_make(r, plan, source->base_url, value, context, e) ||
        !headers_make(r, plan, value, context, out, e))
        return false;
    if (plan->body && !template_json(plan->body, value, context, &r->body, e))
        return false;
    out->url = buffer_string(&r->url);
    out->body = plan->body ? buffer_string(&r->body) : NULL;
    out->user = plan->basic ? source->user : NULL;
    out->password = plan->basic ? source->password : NULL;
    return true;
}
