#include "store/outbox/driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/progress.h"
#include "base/text.h"
#include "store/outbox/inner.h"
#include "store/postgres/driver.h"

/* Replays for a while, if the store answers. *go: no step waits, and the next step may go straight into the store. */
static bool ready(struct store_outbox *x, bool *go, struct error *e)
{
    bool empty;
    *go = false;
    if (!outbox_empty(x->box, &empty, e))
        return false;
    if (!outbox_reach(x))
        return true;
    *go = empty;
    return empty || outbox_drain(x, LIMIT_OUTBOX_SLICE_MS, NULL, go, e);
}

/* --- into the outbox --- */

static bool fill_tell(struct store_outbox *x, struct error *e)
{
    int64_t bytes, max = outbox_max_bytes(x->box);
    if (!outbox_bytes(x->box, &bytes, e))
        return false;
    int percent = (int)(bytes / (max / 100 + 1));
    if (percent < LIMIT_OUTBOX_WARN_PERCENT || percent <= x->fill_told)
        return true;
    x->fill_told = percent;
    progress_hide();
    fprintf(stderr,
            _("motcua: WARNING: the outbox %s is %d%% full; at 100%% polling stops. Bring the PostgreSQL "
              "server back.\n"),
            outbox_file(x->box), percent);
    return true;
}

static bool keep(struct store_outbox *x, enum outbox_kind kind, struct registry_run *run,
                 const struct page_place *place, const struct page *page, struct error *e)
{
    if (!outbox_append(x->box, kind, &x->polled.sources[run->source].about, &run->run, place, page, e))
        return false;
    run->waits = true;
    return fill_tell(x, e);
}

static bool step_put(struct store_outbox *x, enum outbox_kind kind, struct registry_run *run,
                     const struct page_place *place, const struct page *page, struct page_outcome *out,
                     struct error *e)
{
    bool go;
    int64_t start = progress_clock();
    if (!ready(x, &go, e))
        return false;
    if (go && !(kind == OUTBOX_END && run->waits)) {
        struct error why = {0};
        if (outbox_deliver(x, kind, &x->polled.sources[run->source], &run->run, place, page, out, &why))
            return true;
        if (!outbox_worth_waiting(&why)) {
            *e = why;
            return false;
        }
        outbox_away(x, &why, start);
    }
    if (place && place->joint) /* the outbox keeps a row for each page */
        return error_set(e, ERROR_TEMPORARY, x->name, NULL, _("pages wait one by one"));
    return keep(x, kind, run, place, page, e);
}

/* --- the steps of polls --- */

static bool unknown_id(const struct store_outbox *x, struct error *e)
{
    return error_set(e, ERROR_INTERNAL, x->name, NULL, _("a source or run that was not begun here"));
}

static bool source_claim(struct store_outbox *x, const char *name, struct error *e)
{
    bool got;
    return outbox_source_lock(x->box, name, &got, e) &&
           (got || error_set(e, ERROR_TEMPORARY, outbox_file(x->box),
                             _("Wait until it is done; what it could not bring to the store waits here too."),
                             _("another motcua is polling this source")));
}

static bool steps_source_put(struct store *s, const char *name, const char *title, const char *manifest,
                             uint64_t knows, int64_t *id, struct error *e)
{
    struct store_outbox *x = s->handle;
    bool go;
    struct error why = {0};
    int64_t start = progress_clock();
    const struct outbox_source about = {name, title, manifest, knows, -1};
    if (!source_claim(x, name, e) || !ready(x, &go, e))
        return false;
    struct registry_source *source = registry_source_put(&x->polled, &about);
    if (!source)
        return error_memory(e, x->name);
    if (go && !outbox_source_there(x, source, &why)) {
        if (!outbox_worth_waiting(&why)) {
            *e = why;
            return false;
        }
        outbox_away(x, &why, start);
    }
    if (source->id)
        source->given = source->id;
    *id = source->given;
    return true;
}

static bool steps_source_count_set(struct store *s, int64_t id, bool count, struct error *e)
{
    struct store_outbox *x = s->handle;
    struct registry_source *source = registry_source_find(&x->polled, id);
    if (!source)
        return unknown_id(x, e);
    source->about.counts = count;
    source->id = 0; /* so that the store is told before the source's next step */
    return true;
}

static bool origin_make(struct run *r, struct error *e)
{
    unsigned char random[16];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return error_set(e, ERROR_INTERNAL, "getrandom", NULL, _("the system has no random numbers"));
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(r->origin + 2 * i, 3, "%02x", random[i]);
    return true;
}

static bool steps_run_begin(struct store *s, struct run *r, struct error *e)
{
    struct store_outbox *x = s->handle;
    struct registry_source *source = registry_source_find(&x->polled, r->source);
    if (!source)
        return unknown_id(x, e);
    if (!origin_make(r, e))
        return false;
    struct registry_run *run = registry_run_add(&x->polled, source, r);
    if (!run)
        return error_memory(e, x->name);
    run->run.outcome = run->run.message = NULL;
    if (!step_put(x, OUTBOX_BEGIN, run, NULL, NULL, NULL, e))
        return false;
    if (!run->waits)
        run->given = x->polled.sources[run->source].run;
    r->id = run->given;
    return true;
}

static bool steps_run_end(struct store *s, const struct run *r, struct error *e)
{
    struct store_outbox *x = s->handle;
    struct registry_run *run = registry_run_find(&x->polled, r->id);
    if (!run)
        return unknown_id(x, e);
    struct registry_run ended = *run;
    ended.run = *r;
    memcpy(ended.run.origin, run->run.origin, sizeof ended.run.origin);
    return step_put(x, OUTBOX_END, &ended, NULL, NULL, NULL, e);
}

static bool steps_page_put(struct store *s, const struct page_place *place, const struct page *page,
                           struct page_outcome *out, struct error *e)
{
    struct store_outbox *x = s->handle;
    struct registry_run *run = registry_run_find(&x->polled, place->run);
    *out = (struct page_outcome){0};
    return run ? step_put(x, OUTBOX_PAGE, run, place, page, out, e) : unknown_id(x, e);
}

/* A waiting cursor is newer than the store's. While the store is away and no cursor waits, nobody knows the cursor,
 * and the poll begins at the start. */
static bool steps_cursor_get(struct store *s, int64_t id, const char *stream, char *out, size_t size,
                             struct error *e)
{
    struct store_outbox *x = s->handle;
    struct registry_source *source = registry_source_find(&x->polled, id);
    struct error why = {0};
    int64_t start = progress_clock();
    bool found;
    if (!source)
        return unknown_id(x, e);
    if (size)
        *out = '\0';
    if (!outbox_cursor(x->box, source->about.name, stream, out, size, &found, e))
        return false;
    if (found || !outbox_reach(x) ||
        (outbox_source_there(x, source, &why) &&
         store_cursor_get(x->inner, source->id, stream, out, size, &why)))
        return true;
    if (size)
        *out = '\0';
    if (outbox_worth_waiting(&why)) {
        outbox_away(x, &why, start);
        return true;
    }
    *e = why;
    return false;
}

static const struct store_steps steps = {.source_put = steps_source_put,
                                         .source_count_set = steps_source_count_set,
                                         .run_begin = steps_run_begin,
                                         .run_end = steps_run_end,
                                         .page_put = steps_page_put,
                                         .cursor_get = steps_cursor_get};

/* --- all else: the store alone --- */

static struct store *inner_of(struct store *s, struct error *e)
{
    struct store_outbox *x = s->handle;
    if (outbox_reach(x))
        return x->inner;
    *e = x->why;
    return NULL;
}

static bool driver_run(struct store *s, bool write, const char *sql, const struct value *params,
                       int param_count, store_row *row, void *context, struct error *e)
{
    struct store *inner = inner_of(s, e);
    return inner && inner->driver->run(inner, write, sql, params, param_count, row, context, e);
}

static bool driver_begin(struct store *s, bool write, struct error *e)
{
    struct store *inner = inner_of(s, e);
    return inner && inner->driver->begin(inner, write, e);
}

static bool driver_commit(struct store *s, struct error *e)
{
    struct store *inner = inner_of(s, e);
    return inner && inner->driver->commit(inner, e);
}

static bool driver_rows(struct store *s, const struct store_rows *rows, struct error *e)
{
    struct store *inner = inner_of(s, e);
    return inner && inner->driver->rows(inner, rows, e);
}

static bool driver_scan(struct store *s, const char *sql, struct block *b, block_take *take, void *context,
                        struct error *e)
{
    struct store *inner = inner_of(s, e);
    return inner && inner->driver->scan(inner, sql, b, take, context, e);
}

static bool driver_remote(const struct store *s)
{
    const struct store_outbox *x = s->handle;
    return x->inner && store_is_remote(x->inner);
}

static bool driver_ahead(struct store *s, moment at, struct error *e)
{
    struct store *inner = inner_of(s, e);
    return inner && store_samples_ahead(inner, at, e);
}

static void driver_rollback(struct store *s)
{
    struct store_outbox *x = s->handle;
    if (x->inner)
        x->inner->driver->rollback(x->inner);
}

static void driver_close(struct store *s)
{
    struct store_outbox *x = s->handle;
    if (!x)
        return;
    store_close(x->inner);
    outbox_close(x->box);
    page_free(x->page);
    registry_free(&x->polled);
    registry_free(&x->waiting);
    if (x->url)
        explicit_bzero(x->url, strlen(x->url));
    free(x->url);
    free(x);
}

static const struct store_driver driver = {.scheme = "outbox",
                                           .far = true,
                                           .close = driver_close,
                                           .run = driver_run,
                                           .scan = driver_scan,
                                           .remote = driver_remote,
                                           .begin = driver_begin,
                                           .commit = driver_commit,
                                           .rollback = driver_rollback,
                                           .rows = driver_rows,
                                           .ahead = driver_ahead,
                                           .steps = &steps};

/* NULL: the store has no outbox. */
static struct store_outbox *outbox_of(struct store *s)
{
    return s->driver == &driver ? s->handle : NULL;
}

/* --- the outbox itself --- */

static bool still_waiting(const struct store_outbox *x, struct error *e)
{
    if (x->away)
        *e = x->why;
    else if (x->busy)
        error_set(e, ERROR_TEMPORARY, outbox_file(x->box),
                  _("Wait until it is done; 'motcua outbox' shows what waits."),
                  _("another motcua is bringing it into the store"));
    else
        error_set(e, ERROR_TEMPORARY, outbox_file(x->box), _("'motcua outbox' shows what waits."),
                  _("not all of it is in the store yet"));
    e->code = ERROR_TEMPORARY;
    return false;
}

bool store_outbox_replay(struct store *s, bool (*stop)(void), struct error *e)
{
    struct store_outbox *x = outbox_of(s);
    bool empty = true;
    if (!x)
        return true;
    if (!outbox_empty(x->box, &empty, e))
        return false;
    if (empty)
        return true;
    if (x->polled.run_count) /* tries now; before any poll the opening has just tried */
        x->next_try = 0;
    if (!outbox_reach(x))
        return still_waiting(x, e);
    outbox_patience(x, LIMIT_STATEMENT_SECONDS);
    bool ok = outbox_drain(x, INT64_MAX / 2, stop, &empty, e);
    outbox_patience(x, LIMIT_OUTBOX_PATIENCE_SECONDS);
    return !ok || empty ? ok : still_waiting(x, e);
}

bool store_outbox_retry(struct store *s, struct error *e)
{
    struct store_outbox *x = outbox_of(s);
    return !x || outbox_retry(x->box, e);
}

void store_outbox_tell(struct store *s)
{
    struct store_outbox *x = outbox_of(s);
    struct outbox_state state;
    struct error e = {0};
    int64_t bytes;
    char count[TEXT_NUMBER_BYTES], share[TEXT_NUMBER_BYTES], since[MOMENT_TEXT_BYTES];
    if (!x || !outbox_state(x->box, &state, &e) || !outbox_bytes(x->box, &bytes, &e))
        return;
    outbox_note(x);
    if (x->replayed)
        fprintf(stderr,
                P_("outbox: %s page replayed into the store\n", "outbox: %s pages replayed into the store\n",
                   x->replayed),
                text_count(x->replayed, count));
    if (state.pages)
        fprintf(stderr,
                P_("outbox: %s page waits in %s since %s; it is %s%% full\n",
                   "outbox: %s pages wait in %s since %s; it is %s%% full\n", state.pages),
                text_count(state.pages, count), outbox_file(x->box),
                moment_write(state.oldest, "HH:mm dd/MM/yyyy", since),
                text_rate(bytes, outbox_max_bytes(x->box), 2, share));
    if (state.refused)
        fprintf(stderr,
                P_("outbox: %s page is set aside, for the store would not have it; see 'motcua outbox'\n",
                   "outbox: %s pages are set aside, for the store would not have them; see 'motcua outbox'\n",
                   state.refused),
                text_count(state.refused, count));
}

/* --- opening --- */

static bool is_postgres(const char *url)
{
    return strncmp(url, "postgresql:", 11) == 0 || strncmp(url, "postgres:", 9) == 0;
}

static struct store *decorator_new(const char *url, struct error *e)
{
    char *name = postgres_name_of(url, url, e);
    struct store *s = name ? calloc(1, sizeof *s) : NULL;
    struct store_outbox *x = s ? calloc(1, sizeof *x) : NULL;
    if (x) {
        *s = (struct store){.driver = &driver, .handle = x, .name = name};
        x->name = name;
        x->url = strdup(url);
        x->page = page_new();
    }
    if (x && x->url && x->page)
        return s;
    if (name)
        error_memory(e, "postgresql:");
    if (x) {
        store_close(s);
    } else {
        free(s);
        free(name);
    }
    return NULL;
}

static bool box_open(struct store *s, const char *file, bool adopt, struct error *e)
{
    struct store_outbox *x = s->handle;
    char other[LIMIT_URL_BYTES], hint[sizeof e->hint];
    bool same;
    x->box = outbox_open(
        file, environment_number(ENVIRONMENT_OUTBOX_BYTES, LIMIT_OUTBOX_BYTES, LIMIT_OUTBOX_BYTES), e);
    if (!x->box || !outbox_belongs(x->box, s->name, adopt, &same, other, sizeof other, e))
        return false;
    if (same)
        return true;
    snprintf(hint, sizeof hint,
             _("What waits there was meant for %.200s. If that is the same database at another address: "
               "motcua outbox replay."),
             other);
    return error_set(e, ERROR_CONFIG, file, hint, _("the outbox belongs to another store"));
}

/* Where no outbox exists and none can be made, no step can wait, and a store that answers is enough. */
static struct store *without_box(struct store *s, const char *url, const char *file, struct error *e)
{
    struct error why = *e;
    store_close(s);
    if (access(file, F_OK) == 0)
        return NULL;
    s = store_open(url, e);
    if (!s)
        return NULL;
    error_print(&why);
    fprintf(stderr, _("motcua: without an outbox polling stops when the store is away\n"));
    return s;
}

struct store *store_outbox_open(const char *url, const char *file, bool adopt, struct error *e)
{
    if (!is_postgres(url))
        return store_open(url, e);
    struct store *s = decorator_new(url, e);
    if (!s)
        return NULL;
    if (!box_open(s, file, adopt, e))
        return without_box(s, url, file, e);
    struct store_outbox *x = s->handle;
    int64_t start = progress_clock();
    struct error why = {0};
    x->inner = store_open(url, &why);
    if (!x->inner && !outbox_worth_waiting(&why)) {
        *e = why;
        store_close(s);
        return NULL;
    }
    if (!x->inner)
        outbox_away(x, &why, start);
    outbox_patience(x, LIMIT_OUTBOX_PATIENCE_SECONDS);
    return s;
}
