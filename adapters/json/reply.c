#include "adapters/json/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "adapters/json/mend.h"
#include "adapters/manifest/decoder.h"
#include "base/buffer.h"
#include "base/remark.h"
#include "base/text.h"

enum { FEED_BYTES = 16384, FEED_LEAST = 4096, NEAR_BYTES = 16 };

struct reply {
    struct decoder decoder;
    bool many; /* a file of records: values one after the other */
    yajl_handle parser;
    size_t silent; /* bytes since the last event */
    int64_t fed;
    struct mend mend;
    bool stopped; /* it is not JSON from here on: */
    int64_t stopped_at;
    char near[LIMIT_SHAPE_BYTES]; /* what stands there, masked */
    size_t waiting;
    char pieces[FEED_BYTES]; /* small pieces are gathered: the parser begins a cut token anew with each one */
};

/* --- the parser's memory, wiped before it goes back --- */

union head {
    size_t size;
    max_align_t align;
};

static void *wiped_malloc(void *context, size_t n)
{
    (void)context;
    union head *h = n <= LIMIT_BODY_BYTES ? malloc(sizeof *h + n) : NULL;
    if (!h)
        abort(); /* the parser does not look whether it got memory; its largest wish is a few times
                    LIMIT_TOKEN_BYTES */
    h->size = n;
    return h + 1;
}

static void wiped_free(void *context, void *p)
{
    (void)context;
    if (!p)
        return;
    union head *h = (union head *)p - 1;
    explicit_bzero(p, h->size);
    free(h);
}

static void *wiped_realloc(void *context, void *p, size_t n)
{
    void *fresh = wiped_malloc(context, n);
    if (p) {
        size_t old = ((union head *)p - 1)->size;
        memcpy(fresh, p, old < n ? old : n);
        wiped_free(context, p);
    }
    return fresh;
}

/* --- events --- */

static int on_string(void *context, const unsigned char *bytes, size_t n)
{
    struct reply *r = context;
    return decoder_scalar(&r->decoder, MEMBER_TEXT, (const char *)bytes, n);
}

static int on_number(void *context, const char *bytes, size_t n)
{
    struct reply *r = context;
    return decoder_scalar(&r->decoder, MEMBER_NUMBER, bytes, n);
}

static int on_boolean(void *context, int value)
{
    struct reply *r = context;
    return decoder_scalar(&r->decoder, MEMBER_TEXT, value ? "true" : "false", value ? 4 : 5);
}

static int on_null(void *context)
{
    struct reply *r = context;
    return decoder_null(&r->decoder);
}

static int on_key(void *context, const unsigned char *name, size_t n)
{
    struct reply *r = context;
    decoder_key(&r->decoder, (const char *)name, n);
    return 1;
}

static int on_object(void *context)
{
    struct reply *r = context;
    return decoder_object(&r->decoder);
}

static int on_list(void *context)
{
    struct reply *r = context;
    return decoder_list(&r->decoder);
}

static int on_end(void *context)
{
    struct reply *r = context;
    return decoder_end(&r->decoder);
}

/* --- one reply --- */

/* false: no memory. */
static bool parser_make(struct reply *r)
{
    static const yajl_callbacks events = {.yajl_null = on_null,
                                          .yajl_boolean = on_boolean,
                                          .yajl_number = on_number,
                                          .yajl_string = on_string,
                                          .yajl_start_map = on_object,
                                          .yajl_map_key = on_key,
                                          .yajl_end_map = on_end,
                                          .yajl_start_array = on_list,
                                          .yajl_end_array = on_end};
    static yajl_alloc_funcs memory = {.malloc = wiped_malloc, .realloc = wiped_realloc, .free = wiped_free};
    if (r->parser)
        yajl_free(r->parser);
    r->parser = yajl_alloc(&events, &memory, r);
    if (!r->parser)
        return false;
    /* Text that is kept is checked when it is kept: a bad byte in a member that nobody asked for costs
     * nothing. */
    yajl_config(r->parser, yajl_dont_validate_strings, 1);
    yajl_config(r->parser, yajl_allow_multiple_values, 1);
    return true;
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
    if (r->parser)
        yajl_free(r->parser);
    decoder_free(&r->decoder);
    explicit_bzero(r, sizeof *r);
    free(r);
}

/* The place in the reply as it came, and what stands there, masked. */
static void place_note(struct reply *r, const char *piece, size_t n)
{
    size_t at = yajl_get_bytes_consumed(r->parser);
    at = at < n ? at : n;
    size_t from = at > NEAR_BYTES / 2 ? at - NEAR_BYTES / 2 : 0, left = n - from;
    r->stopped = true;
    r->stopped_at = r->fed + (int64_t)at;
    scalar_shape(piece + from, left < NEAR_BYTES ? left : NEAR_BYTES, r->near);
}

static bool not_json(const struct reply *r, struct error *e)
{
    return error_set(e, ERROR_DATA, "",
                     _("Show the portal's operator this byte. What stood before it was read."),
                     _("the reply is not JSON at byte %lld, near \"%s\""), (long long)r->stopped_at, r->near);
}

static bool parse_failed(struct reply *r, yajl_status status, const char *piece, size_t n, struct error *e)
{
    if (status == yajl_status_client_canceled) {
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
        yajl_status status = yajl_parse(r->parser, (const unsigned char *)bytes, piece);
        if (status != yajl_status_ok)
            return parse_failed(r, status, bytes, piece, e);
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
    return yajl_complete_parse(r->parser) == yajl_status_ok && r->decoder.depth == 0;
}

bool reply_reject(struct reply *r, const char *reason, struct error *e)
{
    if (decoder_reject(&r->decoder, reason))
        return true;
    if (e)
        *e = r->decoder.error;
    return false;
}

/* What is mended goes to the parser; what is no JSON ends the reading without an error of its own. */
static bool mended_take(void *context, const char *bytes, size_t n, int64_t at)
{
    struct reply *r = context;
    r->fed = at;
    return parse(r, bytes, n, &r->decoder.error);
}

static bool mend(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    if (r->stopped || mend_bytes(&r->mend, bytes, n, mended_take, r))
        return true;
    if (r->stopped)
        return true;
    if (e)
        *e = r->decoder.error;
    return false;
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

/* It ends too early, or is no JSON from some byte on. The rows before that are good. */
static bool reply_part(struct reply *r, struct error *e)
{
    struct error why = {0};
    if (r->stopped)
        (void)not_json(r, &why);
    else
        (void)error_set(&why, ERROR_DATA, "",
                        _("Poll again; if it stays so, look at what the portal answers."),
                        _("the reply is no whole JSON: it ends after %lld bytes"), (long long)r->mend.at);
    if (r->decoder.page && r->decoder.begun)
        r->decoder.page->record_count--; /* what was begun is none */
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
    bool part = r->stopped || mend_open(m) || yajl_complete_parse(r->parser) != yajl_status_ok;
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
                 _("%zu documents in one reply: all were read"), m->documents);
    }
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

/* --- as one of the formats --- */

static struct reader *json_open(const struct plan *plan, struct page *page, struct lookup *lookup,
                                struct error *e)
{
    struct reply *r = reply_open(plan, page, e);
    if (r)
        reply_lookup(r, lookup);
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
                                          .open = json_open,
                                          .feed = json_feed,
                                          .end = json_end,
                                          .member = json_member,
                                          .decoder = json_decoder,
                                          .close = json_close};
