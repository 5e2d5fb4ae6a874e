#include "adapters/table/merge.h"

#include <stdlib.h>
#include <string.h>

#include "adapters/table/xml_part.h"
#include "base/array.h"
#include "base/text.h"

enum { CHUNK = 64 * 1024, OVERLAP = 128, ROW_MOST = 1 << 24 };

struct merge {
    uint32_t row, last, column;
};

struct carried {
    uint32_t last; /* row until which the cell reaches; 0: the column carries nothing */
    char *text;    /* owned */
    size_t length;
    bool number;
};

struct merges {
    struct merge *items; /* by row */
    size_t count, size, next;
    struct carried carried[LIMIT_SHEET_COLUMNS];
    size_t columns; /* one more than the last column that ever carried a text */
};

bool cell_reference(const char *text, size_t *column, size_t *row, const char **end)
{
    size_t c = 0, r = 0;
    for (; (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z') || *text == '$'; text++)
        if (*text != '$')
            c = c > LIMIT_SHEET_COLUMNS ? c : c * 26 + (size_t)((*text | 32) - 'a') + 1;
    for (; (*text >= '0' && *text <= '9') || (*text == '$' && !r); text++)
        if (*text != '$')
            r = r > ROW_MOST ? r : r * 10 + (size_t)(*text - '0');
    if (end)
        *end = text;
    *column = c > LIMIT_SHEET_COLUMNS ? LIMIT_SHEET_COLUMNS : c - 1;
    *row = r;
    return c > 0;
}

struct merges *merges_new(struct error *e)
{
    struct merges *m = calloc(1, sizeof *m);
    if (!m)
        error_memory(e, "");
    return m;
}

bool merges_add(struct merges *m, size_t row, size_t last, size_t column, struct error *e)
{
    /* nothing is carried down by a cell of one row, nor by one past the last column, whose text is refused where the row
     * is read */
    if (last <= row || column >= LIMIT_SHEET_COLUMNS)
        return true;
    if (!row || last > ROW_MOST)
        return error_set(e, ERROR_DATA, "", _("Open it in a spreadsheet program and save it again."),
                         _("a merged cell reaches from row %zu to row %zu, which no sheet has"), row, last);
    if (m->count == LIMIT_MERGES)
        return error_set(e, ERROR_DATA, "", _("Unmerge the cells and save it again."),
                         _("more than %d merged cells"), LIMIT_MERGES);
    if (!array_room(&m->items, &m->size, m->count, sizeof *m->items))
        return error_memory(e, "");
    m->items[m->count++] = (struct merge){(uint32_t)row, (uint32_t)last, (uint32_t)column};
    return true;
}

static bool reference_add(struct merges *m, const char *reference, struct error *e)
{
    size_t column, row, last_column, last;
    const char *end;
    return !cell_reference(reference, &column, &row, &end) || *end != ':' ||
           !cell_reference(end + 1, &last_column, &last, NULL) || merges_add(m, row, last, column, e);
}

static int merge_order(const void *a, const void *b)
{
    const struct merge *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->column > y->column) - (x->column < y->column);
}

/* Adds the merged cells that stand whole in the bytes. false and e: no memory, or too many. */
static bool bytes_search(struct merges *m, char *bytes, size_t n, struct error *e)
{
    static const char element[] = "mergeCell ", name[] = "ref=";
    bytes[n] = '\0';
    for (char *at = bytes;
         (at = memmem(at, (size_t)(bytes + n - at), element, sizeof element - 1)) != NULL;) {
        at += sizeof element - 1;
        char *tag_end = memchr(at, '>', (size_t)(bytes + n - at));
        char *reference = tag_end ? memmem(at, (size_t)(tag_end - at), name, sizeof name - 1) : NULL;
        if (reference && !reference_add(m, reference + sizeof name, e))
            return false;
    }
    return true;
}

struct merges *merges_find(zip_t *zip, const char *file, const char *part, struct error *e)
{
    struct merges *m = merges_new(e);
    char *bytes = malloc(CHUNK + OVERLAP + 1);
    bool ok = m && (bytes || error_memory(e, file));
    size_t kept = 0;
    zip_int64_t n;
    struct part_bytes *p = ok ? part_bytes_open(zip, part) : NULL;
    while (ok && p && (n = part_bytes_read(p, bytes + kept, CHUNK)) > 0) {
        size_t have = kept + (size_t)n;
        ok = bytes_search(m, bytes, have, e);
        /* an element that may be cut in two goes on from its <; whole elements are not seen twice */
        char *open = memrchr(bytes, '<', have);
        kept = open && !memchr(open, '>', (size_t)(bytes + have - open)) ? (size_t)(bytes + have - open) : 0;
        kept = kept > OVERLAP ? 0 : kept;
        memmove(bytes, bytes + have - kept, kept);
    }
    part_bytes_close(p);
    if (bytes)
        explicit_bzero(bytes, CHUNK + OVERLAP + 1);
    free(bytes);
    if (ok) {
        if (m->count)
            qsort(m->items, m->count, sizeof *m->items, merge_order);
        return m;
    }
    merges_free(m);
    return NULL;
}

static void carried_drop(struct carried *c)
{
    if (c->text)
        explicit_bzero(c->text, c->length);
    free(c->text);
    *c = (struct carried){0};
}

void merges_rewind(struct merges *m)
{
    for (size_t i = 0; i < m->columns; i++)
        carried_drop(&m->carried[i]);
    m->columns = m->next = 0;
}

void merges_free(struct merges *m)
{
    if (!m)
        return;
    merges_rewind(m);
    free(m->items);
    free(m);
}

/* Takes up the text of the first cell of a merge that begins in this row. */
static bool carried_take(struct merges *m, const struct merge *merge, const struct sheet_row *row)
{
    struct carried *c = &m->carried[merge->column];
    carried_drop(c);
    if (merge->column >= row->count || row->cells[merge->column].length == 0)
        return true;
    const struct sheet_cell *cell = &row->cells[merge->column];
    c->text = strndup(row->bytes.data + cell->at, cell->length);
    c->length = cell->length;
    c->number = cell->number;
    c->last = merge->last;
    m->columns = m->columns > merge->column ? m->columns : merge->column + 1;
    return c->text != NULL;
}

bool merges_fill(struct merges *m, struct sheet_row *row, struct error *e)
{
    for (size_t i = 0; i < m->columns; i++) {
        struct carried *c = &m->carried[i];
        bool empty = i >= row->count || (row->cells[i].length == 0 && row->cells[i].fault == CELL_SOUND);
        if (c->last < row->line)
            carried_drop(c);
        else if (empty && !sheet_row_put(row, i, c->text, c->length, c->number, e))
            return false;
    }
    for (; m->next < m->count && m->items[m->next].row <= row->line; m->next++)
        if (m->items[m->next].row == row->line && !carried_take(m, &m->items[m->next], row))
            return error_memory(e, "");
    return true;
}
