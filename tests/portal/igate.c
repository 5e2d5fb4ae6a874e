#include "igate.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGE_SIZE = 20, PAGE_SIZE_MAX = 5000, PAGE_MAX = 100000000, FORM_VALUE_BYTES = 256 };

/* --- the token --- */

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* One field of a form, decoded. false: not there, or too long. */
static bool form_value(const struct text *body, const char *name, char out[FORM_VALUE_BYTES])
{
    const char *at = body->data, *end = body->used ? at + body->used : at;
    size_t n = strlen(name), used = 0;
    while (at < end && !((size_t)(end - at) > n && memcmp(at, name, n) == 0 && at[n] == '=')) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        at = next ? next + 1 : end;
    }
    if (at == end)
        return false;
    for (at += n + 1; at < end && *at != '&'; at++) {
        bool escaped = *at == '%' && end - at > 2 && hex(at[1]) >= 0 && hex(at[2]) >= 0;
        if (used + 1 == FORM_VALUE_BYTES)
            return false;
        out[used++] = (char)(escaped ? hex(at[1]) * 16 + hex(at[2]) : *at == '+' ? ' ' : *at);
        at += escaped ? 2 : 0;
    }
    out[used] = '\0';
    return true;
}

static bool form_is(const struct text *body, const char *name, const char *wanted)
{
    char value[FORM_VALUE_BYTES];
    return form_value(body, name, value) && strcmp(value, wanted) == 0;
}

static bool account_fits(const struct portal *p, const struct request *r)
{
    const char *type = request_header(r, "Content-Type");
    const struct options *o = p->options;
    if (!type || strncmp(type, "application/x-www-form-urlencoded", 33) != 0)
        return false;
    if (form_is(&r->body, "grant_type", "client_credentials"))
        return form_is(&r->body, "client_id", o->user) && form_is(&r->body, "client_secret", o->password);
    return form_is(&r->body, "grant_type", "password") && form_is(&r->body, "client_id", "web-onegate") &&
           form_is(&r->body, "username", o->user) && form_is(&r->body, "password", o->password);
}

void igate_token(struct portal *p, const struct request *r, struct reply *reply)
{
    char token[SESSION_TOKEN_BYTES];
    if (!account_fits(p, r)) {
        reply_set(reply, 401, REPLY_JSON,
                  "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client secret\"}");
        return;
    }
    sessions_login(&p->sessions, token);
    state_login(p->state);
    reply_set(reply, 200, REPLY_JSON, "{\"access_token\":");
    text_json(&reply->body, token);
    text_format(
        &reply->body,
        ",\"expires_in\":%lld,\"refresh_expires_in\":0,\"token_type\":\"Bearer\",\"scope\":\"profile\"}",
        (long long)p->options->session_ttl);
}

/* --- the search --- */

static bool bearer_fits(struct portal *p, const struct request *r)
{
    static const char scheme[] = "Bearer ";
    const char *header = request_header(r, "Authorization");
    return header && strncmp(header, scheme, sizeof(scheme) - 1) == 0 &&
           sessions_use(&p->sessions, header + sizeof(scheme) - 1);
}

static uint64_t query_number(const struct request *r, const char *name, int64_t fallback, int64_t max)
{
    int64_t n = request_number(r, name, fallback);
    return (uint64_t)(n < 0 ? 0 : n > max ? max : n);
}

void igate_search(struct portal *p, const struct request *r, const struct fault_plan *plan,
                  struct reply *reply)
{
    const char *spec = request_query(r, "spec"), *sort = request_query(r, "sort");
    uint64_t page = query_number(r, "page", 0, PAGE_MAX),
             size = query_number(r, "size", PAGE_SIZE, PAGE_SIZE_MAX);
    struct filter f = filter_all();
    struct text rows = {0};
    f.by_change = sort && strcmp(sort, "updatedDate,desc") == 0;
    if (!bearer_fits(p, r)) {
        reply_set(reply, 401, REPLY_JSON,
                  "{\"error\":\"invalid_token\",\"error_description\":\"Token expired\"}");
        return;
    }
    size = size ? size : PAGE_SIZE;
    struct listing l = listing_write(&p->igate, &f, false, page * size, (page + 1) * size, plan, &rows);
    reply_set(reply, 200, REPLY_JSON, "{\"content\":[");
    text_bytes(&reply->body, rows.data, rows.used);
    text_format(&reply->body, "],\"number\":%llu,\"size\":%llu,\"numberOfElements\":%llu,\"last\":%s",
                (unsigned long long)page, (unsigned long long)size, (unsigned long long)l.count,
                (page + 1) * size >= l.total ? "true" : "false");
    if (spec && strcmp(spec, "page") == 0) /* a slice does not count */
        text_format(&reply->body, ",\"totalElements\":%llu,\"totalPages\":%llu", (unsigned long long)l.total,
                    (unsigned long long)((l.total + size - 1) / size));
    text_literal(&reply->body, "}");
    reply->body.failed |= rows.failed;
    text_free(&rows);
}

/* --- the fees --- */

/* A dossier with a fee has two lines, of which one costs nothing; one without has none. */
static void fee_write(const struct dossier *d, const char *id, struct text *out)
{
    if (!d->fee)
        return;
    for (int line = 0; line < 2; line++) {
        text_string(out, out->used > 1 ? ",{\"id\":\"7\",\"dossier\":{\"id\":\""
                                       : "{\"id\":\"7\",\"dossier\":{\"id\":\"");
        text_string(out, id);
        text_format(
            out,
            "\"},\"amount\":%d,\"quantity\":1,\"paid\":%d,\"required\":1,\"payer\":\"CÔNG DÂN MẪU %06llu\"}",
            line ? d->fee : 0, d->paid < 3 && line ? d->fee : 0, (unsigned long long)d->index + 1);
    }
}

void igate_fees(struct portal *p, const struct request *r, struct reply *reply)
{
    const char *at = request_query(r, "dossier-ids");
    char id[32];
    if (!bearer_fits(p, r)) {
        reply_set(reply, 401, REPLY_JSON, "{\"error\":\"invalid_token\"}");
        return;
    }
    reply_set(reply, 200, REPLY_JSON, "[");
    while (at && *at) {
        size_t n = strcspn(at, ",");
        unsigned long long index = 0;
        if (n == 24) {
            memcpy(id, at, n);
            id[n] = '\0';
            index = strtoull(id + 2, NULL, 16);
        }
        if (index && index <= rows_count(&p->igate)) {
            struct dossier d;
            rows_dossier(&p->igate, index - 1, &d);
            fee_write(&d, id, &reply->body);
        }
        at += n + (at[n] == ',');
    }
    text_literal(&reply->body, "]");
}

/* --- one dossier --- */

static const struct status {
    const char *word;
    int id;
    const char *name;
} statuses[] = {
    {"new", 0, "Chờ tiếp nhận"},
    {"receiving", 0, "Chờ tiếp nhận"},
    {"denied", 12, "Từ chối tiếp nhận"},
    {"processing", 2, "Đang xử lý"},
    {"interoperating", 2, "Đang xử lý"},
    {"waiting", 1, "Yêu cầu bổ sung"},
    {"paying", 3, "Chờ thanh toán"},
    {"cancelled", 6, "Đã rút hồ sơ"},
    {"unresolved", 13, "Từ chối giải quyết"},
    {"releasing", 4, "Có kết quả"},
    {"done", 5, "Đã trả kết quả"},
};

static const struct status *status_of(const char *word)
{
    size_t i = 0, last = sizeof(statuses) / sizeof(statuses[0]) - 1;
    while (i < last && strcmp(statuses[i].word, word) != 0)
        i++;
    return &statuses[i];
}

static void date_write(const char *name, wall t, struct text *out)
{
    struct wall_parts w = wall_split(t == WALL_NONE ? 0 : t);
    text_format(out, ",\"%s\":", name);
    if (t == WALL_NONE)
        text_literal(out, "null");
    else
        text_format(out, "\"%04d-%02d-%02dT%02d:%02d:%02d.000+0700\"", w.year, w.month, w.day, w.hour,
                    w.minute, w.second);
}

static void person_write(const struct dossier *d, struct text *out)
{
    unsigned long long n = d->index + 1;
    text_format(out,
                ",\"applicant\":{\"userId\":\"bi-mat-%06llu\",\"data\":{\"fullname\":\"CÔNG DÂN MẪU %06llu\","
                "\"identityNumber\":\"0999%06llu99\",\"phoneNumber\":\"0900%06llu\",\"email\":\"mau%06llu@"
                "example.invalid\","
                "\"address\":\"Thôn Mẫu %06llu\"}},\"eForm\":{\"data\":{\"hoTen\":\"CÔNG DÂN MẪU %06llu\"}}",
                n, n, n, n, n, n, n);
}

static void named_write(const char *member, const char *name, struct text *out)
{
    text_format(out, ",\"%s\":{\"id\":\"5f7c16069abb62f511880003\",\"name\":", member);
    text_json(out, name);
    text_literal(out, "}");
}

void igate_row_write(const struct dossier *d, struct text *out)
{
    static const char *const levels[] = {"", "Mức độ 1", "Mức độ 2", "Mức độ 3", "Mức độ 4"};
    const struct status *s = status_of(d->status);
    text_format(out, "{\"id\":\"63%022llx\",\"code\":\"", (unsigned long long)d->index + 1);
    dossier_code_write(d, out);
    text_format(out, "\",\"nationCode\":\"\",\"dossierStatus\":{\"id\":%d,\"name\":", s->id);
    text_json(out, s->name);
    text_literal(out, "},\"procedure\":{\"id\":\"5f\",\"code\":");
    text_json(out, d->procedure);
    text_literal(
        out,
        ",\"translate\":[{\"languageId\":228,\"name\":\"Thủ tục mẫu\"}],\"sector\":{\"id\":\"60\",\"code\":");
    text_json(out, d->domain);
    text_literal(out, ",\"name\":");
    text_json(out, d->domain_name);
    text_literal(out, "}},\"agency\":{\"id\":\"61\",\"code\":");
    text_json(out, d->unit);
    text_literal(out, ",\"name\":");
    text_json(out, d->unit_name);
    text_literal(out, "}");
    named_write("procedureLevel", levels[d->level >= 1 && d->level <= 4 ? d->level : 0], out);
    named_write("applyMethod",
                d->online   ? "Trực tuyến"
                : d->postal ? "Bưu chính công ích"
                            : "Trực tiếp",
                out);
    date_write("appliedDate", d->submit, out);
    date_write("acceptedDate", d->receive, out);
    date_write("appointmentDate", d->due, out);
    date_write("completedDate", d->release, out);
    date_write("updatedDate", d->modified, out);
    person_write(d, out);
    if (d->paid < 3) { /* asked for through the payment platform, and paid */
        text_literal(out, ",\"paymentRequestData\":{\"payer\":\"CÔNG DÂN MẪU\"");
        date_write("paidDate", d->receive, out);
        text_literal(out, "}");
    }
    text_literal(out, ",\"task\":[],\"currentTask\":[]}");
}
