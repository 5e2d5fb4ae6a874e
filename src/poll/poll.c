#include "poll/poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/manifest.h"
#include "base/progress.h"
#include "base/text.h"
#include "poll/end.h"
#include "poll/stream.h"

static bool pages_make(struct poll *p, struct error *e)
{
    if (!(p->all = page_new()))
        return error_memory(e, p->source->name);
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++)
        if (!(p->pages[i] = page_new()))
            return error_memory(e, p->source->name);
    return true;
}

bool poll_open(struct poll *p, const struct config_source *source, struct store *s, struct fetch *f,
               struct writer *w, const struct poll_options *o)
{
    struct error e = {0};
    *p = (struct poll){.source = source,
                       .store = s,
                       .fetch = f,
                       .writer = w,
                       .full = o->full,
                       .replay = o->replay,
                       .whole = true,
                       .since = MOMENT_NONE};
    p->started = progress_clock();
    p->run = (struct run){.observed = o->observed, .started = moment_now(), .expected = -1};
    p->certainty = o->replay ? CERTAINTY_REPLAY : CERTAINTY_CLEAR;
    listing_begin(&p->listing, MOMENT_NONE, 0);
    p->manifest = manifest_load(source->manifest, &e);
    bool ok = pages_make(p, &e) && p->manifest && manifest_suits(p->manifest, source, &e);
    if (ok) {
        p->all->trusted = o->trusted;
        p->adapter = portal_driver_find(manifest_driver(p->manifest));
        ok = p->adapter || error_set(&e, ERROR_CONFIG, source->manifest,
                                     _("There are the drivers rest_json, rest_xml and tabular."), _("unknown driver"));
    }
    ok = ok &&
         store_source_put(s, source->name, source->title, source->manifest, manifest_knows(p->manifest),
                          &p->run.source, &e) &&
         store_source_count_set(s, p->run.source, source->count, &e) && store_run_begin(s, &p->run, &e) &&
         poll_streams_open(p, o->full || o->replay, &e);
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
    p->refused = status == 408 || status == 429 || status >= 500;
    if (p->refused)
        return true;
    if (!p->keep)
        page_reset(p->pages[p->filling]);
    return p->adapter->begin(p->job, status, type, p->pages[p->filling], e);
}

static bool reader_body(void *context, const char *bytes, size_t n, struct error *e)
{
    struct poll *p = context;
    return p->refused || p->adapter->body(p->job, bytes, n, e);
}

/* Is it this source's turn? Asked once for each request that goes out. */
static bool poll_turn(struct poll *p, struct error *e)
{
    int64_t wait = 0, now = progress_clock();
    if (p->turn || p->replay)
        return true;
    p->turn = true;
    p->wait_until = now;
    if (!fetch_turn(p->fetch, p->source, p->request.url, now, &wait, e))
        return false;
    p->wait_until += wait;
    return true;
}

static void poll_send(struct poll *p)
{
    struct error e = {0};
    const struct fetch_reader reader = {p, reader_begin, reader_body};
    p->refused = false;
    if (!poll_turn(p, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    p->sent_at = progress_clock();
    if (p->wait_until > p->sent_at)
        return; /* poll_step() comes back to it */
    p->turn = false;
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
    return away >= 2 && (rows > LIMIT_WAITING_ROWS || !store_is_far(p->store)) ? -1 : place;
}

/* Asks the driver for the next request and sends it, or waits for as long as manners ask. */
static void poll_next(struct poll *p)
{
    struct error e = {0};
    if (!p->keep)
        p->filling = page_free_find(p);
    p->request = (struct portal_request){.now_ms = progress_clock()};
    p->state = POLL_READY;
    if (p->filling < 0)
        return;
    enum portal_next next = p->adapter->next(p->job, &p->request, &e);
    if (next == PORTAL_FAILED) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    if (next == PORTAL_DONE) {
        p->state = POLL_ENDED;
        return;
    }
    poll_stream_begin(p, p->request.stream);
    p->retry.tries = 0;
    poll_condition_set(p);
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

static void poll_refused(struct poll *p, const struct fetch_reply *reply)
{
    struct error e = {0};
    int64_t wait = 0;
    if (!retry_again(&p->retry, p->source, reply, p->request.url, &wait, &e)) {
        poll_fail(p, &e);
        return;
    }
    p->wait_until = progress_clock() + wait;
    p->state = POLL_READY;
}

/* So many figures that the portal did not send again count as come and unchanged. */
static void spared_add(struct poll *p, int64_t rows)
{
    p->spared += rows;
    p->run.unchanged += rows;
    p->got_before += rows;
}

/* Nothing to read: the figures that the store has of this stream are the portal's. */
static void poll_unchanged(struct poll *p)
{
    spared_add(p, p->tag.rows);
    p->figures = true;
    p->expected_before = -1;
    *p->stream = '\0';
    p->adapter->unchanged(p->job);
    p->request = (struct portal_request){0};
    p->state = POLL_READY;
    poll_next(p);
}

/* Hands the page to the writer. */
static bool page_put(struct poll *p, struct page *page, const struct portal_reply *reply, struct error *e)
{
    struct poll_writing *w = &p->writings[p->filling];
    if (!listing_see(&p->listing, page))
        return error_memory(e, p->source->name);
    *w = (struct poll_writing){.away = true};
    snprintf(w->stream, sizeof w->stream, "%s", p->stream);
    w->page = (struct writer_page){.context = p,
                                   .page = page,
                                   .place = {.source = p->run.source,
                                             .run = p->run.id,
                                             .stream = w->stream,
                                             .observed = p->run.observed,
                                             .period_kind = reply->period_kind,
                                             .period_from = reply->period_from,
                                             .cursor = poll_cursor_after(p, page, reply, w->cursor)},
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

static void listing_count(struct poll *p)
{
    const struct listing *l = &p->listing;
    p->figures = p->figures || l->figures;
    if (l->total < 0 || l->figures || p->expected_before < 0)
        p->expected_before = -1;
    else
        p->expected_before += l->total;
    p->got_before += l->figures ? (int64_t)0 : listing_got(l);
    p->run.expected = p->expected_before;
}

/* Does the reading that is over tell what is missing? If so its keys are kept. */
static bool keys_keep(struct poll *p, struct error *e)
{
    struct listing *l = &p->listing;
    enum certainty certainty = listing_certainty(l);
    if (manifest_stream_figures(p->manifest, poll_stream_now(p)))
        return true;
    p->whole = p->whole && !l->changes;
    p->certainty = certainty > p->certainty ? certainty : p->certainty;
    return !p->whole || p->certainty || key_set_move(&p->all->keys, &l->seen) ||
           error_memory(e, p->source->name);
}

/* A reading is over. One that brought fewer distinct records than the portal says that it holds (rows shifted
 * between pages while it was read) is made again: what is there already costs little. One of changes that
 * does not show what it must becomes one of all. Returns true if the stream must be read again. */
static bool reading_again(struct poll *p)
{
    struct listing *l = &p->listing;
    bool whole = listing_whole(l), proved = !l->changes || listing_proved(l);
    if (proved && (whole || ++p->sweeps >= LIMIT_SWEEP_TRIES)) {
        if (!whole) {
            p->partial = true;
            snprintf(p->message, sizeof p->message, _("the portal says %lld, %lld came"), (long long)l->total,
                     (long long)listing_got(l));
        }
        return false;
    }
    return true;
}

static void listing_again(struct poll *p)
{
    struct error e = {0};
    const struct cursor *c = &p->streams[poll_stream_now(p)].cursor;
    bool changes = p->listing.changes && listing_proved(&p->listing);
    moment since = c->changed - p->source->look_back * MOMENT_DAY;
    listing_begin(&p->listing, c->changed, 0);
    p->listing.changes = changes;
    p->since = changes ? since : MOMENT_NONE;
    if (changes ? p->adapter->changes(p->job, p->stream, since, &e)
                : p->adapter->resume(p->job, p->stream, "", &e)) {
        poll_next(p);
    } else {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
    }
}

static void listing_end(struct poll *p)
{
    struct error e = {0};
    if (reading_again(p)) {
        listing_again(p);
        return;
    }
    listing_count(p);
    if (!keys_keep(p, &e)) {
        poll_fail(p, &e);
        return;
    }
    p->sweeps = 0;
    listing_begin(&p->listing, MOMENT_NONE, 0);
    *p->stream = '\0';
    poll_next(p);
}

/* The next request is sent while the page goes into the store: the portal, this program and the disk work at
 * the same time. */
static void page_take(struct poll *p, const struct portal_reply *reply)
{
    struct error e = {0};
    struct page *page = p->pages[p->filling];
    if (!page_put(p, page, reply, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    p->got_before += page->dossier_count ? (int64_t)0 : (int64_t)page->figure_count;
    if (reply->stream_done)
        listing_end(p);
    else
        poll_next(p);
}

static void reply_end(struct poll *p)
{
    struct error e = {0};
    struct portal_reply reply = {0};
    if (!p->adapter->end(p->job, &reply, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    p->request = (struct portal_request){0};
    p->state = POLL_READY;
    if (reply.afresh)
        spared_add(p, -p->spared);
    if (reply.again && !reply.afresh && ++p->renewals > LIMIT_RENEWALS) {
        error_set(&e, ERROR_UNAVAILABLE, p->source->name,
                  _("Ask the portal's operator how long a session lives."),
                  _("the session ended %d times before one reply came"), p->renewals);
        poll_fail(p, &e);
        return;
    }
    if (!reply.again && (reply.rows || reply.more))
        p->renewals = 0;
    if (!reply.again)
        p->keep = reply.more || (p->keep && !reply.rows); /* a login in between changes nothing */
    if (reply.rows && !reply.again)
        page_take(p, &reply);
    else
        poll_next(p);
}

void poll_reply(struct poll *p, const struct fetch_reply *reply)
{
    p->run.bytes += reply->bytes;
    if (reply->result == FETCH_UNCHANGED) {
        poll_unchanged(p);
    } else if (reply->result == FETCH_RETRY || (reply->result == FETCH_OK && p->refused)) {
        poll_refused(p, reply);
    } else if (reply->result == FETCH_OK) {
        memcpy(p->tag.etag, reply->etag, sizeof p->tag.etag);
        memcpy(p->tag.modified, reply->modified, sizeof p->tag.modified);
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
    writer_hold(p->writer);
    poll_run_end(p, interrupted && p->state != POLL_ENDED);
    writer_release(p->writer);
    fetch_cancel(p->fetch, p->source);
    if (p->adapter && p->job)
        p->adapter->close(p->job);
    manifest_free(p->manifest);
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++) {
        page_free(p->pages[i]);
        p->pages[i] = NULL;
    }
    page_free(p->all);
    listing_begin(&p->listing, MOMENT_NONE, 0);
    free(p->streams);
    p->job = NULL;
    p->manifest = NULL;
    p->streams = NULL;
    p->all = NULL;
}
