#include "count/group_count.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/counter_family.h"

/* The unit, the group and the system come before the counters of an aggregate. */
enum { COLUMN_UNIT, COLUMN_NAME, COLUMN_CENTRAL, COLUMNS_BEFORE };

struct group_job {
    struct group_counts *out;
    const struct unit_set *units;
    const struct aggregate *aggregate;
};

static const char *const group_columns[] = {[GROUP_SECTOR] = "sector", [GROUP_PROCEDURE] = "procedure"};

static struct group_row *row_of(struct group_counts *g, size_t unit, const char *name, bool central,
                                struct error *e)
{
    for (size_t i = g->count; i > 0; i--) {
        struct group_row *row = &g->rows[i - 1];
        if (row->unit == unit && row->central == central && strcmp(row->name, name) == 0)
            return row;
    }
    if (g->count == LIMIT_GROUP_ROWS) {
        error_set(e, ERROR_DATA, "form 06", _("Ask for one unit."), _("more than %d rows"), LIMIT_GROUP_ROWS);
        return NULL;
    }
    if ((g->count & (g->count - 1)) == 0) { /* room is the next power of two */
        struct group_row *longer = reallocarray(g->rows, g->count ? g->count * 2 : 1, sizeof *longer);
        if (!longer) {
            error_memory(e, "form 06");
            return NULL;
        }
        g->rows = longer;
    }
    struct group_row *row = &g->rows[g->count];
    *row = (struct group_row){.unit = unit, .central = central, .name = strdup(name)};
    row->values = calloc(g->family->count, sizeof *row->values);
    if (!row->name || !row->values) {
        free(row->name);
        free(row->values);
        error_memory(e, "form 06");
        return NULL;
    }
    g->count++;
    return row;
}

static bool row_take(void *context, const struct value *columns, int count, struct error *e)
{
    const struct group_job *job = context;
    const struct aggregate *a = job->aggregate;
    long unit = columns[COLUMN_UNIT].known ? unit_find(job->units, columns[COLUMN_UNIT].text) : -1;
    if ((size_t)count != a->counter_count + COLUMNS_BEFORE)
        return error_set(e, ERROR_INTERNAL, a->name, NULL, "%d columns", count);
    struct group_row *row = row_of(job->out, unit < 0 ? job->units->count : (size_t)unit,
                                   columns[COLUMN_NAME].known ? columns[COLUMN_NAME].text : "",
                                   columns[COLUMN_CENTRAL].number != 0, e);
    if (!row)
        return false;
    for (size_t i = 0; i < a->counter_count; i++)
        row->values[a->counters[i]] += columns[i + COLUMNS_BEFORE].number;
    return true;
}

static bool aggregate_run(struct store *s, struct group_job *job, const struct period *period,
                          const char *group, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    const struct predicate *p = &job->aggregate->predicate;
    struct value params[PARAM_COUNT];
    struct buffer sql;
    static const char central[] = "CASE WHEN system_owner >= 1 THEN 1 ELSE 0 END";
    for (int k = 0; k < p->param_count; k++)
        params[k] = value_number(predicate_param(p->params[k], period));
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_printf(&sql, "SELECT unit, %s, %s%s FROM ", group, central,
                  job->aggregate->columns + strlen("SELECT unit"));
    dossier_versions_sql(&versions, &sql);
    buffer_printf(&sql, "%s, %s, %s", job->aggregate->rest, group, central);
    bool ok = (!sql.failed || error_memory(e, job->aggregate->name)) &&
              store_query(s, buffer_string(&sql), params, p->param_count, row_take, job, e);
    buffer_free(&sql);
    return ok;
}

bool group_counts_load(struct store *s, const struct counter_family *f, const struct unit_set *units,
                       const struct period *p, enum count_group group, struct group_counts *out,
                       struct error *e)
{
    struct group_job job = {.out = out, .units = units};
    *out = (struct group_counts){.family = f};
    bool ok = store_snapshot_begin(s, e);
    if (!ok)
        return false;
    for (size_t i = 0; ok && i < f->aggregate_count; i++) {
        job.aggregate = &f->aggregates[i];
        if (job.aggregate->pairs || job.aggregate->distinct)
            continue;
        ok = aggregate_run(s, &job, p, group_columns[group], e);
    }
    store_snapshot_end(s);
    if (!ok)
        group_counts_free(out);
    return ok;
}

void group_counts_free(struct group_counts *g)
{
    for (size_t i = 0; i < g->count; i++) {
        free(g->rows[i].name);
        free(g->rows[i].values);
    }
    free(g->rows);
    *g = (struct group_counts){0};
}
