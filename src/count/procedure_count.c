#include "count/procedure_count.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "count/count_scan.h"
#include "count/counter_family.h"
#include "store/block.h"

enum { COLUMN_UNIT, COLUMN_PROCEDURE, COLUMNS_BEFORE };

/* A unit (-1: not known) with a procedure, and a bit for each counter that counts a dossier of both. */
struct found {
    long unit;
    uint32_t procedure;
    uint64_t counters[(LIMIT_COUNTERS + 63) / 64];
};

struct procedure_job {
    struct counts *c;
    const struct aggregate *aggregate;
    struct text_list procedures;
    struct found *found;
    size_t count, size;
};

static int64_t *cell_of(int64_t *cells, const struct counts *c, size_t row, size_t counter)
{
    return &cells[row * c->family->count + counter];
}

/* Returns a new entry; NULL: no memory. */
static struct found *found_add(struct procedure_job *job, const char *unit, const char *procedure)
{
    long number = text_list_number(&job->procedures, procedure, strlen(procedure));
    if (number < 0)
        return NULL;
    if (!array_room(&job->found, &job->size, job->count, sizeof *job->found))
        return NULL;
    struct found *f = &job->found[job->count++];
    *f = (struct found){.unit = unit ? unit_find(job->c->units, unit) : -1, .procedure = (uint32_t)number};
    return f;
}

static void found_mark(struct found *f, size_t counter, bool has)
{
    f->counters[counter / 64] |= (uint64_t)has << counter % 64;
}

/* Takes a unit and procedure from a reading. */
static bool procedure_take(void *context, const char *unit, const char *procedure, uint32_t counters,
                           struct error *e)
{
    struct procedure_job *job = context;
    struct found *f = *procedure ? found_add(job, unit, procedure) : NULL;
    for (size_t i = 0; f && i < job->aggregate->counter_count; i++)
        found_mark(f, i, counters >> i & 1);
    return f || !*procedure || error_memory(e, job->aggregate->name);
}

/* Takes a unit and procedure from a row of the statement: unit, procedure, counters. */
static bool procedure_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct procedure_job *job = context;
    const struct aggregate *a = job->aggregate;
    if ((size_t)count != a->counter_count + COLUMNS_BEFORE)
        return error_set(e, ERROR_INTERNAL, a->name, NULL, "%d columns", count);
    if (!columns[COLUMN_PROCEDURE].known || !*columns[COLUMN_PROCEDURE].text)
        return true;
    struct found *f = found_add(job, columns[COLUMN_UNIT].known ? columns[COLUMN_UNIT].text : NULL,
                                columns[COLUMN_PROCEDURE].text);
    for (size_t i = 0; f && i < a->counter_count; i++)
        found_mark(f, i, columns[i + COLUMNS_BEFORE].number > 0);
    return f || error_memory(e, a->name);
}

static void bit_set(uint64_t *bits, size_t words, size_t row, uint32_t procedure)
{
    bits[row * words + procedure / 64] |= UINT64_C(1) << procedure % 64;
}

static void bits_count(const struct counts *c, int64_t *cells, size_t counter, const uint64_t *bits,
                       size_t words)
{
    for (size_t row = 0; row <= c->units->count; row++) {
        int64_t *cell = cell_of(cells, c, row, counter);
        for (size_t w = 0; w < words && *cell != COUNT_UNKNOWN; w++)
            *cell += __builtin_popcountll(bits[row * words + w]);
    }
}

/* Sets a bit for each row and procedure, so that a procedure counts once in a row. */
static bool counter_fill(struct procedure_job *job, size_t i, struct error *e)
{
    struct counts *c = job->c;
    size_t rows = c->units->count + 1, words = job->procedures.count / 64 + 1;
    uint64_t *tree = calloc(rows * words, sizeof *tree), *own = calloc(rows * words, sizeof *own);
    for (size_t k = 0; tree && own && k < job->count; k++) {
        const struct found *f = &job->found[k];
        size_t line[LIMIT_UNIT_LINE], n = 0;
        if (!(f->counters[i / 64] >> i % 64 & 1))
            continue;
        if (f->unit >= 0)
            n = unit_line(c->units, (size_t)f->unit, &c->period, line);
        for (size_t l = 0; l < n; l++)
            bit_set(tree, words, line[l], f->procedure);
        bit_set(tree, words, c->units->count, f->procedure);
        if (n)
            bit_set(own, words, line[0], f->procedure);
    }
    bool ok = (tree && own) || error_memory(e, job->aggregate->name);
    if (ok) {
        bits_count(c, c->cells, job->aggregate->counters[i], tree, words);
        bits_count(c, c->own, job->aggregate->counters[i], own, words);
    }
    free(tree);
    free(own);
    return ok;
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

/* --- known and unknown --- */

/* A counter is known where some part has dossiers and every part with dossiers knows the fields. */
static void part_add(struct counts *c, const struct aggregate *a, int64_t *cells, size_t row, const bool *met,
                     uint64_t knows)
{
    for (size_t i = 0; i < a->counter_count; i++) {
        int64_t *cell = cell_of(cells, c, row, a->counters[i]);
        bool knows_all = (c->family->counters[a->counters[i]].needs & ~knows) == 0;
        if (!knows_all)
            *cell = COUNT_UNKNOWN;
        else if (!met[row])
            *cell = 0;
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

static bool aggregate_fill(struct store *s, struct procedure_job *job, size_t aggregate,
                           struct count_scan *scan, struct error *e)
{
    struct counts *c = job->c;
    const struct aggregate *a = job->aggregate;
    size_t rows = c->units->count + 1;
    bool *met = calloc(2 * rows, sizeof *met);
    if (!met)
        return error_memory(e, a->name);
    known_fill(c, a, met, met + rows);
    free(met);
    bool there = false;
    bool ok = !scan || count_scan_procedures(scan, &c->period, aggregate, procedure_take, job, &there, e);
    ok = ok && (there || aggregate_run(s, job, e));
    for (size_t i = 0; ok && i < a->counter_count; i++)
        ok = counter_fill(job, i, e);
    if (!ok)
        return false;
    for (size_t i = 0; i < a->counter_count; i++)
        *cell_of(c->own, c, c->units->count, a->counters[i]) =
            *cell_of(c->cells, c, c->units->count, a->counters[i]);
    return true;
}

bool procedure_counts_fill(struct store *s, struct counts *c, const struct counter_set *counters,
                           struct count_scan *scan, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < c->family->aggregate_count; i++) {
        struct procedure_job job = {
            .c = c, .aggregate = &c->family->aggregates[i], .procedures = {.most = LIMIT_SEEN}};
        if (job.aggregate->distinct && aggregate_wanted(job.aggregate, counters))
            ok = aggregate_fill(s, &job, i, scan, e);
        text_list_free(&job.procedures);
        free(job.found);
    }
    return ok;
}
