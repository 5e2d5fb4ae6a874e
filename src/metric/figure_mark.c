#include "metric/figure_mark.h"

#include <string.h>

/* Selects the newest version of each figure: no poll by $3 saw a newer version. */
#define NEWEST                                                                                               \
    " FROM figure f WHERE f.period_from >= $1 AND f.period_from < $2 AND f.observed_at <= $3"                \
    " AND NOT EXISTS (SELECT 1 FROM figure n WHERE n.source_id = f.source_id"                                \
    " AND n.period_kind = f.period_kind AND n.period_from = f.period_from AND n.unit = f.unit"               \
    " AND n.metric = f.metric AND n.observed_at > f.observed_at AND n.observed_at <= $3)"

/* The status that opencps_statistics gives once the portal has closed the period; such a figure is in order. */
#define CLOSED "closed"

struct mark_job {
    figure_mark_see *see;
    void *context;
};

/* source, unit, metric, period_kind, period_from, status */
static bool mark_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct mark_job *job = context;
    struct figure_mark mark = {.source = columns[0].text,
                               .unit = columns[1].text,
                               .metric = columns[2].text,
                               .period_kind = columns[3].text,
                               .period_from = columns[4].number,
                               .text = columns[5].text};
    (void)count;
    mark.broken = strstr(mark.text, " = ") && strstr(mark.text, " / ");
    return strcmp(mark.text, CLOSED) == 0 || job->see(job->context, &mark, e);
}

static bool count_row(void *context, const struct value *columns, int count, struct error *e)
{
    int64_t *out = context;
    (void)count;
    (void)e;
    *out = columns[0].number;
    return true;
}

bool figure_marks_each(struct store *s, moment from, moment to, moment at, int64_t *count,
                       figure_mark_see *see, void *context, struct error *e)
{
    const struct value params[] = {value_number(from), value_number(to), value_number(at)};
    struct mark_job job = {see, context};
    *count = 0;
    return store_query(s, "SELECT COUNT(*)" NEWEST, params, 3, count_row, count, e) &&
           store_query(
               s,
               "SELECT COALESCE(s.title, s.name), m.unit, m.metric, m.period_kind, m.period_from, m.status"
               " FROM (SELECT f.source_id, f.unit, f.metric, f.period_kind, f.period_from, f.status" NEWEST
               " AND f.status IS NOT NULL) m JOIN source s ON s.id = m.source_id"
               " ORDER BY s.name, m.unit, m.metric, m.period_kind, m.period_from",
               params, 3, mark_row, &job, e);
}
