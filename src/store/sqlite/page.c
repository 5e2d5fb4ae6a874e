/* A page is put into SQLite by prepared statements, bound in one loop over dossier_fields. The caller holds the
 * transaction. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"
#include "base/unit_kind.h"
#include "store/sqlite/driver.h"

/* The columns behind the fields in dossier and dossier_history, in the order of binding. */
enum dossier_extra {
    EXTRA_HASH = DOSSIER_FIELD_COUNT,
    EXTRA_KNOWN_FROM,
    EXTRA_FIRST_SEEN,
    EXTRA_RUN,
    EXTRA_SOURCE,
    EXTRA_END
};
static const char *const extra_columns[] = {"content_hash", "known_from", "first_seen", "run_id",
                                            "source_id"};

static const char *const plain_sql[PAGE_STATEMENTS] = {
    [PAGE_DOSSIER_FIND] = "SELECT content_hash, known_from FROM dossier WHERE source_id = ?1 AND key = ?2",
    [PAGE_UNIT] = "INSERT INTO unit (code, name, kind, known_from) VALUES (?1, ?2, ?3, ?5) ON CONFLICT "
                  "(code) DO UPDATE SET"
                  " name = COALESCE(excluded.name, name), kind = COALESCE(?4, kind, excluded.kind)",
    [PAGE_UNIT_SOURCE] =
        "INSERT INTO unit_source (source_id, unit, dossiers, figures) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (source_id, unit) DO UPDATE SET dossiers = MAX(dossiers, excluded.dossiers),"
        " figures = MAX(figures, excluded.figures)",
    [PAGE_FIGURE_FIND] =
        "SELECT numerator, denominator, ratio, score, max, status FROM figure WHERE source_id = ?1"
        " AND period_kind = ?2 AND period_from = ?3 AND unit = ?4 AND metric = ?5 AND observed_at <= ?6"
        " ORDER BY observed_at DESC LIMIT 1",
    [PAGE_FIGURE_ADD] =
        "INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, numerator,"
        " denominator, ratio, score, max, status, run_id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
        " ON CONFLICT DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator,"
        " ratio = excluded.ratio, score = excluded.score, max = excluded.max, status = excluded.status,"
        " run_id = excluded.run_id",
    [PAGE_REJECT_ANY] = "SELECT EXISTS (SELECT 1 FROM reject WHERE source_id = ?1)",
    [PAGE_REJECT_CLEAR] = "DELETE FROM reject WHERE source_id = ?1 AND record = ?2 AND last_seen <= ?3",
    [PAGE_REJECT_PUT] =
        "INSERT INTO reject (source_id, record, stream, field, reason, key, shape, position, first_seen,"
        " last_seen, run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)"
        " ON CONFLICT (source_id, record, stream, field) DO UPDATE SET reason = excluded.reason,"
        " shape = excluded.shape, position = excluded.position, run_id = excluded.run_id,"
        " first_seen = MIN(first_seen, excluded.first_seen), last_seen = MAX(last_seen, excluded.last_seen)",
    [PAGE_MISSING_ANY] = "SELECT EXISTS (SELECT 1 FROM dossier_history WHERE source_id = ?1 AND missing = 1 "
                         "AND replaced_at > ?2)",
    [PAGE_MISSING_SINCE] = "SELECT EXISTS (SELECT 1 FROM dossier_history WHERE source_id = ?1 AND key = ?2"
                           " AND missing = 1 AND replaced_at > ?3)",
    [PAGE_MISSING_END] = "DELETE FROM dossier WHERE source_id = ?1 AND key = ?2 AND known_from <= ?3",
    [PAGE_RUN_LATE] = "UPDATE run SET sampled = -1 WHERE id = ?1 AND sampled > 0",
    [PAGE_CURSOR] = "INSERT INTO cursor (source_id, stream, value) VALUES (?1, ?2, ?3)"
                    " ON CONFLICT (source_id, stream) DO UPDATE SET value = excluded.value",
};

struct page_job {
    struct sqlite_store *q;
    const struct page_place *place;
    struct page_outcome *out;
    bool rejects; /* the source has rejects that a good dossier may clear */
    bool ended;   /* dossiers of the source ended after this page was observed */
};

static const char *column_name(int i)
{
    return i < DOSSIER_FIELD_COUNT ? dossier_fields[i].name : extra_columns[i - DOSSIER_FIELD_COUNT];
}

/* Writes the names of the first `count` columns, `before` in front of each, `between` between them. */
static void columns_write(struct buffer *b, int count, const char *before, const char *between)
{
    for (int i = 0; i < count; i++)
        buffer_printf(b, "%s%s%s", i ? between : "", before, column_name(i));
}

static void dossier_add_sql(struct buffer *b)
{
    buffer_text(b, "INSERT INTO dossier (");
    columns_write(b, EXTRA_END, "", ", ");
    buffer_text(b, ") VALUES (");
    for (int i = 0; i < EXTRA_END; i++)
        buffer_text(b, i ? ", ?" : "?");
    buffer_text(b, ")");
}

/* Writes the statement that replaces a dossier, with the parameters of the one that adds; first_seen stays. */
static void dossier_change_sql(struct buffer *b)
{
    buffer_text(b, "UPDATE dossier SET ");
    for (int i = DOSSIER_KEY + 1; i < EXTRA_SOURCE; i++)
        if (i != EXTRA_FIRST_SEEN)
            buffer_printf(b, "%s%s = ?%d", i > DOSSIER_KEY + 1 ? ", " : "", column_name(i), i + 1);
    buffer_printf(b, " WHERE source_id = ?%d AND key = ?%d", EXTRA_SOURCE + 1, DOSSIER_KEY + 1);
}

static void dossier_keep_sql(struct buffer *b)
{
    buffer_text(b, "INSERT INTO dossier_history (");
    columns_write(b, EXTRA_END, "", ", ");
    buffer_text(b, ", twice_from, replaced_at, replaced_by) SELECT ");
    columns_write(b, EXTRA_END, "", ", ");
    buffer_text(b, ", twice_from, ?3, ?4 FROM dossier WHERE source_id = ?1 AND key = ?2");
}

static void missing_keep_sql(struct buffer *b)
{
    buffer_text(b, "INSERT INTO dossier_history (");
    columns_write(b, EXTRA_END, "", ", ");
    buffer_text(b, ", twice_from, replaced_at, replaced_by, missing) SELECT ");
    columns_write(b, EXTRA_END, "", ", ");
    buffer_text(
        b, ", twice_from, ?3, ?4, 1 FROM dossier WHERE source_id = ?1 AND key = ?2 AND known_from <= ?3");
}

static bool statement_prepare(struct sqlite_store *q, enum sqlite_page_statement which, struct error *e)
{
    static void (*const written[PAGE_STATEMENTS])(struct buffer *) = {
        [PAGE_DOSSIER_ADD] = dossier_add_sql,
        [PAGE_DOSSIER_CHANGE] = dossier_change_sql,
        [PAGE_DOSSIER_KEEP] = dossier_keep_sql,
        [PAGE_MISSING_KEEP] = missing_keep_sql,
    };
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    if (written[which])
        written[which](&sql);
    else
        buffer_text(&sql, plain_sql[which]);
    bool ok = sql.failed ? error_memory(e, q->name)
                         : sqlite3_prepare_v3(q->db, buffer_string(&sql), -1, SQLITE_PREPARE_PERSISTENT,
                                              &q->page[which], NULL) == SQLITE_OK ||
                               sqlite_failed(q, e);
    buffer_free(&sql);
    return ok;
}

static bool statements_prepare(struct sqlite_store *q, struct error *e)
{
    for (int i = 0; i < PAGE_STATEMENTS; i++)
        if (!q->page[i] && !statement_prepare(q, (enum sqlite_page_statement)i, e))
            return false;
    return true;
}

void sqlite_page_close(struct sqlite_store *q)
{
    for (int i = 0; i < PAGE_STATEMENTS; i++)
        sqlite3_finalize(q->page[i]);
}

static void bind(sqlite3_stmt *stmt, int index, const struct value *v)
{
    if (!v->known)
        sqlite3_bind_null(stmt, index);
    else if (v->text)
        sqlite3_bind_text(stmt, index, v->text, (int)v->length, SQLITE_STATIC);
    else
        sqlite3_bind_int64(stmt, index, v->number);
}

static void bind_text(sqlite3_stmt *stmt, int index, const char *text)
{
    sqlite3_bind_text(stmt, index, text, -1, SQLITE_STATIC);
}

/* Runs and resets a statement that gives no row. */
static bool finish(struct sqlite_store *q, sqlite3_stmt *stmt, struct error *e)
{
    int rc = sqlite3_step(stmt);
    bool ok = rc == SQLITE_DONE || sqlite_failed(q, e);
    sqlite3_reset(stmt);
    return ok;
}

static bool unit_put(struct page_job *job, const struct unit_seen *u, struct error *e)
{
    const char *texts[] = {u->code, u->name, u->kind};
    if (!u->code || !recent_take(&job->q->seen, texts, 3, UINT64_MAX))
        return true;
    sqlite3_stmt *stmt = job->q->page[PAGE_UNIT];
    bind_text(stmt, 1, u->code);
    bind_text(stmt, 2, u->name);
    bind_text(stmt, 3, u->kind ? u->kind : unit_kind_told(u->name));
    bind_text(stmt, 4, u->kind);
    sqlite3_bind_int64(stmt, 5, job->place->observed);
    return finish(job->q, stmt, e);
}

static bool unit_source_put(struct page_job *job, const char *code, bool dossiers, struct error *e)
{
    if (!recent_take(&job->q->seen, &code, 1, (uint64_t)job->place->source * 2 + dossiers))
        return true;
    if (!unit_put(job, &(struct unit_seen){.code = code}, e))
        return false;
    sqlite3_stmt *stmt = job->q->page[PAGE_UNIT_SOURCE];
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind_text(stmt, 2, code);
    sqlite3_bind_int(stmt, 3, dossiers ? 1 : 0);
    sqlite3_bind_int(stmt, 4, dossiers ? 0 : 1);
    return finish(job->q, stmt, e);
}

static bool dossier_write(struct page_job *job, enum sqlite_page_statement which, const struct dossier *d,
                          int64_t hash, struct error *e)
{
    const int64_t extra[] = {hash, job->place->observed, job->place->observed, job->place->run,
                             job->place->source};
    sqlite3_stmt *stmt = job->q->page[which];
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        bind(stmt, i + 1, &d->value[i]);
    for (int i = DOSSIER_FIELD_COUNT; i < EXTRA_END; i++)
        sqlite3_bind_int64(stmt, i + 1, extra[i - DOSSIER_FIELD_COUNT]);
    return finish(job->q, stmt, e);
}

static bool dossier_keep(struct page_job *job, const struct dossier *d, struct error *e)
{
    sqlite3_stmt *stmt = job->q->page[PAGE_DOSSIER_KEEP];
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind(stmt, 2, &d->value[DOSSIER_KEY]);
    sqlite3_bind_int64(stmt, 3, job->place->observed);
    sqlite3_bind_int64(stmt, 4, job->place->run);
    return finish(job->q, stmt, e);
}

enum standing { DOSSIER_NEW, DOSSIER_SAME, DOSSIER_CHANGED, DOSSIER_FAILED };

/* True if the first row of the statement is not zero; *failed: the statement failed. */
static bool says_yes(const struct page_job *job, sqlite3_stmt *stmt, bool *failed, struct error *e)
{
    int rc = sqlite3_step(stmt);
    bool yes = rc == SQLITE_ROW && sqlite3_column_int(stmt, 0);
    *failed = rc != SQLITE_ROW && !sqlite_failed(job->q, e);
    sqlite3_reset(stmt);
    return yes;
}

/* DOSSIER_SAME: the dossier was found missing after this page was observed, and the page is out of date. */
static enum standing dossier_ended(struct page_job *job, const struct dossier *d, struct error *e)
{
    bool failed;
    if (!job->ended)
        return DOSSIER_NEW;
    sqlite3_stmt *stmt = job->q->page[PAGE_MISSING_SINCE];
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind(stmt, 2, &d->value[DOSSIER_KEY]);
    sqlite3_bind_int64(stmt, 3, job->place->observed);
    bool ended = says_yes(job, stmt, &failed, e);
    return failed ? DOSSIER_FAILED : ended ? DOSSIER_SAME : DOSSIER_NEW;
}

/* How the store's version compares with the dossier. A version that was observed later is not overwritten. */
static enum standing dossier_find(struct page_job *job, const struct dossier *d, int64_t hash,
                                  struct error *e)
{
    sqlite3_stmt *stmt = job->q->page[PAGE_DOSSIER_FIND];
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind(stmt, 2, &d->value[DOSSIER_KEY]);
    int rc = sqlite3_step(stmt);
    enum standing found = rc == SQLITE_DONE ? DOSSIER_NEW : DOSSIER_FAILED;
    if (rc == SQLITE_ROW)
        found = sqlite3_column_int64(stmt, 0) == hash ||
                        sqlite3_column_int64(stmt, 1) > job->place->observed ||
                        sqlite3_column_int64(stmt, 0) == dossier_hash_before(d)
                    ? DOSSIER_SAME
                    : DOSSIER_CHANGED;
    else if (rc != SQLITE_DONE)
        sqlite_failed(job->q, e);
    sqlite3_reset(stmt);
    return found == DOSSIER_NEW ? dossier_ended(job, d, e) : found;
}

static bool reject_clear(struct page_job *job, const struct value *record, struct error *e)
{
    if (!record->known)
        return true;
    sqlite3_stmt *stmt = job->q->page[PAGE_REJECT_CLEAR];
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind(stmt, 2, record);
    sqlite3_bind_int64(stmt, 3, job->place->observed);
    return finish(job->q, stmt, e);
}

static bool dossier_put(struct page_job *job, const struct dossier *d, struct error *e)
{
    const struct value *key = &d->value[DOSSIER_KEY], *unit = &d->value[DOSSIER_UNIT];
    int64_t hash = dossier_hash(d);
    if (!key->known)
        return error_set(e, ERROR_INTERNAL, job->q->name, NULL, _("a dossier without a key"));
    const struct value *receiving = &d->value[DOSSIER_RECEIVING_UNIT];
    if ((unit->known && !unit_source_put(job, unit->text, true, e)) ||
        (receiving->known && !unit_source_put(job, receiving->text, true, e)))
        return false;
    if (job->rejects && !(reject_clear(job, key, e) && reject_clear(job, &d->value[DOSSIER_CODE], e)))
        return false;
    switch (dossier_find(job, d, hash, e)) {
    case DOSSIER_NEW:
        job->out->new_rows++;
        return dossier_write(job, PAGE_DOSSIER_ADD, d, hash, e);
    case DOSSIER_CHANGED:
        job->out->changed++;
        return dossier_keep(job, d, e) && dossier_write(job, PAGE_DOSSIER_CHANGE, d, hash, e);
    case DOSSIER_SAME:
        job->out->unchanged++;
        return true;
    case DOSSIER_FAILED:
    default:
        return false;
    }
}

static bool column_equals(sqlite3_stmt *stmt, int i, const struct value *v)
{
    if (sqlite3_column_type(stmt, i) == SQLITE_NULL)
        return !v->known;
    if (v->text)
        return v->known && strcmp((const char *)sqlite3_column_text(stmt, i), v->text) == 0;
    return v->known && sqlite3_column_int64(stmt, i) == v->number;
}

#define FIGURE_KEY    6 /* columns before the values: source .. observed_at */
#define FIGURE_VALUES 6

/* Binds the first parameters, the key, which finding and adding share. */
static void figure_key_bind(const struct page_job *job, sqlite3_stmt *stmt, const struct figure *f)
{
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind_text(stmt, 2, job->place->period_kind);
    sqlite3_bind_int64(stmt, 3, job->place->period_from);
    bind_text(stmt, 4, f->unit);
    bind_text(stmt, 5, f->metric);
    sqlite3_bind_int64(stmt, 6, job->place->observed);
}

static bool figure_put(struct page_job *job, const struct figure *f, struct error *e)
{
    const struct value values[FIGURE_VALUES] = {f->numerator, f->denominator, f->ratio,
                                                f->score,     f->max,         value_text(f->status)};
    if (!job->place->period_kind || !f->unit || !f->metric)
        return error_set(e, ERROR_INTERNAL, job->q->name, NULL,
                         _("a figure without its period, unit or name"));
    if (!unit_source_put(job, f->unit, false, e))
        return false;
    sqlite3_stmt *find = job->q->page[PAGE_FIGURE_FIND];
    figure_key_bind(job, find, f);
    int rc = sqlite3_step(find);
    bool same = rc == SQLITE_ROW;
    for (int i = 0; same && i < FIGURE_VALUES; i++)
        same = column_equals(find, i, &values[i]);
    sqlite3_reset(find);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return sqlite_failed(job->q, e);
    if (same) {
        job->out->unchanged++;
        return true;
    }
    job->out->changed += rc == SQLITE_ROW;
    job->out->new_rows += rc == SQLITE_DONE;
    sqlite3_stmt *add = job->q->page[PAGE_FIGURE_ADD];
    figure_key_bind(job, add, f);
    for (int i = 0; i < FIGURE_VALUES; i++)
        bind(add, FIGURE_KEY + 1 + i, &values[i]);
    sqlite3_bind_int64(add, FIGURE_KEY + FIGURE_VALUES + 1, job->place->run);
    return finish(job->q, add, e);
}

static bool reject_put(struct page_job *job, const struct reject *r, struct error *e)
{
    char where[LIMIT_VALUE_BYTES];
    const struct page_place *place = job->place;
    const char *record = reject_record(r, place->cursor, where);
    sqlite3_stmt *stmt = job->q->page[PAGE_REJECT_PUT];
    const char *texts[] = {record, place->stream, r->field ? r->field : "", r->reason ? r->reason : "",
                           r->key, r->shape};
    sqlite3_bind_int64(stmt, 1, place->source);
    for (int i = 0; i < 6; i++)
        bind_text(stmt, i + 2, texts[i]);
    sqlite3_bind_int64(stmt, 8, r->position);
    sqlite3_bind_int64(stmt, 9, place->observed);
    sqlite3_bind_int64(stmt, 10, place->run);
    return finish(job->q, stmt, e);
}

static bool facts_find(struct page_job *job, struct error *e)
{
    bool failed;
    sqlite3_stmt *rejects = job->q->page[PAGE_REJECT_ANY], *ended = job->q->page[PAGE_MISSING_ANY];
    sqlite3_bind_int64(rejects, 1, job->place->source);
    job->rejects = says_yes(job, rejects, &failed, e);
    if (failed)
        return false;
    sqlite3_bind_int64(ended, 1, job->place->source);
    sqlite3_bind_int64(ended, 2, job->place->observed);
    job->ended = says_yes(job, ended, &failed, e);
    return !failed;
}

/* A page that comes after samples have counted its run makes them count the run anew. */
static bool run_late(struct page_job *job, struct error *e)
{
    sqlite3_stmt *stmt = job->q->page[PAGE_RUN_LATE];
    sqlite3_bind_int64(stmt, 1, job->place->run);
    return finish(job->q, stmt, e);
}

static bool cursor_put(struct page_job *job, struct error *e)
{
    if (!job->place->cursor)
        return true;
    sqlite3_stmt *stmt = job->q->page[PAGE_CURSOR];
    sqlite3_bind_int64(stmt, 1, job->place->source);
    bind_text(stmt, 2, job->place->stream);
    bind_text(stmt, 3, job->place->cursor);
    return finish(job->q, stmt, e);
}

bool sqlite_page_put(struct store *s, const struct page_place *place, const struct page *page,
                     struct page_outcome *out, struct error *e)
{
    struct page_job job = {.q = s->handle, .place = place, .out = out};
    bool ok = statements_prepare(job.q, e) && facts_find(&job, e) && run_late(&job, e);
    for (size_t i = 0; ok && i < page->unit_count; i++)
        ok = unit_put(&job, &page->units[i], e);
    for (size_t i = 0; ok && i < page->dossier_count; i++)
        ok = dossier_put(&job, &page->dossiers[i], e);
    for (size_t i = 0; ok && i < page->figure_count; i++)
        ok = figure_put(&job, &page->figures[i], e);
    for (size_t i = 0; ok && i < page->reject_count; i++)
        ok = reject_put(&job, &page->rejects[i], e);
    return ok && cursor_put(&job, e);
}

bool sqlite_missing_put(struct store *s, const struct page_place *place, const char *keys, size_t count,
                        struct error *e)
{
    static const enum sqlite_page_statement steps[] = {PAGE_MISSING_KEEP, PAGE_MISSING_END};
    struct sqlite_store *q = s->handle;
    bool ok = statements_prepare(q, e);
    for (; ok && count; count--, keys += strlen(keys) + 1)
        for (int i = 0; ok && i < 2; i++) {
            sqlite3_stmt *stmt = q->page[steps[i]];
            sqlite3_bind_int64(stmt, 1, place->source);
            bind_text(stmt, 2, keys);
            sqlite3_bind_int64(stmt, 3, place->observed);
            if (steps[i] == PAGE_MISSING_KEEP)
                sqlite3_bind_int64(stmt, 4, place->run);
            ok = finish(q, stmt, e);
        }
    return ok;
}
