#include "opencps.h"
#include "statistics.h"

#include <stdlib.h>

enum { DOSSIER_ID_FIRST = 100000, ROW_BYTES = 1200, RESERVE_ROWS_MAX = 20000 };

static void applicant_write(const struct dossier *d, struct text *out)
{
    uint64_t n = d->index + 1;
    text_literal(out, "\",\"applicantName\":\"CÔNG DÂN MẪU ");
    text_digits(out, n, 6);
    text_literal(out, "\",\"applicantIdNo\":\"0999");
    text_digits(out, n, 6);
    text_literal(out, "99\",\"contactTelNo\":\"0900");
    text_digits(out, n, 6);
    text_literal(out, "\",\"contactEmail\":\"mau");
    text_digits(out, n, 6);
    text_literal(out, "@example.invalid\",\"address\":\"Thôn Mẫu ");
    text_digits(out, n, 6);
    text_literal(out, "\",\"hasPassword\":\"bi-mat-");
    text_digits(out, n, 6);
}

static void uid_write(uint64_t index, struct text *out)
{
    static const char hex[] = "0123456789abcdef";
    char line[32];
    struct dice d = dice_of(0, index, DICE_UID);
    uint64_t high = dice_next(&d), low = dice_next(&d);
    for (size_t i = 0; i < 16; i++, high >>= 4, low >>= 4) {
        line[15 - i] = hex[high & 15];
        line[31 - i] = hex[low & 15];
    }
    text_bytes(out, line, sizeof(line));
}

static void dates_write(const struct dossier *d, struct text *out)
{
    text_literal(out, "\",\"dossierStatusText\":\"\",\"dossierSubStatus\":\"\",\"submitDate\":\"");
    text_slash(out, d->submit);
    text_literal(out, "\",\"receiveDate\":\"");
    text_slash(out, d->receive);
    text_literal(out, "\",\"dueDate\":\"");
    text_slash(out, d->due);
    text_literal(out, "\",\"extendDate\":\"");
    text_slash(out, d->extend);
    text_literal(out, "\",\"releaseDate\":\"");
    text_slash(out, d->release);
    text_literal(out, "\",\"finishDate\":\"");
    text_slash(out, d->finish);
    text_literal(out, "\",\"modifiedDate\":\"");
    text_slash(out, d->modified);
}

void opencps_row_write(const struct dossier *d, struct text *out)
{
    text_literal(out, "{\"dossierId\":");
    text_number(out, (int64_t)(DOSSIER_ID_FIRST + d->index));
    text_literal(out, ",\"groupId\":55301,\"referenceUid\":\"");
    uid_write(d->index, out);
    text_literal(out, "\",\"dossierNo\":\"");
    dossier_code_write(d, out);
    text_literal(out, "\",\"serviceCode\":\"");
    text_string(out, d->procedure);
    text_literal(out, "\",\"serviceName\":\"Thủ tục mẫu\",\"domainCode\":\"");
    text_string(out, d->domain);
    text_literal(out, "\",\"domainName\":\"");
    text_string(out, d->domain_name);
    text_literal(out, "\",\"govAgencyCode\":\"");
    text_string(out, d->unit);
    text_literal(out, "\",\"govAgencyName\":\"");
    text_string(out, d->unit_name);
    applicant_write(d, out);
    text_literal(out, "\",\"dossierStatus\":\"");
    text_string(out, d->status);
    dates_write(d, out);
    text_string(out, d->online ? "\",\"online\":\"true\"" : "\",\"online\":\"false\"");
    text_literal(out, ",\"originality\":3,\"systemId\":0,\"viaPostal\":\"");
    text_number(out, d->via_postal);
    text_literal(out, "\",\"fromViaPostal\":");
    text_number(out, d->postal);
    text_literal(out, ",\"serviceLevel\":");
    text_number(out, d->level);
    text_literal(
        out,
        ",\"durationCount\":5.0,\"durationUnit\":0,\"lockState\":\"\",\"originDossierId\":0,\"paymentFee\":");
    text_number(out, d->fee);
    text_literal(out, "}");
}

bool opencps_login(struct portal *p, const struct request *r, struct reply *reply)
{
    const char *sent = request_header(r, "Authorization");
    if (sent && strcmp(sent, p->authorization) == 0)
        return true;
    reply_set(reply, 203, REPLY_JSON,
              "{\"message\":\"Non-Authoritative Information.\",\"code\":203,\"description\":\"Not "
              "authenticated\"}");
    return false;
}

static bool group_is_ours(const struct portal *p, const struct request *r)
{
    int64_t group = 0;
    return number_read(request_header(r, "groupId"), 0, INT64_MAX, &group) && group == p->options->group_id;
}

/* A date in another shape is ignored, as the portal does. */
static wall day_query(const struct request *r, const char *name, wall add)
{
    const char *s = request_query(r, name);
    wall t = WALL_NONE;
    return s && wall_read_slash(s, &t) ? wall_midnight(t) + add : WALL_NONE;
}

/* top=statistic: the candidate set of the statistics, by month or by days. */
static void candidates_filter(const struct portal *p, const struct request *r, int64_t year, int64_t month,
                              struct filter *f)
{
    wall from = day_query(r, "fromStatisticDate", 0), to = day_query(r, "toStatisticDate", WALL_DAY);
    if (from != WALL_NONE && to != WALL_NONE) {
        f->receive_from = from;
        f->receive_to = to;
        f->carried = f->finished_carried = true;
        return;
    }
    if (year <= 0 && month <= 0) {
        struct wall_parts now = wall_split(p->options->now);
        year = now.year;
        month = now.month;
    }
    if (year <= 0 || month <= 0)
        return; /* one of the two alone restricts nothing */
    f->receive_from = wall_month((int)year, (int)month);
    f->receive_to = wall_month((int)year, (int)month + 1);
    f->carried = true;
}

static void received_filter(const struct request *r, int64_t year, int64_t month, struct filter *f)
{
    f->receive_from = day_query(r, "fromReceiveDate", 0);
    f->receive_to = day_query(r, "toReceiveDate", WALL_DAY);
    if (year <= 0)
        return;
    f->receive_from = wall_month((int)year, month > 0 ? (int)month : 1);
    f->receive_to = month > 0 ? wall_month((int)year, (int)month + 1) : wall_month((int)year + 1, 1);
}

static struct filter filter_read(const struct portal *p, const struct request *r)
{
    struct filter f = filter_all();
    const char *online = request_query(r, "online"), *top = request_query(r, "top");
    int64_t year = request_number(r, "year", 0), month = request_number(r, "month", 0);
    if (month < 0 || month > 12)
        month = 0;
    f.agency = request_query(r, "agency");
    if (f.agency && strcmp(f.agency, "all") == 0)
        f.agency = NULL;
    f.status = request_query(r, "status");
    f.domain = request_query(r, "domain");
    f.system = request_query(r, "systemId");
    if (!f.system)
        f.system = "0";
    if (online)
        f.online = strcmp(online, "true") == 0;
    f.unreleased = top && strcmp(top, "statistic") != 0 && strcmp(top, "passed") != 0;
    if (top && strcmp(top, "statistic") == 0)
        candidates_filter(p, r, year, month, &f);
    else
        received_filter(r, year, month, &f);
    return f;
}

/* A month without its year: of any year, which no interval can say, so it selects nothing here. */
static bool month_is_alone(const struct request *r)
{
    return request_number(r, "month", 0) > 0 && request_number(r, "year", 0) <= 0 && !request_query(r, "top");
}

void opencps_dossiers(struct portal *p, const struct request *r, const struct fault_plan *plan,
                      struct reply *reply)
{
    if (!opencps_login(p, r, reply))
        return;
    if (!group_is_ours(p, r) || month_is_alone(r)) {
        reply_set(reply, 200, REPLY_JSON, "{\"total\":0}");
        return;
    }
    struct filter f = filter_read(p, r);
    const char *order = request_query(r, "order"), *sort = request_query(r, "sort");
    bool descending = order && strcmp(order, "true") == 0;
    f.by_change = sort && strcmp(sort, "modifiedDate") == 0;
    int64_t start = request_number(r, "start", 0), end = request_number(r, "end", 0);
    bool all = end <= 0 || start < 0;
    struct text rows = {0};
    if (!all && end > start)
        (void)text_grow(&rows, (size_t)(end - start < RESERVE_ROWS_MAX ? end - start : RESERVE_ROWS_MAX) *
                                   ROW_BYTES);
    struct listing l = listing_write(&p->opencps, &f, descending != f.by_change, all ? 0 : (uint64_t)start,
                                     all ? UINT64_MAX : (uint64_t)end, plan, &rows);
    reply_set(reply, 200, REPLY_JSON, "{\"total\":");
    text_number(&reply->body, (int64_t)l.total);
    if (l.count)
        text_string(&reply->body, l.count == 1 ? ",\"data\":" : ",\"data\":[");
    text_bytes(&reply->body, rows.data, rows.used);
    text_string(&reply->body, l.count > 1 ? "]}" : "}");
    reply->body.failed |= rows.failed;
    text_free(&rows);
}

void opencps_statistics(struct portal *p, const struct request *r, struct reply *reply)
{
    if (request_query(r, "reCalculate"))
        state_recalculate(p->state);
    if (!opencps_login(p, r, reply))
        return;
    reply->cacheable = reply->figures = true;
    bool from = request_query(r, "fromStatisticDate"), to = request_query(r, "toStatisticDate");
    int64_t month = request_number(r, "month", -1);
    if (from != to) {
        reply_set(reply, 204, REPLY_JSON, "");
    } else if (from || month < -1 || month > 12) {
        reply_set(reply, 406, REPLY_JSON,
                  "{\"faultCode\":\"500\",\"faultMessage\":\"Not served by the sample portal\"}");
    } else if (!group_is_ours(p, r)) {
        reply_set(reply, 200, REPLY_JSON, "{\"total\":0}");
    } else {
        struct statistics_query q = {.year = request_number(r, "year", 0),
                                     .month = month,
                                     .agency = request_query(r, "agency"),
                                     .domain = request_query(r, "domain"),
                                     .system = request_query(r, "system")};
        reply_set(reply, 200, REPLY_JSON, "");
        statistics_write(&p->opencps, &q, p->options->now, p->options->group_id, &reply->body);
    }
}
