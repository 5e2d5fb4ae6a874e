#include "statistics.h"

#include <stdlib.h>

/* Stored and returned; six more are returned as 0 always. */
/* clang-format off */
#define COUNTERS(X)                                                                                          \
    X(totalCount) X(deniedCount) X(cancelledCount) X(processCount) X(remainingCount) X(receivedCount)        \
    X(onlineCount) X(onegateCount) X(outsideCount) X(insideCount) X(releaseCount) X(betimesCount)            \
    X(ontimeCount) X(overtimeCount) X(overtimeInside) X(overtimeOutside) X(doneCount) X(releasingCount)      \
    X(unresolvedCount) X(processingCount) X(undueCount) X(overdueCount) X(interoperatingCount)               \
    X(waitingCount) X(fromViaPostalCount)
/* clang-format on */

struct counters {
#define X(name) int64_t name;
    COUNTERS(X)
#undef X
};

struct group {
    const char *agency, *agency_name, *domain, *domain_name; /* NULL = over all */
    struct counters counters;
};

struct groups {
    struct group *list; /* in order of appearance; owned */
    size_t count, room;
    uint32_t *slots; /* index + 1 into list, by hash of the two pointers; owned */
    size_t slot_count;
};

enum { GROUPS_FIRST = 256, NOON_HOUR = 12 };

static size_t group_slot(const struct groups *g, const char *agency, const char *domain)
{
    uint64_t hash = dice_mix((uint64_t)(uintptr_t)agency * 31 + (uint64_t)(uintptr_t)domain);
    size_t at = (size_t)hash & (g->slot_count - 1);
    while (g->slots[at]) {
        const struct group *found = &g->list[g->slots[at] - 1];
        if (found->agency == agency && found->domain == domain)
            break;
        at = (at + 1) & (g->slot_count - 1);
    }
    return at;
}

static bool groups_grow(struct groups *g)
{
    size_t room = g->room ? g->room * 2 : GROUPS_FIRST;
    struct group *list = realloc(g->list, room * sizeof(*list));
    if (!list)
        return false;
    g->list = list;
    uint32_t *slots = calloc(room * 2, sizeof(*slots));
    if (!slots)
        return false;
    free(g->slots);
    g->slots = slots;
    g->slot_count = room * 2;
    g->room = room;
    for (size_t i = 0; i < g->count; i++)
        g->slots[group_slot(g, list[i].agency, list[i].domain)] = (uint32_t)i + 1;
    return true;
}

/* The group's counters, made when new; NULL: out of memory. */
static struct counters *group_of(struct groups *g, const struct dossier *d, bool agency, bool domain)
{
    if (g->count == g->room && !groups_grow(g))
        return NULL;
    size_t at = group_slot(g, agency ? d->unit : NULL, domain ? d->domain : NULL);
    if (!g->slots[at]) {
        g->list[g->count] = (struct group){.agency = agency ? d->unit : NULL,
                                           .agency_name = agency ? d->unit_name : NULL,
                                           .domain = domain ? d->domain : NULL,
                                           .domain_name = domain ? d->domain_name : NULL};
        g->slots[at] = (uint32_t)++g->count;
    }
    return &g->list[g->slots[at] - 1].counters;
}

/* The engine reads hours with a 12-hour pattern: 12:30 becomes 00:30 of the same day. */
static wall engine_moment(wall t)
{
    if (t == WALL_NONE)
        return t;
    return (t - wall_midnight(t)) / WALL_HOUR == NOON_HOUR ? t - NOON_HOUR * WALL_HOUR : t;
}

struct period {
    wall first, next, now;
};

static void released_add(struct counters *k, const struct dossier *d, wall release, wall due, wall finish)
{
    if (strcmp(d->status, "cancelled") == 0) {
        k->cancelledCount++;
        return;
    }
    k->releaseCount++;
    if (strcmp(d->status, "unresolved") == 0)
        k->unresolvedCount++;
    else if (finish != WALL_NONE)
        k->doneCount++;
    else
        k->releasingCount++;
    if (due != WALL_NONE && release > due) {
        k->overtimeCount++;
        k->overtimeInside++;
    } else if (due != WALL_NONE &&
               ((release < due && d->extend != WALL_NONE) || (finish != WALL_NONE && finish < due))) {
        k->betimesCount++;
    } else {
        k->ontimeCount++;
    }
}

static void open_add(struct counters *k, const struct dossier *d, wall due, const struct period *p)
{
    if (strcmp(d->status, "waiting") == 0 || strcmp(d->status, "receiving") == 0) {
        k->waitingCount++;
        return;
    }
    bool processing = strcmp(d->status, "processing") == 0;
    wall until = p->now < p->next ? p->now : p->next - 1;
    k->processingCount++;
    if (processing)
        k->insideCount++;
    else
        k->outsideCount++;
    if (due == WALL_NONE || due > until) {
        k->undueCount++;
        return;
    }
    k->overdueCount++;
    if (!processing)
        k->interoperatingCount++;
}

static void dossier_add(struct counters *k, const struct dossier *d, const struct period *p)
{
    wall release = engine_moment(d->release), due = engine_moment(d->due), finish = engine_moment(d->finish);
    k->totalCount++;
    if (!d->online && d->postal)
        k->fromViaPostalCount++;
    if (strcmp(d->status, "denied") == 0) {
        k->deniedCount++;
        return;
    }
    k->processCount++;
    if (engine_moment(d->receive) > p->first) { /* strict: exactly midnight counts as remaining */
        k->receivedCount++;
        if (d->online)
            k->onlineCount++;
        else
            k->onegateCount++;
    } else {
        k->remainingCount++;
    }
    if (release == WALL_NONE || release >= p->next)
        open_add(k, d, due, p);
    else
        released_add(k, d, release, due, finish);
}

static bool wanted(const char *asked, bool over_all, const char *code)
{
    if (!asked)
        return true;
    if (strcmp(asked, "total") == 0)
        return over_all;
    return !over_all && strcmp(asked, code) == 0;
}

static bool groups_add(struct groups *g, const struct statistics_query *q, const struct dossier *d,
                       const struct period *p)
{
    for (unsigned kind = 0; kind < 4; kind++) {
        bool agency = kind & 2, domain = kind & 1;
        if (!wanted(q->agency, !agency, d->unit) || !wanted(q->domain, !domain, d->domain))
            continue;
        struct counters *k = group_of(g, d, agency, domain);
        if (!k)
            return false;
        dossier_add(k, d, p);
    }
    return true;
}

static void group_write(const struct group *g, const struct statistics_query *q, int year, int month,
                        int64_t group_id, struct text *out)
{
    const struct counters *k = &g->counters;
    bool all_systems = q->system && strcmp(q->system, "total") == 0;
    text_format(out, "{\"month\":%d,\"year\":%d,\"groupId\":%lld,\"companyId\":0,\"govAgencyCode\":", month,
                year, (long long)group_id);
    text_json(out, g->agency);
    text_literal(out, ",\"govAgencyName\":");
    text_json(out, g->agency_name);
    text_literal(out, ",\"domainCode\":");
    text_json(out, g->domain);
    text_literal(out, ",\"domainName\":");
    text_json(out, g->domain_name);
    text_literal(out, ",\"system\":");
    text_json(out, all_systems ? NULL : q->system ? q->system : "0");
    text_literal(out, ",\"groupAgencyCode\":null,\"reporting\":false");
#define X(name)                                                                                              \
    text_literal(out, ",\"" #name "\":");                                                                    \
    text_number(out, k->name);
    COUNTERS(X)
#undef X
    int64_t kept = k->betimesCount + k->ontimeCount;
    text_literal(out, ",\"ontimePercentage\":");
    text_number(out, k->releaseCount ? kept * 100 / k->releaseCount : 100);
    text_literal(
        out, ",\"viaPostalCount\":0,\"saturdayCount\":0,\"dossierOnline3Count\":0,\"dossierOnline4Count\":0,"
             "\"receiveDossierSatCount\":0,\"releaseDossierSatCount\":0}");
}

/* Rows of one month; a month without candidates has none. Returns how many. */
static int64_t month_write(struct rows *rows, const struct statistics_query *q, int month, wall now,
                           int64_t group_id, bool more, struct text *out)
{
    struct period p = {wall_month((int)q->year, month), wall_month((int)q->year, month + 1), now};
    struct groups g = {0};
    struct filter f = filter_all();
    f.receive_from = p.first;
    f.receive_to = p.next;
    f.carried = true;
    f.system = q->system && strcmp(q->system, "total") != 0 ? q->system : q->system ? "0,1,2" : "0";
    uint64_t count = rows_count(rows);
    for (uint64_t i = 0; i < count; i++) {
        struct dossier d;
        rows_dossier(rows, i, &d);
        if (d.gone)
            continue;
        if (!rows->pages && d.receive >= p.next)
            break; /* composed rows are in order of receipt */
        if (filter_has(&f, &d) && d.domain[0] && !groups_add(&g, q, &d, &p))
            out->failed = true;
    }
    for (size_t i = 0; i < g.count; i++) {
        if (more || i)
            text_literal(out, ",");
        group_write(&g.list[i], q, (int)q->year, month, group_id, out);
    }
    int64_t written = (int64_t)g.count;
    free(g.list);
    free(g.slots);
    return written;
}

void statistics_write(struct rows *rows, const struct statistics_query *asked, wall now, int64_t group_id,
                      struct text *out)
{
    struct statistics_query q = *asked;
    struct text list = {0};
    struct wall_parts today = wall_split(now);
    int64_t total = 0;
    if (q.agency && strcmp(q.agency, "all") == 0)
        q.agency = NULL;
    int last = q.year < today.year ? 12 : q.year == today.year ? today.month : 0;
    for (int month = last; q.year > 0 && month >= 1; month--)
        if (q.month == -1 || q.month == month)
            total += month_write(rows, &q, month, now, group_id, total > 0, &list);
    text_literal(out, "{\"total\":");
    text_number(out, total);
    text_literal(out, ",\"agency\":");
    text_json(out, asked->agency);
    if (total)
        text_string(out, total == 1 ? ",\"data\":" : ",\"data\":[");
    text_bytes(out, list.data, list.used);
    text_string(out, total > 1 ? "]}" : "}");
    out->failed |= list.failed;
    text_free(&list);
}
