#include "adapters/table/sheet_row.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "adapters/table/entity.h"
#include "base/text.h"

void sheet_row_init(struct sheet_row *row)
{
    row->count = row->line = 0;
    buffer_init(&row->bytes, LIMIT_RECORD_BYTES);
    row->keep_raised = false;
}

void sheet_row_free(struct sheet_row *row)
{
    if (row->bytes.data)
        explicit_bzero(row->bytes.data, row->bytes.size);
    buffer_free(&row->bytes);
    row->count = 0;
}

void sheet_row_begin(struct sheet_row *row, size_t line)
{
    row->count = 0;
    row->line = line;
    buffer_reset(&row->bytes);
}

/* Cuts blanks off, and the no-break space that portals put into empty cells. */
static const char *trim(const char *text, size_t *n)
{
    static const char hard[] = "\xC2\xA0";
    for (;;) {
        size_t cut = *n && strchr(" \t\r\n", *text) && *text ? 1 : 0;
        if (!cut && *n >= 2 && memcmp(text, hard, 2) == 0)
            cut = 2;
        if (!cut)
            break;
        text += cut;
        *n -= cut;
    }
    for (;;) {
        size_t cut = *n && strchr(" \t\r\n", text[*n - 1]) && text[*n - 1] ? 1 : 0;
        if (!cut && *n >= 2 && memcmp(text + *n - 2, hard, 2) == 0)
            cut = 2;
        if (!cut)
            return text;
        *n -= cut;
    }
}

/* What a look at all letters of a text finds. */
struct letters {
    bool sound;   /* the text is UTF-8 without a NUL */
    bool spoilt;  /* U+FFFD is among them */
    bool raised;  /* raised or lowered digits are among them: the marks of footnotes */
    bool control; /* line ends or other controls are among them */
    bool entity;  /* an ampersand is among them */
    bool apart;   /* marks that stand apart from their letters (NFD) are among them */
};

/* Is the letter a raised or lowered digit? A square metre is not counted. */
static bool is_raised(utf8proc_int32_t letter)
{
    return letter == 0xB9 || letter == 0xB2 || letter == 0xB3 || letter == 0x2070 ||
           (letter >= 0x2074 && letter <= 0x2079) || (letter >= 0x2080 && letter <= 0x2089);
}

/* Are the eight bytes letters of ASCII alone, without controls? */
static bool is_plain(const char *eight)
{
    const uint64_t ones = UINT64_MAX / 255, high = ones * 0x80;
    uint64_t x;
    memcpy(&x, eight, sizeof x);
    return ((x | ((x - ones * ' ') & ~x)) & high) == 0;
}

static void letters_look(const char *text, size_t n, struct letters *l)
{
    *l = (struct letters){0};
    for (size_t at = 0; at < n;) {
        utf8proc_int32_t letter;
        if (n - at >= 8 && is_plain(text + at)) {
            at += 8;
            continue;
        }
        if ((signed char)text[at] > 0) {
            l->control |= text[at++] < ' ';
            continue;
        }
        utf8proc_ssize_t bytes =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &letter);
        if (bytes <= 0 || text[at] == '\0')
            return;
        l->spoilt |= letter == 0xFFFD;
        l->raised |= is_raised(letter);
        l->apart |= letter >= 0x300 && letter <= 0x36F;
        at += (size_t)bytes;
    }
    l->sound = true;
}

bool sheet_is_utf8(const char *text, size_t n)
{
    struct letters l;
    letters_look(text, n, &l);
    return l.sound;
}

/* Makes the row reach to a column; the cells between are empty. */
static bool row_reach(struct sheet_row *row, size_t column, struct error *e)
{
    if (column >= LIMIT_SHEET_COLUMNS)
        return error_set(e, ERROR_DATA, "", _("Delete what stands to the right of the table."),
                         _("more than %d columns"), LIMIT_SHEET_COLUMNS);
    while (row->count <= column)
        row->cells[row->count++] = (struct sheet_cell){.at = row->bytes.used};
    return true;
}

bool sheet_row_fault(struct sheet_row *row, size_t column, enum cell_fault fault, struct error *e)
{
    if (!row_reach(row, column, e))
        return false;
    row->cells[column] = (struct sheet_cell){.at = row->bytes.used, .fault = fault};
    return buffer_append(&row->bytes, "", 1) || error_memory(e, "");
}

/* Makes a blank of each line end in a cell. */
static void lines_join(char *text, size_t n)
{
    for (char *at = text; at < text + n; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
}

/* Drops raised and lowered digits; the text is sound. */
static size_t raised_drop(char *text, size_t n)
{
    size_t used = 0;
    for (size_t at = 0; at < n;) {
        utf8proc_int32_t letter = 0;
        utf8proc_ssize_t bytes =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &letter);
        size_t length = bytes > 0 ? (size_t)bytes : 1;
        if (!is_raised(letter)) {
            memmove(text + used, text + at, length);
            used += length;
        }
        at += length;
    }
    return used;
}

/* Appends text in NFC, whatever its form, for words and names are compared letter by letter; *n becomes its length. */
static bool composed_append(struct buffer *b, const char *text, size_t *n)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)*n, &composed,
                                           UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    bool ok = length >= 0 && buffer_append(b, (const char *)composed, (size_t)length);
    *n = ok ? (size_t)length : *n;
    if (composed)
        explicit_bzero(composed, length > 0 ? (size_t)length : 0);
    free(composed);
    return ok;
}

/* Appends the text of a cell; *n becomes its length there. */
static bool text_append(struct buffer *b, const char *text, size_t *n, const struct letters *l,
                        bool keep_raised)
{
    size_t start = b->used;
    if (l->apart ? !composed_append(b, text, n) : !buffer_append(b, text, *n))
        return false;
    if (l->entity) {
        *n = entities_read(b->data + start, *n);
        b->used = start + *n;
    }
    if (l->control)
        lines_join(b->data + start, *n);
    if (l->raised && !keep_raised) {
        *n = raised_drop(b->data + start, *n);
        while (*n && b->data[start + *n - 1] == ' ')
            --*n;
        b->used = start + *n;
    }
    return buffer_append(b, "", 1);
}

bool sheet_row_put(struct sheet_row *row, size_t column, const char *text, size_t n, bool number,
                   struct error *e)
{
    struct letters letters;
    text = trim(text, &n);
    if (n == 0)
        return true;
    if (column >= LIMIT_SHEET_COLUMNS)
        return row_reach(row, column, e);
    letters_look(text, n, &letters);
    letters.entity = memchr(text, '&', n) != NULL;
    if (!letters.sound)
        return error_set(e, ERROR_DATA, "",
                         _("Save it as \"CSV UTF-8\"; older files are often in Windows-1258 or TCVN3."),
                         _("the text is not UTF-8"));
    if (!row_reach(row, column, e))
        return false;
    size_t at = row->bytes.used;
    bool ok = text_append(&row->bytes, text, &n, &letters, row->keep_raised);
    row->cells[column] = (struct sheet_cell){at, n, number, letters.spoilt ? CELL_SPOILT : CELL_SOUND};
    return ok ||
           error_set(e, ERROR_DATA, "", _("Look at this row: it is no table row."), _("the row is too long"));
}
