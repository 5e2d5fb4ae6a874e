/* A page is put into PostgreSQL in two steps and two round trips. First the keys and hashes of its rows go out, and
 * the server tells the new and changed rows; then these rows alone go out whole. A page that the store has already
 * costs its keys and hashes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "store/postgres/driver.h"

#define ARRAY_FIELD_TEXT   POSTGRES_TEXT_ARRAY
#define ARRAY_FIELD_NUMBER POSTGRES_INT8_ARRAY
#define ARRAY_FIELD_MOMENT POSTGRES_INT8_ARRAY
#define ARRAY_FIELD_FLAG   POSTGRES_INT2_ARRAY
static const struct postgres_column dossier_columns[] = {
#define X(id, column, type, what) {column, ARRAY_##type},
    DOSSIER_FIELDS(X)
#undef X
        {"content_hash", POSTGRES_INT8_ARRAY},
    {"source_id", POSTGRES_INT8_ARRAY},
    {"run_id", POSTGRES_INT8_ARRAY},
    {"known_from", POSTGRES_INT8_ARRAY},
    {"first_seen", POSTGRES_INT8_ARRAY}};
static const struct postgres_column seen_columns[] = {{"key", POSTGRES_TEXT_ARRAY},
                                                      {"content_hash", POSTGRES_INT8_ARRAY},
                                                      {"hash_before", POSTGRES_INT8_ARRAY},
                                                      {"row", POSTGRES_INT8_ARRAY}};
static const struct postgres_column figure_columns[] = {
    {"unit", POSTGRES_TEXT_ARRAY},        {"metric", POSTGRES_TEXT_ARRAY}, {"numerator", POSTGRES_INT8_ARRAY},
    {"denominator", POSTGRES_INT8_ARRAY}, {"ratio", POSTGRES_INT8_ARRAY},  {"score", POSTGRES_INT8_ARRAY},
    {"max", POSTGRES_INT8_ARRAY},         {"status", POSTGRES_TEXT_ARRAY}, {"row", POSTGRES_INT8_ARRAY}};
static const struct postgres_column reject_columns[] = {
    {"record", POSTGRES_TEXT_ARRAY}, {"field", POSTGRES_TEXT_ARRAY}, {"reason", POSTGRES_TEXT_ARRAY},
    {"key", POSTGRES_TEXT_ARRAY},    {"shape", POSTGRES_TEXT_ARRAY}, {"position", POSTGRES_INT8_ARRAY}};

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
enum {
    ALL_COLUMNS = COUNT(dossier_columns),
    DOSSIER_COLUMNS = DOSSIER_FIELD_COUNT + 1, /* the columns that differ from row to row */
    FIGURE_COLUMNS = COUNT(figure_columns) - 1 /* the kept columns; the server only gives `row` back */
};
/* For so many new dossiers or more, COPY is worth its round trips. */
#define COPY_ROWS 64

enum row_statement {
    DOSSIER_FIND,
    DOSSIER_KEEP,
    DOSSIER_PUT,
    DOSSIER_COPY,
    DOSSIER_END,
    FIGURE_FIND,
    FIGURE_PUT,
    REJECT_CLEAR,
    REJECT_PUT
};

/* FIND looks up each row by its whole key (LATERAL .. LIMIT 1 allows no other plan), because with a join the
 * planner, which has no statistics on a first load, would read all dossiers of the source for every page. FIND gives
 * (row, is new) of each new or changed row. A row that was observed later is not replaced by an earlier one, and a
 * dossier that was found missing later is not new (asked only where the source has such dossiers). */
static const struct {
    const struct postgres_column *columns;
    int count, key_count;
    const char *template;
} statements[] = {
    [DOSSIER_FIND] =
        {seen_columns, COUNT(seen_columns), 1,
         "SELECT r.row, d.key IS NULL FROM {rows} LEFT JOIN LATERAL (SELECT * FROM dossier x"
         " WHERE x.source_id = $1 AND x.key = r.key LIMIT 1) d ON true"
         " WHERE (d.content_hash <> r.content_hash AND d.content_hash <> r.hash_before AND d.known_from <= "
         "$3) OR (d.key IS NULL"
         " AND (NOT EXISTS (SELECT 1 FROM dossier_history h WHERE h.source_id = $1 AND h.missing = 1"
         " AND h.replaced_at > $3) OR NOT EXISTS (SELECT 1 FROM dossier_history h"
         " WHERE h.source_id = $1 AND h.key = r.key AND h.missing = 1 AND h.replaced_at > $3)))"},
    [DOSSIER_KEEP] = {dossier_columns, ALL_COLUMNS, 1,
                      "INSERT INTO dossier_history ({names}, twice_from, replaced_at, replaced_by)"
                      " SELECT {names}, twice_from, $3, $2"
                      " FROM unnest($7) AS r(which) CROSS JOIN LATERAL (SELECT * FROM dossier x"
                      " WHERE x.source_id = $1 AND x.key = r.which LIMIT 1) d"},
    [DOSSIER_END] =
        {dossier_columns, ALL_COLUMNS, 1,
         "WITH ended AS (DELETE FROM dossier d USING unnest($7) AS r(which) WHERE d.source_id = $1"
         " AND d.key = r.which AND d.known_from <= $3 RETURNING d.*)"
         " INSERT INTO dossier_history ({names}, twice_from, replaced_at, replaced_by, missing)"
         " SELECT {names}, twice_from, $3, $2, 1 FROM ended"},
    [DOSSIER_COPY] = {dossier_columns, ALL_COLUMNS, 1, "COPY dossier ({names}) FROM STDIN (FORMAT binary)"},
    [DOSSIER_PUT] =
        {dossier_columns, DOSSIER_COLUMNS, 1,
         "INSERT INTO dossier ({names}, source_id, run_id, known_from, first_seen)"
         " SELECT {names}, $1, $2, $3, $3 FROM {rows} ON CONFLICT (source_id, key) DO UPDATE SET {settings},"
         " run_id = excluded.run_id, known_from = excluded.known_from"
         " WHERE dossier.content_hash IS DISTINCT FROM excluded.content_hash"
         " AND dossier.known_from <= excluded.known_from"},
    [FIGURE_FIND] =
        {figure_columns, COUNT(figure_columns), 2,
         "SELECT r.row, f.observed_at IS NULL FROM {rows} LEFT JOIN LATERAL (SELECT * FROM figure x"
         " WHERE x.source_id = $1 AND x.period_kind = $4 AND x.period_from = $5 AND x.unit = r.unit"
         " AND x.metric = r.metric AND x.observed_at <= $3 ORDER BY x.observed_at DESC LIMIT 1) f ON true"
         " WHERE f.observed_at IS NULL OR ROW (f.numerator, f.denominator, f.ratio, f.score, f.max, f.status)"
         " IS DISTINCT FROM ROW (r.numerator, r.denominator, r.ratio, r.score, r.max, r.status)"},
    [FIGURE_PUT] = {figure_columns, FIGURE_COLUMNS, 2,
                    "INSERT INTO figure ({names}, source_id, run_id, observed_at, period_kind, period_from)"
                    " SELECT {names}, $1, $2, $3, $4, $5 FROM {rows}"
                    " ON CONFLICT (source_id, period_kind, period_from, unit, metric, observed_at)"
                    " DO UPDATE SET {settings}, run_id = excluded.run_id"},
    [REJECT_CLEAR] = {dossier_columns, 2, 1,
                      "DELETE FROM reject WHERE source_id = $1 AND last_seen <= $3"
                      " AND record IN (SELECT unnest($7) UNION ALL SELECT unnest($8))"},
    [REJECT_PUT] =
        {reject_columns, COUNT(reject_columns), 2,
         "INSERT INTO reject ({names}, source_id, run_id, stream, first_seen, last_seen)"
         " SELECT {names}, $1, $2, $6, $3, $3 FROM {rows} ON CONFLICT (source_id, record, stream, field)"
         " DO UPDATE SET reason = excluded.reason, shape = excluded.shape, position = excluded.position,"
         " run_id = excluded.run_id, first_seen = LEAST(reject.first_seen, excluded.first_seen),"
         " last_seen = GREATEST(reject.last_seen, excluded.last_seen)"},
};
_Static_assert(DOSSIER_KEY == 0 && DOSSIER_CODE == 1, "REJECT_CLEAR takes the first two columns");

/* Locks the source's row, so that one program at a time writes pages of a source; any login could hold an advisory
 * lock. */
#define LOCK_SQL  "SELECT 1 FROM source WHERE id = $1 FOR NO KEY UPDATE"
#define PLAN_SQL  "SELECT set_config('enable_seqscan', 'off', true)"
#define FACTS_SQL "SELECT EXISTS (SELECT 1 FROM reject WHERE source_id = $1), row_security_active('dossier')"
/* A page that comes after samples have counted its run makes them count the run anew. */
#define LATE_SQL "UPDATE run SET sampled = -1 WHERE source_id = $1 AND id = $2 AND sampled > 0"
#define CURSOR_SQL                                                                                           \
    "INSERT INTO cursor (source_id, stream, value) VALUES ($1, $2, $3)"                                      \
    " ON CONFLICT (source_id, stream) DO UPDATE SET value = excluded.value WHERE cursor.value <> "           \
    "excluded.value"

static bool rows_send(struct postgres_job *job, const struct postgres_set *set,
                      const struct postgres_place *places, uint32_t count, enum row_statement which,
                      const struct postgres_answer *answer, struct error *e)
{
    int columns = which == DOSSIER_KEEP || which == DOSSIER_END ? 1 : statements[which].count;
    if (!count)
        return true;
    char *sql = postgres_sql(statements[which].template, statements[which].columns, statements[which].count,
                             statements[which].key_count);
    bool ok = sql ? postgres_set_send(job, set, places, count, columns, sql, answer, e)
                  : error_memory(e, job->q->name);
    free(sql);
    return ok;
}

/* Rows of a kind, dossiers or figures, of which only new and changed ones are written. */
struct writing {
    struct postgres_job *job;
    struct postgres_set set;  /* the rows with all columns */
    struct postgres_set seen; /* the rows with the columns that tell whether a row is known */
    enum row_statement find, put;
    bool keeps;                    /* a replaced version goes to the history */
    uint32_t from;                 /* first row of the wave in hand */
    uint32_t count;                /* rows of that wave */
    uint8_t *standing;             /* of each row: SAME until the server says otherwise */
    struct postgres_place *picked; /* rows of the wave to write */
    struct page_outcome *out;
};
enum { SAME, CHANGED, NEW };

static bool standing_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct writing *w = context;
    if (count != 2 || columns[0].number < 0 || columns[0].number >= w->set.count)
        return error_set(e, ERROR_INTERNAL, w->job->q->name, NULL, _("an answer of another form"));
    w->standing[columns[0].number] = columns[1].number ? NEW : CHANGED;
    return true;
}

static bool writing_start(struct writing *w, struct error *e)
{
    if (!w->set.count)
        return true;
    w->standing = calloc(w->set.count, sizeof *w->standing);
    w->picked = calloc(w->set.count, sizeof *w->picked);
    return ((w->standing && w->picked) || error_memory(e, w->job->q->name)) &&
           postgres_set_order(&w->set, w->job->q->name, e);
}

static void writing_free(struct writing *w)
{
    postgres_set_free(&w->set);
    free(w->standing);
    free(w->picked);
}

static bool wave_find(struct writing *w, struct error *e)
{
    struct postgres_answer answer = {.row = standing_row, .context = w};
    w->count = w->from < w->set.count ? postgres_wave(&w->set, w->from) : 0;
    return rows_send(w->job, &w->seen, w->set.order + w->from, w->count, w->find, &answer, e);
}

static bool rows_copy(struct writing *w, uint32_t count, struct error *e)
{
    struct postgres_job *job = w->job;
    char *sql = postgres_sql(statements[DOSSIER_COPY].template, dossier_columns, ALL_COLUMNS, 1);
    bool ok = sql ? postgres_copy(job->q, sql, &w->set, w->picked, count, ALL_COLUMNS, &job->memory, e)
                  : error_memory(e, job->q->name);
    free(sql);
    return ok;
}

/* Writes the new rows, then the changed rows, each in the order of their keys. */
static bool wave_write(struct writing *w, struct error *e)
{
    uint32_t counts[3] = {0};
    for (uint8_t standing = NEW; standing >= CHANGED; standing--)
        for (uint32_t i = w->from; i < w->from + w->count; i++)
            if (w->standing[w->set.order[i].row] == standing)
                w->picked[counts[NEW] * (standing == CHANGED) + counts[standing]++] = w->set.order[i];
    bool copies = w->keeps && w->job->copies && counts[NEW] >= COPY_ROWS;
    uint32_t skip = copies ? counts[NEW] : 0;
    w->out->new_rows += counts[NEW];
    w->out->changed += counts[CHANGED];
    w->out->unchanged += w->count - counts[NEW] - counts[CHANGED];
    w->from += w->count;
    return (!copies || rows_copy(w, counts[NEW], e)) &&
           (!w->keeps ||
            rows_send(w->job, &w->seen, w->picked + counts[NEW], counts[CHANGED], DOSSIER_KEEP, NULL, e)) &&
           rows_send(w->job, &w->set, w->picked + skip, counts[NEW] + counts[CHANGED] - skip, w->put, NULL,
                     e);
}

struct dossier_rows {
    const struct page_place *place;
    const struct dossier *dossiers;
    int64_t *hashes;
};

static struct value dossier_at(const void *rows, uint32_t row, int column)
{
    const struct dossier_rows *d = rows;
    if (column < DOSSIER_FIELD_COUNT)
        return d->dossiers[row].value[column];
    const int64_t rest[] = {d->hashes[row], d->place->source, d->place->run, d->place->observed,
                            d->place->observed};
    return value_number(rest[column - DOSSIER_FIELD_COUNT]);
}

static struct value seen_at(const void *rows, uint32_t row, int column)
{
    const struct dossier_rows *d = rows;
    switch (column) {
    case 0:
        return d->dossiers[row].value[DOSSIER_KEY];
    case 1:
        return value_number(d->hashes[row]);
    case 2:
        return value_number(dossier_hash_before(&d->dossiers[row]));
    default:
        return value_number(row);
    }
}

static struct value figure_at(const void *rows, uint32_t row, int column)
{
    const struct figure *f = (const struct figure *)rows + row;
    const struct value *numbers[] = {&f->numerator, &f->denominator, &f->ratio, &f->score, &f->max};
    switch (column) {
    case 0:
        return value_text(f->unit);
    case 1:
        return value_text(f->metric);
    case FIGURE_COLUMNS - 1:
        return value_text(f->status);
    case FIGURE_COLUMNS:
        return value_number(row);
    default:
        return *numbers[column - 2];
    }
}

struct reject_rows {
    const struct reject *rejects;
    char (*places)[LIMIT_VALUE_BYTES]; /* room for the identities of rejects without a key */
    const char *cursor;
};

static struct value reject_at(const void *rows, uint32_t row, int column)
{
    const struct reject_rows *all = rows;
    const struct reject *r = &all->rejects[row];
    const char *texts[] = {reject_record(r, all->cursor, all->places[row]), r->field ? r->field : "",
                           r->reason ? r->reason : "", r->key, r->shape};
    return column < 5 ? value_text(texts[column]) : value_number(r->position);
}

static bool rejects_put(struct postgres_job *job, struct error *e)
{
    const struct page *page = job->page;
    struct reject_rows rows = {.rejects = page->rejects, .cursor = job->place->cursor};
    struct postgres_set set = {reject_columns, COUNT(reject_columns),        2,   reject_at,
                               &rows,          (uint32_t)page->reject_count, NULL};
    if (!page->reject_count)
        return true;
    rows.places = calloc(page->reject_count, sizeof *rows.places);
    if (!rows.places)
        return error_memory(e, job->q->name);
    bool ok = postgres_set_order(&set, job->q->name, e);
    for (uint32_t from = 0, n; ok && from < set.count; from += n) {
        n = postgres_wave(&set, from);
        ok = rows_send(job, &set, set.order + from, n, REJECT_PUT, NULL, e) &&
             (!from || postgres_finish(job->q, e));
    }
    postgres_set_free(&set);
    free(rows.places);
    return ok;
}

static bool facts_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct postgres_job *job = context;
    (void)e;
    job->rejects = count == 2 && columns[0].number;
    job->copies = count == 2 && !columns[1].number;
    return true;
}

/* Puts the statements that every page needs, which go out with the first FIND. The lock keeps two polls of one
 * source from judging the same rows at once; it is a statement of its own, so that later statements see all rows
 * that the other poll has written. */
static bool page_start(struct postgres_job *job, struct error *e)
{
    struct postgres_params source = {.count = 0}, run = {.count = 0}, cursor = {.count = 0};
    struct postgres_answer answer = {.row = facts_row, .context = job};
    params_number(&source, job->place->source);
    params_number(&run, job->place->source);
    params_number(&run, job->place->run);
    params_number(&cursor, job->place->source);
    params_text(&cursor, job->place->stream);
    params_text(&cursor, job->place->cursor);
    return postgres_send(job->q, LOCK_SQL, &source, NULL, e) &&
           postgres_send(job->q, PLAN_SQL, NULL, NULL, e) &&
           postgres_send(job->q, FACTS_SQL, &source, &answer, e) &&
           postgres_send(job->q, LATE_SQL, &run, NULL, e) &&
           (!job->place->cursor || postgres_send(job->q, CURSOR_SQL, &cursor, NULL, e)) &&
           postgres_units_put(job, e);
}

static bool page_write(struct postgres_job *job, struct writing *dossiers, struct writing *figures,
                       struct error *e)
{
    if (!writing_start(dossiers, e) || !writing_start(figures, e) || !page_start(job, e))
        return false;
    do {
        if (!wave_find(dossiers, e) || !wave_find(figures, e) || !postgres_finish(job->q, e) ||
            !wave_write(dossiers, e) || !wave_write(figures, e))
            return false;
    } while (dossiers->from < dossiers->set.count || figures->from < figures->set.count);
    return (!job->rejects || rows_send(job, &dossiers->set, dossiers->set.order, dossiers->set.count,
                                       REJECT_CLEAR, NULL, e)) &&
           rejects_put(job, e) && postgres_finish(job->q, e);
}

static bool page_check(const struct postgres_job *job, struct error *e)
{
    const struct page *page = job->page;
    for (size_t i = 0; i < page->dossier_count; i++)
        if (!page->dossiers[i].value[DOSSIER_KEY].known)
            return error_set(e, ERROR_INTERNAL, job->q->name, NULL, _("a dossier without a key"));
    for (size_t i = 0; i < page->figure_count; i++)
        if (!job->place->period_kind || !page->figures[i].unit || !page->figures[i].metric)
            return error_set(e, ERROR_INTERNAL, job->q->name, NULL,
                             _("a figure without its period, unit or name"));
    return true;
}

bool postgres_page_put(struct store *s, const struct page_place *place, const struct page *page,
                       struct page_outcome *out, struct error *e)
{
    struct postgres_job job = {.q = s->handle, .place = place, .page = page};
    struct dossier_rows rows = {place, page->dossiers,
                                calloc(page->dossier_count ? page->dossier_count : 1, sizeof(int64_t))};
    struct writing dossiers = {
        .job = &job, .find = DOSSIER_FIND, .put = DOSSIER_PUT, .keeps = true, .out = out};
    struct writing figures = {.job = &job, .find = FIGURE_FIND, .put = FIGURE_PUT, .out = out};
    dossiers.set = (struct postgres_set){
        dossier_columns, ALL_COLUMNS, 1, dossier_at, &rows, (uint32_t)page->dossier_count, NULL};
    dossiers.seen =
        (struct postgres_set){seen_columns, COUNT(seen_columns), 1, seen_at, &rows, dossiers.set.count, NULL};
    figures.set = (struct postgres_set){figure_columns, COUNT(figure_columns),        2,   figure_at,
                                        page->figures,  (uint32_t)page->figure_count, NULL};
    figures.seen = figures.set;
    if (!rows.hashes)
        return error_memory(e, job.q->name);
    buffer_init(&job.memory, 2 * (size_t)(LIMIT_PAGE_BYTES));
    bool ok = page_check(&job, e);
    for (size_t i = 0; ok && i < page->dossier_count; i++)
        rows.hashes[i] = dossier_hash(&page->dossiers[i]);
    ok = ok && page_write(&job, &dossiers, &figures, e);
    writing_free(&dossiers);
    writing_free(&figures);
    buffer_free(&job.memory);
    free(rows.hashes);
    return ok;
}

static struct value key_at(const void *rows, uint32_t row, int column)
{
    (void)column;
    return value_text(((const char *const *)rows)[row]);
}

bool postgres_missing_put(struct store *s, const struct page_place *place, const char *keys, size_t count,
                          struct error *e)
{
    struct postgres_job job = {.q = s->handle, .place = place};
    const char **rows = calloc(count + 1, sizeof *rows);
    struct postgres_set set = {dossier_columns, 1, 1, key_at, rows, (uint32_t)count, NULL};
    if (!rows)
        return error_memory(e, job.q->name);
    for (size_t i = 0; i < count; i++, keys += strlen(keys) + 1)
        rows[i] = keys;
    buffer_init(&job.memory, 2 * (size_t)(LIMIT_PAGE_BYTES));
    bool ok = postgres_set_order(&set, job.q->name, e) &&
              rows_send(&job, &set, set.order, set.count, DOSSIER_END, NULL, e) && postgres_finish(job.q, e);
    postgres_set_free(&set);
    buffer_free(&job.memory);
    free(rows);
    return ok;
}
