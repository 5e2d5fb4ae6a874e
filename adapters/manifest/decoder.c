#include "adapters/manifest/decoder.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool stop(struct decoder *d, const char *what, int limit)
{
    return error_set(&d->error, ERROR_DATA, "",
                     _("This is not what the portal usually sends: look at what it answers."), "%s: %d",
                     _(what), limit);
}

/* What the allow-list has for the value that comes now; NULL: nothing. */
const struct member_node *decoder_node(const struct decoder *d)
{
    if (d->depth == 0)
        return d->root;
    const struct decoder_frame *f = &d->frames[d->depth - 1];
    return f->list ? f->node : d->expected;
}

static bool in_list(const struct decoder *d)
{
    return d->depth && d->frames[d->depth - 1].list;
}

static struct member_cell *cell_at(struct decoder *d, const struct member_node *node)
{
    size_t at = (size_t)node->slot;
    if (node->level == MEMBER_LEVEL_INNER)
        at += d->record.inner_count * (size_t)d->plan->slots[MEMBER_LEVEL_INNER];
    return &d->cells[node->level][at];
}

static int64_t position_next(struct decoder *d)
{
    return d->before + (int64_t)d->page->record_count++;
}

static bool record_none(struct decoder *d)
{
    return row_writer_reject(&d->writer, position_next(d), N_("not a record"), &d->error);
}

/* Of dates in a list the latest is kept; one that is none stays, for the rule to reject. */
static bool is_earlier(const struct decoder *d, const struct member_node *node, const struct member_cell *old,
                       const char *bytes, size_t n)
{
    moment kept, come;
    if (!node->latest || old->kind == MEMBER_ABSENT || (old->kind == MEMBER_TEXT && old->length == 0))
        return false;
    return n == 0 ||
           !scalar_date(node->latest, buffer_string(&d->values) + old->offset, old->length, &kept) ||
           (scalar_date(node->latest, bytes, n, &come) && come <= kept);
}

static bool cell_keep(struct decoder *d, const struct member_node *node, enum member_kind kind,
                      const char *bytes, size_t n)
{
    struct buffer *to = node->level == MEMBER_LEVEL_ENVELOPE ? &d->envelope : &d->values;
    struct member_cell *cell = cell_at(d, node);
    size_t most = node->level == MEMBER_LEVEL_ENVELOPE
                      ? LIMIT_SECRET_BYTES
                      : LIMIT_VALUE_BYTES; /* a session is as long as a secret */
    if (is_earlier(d, node, cell, bytes, n))
        return true;
    *cell = (struct member_cell){.kind = n > most ? MEMBER_LONG : kind};
    if (cell->kind == MEMBER_LONG)
        return true;
    cell->offset = (uint32_t)to->used;
    cell->length = (uint32_t)n;
    return buffer_append(to, bytes, n) ||
           stop(d, N_("the values of one record have more bytes than is allowed"), LIMIT_RECORD_BYTES);
}

bool decoder_scalar(struct decoder *d, enum member_kind kind, const char *bytes, size_t n)
{
    const struct member_node *node = d->skip ? NULL : decoder_node(d);
    d->moved = true;
    if (!node)
        return true;
    if (node->record >= 0)
        return (!in_list(d) && n == 0) || record_none(d); /* "data": "" is how some say that there is none */
    d->record.row.seen |= node->seen;
    for (uint64_t bits = node->tests; bits; bits &= bits - 1) {
        int bit = __builtin_ctzll(bits);
        if (rule_test_holds(&d->plan->tests[bit], bytes, n))
            d->record.row.hits |= UINT64_C(1) << bit;
    }
    return node->slot < 0 || cell_keep(d, node, kind, bytes, n);
}

bool decoder_null(struct decoder *d)
{
    const struct member_node *node = d->skip ? NULL : decoder_node(d);
    d->moved = true;
    if (node && node->slot >= 0 && !node->latest)
        *cell_at(d, node) = (struct member_cell){0};
    return !node || node->record < 0 || !in_list(d) || record_none(d);
}

void decoder_key(struct decoder *d, const char *name, size_t n)
{
    d->moved = true;
    if (!d->skip)
        d->expected = member_tree_find(&d->plan->tree, d->frames[d->depth - 1].node, name, n);
}

/* A list or an object where none is expected: noted where a scalar was, then passed over. */
static bool pass_over(struct decoder *d, const struct member_node *node)
{
    d->skip = 1;
    if (!node)
        return true;
    d->record.row.wrong |= node->tests;
    if (node->slot >= 0)
        *cell_at(d, node) = (struct member_cell){.kind = MEMBER_WRONG};
    return node->record < 0 || record_none(d);
}

static void cells_clear(struct decoder *d, enum member_level level, size_t first)
{
    size_t count = (size_t)d->plan->slots[level];
    if (count)
        memset(d->cells[level] + first * count, 0, count * sizeof *d->cells[level]);
}

static void record_begin(struct decoder *d, const struct member_node *node)
{
    cells_clear(d, MEMBER_LEVEL_RECORD, 0);
    buffer_reset(&d->values);
    d->inner_overflow = false;
    d->begun = true;
    d->record = (struct portal_record){.place = node->record, .position = position_next(d)};
}

static bool record_end(struct decoder *d)
{
    d->begun = false;
    if (d->inner_overflow)
        return row_writer_reject(&d->writer, d->record.position, N_("more inner records than are allowed"),
                                 &d->error);
    d->record.row.cells = d->cells[MEMBER_LEVEL_RECORD];
    d->record.row.bytes = buffer_string(&d->values);
    d->record.inner = d->cells[MEMBER_LEVEL_INNER];
    return row_writer_record(&d->writer, &d->record, &d->error);
}

const char *decoder_member(const struct decoder *d, int slot, size_t *n)
{
    if (slot < 0)
        return NULL;
    const struct member_cell *cell = &d->cells[MEMBER_LEVEL_ENVELOPE][slot];
    *n = cell->length;
    return cell->kind == MEMBER_TEXT || cell->kind == MEMBER_NUMBER
               ? buffer_string(&d->envelope) + cell->offset
               : NULL;
}

bool decoder_fits(const struct decoder *d, const struct plan_check *check)
{
    size_t n;
    const char *text = decoder_member(d, check->slot, &n);
    return text && plan_check_fits(check, text, n);
}

static void wrapper_begin(struct decoder *d)
{
    cells_clear(d, MEMBER_LEVEL_ENVELOPE, 0);
    buffer_reset(&d->envelope);
}

/* A wrapper may leave out what a reply must have; it may not say the contrary. */
static bool wrapper_end(struct decoder *d)
{
    for (size_t i = 0; i < d->plan->check_count; i++) {
        size_t n;
        const struct plan_check *check = &d->plan->checks[i];
        if (decoder_member(d, check->slot, &n) && !decoder_fits(d, check))
            return error_set(&d->error, ERROR_DATA, "", _("Ask for these records again."),
                             _("the reply says itself that it is none (%s)"), check->member);
    }
    return true;
}

/* Room for one more level? */
static bool deeper(struct decoder *d)
{
    d->moved = true;
    return d->depth + d->skip < LIMIT_DEPTH || stop(d, N_("nested deeper than is allowed"), LIMIT_DEPTH);
}

bool decoder_object(struct decoder *d)
{
    if (!deeper(d))
        return false;
    if (d->skip) {
        d->skip++;
        return true;
    }
    const struct member_node *node = decoder_node(d);
    if (!node || (!node->table && node->record < 0 && d->depth))
        return pass_over(d, node);
    if (node->inner && d->record.inner_count == LIMIT_INNER_ROWS) {
        d->inner_overflow = true;
        return pass_over(d, NULL);
    }
    d->record.row.seen |= node->seen;
    if (node->record >= 0)
        record_begin(d, node);
    if (node->inner)
        cells_clear(d, MEMBER_LEVEL_INNER, d->record.inner_count);
    if (d->wrapped && d->depth == 0)
        wrapper_begin(d);
    d->frames[d->depth++] = (struct decoder_frame){node, false};
    return true;
}

bool decoder_list(struct decoder *d)
{
    if (!deeper(d))
        return false;
    if (d->skip) {
        d->skip++;
        return true;
    }
    const struct member_node *node = decoder_node(d);
    if (!node || !node->many || in_list(d))
        return pass_over(d, node);
    d->record.row.seen |= node->seen;
    d->frames[d->depth++] = (struct decoder_frame){node, true};
    return true;
}

bool decoder_end(struct decoder *d)
{
    d->moved = true;
    if (d->skip) {
        d->skip--;
        return true;
    }
    struct decoder_frame f = d->frames[--d->depth];
    if (!f.list && f.node->inner)
        d->record.inner_count++;
    if (d->wrapped && d->depth == 0)
        return wrapper_end(d);
    return f.list || f.node->record < 0 || record_end(d);
}

bool decoder_reject(struct decoder *d, const char *reason)
{
    int64_t position = d->begun ? d->record.position : position_next(d);
    d->begun = false;
    return row_writer_reject(&d->writer, position, reason, &d->error);
}

int64_t decoder_total(const struct decoder *d)
{
    size_t n;
    int64_t total;
    const char *text = decoder_member(d, d->plan->total_slot, &n);
    return text && scalar_number(text, n, 0, false, &total) && total >= 0 ? total : -1;
}

static bool cells_make(struct decoder *d)
{
    for (int level = 0; level < MEMBER_LEVEL_COUNT; level++) {
        size_t rows = level == MEMBER_LEVEL_INNER ? LIMIT_INNER_ROWS : 1;
        d->cells[level] = calloc((size_t)d->plan->slots[level] * rows + 1, sizeof *d->cells[level]);
        if (!d->cells[level])
            return false;
    }
    return true;
}

bool decoder_init(struct decoder *d, const struct plan *plan, struct page *page)
{
    *d = (struct decoder){.plan = plan, .page = page, .root = plan->tree.nodes};
    buffer_init(&d->envelope, LIMIT_RECORD_BYTES);
    buffer_init(&d->values, LIMIT_RECORD_BYTES);
    row_writer_init(&d->writer, plan, page);
    return cells_make(d);
}

void decoder_free(struct decoder *d)
{
    for (int level = 0; level < MEMBER_LEVEL_COUNT; level++)
        free(d->cells[level]);
    if (d->envelope.data) /* may hold a session */
        explicit_bzero(d->envelope.data, d->envelope.size);
    buffer_free(&d->envelope);
    buffer_free(&d->values);
    explicit_bzero(d, sizeof *d);
}
