#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/array.h"
#include "base/text.h"
#include "index/ruleset_load.h"
#include "index/score_words.h"
#include "sample/score_history_inner.h"

/* --- entries and definitions --- */

static uint64_t number_hash(uint64_t hash, int64_t number)
{
    return XXH64(&number, sizeof number, hash);
}

/* Hashes everything that a score depends on besides dossiers: definition, entries, and the language of causes. */
static int64_t inputs_hash(const struct score_history *h, const struct score_history_rules *r,
                           enum period_kind kind, moment from)
{
    const char *language = text_language();
    uint64_t hash = XXH64(language, strlen(language), r->hash);
    for (size_t i = 0; i < h->entry_count; i++) {
        const struct score_history_entries *n = &h->entries[i];
        if (n->kind != kind || n->from != from || (*n->ruleset && strcmp(n->ruleset, r->rules->name) != 0))
            continue;
        hash = number_hash(number_hash(number_hash(hash, n->table), n->count), n->newest);
    }
    return (int64_t)hash;
}

/* table, ruleset, period_kind, period_from, count, newest id */
static bool entries_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct score_history *h = context;
    struct score_history_entries n = {.table = columns[0].number,
                                      .from = columns[3].number,
                                      .count = columns[4].number,
                                      .newest = columns[5].number};
    (void)count;
    if (!period_kind_read(columns[2].text, &n.kind))
        return true;
    if (!array_room(&h->entries, &h->entry_size, h->entry_count, sizeof *h->entries))
        return error_memory(e, "scores");
    snprintf(n.ruleset, sizeof n.ruleset, "%s", columns[1].text);
    h->entries[h->entry_count++] = n;
    return true;
}

/* ruleset, period_kind, period_from, inputs */
static bool period_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct score_history *h = context;
    struct score_history_period p = {.from = columns[2].number, .inputs = columns[3].number};
    (void)count;
    if (!period_kind_read(columns[1].text, &p.kind))
        return true;
    if (!array_room(&h->periods, &h->period_size, h->period_count, sizeof *h->periods))
        return error_memory(e, "scores");
    snprintf(p.ruleset, sizeof p.ruleset, "%s", columns[0].text);
    h->periods[h->period_count++] = p;
    return true;
}

static bool inputs_open(struct score_history *h, struct error *e)
{
    const struct value at = value_number(h->at);
    h->inputs = entry_set_new();
    if (!h->inputs)
        return error_memory(e, "scores");
    if (!entry_set_read(h->inputs, h->store, h->at, e))
        return false;
    entry_set_seal(h->inputs);
    return store_query(
               h->store,
               "SELECT 1, ruleset, period_kind, period_from, COUNT(*), MAX(id) FROM manual_entry"
               " WHERE entered_at <= $1 GROUP BY ruleset, period_kind, period_from UNION ALL"
               " SELECT 2, ruleset, period_kind, period_from, COUNT(*), MAX(id) FROM evidence"
               " WHERE entered_at <= $1 GROUP BY ruleset, period_kind, period_from ORDER BY 1, 2, 3, 4",
               &at, 1, entries_row, h, e) &&
           store_query(h->store, "SELECT ruleset, period_kind, period_from, inputs FROM score_period", NULL,
                       0, period_row, h, e);
}

static bool rules_open(struct score_history *h, const char *name, struct error *e)
{
    struct score_history_rules *r = &h->rules[h->count];
    r->rules = ruleset_load(name, h->v->family, h->v->metrics, e);
    if (!r->rules)
        return false;
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->rules[i].rules->name, r->rules->name) == 0) {
            ruleset_free(r->rules);
            return error_set(e, ERROR_CONFIG, name,
                             _("Name it once under \"rulesets\", or give the file a name of its own."),
                             _("two rulesets have this name"));
        }
    h->count++;
    score_history_batch_reset(&r->batch);
    buffer_init(&r->remedies, LIMIT_SCORE_TEXTS);
    char *text = json_dumps(r->rules->document_json, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        return error_memory(e, name);
    r->hash = XXH64(text, strlen(text), 0);
    snprintf(r->version, sizeof r->version, "%s@%08" PRIx32, r->rules->version, (uint32_t)(r->hash >> 32));
    free(text);
    return true;
}

bool score_history_open(const struct config *c, struct store *s, const struct evaluation *v, moment at,
                        struct score_history **out, struct error *e)
{
    *out = NULL;
    if (c->ruleset_count == 0)
        return true;
    struct score_history *h = calloc(1, sizeof *h);
    if (!h)
        return error_memory(e, "scores");
    h->store = s;
    h->v = v;
    h->at = at;
    bool ok = true;
    for (size_t i = 0; ok && i < c->ruleset_count && i < LIMIT_RULESETS; i++)
        ok = rules_open(h, c->rulesets[i], e);
    if (ok && inputs_open(h, e)) {
        *out = h;
        return true;
    }
    score_history_close(h);
    return false;
}

void score_history_close(struct score_history *h)
{
    if (!h)
        return;
    for (size_t i = 0; i < h->count; i++) {
        free(h->rules[i].batch.rows);
        buffer_free(&h->rules[i].batch.texts);
        buffer_free(&h->rules[i].remedies);
        ruleset_free(h->rules[i].rules);
    }
    entry_set_free(h->inputs);
    free(h->entries);
    free(h->periods);
    free(h);
}

/* --- periods --- */

/* True if the ruleset is in force at some moment of a period of its kind. */
static bool rules_bind(const struct ruleset *r, enum period_kind kind, moment from, moment to)
{
    return r->period == kind && (r->valid_from == MOMENT_NONE || r->valid_from < to) &&
           (r->valid_to == MOMENT_NONE || r->valid_to > from);
}

bool score_history_wants(const struct score_history *h, enum period_kind kind)
{
    for (size_t i = 0; h && i < h->count; i++)
        if (h->rules[i].rules->period == kind)
            return true;
    return false;
}

bool score_history_counts_procedures(const struct score_history *h, enum period_kind kind)
{
    for (size_t i = 0; h && i < h->count; i++)
        if (h->rules[i].rules->period == kind && ruleset_counts_procedures(h->rules[i].rules, h->v->family))
            return true;
    return false;
}

static bool rules_stale(const struct score_history *h, const struct score_history_rules *r,
                        enum period_kind kind, moment from)
{
    for (size_t i = 0; i < h->period_count; i++) {
        const struct score_history_period *p = &h->periods[i];
        if (p->kind == kind && p->from == from && strcmp(p->ruleset, r->rules->name) == 0)
            return p->inputs != inputs_hash(h, r, kind, from);
    }
    return true;
}

bool score_history_stale(const struct score_history *h, enum period_kind kind, moment from, moment to)
{
    for (size_t i = 0; h && i < h->count; i++)
        if (rules_bind(h->rules[i].rules, kind, from, to) && rules_stale(h, &h->rules[i], kind, from))
            return true;
    return false;
}

/* --- scoring --- */

struct scoring {
    struct score_history *h;
    struct score_history_rules *r;
    struct score *scores; /* with the node of the total alone */
    size_t *units;        /* by score: index of the unit in the evaluation */
    size_t count;
    struct score_history_cells cells;
    bool all;
};

/* Adds a row that differs from the newest row of the store. An unknown score gets a row only after a known one. */
static bool row_settle(struct scoring *g, struct score_history_row *row, struct error *e)
{
    const char *cause = row->cause ? g->r->batch.texts.data + row->cause : "";
    uint64_t hash = score_history_row_hash(row, g->r->version, cause);
    uint64_t *was = &g->cells.hashes[(size_t)row->criterion * g->cells.units + row->unit];
    bool known = row->known & 1u << NUMBER_POINTS;
    bool wanted = *was ? *was != hash || (g->all && known) : known || row->origin;
    *was = 0; /* rest_settle() passes over settled rows */
    if (!wanted)
        return true;
    return score_history_row_add(&g->r->batch, row, e);
}

static bool parts_settle(struct scoring *g, size_t unit, const struct score *s, struct error *e)
{
    for (size_t i = 1; i < s->rules->count; i++) {
        struct score_history_row row;
        if (!s->nodes[i].applies)
            continue;
        if (!score_history_row_make(&g->r->batch, s, i, NULL, &row, e))
            return false;
        row.unit = (uint32_t)unit;
        if (!row_settle(g, &row, e))
            return false;
    }
    return true;
}

static bool remedy_keep(struct scoring *g, const struct score *s, struct error *e)
{
    struct score_remedy due = score_remedy(s);
    struct buffer words;
    if (!due.due)
        return true;
    buffer_init(&words, LIMIT_LINE_BYTES);
    score_remedy_words(s, &due, &words);
    buffer_append(&g->r->remedies, s->subject.code, strlen(s->subject.code) + 1);
    buffer_append(&g->r->remedies, buffer_string(&words), words.used + 1);
    bool ok = !g->r->remedies.failed && !words.failed;
    buffer_free(&words);
    g->r->remedy_count++;
    return ok || error_memory(e, "scores");
}

/* Scores a unit and keeps the node of the total alone, which places the unit among the others. */
static bool unit_score(struct scoring *g, size_t unit, const struct period *p, struct error *e)
{
    const struct unit *u = &g->h->v->units.units[unit];
    const struct score_subject subject = {u->code, u->name, u->kind, g->h->v, unit, g->h->inputs, *p};
    struct score *s = &g->scores[g->count];
    if (!unit_kinds_bind(g->r->rules->unit_kinds, u->kind) || !evaluation_stands(g->h->v, unit, p))
        return true;
    if (!score_make(g->r->rules, &subject, s, e))
        return false;
    g->units[g->count++] = unit;
    if (!parts_settle(g, unit, s, e) || !remedy_keep(g, s, e))
        return false;
    struct criterion_score *total = realloc(s->nodes, sizeof *total);
    if (total)
        s->nodes = total;
    return true;
}

static bool totals_settle(struct scoring *g, struct error *e)
{
    struct score_rank *ranks = score_ranks(g->scores, g->count, e);
    bool ok = ranks != NULL;
    for (size_t i = 0; ok && i < g->count; i++) {
        struct score_history_row row;
        ok = score_history_row_make(&g->r->batch, &g->scores[i], 0, &ranks[i], &row, e);
        row.unit = (uint32_t)g->units[i];
        ok = ok && row_settle(g, &row, e);
    }
    free(ranks);
    return ok;
}

/* A criterion that left the ruleset, or a unit that is no longer bound, gets a row that says unknown. */
static bool rest_settle(struct scoring *g, struct error *e)
{
    for (size_t i = 0; i < g->r->rules->count; i++)
        for (size_t unit = 0; unit < g->cells.units; unit++) {
            struct score_history_row row = {.unit = (uint32_t)unit,
                                            .criterion = (uint32_t)i,
                                            .known = 1u << NUMBER_MAXIMUM | 1u << NUMBER_KNOWN |
                                                     1u << NUMBER_MISSING};
            if (g->cells.hashes[i * g->cells.units + unit] && !row_settle(g, &row, e))
                return false;
        }
    return true;
}

static void scoring_close(struct scoring *g)
{
    for (size_t i = 0; g->scores && i < g->count; i++)
        score_free(&g->scores[i]);
    free(g->scores);
    free(g->units);
    free(g->cells.hashes);
}

static bool rules_make(struct score_history *h, struct score_history_rules *r, const struct period *p,
                       bool all, struct error *e)
{
    struct scoring g = {.h = h, .r = r, .all = all};
    size_t units = h->v->units.count;
    score_history_batch_reset(&r->batch);
    buffer_reset(&r->remedies);
    r->remedy_count = 0;
    r->period = *p;
    g.scores = calloc(units + 1, sizeof *g.scores);
    g.units = calloc(units + 1, sizeof *g.units);
    bool ok = ((g.scores && g.units) || error_memory(e, "scores")) &&
              score_history_cells_load(h, r, p, &g.cells, e);
    for (size_t i = 0; ok && i < units; i++)
        ok = unit_score(&g, i, p, e);
    ok = ok && totals_settle(&g, e) && rest_settle(&g, e);
    r->made = ok;
    scoring_close(&g);
    return ok;
}

bool score_history_rolls(const struct score_history *h, const struct period *p, bool successor)
{
    for (size_t i = 0; h && i < h->count; i++)
        if (h->rules[i].rules->follows == successor && rules_bind(h->rules[i].rules, p->kind, p->from, p->to))
            return true;
    return false;
}

bool score_history_make(struct score_history *h, const struct period *p, bool successor, bool all,
                        struct error *e)
{
    for (size_t i = 0; h && i < h->count; i++) {
        struct score_history_rules *r = &h->rules[i];
        if (r->rules->follows != successor)
            continue;
        r->made = false;
        if (rules_bind(r->rules, p->kind, p->from, p->to) && !rules_make(h, r, p, all, e))
            return false;
    }
    return true;
}

/* --- writing --- */

struct remedy_row {
    const char *unit, *reason;
};

struct remedy_put {
    const struct score_history *h;
    const struct score_history_rules *r;
    struct remedy_row *rows;
};

static struct value remedy_at(const void *rows, uint32_t index, int column)
{
    const struct remedy_put *put = rows;
    const struct value values[] = {
        value_text(put->r->rules->name),   value_text(period_kind_name(put->r->period.kind)),
        value_number(put->r->period.from), value_text(put->rows[index].unit),
        value_number(put->h->at),          value_text(put->rows[index].reason)};
    return values[column];
}

static bool remedies_put(const struct score_history *h, const struct score_history_rules *r, struct error *e)
{
    static const struct store_column columns[] = {{"ruleset", true},      {"period_kind", true},
                                                  {"period_from", false}, {"unit", true},
                                                  {"observed_at", false}, {"reason", true}};
    const struct value key[] = {value_text(r->rules->name), value_text(period_kind_name(r->period.kind)),
                                value_number(r->period.from)};
    struct remedy_put put = {h, r, calloc(r->remedy_count + 1, sizeof *put.rows)};
    const char *text = buffer_string(&r->remedies);
    if (!put.rows)
        return error_memory(e, "scores");
    for (size_t i = 0; i < r->remedy_count; i++) {
        put.rows[i].unit = text;
        text += strlen(text) + 1;
        put.rows[i].reason = text;
        text += strlen(text) + 1;
    }
    const struct store_rows rows = {"remedy_due", columns, sizeof columns / sizeof *columns, 4,
                                    remedy_at,    &put,    (uint32_t)r->remedy_count};
    bool ok =
        store_write(h->store,
                    "DELETE FROM remedy_due WHERE ruleset = $1 AND period_kind = $2 AND period_from = $3",
                    key, 3, NULL, NULL, e) &&
        store_rows_put(h->store, &rows, e);
    free(put.rows);
    return ok;
}

static bool period_put(const struct score_history *h, const struct score_history_rules *r, struct error *e)
{
    const struct period *p = &r->period;
    const struct value params[] = {
        value_text(r->rules->name), value_text(period_kind_name(p->kind)),
        value_number(p->from),      value_number(p->to),
        value_number(h->at),        value_number(inputs_hash(h, r, p->kind, p->from))};
    return store_write(
        h->store,
        "INSERT INTO score_period (ruleset, period_kind, period_from, period_to, observed_at,"
        " inputs) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (ruleset, period_kind,"
        " period_from) DO UPDATE SET observed_at = excluded.observed_at, inputs = excluded.inputs",
        params, 6, NULL, NULL, e);
}

bool score_history_put(struct score_history *h, size_t *rows, struct error *e)
{
    for (size_t i = 0; h && i < h->count; i++) {
        struct score_history_rules *r = &h->rules[i];
        if (!r->made)
            continue;
        if (!score_history_batch_put(h, r, e) || !remedies_put(h, r, e) || !period_put(h, r, e))
            return false;
        *rows += r->batch.count;
        r->made = false;
    }
    return true;
}
