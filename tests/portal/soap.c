#include "soap.h"
#include "listing.h"

#include <jansson.h>
#include <stdlib.h>

enum { PAGE_SIZE = 500, PAGE_SIZE_MAX = 20000, VALUE_BYTES = 128 };

#define REPLY_XML "text/xml; charset=utf-8"
#define BEGIN                                                                                                \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"                                                         \
    "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "                               \
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soap:Body>"
#define END "</soap:Body></soap:Envelope>"

/* The text of the first element of that name in the request; "" where there is none. */
static void element_text(const struct request *r, const char *name, char out[VALUE_BYTES])
{
    char begin[VALUE_BYTES];
    int n = snprintf(begin, sizeof begin, "<%s>", name);
    const char *at = r->body.used ? memmem(r->body.data, r->body.used, begin, (size_t)n) : NULL;
    const char *end = at ? memchr(at + n, '<', r->body.used - (size_t)(at + n - r->body.data)) : NULL;
    size_t length = end ? (size_t)(end - at - n) : 0;
    out[0] = '\0';
    if (length && length < VALUE_BYTES) {
        memcpy(out, at + n, length);
        out[length] = '\0';
    }
}

static int64_t element_number(const struct request *r, const char *name, int64_t max, int64_t otherwise)
{
    char text[VALUE_BYTES];
    int64_t n;
    element_text(r, name, text);
    return number_read(text, 1, max, &n) ? n : otherwise;
}

static void escaped(struct text *out, const char *s)
{
    for (; *s; s++)
        if (*s == '&' || *s == '<' || *s == '>')
            text_format(out, "&#%d;", *s);
        else
            text_bytes(out, s, 1);
}

/* A list is its element again and again, an empty one an empty element; null is xsi:nil, all else is text. */
static void member_write(struct text *out, const char *name, const json_t *value)
{
    const char *key;
    json_t *item;
    size_t i;
    if (json_is_array(value)) {
        json_array_foreach(value, i, item) member_write(out, name, item);
        if (json_array_size(value) == 0)
            text_format(out, "<%s/>", name);
        return;
    }
    if (json_is_null(value)) {
        text_format(out, "<%s xsi:nil=\"true\"/>", name);
        return;
    }
    text_format(out, "<%s>", name);
    if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, item) member_write(out, key, item);
    } else if (json_is_string(value)) {
        escaped(out, json_string_value(value));
    } else {
        char *text = json_dumps(value, JSON_ENCODE_ANY);
        text_string(out, text ? text : "");
        free(text);
    }
    text_format(out, "</%s>", name);
}

static void rows_write(struct reply *reply, const struct text *rows, uint64_t total)
{
    json_t *list = json_loadb(rows->data, rows->used, 0, NULL), *row;
    size_t i;
    text_string(&reply->body, "<DanhSachHoSoResponse xmlns=\"urn:motcua:mau\"><MaLoi>0</MaLoi>");
    text_format(&reply->body, "<TongSo>%llu</TongSo><DanhSach>", (unsigned long long)total);
    json_array_foreach(list, i, row) member_write(&reply->body, "HoSo", row);
    text_string(&reply->body, "</DanhSach></DanhSachHoSoResponse>" END);
    json_decref(list);
}

void soap_dossiers(struct portal *p, const struct request *r, const struct fault_plan *plan,
                   struct reply *reply)
{
    char user[VALUE_BYTES], password[VALUE_BYTES];
    uint64_t page = (uint64_t)element_number(r, "trang", 100000000, 1);
    uint64_t size = (uint64_t)element_number(r, "soDong", PAGE_SIZE_MAX, PAGE_SIZE);
    struct filter f = filter_all();
    struct text rows = {0};
    element_text(r, "taiKhoan", user);
    element_text(r, "matKhau", password);
    reply_set(reply, 200, REPLY_XML, BEGIN);
    if (strcmp(user, p->options->user) != 0 || strcmp(password, p->options->password) != 0) {
        text_string(&reply->body, "<DanhSachHoSoResponse><MaLoi>3</MaLoi></DanhSachHoSoResponse>" END);
        return;
    }
    text_bytes(&rows, "[", 1);
    struct listing l = listing_write(&p->national, &f, false, (page - 1) * size, page * size, plan, &rows);
    text_bytes(&rows, "]", 1);
    rows_write(reply, &rows, l.total);
    reply->body.failed |= rows.failed;
    text_free(&rows);
}
