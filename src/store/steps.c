/* The steps of a poll (source, run, page, cursor) in SQL that every store understands, for drivers without steps of
 * their own; the outbox has its own. */
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "rows/value.h"
#include "store/catalogue.h"
#include "store/driver.h"
#include "store/run_issue.h"

#define WRITE(s, sql, params, row, context, e)                                                               \
    (s)->driver->run(s, true, sql, params, (int)(sizeof(params) / sizeof *(params)), row, context, e)

static bool step_source_put(struct store *s, const char *name, const char *title, const char *manifest,
                            uint64_t knows, int64_t *id, struct error *e)
{
    const struct value params[] = {value_text(name), value_text(title), value_text(manifest),
                                   value_number((int64_t)knows)};
    return WRITE(s,
                 "INSERT INTO source (name, title, manifest, knows) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (name) DO UPDATE SET title = excluded.title, manifest = excluded.manifest,"
                 " knows = excluded.knows | source.supplement RETURNING id",
                 params, value_number_row, id, e);
}

static bool step_source_count_set(struct store *s, int64_t id, bool count, struct error *e)
{
    const struct value params[] = {value_number(id), value_number(count)};
    return WRITE(s, "UPDATE source SET counts = $2 WHERE id = $1", params, NULL, NULL, e);
}

static bool run_find(struct store *s, struct run *r, struct error *e)
{
    const struct value params[] = {value_number(r->source), value_text(r->origin)};
    r->id = 0;
    return !*r->origin || store_query(s, "SELECT id FROM run WHERE source_id = $1 AND origin = $2", params, 2,
                                      value_number_row, &r->id, e);
}

static bool run_insert(struct store *s, struct run *r, struct error *e)
{
    const struct value killed[] = {value_number(r->source)};
    const struct value params[] = {value_number(r->source),
                                   value_number(r->observed),
                                   value_number(r->started),
                                   value_if(r->expected >= 0, r->expected),
                                   value_text(*r->origin ? r->origin : NULL),
                                   value_text(r->file),
                                   value_text(r->sha256)};
    return WRITE(s, "UPDATE run SET outcome = 'interrupted' WHERE source_id = $1 AND outcome = 'running'",
                 killed, NULL, NULL, e) &&
           WRITE(
               s,
               "INSERT INTO run (source_id, observed_at, started_at, expected, outcome, origin, file, sha256)"
               " VALUES ($1, $2, $3, $4, 'running', $5, $6, $7) RETURNING id",
               params, value_number_row, &r->id, e);
}

static bool step_run_begin(struct store *s, struct run *r, struct error *e)
{
    if (!s->driver->begin(s, true, e))
        return false;
    if (run_find(s, r, e) && (r->id || run_insert(s, r, e)))
        return s->driver->commit(s, e);
    s->driver->rollback(s);
    return false;
}

/* Keeps the run's misgivings. A failure does not keep the run from its end, because the run is true without them;
 * only where the store does not answer the step fails, so that the outbox tries the whole step again. */
static bool issues_put(struct store *s, const struct run *r, struct error *e)
{
    struct misgiving_list issues = {0};
    struct error why = {0};
    bool ok = true;
    if (!r->issues)
        return true;
    if (!misgiving_list_read(r->issues, &issues))
        error_memory(&why, s->name);
    else
        ok = run_issues_put(s, r, &issues, &why);
    misgiving_list_free(&issues);
    if (!ok && why.code == ERROR_TEMPORARY) {
        *e = why;
        return false;
    }
    if (why.code) {
        error_within(&why, _("what was not understood could not be kept"));
        error_print(&why);
    }
    return true;
}

static bool step_run_end(struct store *s, const struct run *r, struct error *e)
{
    if (!issues_put(s, r, e))
        return false;
    char reasons[OUTCOME_TEXT_BYTES];
    const struct value params[] = {value_number(r->id),
                                   value_moment(r->ended),
                                   value_if(r->expected >= 0, r->expected),
                                   value_number(r->got),
                                   value_number(r->new_rows),
                                   value_number(r->changed),
                                   value_number(r->unchanged),
                                   value_number(r->rejected),
                                   value_number(r->bytes),
                                   value_number(r->pages),
                                   value_number(r->milliseconds),
                                   value_text(r->outcome),
                                   value_text(r->message),
                                   value_text(outcome_write(&r->why, reasons)),
                                   value_number(r->retries.tries),
                                   value_number(r->retries.waited_ms),
                                   value_text(*r->retries.reason ? r->retries.reason : NULL),
                                   value_moment(r->newest > 0 ? r->newest : MOMENT_NONE)};
    return WRITE(
        s,
        "UPDATE run SET ended_at = $2, expected = $3, got = $4, new_rows = $5, changed = $6, unchanged = $7,"
        " rejected = $8, bytes = $9, pages = $10, milliseconds = $11,"
        " outcome = CASE WHEN doubted > 0 AND $12 = 'complete' THEN 'partial' ELSE $12 END,"
        " message = CASE WHEN doubted > 0 THEN message ELSE $13 END,"
        " reasons = $14, tries = $15, waited_ms = $16, retry_reason = $17, newest_at = $18,"
        " rejects_open = (SELECT COUNT(*) FROM reject WHERE reject.source_id = run.source_id)"
        " WHERE id = $1",
        params, NULL, NULL, e);
}

static bool step_page_put(struct store *s, const struct page_place *place, const struct page *page,
                          struct page_outcome *out, struct error *e)
{
    *out = (struct page_outcome){0};
    if (!s->driver->begin(s, true, e))
        return false;
    bool ok =
        s->driver->page(s, place, page, out, e) && (!page->ends || store_missing_put(s, place, page, out, e));
    ok = ok && catalogue_page_put(s, page, e);
    ok = store_write_end(s, ok, e);
    if (!ok) /* a lost commit counts nothing either: the page is put again */
        *out = (struct page_outcome){0};
    return ok;
}

struct cursor_copy {
    char *out;
    size_t size;
};

static bool cursor_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct cursor_copy *copy = context;
    (void)e;
    if (count > 0 && columns[0].known && copy->size) {
        size_t n = columns[0].length < copy->size - 1 ? columns[0].length : copy->size - 1;
        memcpy(copy->out, columns[0].text, n);
        copy->out[n] = '\0';
    }
    return true;
}

static bool step_cursor_get(struct store *s, int64_t source, const char *stream, char *out, size_t size,
                            struct error *e)
{
    const struct value params[] = {value_number(source), value_text(stream)};
    struct cursor_copy copy = {out, size};
    if (size)
        *out = '\0';
    return store_query(s, "SELECT value FROM cursor WHERE source_id = $1 AND stream = $2", params, 2,
                       cursor_row, &copy, e);
}

static const struct store_steps plain_steps = {.source_put = step_source_put,
                                               .source_count_set = step_source_count_set,
                                               .run_begin = step_run_begin,
                                               .run_end = step_run_end,
                                               .page_put = step_page_put,
                                               .cursor_get = step_cursor_get};

static const struct store_steps *steps_of(const struct store *s)
{
    return s->driver->steps ? s->driver->steps : &plain_steps;
}

bool store_source_put(struct store *s, const char *name, const char *title, const char *manifest,
                      uint64_t knows, int64_t *id, struct error *e)
{
    return steps_of(s)->source_put(s, name, title, manifest, knows, id, e);
}

bool store_source_count_set(struct store *s, int64_t id, bool count, struct error *e)
{
    return steps_of(s)->source_count_set(s, id, count, e);
}

bool store_run_begin(struct store *s, struct run *r, struct error *e)
{
    return steps_of(s)->run_begin(s, r, e);
}

bool store_run_end(struct store *s, const struct run *r, struct error *e)
{
    return steps_of(s)->run_end(s, r, e);
}

bool store_page_put(struct store *s, const struct page_place *place, const struct page *page,
                    struct page_outcome *out, struct error *e)
{
    return steps_of(s)->page_put(s, place, page, out, e);
}

bool store_cursor_get(struct store *s, int64_t source, const char *stream, char *out, size_t size,
                      struct error *e)
{
    return steps_of(s)->cursor_get(s, source, stream, out, size, e);
}
