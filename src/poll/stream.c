#include "poll/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/manifest.h"

/* How many days lie between a and b; negative where the clock went back. */
static int64_t days_between(moment a, moment b)
{
    return (moment_day(b) - moment_day(a)) / MOMENT_DAY;
}

/* *due: all dossiers are to be read, because the last full reading is too old, is dated ahead of the clock, or was
 * broken off. */
static bool sweep_due(struct poll *p, bool *due, struct error *e)
{
    char text[LIMIT_VALUE_BYTES];
    struct cursor all;
    if (!store_cursor_get(p->store, p->run.source, STREAM_ALL, text, sizeof text, e))
        return false;
    cursor_read(text, &all);
    moment latest = moment_now() > p->run.observed ? moment_now() : p->run.observed;
    *due = all.changed == MOMENT_NONE || all.changed > latest + LIMIT_AHEAD_SECONDS ||
           days_between(all.changed, p->run.observed) >= p->source->sweep;
    for (size_t i = 0; i < manifest_stream_count(p->manifest); i++)
        *due = *due || *p->streams[i].cursor.position;
    return true;
}

static bool streams_load(struct poll *p, struct error *e)
{
    char text[LIMIT_VALUE_BYTES];
    size_t count = manifest_stream_count(p->manifest);
    p->streams = calloc(count + 1, sizeof *p->streams);
    if (!p->streams)
        return error_memory(e, p->source->name);
    for (size_t i = 0; i < count; i++) {
        const char *stream = manifest_stream_name(p->manifest, i);
        if (!store_cursor_get(p->store, p->run.source, stream, text, sizeof text, e))
            return false;
        cursor_read(text, &p->streams[i].cursor);
        if (!reply_tag_read(text, &p->streams[i].tag))
            p->streams[i].tag = (struct reply_tag){0};
    }
    return true;
}

/* Sets where a stream begins: at the place where a full reading was broken off, at the changes since the latest
 * known change less the look-back, or at the start. */
static bool stream_open(struct poll *p, size_t i, bool full, bool all, struct error *e)
{
    const char *stream = manifest_stream_name(p->manifest, i);
    struct cursor *c = &p->streams[i].cursor;
    if (full) {
        c->got = 0;
        *c->position = '\0';
        return true;
    }
    if (*c->position)
        return p->adapter->resume(p->job, stream, c->position, e);
    if (all || c->changed == MOMENT_NONE || !manifest_stream_changes(p->manifest, i))
        return true;
    c->got = -1;
    p->reading.since = c->changed - p->source->look_back * MOMENT_DAY;
    return p->adapter->changes(p->job, stream, p->reading.since, e);
}

bool poll_streams_open(struct poll *p, bool full, struct error *e)
{
    bool all = true;
    p->job = p->adapter->open(p->manifest, p->source, p->run.observed, e);
    if (!p->job || !streams_load(p, e) || (!full && !sweep_due(p, &all, e)))
        return false;
    for (size_t i = 0; i < manifest_stream_count(p->manifest); i++)
        if (!stream_open(p, i, full, all, e))
            return false;
    return true;
}

size_t poll_stream_now(const struct poll *p)
{
    size_t i = 0;
    while (strcmp(manifest_stream_name(p->manifest, i), p->reading.stream) != 0)
        i++;
    return i;
}

/* A login belongs to no stream, and leaves the stream that is being read as it is. */
void poll_stream_begin(struct poll *p, const char *stream)
{
    if (!stream || strcmp(p->reading.stream, stream) == 0)
        return;
    snprintf(p->reading.stream, sizeof p->reading.stream, "%s", stream);
    const struct cursor *c = &p->streams[poll_stream_now(p)].cursor;
    listing_begin(&p->reading.listing, c->changed, c->got > 0 ? c->got : 0);
    p->reading.listing.changes = c->got < 0;
}

/* A full poll sends no tag and so asks for every reply. */
void poll_condition_set(struct poll *p)
{
    p->tag = (struct reply_tag){0};
    if (!p->request.whole || p->replay)
        return;
    p->tag.request = request_hash(p->manifest, p->source, &p->request);
    const struct reply_tag *last = &p->streams[poll_stream_now(p)].tag;
    if (p->full || p->request.afresh)
        return;
    if (last->request == p->tag.request && last->since <= p->run.started &&
        p->run.started - last->since < LIMIT_VALIDATOR_DAYS * MOMENT_DAY) {
        p->tag = *last;
        p->request.etag = p->tag.etag;
        p->request.modified = p->tag.modified;
    }
}

/* Writes to out the tag with which the next poll asks for newer figures. false: the page is not of figures alone, or
 * a record was rejected. */
static bool tag_after(const struct poll *p, const struct page *page, char out[LIMIT_VALUE_BYTES])
{
    struct reply_tag v = p->tag;
    if (!v.request || page->reject_count || page->dossier_count || !page->figure_count)
        return false;
    v.since = p->run.started;
    v.rows = (int64_t)page->figure_count;
    reply_tag_write(&v, out);
    return true;
}

/* The cursor's moment of change moves on only with a whole reading. */
const char *poll_cursor_after(const struct poll *p, const struct page *page, const struct portal_reply *reply,
                              char out[LIMIT_VALUE_BYTES])
{
    const struct listing *l = &p->reading.listing;
    bool done = reply->stream_done;
    struct cursor c = {.got = listing_got(l), .changed = listing_mark(l)};
    if (done && tag_after(p, page, out))
        return out;
    if (done && !listing_whole(l, &p->reading.twice))
        c.changed = l->mark;
    if (l->changes && !(done && listing_proved(l)))
        return NULL;
    snprintf(c.position, sizeof c.position, "%s", done || !reply->cursor ? "" : reply->cursor);
    return cursor_write(&c, out);
}
