#include "adapters/table/sheet_block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/title_period.h"
#include "base/array.h"
#include "base/text.h"
#include "base/words.h"

enum { HELD = LIMIT_HEADING_ROWS + 1, DATA_CELLS = 3, TITLE_ROWS = LIMIT_SHEET_HEAD / 2 };

static bool block_add(struct sheet_blocks *b, struct sheet_block block, struct error *e)
{
    if (b->count == LIMIT_BLOCKS)
        return error_set(e, ERROR_DATA, "", _("Import the tables in files of their own."),
                         _("more than %d tables"), LIMIT_BLOCKS);
    if (!array_room(&b->items, &b->size, b->count, sizeof *b->items))
        return error_memory(e, "");
    b->items[b->count++] = block;
    return true;
}

bool sheet_blocks_init(struct sheet_blocks *b, size_t tables, struct error *e)
{
    b->held = calloc(HELD, sizeof *b->held);
    if (!b->held)
        return error_memory(e, "");
    for (size_t i = 0; i < HELD; i++)
        sheet_row_init(&b->held[i]);
    for (size_t i = 0; i < tables; i++)
        if (!block_add(b, (struct sheet_block){.table = i, .end = SIZE_MAX, .to = SIZE_MAX}, e))
            return false;
    return true;
}

static void heading_forget(struct sheet_blocks *b)
{
    free(b->heading);
    b->heading = NULL;
}

void sheet_blocks_free(struct sheet_blocks *b)
{
    for (size_t i = 0; b->held && i < HELD; i++)
        sheet_row_free(&b->held[i]);
    free(b->held);
    free(b->items);
    heading_forget(b);
    *b = (struct sheet_blocks){0};
}

void sheet_blocks_select(struct sheet_blocks *b, size_t block)
{
    heading_forget(b);
    b->at = block;
    b->row = b->below = b->items[block].first;
    b->data = b->held_count = b->given = 0;
    b->titled = b->over = b->giving = false;
}

/* --- rows --- */

static const char *cell_of(const struct sheet_row *row, size_t i)
{
    return i < row->count && row->cells[i].length ? row->bytes.data + row->cells[i].at : "";
}

/* Is the cell a number, a date or a formula, without words? Numbers of columns stand in brackets. */
static bool is_value(const struct sheet_row *row, size_t i)
{
    const char *text = cell_of(row, i);
    return row->cells[i].number || row->cells[i].fault == CELL_FORMULA || (*text >= '0' && *text <= '9') ||
           (*text == '-' && text[1] >= '0' && text[1] <= '9') ||
           ((*text == '(' || *text == '[') && text[1] >= '0' && text[1] <= '9');
}

/* Counts different words in a row, up to `most`; copies of a merged cell count once. *values: cells without words. */
static size_t words_count(const struct sheet_row *row, size_t most, size_t *values)
{
    size_t words = 0;
    const char *last = "";
    *values = 0;
    for (size_t i = 0; i < row->count; i++) {
        const char *text = cell_of(row, i);
        *values += is_value(row, i);
        if (*text && words < most && strcmp(text, last) != 0)
            words++;
        last = *text ? text : last;
    }
    return words;
}

static bool states_period(const struct sheet_row *row)
{
    bool found = false;
    for (size_t i = 0; i < row->count && !found; i++) {
        enum period_kind kind;
        moment from;
        char *words = *cell_of(row, i) ? words_of(cell_of(row, i), false) : NULL;
        found = words && title_period(words, &kind, &from);
        free(words);
    }
    return found;
}

static bool row_copy(struct sheet_row *to, const struct sheet_row *from)
{
    sheet_row_begin(to, from->line);
    if (from->bytes.used && !buffer_append(&to->bytes, from->bytes.data, from->bytes.used))
        return false;
    memcpy(to->cells, from->cells, from->count * sizeof *from->cells);
    to->count = from->count;
    return true;
}

/* --- headings --- */

/* All text of the rows that wait, by which a repeated heading is known; malloc'd. */
static char *held_text(const struct sheet_blocks *b, struct error *e)
{
    struct buffer text;
    buffer_init(&text, LIMIT_HEAD_BYTES);
    for (size_t i = 0; i < b->held_count; i++)
        for (size_t k = 0; k < b->held[i].count; k++)
            buffer_printf(&text, "%s\t", cell_of(&b->held[i], k));
    char *copy = text.failed ? NULL : strdup(buffer_string(&text));
    buffer_free(&text);
    if (!copy)
        error_memory(e, "");
    return copy;
}

/* Ends the block behind its last row with numbers; the rows below begin the next block. */
static enum block_step block_cut(struct sheet_blocks *b, struct error *e)
{
    struct sheet_block *block = &b->items[b->at];
    size_t start = b->below < b->held_first ? b->below : b->held_first, table = block->table;
    if (b->held_first - start > TITLE_ROWS)
        start = b->held_first - TITLE_ROWS;
    b->held_count = 0;
    b->over = true;
    if (block->end != SIZE_MAX)
        return BLOCK_END;
    block->end = start;
    if (block->from) /* the block at its left goes on by itself */
        return BLOCK_END;
    return block_add(b, (struct sheet_block){.table = table, .first = start, .end = SIZE_MAX, .to = SIZE_MAX},
                     e)
               ? BLOCK_END
               : BLOCK_FAILED;
}

/* --- side by side --- */

static void row_part(struct sheet_row *row, size_t from, size_t to)
{
    row->count = row->count < to ? row->count : to;
    if (from)
        memmove(row->cells, row->cells + (from < row->count ? from : row->count),
                (row->count > from ? row->count - from : 0) * sizeof *row->cells);
    row->count = row->count > from ? row->count - from : 0;
}

void sheet_blocks_window(const struct sheet_blocks *b, struct sheet_row *row)
{
    const struct sheet_block *block = &b->items[b->at];
    row_part(row, block->from, block->to);
}

/* Does the row repeat from `at` on all that stands between `begin` and `at`, three titles at least? */
static bool is_again(const struct sheet_row *row, size_t begin, size_t at)
{
    size_t same = 0;
    for (size_t k = begin; k < at; k++) {
        const char *title = cell_of(row, k);
        if (*title && strcmp(title, cell_of(row, at + k - begin)) != 0)
            return false;
        same += *title != '\0';
    }
    return same >= DATA_CELLS;
}

/* Can the waiting heading be read from these columns alone? *failed: no memory. */
static bool part_reads(const struct sheet_blocks *b, size_t from, size_t to, bool *failed)
{
    struct sheet_row *rows = calloc(b->held_count, sizeof *rows);
    *failed = rows == NULL;
    for (size_t i = 0; !*failed && i < b->held_count; i++) {
        sheet_row_init(&rows[i]);
        *failed = !row_copy(&rows[i], &b->held[i]);
        row_part(&rows[i], from, to);
    }
    bool reads = !*failed && b->judge(b->context, rows, b->held_count);
    for (size_t i = 0; rows && i < b->held_count; i++)
        sheet_row_free(&rows[i]);
    free(rows);
    return reads;
}

/* The column at which a waiting row repeats itself; 0: no such column. Titles merged downwards stand in each waiting
 * row. */
static size_t again_in(const struct sheet_blocks *b, size_t at_row, bool *failed)
{
    const struct sheet_row *row = &b->held[at_row];
    size_t left = SIZE_MAX, begin = 0;
    for (size_t i = 0; i <= at_row; i++)
        for (size_t k = 0; k < b->held[i].count && k < left; k++)
            left = *cell_of(&b->held[i], k) ? k : left;
    while (begin < row->count && !*cell_of(row, begin))
        begin++;
    for (int tries = 0; begin == left && tries < 2;
         tries++) { /* the second try: only the block at the left has a column of row numbers */
        size_t first = begin + (size_t)tries;
        for (size_t at = first + DATA_CELLS; *cell_of(row, first) && at < row->count; at++)
            if (is_again(row, first, at) && part_reads(b, 0, at, failed) && !*failed &&
                part_reads(b, at, SIZE_MAX, failed))
                return *failed ? 0 : at;
    }
    return 0;
}

/* Looks through all waiting rows, for titles of sections may stand below the heading and wait with it. */
static size_t again_find(const struct sheet_blocks *b, bool *failed)
{
    size_t at = 0;
    *failed = false;
    for (size_t i = b->held_count; i > 0 && !at && !*failed; i--)
        at = again_in(b, i - 1, failed);
    return at;
}

/* Parts the block where another block stands to its right. */
static bool block_part(struct sheet_blocks *b, struct error *e)
{
    struct sheet_block *block = &b->items[b->at];
    bool failed;
    size_t at = again_find(b, &failed);
    if (failed)
        return error_memory(e, "");
    if (!at)
        return true;
    struct sheet_block right = {.table = block->table,
                                .first = block->first,
                                .end = block->end,
                                .from = block->from + at,
                                .to = block->to};
    block->to = block->from + at;
    for (size_t i = 0; i < b->held_count; i++)
        row_part(&b->held[i], 0, at);
    return block_add(b, right, e);
}

/* Judges the waiting rows: they are the block's own heading, the same heading again, the next block's heading, or
 * none. */
static enum block_step held_judge(struct sheet_blocks *b, struct error *e)
{
    if (b->giving || !b->held_count || !b->judge)
        return BLOCK_MORE;
    b->giving = true;
    if (!b->judge(b->context, b->held, b->held_count))
        return BLOCK_MORE;
    char *text = held_text(b, e);
    if (!text)
        return BLOCK_FAILED;
    /* the block's reader looks so far for a heading */
    bool near = b->held_first - b->items[b->at].first <= TITLE_ROWS;
    if (!b->heading && b->data == 0 && near) {
        b->heading = text;
        return block_part(b, e) ? BLOCK_MORE : BLOCK_FAILED;
    }
    bool again = b->heading && strcmp(text, b->heading) == 0 && !b->titled;
    free(text);
    if (!again)
        return block_cut(b, e);
    b->held_count = 0;
    b->giving = false;
    return BLOCK_MORE;
}

/* --- the block's rows, one after the other --- */

enum block_step sheet_blocks_next(struct sheet_blocks *b, struct sheet_row *row, struct error *e)
{
    if (b->giving && b->given < b->held_count)
        return row_copy(row, &b->held[b->given++]) || error_memory(e, "") ? BLOCK_ROW : BLOCK_FAILED;
    if (b->giving) {
        b->giving = false;
        b->held_count = b->given = 0;
    }
    return b->over ? BLOCK_END : BLOCK_MORE;
}

static enum block_step row_hold(struct sheet_blocks *b, const struct sheet_row *row, struct error *e)
{
    if (b->held_count == 0)
        b->held_first = b->row;
    b->row++;
    return row_copy(&b->held[b->held_count++], row) || error_memory(e, "") ? BLOCK_MORE : BLOCK_FAILED;
}

/* Notes what the row says of the rows around it. */
static void row_note(struct sheet_blocks *b, const struct sheet_row *row, size_t words, size_t values)
{
    if (words >= DATA_CELLS && values) {
        b->data++;
        b->below = b->row + 1;
        b->titled = false;
    } else if (words && b->judge) {
        b->titled |= states_period(row);
    }
}

enum block_step sheet_blocks_take(struct sheet_blocks *b, struct sheet_row *row, bool over, struct error *e)
{
    size_t values = 0, words;
    if (over || b->row >= b->items[b->at].end) {
        enum block_step step = held_judge(b, e);
        b->over = true;
        return step == BLOCK_MORE && !b->giving ? BLOCK_END : step;
    }
    words = words_count(row, DATA_CELLS, &values);
    if (b->judge && values == 0 && words >= 2 && b->held_count < LIMIT_HEADING_ROWS)
        return row_hold(b, row, e);
    enum block_step step = held_judge(b, e);
    if (step != BLOCK_MORE)
        return step;
    row_note(b, row, words, values);
    if (b->giving)
        return row_hold(b, row, e); /* the row is given out behind the rows that waited */
    b->row++;
    return BLOCK_ROW;
}
