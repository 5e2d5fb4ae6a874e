#include "adapters/manifest/decoder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "base/remark.h"
#include "base/text.h"

static APART bool stop(struct decoder *d, const char *what, int limit)
{
    return error_set(&d->error, ERROR_DATA, "",
                     _("This is not what the portal usually sends: look at what it answers."), "%s: %d",
                     _(what), limit);
}

static bool in_list(const struct decoder *d)
{
    return d->depth && d->frames[d->depth - 1].list;
}

static bool in_map(const struct decoder *d)
{
    return d->depth && d->frames[d->depth - 1].map;
}

/* Is the text one of the words, whatever their letters' case? */
static bool is_one_of(const char *bytes, size_t n, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == n && strncasecmp(*words, bytes, n) == 0)
            return true;
    return false;
}

/* Members whose value, if there is one, is what went wrong. */
static const char *const errors[] = {"error", "isError", "hasError", "hasErrors", NULL};

/* Does a member above the records say that the request failed: "success": false, "error": true, "error_code": -99? Such
 * a word counts only where no record came: a portal that gives records has not refused. */
static bool is_refusal(const char *name, size_t n, const char *bytes, size_t length)
{
    static const char *const successes[] = {"success", "isSuccess", "succeeded", "ok", "isOk", NULL},
                             *const words[] = {"status", "result", "state", "resultStatus", NULL},
                             *const faults[] = {"error_code", "errorCode", "errCode",
                                                "error_no",   "maLoi",     NULL},
                             *const codes[] = {"code",       "statusCode", "status_code",
                                               "resultCode", "status",     NULL};
    static const char *const no[] = {"false", "0", "no", "N", NULL}, *const nothing[] = {"",     "false",
                                                                                         "0",    "00",
                                                                                         "000",  "200",
                                                                                         "no",   "N",
                                                                                         "none", "null",
                                                                                         "OK",   "success",
                                                                                         NULL},
                             *const failed[] = {"error",        "fail",      "failed", "failure", "false",
                                                "unauthorized", "forbidden", "denied", NULL};
    if (is_one_of(name, n, successes))
        return is_one_of(bytes, length, no);
    if (is_one_of(name, n, errors) || is_one_of(name, n, faults))
        return !is_one_of(bytes, length, nothing);
    bool three = length == 3 && (*bytes == '4' || *bytes == '5'); /* a status of HTTP: 403 */
    return (is_one_of(name, n, words) && is_one_of(bytes, length, failed)) ||
           (is_one_of(name, n, codes) && three);
}

/* Is this a name under which portals say in words what is wrong? */
static bool is_remark(const char *name, size_t n)
{
    static const char *const names[] = {
        "message",  "error",   "error_description", "errorMessage", "faultMessage",
        "msg",      "detail",  "description",       "reason",       "title",
        "thongBao", "moTaLoi", "error_message",     "Message",      "errors",
        "code",     "status",  "faultCode"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0)
            return true;
    return false;
}

static void remark_keep(struct decoder *d, const char *bytes, size_t n)
{
    struct decoder_about *a = &d->about;
    size_t room = sizeof a->remark - a->remark_used;
    bool letters = false; /* a code of digits, or OK, says nothing to people */
    for (size_t i = 0; i < n && n > 2; i++)
        letters = letters || bytes[i] > '9' || bytes[i] < '0';
    if (!a->remarks || room < 3 || !letters)
        return;
    if (a->remark_used)
        a->remark[a->remark_used++] = ' ';
    n = n < room - 2 ? n : room - 2;
    memcpy(a->remark + a->remark_used, bytes, n);
    a->remark_used += n;
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

static APART bool record_none(struct decoder *d)
{
    return row_writer_reject(&d->writer, position_next(d), N_("not a record"), &d->error);
}

/* Of several dates the latest is kept; a text that is no date stays, for the rule to reject. */
static APART bool is_earlier(const struct decoder *d, const struct member_node *node,
                             const struct member_cell *old, const char *bytes, size_t n)
{
    moment kept, come;
    if (old->kind == MEMBER_ABSENT || (old->kind == MEMBER_TEXT && old->length == 0))
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
                      : LIMIT_VALUE_BYTES; /* a session may be as long as a secret */
    if (node->latest && is_earlier(d, node, cell, bytes, n))
        return true;
    *cell = (struct member_cell){.kind = n > most ? MEMBER_LONG : kind};
    if (cell->kind == MEMBER_LONG)
        return true;
    cell->offset = (uint32_t)to->used;
    cell->length = (uint32_t)n;
    return buffer_append(to, bytes, n) ||
           stop(d, N_("the values of one record have more bytes than is allowed"), LIMIT_RECORD_BYTES);
}

/* Writes a whole number without point and exponent: 2.0 and 0.2e1 are 2, as another reply, or a text, has it. */
static const char *number_plain(const char *bytes, size_t *n, char digits[NUMBER_TEXT_BYTES])
{
    int64_t whole;
    size_t i = 0;
    while (i < *n && (bytes[i] == '-' || (bytes[i] >= '0' && bytes[i] <= '9')))
        i++;
    if (i == *n || !scalar_number(bytes, *n, 0, false, &whole))
        return bytes;
    *n = (size_t)snprintf(digits, NUMBER_TEXT_BYTES, "%lld", (long long)whole);
    return digits;
}

static bool member_take(struct decoder *d, const struct member_node *node, enum member_kind kind,
                        const char *bytes, size_t n)
{
    d->record.row.seen |= node->seen;
    for (uint64_t bits = node->tests; bits; bits &= bits - 1) {
        int bit = __builtin_ctzll(bits);
        if (rule_test_holds(&d->plan->tests[bit], bytes, n))
            d->record.row.hits |= UINT64_C(1) << bit;
    }
    return node->slot < 0 || cell_keep(d, node, kind, bytes, n);
}

static APART bool number_take(struct decoder *d, const struct member_node *node, const char *bytes, size_t n)
{
    char digits[NUMBER_TEXT_BYTES];
    bytes = number_plain(bytes, &n, digits);
    return member_take(d, node, MEMBER_NUMBER, bytes, n);
}

static bool scalar_take(struct decoder *d, enum member_kind kind, const char *bytes, size_t n)
{
    const struct member_node *node = d->skip ? NULL : decoder_node(d);
    if (!node || in_map(d))
        return true;
    if (node->record >= 0)
        /* with "data": "" some portals say that there is no record */
        return (!in_list(d) && n == 0) || record_none(d);
    return kind == MEMBER_NUMBER ? number_take(d, node, bytes, n) : member_take(d, node, kind, bytes, n);
}

/* Takes a value that may say something of the request, or to people. */
static APART bool scalar_hear(struct decoder *d, enum member_kind kind, const char *bytes, size_t n)
{
    if (d->about.top[0] && !d->skip)
        d->about.refused |= is_refusal(d->about.top, strlen(d->about.top), bytes, n);
    d->about.top[0] = '\0';
    if (d->about.remarks)
        remark_keep(d, bytes, n);
    return scalar_take(d, kind, bytes, n);
}

bool decoder_scalar(struct decoder *d, enum member_kind kind, const char *bytes, size_t n)
{
    d->moved = true;
    return d->about.top[0] || d->about.remarks ? scalar_hear(d, kind, bytes, n)
                                               : scalar_take(d, kind, bytes, n);
}

bool decoder_null(struct decoder *d)
{
    const struct member_node *node = d->skip ? NULL : decoder_node(d);
    d->moved = true;
    if (node && node->slot >= 0 && !node->latest)
        *cell_at(d, node) = (struct member_cell){0};
    return !node || node->record < 0 || !in_list(d) || record_none(d);
}

static void record_begin(struct decoder *d, const struct member_node *node);

static bool has_digit(const char *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (name[i] >= '0' && name[i] <= '9')
            return true;
    return false;
}

/* Is this document, at depth 1, a single record, where each line holds a record? The first member tells: it belongs to
 * a record. */
static APART bool is_record_alone(struct decoder *d, const char *name, size_t n)
{
    const struct plan *p = d->plan;
    if (d->file || p->kind != STREAM_DOSSIER || !p->place_count || p->records[0] == 0 || !d->about.bare ||
        is_remark(name, n))
        return false;
    const struct member_node *node = &p->tree.nodes[p->records[0]];
    if (!member_tree_find(&p->tree, node, name, n))
        return false;
    d->frames[0].node = node;
    record_begin(d, node);
    d->about.list = true;
    return true;
}

/* Notes a member that the plan does not know: its text may be words for people, or its object a record of a map. */
static void key_other(struct decoder *d, const char *name, size_t n)
{
    struct decoder_about *a = &d->about;
    const struct decoder_frame *f = &d->frames[d->depth - 1];
    bool above = f->node->record < 0 && d->depth < 3;
    a->remarks = (d->depth == 1 || above || !a->known) && is_remark(name, n);
    a->numbered = !a->known && f->node->record >= 0 && has_digit(name, n);
    if (above || a->bare)
        snprintf(a->name, sizeof a->name, "%.*s", (int)(n < 40 ? n : 40), name);
}

/* Hears a name below a member outside of the allow-list. */
static APART void key_skipped(struct decoder *d, const char *name, size_t n)
{
    if (d->about.remark_skip && d->skip == d->about.remark_skip)
        d->about.remarks = is_remark(name, n);
    if (d->skip == 1 && d->depth == 1)
        snprintf(d->about.inner, sizeof d->about.inner, "%.*s", (int)(n < 40 ? n : 40), name);
}

/* Takes the name of a member of the outermost object, or a name that is not in the allow-list. */
static APART void key_take(struct decoder *d, const struct member_node *node, const char *name, size_t n)
{
    if (!node && d->depth == 1 && is_record_alone(d, name, n))
        node = member_tree_find(&d->plan->tree, d->frames[0].node, name, n);
    if (node) {
        d->about.known = true;
        d->about.remarks = d->depth == 1 && is_remark(name, n);
    } else {
        key_other(d, name, n);
    }
    d->expected = node;
    d->about.bare = false;
}

static APART void top_note(struct decoder *d, const char *name, size_t n)
{
    struct decoder_about *a = &d->about;
    if (d->begun || n >= sizeof a->top)
        return;
    memcpy(a->top, name, n);
    a->top[n] = '\0';
}

static APART void outer_key(struct decoder *d, const char *name, size_t n)
{
    const struct decoder_frame *f = &d->frames[0];
    top_note(d, name, n);
    if (!f->map)
        key_take(d, member_tree_find(&d->plan->tree, f->node, name, n), name, n);
}

void decoder_key(struct decoder *d, const char *name, size_t n)
{
    struct decoder_about *a = &d->about;
    d->moved = true;
    if (d->skip) {
        if (a->remark_skip || (d->skip == 1 && d->depth == 1))
            key_skipped(d, name, n);
        return;
    }
    a->top[0] = '\0';
    if (d->depth == 1) {
        outer_key(d, name, n);
        return;
    }
    const struct decoder_frame *f = &d->frames[d->depth - 1];
    if (f->map)
        return;
    const struct member_node *node = member_tree_find(&d->plan->tree, f->node, name, n);
    if (!node) {
        key_take(d, NULL, name, n);
        return;
    }
    d->expected = node;
    a->known = true;
    a->remarks = a->bare = false;
}

/* Passes over a list or an object that is not expected; where a scalar belongs the cell says so. */
static APART bool pass_over(struct decoder *d, const struct member_node *node)
{
    d->skip = 1;
    d->about.remark_skip = d->about.remarks;
    d->about.remarks = false;
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

static APART void record_begin(struct decoder *d, const struct member_node *node)
{
    cells_clear(d, MEMBER_LEVEL_RECORD, 0);
    buffer_reset(&d->values);
    d->inner_overflow = false;
    d->begun = true;
    d->record = (struct portal_record){.place = node->record, .position = position_next(d)};
}

static void record_fill(struct decoder *d)
{
    d->record.row.cells = d->cells[MEMBER_LEVEL_RECORD];
    d->record.row.bytes = buffer_string(&d->values);
    d->record.inner = d->cells[MEMBER_LEVEL_INNER];
}

static APART bool record_end(struct decoder *d)
{
    d->begun = false;
    if (d->inner_overflow)
        return row_writer_reject(&d->writer, d->record.position, N_("more inner records than are allowed"),
                                 &d->error);
    record_fill(d);
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

/* Drops an object without any member of a record: PHP writes an empty list so, and portals write words so. */
static APART bool record_drop(struct decoder *d)
{
    d->begun = false;
    d->page->record_count--;
    d->about.list = d->about.list || d->about.bare;
    return true;
}

static void wrapper_begin(struct decoder *d)
{
    cells_clear(d, MEMBER_LEVEL_ENVELOPE, 0);
    buffer_reset(&d->envelope);
}

/* A wrapper may lack what a reply must have, but must not say the contrary. */
static APART bool wrapper_end(struct decoder *d)
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

/* Is one more level allowed? */
static bool deeper(struct decoder *d)
{
    d->moved = true;
    return d->depth + d->skip < LIMIT_DEPTH || stop(d, N_("nested deeper than is allowed"), LIMIT_DEPTH);
}

/* PHP writes a list whose numbers have gaps as {"0": {...}, "2": {...}}; other programs name each record by its code.
 * True for an object in the place of records of which no member is known so far, while the value of a name with a
 * digit begins: if that value is an object, it is a record. */
static APART bool is_map(const struct decoder *d)
{
    const struct decoder_frame *f = d->depth ? &d->frames[d->depth - 1] : NULL;
    return f && f->map == false && !f->list && f->node->record >= 0 && f->node->many && d->begun &&
           !d->about.known && !d->expected && d->about.numbered;
}

static APART void map_begin(struct decoder *d)
{
    struct decoder_frame *f = &d->frames[d->depth - 1];
    f->list = f->map = true;
    d->begun = false;
    d->page->record_count--; /* the object was taken for a record itself */
    d->about.list = true;
}

/* Notes the place of a list outside of the allow-list: it may be the list that is missing. */
static void other_note(struct decoder *d)
{
    const struct decoder_frame *f = d->depth ? &d->frames[d->depth - 1] : NULL;
    if (!f || f->list || d->depth > 2)
        return;
    snprintf(d->about.other, sizeof d->about.other, "%.*s%s%s", (int)f->node->length,
             f->node->name ? f->node->name : "", f->node->name ? "." : "", d->about.name);
}

bool decoder_object(struct decoder *d)
{
    if (!deeper(d))
        return false;
    if (d->skip) {
        d->skip++;
        return true;
    }
    if (d->about.top[0])
        d->about.refused |= is_one_of(d->about.top, strlen(d->about.top), errors);
    d->about.top[0] = '\0';
    if (d->about.numbered && is_map(d))
        map_begin(d);
    const struct member_node *node = decoder_node(d);
    if (!node || (!node->table && node->record < 0 && d->depth))
        return pass_over(d, node);
    if (node->inner && d->record.inner_count == LIMIT_INNER_ROWS) {
        d->inner_overflow = true;
        return pass_over(d, NULL);
    }
    d->record.row.seen |= node->seen;
    if (node->record >= 0 || d->depth == 0) {
        d->about.bare = true;
        d->about.known = in_list(d);
    }
    if (node->record >= 0)
        record_begin(d, node);
    if (node->inner)
        cells_clear(d, MEMBER_LEVEL_INNER, d->record.inner_count);
    if (d->wrapped && d->depth == 0)
        wrapper_begin(d);
    d->frames[d->depth++] = (struct decoder_frame){.node = node};
    return true;
}

bool decoder_list(struct decoder *d)
{
    if (!deeper(d))
        return false;
    if (d->skip) {
        if (d->skip == 1 && d->depth == 1 && !d->about.other[0])
            snprintf(d->about.other, sizeof d->about.other, "%s.%s", d->about.name, d->about.inner);
        d->skip++;
        return true;
    }
    const struct member_node *node = decoder_node(d);
    if (!node && !d->about.other[0])
        other_note(d);
    if (!node || !node->many || in_list(d))
        return pass_over(d, node);
    d->record.row.seen |= node->seen;
    d->about.list = d->about.list || node->record >= 0;
    d->frames[d->depth++] = (struct decoder_frame){.node = node, .list = true};
    return true;
}

bool decoder_end(struct decoder *d)
{
    d->moved = true;
    if (d->skip) {
        d->skip--;
        d->about.remarks = false;
        d->about.remark_skip = d->skip ? d->about.remark_skip : 0;
        return true;
    }
    struct decoder_frame f = d->frames[--d->depth];
    if (!f.list && f.node->record >= 0 && d->begun && !d->about.known && !d->file)
        return record_drop(d);
    if (!f.list && f.node->inner)
        d->record.inner_count++;
    if (d->wrapped && d->depth == 0)
        return wrapper_end(d);
    return f.list || f.node->record < 0 || record_end(d);
}

bool decoder_reject(struct decoder *d, const char *reason)
{
    if (!d->begun)
        return row_writer_reject(&d->writer, position_next(d), reason, &d->error);
    d->begun = false;
    record_fill(d);
    return row_writer_reject_begun(&d->writer, &d->record, reason, &d->error);
}

/* A total that is no number, or is negative, goes to page->reply and is not believed. 8.0 is 8, "1.234" is 1234. */
void decoder_total_take(struct decoder *d)
{
    size_t n;
    int64_t total;
    const char *text = decoder_member(d, d->plan->total_slot, &n);
    const char *point = text ? memchr(text, '.', n) : NULL;
    d->page->total = -1;
    if (!text || n == 0)
        return;
    if (point && strspn(point + 1, "0") >= (size_t)(text + n - point - 1))
        n = (size_t)(point - text);
    char digits[NUMBER_TEXT_BYTES]; /* "1.234" in quotes is a number in groups */
    bool number =
        scalar_number(text, n, 0, false, &total) ||
        (number_read(text, n, false, digits) && scalar_number(digits, strlen(digits), 0, false, &total));
    if (number && total >= 0)
        d->page->total = total;
    d->page->reply.odd_total = !number || total < 0;
    d->page->reply.told = number ? total : -1;
}

const char *decoder_remark(const struct decoder *d, char *out)
{
    return remark_clean(d->about.remark, d->about.remark_used, out);
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
    d->plan = plan;
    d->page = page;
    d->root = plan->tree.nodes;
    buffer_init(&d->envelope, LIMIT_RECORD_BYTES);
    buffer_init(&d->values, LIMIT_RECORD_BYTES);
    row_writer_start(&d->writer, plan, page);
    return cells_make(d);
}

void decoder_free(struct decoder *d)
{
    for (int level = 0; level < MEMBER_LEVEL_COUNT; level++)
        free(d->cells[level]);
    if (d->envelope.data) /* the bytes may hold a session */
        explicit_bzero(d->envelope.data, d->envelope.size);
    buffer_free(&d->envelope);
    buffer_free(&d->values);
    explicit_bzero(d, offsetof(struct decoder, writer)); /* the writer has places in the page, and hashes */
}
