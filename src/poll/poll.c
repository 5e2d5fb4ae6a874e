#include "poll/poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/manifest.h"
#include "base/progress.h"
#include "base/text.h"
#include "poll/end.h"
#include "poll/stream.h"
#include "poll/stream_end.h"

static bool pages_make(struct poll *p, struct error *e)
{
    if (!(p->sweep.all = page_new()))
        return error_memory(e, p->source->name);
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++)
        if (!(p->buffers.pages[i] = page_new()))
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
                       .reading = {.since = MOMENT_NONE},
                       .sweep = {.whole = true}};
    p->clock.started = progress_clock();
    p->run = (struct run){.observed = o->observed,
                          .started = moment_now(),
                          .expected = -1,
                          .newest = MOMENT_NONE,
                          .why = {.reject_limit = source->reject_limit, .fresh_days = source->fresh_days}};
    p->sweep.certainty = o->replay ? CERTAINTY_REPLAY : CERTAINTY_CLEAR;
    listing_begin(&p->reading.listing, MOMENT_NONE, 0);
    p->manifest = manifest_load(source->manifest, &e);
    bool ok = pages_make(p, &e) && p->manifest && manifest_suits(p->manifest, source, &e);
    if (ok) {
        p->sweep.all->trusted = o->trusted;
        p->adapter = portal_driver_find(manifest_driver(p->manifest), source->manifest, &e);
        ok = p->adapter != NULL;
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
    p->reading.refused = status == 408 || status == 429 || status >= 500;
    if (p->reading.refused)
        return true;
    if (!p->buffers.keep)
        page_reset(p->buffers.pages[p->buffers.filling]);
    return p->adapter->begin(p->job, status, type, p->buffers.pages[p->buffers.filling], e);
}

static bool reader_body(void *context, const char *bytes, size_t n, struct error *e)
{
    struct poll *p = context;
    return p->reading.refused || p->adapter->body(p->job, bytes, n, e);
}

/* Takes a turn for the request from the host's budget, once for each request that goes out. */
static bool poll_turn(struct poll *p, struct error *e)
{
    int64_t wait = 0, now = progress_clock();
    if (p->clock.turn || p->replay)
        return true;
    p->clock.turn = true;
    p->clock.wait_until = now;
    if (!fetch_turn(p->fetch, p->source, p->request.url, now, &wait, e))
        return false;
    p->clock.wait_until += wait;
    return true;
}

static void poll_send(struct poll *p)
{
    struct error e = {0};
    const struct fetch_reader reader = {p, reader_begin, reader_body};
    p->reading.refused = false;
    if (!poll_turn(p, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
        return;
    }
    p->clock.sent_at = progress_clock();
    if (p->clock.wait_until > p->clock.sent_at)
        return; /* poll_step() tries again later */
    p->clock.turn = false;
    if (p->replay || fetch_start(p->fetch, p->source, &p->request, &reader, &e))
        p->state = POLL_FLYING;
    else
        poll_fail(p, &e);
}

/* The first free page, so that no more pages take memory than are needed; -1: no page may be filled now. */
static int page_free_find(const struct poll *p)
{
    size_t rows = 0;
    int away = 0, place = -1;
    for (int i = LIMIT_WAITING_PAGES - 1; i >= 0; i--) {
        if (p->buffers.writings[i].away) {
            away++;
            rows += p->buffers.pages[i]->record_count;
        } else {
            place = i;
        }
    }
    return away >= 2 && (rows > LIMIT_WAITING_ROWS || !store_is_far(p->store)) ? -1 : place;
}

/* Asks the driver for the next request and sends the request, or waits for as long as the manifest's pause asks. */
static void poll_next(struct poll *p)
{
    struct error e = {0};
    if (!p->buffers.keep)
        p->buffers.filling = page_free_find(p);
    p->request = (struct portal_request){.now_ms = progress_clock()};
    p->state = POLL_READY;
    if (p->buffers.filling < 0)
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
    p->clock.wait_until = p->clock.sent_at && !p->replay ? p->clock.sent_at + p->request.pause_ms : 0;
    if (p->clock.wait_until <= progress_clock())
        poll_send(p);
}

static void request_fail(struct poll *p, struct error *e, bool of_stream);

/* Takes the recorded reply in place of the portal's reply to the request that was just sent. */
static void poll_replay(struct poll *p)
{
    struct recorded_reply about;
    struct fetch_reply reply = {.context = p, .result = FETCH_OK};
    struct buffer body;
    struct error e = {0};
    buffer_init(&body, LIMIT_RECORDED_BYTES);
    if (!recording_next(p->replay, p->request.stream, &about, &body, &e)) {
        request_fail(p, &e, p->request.probe);
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
    if (p->state != POLL_READY || p->clock.wait_until > now)
        return;
    if (p->request.url)
        poll_send(p);
    else
        poll_next(p);
}

/* --- replies --- */

/* Counts figures that the portal did not send again as come and unchanged. */
static void spared_add(struct poll *p, int64_t rows)
{
    p->spared += rows;
    p->run.unchanged += rows;
    p->run.why.came += rows;
    p->run.why.read += rows;
    p->reading.got_before += rows;
}

/* Ends the stream without a reading, because the store has the portal's present figures of the stream. */
static void poll_unchanged(struct poll *p)
{
    spared_add(p, p->tag.rows);
    p->reading.figures = true;
    p->reading.expected_before = -1;
    *p->reading.stream = '\0';
    p->adapter->unchanged(p->job);
    p->request = (struct portal_request){0};
    p->state = POLL_READY;
    poll_next(p);
}

/* Hands the page to the writer. */
static void page_put(struct poll *p, struct page *page, const struct portal_reply *reply)
{
    struct poll_writing *w = &p->buffers.writings[p->buffers.filling];
    *w = (struct poll_writing){.away = true};
    snprintf(w->stream, sizeof w->stream, "%s", p->reading.stream);
    w->page = (struct writer_page){.context = p,
                                   .page = page,
                                   .place = {.source = p->run.source,
                                             .run = p->run.id,
                                             .stream = w->stream,
                                             .observed = p->run.observed,
                                             .period_kind = reply->period_kind,
                                             .period_from = reply->period_from,
                                             .cursor = poll_cursor_after(p, page, reply, w->cursor)},
                                   .broken = &p->buffers.broken};
    writer_put(p->writer, &w->page);
}

void poll_written(struct poll *p, struct writer_page *page)
{
    struct poll_writing *w = (struct poll_writing *)page; /* the page is its first member */
    w->away = false;
    if (page->written) {
        p->run.new_rows += page->outcome.new_rows;
        p->run.changed += page->outcome.changed;
        p->run.unchanged += page->outcome.unchanged;
        p->run.rejected += (int64_t)page->page->reject_count;
        p->run.pages += page->page->record_count > 0; /* an empty page only ends the listing */
    } else if (page->error.code) {
        error_within(&page->error, p->source->name);
        fetch_cancel(p->fetch, p->source);
        poll_fail(p, &page->error);
    }
}

bool poll_settled(const struct poll *p)
{
    for (int i = 0; i < LIMIT_WAITING_PAGES; i++)
        if (p->buffers.writings[i].away)
            return false;
    return p->state == POLL_ENDED;
}

/* Hands the page over and sends the next request meanwhile, so that portal, program and disk work at the same time. */
static void page_take(struct poll *p, struct portal_reply *reply)
{
    struct error e = {0};
    struct page *page = p->buffers.pages[p->buffers.filling];
    bool ok = poll_page_see(p, page, reply, &e);
    if (ok)
        page_put(p, page, reply);
    if (ok && reply->stream_done)
        ok = poll_stream_end(p, &e);
    if (ok) {
        poll_next(p);
        return;
    }
    error_within(&e, p->source->name);
    poll_fail(p, &e);
}

/* Ends the listing as an empty page does, where the portal refused a request that only looked whether the listing
 * goes on. */
static void listing_end_quietly(struct poll *p)
{
    struct portal_reply reply = {.rows = true, .cursor = "", .stream_done = true};
    page_reset(p->buffers.pages[p->buffers.filling]);
    p->adapter->leave(p->job);
    p->reading.probe = true;
    p->request = (struct portal_request){0};
    p->state = POLL_READY;
    page_take(p, &reply);
}

/* A failed listing does not stop the others. A fault before the first listing, or one that concerns all of them,
 * ends the poll. */
static void request_fail(struct poll *p, struct error *e, bool of_stream)
{
    struct error late = {0};
    if (p->request.probe && of_stream) {
        listing_end_quietly(p);
        return;
    }
    of_stream = of_stream && p->request.stream &&
                (e->code == ERROR_DATA || e->code == ERROR_UNAVAILABLE || e->code == ERROR_TEMPORARY);
    if (of_stream && poll_stream_fault(p, e, &late)) {
        p->request = (struct portal_request){0};
        p->state = POLL_READY;
        poll_next(p);
        return;
    }
    if (late.code)
        *e = late;
    if (strcmp(e->where, p->source->name) != 0)
        error_within(e, p->source->name);
    poll_fail(p, e);
}

static void reply_end(struct poll *p)
{
    struct error e = {0};
    struct portal_reply reply = {0};
    if (!p->adapter->end(p->job, &reply, &e)) {
        request_fail(p, &e, true);
        return;
    }
    p->reading.probe = p->request.probe;
    p->request = (struct portal_request){0};
    p->state = POLL_READY;
    if (reply.afresh)
        spared_add(p, -p->spared);
    if (reply.again && !reply.afresh && ++p->renewals > LIMIT_RENEWALS) {
        error_set(&e, ERROR_UNAVAILABLE, p->source->name,
                  _("Ask the portal's operator how long a session lives."),
                  P_("the session ended %d time before one reply came",
                     "the session ended %d times before one reply came", p->renewals),
                  p->renewals);
        poll_fail(p, &e);
        return;
    }
    if (!reply.again && (reply.rows || reply.more))
        p->renewals = 0;
    if (!reply.again)
        p->buffers.keep =
            reply.more || (p->buffers.keep && !reply.rows); /* a login in between leaves `keep` as it was */
    if (reply.rows && !reply.again)
        page_take(p, &reply);
    else
        poll_next(p);
}

/* A refused look whether the listing goes on is not tried again. A host that cannot be reached, or that asks to be left
 * alone, fails all its listings. */
static void poll_refused(struct poll *p, const struct fetch_reply *reply)
{
    struct error e = {0};
    int64_t wait = 0;
    bool of_stream = reply->result == FETCH_OK || reply->error.code == ERROR_TEMPORARY;
    if (p->request.probe) {
        error_set(&e, ERROR_TEMPORARY, p->source->name, NULL, "%s", _("no answer"));
        request_fail(p, &e, true);
    } else if (!retry_again(&p->retry, p->source, reply, p->request.url, &wait, &e)) {
        request_fail(p, &e, of_stream && reply->retry_after <= 0);
    } else {
        p->clock.wait_until = progress_clock() + wait;
        p->state = POLL_READY;
    }
}

void poll_reply(struct poll *p, const struct fetch_reply *reply)
{
    p->run.bytes += reply->bytes;
    if (reply->result == FETCH_UNCHANGED) {
        poll_unchanged(p);
    } else if (reply->result == FETCH_RETRY || (reply->result == FETCH_OK && p->reading.refused)) {
        poll_refused(p, reply);
    } else if (reply->result == FETCH_OK) {
        memcpy(p->tag.etag, reply->etag, sizeof p->tag.etag);
        memcpy(p->tag.modified, reply->modified, sizeof p->tag.modified);
        p->reading.raw = reply->raw;
        reply_end(p);
    } else {
        struct error e = reply->error;
        request_fail(p, &e, reply->result == FETCH_STOPPED || !reply->step);
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
        page_free(p->buffers.pages[i]);
        p->buffers.pages[i] = NULL;
    }
    page_free(p->sweep.all);
    listing_begin(&p->reading.listing, MOMENT_NONE, 0);
    free(p->streams);
    p->job = NULL;
    p->manifest = NULL;
    p->streams = NULL;
    p->sweep.all = NULL;
}
