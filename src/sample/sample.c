#include "sample/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/array.h"
#include "base/text.h"
#include "count/counter_family.h"
#include "rows/value.h"
#include "sample/sample_inner.h"
#include "sample/sample_scan.h"
#include "store/supplement.h"
#include "store/twice.h"

#define WEEK (7 * MOMENT_DAY)

/* --- changes --- */

static bool least_row(void *context, const struct value *columns, int count, struct error *e)
{
    moment *least = context;
    (void)e;
    for (int i = 0; i < count; i++)
        if (columns[i].known && columns[i].number < *least)
            *least = columns[i].number;
    return true;
}

/* A dossier counts in no period before its first date. */
static bool least_of(struct sampling *g, const struct dossier_versions *versions, struct error *e)
{
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT MIN(submitted_at), MIN(received_at), MIN(finished_at), MIN(returned_at) FROM ");
    dossier_versions_sql(versions, &sql);
    bool ok = (!sql.failed || error_memory(e, "samples")) &&
              store_query(g->store, buffer_string(&sql), NULL, 0, least_row, &g->since, e);
    buffer_free(&sql);
    return ok;
}

static bool since_find(struct sampling *g, struct error *e)
{
    struct buffer sql;
    int64_t *runs;
    size_t count;
    g->since = INT64_MAX;
    if (!sampling_runs(g, 0, g->turn, &runs, &count, e))
        return false;
    const struct dossier_versions brought = {.choice = VERSION_BROUGHT, .runs = runs, .run_count = count},
                                  replaced = {.choice = VERSION_REPLACED, .runs = runs, .run_count = count};
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT MIN(period_from) FROM figure WHERE run_id ");
    dossier_versions_runs_sql(runs, count, &sql);
    bool ok = (!sql.failed || error_memory(e, "samples")) &&
              (count == 0 ||
               (count > LIMIT_SAMPLE_RUNS
                    ? (g->since = INT64_MIN, true)
                    : least_of(g, &brought, e) && least_of(g, &replaced, e) &&
                          store_query(g->store, buffer_string(&sql), NULL, 0, least_row, &g->since, e)));
    buffer_free(&sql);
    free(runs);
    return ok;
}

/* Finds the seconds that conditions add to a moment before they compare ("due within 3 days"). */
static void offsets_find(const json_t *v, int64_t *offsets, size_t *count, int depth)
{
    size_t i;
    const char *key;
    json_t *item;
    if (depth == LIMIT_DEPTH)
        return;
    if (json_is_array(v) && json_array_size(v) == 3 && json_is_integer(json_array_get(v, 2))) {
        const char *name = json_string_value(json_array_get(v, 0));
        if (name && strcmp(name, "plus") == 0 && *count < LIMIT_TERMS)
            offsets[(*count)++] = json_integer_value(json_array_get(v, 2));
    }
    json_array_foreach((json_t *)(uintptr_t)v, i, item) offsets_find(item, offsets, count, depth + 1);
    json_object_foreach((json_t *)(uintptr_t)v, key, item) offsets_find(item, offsets, count, depth + 1);
}

/* Finds whether a date of a dossier that no run changed came to pass between moved_from and `at`. */
static bool touched_find(struct sampling *g, struct error *e)
{
    int64_t *runs, touched = 0;
    size_t count;
    struct buffer sql;
    g->offset_count = 1;
    offsets_find(g->v.family->definition, g->offsets, &g->offset_count, 0);
    for (size_t i = 0; i < g->offset_count; i++)
        g->backward = g->backward || g->offsets[i] < 0;
    g->touched = g->backward;
    if (g->backward)
        return true;
    if (!sampling_runs(g, 0, INT64_MAX, &runs, &count, e))
        return false;
    const struct dossier_versions passed = {.choice = VERSION_PASSED,
                                            .runs = runs,
                                            .run_count = count,
                                            .from = g->moved_from,
                                            .to = g->at,
                                            .offsets = g->offsets,
                                            .offset_count = g->offset_count};
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "SELECT CASE WHEN EXISTS (SELECT 1 FROM ");
    dossier_versions_sql(&passed, &sql);
    buffer_printf(&sql, " WHERE %s) THEN 1 ELSE 0 END", g->v.family->sources);
    bool ok = (!sql.failed || error_memory(e, "samples")) &&
              store_query(g->store, buffer_string(&sql), NULL, 0, value_number_row, &touched, e);
    g->touched = touched;
    buffer_free(&sql);
    free(runs);
    return ok;
}

/* --- periods --- */

static bool sampled_add(struct sampling *g, const struct sampled *p, struct error *e)
{
    if (!array_room(&g->periods, &g->period_size, g->period_count, sizeof *g->periods))
        return error_memory(e, "samples");
    g->periods[g->period_count++] = *p;
    return true;
}

/* period_kind, period_from, period_to, observed_at, turn, definitions, tree */
static bool sampled_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct sampled p = {.from = columns[1].number,
                        .to = columns[2].number,
                        .observed = columns[3].number,
                        .turn = columns[4].number,
                        .definitions = columns[5].number,
                        .tree = columns[6].number,
                        .stored = true};
    (void)count;
    return period_kind_read(columns[0].text, &p.kind)
               ? sampled_add(context, &p, e)
               : error_set(e, ERROR_DATA, "sample_period", NULL, "unknown kind %s", columns[0].text);
}

static bool is_sampled(const struct sampling *g, const struct period *p)
{
    for (size_t i = 0; i < g->period_count; i++)
        if (g->periods[i].kind == p->kind && g->periods[i].from == p->from)
            return true;
    return false;
}

static bool kind_sampled(const struct sampling *g, enum period_kind kind)
{
    for (size_t i = 0; i < g->period_count; i++)
        if (g->periods[i].kind == kind)
            return true;
    return false;
}

/* Adds periods from the one that holds `at` back to the newest sampled period, to those that ended in the last
 * week, and to those that end after `since`. */
static bool kind_plan(struct sampling *g, enum period_kind kind, moment since, struct error *e)
{
    bool gap = kind_sampled(g, kind);
    int in_gap = 0;
    struct period p = period_at(kind, g->at, g->at, g->v.cutoff);
    for (int i = 0; i < LIMIT_SAMPLE_PERIODS; i++) {
        bool there = is_sampled(g, &p), wanted = since != MOMENT_NONE && p.to > since;
        if (gap && (there || ++in_gap > LIMIT_SAMPLE_GAP)) {
            g->out->left_out = g->out->left_out || !there;
            gap = false;
        }
        if (!gap && !wanted && p.to <= g->at - WEEK)
            break;
        const struct sampled sampled = {
            .kind = kind, .from = p.from, .to = p.to, .observed = g->at, .turn = g->turn};
        if (!there && !sampled_add(g, &sampled, e))
            return false;
        p = period_at(kind, p.from - 1, g->at, g->v.cutoff);
    }
    return true;
}

static bool periods_plan(struct sampling *g, moment since, struct error *e)
{
    bool wanted[PERIOD_YEAR + 1] = {[PERIOD_WEEK] = true, [PERIOD_MONTH] = true, [PERIOD_YEAR] = true};
    for (size_t k = 0; k < g->v.set_count; k++)
        wanted[g->v.sets[k]->period] = true;
    for (int kind = 0; kind <= PERIOD_YEAR; kind++)
        if ((wanted[kind] || score_history_wants(g->history, (enum period_kind)kind)) &&
            !kind_plan(g, (enum period_kind)kind, since, e))
            return false;
    return true;
}

/* --- hashes of definitions and units --- */

static void hash_text(XXH64_hash_t *hash, const char *text)
{
    *hash = text ? XXH64(text, strlen(text) + 1, *hash) : *hash + 1;
}

static void hash_number(XXH64_hash_t *hash, int64_t number)
{
    *hash = XXH64(&number, sizeof number, *hash);
}

static bool hash_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    hash_number(context, columns[0].number);
    return true;
}

static bool definitions_hash(struct sampling *g, struct error *e)
{
    XXH64_hash_t hash = 1;
    char *text = json_dumps(g->v.family->definition, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        return error_memory(e, "samples");
    hash_text(&hash, text);
    free(text);
    bool ok = store_query(g->store, "SELECT id FROM source WHERE counts = 0 ORDER BY id", NULL, 0, hash_row,
                          &hash, e);
    g->definitions = (int64_t)(hash ? hash : 1);
    return ok;
}

static void terms_hash(XXH64_hash_t *hash, const struct metric_term *terms, size_t count)
{
    hash_number(hash, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        hash_number(hash, terms[i].sign);
        hash_number(hash, (int64_t)terms[i].counter);
    }
}

static void tree_hash(struct sampling *g)
{
    XXH64_hash_t hash = 2;
    for (size_t i = 0; i < g->v.units.count; i++) {
        const struct unit *u = &g->v.units.units[i];
        hash_text(&hash, u->code);
        hash_text(&hash, u->parent);
        hash_text(&hash, u->successor);
        hash_number(&hash, u->valid_from);
        hash_number(&hash, u->valid_to);
        hash_number(&hash, u->has_dossiers ? (int64_t)u->knows : 0);
    }
    for (size_t i = 0; i < metric_count(g->v.metrics); i++) {
        const struct metric *m = metric_at(g->v.metrics, i);
        hash_text(&hash, m->name);
        hash_text(&hash, m->figure);
        terms_hash(&hash, m->numerator, m->numerator_count);
        terms_hash(&hash, m->denominator, m->denominator_count);
    }
    for (size_t k = 0; k < g->v.set_count; k++) {
        hash_text(&hash, g->v.sets[k]->name);
        for (size_t i = 0; i < g->v.sets[k]->count; i++)
            hash_number(&hash, g->v.sets[k]->items[i].target);
    }
    g->tree = (int64_t)hash;
}

/* --- the configured commitments, for the views --- */

struct target_rows {
    const struct sampling *g;
    struct {
        size_t set, item;
    } rows[LIMIT_COMMITMENTS * LIMIT_COMMITMENTS];
    char kinds[LIMIT_COMMITMENTS][LIMIT_VALUE_BYTES];
    uint32_t count;
};

static struct value target_at(const void *rows, uint32_t row, int column)
{
    const struct target_rows *t = rows;
    size_t k = t->rows[row].set, i = t->rows[row].item;
    const struct commitment_set *set = t->g->v.sets[k];
    const struct value values[] = {value_text(set->name),
                                   value_number((int64_t)i + 1),
                                   value_text(set->items[i].title),
                                   value_text(t->g->chosen[k][i]->name),
                                   value_number(set->items[i].target),
                                   value_text(period_kind_name(set->period)),
                                   value_text(t->kinds[k]),
                                   value_moment(set->valid_from),
                                   value_moment(set->valid_to)};
    return values[column];
}

static void targets_fill(struct target_rows *t)
{
    for (size_t k = 0; k < t->g->v.set_count && k < LIMIT_COMMITMENTS; k++) {
        const struct commitment_set *set = t->g->v.sets[k];
        size_t used = 0;
        for (size_t i = 0; set->unit_kinds[i] && used < sizeof t->kinds[k]; i++)
            used += (size_t)snprintf(t->kinds[k] + used, sizeof t->kinds[k] - used, i ? "%s " : " %s ",
                                     set->unit_kinds[i]);
        for (size_t i = 0; t->g->chosen_known[k] && i < set->count; i++) {
            t->rows[t->count].set = k;
            t->rows[t->count++].item = i;
        }
    }
}

/* Deletes the targets of sets that are no longer configured; sets whose period was not evaluated now keep their
 * targets. Those of sets that are not in force are written, too: the views ask it, so that a wrong clock ends none. */
static bool targets_write(const struct sampling *g, struct error *e)
{
    static const struct store_column columns[] = {
        {"set_name", true},   {"position", false},   {"title", true},
        {"metric", true},     {"target", false},     {"period_kind", true},
        {"unit_kinds", true}, {"valid_from", false}, {"valid_to", false}};
    struct target_rows *t = calloc(1, sizeof *t);
    struct value params[LIMIT_COMMITMENTS];
    struct buffer sql;
    if (!t)
        return error_memory(e, "samples");
    t->g = g;
    targets_fill(t);
    const struct store_rows rows = {"target", columns, sizeof columns / sizeof *columns, 2, target_at,
                                    t,        t->count};
    buffer_init(&sql, LIMIT_SQL_BYTES);
    buffer_text(&sql, "DELETE FROM target WHERE set_name NOT IN ('");
    int kept = 0;
    for (size_t k = 0; k < g->v.set_count && kept < LIMIT_COMMITMENTS; k++)
        if (!g->chosen_known[k]) {
            params[kept++] = value_text(g->v.sets[k]->name);
            buffer_printf(&sql, "', $%d, '", kept);
        }
    buffer_text(&sql, "')");
    bool ok = (!sql.failed || error_memory(e, "samples")) && store_write_begin(g->store, e);
    ok = ok && store_write_end(g->store,
                               store_write(g->store, buffer_string(&sql), params, kept, NULL, NULL, e) &&
                                   store_rows_put(g->store, &rows, e) &&
                                   forecast_rows_put(g->forecasts, g->store, e) &&
                                   score_history_rules_put(g->history, g->store, e),
                               e);
    buffer_free(&sql);
    free(t);
    return ok;
}

/* --- sampling --- */

/* Sets the turn of periods that the runs did not touch, so that the next call does not look at these runs again. */
static bool turns_pass(struct sampling *g, struct error *e)
{
    const struct value params[] = {value_number(g->turn), value_number(g->since),
                                   value_number(g->definitions)};
    return store_write(
        g->store,
        "UPDATE sample_period SET turn = $1 WHERE period_to <= $2 AND definitions = $3 AND turn < $1", params,
        3, NULL, NULL, e);
}

static bool is_old(const struct sampling *g, const struct sampled *p)
{
    return p->stored && p->to < g->at - LIMIT_SAMPLE_CHANGES * MOMENT_DAY;
}

static bool needs_write(const struct sampling *g, const struct sampled *p)
{
    bool moved = p->observed < p->to && p->observed != g->at,
         later = moment_day(p->observed) != moment_day(g->at);
    if (p->ahead || !p->stored || (p->definitions != g->definitions && !is_old(g, p)) ||
        (!is_old(g, p) && score_history_stale(g->history, p->kind, p->from, p->to)))
        return true;
    if (p->definitions != g->definitions)
        return false;
    return p->tree != g->tree ? !is_old(g, p)
                              : (moved && (later || g->touched)) || (p->turn < g->turn && p->to > g->since);
}

static bool writes_plan(struct sampling *g, struct error *e)
{
    g->writes.items = calloc(g->period_count + 1, sizeof *g->writes.items);
    for (size_t i = 0; g->writes.items && i < g->period_count; i++)
        if (needs_write(g, &g->periods[i]))
            g->writes.items[g->writes.count++] = &g->periods[i];
    return g->writes.items || error_memory(e, "samples");
}

/* Samples that were evaluated ahead of the clock are no base for later samples: periods that begin after `at` are left
 * alone, and the others are counted anew. */
static void ahead_mark(struct sampling *g)
{
    moment now = moment_now(), limit = (now > g->at ? now : g->at) + LIMIT_AHEAD_SECONDS;
    size_t kept = 0;
    for (size_t i = 0; i < g->period_count; i++) {
        g->periods[i].ahead = g->periods[i].observed > limit;
        if (!g->periods[i].ahead || g->periods[i].from <= g->at)
            g->periods[kept++] = g->periods[i];
    }
    g->period_count = kept;
}

static bool sampling_read(struct sampling *g, const struct config *c, moment observed, moment since,
                          struct error *e)
{
    bool ok = evaluation_open(&g->v, c, g->store, "core", e) &&
              store_query(g->store,
                          "SELECT period_kind, period_from, period_to, observed_at, turn, definitions, tree "
                          "FROM sample_period"
                          " ORDER BY period_kind, period_from",
                          NULL, 0, sampled_row, g, e);
    g->at = observed;
    ahead_mark(g);
    for (size_t i = 0; i < g->period_count; i++)
        if (!g->periods[i].ahead && g->periods[i].observed > g->at)
            g->at = g->periods[i].observed;
    g->moved_from = g->at;
    for (size_t i = 0; i < g->period_count; i++)
        if (g->periods[i].observed < g->periods[i].to && g->periods[i].observed < g->moved_from)
            g->moved_from = g->periods[i].observed;
    ok = ok && score_history_open(c, g->store, &g->v, g->at, &g->history, e) && definitions_hash(g, e) &&
         periods_plan(g, since, e) && sampling_runs_read(g, e) && since_find(g, e);
    if (!ok)
        return false;
    tree_hash(g);
    return (g->moved_from == g->at || touched_find(g, e));
}

bool samples_write(struct store *s, const struct config *c, moment observed, moment since,
                   struct sample_summary *out, struct error *e)
{
    struct sampling *g = calloc(1, sizeof *g);
    *out = (struct sample_summary){0};
    if (!g)
        return error_memory(e, "samples");
    g->store = s;
    g->out = out;
    bool ok = supplement_apply(s, e) && twice_mark(s, c, e) && sampling_turn_take(s, &g->turn, e) &&
              store_snapshot_begin(s, e);
    if (ok) {
        ok = sampling_read(g, c, observed, since, e);
        store_snapshot_end(s);
    }
    ok = ok && writes_plan(g, e) && (g->forecasts = forecast_rows_new(e));
    for (size_t i = 0; ok && i < g->writes.count; i++)
        ok = sample_period_write(g, g->writes.items[i], e);
    ok = ok && turns_pass(g, e) && targets_write(g, e);
    forecast_rows_free(g->forecasts);
    score_history_close(g->history);
    sampling_scans_free(g);
    evaluation_close(&g->v);
    free(g->writes.items);
    free(g->periods);
    free(g->runs);
    free(g);
    return ok;
}

void sample_summary_tell(const struct sample_summary *summary)
{
    if (summary->left_out)
        fprintf(stderr, "%s\n",
                _("Nothing was sampled for long; old periods in between were left out: 'motcua db sample "
                  "--since MONTH' "
                  "writes them."));
}
