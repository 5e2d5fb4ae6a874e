#include "store/outbox/queue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/text.h"
#include "rows/value.h"
#include "store/sqlite/driver.h"

#define APPLICATION_ID    1836020834 /* "motb" */
#define VERSION           3
#define BUSY_MILLISECONDS 10000
#define BODY_BYTES_MAX    (4L * LIMIT_PAGE_BYTES) /* of one page */
#define RUN(o, write, sql, params, row, context, e)                                                          \
    store_sqlite.run(&(o)->db, write, sql, params, (int)(sizeof(params) / sizeof *(params)), row, context, e)
#define ASK(o, sql, row, context, e) store_sqlite.run(&(o)->db, false, sql, NULL, 0, row, context, e)

/* The columns of run that versions 2 and 3 added: see struct run. */
#define RUN_MORE                                                                                             \
    "reasons TEXT, tries INTEGER NOT NULL DEFAULT 0, waited INTEGER NOT NULL DEFAULT 0, retry_reason TEXT,"  \
    " newest INTEGER, issues TEXT"

/* Version 1 had no columns for the reasons of a run, version 2 none for its misgivings. */
static const char upgrade_1[] =
    "ALTER TABLE run ADD COLUMN reasons TEXT; ALTER TABLE run ADD COLUMN retry_reason TEXT;"
    "ALTER TABLE run ADD COLUMN tries INTEGER NOT NULL DEFAULT 0; ALTER TABLE run ADD COLUMN newest INTEGER;"
    "ALTER TABLE run ADD COLUMN waited INTEGER NOT NULL DEFAULT 0;";
static const char upgrade_2[] = "ALTER TABLE run ADD COLUMN issues TEXT";

/* AUTOINCREMENT never gives a step's number twice. */
static const char schema[] =
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
    "CREATE TABLE source (name TEXT PRIMARY KEY, title TEXT, manifest TEXT, knows INTEGER NOT NULL,"
    " counts INTEGER NOT NULL) STRICT;"
    "CREATE TABLE run (origin TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES source (name),"
    " observed INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER, expected INTEGER NOT NULL,"
    " got INTEGER NOT NULL, new_rows INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,"
    " rejected INTEGER NOT NULL, bytes INTEGER NOT NULL, pages INTEGER NOT NULL, milliseconds INTEGER NOT "
    "NULL,"
    " outcome TEXT, message TEXT, replayed_new INTEGER NOT NULL DEFAULT 0,"
    " replayed_changed INTEGER NOT NULL DEFAULT 0, replayed_unchanged INTEGER NOT NULL DEFAULT 0, " RUN_MORE
    ") STRICT;"
    "CREATE TABLE step (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " source TEXT NOT NULL REFERENCES source (name), origin TEXT NOT NULL REFERENCES run (origin),"
    " stream TEXT, cursor TEXT, bytes INTEGER NOT NULL, body BLOB) STRICT;"
    "CREATE INDEX step_by_stream ON step (source, stream, id) WHERE cursor IS NOT NULL;"
    "CREATE TABLE refused (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " source TEXT NOT NULL REFERENCES source (name), origin TEXT NOT NULL REFERENCES run (origin),"
    " stream TEXT, bytes INTEGER NOT NULL, body BLOB, refused_at INTEGER NOT NULL, reason TEXT NOT NULL) "
    "STRICT;";

struct outbox {
    struct store db; /* no store of figures: the SQLite driver runs its statements */
    struct sqlite_store *sqlite;
    struct buffer body;
    int64_t max_bytes;
    int lock;  /* descriptor of FILE-lock, or -1 */
    int polls; /* descriptor of FILE-polls, or -1 */
};

/* --- opening --- */

static bool number_get(struct outbox *o, const char *sql, int64_t *out, struct error *e)
{
    *out = 0;
    return ASK(o, sql, value_number_row, out, e);
}

static bool begin(struct outbox *o, struct error *e)
{
    return store_sqlite.begin(&o->db, true, e);
}

static bool finish(struct outbox *o, bool ok, struct error *e)
{
    if (ok)
        return store_sqlite.commit(&o->db, e);
    store_sqlite.rollback(&o->db);
    return false;
}

/* Makes the tables of a new file. The version is read under the lock, because another program may be making the
 * tables. */
static bool schema_make(struct outbox *o, struct error *e)
{
    int64_t version, id, tables;
    char mark[96];
    if (!begin(o, e))
        return false;
    bool ok = number_get(o, "SELECT user_version FROM pragma_user_version", &version, e) &&
              number_get(o, "SELECT application_id FROM pragma_application_id", &id, e) &&
              number_get(o, "SELECT COUNT(*) FROM sqlite_master", &tables, e);
    if (ok && id != APPLICATION_ID && (id || tables))
        ok = error_set(e, ERROR_CONFIG, o->db.name, _("Name another file under \"outbox\" in the config."),
                       _("a database of another kind"));
    if (ok && version > VERSION)
        ok = error_set(e, ERROR_UNAVAILABLE, o->db.name, _("Use the newer program that made it."),
                       _("made by a newer motcua (outbox %lld, this program knows %d)"), (long long)version,
                       VERSION);
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
             VERSION);
    if (ok && (!tables || version < VERSION))
        ok = (tables ? (version > 1 || sqlite_exec(o->sqlite, upgrade_1, e)) &&
                           sqlite_exec(o->sqlite, upgrade_2, e)
                     : sqlite_exec(o->sqlite, schema, e)) &&
             sqlite_exec(o->sqlite, mark, e);
    return finish(o, ok, e);
}

static bool file_open(struct outbox *o, const char *file, struct error *e)
{
    if (sqlite3_open_v2(file, &o->sqlite->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return sqlite_failed(o->sqlite, e);
    sqlite3_busy_timeout(o->sqlite->db, BUSY_MILLISECONDS);
    return sqlite_exec(
               o->sqlite,
               "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               " PRAGMA foreign_keys = ON; PRAGMA cache_size = -2048;"
               " PRAGMA journal_size_limit = 4194304",
               e) &&
           schema_make(o, e);
}

struct outbox *outbox_open(const char *file, int64_t max_bytes, struct error *e)
{
    struct outbox *o = calloc(1, sizeof *o);
    if (o) {
        o->lock = o->polls = -1;
        o->max_bytes = max_bytes;
        buffer_init(&o->body, BODY_BYTES_MAX);
        o->db.driver = &store_sqlite;
        o->db.name = strdup(file);
        o->db.handle = o->sqlite = calloc(1, sizeof *o->sqlite);
    }
    if (!o || !o->db.name || !o->sqlite) {
        error_memory(e, file);
        outbox_close(o);
        return NULL;
    }
    o->sqlite->name = o->db.name;
    if (file_open(o, file, e))
        return o;
    if (e && e->code == ERROR_DATA)
        snprintf(e->hint, sizeof e->hint, "%s",
                 _("The outbox is damaged: move it away and collect again; what it held comes from the "
                   "portals anew."));
    outbox_close(o);
    return NULL;
}

void outbox_close(struct outbox *o)
{
    if (!o)
        return;
    outbox_unlock(o);
    if (o->polls >= 0)
        close(o->polls);
    store_sqlite.close(&o->db);
    buffer_free(&o->body);
    free(o->db.name);
    free(o);
}

const char *outbox_file(const struct outbox *o)
{
    return o->db.name;
}

int64_t outbox_max_bytes(const struct outbox *o)
{
    return o->max_bytes;
}

/* --- putting in --- */

bool outbox_bytes(struct outbox *o, int64_t *bytes, struct error *e)
{
    return number_get(o,
                      "SELECT (p.page_count - f.freelist_count) * s.page_size"
                      " FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s",
                      bytes, e);
}

static bool room_check(struct outbox *o, struct error *e)
{
    int64_t bytes;
    if (!outbox_bytes(o, &bytes, e))
        return false;
    if (bytes + (int64_t)o->body.used <= o->max_bytes)
        return true;
    return error_set(
        e, ERROR_TEMPORARY, o->db.name,
        _("Bring the PostgreSQL server back, then: motcua outbox replay. Nothing that is in it is lost."),
        _("the outbox is full (%lld MiB): polling stops"), (long long)(o->max_bytes / (1024 * 1024)));
}

static bool source_put(struct outbox *o, const struct outbox_source *s, struct error *e)
{
    const struct value params[] = {value_text(s->name), value_text(s->title), value_text(s->manifest),
                                   value_number((int64_t)s->knows), value_number(s->counts)};
    return RUN(o, true,
               "INSERT INTO source (name, title, manifest, knows, counts) VALUES ($1, $2, $3, $4, $5)"
               " ON CONFLICT (name) DO UPDATE SET title = excluded.title, manifest = excluded.manifest,"
               " knows = excluded.knows, counts = excluded.counts",
               params, NULL, NULL, e);
}

static bool run_put(struct outbox *o, const char *source, const struct run *r, struct error *e)
{
    char text[OUTCOME_TEXT_BYTES];
    const char *reasons = outcome_write(&r->why, text);
    const struct run_retries *t = &r->retries;
    moment newest = r->newest > 0 ? r->newest : MOMENT_NONE;
    const struct value params[] = {value_text(r->origin),      value_text(source),
                                   value_number(r->observed),  value_number(r->started),
                                   value_moment(r->ended),     value_number(r->expected),
                                   value_number(r->got),       value_number(r->new_rows),
                                   value_number(r->changed),   value_number(r->unchanged),
                                   value_number(r->rejected),  value_number(r->bytes),
                                   value_number(r->pages),     value_number(r->milliseconds),
                                   value_text(r->outcome),     value_text(r->message),
                                   value_text(reasons),        value_number(t->tries),
                                   value_number(t->waited_ms), value_text(t->reason),
                                   value_moment(newest),       value_text(r->issues)};
    return RUN(
        o, true,
        "INSERT INTO run (origin, source, observed, started, ended, expected, got, new_rows, changed, "
        "unchanged,"
        " rejected, bytes, pages, milliseconds, outcome, message, reasons, tries, waited, retry_reason,"
        " newest, issues) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
        " $18, $19, $20, $21, $22)"
        " ON CONFLICT (origin) DO UPDATE SET ended = excluded.ended, expected = excluded.expected,"
        " got = excluded.got, new_rows = excluded.new_rows, changed = excluded.changed,"
        " unchanged = excluded.unchanged, rejected = excluded.rejected, bytes = excluded.bytes,"
        " pages = excluded.pages, milliseconds = excluded.milliseconds, outcome = excluded.outcome,"
        " message = excluded.message, reasons = excluded.reasons, tries = excluded.tries,"
        " waited = excluded.waited, retry_reason = excluded.retry_reason, newest = excluded.newest,"
        " issues = excluded.issues",
        params, NULL, NULL, e);
}

bool outbox_append(struct outbox *o, enum outbox_kind kind, const struct outbox_source *source,
                   const struct run *run, const struct page_place *place, const struct page *page,
                   struct error *e)
{
    buffer_reset(&o->body);
    if (kind == OUTBOX_PAGE && (!outbox_page_write(place, page, &o->body, e) || !room_check(o, e)))
        return false;
    struct value body = {
        .known = kind == OUTBOX_PAGE, .text = buffer_string(&o->body), .length = (uint32_t)o->body.used};
    const struct value params[] = {value_number(moment_now()),
                                   value_number(kind),
                                   value_text(source->name),
                                   value_text(run->origin),
                                   value_text(place ? place->stream : NULL),
                                   value_text(place ? place->cursor : NULL),
                                   value_number((int64_t)o->body.used),
                                   body};
    if (!begin(o, e))
        return false;
    return finish(o,
                  source_put(o, source, e) && run_put(o, source->name, run, e) &&
                      RUN(o, true,
                          "INSERT INTO step (at, kind, source, origin, stream, cursor, bytes, body)"
                          " VALUES ($1, $2, $3, $4, $5, $6, $7, CAST($8 AS BLOB))",
                          params, NULL, NULL, e),
                  e);
}

/* --- taking out --- */

bool outbox_empty(struct outbox *o, bool *empty, struct error *e)
{
    int64_t any = 0;
    bool ok = number_get(o, "SELECT EXISTS (SELECT 1 FROM step)", &any, e);
    *empty = !any;
    return ok;
}

#define FIRST_SQL                                                                                            \
    "SELECT e.id, e.kind, e.source, s.title, s.manifest, s.knows, s.counts, e.origin, r.observed, "          \
    "r.started, COALESCE(r.ended, -9223372036854775807 - 1),"                                                \
    " r.expected, r.got, r.new_rows + r.replayed_new, r.changed + r.replayed_changed,"                       \
    " r.unchanged + r.replayed_unchanged, r.rejected, r.bytes, r.pages, r.milliseconds, r.outcome, "         \
    "r.message, r.reasons, r.tries, r.waited, r.retry_reason,"                                               \
    " COALESCE(r.newest, -9223372036854775807 - 1), r.issues,"                                               \
    " e.cursor, CAST(e.body AS TEXT)"                                                                        \
    " FROM step e LEFT JOIN source s ON s.name = e.source LEFT JOIN run r ON r.origin = e.origin ORDER BY "  \
    "e.id LIMIT 1"
enum { FIRST_COLUMNS = 30 };

struct first {
    struct outbox *outbox;
    struct outbox_step *step;
    struct page *page;
    bool any;
};

/* Reads the columns of FIRST_SQL one after the other; texts are copied into the page's memory. */
struct columns {
    const struct value *next;
    struct page *page;
    bool failed;
};

static int64_t next_number(struct columns *c)
{
    return (c->next++)->number;
}

static const char *next_text(struct columns *c)
{
    const struct value *v = c->next++;
    const char *copy = v->text ? page_copy(c->page, v->text, v->length) : NULL;
    c->failed = c->failed || (v->text && !copy);
    return copy;
}

static void step_read(struct columns *c, struct outbox_step *step)
{
    step->id = next_number(c);
    int64_t kind = next_number(c);
    step->kind = kind == OUTBOX_PAGE ? OUTBOX_PAGE : kind == OUTBOX_END ? OUTBOX_END : OUTBOX_BEGIN;
    step->source.name = next_text(c);
    step->source.title = next_text(c);
    step->source.manifest = next_text(c);
    step->source.knows = (uint64_t)next_number(c);
    step->source.counts = (int)next_number(c);
    const char *origin = next_text(c);
    snprintf(step->run.origin, sizeof step->run.origin, "%s", origin ? origin : "");
    int64_t *const numbers[] = {&step->run.observed, &step->run.started,   &step->run.ended,
                                &step->run.expected, &step->run.got,       &step->run.new_rows,
                                &step->run.changed,  &step->run.unchanged, &step->run.rejected,
                                &step->run.bytes,    &step->run.pages,     &step->run.milliseconds};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = next_number(c);
    step->run.outcome = next_text(c);
    step->run.message = next_text(c);
    outcome_read(next_text(c), &step->run.why);
    step->run.retries.tries = next_number(c);
    step->run.retries.waited_ms = next_number(c);
    const char *reason = next_text(c); /* "": the run needed no retry */
    snprintf(step->run.retries.reason, sizeof step->run.retries.reason, "%s", reason ? reason : "");
    step->run.newest = next_number(c);
    step->run.issues = next_text(c);
}

static bool first_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct first *first = context;
    struct outbox_step *step = first->step;
    const char *where = first->outbox->db.name;
    struct columns c = {columns, first->page, false};
    if (count != FIRST_COLUMNS)
        return error_set(e, ERROR_INTERNAL, where, NULL, _("an answer of another form"));
    first->any = true;
    step_read(&c, step);
    const char *cursor = next_text(&c);
    if (c.failed)
        return error_memory(e, where);
    const struct value *body = c.next;
    step->readable = step->kind != OUTBOX_PAGE ||
                     outbox_page_read(body->text ? body->text : "", body->text ? body->length : 0,
                                      first->page, &step->place, where, &step->damage);
    step->place.cursor = cursor;
    return step->readable || step->damage.code == ERROR_DATA ||
           error_set(e, step->damage.code, where, NULL, "%s", step->damage.what);
}

bool outbox_first(struct outbox *o, struct outbox_step *out, struct page *page, bool *any, struct error *e)
{
    struct first first = {o, out, page, false};
    *out = (struct outbox_step){0};
    page_reset(page);
    bool ok = ASK(o, FIRST_SQL, first_row, &first, e);
    *any = first.any;
    return ok;
}

static bool step_delete(struct outbox *o, const struct outbox_step *step, struct error *e)
{
    const struct value params[] = {value_number(step->id)};
    return RUN(o, true, "DELETE FROM step WHERE id = $1", params, NULL, NULL, e);
}

/* Removes runs without waiting steps: at a run's end that run, at a run's begin earlier ones that were killed. */
static bool runs_forget(struct outbox *o, const struct outbox_step *step, struct error *e)
{
    const struct value params[] = {value_text(step->source.name), value_text(step->run.origin),
                                   value_number(step->kind == OUTBOX_END)};
    return step->kind == OUTBOX_PAGE ||
           RUN(o, true,
               "DELETE FROM run WHERE source = $1 AND (origin <> $2) <> $3"
               " AND NOT EXISTS (SELECT 1 FROM step WHERE step.origin = run.origin)"
               " AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.origin = run.origin)",
               params, NULL, NULL, e);
}

bool outbox_done(struct outbox *o, const struct outbox_step *step, const struct page_outcome *out,
                 struct error *e)
{
    static const struct page_outcome nothing = {0};
    const struct page_outcome *counts = out ? out : &nothing;
    const struct value params[] = {value_text(step->run.origin), value_number(counts->new_rows),
                                   value_number(counts->changed), value_number(counts->unchanged)};
    if (!begin(o, e))
        return false;
    return finish(
        o,
        step_delete(o, step, e) &&
            RUN(o, true,
                "UPDATE run SET replayed_new = replayed_new + $2, replayed_changed = replayed_changed + $3,"
                " replayed_unchanged = replayed_unchanged + $4 WHERE origin = $1",
                params, NULL, NULL, e) &&
            runs_forget(o, step, e),
        e);
}

bool outbox_refuse(struct outbox *o, const struct outbox_step *step, const char *reason, struct error *e)
{
    const struct value params[] = {value_number(step->id), value_number(moment_now()), value_text(reason)};
    if (!begin(o, e))
        return false;
    return finish(
        o,
        RUN(o, true,
            "INSERT INTO refused (id, at, kind, source, origin, stream, bytes, body, refused_at, reason)"
            " SELECT id, at, kind, source, origin, stream, bytes, body, $2, $3 FROM step WHERE id = $1",
            params, NULL, NULL, e) &&
            step_delete(o, step, e),
        e);
}

bool outbox_retry(struct outbox *o, struct error *e)
{
    if (!begin(o, e))
        return false;
    return finish(
        o,
        sqlite_exec(o->sqlite,
                    "INSERT INTO step (at, kind, source, origin, stream, bytes, body)"
                    " SELECT at, kind, source, origin, stream, bytes, body FROM refused ORDER BY id;"
                    " DELETE FROM refused",
                    e),
        e);
}

/* --- asking --- */

struct text_copy {
    char *out;
    size_t size;
    bool found;
};

static bool text_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct text_copy *copy = context;
    (void)e;
    if (count > 0 && columns[0].text && copy->size) {
        snprintf(copy->out, copy->size, "%s", columns[0].text);
        copy->found = true;
    }
    return true;
}

bool outbox_cursor(struct outbox *o, const char *source, const char *stream, char *out, size_t size,
                   bool *found, struct error *e)
{
    const struct value params[] = {value_text(source), value_text(stream)};
    struct text_copy copy = {out, size, false};
    bool ok = RUN(o, false,
                  "SELECT cursor FROM step WHERE source = $1 AND stream = $2 AND cursor IS NOT NULL ORDER BY "
                  "id DESC LIMIT 1",
                  params, text_row, &copy, e);
    *found = copy.found;
    return ok;
}

static bool state_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct outbox_state *state = context;
    (void)e;
    if (count == 4)
        *state = (struct outbox_state){.steps = columns[0].number,
                                       .pages = columns[1].number,
                                       .refused = columns[2].number,
                                       .oldest = columns[3].known ? columns[3].number : MOMENT_NONE};
    return true;
}

bool outbox_state(struct outbox *o, struct outbox_state *out, struct error *e)
{
    return ASK(
        o, "SELECT COUNT(*), COALESCE(SUM(kind = 1), 0), (SELECT COUNT(*) FROM refused), MIN(at) FROM step",
        state_row, out, e);
}

bool outbox_list(struct outbox *o, store_row *row, void *context, struct error *e)
{
    return ASK(o,
               "SELECT s.name, COALESCE(w.pages, 0), COALESCE(w.bytes, 0), w.oldest, w.newest, "
               "COALESCE(f.pages, 0), f.reason"
               " FROM source s"
               " LEFT JOIN (SELECT source, SUM(kind = 1) AS pages, SUM(bytes) AS bytes, MIN(at) AS oldest, "
               "MAX(at) AS newest"
               " FROM step GROUP BY source) w ON w.source = s.name"
               " LEFT JOIN (SELECT source, COUNT(*) AS pages, reason, MAX(id) FROM refused GROUP BY source) f"
               " ON f.source = s.name WHERE w.source IS NOT NULL OR f.source IS NOT NULL ORDER BY s.name",
               row, context, e);
}

/* --- owners and locks --- */

bool outbox_belongs(struct outbox *o, const char *store, bool adopt, bool *same, char *other, size_t size,
                    struct error *e)
{
    const struct value params[] = {value_text(store), value_number(adopt)};
    struct text_copy copy = {other, size, false};
    *same = true;
    if (!begin(o, e))
        return false;
    bool ok = finish(o,
                     RUN(o, true,
                         "INSERT INTO about (key, value) VALUES ('store', $1) ON CONFLICT (key) DO UPDATE SET"
                         " value = excluded.value WHERE value <> excluded.value AND"
                         " ($2 OR NOT (EXISTS (SELECT 1 FROM step) OR EXISTS (SELECT 1 FROM refused)))",
                         params, NULL, NULL, e) &&
                         ASK(o, "SELECT value FROM about WHERE key = 'store'", text_row, &copy, e),
                     e);
    if (ok)
        *same = copy.found && strncmp(other, store, size - 1) == 0;
    return ok;
}

/* Opens a lock file beside the database. The locks have files of their own, because closing a second handle of the
 * database would release SQLite's locks. -1 and e on failure. */
static int beside_open(const struct outbox *o, const char *suffix, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    if (snprintf(file, sizeof file, "%s%s", o->db.name, suffix) >= (int)sizeof file) {
        error_set(e, ERROR_CONFIG, o->db.name, _("Choose a shorter path."), _("the file name is too long"));
        return -1;
    }
    int fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        error_set(e, ERROR_IO, file, _("Check the folder and its permissions."), "%s", strerror(errno));
    return fd;
}

bool outbox_lock(struct outbox *o, bool *got, struct error *e)
{
    *got = true;
    if (o->lock >= 0)
        return true;
    int fd = beside_open(o, "-lock", e);
    if (fd < 0)
        return false;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        o->lock = fd;
        return true;
    }
    close(fd);
    *got = false;
    return true;
}

/* A source's lock is the byte whose number is the hash of its name; the file stays empty. */
bool outbox_source_lock(struct outbox *o, const char *source, bool *got, struct error *e)
{
    struct flock byte = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = (off_t)(XXH3_64bits(source, strlen(source)) >> 2),
                         .l_len = 1};
    if (o->polls < 0)
        o->polls = beside_open(o, "-polls", e);
    if (o->polls < 0)
        return false;
    *got = fcntl(o->polls, F_OFD_SETLK, &byte) == 0;
    return *got || errno == EAGAIN || errno == EACCES ||
           error_set(e, ERROR_IO, o->db.name, _("Check the folder and its permissions."), "%s",
                     strerror(errno));
}

void outbox_unlock(struct outbox *o)
{
    if (o->lock < 0)
        return;
    if (o->sqlite) /* what is not given back now is given back the next time */
        sqlite3_exec(o->sqlite->db, "PRAGMA incremental_vacuum", NULL, NULL, NULL);
    close(o->lock);
    o->lock = -1;
}
