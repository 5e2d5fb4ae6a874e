#include "adapters/json/reply.h"

#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "adapters/manifest/row_writer.h"
#include "base/buffer.h"
#include "base/text.h"

enum { FEED_BYTES = 16384, FEED_LEAST = 4096 };

struct frame {
    const struct member_node *node;
    bool list;
};

struct reply {
    const struct plan *plan;
    struct page *page;
    const struct member_node *root; /* what a value that is inside of nothing is */
    bool many, wrapped;             /* a file of records: values one after the other, whole replies */
    int64_t before;                 /* records that lie behind this page */
    yajl_handle parser;
    struct frame frames[LIMIT_DEPTH];
    size_t depth;                       /* frames in use */
    size_t skip;                        /* levels below a member that nobody asked for */
    const struct member_node *expected; /* of the member whose name has just been read; NULL: not asked for */
    struct member_cell *cells[MEMBER_LEVEL_COUNT];
    struct buffer envelope,
        values; /* bytes of the cells: of the envelope; of the record and its inner records */
    struct portal_record record;
    bool inner_overflow, begun; /* begun: a record is not over yet */
    bool moved;                 /* an event since the last bytes */
    size_t silent;              /* bytes since the last event */
    size_t mark;                /* bytes of a byte order mark that came; no JSON, but some servers send one */
    int64_t fed;
    struct row_writer writer;
    struct error error; /* why the parser was told to stop */
    size_t waiting;
    char pieces[FEED_BYTES]; /* small pieces are gathered: the parser begins a cut token anew with each one */
};

/* --- the parser's memory, wiped before it goes back
 * ------------------------------------------------------------- */

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

/* --- events
 * ------------------------------------------------------------------------------------------------------ */

static int stop(struct reply *r, const char *what, int limit)
{
    return error_set(&r->error, ERROR_DATA, "",
                     _("This is not what the portal usually sends: look at what it answers."), "%s: %d",
                     _(what), limit);
}

/* What the allow-list has for the value that comes now; NULL: nothing. */
static const struct member_node *node_now(const struct reply *r)
{
    if (r->depth == 0)
        return r->root;
    const struct frame *f = &r->frames[r->depth - 1];
    return f->list ? f->node : r->expected;
}

static bool in_list(const struct reply *r)
{
    return r->depth && r->frames[r->depth - 1].list;
}

static struct member_cell *cell_at(struct reply *r, const struct member_node *node)
{
    size_t at = (size_t)node->slot;
    if (node->level == MEMBER_LEVEL_INNER)
        at += r->record.inner_count * (size_t)r->plan->slots[MEMBER_LEVEL_INNER];
    return &r->cells[node->level][at];
}

static int64_t position_next(struct reply *r)
{
    return r->before + (int64_t)r->page->record_count++;
}

static int record_none(struct reply *r)
{
    return row_writer_reject(&r->writer, position_next(r), N_("not a record"), &r->error);
}

/* Of dates in a list the latest is kept; one that is none stays, for the rule to reject. */
static bool is_earlier(const struct reply *r, const struct member_node *node, const struct member_cell *old,
                       const char *bytes, size_t n)
{
    moment kept, come;
    if (!node->latest || old->kind == MEMBER_ABSENT || (old->kind == MEMBER_TEXT && old->length == 0))
        return false;
    return n == 0 ||
           !scalar_date(node->latest, buffer_string(&r->values) + old->offset, old->length, &kept) ||
           (scalar_date(node->latest, bytes, n, &come) && come <= kept);
}

static bool cell_keep(struct reply *r, const struct member_node *node, enum member_kind kind,
                      const char *bytes, size_t n)
{
    struct buffer *to = node->level == MEMBER_LEVEL_ENVELOPE ? &r->envelope : &r->values;
    struct member_cell *cell = cell_at(r, node);
    size_t most = node->level == MEMBER_LEVEL_ENVELOPE
                      ? LIMIT_SECRET_BYTES
                      : LIMIT_VALUE_BYTES; /* a session is as long as a secret */
    if (is_earlier(r, node, cell, bytes, n))
        return true;
    *cell = (struct member_cell){.kind = n > most ? MEMBER_LONG : kind};
    if (cell->kind == MEMBER_LONG)
        return true;
    cell->offset = (uint32_t)to->used;
    cell->length = (uint32_t)n;
    return buffer_append(to, bytes, n) ||
           stop(r, N_("the values of one record have more bytes than is allowed"), LIMIT_RECORD_BYTES);
}

static int scalar(struct reply *r, enum member_kind kind, const char *bytes, size_t n)
{
    const struct member_node *node = r->skip ? NULL : node_now(r);
    r->moved = true;
    if (!node)
        return 1;
    if (node->record >= 0)
        return (!in_list(r) && n == 0) || record_none(r); /* "data": "" is how some say that there is none */
    r->record.row.seen |= node->seen;
    for (uint64_t bits = node->tests; bits; bits &= bits - 1) {
        int bit = __builtin_ctzll(bits);
        if (rule_test_holds(&r->plan->tests[bit], bytes, n))
            r->record.row.hits |= UINT64_C(1) << bit;
    }
    return node->slot < 0 || cell_keep(r, node, kind, bytes, n);
}

static int on_string(void *context, const unsigned char *bytes, size_t n)
{
    return scalar(context, MEMBER_TEXT, (const char *)bytes, n);
}

static int on_number(void *context, const char *bytes, size_t n)
{
    return scalar(context, MEMBER_NUMBER, bytes, n);
}

static int on_boolean(void *context, int value)
{
    return scalar(context, MEMBER_TEXT, value ? "true" : "false", value ? 4 : 5);
}

static int on_null(void *context)
{
    struct reply *r = context;
    const struct member_node *node = r->skip ? NULL : node_now(r);
    r->moved = true;
    if (node && node->slot >= 0 && !node->latest)
        *cell_at(r, node) = (struct member_cell){0};
    return !node || node->record < 0 || !in_list(r) || record_none(r);
}

static int on_key(void *context, const unsigned char *name, size_t n)
{
    struct reply *r = context;
    r->moved = true;
    if (!r->skip)
        r->expected = member_tree_find(&r->plan->tree, r->frames[r->depth - 1].node, (const char *)name, n);
    return 1;
}

/* A list or an object where none is expected: noted where a scalar was, then passed over. */
static int pass_over(struct reply *r, const struct member_node *node)
{
    r->skip = 1;
    if (!node)
        return 1;
    r->record.row.wrong |= node->tests;
    if (node->slot >= 0)
        *cell_at(r, node) = (struct member_cell){.kind = MEMBER_WRONG};
    return node->record < 0 || record_none(r);
}

static void cells_clear(struct reply *r, enum member_level level, size_t first)
{
    size_t count = (size_t)r->plan->slots[level];
    if (count)
        memset(r->cells[level] + first * count, 0, count * sizeof *r->cells[level]);
}

static void record_begin(struct reply *r, const struct member_node *node)
{
    cells_clear(r, MEMBER_LEVEL_RECORD, 0);
    buffer_reset(&r->values);
    r->inner_overflow = false;
    r->begun = true;
    r->record = (struct portal_record){.place = node->record, .position = position_next(r)};
}

static bool record_end(struct reply *r)
{
    r->begun = false;
    if (r->inner_overflow)
        return row_writer_reject(&r->writer, r->record.position, N_("more inner records than are allowed"),
                                 &r->error);
    r->record.row.cells = r->cells[MEMBER_LEVEL_RECORD];
    r->record.row.bytes = buffer_string(&r->values);
    r->record.inner = r->cells[MEMBER_LEVEL_INNER];
    return row_writer_record(&r->writer, &r->record, &r->error);
}

static void wrapper_begin(struct reply *r)
{
    cells_clear(r, MEMBER_LEVEL_ENVELOPE, 0);
    buffer_reset(&r->envelope);
}

/* A wrapper may leave out what a reply must have; it may not say the contrary. */
static int wrapper_end(struct reply *r)
{
    for (size_t i = 0; i < r->plan->check_count; i++) {
        size_t n;
        const struct plan_check *check = &r->plan->checks[i];
        if (reply_member(r, check->slot, &n) && !reply_fits(r, check))
            return error_set(&r->error, ERROR_DATA, "", _("Ask for these records again."),
                             _("the reply says itself that it is none (%s)"), check->member);
    }
    return 1;
}

/* Room for one more level? */
static bool deeper(struct reply *r)
{
    r->moved = true;
    return r->depth + r->skip < LIMIT_DEPTH || stop(r, N_("nested deeper than is allowed"), LIMIT_DEPTH);
}

static int on_object(void *context)
{
    struct reply *r = context;
    if (!deeper(r))
        return 0;
    if (r->skip) {
        r->skip++;
        return 1;
    }
    const struct member_node *node = node_now(r);
    if (!node || (!node->table && node->record < 0 && r->depth))
        return pass_over(r, node);
    if (node->inner && r->record.inner_count == LIMIT_INNER_ROWS) {
        r->inner_overflow = true;
        return pass_over(r, NULL);
    }
    r->record.row.seen |= node->seen;
    if (node->record >= 0)
        record_begin(r, node);
    if (node->inner)
        cells_clear(r, MEMBER_LEVEL_INNER, r->record.inner_count);
    if (r->wrapped && r->depth == 0)
        wrapper_begin(r);
    r->frames[r->depth++] = (struct frame){node, false};
    return 1;
}

static int on_list(void *context)
{
    struct reply *r = context;
    if (!deeper(r))
        return 0;
    if (r->skip) {
        r->skip++;
        return 1;
    }
    const struct member_node *node = node_now(r);
    if (!node || !node->many || in_list(r))
        return pass_over(r, node);
    r->record.row.seen |= node->seen;
    r->frames[r->depth++] = (struct frame){node, true};
    return 1;
}

static int on_end(void *context)
{
    struct reply *r = context;
    r->moved = true;
    if (r->skip) {
        r->skip--;
        return 1;
    }
    struct frame f = r->frames[--r->depth];
    if (!f.list && f.node->inner)
        r->record.inner_count++;
    if (r->wrapped && r->depth == 0)
        return wrapper_end(r);
    return f.list || f.node->record < 0 || record_end(r);
}

/* --- one reply
 * ---------------------------------------------------------------------------------------------------- */

static bool cells_make(struct reply *r)
{
    for (int level = 0; level < MEMBER_LEVEL_COUNT; level++) {
        size_t rows = level == MEMBER_LEVEL_INNER ? LIMIT_INNER_ROWS : 1;
        r->cells[level] = calloc((size_t)r->plan->slots[level] * rows + 1, sizeof *r->cells[level]);
        if (!r->cells[level])
            return false;
    }
    return true;
}

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
    yajl_config(r->parser, yajl_allow_multiple_values, (int)r->many);
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
    r->plan = plan;
    r->page = page;
    r->many = many;
    r->wrapped = wrapped;
    r->root = &plan->tree.nodes[many && !wrapped ? plan->records[0] : 0];
    buffer_init(&r->envelope, LIMIT_RECORD_BYTES);
    buffer_init(&r->values, LIMIT_RECORD_BYTES);
    row_writer_init(&r->writer, plan, page);
    if (parser_make(r) && cells_make(r))
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
    r->writer.lookup = lookup;
}

void reply_close(struct reply *r)
{
    if (!r)
        return;
    if (r->parser)
        yajl_free(r->parser);
    for (int level = 0; level < MEMBER_LEVEL_COUNT; level++)
        free(r->cells[level]);
    if (r->envelope.data) /* may hold a session */
        explicit_bzero(r->envelope.data, r->envelope.size);
    buffer_free(&r->envelope);
    buffer_free(&r->values);
    explicit_bzero(r, sizeof *r);
    free(r);
}

static bool parse_failed(struct reply *r, yajl_status status, struct error *e)
{
    if (status == yajl_status_client_canceled) {
        if (e)
            *e = r->error;
        return false;
    }
    return error_set(e, ERROR_DATA, "",
                     _("Look at what the portal answers; a proxy or a firewall may answer in its place."),
                     _("the reply is not JSON (after %lld bytes)"), (long long)r->fed);
}

static bool parse(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    while (n) {
        size_t piece = n < FEED_BYTES ? n : FEED_BYTES;
        r->moved = false;
        yajl_status status = yajl_parse(r->parser, (const unsigned char *)bytes, piece);
        if (status != yajl_status_ok)
            return parse_failed(r, status, e);
        r->silent = r->moved ? 0 : r->silent + piece;
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
    return r->depth > 0;
}

bool reply_begun(const struct reply *r)
{
    return r->begun;
}

bool reply_restart(struct reply *r, struct error *e)
{
    r->depth = r->skip = r->silent = 0;
    r->expected = NULL;
    return parser_make(r) || error_memory(e, "");
}

void reply_turn(struct reply *r, struct page *page, int64_t before)
{
    struct lookup *lookup = r->writer.lookup;
    r->page = page;
    r->before = before;
    row_writer_init(&r->writer, r->plan, r->page);
    r->writer.lookup = lookup;
}

bool reply_whole(struct reply *r)
{
    return yajl_complete_parse(r->parser) == yajl_status_ok && r->depth == 0;
}

bool reply_reject(struct reply *r, const char *reason, struct error *e)
{
    int64_t position = r->begun ? r->record.position : position_next(r);
    r->begun = false;
    return row_writer_reject(&r->writer, position, reason, e);
}

static bool pieces_flush(struct reply *r, struct error *e)
{
    size_t n = r->waiting;
    r->waiting = 0;
    return parse(r, r->pieces, n, e);
}

bool reply_feed(struct reply *r, const char *bytes, size_t n, struct error *e)
{
    static const char mark[] = "\xEF\xBB\xBF";
    while (n && r->mark < sizeof mark - 1 && *bytes == mark[r->mark]) {
        r->mark++;
        bytes++;
        n--;
    }
    if (n)
        r->mark = sizeof mark - 1;
    while (n) {
        if (!r->waiting && n >= FEED_LEAST)
            return parse(r, bytes, n, e);
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

static int64_t total_of(const struct reply *r)
{
    size_t n;
    int64_t total;
    const char *text = reply_member(r, r->plan->total_slot, &n);
    return text && scalar_number(text, n, 0, false, &total) && total >= 0 ? total : -1;
}

bool reply_end(struct reply *r, struct error *e)
{
    if (!pieces_flush(r, e))
        return false;
    if (r->fed == 0)
        return error_set(e, ERROR_DATA, "", _("Look at what the portal answers."), _("the reply is empty"));
    yajl_status status = yajl_complete_parse(r->parser);
    if (status != yajl_status_ok)
        return error_set(e, ERROR_DATA, "", _("Poll again; if it stays so, look at what the portal answers."),
                         _("the reply is no whole JSON: it ends after %lld bytes"), (long long)r->fed);
    if (r->page)
        r->page->total = total_of(r);
    return true;
}

const char *reply_member(const struct reply *r, int slot, size_t *n)
{
    if (slot < 0)
        return NULL;
    const struct member_cell *cell = &r->cells[MEMBER_LEVEL_ENVELOPE][slot];
    *n = cell->length;
    return cell->kind == MEMBER_TEXT || cell->kind == MEMBER_NUMBER
               ? buffer_string(&r->envelope) + cell->offset
               : NULL;
}

bool reply_fits(const struct reply *r, const struct plan_check *check)
{
    size_t n;
    const char *text = reply_member(r, check->slot, &n);
    for (size_t i = 0; text && i < check->count; i++)
        if (check->codes[i].length == n && memcmp(check->codes[i].text, text, n) == 0)
            return true;
    return false;
}
