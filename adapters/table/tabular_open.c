/* Opens a table: which stream of which manifest fits its heading, and which column is read for what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/column_choice.h"
#include "adapters/table/reading_memo.h"
#include "adapters/table/tabular_inner.h"
#include "base/text.h"
#include "rows/misgiving.h"

/* --- which stream fits --- */

static bool is_read(const struct heading *h, size_t column)
{
    for (size_t i = 0; i < LIMIT_HEADING_NAMES; i++)
        if (h->column_of[i] == column)
            return true;
    return false;
}

/* Notes titles that a clerk may have to name. A text that looks like a person's name is no title. */
static void unused_note(const struct head *head, const struct heading *h, struct tabular_miss *miss)
{
    size_t used = 0;
    *miss->unused = '\0';
    for (size_t column = 0; column < LIMIT_SHEET_COLUMNS; column++) {
        const char *text = h->end ? head_text(head, h->end - 1, column) : "";
        size_t n = strlen(text);
        if (!n || is_read(h, column) || !misgiving_word_is_shown(text, n) ||
            used + n + 3 > sizeof miss->unused)
            continue;
        used +=
            (size_t)snprintf(miss->unused + used, sizeof miss->unused - used, "%s%s", used ? ", " : "", text);
    }
}

static void miss_note(const struct table_manifest *m, const struct table_stream *s, const struct head *head,
                      const struct heading *h, struct tabular_miss *miss)
{
    size_t used = 0;
    if (h->matched <= miss->matched)
        return;
    miss->matched = h->matched;
    miss->needed = s->need_count;
    miss->needed_there = 0;
    unused_note(head, h, miss);
    for (size_t i = 0; i < s->need_count; i++)
        miss->needed_there += h->column_of[s->needs[i]] != HEADING_NONE;
    *miss->missing = '\0';
    for (size_t i = 0; i < s->need_count && used < sizeof miss->missing; i++)
        if (h->column_of[s->needs[i]] == HEADING_NONE) {
            int n = snprintf(miss->missing + used, sizeof miss->missing - used, "%s%s", used ? ", " : "",
                             titles_first(m->titles, s->needs[i]));
            used += n > 0 ? (size_t)n : 0;
        }
}

static bool stream_fits(const struct table_stream *s, const struct heading *h)
{
    for (size_t i = 0; i < s->need_count; i++)
        if (h->column_of[s->needs[i]] == HEADING_NONE)
            return false;
    return true;
}

/* The rule with a list of words that reads the node; NULL: none does. */
static const struct rule *list_of(const struct plan *p, const struct member_node *node)
{
    for (size_t i = 0; i < p->rule_count; i++)
        if (node->slot >= 0 && p->rules[i].map_count && p->rules[i].from_count &&
            p->rules[i].from[0] == node->slot)
            return &p->rules[i];
    return NULL;
}

static void stream_choose(struct tabular *t, struct table_manifest *const *manifests, size_t count,
                          struct tabular_miss *miss)
{
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < manifests[k]->manifest->stream_count; i++) {
            const struct table_stream *s = &manifests[k]->streams[i];
            struct heading h;
            heading_find(t->head, manifests[k]->titles, s->used, s->stream->kind == STREAM_DOSSIER, &h);
            if (h.matched && !stream_fits(s, &h)) {
                miss_note(manifests[k], s, t->head, &h, miss);
            } else if (h.matched > t->heading.matched) {
                t->heading = h;
                t->manifest = manifests[k];
                t->stream = s;
            }
        }
}

static void column_bind(struct tabular *t, const struct member_node *column, size_t at)
{
    struct bound *b = &t->bounds[t->bound_count++];
    const struct survey_fit *fit = column_choice_fit(t->choice, &t->heading, at);
    *b = (struct bound){.at = at, .column = column, .reception = fit && fit->reception};
    b->order = fit ? fit->order : b->order;
    for (size_t i = 0; i < t->plan->figure_count; i++)
        for (size_t k = 0; k < t->plan->figures[i].rule_count; k++)
            b->share |= rule_target_type(t->plan->figures[i].rules[k].target) == RULE_TYPE_SCALED &&
                        column_read_by(t->plan, column, &t->plan->figures[i].rules[k]);
    for (const struct member_node *n = table_child(t->plan, column, NULL); n && b->way_count < WAYS;
         n = table_child(t->plan, column, n)) {
        b->ways[b->way_count].reading = reading_find(n->name, n->length);
        b->ways[b->way_count].list = list_of(t->plan, n);
        b->unit |= n->length == 4 && memcmp(n->name, "unit", 4) == 0;
        b->ways[b->way_count++].node = n;
    }
}

static bool columns_choose(struct tabular *t, size_t table, struct error *e)
{
    t->choice = column_choose(t->manifest, t->stream, t->head, &t->heading, t->sheet, table, &t->row, e);
    return t->choice != NULL;
}

static bool stream_bind(struct tabular *t, struct error *e)
{
    t->plan = t->stream->stream->plan;
    t->head_at = t->heading.end;
    t->cells = calloc((size_t)t->plan->slots[MEMBER_LEVEL_RECORD] + 1, sizeof *t->cells);
    t->raws = calloc((size_t)t->plan->slots[MEMBER_LEVEL_RECORD] + 1, sizeof *t->raws);
    t->memo = calloc(1, sizeof *t->memo);
    if (!t->cells || !t->raws || !t->memo)
        return error_memory(e, "");
    const struct member_node *record = table_record(t->plan);
    for (const struct member_node *n = table_child(t->plan, record, NULL); n;
         n = table_child(t->plan, record, n)) {
        long column = titles_find(t->manifest->titles, n->name, n->length);
        if (column >= 0 && t->heading.column_of[column] != HEADING_NONE)
            column_bind(t, n, t->heading.column_of[column]);
    }
    tabular_told_titles(t);
    tabular_unit_titles(t);
    return t->plan->kind == STREAM_DOSSIER || table_counts_make(t, e);
}

/* Reads on where the head is full: a heading far below becomes a block of its own once its rows are read. */
static bool read_on(struct tabular *t, struct error *e)
{
    enum sheet_result result =
        head_rows(t->head) - head_lent(t->head) < LIMIT_SHEET_HEAD ? SHEET_END : SHEET_ROW;
    for (size_t i = 0; result == SHEET_ROW && i < LIMIT_SHEET_SEARCH; i++)
        result = sheet_next(t->sheet, &t->row, e);
    return result != SHEET_FAILED;
}

/* Tries the heading of the table before. Where the columns hold something else the table has no stream. */
static bool above_try(struct tabular *t, const struct head *above, struct table_manifest *const *manifests,
                      size_t count, struct error *e)
{
    struct tabular_miss ignored = {0};
    size_t columns = head_columns(t->head);
    if (!head_lend(t->head, above))
        return error_memory(e, "");
    stream_choose(t, manifests, count, &ignored);
    if (!t->stream)
        return true;
    if (t->heading.end == head_lent(t->head) && columns <= t->heading.width) {
        if (!columns_choose(t, t->table, e))
            return false;
        if (column_choice_holds(t->choice, t->stream, &t->heading))
            return true;
    }
    column_choice_free(t->choice);
    t->choice = NULL;
    t->stream = NULL;
    return true;
}

/* Has the table less than half of the columns that the nearest stream needs? A word of a row may be a title as well. */
static bool has_no_heading(const struct tabular_miss *miss)
{
    return !miss->matched || miss->needed_there * 2 < miss->needed;
}

/* Keeps the heading for a table below that has none. */
static bool above_keep(const struct tabular *t, struct head **above, struct error *e)
{
    head_free(*above);
    *above = tabular_heading(t);
    return *above || error_memory(e, "");
}

static bool codes_there(const struct head *head)
{
    for (size_t i = head_lent(head); i < head_rows(head); i++)
        for (size_t k = 0; k < head_columns(head); k++) {
            const char *text = head_text(head, i, k);
            if (scalar_unit_of_code(text, strlen(text)))
                return true;
        }
    return false;
}

bool tabular_open(struct sheet *s, size_t table, struct table_manifest *const *manifests, size_t count,
                  struct tabular **out, struct tabular_miss *miss, struct error *e)
{
    return tabular_open_below(s, table, manifests, count, NULL, out, miss, e);
}

bool tabular_open_below(struct sheet *s, size_t table, struct table_manifest *const *manifests, size_t count,
                        struct head **above, struct tabular **out, struct tabular_miss *miss, struct error *e)
{
    struct tabular *t = calloc(1, sizeof *t);
    *out = NULL;
    if (!t)
        return error_memory(e, "");
    t->sheet = s;
    t->table = table;
    sheet_row_init(&t->row);
    buffer_init(&t->bytes, LIMIT_RECORD_BYTES);
    buffer_init(&t->beside.unit.cut, LIMIT_RECORD_BYTES);
    bool ok = sheet_select(s, table, e);
    if (ok) {
        t->head = head_read(s, &t->row, e);
        ok = t->head != NULL;
        miss->empty = ok && head_rows(t->head) == 0;
    }
    if (ok)
        stream_choose(t, manifests, count, miss);
    if (ok && t->stream)
        ok = columns_choose(t, table, e) && (!above || above_keep(t, above, e));
    else if (ok && above && *above && !miss->empty && has_no_heading(miss))
        ok = above_try(t, *above, manifests, count, e);
    if (ok && !t->stream) {
        miss->codes = codes_there(t->head);
        ok = read_on(t, e);
    }
    if (ok && t->stream && (ok = stream_bind(t, e))) {
        *out = t;
        return true;
    }
    tabular_close(t);
    return ok;
}
