/* Rows of the score history: makes them from a score, reads the newest rows to compare with, and writes them. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/text.h"
#include "index/score_words.h"
#include "sample/score_history_inner.h"

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* --- making --- */

static int64_t scaled(decimal number)
{
    return decimal_round(number, 4) / (DECIMAL_SCALE / FIGURE_SCALE);
}

static void number_set(struct score_history_row *row, enum score_history_number i, bool known, int64_t number)
{
    row->numbers[i] = known ? number : 0;
    if (known)
        row->known |= UINT32_C(1) << i;
}

/* Keeps the cause of criterion i in the batch; *out: its offset; 0, the empty text, where the score has no cause. */
static bool cause_keep(struct score_history_batch *b, const struct score *s, size_t i, size_t *out,
                       struct error *e)
{
    struct buffer words;
    buffer_init(&words, LIMIT_WORDS_BYTES);
    score_cause(s, i, &words);
    if (b->texts.used == 0)
        buffer_append(&b->texts, "", 1);
    *out = words.used ? b->texts.used : 0;
    if (words.used)
        buffer_append(&b->texts, buffer_string(&words), words.used + 1);
    bool ok = !b->texts.failed && !words.failed;
    buffer_free(&words);
    return ok || error_memory(e, "scores");
}

static void measure_set(struct score_history_row *row, const struct criterion_score *c)
{
    bool counted = c->measure.kind == MEASURE_RATIO && !c->measure.percent;
    bool scored = c->result.state == STATE_SCORED;
    number_set(row, NUMBER_NUMERATOR, counted, c->measure.n);
    number_set(row, NUMBER_DENOMINATOR, counted, c->measure.d);
    number_set(row, NUMBER_RATE, c->result.has_rate, scaled(c->result.rate));
    number_set(row, NUMBER_AIM, scored, scaled(c->result.aim));
    number_set(row, NUMBER_SHORT, scored && !c->measure.percent, c->result.missing);
}

bool score_history_row_make(struct score_history_batch *b, const struct score *s, size_t i,
                            const struct score_rank *place, struct score_history_row *out, struct error *e)
{
    const struct criterion_score *c = &s->nodes[i];
    const struct entry *entry = c->entry;
    *out = (struct score_history_row){.criterion = (uint32_t)i};
    const struct sum *sum =
        score_standing(c); /* the sum that places the unit: the appraised sum once it is known */
    bool any = c->applies && (sum->known || sum->known_max > 0);
    number_set(out, NUMBER_POINTS, any, scaled(sum->points));
    number_set(out, NUMBER_MAXIMUM, true, c->applies ? scaled(c->max) : 0);
    number_set(out, NUMBER_KNOWN, true, c->applies ? scaled(sum->known_max) : 0);
    number_set(out, NUMBER_MISSING, true, c->applies ? (int64_t)sum->missing : 0);
    if (!c->applies)
        return true;
    measure_set(out, c);
    number_set(out, NUMBER_PLACE, place && place->place, place ? (int64_t)place->place : 0);
    number_set(out, NUMBER_PLACES, place && place->place, place ? (int64_t)place->of : 0);
    number_set(out, NUMBER_APPRAISED, c->appraised.known, scaled(c->appraised.points));
    number_set(out, NUMBER_SELF, c->self.known || c->self.known_max > 0, scaled(c->self.points));
    number_set(out, NUMBER_TARGET, entry && entry->has_target, entry ? scaled(entry->target) : 0);
    out->origin = c->self.known ? score_source_name(c->source) : c->appraised.known ? "entered" : NULL;
    return cause_keep(b, s, i, &out->cause, e);
}

uint64_t score_history_row_hash(const struct score_history_row *row, const char *version, const char *cause)
{
    const char *origin = row->origin ? row->origin : "";
    XXH64_hash_t hash = XXH64(row->numbers, sizeof row->numbers, row->known);
    hash = XXH64(version, strlen(version) + 1, hash);
    hash = XXH64(origin, strlen(origin) + 1, hash);
    hash = XXH64(cause, strlen(cause) + 1, hash);
    return hash ? hash : 1;
}

bool score_history_row_add(struct score_history_batch *b, const struct score_history_row *row,
                           struct error *e)
{
    if (b->count == b->size) {
        uint32_t size = b->size ? b->size * 2 : 256;
        struct score_history_row *rows = reallocarray(b->rows, size, sizeof *rows);
        if (!rows)
            return error_memory(e, "scores");
        b->rows = rows;
        b->size = size;
    }
    b->rows[b->count++] = *row;
    return true;
}

void score_history_batch_reset(struct score_history_batch *b)
{
    free(b->rows);
    buffer_free(&b->texts);
    *b = (struct score_history_batch){0};
    buffer_init(&b->texts, LIMIT_SCORE_TEXTS);
}

/* --- reading --- */

struct cells_job {
    const struct score_history *h;
    const struct score_history_rules *r;
    struct score_history_cells *cells;
};

/* unit, criterion, version, origin, cause, then the numbers in their order */
static bool cell_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct cells_job *job = context;
    struct score_history_row row = {.origin = columns[3].known ? columns[3].text : NULL};
    long unit = unit_find(&job->h->v->units, columns[0].text),
         criterion = ruleset_find(job->r->rules, columns[1].text);
    (void)count;
    (void)e;
    for (int i = 0; i < NUMBER_COUNT; i++)
        number_set(&row, (enum score_history_number)i, columns[5 + i].known, columns[5 + i].number);
    if (unit >= 0 && criterion >= 0)
        job->cells->hashes[(size_t)criterion * job->cells->units + (size_t)unit] =
            score_history_row_hash(&row, columns[2].text, columns[4].known ? columns[4].text : "");
    return true;
}

bool score_history_cells_load(const struct score_history *h, const struct score_history_rules *r,
                              const struct period *p, struct score_history_cells *out, struct error *e)
{
    struct cells_job job = {h, r, out};
    const struct value key[] = {value_text(r->rules->name), value_text(period_kind_name(p->kind)),
                                value_number(p->from)};
    out->units = h->v->units.count;
    out->hashes = calloc(out->units * r->rules->count + 1, sizeof *out->hashes);
    return (out->hashes || error_memory(e, "scores")) &&
           store_query(h->store,
                       "SELECT unit, criterion, version, origin, cause, points, maximum, known, missing,"
                       " numerator, denominator, place, places, rate, aim, short_by, appraised, target, self"
                       " FROM score_now WHERE source_id = 0 AND ruleset = $1 AND period_kind = $2"
                       " AND period_from = $3",
                       key, COUNT(key), cell_row, &job, e);
}

/* --- writing --- */

enum field {
    FIELD_NUMBERS, /* and the next NUMBER_COUNT - 1 */
    FIELD_UNIT = FIELD_NUMBERS + NUMBER_COUNT,
    FIELD_RULESET,
    FIELD_CRITERION,
    FIELD_OBSERVED,
    FIELD_KIND,
    FIELD_FROM,
    FIELD_SOURCE,
    FIELD_VERSION,
    FIELD_ORIGIN,
    FIELD_CAUSE
};

#define NUMBER(i) (FIELD_NUMBERS + (i))

static const struct store_column sample_columns[] = {
    {"unit", true},        {"ruleset", true},      {"criterion", true},  {"observed_at", false},
    {"period_kind", true}, {"period_from", false}, {"source_id", false}, {"version", true},
    {"points", false},     {"maximum", false},     {"known", false},     {"missing", false},
    {"numerator", false},  {"denominator", false}, {"place", false},     {"places", false},
    {"origin", true}};
static const int sample_fields[] = {FIELD_UNIT,
                                    FIELD_RULESET,
                                    FIELD_CRITERION,
                                    FIELD_OBSERVED,
                                    FIELD_KIND,
                                    FIELD_FROM,
                                    FIELD_SOURCE,
                                    FIELD_VERSION,
                                    NUMBER(NUMBER_POINTS),
                                    NUMBER(NUMBER_MAXIMUM),
                                    NUMBER(NUMBER_KNOWN),
                                    NUMBER(NUMBER_MISSING),
                                    NUMBER(NUMBER_NUMERATOR),
                                    NUMBER(NUMBER_DENOMINATOR),
                                    NUMBER(NUMBER_PLACE),
                                    NUMBER(NUMBER_PLACES),
                                    FIELD_ORIGIN};
static const struct store_column now_columns[] = {
    {"source_id", false}, {"ruleset", true},    {"period_kind", true},  {"period_from", false},
    {"criterion", true},  {"unit", true},       {"observed_at", false}, {"version", true},
    {"origin", true},     {"cause", true},      {"points", false},      {"maximum", false},
    {"known", false},     {"missing", false},   {"numerator", false},   {"denominator", false},
    {"place", false},     {"places", false},    {"rate", false},        {"aim", false},
    {"short_by", false},  {"appraised", false}, {"target", false},      {"self", false}};
static const int now_fields[] = {FIELD_SOURCE,
                                 FIELD_RULESET,
                                 FIELD_KIND,
                                 FIELD_FROM,
                                 FIELD_CRITERION,
                                 FIELD_UNIT,
                                 FIELD_OBSERVED,
                                 FIELD_VERSION,
                                 FIELD_ORIGIN,
                                 FIELD_CAUSE,
                                 NUMBER(NUMBER_POINTS),
                                 NUMBER(NUMBER_MAXIMUM),
                                 NUMBER(NUMBER_KNOWN),
                                 NUMBER(NUMBER_MISSING),
                                 NUMBER(NUMBER_NUMERATOR),
                                 NUMBER(NUMBER_DENOMINATOR),
                                 NUMBER(NUMBER_PLACE),
                                 NUMBER(NUMBER_PLACES),
                                 NUMBER(NUMBER_RATE),
                                 NUMBER(NUMBER_AIM),
                                 NUMBER(NUMBER_SHORT),
                                 NUMBER(NUMBER_APPRAISED),
                                 NUMBER(NUMBER_TARGET),
                                 NUMBER(NUMBER_SELF)};
_Static_assert(COUNT(sample_columns) == COUNT(sample_fields), "a field for each column");
_Static_assert(COUNT(now_columns) == COUNT(now_fields), "a field for each column");

struct put_job {
    const struct score_history *h;
    const struct score_history_rules *r;
    const int *fields;
};

static struct value field_at(const void *rows, uint32_t index, int column)
{
    const struct put_job *job = rows;
    const struct score_history_row *row = &job->r->batch.rows[index];
    int field = job->fields[column];
    switch (field) {
    case FIELD_UNIT:
        return value_text(job->h->v->units.units[row->unit].code);
    case FIELD_RULESET:
        return value_text(job->r->rules->name);
    case FIELD_CRITERION:
        return value_text(job->r->rules->criteria[row->criterion].code);
    case FIELD_OBSERVED:
        return value_number(job->h->at);
    case FIELD_KIND:
        return value_text(period_kind_name(job->r->period.kind));
    case FIELD_FROM:
        return value_number(job->r->period.from);
    case FIELD_SOURCE:
        return value_number(0);
    case FIELD_VERSION:
        return value_text(job->r->version);
    case FIELD_ORIGIN:
        return value_text(row->origin);
    case FIELD_CAUSE:
        return value_text(row->cause ? job->r->batch.texts.data + row->cause : NULL);
    default:
        return row->known >> field & 1 ? value_number(row->numbers[field]) : (struct value){0};
    }
}

bool score_history_batch_put(const struct score_history *h, const struct score_history_rules *r,
                             struct error *e)
{
    const struct put_job sample = {h, r, sample_fields}, now = {h, r, now_fields};
    const struct store_rows rows[] = {
        {"score_sample", sample_columns, COUNT(sample_columns), 7, field_at, &sample, r->batch.count},
        {"score_now", now_columns, COUNT(now_columns), 6, field_at, &now, r->batch.count}};
    return store_rows_put(h->store, &rows[0], e) && store_rows_put(h->store, &rows[1], e);
}
