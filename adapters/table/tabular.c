#include "adapters/table/tabular_inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/row_writer.h"
#include "adapters/table/column_choice.h"
#include "adapters/table/reading_memo.h"
#include "adapters/table/title_period.h"
#include "adapters/table/unit_text.h"
#include "base/plain_text.h"
#include "base/text.h"
#include "base/words.h"
#include "rows/misgiving.h"

void tabular_close(struct tabular *t)
{
    if (!t)
        return;
    head_free(t->head);
    table_counts_free(t->counts);
    sheet_row_free(&t->row);
    if (t->bytes.data)
        explicit_bzero(t->bytes.data, t->bytes.size);
    buffer_free(&t->bytes);
    if (t->beside.unit.cut.data)
        explicit_bzero(t->beside.unit.cut.data, t->beside.unit.cut.size);
    buffer_free(&t->beside.unit.cut);
    free(t->cells);
    free(t->raws);
    free(t->memo);
    column_choice_free(t->choice);
    free(t);
}

struct head *tabular_heading(const struct tabular *t)
{
    return head_copy(t->head, t->heading.first, t->heading.end);
}

bool tabular_continues(const struct tabular *t)
{
    return head_lent(t->head) > 0;
}

const struct table_manifest *tabular_manifest(const struct tabular *t)
{
    return t->manifest;
}

const struct stream *tabular_stream(const struct tabular *t)
{
    return t->stream->stream;
}

size_t tabular_records(const struct tabular *t)
{
    return t->records;
}

const char *tabular_letters(const struct tabular *t)
{
    return sheet_letters(t->sheet);
}

size_t tabular_sums(const struct tabular *t)
{
    return t->counts ? t->counts->sums : 0;
}

size_t tabular_faults(const struct tabular *t, enum cell_fault fault, const char **where)
{
    *where = t->faults[fault].first;
    return t->faults[fault].count;
}

size_t tabular_skipped(const struct tabular *t)
{
    return t->skipped;
}

static bool rule_bound(const struct tabular *t, const struct rule *r)
{
    for (size_t i = 0; i < t->bound_count; i++) {
        const struct bound *b = &t->bounds[i];
        for (size_t k = 0; k < r->case_count; k++)
            if (b->column->seen >> r->cases[k].test & 1)
                return true;
        for (size_t k = 0; k < r->from_count; k++)
            if (b->column->slot == r->from[k])
                return true;
        for (size_t w = 0; w < b->way_count; w++)
            for (size_t k = 0; k < r->from_count; k++)
                if (b->ways[w].node->slot == r->from[k] && !b->ways[w].reading->perhaps)
                    return true;
    }
    return false;
}

uint64_t tabular_knows(const struct tabular *t)
{
    uint64_t knows = 0;
    for (size_t i = 0; t->plan->kind == STREAM_DOSSIER && i < t->plan->rule_count; i++)
        if (t->plan->rules[i].target < DOSSIER_FIELD_COUNT && rule_bound(t, &t->plan->rules[i]))
            knows |= UINT64_C(1) << t->plan->rules[i].target;
    return dossier_knows_told(knows);
}

uint64_t tabular_empty(const struct tabular *t)
{
    return t->choice->empty;
}

/* --- rows --- */

static enum sheet_result row_next(struct tabular *t, struct error *e)
{
    if (t->head_at < head_rows(t->head)) {
        head_row(t->head, t->head_at++, &t->row);
        return SHEET_ROW;
    }
    return sheet_next(t->sheet, &t->row, e);
}

/* Is a cell no number in a column that tests ask whether it is positive? A "no" would be a guess. */
static bool is_blind(const struct tabular *t, const struct member_node *node, size_t start)
{
    int64_t value;
    const char *text = buffer_string(&t->bytes) + start;
    return node->tests && node->length == 6 && memcmp(node->name, "number", 6) == 0 &&
           !scalar_number(text, t->bytes.used - start, SCALAR_DECIMALS, true, &value);
}

static bool blind_tell(struct tabular *t, const struct member_node *column, const char *text, size_t n)
{
    char name[LIMIT_NAME_BYTES], shape[LIMIT_SHAPE_BYTES];
    snprintf(name, sizeof name, "%.*s", (int)column->length, column->name);
    scalar_shape(text, n, shape);
    return misgiving_add(&t->writer.page->issues, MISGIVING_VALUE, name, shape, strlen(shape), 1);
}

/* Makes the name of a unit, without what stands beside it, the text that is read. Most cells hold the name alone. */
static bool name_cut(struct tabular *t, struct reading_input *in)
{
    struct unit_text u;
    unit_text_read(in->text, in->length, &u);
    in->code.text = u.code;
    in->code.length = u.code_length;
    if (u.length == in->length)
        return true;
    buffer_reset(&t->beside.unit.cut);
    if (!buffer_append(&t->beside.unit.cut, u.name, u.length))
        return false;
    in->text = buffer_string(&t->beside.unit.cut);
    in->length = u.length;
    return true;
}

static bool column_take(struct tabular *t, const struct tabular_use *use, const struct bound *b,
                        const char *text, const struct sheet_cell *cell)
{
    struct reading_input in = {.text = text,
                               .length = cell->length,
                               .number = cell->number,
                               .from_1904 = sheet_from_1904(t->sheet),
                               .share = b->share,
                               .order = &b->order,
                               .from = b->reception ? t->first.from : t->later.from,
                               .to = b->reception ? t->first.to : t->later.to,
                               .unit = use->unit_code,
                               .context = use->context};
    size_t start = t->bytes.used;
    bool blind = false;
    if (b->unit && !name_cut(t, &in))
        return false;
    struct member_cell raw = {MEMBER_TEXT, (uint32_t)start, (uint32_t)in.length};
    if (!buffer_append(&t->bytes, in.text, in.length))
        return false;
    tabular_node_take(t, b->column, start, cell->number);
    for (size_t i = 0; i < b->way_count; i++) {
        start = t->bytes.used;
        in.list = b->ways[i].list;
        if (!reading_memo_read(t->memo, b->ways[i].reading, &in, &t->bytes))
            return false;
        tabular_node_take(t, b->ways[i].node, start, cell->number);
        blind |= is_blind(t, b->ways[i].node, start);
        if (b->ways[i].node->slot >= 0)
            t->raws[b->ways[i].node->slot] = raw;
    }
    t->record.seen |= blind ? 0 : b->column->seen;
    return !blind || blind_tell(t, b->column, text, cell->length);
}

/* Adds the values of file.unit and file.source. */
static bool file_take(struct tabular *t, const struct tabular_use *use)
{
    const struct {
        const char *name, *text;
    } known[] = {{"unit", use->unit}, {"source", use->source}};
    const struct member_node *record = table_record(t->plan),
                             *file = member_tree_find(&t->plan->tree, record, TABLE_FILE, strlen(TABLE_FILE));
    for (size_t i = 0; file && i < sizeof known / sizeof *known; i++) {
        const struct member_node *n =
            member_tree_find(&t->plan->tree, file, known[i].name, strlen(known[i].name));
        size_t start = t->bytes.used;
        if (!n || !known[i].text)
            continue;
        if (!buffer_text(&t->bytes, known[i].text))
            return false;
        tabular_node_take(t, n, start, false);
    }
    return true;
}

static void spans_take(struct tabular *t)
{
    const struct sheet_cell *cell = NULL;
    const char *code =
        t->choice->survey.code == HEADING_NONE ? "" : tabular_text(t, t->choice->survey.code, &cell);
    t->first.from = t->first.to = t->later.from = t->later.to = MOMENT_NONE;
    if (!*code || !t->choice->uncertain)
        return;
    survey_span(code, cell->length, true, &t->first.from, &t->first.to);
    survey_span(code, cell->length, false, &t->later.from, &t->later.to);
}

/* Writes the place of a cell: "BC12". */
static void address_write(size_t column, size_t line, char *out, size_t size)
{
    char letters[8];
    size_t n = 0;
    for (size_t c = column + 1; c && n < sizeof letters; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    size_t used = 0;
    while (n && used + 1 < size)
        out[used++] = letters[--n];
    snprintf(out + used, size - used, "%zu", line);
}

/* Counts a fault; the first of each kind is told by its place. */
static void fault_note(struct tabular *t, size_t column)
{
    enum cell_fault fault = t->row.cells[column].fault;
    char address[24], *first = t->faults[fault].first;
    size_t used = strlen(first);
    address_write(column, t->row.line, address, sizeof address);
    if (t->faults[fault].count++ < 5)
        snprintf(first + used, sizeof t->faults[fault].first - used, "%s%s", used ? ", " : "", address);
}

/* Counts the faults in columns that are read. */
static void faults_note(struct tabular *t)
{
    for (size_t column = 0; column < t->row.count; column++)
        for (size_t i = 0; t->row.cells[column].fault && i < t->bound_count; i++)
            if (t->bounds[i].at == column) {
                fault_note(t, column);
                break;
            }
}

/* Takes the cells of the row. false: no memory, or the row is too long. */
static bool row_take(struct tabular *t, const struct tabular_use *use)
{
    buffer_reset(&t->bytes);
    memset(t->cells, 0, ((size_t)t->plan->slots[MEMBER_LEVEL_RECORD] + 1) * sizeof *t->cells);
    t->record = (struct portal_row){.cells = t->cells, .raws = t->raws};
    bool ok = file_take(t, use) && tabular_unit_take(t, use);
    spans_take(t);
    faults_note(t);
    for (size_t i = 0; ok && i < t->bound_count; i++) {
        const struct sheet_cell *cell = NULL;
        const char *text = tabular_text(t, t->bounds[i].at, &cell);
        ok = !*text || column_take(t, use, &t->bounds[i], text, cell);
    }
    t->record.bytes = buffer_string(&t->bytes);
    return ok;
}

/* Is the row the numbers of columns, which forms print below the heading: A, B, 1, 2, (3)=(4)+(5)+(6)? */
static bool is_numbering(const struct tabular *t)
{
    long last = 0;
    size_t numbers = 0;
    for (size_t i = 0; i < t->row.count; i++) {
        const char *text = t->row.cells[i].length ? t->row.bytes.data + t->row.cells[i].at : "";
        size_t bracket = strspn(text, "([ ");
        bool letter = text[0] >= 'A' && text[0] <= 'Z' && !text[1];
        if (!*text || letter)
            continue;
        char *end;
        long number = strtol(text + bracket, &end, 10);
        if (end == text + bracket || number <= last || number > last + 3 || (*end && !strchr(")]= ", *end)))
            return false;
        last = number;
        numbers++;
    }
    return numbers >= 3;
}

/* Is the row the heading again, printed on each sheet of paper? */
static bool is_heading(const struct tabular *t)
{
    size_t same = 0;
    for (size_t i = 0; i < t->bound_count; i++) {
        const struct sheet_cell *cell = NULL;
        const char *text = tabular_text(t, t->bounds[i].at, &cell);
        same += *text && strcmp(text, head_text(t->head, t->heading.end - 1, t->bounds[i].at)) == 0;
    }
    return same * 2 > t->bound_count;
}

/* Does the row look like a record: is more than a third of the stream's columns filled? */
static bool is_record(struct tabular *t)
{
    size_t filled = 0;
    for (size_t i = 0; i < t->bound_count; i++) {
        const struct sheet_cell *cell = NULL;
        filled += *tabular_text(t, t->bounds[i].at, &cell) != '\0';
    }
    bool few = filled * 3 < t->bound_count;
    t->skipped += filled && few;
    return filled && !few && !(t->records == 0 && is_numbering(t)) && !is_heading(t);
}

static bool is_passed_over(const struct tabular *t)
{
    return (t->record.hits & t->plan->only) != t->plan->only || (t->record.hits & t->plan->skip);
}

/* Tells that a row without a unit got its unit from its code or from the file, where other rows name theirs: whoever
 * left the cell empty may have meant another unit (as above). */
static bool unit_blank_tell(const struct tabular *t, struct page *page)
{
    const struct column_choice *c = t->choice;
    size_t blank = 0;
    for (size_t i = 0; i < c->unit_count; i++)
        blank += !*tabular_text_at(t, c->units[i]);
    if (!c->unit_count || blank < c->unit_count)
        return true;
    const char *title = head_text(t->head, t->heading.end - 1, c->units[0]);
    return misgiving_add(&page->issues, MISGIVING_BLANK, "unit", title, strlen(title), 1);
}

static bool dossier_put(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    if (!unit_blank_tell(t, page))
        return error_memory(e, "");
    struct portal_record record = {.position = (int64_t)t->row.line, .row = t->record};
    t->records++;
    page->record_count++;
    return row_writer_record(&t->writer, &record, e) &&
           (tabular_unit_note(t, use, page) || error_memory(e, ""));
}

static bool has_digit(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

/* Is the row a line of signatures: words where a code belongs, and no date of reception? Nothing of such a row is
 * kept, not even as the key of a reject, for the words may be a person's name. */
static bool is_signature(const struct tabular *t, const char *code)
{
    bool dated = false;
    for (size_t i = 0; i < t->bound_count; i++)
        dated |= t->bounds[i].reception && has_digit(tabular_text_at(t, t->bounds[i].at));
    return *code && !has_digit(code) && !dated;
}

/* Is a row of dossiers a title, a sum or a signature? A title or a sum has no digit in its code, unless the code
 * begins with T, and all its cells hold equal texts, or a cell names a sum. */
static bool is_between(const struct tabular *t)
{
    const char *code = tabular_text_at(t, t->heading.column_of[t->stream->needs[0]]), *first = NULL;
    size_t filled = 0;
    bool same = true, sum = false;
    if (has_digit(code) && strncmp(code, "T", 1) != 0)
        return false;
    if (is_signature(t, code))
        return true;
    for (size_t i = 0; i < t->row.count; i++) {
        const char *text = tabular_text_at(t, i);
        if (!*text)
            continue;
        first = first ? first : text;
        same &= strcmp(text, first) == 0;
        sum |= row_kind_of(t->manifest->row_words, text) == ROW_SUM;
        filled++;
    }
    return filled > 1 && (same || sum);
}

/* Rejects the whole row: nobody knows which of its cells moved. */
static bool moved_reject(struct tabular *t, struct page *page, struct error *e)
{
    t->records++;
    page->record_count++;
    return row_writer_reject(&t->writer, (int64_t)t->row.line,
                             N_("more cells than the heading: a cell holds a separator without quotes"), e);
}

static bool row_put(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    if (t->counts)
        table_counts_label_mend(t);
    if (!is_record(t)) {
        if (t->counts)
            return is_heading(t) || table_counts_title(t, use, page, e);
        tabular_told_row(t);
        tabular_unit_row(t);
        return true;
    }
    if (!t->counts && is_between(t)) {
        t->skipped++;
        tabular_told_row(t);
        tabular_unit_row(t);
        return true;
    }
    if (sheet_row_moved(t->sheet, &t->row, t->heading.width))
        return moved_reject(t, page, e);
    if (!row_take(t, use))
        return error_set(e, ERROR_DATA, "", _("Look at this row: it is no table row."),
                         _("the row is too long"));
    if (is_passed_over(t))
        return true;
    return t->counts ? table_counts_put(t, use, page, e) : dossier_put(t, use, page, e);
}

bool tabular_fill(struct tabular *t, const struct tabular_use *use, struct page *page, bool *done,
                  struct error *e)
{
    row_writer_init(&t->writer, t->plan, page);
    t->writer.now = use->now;
    t->writer.needs_reception = t->choice->needs_reception;
    if (!misgiving_join(&page->issues, &t->choice->issues))
        return error_memory(e, "");
    misgiving_list_free(&t->choice->issues);
    *done = false;
    while (page->record_count < LIMIT_IMPORT_ROWS && page->reject_count < LIMIT_IMPORT_ROWS) {
        enum sheet_result result = row_next(t, e);
        if (result == SHEET_FAILED)
            return false;
        *done = result == SHEET_END;
        if (*done && !t->counts)
            tabular_told_end(t);
        if (*done)
            return !t->counts || table_counts_close(t, use, page, e);
        if (!row_put(t, use, page, e))
            return false;
    }
    return true;
}
