#include "national.h"
#include "record.h"

#include <jansson.h>

enum {
    PAGE_SIZE = 500,
    PAGE_SIZE_MAX = 20000,
    PAGE_MAX = 100000000,
    RECORD_BYTES = 3072,
    RESERVE_ROWS_MAX = 5000
};

static json_t *body_read(const struct request *r)
{
    json_t *json = r->body.used ? json_loadb(r->body.data, r->body.used, 0, NULL) : NULL;
    if (json && !json_is_object(json)) {
        json_decref(json);
        json = NULL;
    }
    return json;
}

static bool member_is(json_t *body, const char *name, const char *wanted)
{
    const char *s = json_string_value(json_object_get(body, name));
    return s && strcmp(s, wanted) == 0;
}

void national_login(struct portal *p, const struct request *r, struct reply *reply)
{
    json_t *body = body_read(r);
    if (member_is(body, "username", p->options->user) && member_is(body, "password", p->options->password)) {
        char token[SESSION_TOKEN_BYTES];
        sessions_login(&p->sessions, token);
        state_login(p->state);
        reply_set(reply, 200, REPLY_JSON, "{\"session\":");
        text_json(&reply->body, token);
        text_literal(&reply->body, ",\"error_code\":0}");
    } else {
        reply_set(reply, 200, REPLY_JSON, "{\"error_code\":3,\"message\":\"Sai tài khoản hoặc mật khẩu\"}");
    }
    json_decref(body);
}

/* A number, or one written as text. */
static int64_t member_number(json_t *body, const char *name, int64_t max, int64_t fallback)
{
    json_t *value = json_object_get(body, name);
    int64_t n = fallback;
    if (json_is_integer(value))
        n = json_integer_value(value);
    else if (!number_read(json_string_value(value), 1, max, &n))
        n = fallback;
    return n < 1 ? 1 : n > max ? max : n;
}

static void dossiers_share(struct portal *p, json_t *body, const struct fault_plan *plan, struct reply *reply)
{
    uint64_t page = (uint64_t)member_number(body, "page", PAGE_MAX, 1);
    uint64_t size = (uint64_t)member_number(body, "pageSize", PAGE_SIZE_MAX, PAGE_SIZE);
    struct filter f = filter_all();
    const char *since = json_string_value(json_object_get(body, "TuNgayCapNhat"));
    struct text rows = {0};
    if (since && !wall_read_compact(since, &f.changed_from)) {
        reply_set(reply, 200, REPLY_JSON, "{\"error_code\":3,\"message\":\"TuNgayCapNhat\"}");
        return;
    }
    (void)text_grow(&rows, (size_t)(size < RESERVE_ROWS_MAX ? size : RESERVE_ROWS_MAX) * RECORD_BYTES);
    struct listing l = listing_write(&p->national, &f, false, (page - 1) * size, page * size, plan, &rows);
    reply_set(reply, 200, REPLY_JSON, "{\"error_code\":0,\"message\":\"\",\"total\":");
    text_number(&reply->body, (int64_t)l.total);
    text_literal(&reply->body, ",\"result\":[");
    text_bytes(&reply->body, rows.data, rows.used);
    text_literal(&reply->body, "]}");
    reply->body.failed |= rows.failed;
    text_free(&rows);
}

/* Records name their office in words only; this list gives the code to each name. */
static void agencies_share(const struct portal *p, struct reply *reply)
{
    const struct district *d = &p->composer.district;
    reply_set(reply, 200, REPLY_JSON, "{\"error_code\":0,\"message\":\"\",\"result\":[");
    for (size_t i = 0; i < d->count; i++) {
        text_string(&reply->body, i ? ",{\"MADONVI\":" : "{\"MADONVI\":");
        text_json(&reply->body, d->units[i].code);
        text_literal(&reply->body, ",\"TENDONVI\":");
        text_json(&reply->body, d->units[i].name);
        text_string(&reply->body,
                    d->units[i].department ? ",\"CAPDONVI\":\"HUYEN\"}" : ",\"CAPDONVI\":\"XA\"}");
    }
    text_literal(&reply->body, "]}");
}

void national_share(struct portal *p, const struct request *r, const struct fault_plan *plan,
                    struct reply *reply)
{
    json_t *body = body_read(r);
    if (!body)
        reply_set(reply, 200, REPLY_JSON, "{\"error_code\":3,\"message\":\"Dữ liệu gửi lên không đúng\"}");
    else if (!sessions_use(&p->sessions, json_string_value(json_object_get(body, "session"))))
        reply_set(reply, 200, REPLY_JSON, "{\"error_code\":-1,\"message\":\"Phiên làm việc hết hạn\"}");
    else if (member_is(body, "service", "DongBoHoSoMC"))
        dossiers_share(p, body, plan, reply);
    else if (member_is(body, "service", "LayDanhMucCoQuan"))
        agencies_share(p, reply);
    else
        reply_set(reply, 200, REPLY_JSON, "{\"error_code\":3,\"message\":\"Không có dịch vụ này\"}");
    json_decref(body);
}
