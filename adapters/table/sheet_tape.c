#include "adapters/table/sheet_tape.h"

#include <stdint.h>
#include <string.h>

struct kept_row {
    size_t line;
    uint32_t count, bytes; /* cells, and bytes of text, which follow */
};
struct kept_cell {
    uint32_t at, length;
    bool number;
    uint8_t fault;
};
_Static_assert(LIMIT_RECORD_BYTES <= UINT32_MAX, "places in a row fit into a kept cell");

void tape_init(struct sheet_tape *t)
{
    *t = (struct sheet_tape){0};
    buffer_init(&t->bytes, LIMIT_TAPE_BYTES);
}

static void tape_wipe(struct sheet_tape *t)
{
    if (t->bytes.data)
        explicit_bzero(t->bytes.data, t->bytes.used);
}

void tape_free(struct sheet_tape *t)
{
    tape_wipe(t);
    buffer_free(&t->bytes);
}

void tape_begin(struct sheet_tape *t, size_t table)
{
    tape_wipe(t);
    buffer_reset(&t->bytes);
    t->at = 0;
    t->holds = true;
    t->ended = false;
    t->table = table;
}

bool tape_rewind(struct sheet_tape *t, size_t table)
{
    if (!t->holds || t->table != table)
        return false;
    t->at = 0;
    return true;
}

/* A row for which there is no room ends the keeping. */
static void row_keep(struct sheet_tape *t, const struct sheet_row *row)
{
    struct kept_row head = {row->line, (uint32_t)row->count, (uint32_t)row->bytes.used};
    t->holds = buffer_append(&t->bytes, (const char *)&head, sizeof head);
    for (size_t i = 0; t->holds && i < row->count; i++) {
        const struct sheet_cell *c = &row->cells[i];
        struct kept_cell cell = {(uint32_t)c->at, (uint32_t)c->length, c->number, (uint8_t)c->fault};
        t->holds = buffer_append(&t->bytes, (const char *)&cell, sizeof cell);
    }
    t->holds = t->holds && (!row->bytes.used || buffer_append(&t->bytes, row->bytes.data, row->bytes.used));
    t->at = t->bytes.used;
    if (t->holds)
        return;
    tape_free(t);
    buffer_init(&t->bytes, LIMIT_TAPE_BYTES);
}

static bool row_again(struct sheet_tape *t, struct sheet_row *row, struct error *e)
{
    struct kept_row head;
    memcpy(&head, t->bytes.data + t->at, sizeof head);
    t->at += sizeof head;
    sheet_row_begin(row, head.line);
    for (row->count = 0; row->count < head.count; row->count++, t->at += sizeof(struct kept_cell)) {
        struct kept_cell cell;
        memcpy(&cell, t->bytes.data + t->at, sizeof cell);
        row->cells[row->count] =
            (struct sheet_cell){cell.at, cell.length, cell.number, (enum cell_fault)cell.fault};
    }
    const char *text = t->bytes.data + t->at;
    t->at += head.bytes;
    return !head.bytes || buffer_append(&row->bytes, text, head.bytes) || error_memory(e, "");
}

enum sheet_result tape_next(struct sheet_tape *t, const struct sheet_format *format, void *handle,
                            struct sheet_row *row, struct error *e)
{
    if (t->holds && t->at < t->bytes.used)
        return row_again(t, row, e) ? SHEET_ROW : SHEET_FAILED;
    if (t->holds && t->ended)
        return SHEET_END;
    enum sheet_result result = format->next(handle, row, e);
    t->ended = result == SHEET_END;
    if (result == SHEET_FAILED)
        t->holds = false; /* whoever reads again meets the fault again */
    if (t->holds && result == SHEET_ROW)
        row_keep(t, row);
    return result;
}
