#include "polling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "manifest.h"
#include "progress.h"
#include "text.h"

static void poll_fail(struct poll *p, const struct error *e)
{
    p->failed = true;
    p->error = *e;
    p->state = POLL_ENDED;
}

/* The stored cursor: how many records of the listing lie before it, and the driver's own text. */
static bool cursor_resume(struct poll *p, const char *stream, struct error *e)
{
    char cursor[LIMIT_VALUE_BYTES], *end = NULL;
    if (!store_cursor_get(p->store, p->run.source, stream, cursor, sizeof cursor, e))
        return false;
    if (!*cursor)
        return true;
    long long skipped = strtoll(cursor, &end, 10);
    if (*end != ';' || skipped < 0)
        return true; /* not one of ours: from the start */
    p->skipped = skipped;
    return p->adapter->resume(p->job, stream, end + 1, e);
}

static bool job_open(struct poll *p, bool resume, struct error *e)
{
    p->job = p->adapter->open(p->manifest, p->source, p->run.observed, e);
    if (!p->job)
        return false;
    for (size_t i = 0; resume && i < manifest_stream_count(p->manifest); i++)
        if (!cursor_resume(p, manifest_stream_name(p->manifest, i), e))
            return false;
    return true;
}

static bool pages_make(struct poll *p, struct error *e)
{
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++)
        if (!(p->pages[i] = page_new()))
            return error_memory(e, p->source->name);
    return true;
}

bool poll_open(struct poll *p, const struct config_source *source, struct store *s, struct fetch *f,
               struct writer *w, moment observed, bool full)
{
    struct error e = {0};
    *p = (struct poll){.source = source, .store = s, .fetch = f, .writer = w, .full = full, .total = -1};
    p->started = progress_clock();
    p->run = (struct run){.observed = observed, .started = moment_now(), .expected = -1};
    p->manifest = manifest_load(source->manifest, &e);
    bool ok = pages_make(p, &e) && p->manifest && manifest_suits(p->manifest, source, &e);
    if (ok) {
        p->adapter = adapter_find(manifest_driver(p->manifest));
        ok = p->adapter || error_set(&e, ERROR_CONFIG, source->manifest, _("There is the driver rest_json."),
                                     _("unknown driver"));
    }
    ok = ok &&
         store_source_put(s, source->name, source->title, source->manifest, manifest_knows(p->manifest),
                          &p->run.source, &e) &&
         store_source_count_set(s, p->run.source, source->count, &e) && store_run_begin(s, &p->run, &e) &&
         job_open(p, !full, &e);
    if (!ok) {
        error_within(&e, source->name);
        poll_fail(p, &e);
    }
    return ok;
}

/* --- sending --- */

static bool reader_begin(void *context, long status, const char *type, struct error *e)
{
    struct poll *p = context;
    p->refused = status == 429 || status >= 500;
    if (p->refused)
        return true;
    page_reset(p->pages[p->filling]);
    return p->adapter->begin(p->job, status, type, p->pages[p->filling], e);
}

static bool reader_body(void *context, const char *bytes, size_t n, struct error *e)
{
    struct poll *p = context;
    return p->refused || p->adapter->body(p->job, bytes, n, e);
}

static void poll_send(struct poll *p)
{
    struct error e = {0};
    const struct fetch_reader reader = {p, reader_begin, reader_body};
    p->refused = false;
    p->sent_at = progress_clock();
    if (p->replay || fetch_start(p->fetch, p->source, &p->request, &reader, &e))
        p->state = POLL_FLYING;
    else
        poll_fail(p, &e);
}

/* The first, so that no more of them take memory than are needed; -1: none. */
static int page_free_find(const struct poll *p)
{
    size_t rows = 0;
    int away = 0, place = -1;
    for (int i = LIMIT_WAITING_PAGES - 1; i >= 0; i--) {
        if (p->writings[i].away) {
            away++;
            rows += p->pages[i]->record_count;
        } else {
            place = i;
        }
    }
    return away >= 2 && rows > LIMIT_WAITING_ROWS ? -1 : place;
}

static void listing_reset(struct poll *p)
{
    seen_clear(&p->seen);
    p->skipped = p->rejected = 0;
    p->total = -1;
}

/* Asks the driver for the next request and sends it, or waits for as long as manners ask. */
static void poll_next(struct poll *p)
{
    struct error e = {0};
    p->filling = page_free_find(p);
    p->request = (struct adapter_request){.now_ms = progress_clock()};
    p->state = POLL_READY;
    if (p->filling < 0)
        return;
    enum adapter_next next = p->adapter->next(p->job, &p->request, &e);
    if (next == ADAPTER_FAILED) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    if (next == ADAPTER_DONE) {
        p->state = POLL_ENDED;
        return;
    }
    if (p->request.stream) /* a login belongs to none */
        snprintf(p->stream, sizeof p->stream, "%s", p->request.stream);
    p->retries = 0;
    p->wait_until = p->sent_at && !p->replay ? p->sent_at + p->request.pause_ms : 0;
    if (p->wait_until <= progress_clock())
        poll_send(p);
}

/* The reply that was recorded for the request that was just sent. */
static void poll_replay(struct poll *p)
{
    struct recorded_reply about;
    struct fetch_reply reply = {.context = p, .result = FETCH_OK};
    struct buffer body;
    struct error e = {0};
    buffer_init(&body, LIMIT_RECORDED_BYTES);
    if (!recording_next(p->replay, p->request.stream, &about, &body, &e)) {
        poll_fail(p, &e);
    } else {
        reply.status = about.status;
        reply.bytes = (int64_t)body.used;
        if (!reader_begin(p, about.status, about.type ? about.type : "", &reply.error) ||
            !reader_body(p, buffer_string(&body), body.used, &reply.error))
            reply.result = FETCH_STOPPED;
        poll_reply(p, &reply);
    }
    buffer_free(&body);
}

void poll_step(struct poll *p, int64_t now)
{
    if (p->replay && p->state == POLL_FLYING)
        poll_replay(p);
    if (p->state != POLL_READY || p->wait_until > now)
        return;
    if (p->request.url)
        poll_send(p);
    else
        poll_next(p);
}

/* --- what came --- */

static int64_t retry_first_ms(void)
{
    const char *given = getenv("MOTCUA_RETRY_MS");
    long ms = given ? strtol(given, NULL, 10) : 0;
    return ms > 0 && ms <= LIMIT_RETRY_WAIT_MS ? ms : 1000;
}

/* Twice as long after each try, and a random half more, so that many collectors do not knock together. */
static void poll_retry(struct poll *p, const struct fetch_reply *reply)
{
    uint32_t random = 0;
    int64_t wait = retry_first_ms() << p->retries;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) == (ssize_t)sizeof random)
        wait += wait * (int64_t)(random % 512) / 1024;
    if (reply->retry_after_ms > wait)
        wait = reply->retry_after_ms;
    if (wait > LIMIT_RETRY_WAIT_MS)
        wait = LIMIT_RETRY_WAIT_MS;
    p->retries++;
    p->wait_until = progress_clock() + wait;
    p->state = POLL_READY;
}

static void poll_refused(struct poll *p, const struct fetch_reply *reply)
{
    struct error e = reply->error;
    if (p->retries < LIMIT_RETRIES) {
        poll_retry(p, reply);
        return;
    }
    if (!e.code)
        error_set(&e, ERROR_TEMPORARY, p->source->name,
                  _("The portal is overloaded or down; try again later."),
                  _("status %ld from %.300s, %d times"), reply->status, p->request.url, p->retries + 1);
    poll_fail(p, &e);
}

/* Counts the distinct records of the listing; a record seen on two pages (rows had shifted) counts once. */
static bool page_see(struct poll *p, const struct page *page)
{
    for (size_t i = 0; i < page->dossier_count; i++) {
        const struct value *key = &page->dossiers[i].value[DOSSIER_KEY];
        if (!seen_add(&p->seen, key->text, key->length))
            return false;
    }
    for (size_t i = 0; i < page->reject_count; i++) {
        const char *key = page->rejects[i].key;
        if (key && !seen_add(&p->seen, key, strlen(key)))
            return false;
        p->rejected += key == NULL;
    }
    if (page->dossier_count == 0 && page->figure_count)
        p->figures = true;
    if (page->total >= 0)
        p->total = page->total;
    return true;
}

static int64_t listing_got(const struct poll *p)
{
    return p->skipped + (int64_t)p->seen.count + p->rejected;
}

/* Hands the page to the writer. */
static bool page_put(struct poll *p, struct page *page, const struct adapter_reply *reply, struct error *e)
{
    struct poll_writing *w = &p->writings[p->filling];
    if (!page_see(p, page))
        return error_memory(e, p->source->name);
    *w = (struct poll_writing){.away = true};
    snprintf(w->stream, sizeof w->stream, "%s", p->stream);
    if (!reply->stream_done)
        snprintf(w->cursor, sizeof w->cursor, "%lld;%.440s", (long long)listing_got(p),
                 reply->cursor ? reply->cursor : "");
    w->page = (struct writer_page){.context = p,
                                   .page = page,
                                   .place = {.source = p->run.source,
                                             .run = p->run.id,
                                             .stream = w->stream,
                                             .observed = p->run.observed,
                                             .period_kind = reply->period_kind,
                                             .period_from = reply->period_from,
                                             .cursor = w->cursor},
                                   .broken = &p->broken};
    writer_put(p->writer, &w->page);
    return true;
}

void poll_written(struct poll *p, struct writer_page *page)
{
    struct poll_writing *w = (struct poll_writing *)page; /* its first member */
    w->away = false;
    if (page->written) {
        p->run.new_rows += page->outcome.new_rows;
        p->run.changed += page->outcome.changed;
        p->run.unchanged += page->outcome.unchanged;
        p->run.rejected += (int64_t)page->page->reject_count;
        p->run.pages++;
    } else if (page->error.code) {
        error_within(&page->error, p->source->name);
        fetch_cancel(p->fetch, p->source);
        poll_fail(p, &page->error);
    }
}

bool poll_settled(const struct poll *p)
{
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++)
        if (p->writings[i].away)
            return false;
    return p->state == POLL_ENDED;
}

/* The listing is over. Fewer distinct records than the portal says that it holds: rows shifted between pages
 * while it was read, so it is read again; what is there already costs little. Returns true if it must be. */
static bool listing_end(struct poll *p)
{
    int64_t got = listing_got(p);
    bool whole = p->figures || p->total < 0 || got >= p->total;
    if (!whole && ++p->sweeps < LIMIT_SWEEP_TRIES)
        return true;
    if (!whole) {
        p->partial = true;
        snprintf(p->message, sizeof p->message, _("the portal says %lld, %lld came"), (long long)p->total,
                 (long long)got);
    }
    if (p->total >= 0 && !p->figures)
        p->expected_before += p->total;
    p->got_before += p->figures ? (int64_t)0 : got;
    p->run.expected = p->figures ? -1 : p->expected_before;
    p->sweeps = 0;
    listing_reset(p);
    return false;
}

static void sweep_again(struct poll *p)
{
    struct error e = {0};
    listing_reset(p);
    if (p->adapter->resume(p->job, p->stream, "", &e)) {
        poll_next(p);
    } else {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
    }
}

/* The next request is sent while the page goes into the store: the portal, this program and the disk work at
 * the same time. */
static void page_take(struct poll *p, const struct adapter_reply *reply)
{
    struct error e = {0};
    struct page *page = p->pages[p->filling];
    if (!page_put(p, page, reply, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    if (p->figures)
        p->got_before += (int64_t)page->figure_count;
    if (reply->stream_done && listing_end(p))
        sweep_again(p);
    else
        poll_next(p);
}

static void reply_end(struct poll *p)
{
    struct error e = {0};
    struct adapter_reply reply = {0};
    if (!p->adapter->end(p->job, &reply, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    p->request = (struct adapter_request){0};
    p->state = POLL_READY;
    if (reply.again && ++p->renewals > LIMIT_RENEWALS) {
        error_set(&e, ERROR_UNAVAILABLE, p->source->name,
                  _("Ask the portal's operator how long a session lives."),
                  _("the session ended %d times before one reply came"), p->renewals);
        poll_fail(p, &e);
        return;
    }
    if (!reply.again && reply.rows)
        p->renewals = 0;
    if (reply.rows && !reply.again)
        page_take(p, &reply);
    else
        poll_next(p);
}

void poll_reply(struct poll *p, const struct fetch_reply *reply)
{
    p->run.bytes += reply->bytes;
    if (reply->result == FETCH_RETRY || (reply->result == FETCH_OK && p->refused)) {
        poll_refused(p, reply);
    } else if (reply->result == FETCH_OK) {
        reply_end(p);
    } else {
        struct error e = reply->error;
        if (strcmp(e.where, p->source->name) != 0)
            error_within(&e, p->source->name);
        poll_fail(p, &e);
    }
}

void poll_close(struct poll *p, bool interrupted)
{
    struct error e = {0};
    bool unfinished = p->state != POLL_ENDED;
    p->run.ended = moment_now();
    p->run.milliseconds = progress_clock() - p->started;
    p->run.got = p->got_before + (p->total >= 0 || p->seen.count ? listing_got(p) : 0);
    if (p->run.expected < 0 && p->total >= 0)
        p->run.expected = p->expected_before + p->total;
    if (interrupted && unfinished)
        p->run.outcome = "interrupted";
    else if (p->failed)
        p->run.outcome = p->run.pages ? "partial" : "failed";
    else
        p->run.outcome = p->partial ? "partial" : "complete";
    if (p->failed)
        snprintf(p->message, sizeof p->message, "%.*s", (int)sizeof p->message - 1, p->error.what);
    p->run.message = *p->message ? p->message : NULL;
    writer_hold(p->writer);
    if (p->run.id && !store_run_end(p->store, &p->run, &e) && !p->failed) {
        p->failed = true;
        p->error = e;
    }
    writer_release(p->writer);
    fetch_cancel(p->fetch, p->source);
    if (p->adapter && p->job)
        p->adapter->close(p->job);
    manifest_free(p->manifest);
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++) {
        page_free(p->pages[i]);
        p->pages[i] = NULL;
    }
    seen_clear(&p->seen);
    p->job = NULL;
    p->manifest = NULL;
}
