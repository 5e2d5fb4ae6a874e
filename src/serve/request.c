#include "serve/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* True for text that may stand in an address or form: UTF-8 without control letters. */
static bool clean(const char *text)
{
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return false;
    char *normal = text_normalize(text, strlen(text));
    free(normal);
    return normal != NULL;
}

/* Decodes a text in place; plus true reads '+' as a space, as forms do. */
static bool decode(char *text, bool plus)
{
    char *to = text;
    for (const char *p = text; *p; p++) {
        if (*p != '%') {
            *to++ = plus && *p == '+' ? ' ' : *p;
            continue;
        }
        int high = hex(p[1]), low = high < 0 ? -1 : hex(p[2]);
        if (low < 0 || (high == 0 && low == 0))
            return false;
        *to++ = (char)(high * 16 + low);
        p += 2;
    }
    *to = '\0';
    return clean(text);
}

static bool fields_read(struct request_fields *f)
{
    char *rest = f->text, *part;
    while (rest && (part = strsep(&rest, "&"))) {
        if (!*part)
            continue;
        char *value = strchr(part, '=');
        if (f->count == LIMIT_SERVE_FIELDS)
            return false;
        if (value)
            *value++ = '\0';
        if (!decode(part, true) || (value && !decode(value, true)))
            return false;
        f->items[f->count++] = (struct request_field){part, value ? value : ""};
    }
    return true;
}

static bool path_read(struct request *r)
{
    if (r->path[0] != '/')
        return false;
    char *rest = r->path + 1, *part;
    while (rest && (part = strsep(&rest, "/"))) {
        if (!*part && !rest)
            break; /* a slash at the end changes nothing */
        if (!*part || r->segment_count == LIMIT_SERVE_SEGMENTS || !decode(part, false) ||
            strcmp(part, ".") == 0 || strcmp(part, "..") == 0 || strpbrk(part, "/\\"))
            return false;
        r->segments[r->segment_count++] = part;
    }
    return true;
}

struct request *request_new(const char *raw)
{
    struct request *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    buffer_init(&r->body, LIMIT_SERVE_BODY_BYTES);
    r->file.fd = -1;
    size_t length = strcspn(raw, "?");
    r->path = strndup(raw, length);
    r->query.text = strdup(raw[length] ? raw + length + 1 : "");
    if (!r->path || !r->query.text) {
        request_free(r);
        return NULL;
    }
    r->refused = !path_read(r) || !fields_read(&r->query);
    return r;
}

void request_free(struct request *r)
{
    if (!r)
        return;
    if (r->body.data)
        explicit_bzero(r->body.data, r->body.used);
    if (r->form.text)
        explicit_bzero(r->form.text, r->body.used);
    buffer_free(&r->body);
    temp_file_close(&r->file);
    free(r->path);
    free(r->query.text);
    free(r->form.text);
    free(r);
}

bool request_form_read(struct request *r)
{
    const char *body = buffer_string(&r->body);
    if (strlen(body) != r->body.used || !(r->form.text = strdup(body)))
        return false;
    return fields_read(&r->form);
}

const char *request_field(const struct request_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].name, name) == 0)
            return fields->items[i].value;
    return NULL;
}
