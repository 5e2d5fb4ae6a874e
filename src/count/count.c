#include "count/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count_own.h"
#include "count/count_scan.h"
#include "count/procedure_count.h"

struct count_job {
    struct count_own out;
    const struct aggregate *aggregate;
};

static size_t row_start(const struct counts *c, size_t unit)
{
    return unit * c->family->count;
}

static bool aggregate_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct count_job *job = context;
    const struct aggregate *a = job->aggregate;
    const struct value *numbers = columns + 1 + a->pairs;
    if ((size_t)count != a->counter_count + 1 + a->pairs)
        return error_set(e, ERROR_INTERNAL, a->name, NULL, "%d columns", count);
    long unit = columns[0].known ? unit_find(job->out.units, columns[0].text) : -1;
    long receiving = a->pairs && columns[1].known ? unit_find(job->out.units, columns[1].text) : -1;
    for (size_t i = 0; i < a->counter_count; i++)
        if (a->pairs)
            count_own_pair(&job->out, a, i, unit, receiving, numbers[i].number);
        else
            count_own_add(&job->out, a->counters[i], unit, numbers[i].number);
    return true;
}

static bool aggregate_run(struct store *s, struct count_job *job, const struct dossier_versions *versions,
                          const struct period *period, struct error *e)
{
    struct value params[PARAM_COUNT];
    struct buffer sql;
    const struct predicate *p = &job->aggregate->predicate;
    for (int k = 0; k < p->param_count; k++)
        params[k] = value_number(predicate_param(p->params[k], period));
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_printf(&sql, "%s FROM ", job->aggregate->columns);
    dossier_versions_sql(versions, &sql);
    buffer_text(&sql, job->aggregate->rest);
    bool ok = (!sql.failed || error_memory(e, job->aggregate->name)) &&
              store_query(s, buffer_string(&sql), params, p->param_count, aggregate_row, job, e);
    buffer_free(&sql);
    return ok;
}

bool counts_own_sql(struct store *s, const struct counter_family *f, const struct unit_set *units,
                    const struct period *p, const struct counter_set *counters,
                    const struct dossier_versions *versions, int sign, int64_t *own, bool *touched,
                    struct error *e)
{
    struct count_job job = {
        .out = {.family = f, .units = units, .sign = sign, .own = own, .touched = touched}};
    bool ok = true;
    for (size_t i = 0; ok && i < f->aggregate_count; i++) {
        job.aggregate = &f->aggregates[i];
        if (!job.aggregate->distinct && aggregate_wanted(job.aggregate, counters))
            ok = aggregate_run(s, &job, versions, p, e);
    }
    return ok;
}

/* True for all dossiers of a remote store: the answers to statements are less to send than the dossiers themselves. */
static bool is_far(const struct store *s, const struct dossier_versions *versions)
{
    return store_is_remote(s) && (versions->choice == VERSION_PRESENT || versions->choice == VERSION_KNOWN ||
                                  versions->choice == VERSION_WITHOUT);
}

static bool own_part(struct store *s, const struct counter_family *f, const struct unit_set *units,
                     const struct period *p, const struct counter_set *counters,
                     const struct dossier_versions *versions, int sign, int64_t *own, bool *touched,
                     struct error *e)
{
    bool there = false;
    struct counter_set sums = counter_set_sums(f);
    counter_set_meet(&sums, counters);
    if (!is_far(s, versions)) {
        struct count_scan *scan = count_scan_new(f, touched != NULL, e);
        bool ok = scan && count_scan_want(scan, p, &sums, e) &&
                  count_scan_own(scan, s, versions, units, p, &sums, sign, own, touched, &there, e);
        count_scan_free(scan);
        if (!ok)
            return false;
    }
    return there || counts_own_sql(s, f, units, p, &sums, versions, sign, own, touched, e);
}

bool counts_own(struct store *s, const struct counter_family *f, const struct unit_set *units,
                const struct period *p, const struct dossier_versions *versions, int sign, int64_t *own,
                bool *touched, struct error *e)
{
    const struct counter_set sums = counter_set_sums(f);
    return own_part(s, f, units, p, &sums, versions, sign, own, touched, e);
}

enum { NOTHING, KNOWN, UNKNOWN };

/* Adds a unit's own count to a row. An unknown part makes the sum unknown; a unit without dossiers is no part. */
static void cell_add(int64_t *cell, char *state, bool knows, int64_t value)
{
    *cell += value;
    *state = (char)(knows && *state != UNKNOWN ? KNOWN : UNKNOWN);
}

static void unit_add(struct counts *c, int64_t *cells, char *states, size_t row, size_t unit,
                     const int64_t *own)
{
    uint64_t knows = unit < c->units->count ? c->units->units[unit].knows : ~UINT64_C(0);
    for (size_t i = 0; i < c->family->count; i++) {
        uint64_t needs = c->family->counters[i].needs;
        if (c->family->counters[i].distinct)
            continue;
        size_t cell = row_start(c, row) + i;
        cell_add(&cells[cell], &states[cell], (needs & ~knows) == 0, own[row_start(c, unit) + i]);
    }
}

/* True if a counter of the row is not 0. A unit that only received dossiers for others has no has_dossiers where
 * the store answers as known at a moment, and its row counts all the same. */
static bool row_counts(const int64_t *row, size_t count)
{
    while (count && !row[count - 1])
        count--;
    return count > 0;
}

/* Each unit's own count goes to the unit that stands for it in the period, to those above that, and to ALL:
 * nothing is added twice. */
static void rows_add(struct counts *c, char *states, char *own_states, const int64_t *own)
{
    const struct unit_set *set = c->units;
    for (size_t unit = 0; unit < set->count; unit++) {
        if (!set->units[unit].has_dossiers && !row_counts(own + row_start(c, unit), c->family->count))
            continue;
        size_t line[LIMIT_UNIT_LINE], n = unit_line(set, unit, &c->period, line);
        for (size_t i = 0; i < n; i++)
            unit_add(c, c->cells, states, line[i], unit, own);
        unit_add(c, c->own, own_states, line[0], unit, own);
        unit_add(c, c->cells, states, set->count, unit, own);
    }
}

/* Dossiers of no known unit count in ALL alone. */
static void unplaced_add(struct counts *c, char *states, const int64_t *own)
{
    size_t row = c->units->count;
    for (size_t i = 0; i < c->family->count; i++)
        if (own[row_start(c, row) + i])
            cell_add(&c->cells[row_start(c, row) + i], &states[row_start(c, row) + i], true,
                     own[row_start(c, row) + i]);
}

static struct tally tally_of(int64_t cell)
{
    bool known = cell != COUNT_UNKNOWN;
    return (struct tally){.known = known, .value = known ? cell : 0};
}

static struct tally sum_of(const int64_t *row, const struct counter_sum *sum)
{
    struct tally t = {.known = true};
    for (size_t i = 0; t.known && i < sum->count; i++) {
        t.known = row[sum->counters[i]] != COUNT_UNKNOWN;
        t.value = t.known ? t.value + row[sum->counters[i]] : 0;
    }
    return t;
}

static void derive(const struct counts *c, int64_t *cells, size_t unit)
{
    int64_t *row = &cells[row_start(c, unit)];
    for (size_t i = 0; i < c->family->count; i++) {
        const struct counter_formula *formula = &c->family->formulas[i];
        if (!c->family->counters[i].derived)
            continue;
        struct tally part = sum_of(row, &formula->part), whole = sum_of(row, &formula->whole);
        if (!part.known || !whole.known)
            row[i] = COUNT_UNKNOWN;
        else if (!formula->whole.count)
            row[i] = part.value;
        else
            row[i] = whole.value ? part.value * 100 / whole.value : formula->none;
    }
}

static void rows_finish(const struct counts *c, int64_t *cells, const char *states)
{
    for (size_t unit = 0; unit <= c->units->count; unit++) {
        for (size_t cell = row_start(c, unit); cell < row_start(c, unit + 1); cell++)
            if (states[cell] != KNOWN)
                cells[cell] = COUNT_UNKNOWN;
        derive(c, cells, unit);
    }
}

bool counts_roll(const struct counter_family *f, const struct unit_set *units, const struct period *p,
                 const int64_t *own, struct counts *out, struct error *e)
{
    size_t cells = (units->count + 1) * f->count;
    *out = (struct counts){.family = f, .units = units, .period = *p};
    out->cells = calloc(cells, sizeof *out->cells);
    out->own = calloc(cells, sizeof *out->own);
    char *states = calloc(cells, 1), *own_states = calloc(cells, 1);
    bool ok = (out->cells && out->own && states && own_states) || error_memory(e, "counts");
    if (ok) {
        rows_add(out, states, own_states, own);
        unplaced_add(out, states, own);
        rows_finish(out, out->cells, states);
        rows_finish(out, out->own, own_states);
        memcpy(&out->own[row_start(out, units->count)], &out->cells[row_start(out, units->count)],
               f->count * sizeof *out->own);
    }
    free(states);
    free(own_states);
    if (!ok)
        counts_free(out);
    return ok;
}

bool counts_compute_part(struct store *s, const struct counter_family *f, const struct unit_set *units,
                         const struct period *p, const struct counter_set *counters, struct count_scan *scan,
                         struct counts *out, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    int64_t *own = calloc((units->count + 1) * f->count, sizeof *own);
    bool there = false;
    *out = (struct counts){0};
    bool ok = (own || error_memory(e, "counts")) && store_snapshot_begin(s, e);
    if (ok) {
        struct count_scan *alone = NULL;
        if (!scan && !is_far(s, &versions)) {
            scan = alone = count_scan_new(f, false, e);
            ok = alone && count_scan_want(alone, p, counters, e);
        }
        ok = ok && (!scan || count_scan_own(scan, s, &versions, units, p, counters, 1, own, NULL, &there, e));
        if (ok && !there)
            ok = own_part(s, f, units, p, counters, &versions, 1, own, NULL, e);
        ok = ok && counts_roll(f, units, p, own, out, e) && procedure_counts_fill(s, out, counters, scan, e);
        count_scan_free(alone);
        store_snapshot_end(s);
    }
    free(own);
    if (!ok)
        counts_free(out);
    return ok;
}

bool counts_compute(struct store *s, const struct counter_family *f, const struct unit_set *units,
                    const struct period *p, struct counts *out, struct error *e)
{
    const struct counter_set all = counter_set_all(f);
    return counts_compute_part(s, f, units, p, &all, NULL, out, e);
}

void counts_free(struct counts *c)
{
    free(c->cells);
    free(c->own);
    *c = (struct counts){0};
}

/* The last row becomes the only row; if realloc() fails, the old block stays in use. */
static void row_keep(const struct counts *c, int64_t **cells)
{
    size_t bytes = c->family->count * sizeof **cells;
    if (!*cells)
        return;
    memmove(*cells, *cells + row_start(c, c->units->count), bytes);
    int64_t *less = realloc(*cells, bytes ? bytes : 1);
    if (less)
        *cells = less;
}

void counts_keep_total(struct counts *c)
{
    if (c->total_only || !c->cells)
        return;
    row_keep(c, &c->cells);
    row_keep(c, &c->own);
    c->total_only = true;
}

struct tally counts_get(const struct counts *c, size_t unit, size_t counter)
{
    if (c->total_only)
        return unit == c->units->count ? tally_of(c->cells[counter]) : (struct tally){0};
    return tally_of(c->cells[row_start(c, unit) + counter]);
}

struct tally counts_named(const struct counts *c, size_t unit, const char *counter)
{
    long i = counter_find(c->family, counter);
    if (i < 0)
        return (struct tally){0};
    return counts_get(c, unit, (size_t)i);
}

static const char *const whose_names[] = {
    [WHOSE_TREE] = "tree", [WHOSE_OWN] = "own", [WHOSE_BELOW] = "below"};

const char *whose_name(enum whose w)
{
    return whose_names[w];
}

bool whose_read(const char *text, enum whose *out)
{
    for (int i = 0; i <= WHOSE_BELOW; i++)
        if (strcmp(text, whose_names[i]) == 0) {
            *out = (enum whose)i;
            return true;
        }
    return false;
}

struct tally counts_get_whose(const struct counts *c, size_t unit, size_t counter, enum whose whose)
{
    struct tally tree = counts_get(c, unit, counter);
    bool share = (c->family->counters[counter].derived && c->family->formulas[counter].whole.count) ||
                 c->family->counters[counter].distinct;
    if (whose == WHOSE_TREE || !c->own)
        return tree;
    struct tally own = tally_of(c->own[(c->total_only ? 0 : row_start(c, unit)) + counter]);
    if (whose == WHOSE_OWN)
        return own;
    return (struct tally){tree.known && !share, tree.known && !share ? tree.value - own.value : 0};
}

size_t counts_check(const struct counts *c, struct identity_break *out, size_t max)
{
    size_t found = 0;
    for (size_t unit = 0; unit <= c->units->count; unit++)
        for (size_t i = 0; i < c->family->identity_count; i++) {
            const struct identity *identity = &c->family->identities[i];
            struct tally left = sum_of(&c->cells[row_start(c, unit)], &identity->left);
            struct tally right = sum_of(&c->cells[row_start(c, unit)], &identity->right);
            if (!left.known || !right.known || left.value == right.value)
                continue;
            if (found < max)
                out[found] = (struct identity_break){unit, identity->text, left.value, right.value};
            found++;
        }
    return found;
}

size_t counts_checkable(const struct counts *c, size_t *all)
{
    size_t could = 0;
    *all = 0;
    for (size_t unit = 0; unit <= c->units->count; unit++)
        for (size_t i = 0; i < c->family->identity_count; i++) {
            const struct identity *identity = &c->family->identities[i];
            const int64_t *row = &c->cells[row_start(c, unit)];
            bool known = sum_of(row, &identity->left).known && sum_of(row, &identity->right).known;
            *all += known || unit == c->units->count || c->units->units[unit].has_dossiers;
            could += known;
        }
    return could;
}

bool counts_list(struct store *s, const struct counter_family *f, const char *counter, const struct period *p,
                 size_t limit, store_row *row, void *context, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    struct value params[PARAM_COUNT];
    struct predicate state;
    struct buffer sql;
    long i = counter_find(f, counter);
    if (i < 0)
        return error_set(e, ERROR_INTERNAL, counter, NULL, "no such counter");
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT key, code, unit, procedure, due_at FROM ");
    dossier_versions_sql(&versions, &sql);
    buffer_text(&sql, " WHERE ");
    bool ok = counter_condition(f, (size_t)i, &sql, &state, e);
    buffer_printf(&sql, " ORDER BY due_at NULLS LAST, unit NULLS LAST, key, source_id LIMIT %zu", limit);
    for (int k = 0; ok && k < state.param_count; k++)
        params[k] = value_number(predicate_param(state.params[k], p));
    ok = ok && (!sql.failed || error_memory(e, counter)) &&
         store_query(s, buffer_string(&sql), params, state.param_count, row, context, e);
    buffer_free(&sql);
    return ok;
}
