#include "count/procedure_count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/key_set.h"
#include "count/counter_family.h"

enum { COLUMN_UNIT, COLUMN_PROCEDURE, COLUMNS_BEFORE };

struct procedure_job {
    struct counts *c;
    const struct aggregate *aggregate;
    struct key_set seen; /* of a row, a counter and a procedure */
};

static struct tally *cell_of(struct tally *cells, const struct counts *c, size_t row, size_t counter)
{
    return &cells[row * c->family->count + counter];
}

/* Counts a procedure of a row once. */
static bool procedure_add(struct procedure_job *job, struct tally *cells, size_t row, size_t counter,
                          const char *procedure, struct error *e)
{
    char key[LIMIT_VALUE_BYTES + 64];
    size_t before = job->seen.count;
    int n =
        snprintf(key, sizeof key, "%c%zu %zu %s", cells == job->c->own ? 'o' : 't', row, counter, procedure);
    if (!key_set_add(&job->seen, key, (size_t)n < sizeof key ? (size_t)n : sizeof key - 1))
        return error_memory(e, job->aggregate->name);
    cell_of(cells, job->c, row, counter)->value += job->seen.count > before;
    return true;
}

/* unit, procedure, counters */
static bool procedure_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct procedure_job *job = context;
    struct counts *c = job->c;
    const struct aggregate *a = job->aggregate;
    size_t line[LIMIT_UNIT_LINE], n = 0;
    long unit = columns[COLUMN_UNIT].known ? unit_find(c->units, columns[COLUMN_UNIT].text) : -1;
    if ((size_t)count != a->counter_count + COLUMNS_BEFORE)
        return error_set(e, ERROR_INTERNAL, a->name, NULL, "%d columns", count);
    if (!columns[COLUMN_PROCEDURE].known || !*columns[COLUMN_PROCEDURE].text)
        return true;
    if (unit >= 0)
        n = unit_line(c->units, (size_t)unit, &c->period, line);
    const char *procedure = columns[COLUMN_PROCEDURE].text;
    for (size_t i = 0; i < a->counter_count; i++) {
        size_t counter = a->counters[i];
        if (columns[i + COLUMNS_BEFORE].number == 0)
            continue;
        for (size_t k = 0; k < n; k++)
            if (!procedure_add(job, c->cells, line[k], counter, procedure, e))
                return false;
        if (!procedure_add(job, c->cells, c->units->count, counter, procedure, e) ||
            (n && !procedure_add(job, c->own, line[0], counter, procedure, e)))
            return false;
    }
    return true;
}

static bool aggregate_run(struct store *s, struct procedure_job *job, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    const struct predicate *p = &job->aggregate->predicate;
    struct value params[PARAM_COUNT];
    struct buffer sql;
    for (int k = 0; k < p->param_count; k++)
        params[k] = value_number(predicate_param(p->params[k], &job->c->period));
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_printf(&sql, "%s FROM ", job->aggregate->columns);
    dossier_versions_sql(&versions, &sql);
    buffer_text(&sql, job->aggregate->rest);
    bool ok = (!sql.failed || error_memory(e, job->aggregate->name)) &&
              store_query(s, buffer_string(&sql), params, p->param_count, procedure_row, job, e);
    buffer_free(&sql);
    return ok;
}

/* --- what is known --- */

/* Known where there is a part with dossiers, and every such part knows the fields. */
static void part_add(struct counts *c, const struct aggregate *a, struct tally *cells, size_t row, bool *met,
                     uint64_t knows)
{
    for (size_t i = 0; i < a->counter_count; i++) {
        struct tally *t = cell_of(cells, c, row, a->counters[i]);
        bool knows_all = (c->family->counters[a->counters[i]].needs & ~knows) == 0;
        t->known = knows_all && (!met[row] || t->known);
    }
}

static void known_fill(struct counts *c, const struct aggregate *a, bool *met, bool *met_own)
{
    const struct unit_set *units = c->units;
    for (size_t unit = 0; unit < units->count; unit++) {
        size_t line[LIMIT_UNIT_LINE];
        if (!units->units[unit].has_dossiers)
            continue;
        size_t n = unit_line(units, unit, &c->period, line);
        uint64_t knows = units->units[unit].knows;
        for (size_t i = 0; i < n; i++) {
            part_add(c, a, c->cells, line[i], met, knows);
            met[line[i]] = true;
        }
        part_add(c, a, c->own, line[0], met_own, knows);
        met_own[line[0]] = true;
        part_add(c, a, c->cells, units->count, met, knows);
        met[units->count] = true;
    }
}

/* What is unknown has no value. */
static void cells_finish(struct counts *c, const struct aggregate *a, struct tally *cells)
{
    for (size_t row = 0; row <= c->units->count; row++)
        for (size_t i = 0; i < a->counter_count; i++) {
            struct tally *t = cell_of(cells, c, row, a->counters[i]);
            if (!t->known)
                t->value = 0;
        }
}

static bool aggregate_fill(struct store *s, struct procedure_job *job, struct error *e)
{
    struct counts *c = job->c;
    const struct aggregate *a = job->aggregate;
    size_t rows = c->units->count + 1;
    bool *met = calloc(2 * rows, sizeof *met);
    if (!met)
        return error_memory(e, a->name);
    known_fill(c, a, met, met + rows);
    free(met);
    if (!aggregate_run(s, job, e))
        return false;
    cells_finish(c, a, c->cells);
    for (size_t i = 0; i < a->counter_count; i++)
        *cell_of(c->own, c, c->units->count, a->counters[i]) =
            *cell_of(c->cells, c, c->units->count, a->counters[i]);
    cells_finish(c, a, c->own);
    return true;
}

bool procedure_counts_fill(struct store *s, struct counts *c, struct error *e)
{
    struct procedure_job job = {.c = c};
    bool ok = true;
    for (size_t i = 0; ok && i < c->family->aggregate_count; i++) {
        job.aggregate = &c->family->aggregates[i];
        if (job.aggregate->distinct)
            ok = aggregate_fill(s, &job, e);
    }
    key_set_clear(&job.seen);
    return ok;
}
