/* Samples one period: finds the counters and metrics that changed and writes them as rows. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count_scan.h"
#include "count/counter_family.h"
#include "count/procedure_count.h"
#include "sample/sample_inner.h"
#include "sample/sample_scan.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
#define ALL          "ALL"

struct metric_cell { /* of metric_now */
    bool present;
    struct value values[4]; /* numerator, denominator, ratio, score */
};

struct row_key { /* The key of a row to write: unit, and counter or metric. */
    uint32_t unit, name;
};

struct row_keys {
    struct row_key *keys;
    uint32_t count;
};

struct run_ids {
    int64_t *ids;
    size_t count;
};

/* The work on one period. */
struct work {
    struct sampling *g;
    const struct sampled *p;
    struct period now, before; /* as evaluated now, and as sampled last */
    bool fresh;                /* the period has no usable sample, so all dossiers are counted */
    bool all;                  /* every value gets a row, changed or not */
    /* Runs that the sample has not seen: runs of turns up to this one, later runs, and both together. */
    struct run_ids runs, pending, both;
    int64_t *own_before, *own; /* (units + 1) rows */
    bool *touched;
    struct counts counts_before;
    struct metric_cell *cells; /* metrics x (units + 1) */
    struct row_keys count_rows, metric_rows;
    uint32_t *own_rows;
    uint32_t own_count;
    char *numbers; /* one row of `own` as text */
    size_t numbers_size;
    struct identity_break breaks[LIMIT_IDENTITY_BREAKS];
    uint32_t break_count;
};

static size_t unit_count(const struct work *w)
{
    return w->g->v.units.count;
}

static const char *unit_code(const struct work *w, size_t unit, const char *last)
{
    return unit < unit_count(w) ? w->g->v.units.units[unit].code : last;
}

/* --- the last sample --- */

static bool own_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct work *w = context;
    size_t counters = w->g->v.family->count;
    long unit = *columns[0].text ? unit_find(&w->g->v.units, columns[0].text) : (long)unit_count(w);
    const char *text = columns[1].text;
    (void)count;
    if (unit < 0)
        return error_set(e, ERROR_INTERNAL, columns[0].text, NULL, "samples of a unit that is not there");
    for (size_t i = 0; i < counters; i++) {
        char *end;
        w->own_before[(size_t)unit * counters + i] = strtoll(text, &end, 10);
        if (end == text || *end != (i + 1 < counters ? ',' : '\0'))
            return error_set(e, ERROR_DATA, "count_own", NULL, "not %zu numbers: %.60s", counters,
                             columns[1].text);
        text = end + 1;
    }
    return true;
}

static bool cell_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct work *w = context;
    const struct metric_set *metrics = w->g->v.metrics;
    long unit =
        strcmp(columns[0].text, ALL) == 0 ? (long)unit_count(w) : unit_find(&w->g->v.units, columns[0].text);
    (void)count;
    (void)e;
    for (size_t i = 0; unit >= 0 && i < metric_count(metrics); i++)
        if (strcmp(metric_at(metrics, i)->name, columns[1].text) == 0) {
            struct metric_cell *cell = &w->cells[i * (unit_count(w) + 1) + (size_t)unit];
            cell->present = true;
            memcpy(cell->values, columns + 2, sizeof cell->values);
        }
    return true;
}

static bool known_load(struct work *w, struct error *e)
{
    const struct value key[] = {value_text(period_kind_name(w->p->kind)), value_number(w->p->from)};
    return (w->fresh ||
            store_query(w->g->store,
                        "SELECT unit, numbers FROM count_own WHERE period_kind = $1 AND period_from = $2",
                        key, 2, own_row, w, e)) &&
           store_query(
               w->g->store,
               "SELECT unit, metric, numerator, denominator, ratio, score FROM metric_now WHERE source_id = 0"
               " AND period_kind = $1 AND period_from = $2",
               key, 2, cell_row, w, e);
}

/* --- counting --- */

/* Subtracts the old count and adds the new count of dossiers that time alone changed. */
static bool passed_count(struct work *w, struct error *e)
{
    struct sampling *g = w->g;
    const struct dossier_versions passed = {.choice = VERSION_PASSED,
                                            .runs = w->both.ids,
                                            .run_count = w->both.count,
                                            .pending = w->pending.ids,
                                            .pending_count = w->pending.count,
                                            .from = w->before.cut,
                                            .to = w->now.cut,
                                            .offsets = g->offsets,
                                            .offset_count = g->offset_count};
    return !g->touched || w->before.cut == w->now.cut ||
           (sampling_own(g, &w->now, &passed, 1, w->own, w->touched, e) &&
            sampling_own(g, &w->before, &passed, -1, w->own, w->touched, e));
}

static bool runs_count(struct work *w, struct error *e)
{
    const struct dossier_versions brought = {.choice = VERSION_BROUGHT,
                                             .runs = w->runs.ids,
                                             .run_count = w->runs.count},
                                  replaced = {.choice = VERSION_REPLACED,
                                              .runs = w->runs.ids,
                                              .run_count = w->runs.count};
    return w->runs.count == 0 || w->g->since >= w->p->to ||
           (sampling_own(w->g, &w->now, &brought, 1, w->own, w->touched, e) &&
            sampling_own(w->g, &w->before, &replaced, -1, w->own, w->touched, e));
}

static bool own_count(struct work *w, bool whole, struct error *e)
{
    struct evaluation *v = &w->g->v;
    const struct dossier_versions without = {
        .choice = VERSION_WITHOUT, .runs = w->pending.ids, .run_count = w->pending.count};
    size_t cells = (unit_count(w) + 1) * v->family->count;
    if (whole)
        return sampling_own(w->g, &w->now, &without, 1, w->own, NULL, e);
    memcpy(w->own, w->own_before, cells * sizeof *w->own);
    return passed_count(w, e) && runs_count(w, e);
}

static void pairs_count(struct work *w, bool whole)
{
    for (size_t unit = 0; unit <= unit_count(w); unit++)
        w->g->out->pairs +=
            whole ? unit < unit_count(w) && w->g->v.units.units[unit].has_dossiers : w->touched[unit];
}

/* --- differences --- */

/* True if another unit stands for the given unit in the period, so that the unit's own count is void. */
static bool unit_gone(const struct work *w, size_t unit)
{
    const struct unit_set *set = &w->g->v.units;
    return unit < set->count && set->units[unit].has_dossiers && unit_heir(set, unit, w->p->from) != unit;
}

static void counts_pick(struct work *w)
{
    const struct counts *now = &w->g->v.counts;
    for (uint32_t unit = 0; unit <= unit_count(w); unit++)
        for (uint32_t i = 0; i < now->family->count; i++) {
            struct tally t = counts_get(now, unit, i);
            struct tally was = {0};
            if (!w->fresh)
                was = counts_get(&w->counts_before, unit, i);
            if ((w->all && (t.known || unit_gone(w, unit))) || t.known != was.known || t.value != was.value)
                w->count_rows.keys[w->count_rows.count++] = (struct row_key){unit, i};
        }
}

static bool value_same(const struct value *a, const struct value *b)
{
    return a->known == b->known && (!a->known || a->number == b->number);
}

static struct metric_cell cell_of(const struct ratio *r)
{
    struct metric_cell cell = {.values = {{0}, {0}, r->ratio, r->score}};
    if (r->known) {
        cell.values[0] = value_number(r->n);
        cell.values[1] = value_number(r->d);
    }
    cell.present = r->known || r->ratio.known || r->score.known;
    return cell;
}

/* Sets the cells to today's values. A value that is no longer known gets one row that says unknown. */
static void metrics_pick(struct work *w)
{
    for (uint32_t i = 0; i < metric_count(w->g->v.metrics); i++)
        for (uint32_t unit = 0; unit <= unit_count(w); unit++) {
            struct ratio r = evaluation_ratio(&w->g->v, metric_at(w->g->v.metrics, i), unit);
            struct metric_cell *was = &w->cells[i * (unit_count(w) + 1) + unit], now = cell_of(&r);
            bool same = was->present || !now.present;
            for (int k = 0; k < 4; k++)
                same = same && value_same(&was->values[k], &now.values[k]);
            if (!same || (w->all && now.present))
                w->metric_rows.keys[w->metric_rows.count++] = (struct row_key){unit, i};
            *was = now;
        }
}

static void own_pick(struct work *w)
{
    size_t counters = w->g->v.family->count;
    for (uint32_t unit = 0; unit <= unit_count(w); unit++) {
        const int64_t *row = w->own + unit * counters, *was = w->own_before + unit * counters;
        if (memcmp(row, was, counters * sizeof *row) != 0)
            w->own_rows[w->own_count++] = unit;
    }
}

/* --- rows --- */

static struct value count_at(const void *rows, uint32_t row, int column)
{
    const struct work *w = rows;
    const struct row_key *place = &w->count_rows.keys[row];
    switch (column) {
    case 0:
        return value_text(unit_code(w, place->unit, ALL));
    case 1:
        return value_text(counter_at(w->g->v.family, place->name)->name);
    case 2:
        return value_number(w->g->at);
    case 3:
        return value_text(period_kind_name(w->p->kind));
    case 4:
        return value_number(w->p->from);
    case 5:
        return value_number(0);
    default: {
        struct tally t = counts_get(&w->g->v.counts, place->unit, place->name);
        return t.known ? value_number(t.value) : (struct value){0};
    }
    }
}

static struct value metric_value_at(const void *rows, uint32_t row, int column)
{
    const struct work *w = rows;
    const struct row_key *place = &w->metric_rows.keys[row];
    switch (column) {
    case 0:
        return value_text(unit_code(w, place->unit, ALL));
    case 1:
        return value_text(metric_at(w->g->v.metrics, place->name)->name);
    case 2:
        return value_text(period_kind_name(w->p->kind));
    case 3:
        return value_number(w->p->from);
    case 4:
        return value_number(0);
    case 5:
        return value_number(w->g->at);
    default:
        return w->cells[place->name * (unit_count(w) + 1) + place->unit].values[column - 6];
    }
}

static struct value own_at(const void *rows, uint32_t row, int column)
{
    const struct work *w = rows;
    size_t counters = w->g->v.family->count, used = 0;
    const int64_t *own = w->own + w->own_rows[row] * counters;
    switch (column) {
    case 0:
        return value_text(period_kind_name(w->p->kind));
    case 1:
        return value_number(w->p->from);
    case 2:
        return value_text(unit_code(w, w->own_rows[row], ""));
    default:
        for (size_t i = 0; i < counters; i++)
            used += (size_t)snprintf(w->numbers + used, w->numbers_size - used, "%s%" PRId64, i ? "," : "",
                                     own[i]);
        return value_text(w->numbers);
    }
}

static struct value break_at(const void *rows, uint32_t row, int column)
{
    const struct work *w = rows;
    const struct identity_break *b = &w->breaks[row];
    const struct value values[] = {value_text(period_kind_name(w->p->kind)),
                                   value_number(w->p->from),
                                   value_text(unit_code(w, b->unit, ALL)),
                                   value_text(b->identity),
                                   value_number(b->left),
                                   value_number(b->right)};
    return values[column];
}

static const struct store_column count_columns[] = {
    {"unit", true},         {"counter", true},    {"observed_at", false}, {"period_kind", true},
    {"period_from", false}, {"source_id", false}, {"value", false}};
static const struct store_column metric_columns[] = {
    {"unit", true},       {"metric", true},       {"period_kind", true}, {"period_from", false},
    {"source_id", false}, {"observed_at", false}, {"numerator", false},  {"denominator", false},
    {"ratio", false},     {"score", false}};
static const struct store_column own_columns[] = {
    {"period_kind", true}, {"period_from", false}, {"unit", true}, {"numbers", true}};
static const struct store_column break_columns[] = {{"period_kind", true}, {"period_from", false},
                                                    {"unit", true},        {"identity", true},
                                                    {"left_side", false},  {"right_side", false}};

static bool flag_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)columns;
    (void)count;
    (void)e;
    *(bool *)context = true;
    return true;
}

/* Claims the period for this turn. *taken false: another process wrote the period first, and its rows are as good. */
static bool period_take(const struct work *w, bool *taken, struct error *e)
{
    const struct sampled *p = w->p;
    const struct value params[] = {value_text(period_kind_name(p->kind)),
                                   value_number(p->from),
                                   value_number(p->to),
                                   value_number(w->g->at),
                                   value_number(w->g->turn),
                                   value_number(w->g->definitions),
                                   value_number(w->g->tree),
                                   value_number(p->turn),
                                   value_number(p->observed)};
    *taken = false;
    if (p->stored)
        return store_write(w->g->store,
                           "UPDATE sample_period SET observed_at = $4, turn = $5, definitions = $6, tree = "
                           "$7 WHERE period_kind = $1"
                           " AND period_from = $2 AND turn = $8 AND observed_at = $9 RETURNING turn",
                           params, COUNT(params), flag_row, taken, e);
    return store_write(w->g->store,
                       "INSERT INTO sample_period (period_kind, period_from, period_to, observed_at, turn, "
                       "definitions, tree)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING turn",
                       params, COUNT(params) - 2, flag_row, taken, e);
}

static bool rows_write(struct work *w, struct error *e)
{
    const struct value key[] = {value_text(period_kind_name(w->p->kind)), value_number(w->p->from)};
    const struct store_rows rows[] = {
        {"count_sample", count_columns, COUNT(count_columns), 6, count_at, w, w->count_rows.count},
        {"metric_sample", metric_columns, COUNT(metric_columns), 6, metric_value_at, w, w->metric_rows.count},
        {"metric_now", metric_columns, COUNT(metric_columns), 5, metric_value_at, w, w->metric_rows.count},
        {"count_own", own_columns, COUNT(own_columns), 3, own_at, w, w->own_count},
        {"identity_break", break_columns, COUNT(break_columns), 4, break_at, w, w->break_count},
    };
    bool ok =
        store_samples_ahead(w->g->store, w->g->at, e) &&
        store_write(w->g->store, "DELETE FROM identity_break WHERE period_kind = $1 AND period_from = $2",
                    key, 2, NULL, NULL, e);
    if (ok && w->fresh)
        ok = store_write(w->g->store, "DELETE FROM count_own WHERE period_kind = $1 AND period_from = $2",
                         key, 2, NULL, NULL, e);
    for (int i = 0; ok && i < COUNT(rows); i++)
        ok = store_rows_put(w->g->store, &rows[i], e);
    return ok && score_history_put(w->g->history, &w->g->out->scores, e);
}

static bool work_commit(struct work *w, struct error *e)
{
    bool taken;
    if (!store_write_begin(w->g->store, e))
        return false;
    if (!store_write_end(w->g->store, period_take(w, &taken, e) && (!taken || rows_write(w, e)), e))
        return false;
    w->g->out->periods++;
    w->g->out->counts += taken ? w->count_rows.count : 0;
    w->g->out->metrics += taken ? w->metric_rows.count : 0;
    return true;
}

/* --- one period --- */

static bool work_memory(struct work *w, struct error *e)
{
    size_t units = unit_count(w) + 1, counters = w->g->v.family->count,
           metrics = metric_count(w->g->v.metrics);
    w->own_before = calloc(units * counters, sizeof *w->own_before);
    w->own = calloc(units * counters, sizeof *w->own);
    w->touched = calloc(units, sizeof *w->touched);
    w->cells = calloc(units * metrics, sizeof *w->cells);
    w->count_rows.keys = calloc(units * counters, sizeof *w->count_rows.keys);
    w->metric_rows.keys = calloc(units * metrics, sizeof *w->metric_rows.keys);
    w->own_rows = calloc(units, sizeof *w->own_rows);
    w->numbers_size = counters * 22;
    w->numbers = malloc(w->numbers_size);
    return (w->own_before && w->own && w->touched && w->cells && w->count_rows.keys && w->metric_rows.keys &&
            w->own_rows && w->numbers) ||
           error_memory(e, "samples");
}

static void work_free(struct work *w)
{
    counts_free(&w->counts_before);
    free(w->runs.ids);
    free(w->pending.ids);
    free(w->both.ids);
    free(w->own_before);
    free(w->own);
    free(w->touched);
    free(w->cells);
    free(w->count_rows.keys);
    free(w->metric_rows.keys);
    free(w->own_rows);
    free(w->numbers);
}

/* Keeps which metric each commitment is judged by in the present period, and the forecasts for its end. */
static bool chosen_keep(struct work *w, struct error *e)
{
    struct sampling *g = w->g;
    bool ok = true;
    for (size_t k = 0; ok && k < g->v.set_count; k++) {
        if (g->v.sets[k]->period != w->p->kind || w->p->from > g->at || w->p->to <= g->at)
            continue;
        g->chosen_known[k] = true;
        for (size_t i = 0; i < g->v.sets[k]->count; i++)
            g->chosen[k][i] = evaluation_metric(&g->v, g->v.sets[k], i);
        if (validity_holds(g->v.sets[k]->valid_from, g->v.sets[k]->valid_to, &g->v.period))
            ok = forecast_rows_make(g->forecasts, g->store, &g->v, g->v.sets[k], e);
    }
    return ok;
}

/* Counts and evaluates the period in one state of the store, without the changes of runs that have not ended. */
static bool work_read(struct work *w, bool whole, struct error *e)
{
    struct evaluation *v = &w->g->v;
    struct counts counts = {0};
    evaluation_heirs_set(v, &w->now);
    bool ok = sampling_runs_read(w->g, e) &&
              sampling_runs(w->g, w->p->turn, w->g->turn, &w->runs.ids, &w->runs.count, e) &&
              sampling_runs(w->g, w->g->turn, INT64_MAX, &w->pending.ids, &w->pending.count, e) &&
              sampling_runs(w->g, w->p->turn, INT64_MAX, &w->both.ids, &w->both.count, e);
    whole = whole || w->fresh || w->runs.count > LIMIT_SAMPLE_RUNS;
    ok = ok && known_load(w, e) && own_count(w, whole, e) &&
         (w->fresh || counts_roll(v->family, &v->units, &w->before, w->own_before, &w->counts_before, e)) &&
         counts_roll(v->family, &v->units, &w->now, w->own, &counts, e) &&
         evaluation_take(v, w->g->store, &w->now, &counts, e);
    counts_free(&counts);
    if (ok)
        pairs_count(w, whole);
    return ok;
}

/* Scores by the rulesets that count merged units as one side says. The counts are summed up anew where they were summed
 * by the other side for the commitment sets. */
static bool scores_side_make(struct work *w, bool successor, struct error *e)
{
    struct sampling *g = w->g;
    const struct counter_set all = counter_set_all(g->v.family);
    struct counts counts = {0};
    moment heirs_at = successor ? w->now.cut : 0;
    bool ok = true;
    if (!score_history_rolls(g->history, &w->now, successor))
        return score_history_make(g->history, &w->now, successor, w->all, e);
    if (g->v.units.heirs_at != heirs_at) {
        g->v.units.heirs_at = heirs_at;
        ok = counts_roll(g->v.family, &g->v.units, &w->now, w->own, &counts, e) &&
             evaluation_take(&g->v, g->store, &w->now, &counts, e);
    }
    return ok &&
           (!score_history_counts_procedures(g->history, w->p->kind) ||
            procedure_counts_fill(g->store, &g->v.counts, &all, NULL, e)) &&
           score_history_make(g->history, &w->now, successor, w->all, e);
}

static bool scores_make(struct work *w, struct error *e)
{
    bool as_sets = w->g->v.units.heirs_at != 0;
    return scores_side_make(w, as_sets, e) && scores_side_make(w, !as_sets, e);
}

static bool day_passed(moment before, moment now)
{
    return moment_day(before) != moment_day(now);
}

bool sample_period_write(struct sampling *g, const struct sampled *p, struct error *e)
{
    struct work w = {.g = g, .p = p, .now = sampled_now(g, p), .before = sampled_before(g, p)};
    bool moved = w.before.cut != w.now.cut;
    w.fresh = sampled_fresh(g, p);
    w.all = w.fresh || p->tree != g->tree || (moved && day_passed(p->observed, g->at));
    bool ok = work_memory(&w, e) && store_snapshot_begin(g->store, e);
    if (ok) {
        ok = work_read(&w, moved && g->backward, e);
        store_snapshot_end(g->store);
    }
    if (ok) {
        counts_pick(&w);
        metrics_pick(&w);
        own_pick(&w);
        size_t found = counts_check(&g->v.counts, w.breaks, LIMIT_IDENTITY_BREAKS);
        w.break_count = (uint32_t)(found < LIMIT_IDENTITY_BREAKS ? found : LIMIT_IDENTITY_BREAKS);
        ok = chosen_keep(&w, e);
        ok = ok && scores_make(&w, e) && work_commit(&w, e);
    }
    work_free(&w);
    return ok;
}
