#include "adapters/json/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/json/json_reader.h"
#include "adapters/json/mend.h"
#include "adapters/json/seek.h"
#include "adapters/manifest/decoder.h"
#include "base/buffer.h"
#include "base/remark.h"
#include "base/text.h"

enum { FEED_BYTES = 16384, FEED_LEAST = 4096, NEAR_BYTES = 16 };

struct reply {
    struct decoder decoder; /* first: reply_close() wipes what is behind */
    bool many;              /* a file of records: values follow one another */
    struct json_reader *parser;
    size_t silent; /* bytes since the last event */
    int64_t fed;
    struct mend mend;
    bool stopped; /* the reply is no JSON from here on: */
    int64_t stopped_at;
    char near[LIMIT_SHAPE_BYTES]; /* the bytes there, masked */
    bool brace;                   /* a { or } stands there: between records nothing else is missing */
    struct seek seek;             /* looks for the next record behind a record that is no JSON: */
    bool seeking;
    size_t seek_depth;                /* frames below a record */
    int64_t key_at;                   /* place behind the first name of the last record */
    char fault[PAGE_WORDS_BYTES / 2]; /* the first such record, in words */
    size_t waiting;
    char pieces[FEED_BYTES]; /* gathers small pieces: the parser begins a cut token anew with each piece */
};

/* --- events --- */

static bool on_text(void *context, const char *bytes, size_t n)
{
    struct reply *r = context;
    return decoder_scalar(&r->decoder, MEMBER_TEXT, bytes, n);
}

static bool on_number(void *context, const char *bytes, size_t n)
{
    struct reply *r = context;
    return decoder_scalar(&r->decoder, MEMBER_NUMBER, bytes, n);
}

static bool on_boolean(void *context, bool value)
{
    struct reply *r = context;
    return decoder_scalar(&r->decoder, MEMBER_TEXT, value ? "true" : "false", value ? 4 : 5);
}

static bool on_null(void *context)
{
    struct reply *r = context;
    return decoder_null(&r->decoder);
}

/* Notes the first name of a record, by which the next record is found behind a fault. */
static void first_note(struct reply *r, const char *name, size_t n)
{
    const struct decoder *d = &r->decoder;
    const struct decoder_frame *f = &d->frames[d->depth - 1];
    if (f->list || f->node->record < 0 || n == 0 || n > sizeof r->seek.name)
        return;
    r->key_at = r->fed + (int64_t)json_reader_at(r->parser);
    if (r->seek.length == n && memcmp(r->seek.name, name, n) == 0)
        return;
    memcpy(r->seek.name, name, n);
    r->seek.length = n;
}

static APART bool key_first(struct reply *r, const char *name, size_t n)
{
    decoder_key(&r->decoder, name, n);
    if (!r->decoder.skip && !r->decoder.about.bare)
        first_note(r, name, n);
    return true;
}

static bool on_key(void *context, const char *name, size_t n)
{
    struct reply *r = context;
    if (r->decoder.about.bare)
        return key_first(r, name, n);
    decoder_key(&r->decoder, name, n);
    return true;
}

static bool on_object(void *context)
{
    struct reply *r = context;
    return decoder_object(&r->decoder);
}

static bool on_list(void *context)
{
    struct reply *r = context;
    return decoder_list(&r->decoder);
}

static bool on_end(void *context)
{
    struct reply *r = context;
    return decoder_end(&r->decoder);
}

/* --- one reply --- */

/* Makes the parser. Text is checked when it is kept, so that a bad byte in a member outside of the plan costs
 * nothing. false: no memory. */
static bool parser_make(struct reply *r)
{
    static const struct json_events events = {.null = on_null,
                                              .boolean = on_boolean,
                                              .number = on_number,
                                              .text = on_text,
                                              .key = on_key,
                                              .object = on_object,
                                              .object_end = on_end,
                                              .list = on_list,
                                              .list_end = on_end};
    json_reader_close(r->parser);
    r->parser = json_reader_open(&events, r, false);
    return r->parser != NULL;
}

static struct reply *open(const struct plan *plan, struct page *page, bool many, bool wrapped,
                          struct error *e)
{
    struct reply *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(e, "");
        return NULL;
    }
    r->many = many;
    bool ok = decoder_init(&r->decoder, plan, page);
    r->decoder.wrapped = wrapped;
    r->decoder.file = many;
    if (many && !wrapped)
        r->decoder.root = &plan->tree.nodes[plan->records[0]];
    if (ok && parser_make(r))
        return r;
    reply_close(r);
    error_memory(e, "");
    return NULL;
}

struct reply *reply_open(const struct plan *plan, struct page *page, struct error *e)
{
    return open(plan, page, false, false, e);
}

struct reply *reply_open_records(const struct plan *plan, struct page *page, bool wrapped, struct error *e)
{
    return open(plan, page, true, wrapped, e);
}

void reply_lookup(struct reply *r, struct lookup *lookup)
{
    r->decoder.writer.lookup = lookup;
}

void reply_close(struct reply *r)
{
    if (!r)
        return;
    json_reader_close(r->parser);
    decoder_free(&r->decoder); /* wipes the decoder */
    explicit_bzero((char *)r + sizeof r->decoder, sizeof *r - sizeof r->decoder);
    free(r);
}

/* Notes the place in the reply as it came, and the bytes there, masked. */
static void place_note(struct reply *r, const char *piece, size_t n)
{
    size_t at = json_reader_at(r->parser);
    size_t from = at > NEAR_BYTES / 2 ? at - NEAR_BYTES / 2 : 0, left = n - from;
    r->stopped = true;
    r->stopped_at = r->fed + (int64_t)at;
    r->brace = (at < n && strchr("{}", piece[at])) || (at && strchr("{}", piece[at - 1]));
    scalar_shape(piece + from, left < NEAR_BYTES ? left : NEAR_BYTES, r->near);
}

static bool not_json(const struct reply *r, struct error *e)
{
    return error_set(e, ERROR_DATA, "",
                     _("Show the portal's operator this byte. What stood before it was read."),
                     _("the reply is not JSON at byte %lld, near \"%s\""), (long long)r->stopped_at, r->near);
}

static bool parse_failed(struct reply *r, enum json_state state, const char *piece, size_t n, struct error *e)
{
    if (state == JSON_NO_MEMORY)
        return error_memory(e, "");
    if (state == JSON_STOPPED) {
        if (e)
            *e = r->decoder.error;
        return false;
    }
    place_note(r, piece, n);
    return not_json(r, e);
}

static bool parse(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    while (n) {
        size_t piece = n < FEED_BYTES ? n : FEED_BYTES;
        r->decoder.moved = false;
        enum json_state state = json_reader_feed(r->parser, bytes, piece);
        if (state != JSON_READ)
            return parse_failed(r, state, bytes, piece, e);
        r->silent = r->decoder.moved ? 0 : r->silent + piece;
        if (r->silent > LIMIT_TOKEN_BYTES)
            return error_set(e, ERROR_DATA, "",
                             _("This is not what the portal usually sends: look at what it answers."),
                             _("one value of the reply is longer than %d bytes"), LIMIT_TOKEN_BYTES);
        r->fed += (int64_t)piece;
        bytes += piece;
        n -= piece;
    }
    return true;
}

bool reply_records(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    return parse(r, bytes, n, e);
}

bool reply_inside(const struct reply *r)
{
    return r->decoder.depth > 0;
}

bool reply_begun(const struct reply *r)
{
    return r->decoder.begun;
}

bool reply_restart(struct reply *r, struct error *e)
{
    r->decoder.depth = r->decoder.skip = r->silent = 0;
    r->decoder.expected = NULL;
    return parser_make(r) || error_memory(e, "");
}

void reply_turn(struct reply *r, struct page *page, int64_t before)
{
    struct decoder *d = &r->decoder;
    struct lookup *lookup = d->writer.lookup;
    d->page = page;
    d->before = before;
    row_writer_init(&d->writer, d->plan, page);
    d->writer.lookup = lookup;
}

bool reply_whole(struct reply *r)
{
    return json_reader_end(r->parser) == JSON_READ && r->decoder.depth == 0;
}

bool reply_reject(struct reply *r, const char *reason, struct error *e)
{
    if (decoder_reject(&r->decoder, reason))
        return true;
    if (e)
        *e = r->decoder.error;
    return false;
}

/* Takes mended bytes to the parser; bytes that are no JSON end the reading without an error here. */
static bool mended_take(void *context, const char *bytes, size_t n, int64_t at)
{
    struct reply *r = context;
    r->fed = at;
    return parse(r, bytes, n, &r->decoder.error);
}

/* --- behind a record that is no JSON --- */

/* Can a list of records go on behind the fault? If so, the record that was begun is a reject, and the next is looked
 * for. */
static bool seek_start(struct reply *r)
{
    struct decoder *d = &r->decoder;
    size_t i = d->depth;
    while (i && !(d->begun && !d->frames[i - 1].list && d->frames[i - 1].node->record >= 0) &&
           !(!d->begun && d->frames[i - 1].list && d->frames[i - 1].node->record >= 0))
        i--;
    if (!d->page || d->file || !i || !r->seek.length)
        return false;
    r->seek_depth = d->begun ? i - 1 : i;
    const struct decoder_frame *list = r->seek_depth ? &d->frames[r->seek_depth - 1] : NULL;
    if (list && !list->list)
        return false;
    if ((d->begun || !r->brace) && !decoder_reject(d, N_("not JSON")))
        return false;
    r->seeking = true;
    seek_begin(&r->seek, list && list->map);
    if (!*r->fault)
        snprintf(r->fault, sizeof r->fault, _("not JSON at byte %lld, near \"%s\""), (long long)r->stopped_at,
                 r->near);
    return true;
}

/* Writes the brackets that are open around the records. */
static size_t opening_write(const struct reply *r, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < r->seek_depth; i++) {
        const struct decoder_frame *f = &r->decoder.frames[i];
        for (const char *open = f->list && !f->map ? "[" : "{\"\":"; *open; open++)
            out[used++] = *open;
    }
    return used;
}

enum { OPENING_BYTES = LIMIT_DEPTH * 4 };

/* Makes a parser that stands in the list of records, as the decoder does. */
static bool parser_again(struct reply *r, struct error *e)
{
    struct decoder *d = &r->decoder;
    char opening[OPENING_BYTES];
    if (!parser_make(r))
        return error_memory(e, "");
    d->depth = 0;
    d->skip = 2; /* the decoder must not hear of the brackets that are opened again */
    bool ok = parse(r, opening, opening_write(r, opening), e);
    d->depth = r->seek_depth;
    d->skip = r->silent = 0;
    d->expected = NULL;
    d->about.remarks = false;
    r->stopped = r->seeking = false;
    return ok;
}

/* Goes on with the record whose opening ends before `at`. */
static bool record_again(struct reply *r, int64_t at, struct error *e)
{
    char opening[LIMIT_NAME_BYTES + 8];
    int n = snprintf(opening, sizeof opening, "{\"%.*s\":", (int)r->seek.length, r->seek.name);
    if (!parser_again(r, e))
        return false;
    r->mend.at = at;
    r->mend.state = MEND_OUTSIDE;
    r->mend.depth = r->seek_depth + 1;
    r->mend.comma = false;
    r->mend.letters = 0;
    r->fed = at - n;
    return parse(r, opening, (size_t)n, e);
}

/* Do the bytes behind this place of the tail end the reply as they must? */
static bool tail_fits(const struct reply *r, size_t at)
{
    char opening[OPENING_BYTES];
    size_t n = opening_write(r, opening);
    static const struct json_events none = {0};
    struct json_reader *trial = json_reader_open(&none, NULL, false);
    bool ok = trial && json_reader_feed(trial, opening, n) == JSON_READ &&
              json_reader_feed(trial, r->seek.tail + at, r->seek.tail_used - at) == JSON_READ &&
              json_reader_end(trial) == JSON_READ;
    json_reader_close(trial);
    return ok;
}

/* The last record was no JSON: the list ends at the first place from which on the rest of the reply is whole. */
static bool tail_take(struct reply *r, struct error *e)
{
    size_t at = r->seek_depth ? seek_list_end(&r->seek, 0) : r->seek.tail_used;
    while (r->seek_depth && at != SIZE_MAX && !tail_fits(r, at))
        at = seek_list_end(&r->seek, at + 1);
    if (at == SIZE_MAX)
        return true; /* the reply stays broken */
    if (!parser_again(r, e) || !parse(r, r->seek.tail + at, r->seek.tail_used - at, e))
        return false;
    r->mend.state = MEND_BETWEEN;
    return true;
}

/* Names the first record that was no JSON, beside the faults that were mended. */
static void fault_say(struct reply *r)
{
    struct page_reply *reply = &r->decoder.page->reply;
    char beside[PAGE_WORDS_BYTES];
    if (!*r->fault)
        return;
    memcpy(beside, reply->words, sizeof beside);
    snprintf(reply->words, sizeof reply->words, "%s%s%.*s", r->fault, *beside ? "; " : "",
             (int)(PAGE_WORDS_BYTES - strlen(r->fault) - 3), beside);
    reply->mended = true;
}

static bool mend(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    const int64_t begin = r->mend.at;
    size_t from = 0;
    while (from < n) {
        if (r->seeking) {
            bool found;
            from += seek_bytes(&r->seek, bytes + from, n - from, &found);
            if (found && !record_again(r, begin + (int64_t)from, e))
                return false;
        } else if (r->stopped) {
            from = n;
        } else if (mend_bytes(&r->mend, bytes + from, n - from, mended_take, r)) {
            return true;
        } else if (!r->stopped) {
            if (e)
                *e = r->decoder.error;
            return false;
        } else if (seek_start(r)) {
            int64_t key = r->key_at - begin;
            from = key > (int64_t)from ? (size_t)key : from;
        }
    }
    r->mend.at = begin + (int64_t)n;
    return true;
}

static bool pieces_flush(struct reply *r, struct error *e)
{
    size_t n = r->waiting;
    r->waiting = 0;
    return mend(r, r->pieces, n, e);
}

bool reply_feed(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    while (n) {
        if (!r->waiting && n >= FEED_LEAST)
            return mend(r, bytes, n, e);
        size_t room = FEED_BYTES - r->waiting, piece = n < room ? n : room;
        memcpy(r->pieces + r->waiting, bytes, piece);
        r->waiting += piece;
        bytes += piece;
        n -= piece;
        if (r->waiting == FEED_BYTES && !pieces_flush(r, e))
            return false;
    }
    return true;
}

static bool reply_none(const struct reply *r, struct error *e)
{
    const struct mend *m = &r->mend;
    const unsigned char *head = (const unsigned char *)m->head;
    char said[REMARK_BYTES];
    if (m->head_used == 0)
        return error_set(e, ERROR_DATA, "", _("Look at what the portal answers."), _("the reply is empty"));
    if (m->head_used >= 2 && head[0] == 0x1F && head[1] == 0x8B)
        return error_set(e, ERROR_DATA, "",
                         _("Tell the portal's operator: the header Content-Encoding: gzip is missing."),
                         _("the reply is packed (gzip) and no header says so"));
    if (m->head_used >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) || (head[0] == 0xFE && head[1] == 0xFF)))
        return error_set(e, ERROR_DATA, "", _("Tell the portal's operator: JSON is UTF-8 (RFC 8259)."),
                         _("the reply is in UTF-16"));
    remark_clean(m->head, m->head_used, said);
    return error_set(e, ERROR_DATA, "",
                     _("Look at what the portal answers; it may want another account or other vars."),
                     _("the reply is words, not data: %s"), *said ? said : "…");
}

/* The reply ends too early, or is no JSON from some byte on. The rows before are good. */
static bool reply_part(struct reply *r, struct error *e)
{
    struct error why = {0};
    if (r->stopped)
        (void)not_json(r, &why);
    else
        (void)error_set(&why, ERROR_DATA, "",
                        _("Poll again; if it stays so, look at what the portal answers."),
                        _("the reply is no whole JSON: it ends at byte %lld"), (long long)r->mend.at);
    if (r->decoder.page && r->decoder.begun)
        r->decoder.page->record_count--; /* the record that was begun does not count */
    r->decoder.begun = false;
    if (!r->decoder.page || r->decoder.page->record_count == 0) {
        *e = why;
        return false;
    }
    r->decoder.page->reply.cut = !r->stopped;
    r->decoder.page->reply.broken = r->stopped;
    snprintf(r->decoder.page->reply.words, sizeof r->decoder.page->reply.words, "%.*s", PAGE_WORDS_BYTES - 1,
             why.what);
    return true;
}

bool reply_end(struct reply *r, struct error *e)
{
    if (!pieces_flush(r, e))
        return false;
    const struct mend *m = &r->mend;
    if (!r->stopped && !mend_end(&r->mend, mended_take, r) && !r->stopped) {
        *e = r->decoder.error;
        return false;
    }
    if (mend_none(m))
        return reply_none(r, e);
    if (r->seeking && !tail_take(r, e))
        return false;
    bool part = r->stopped || mend_open(m) || json_reader_end(r->parser) != JSON_READ;
    if (part && !reply_part(r, e))
        return false;
    if (!r->decoder.page)
        return true;
    decoder_total_take(&r->decoder);
    if (!part && *mend_say(m, r->decoder.page->reply.words, sizeof r->decoder.page->reply.words))
        r->decoder.page->reply.mended = true;
    if (!part && m->documents > 1 && !r->decoder.page->reply.mended) {
        r->decoder.page->reply.mended = true;
        snprintf(r->decoder.page->reply.words, sizeof r->decoder.page->reply.words,
                 P_("%zu document in one reply: it was read", "%zu documents in one reply: all were read",
                    m->documents),
                 m->documents);
    }
    if (!part)
        fault_say(r);
    return true;
}

const char *reply_member(const struct reply *r, int slot, size_t *n)
{
    return decoder_member(&r->decoder, slot, n);
}

bool reply_fits(const struct reply *r, const struct plan_check *check)
{
    return decoder_fits(&r->decoder, check);
}

/* --- the format for readers --- */

static struct reader *json_open(const struct reader_order *order, struct error *e)
{
    struct reply *r = reply_open(order->plan, order->page, e);
    if (r)
        reply_lookup(r, order->lookup);
    return (struct reader *)r;
}

static bool json_feed(struct reader *reader, const char *bytes, size_t n, struct error *e)
{
    return reply_feed((struct reply *)reader, bytes, n, e);
}

static const struct decoder *json_decoder(const struct reader *r)
{
    return &((const struct reply *)r)->decoder;
}

static bool json_end(struct reader *r, struct error *e)
{
    return reply_end((struct reply *)r, e);
}

static const char *json_member(const struct reader *r, int slot, size_t *n)
{
    return reply_member((const struct reply *)r, slot, n);
}

static void json_close(struct reader *r)
{
    reply_close((struct reply *)r);
}

const struct reader_format reader_json = {.driver = "rest_json",
                                          .listed = true,
                                          .open = json_open,
                                          .feed = json_feed,
                                          .end = json_end,
                                          .member = json_member,
                                          .decoder = json_decoder,
                                          .close = json_close};
