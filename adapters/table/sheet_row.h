/* One row of a table in a file: its cells, in UTF-8 and without blanks around them. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_ROW_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_ROW_H

#include "base/buffer.h"
#include "base/limit.h"

/* What keeps a cell from being known. */
enum cell_fault {
    CELL_SOUND,
    CELL_FORMULA, /* a formula whose value the file does not hold; the cell has no text */
    CELL_ERROR,   /* #REF!, #N/A; the cell has no text */
    CELL_SPOILT   /* bytes that are no letters; U+FFFD stands for them in the text */
};

struct sheet_cell {
    size_t at, length; /* place in the row's bytes */
    bool number;       /* the file itself marks the cell as a number */
    enum cell_fault fault;
};

struct sheet_row {
    struct sheet_cell cells[LIMIT_SHEET_COLUMNS];
    size_t count; /* cells up to the last filled cell; empty cells between have length 0 */
    size_t line;  /* line of the row in the file, from 1 */
    struct buffer bytes;
    bool
        keep_raised; /* raised digits stay: before letters of TCVN3 are read, such a digit may be one of them (¹ is ạ) */
};

void sheet_row_init(struct sheet_row *row);
void sheet_row_free(struct sheet_row *row); /* wipes: a row may hold what must not be kept */

bool sheet_is_utf8(const char *text, size_t n); /* true: the text is UTF-8 without a NUL */
void sheet_row_begin(struct sheet_row *row, size_t line);
/* Puts text at a column; a blank text leaves the cell empty. false and e (ERROR_DATA without a place): the text is
 * not UTF-8, or the row has too many columns or bytes. */
MUST_CHECK bool sheet_row_put(struct sheet_row *row, size_t column, const char *text, size_t n, bool number,
                              struct error *e);
/* Puts a cell without text at a column, with the fault that keeps its text from being known. */
MUST_CHECK bool sheet_row_fault(struct sheet_row *row, size_t column, enum cell_fault fault, struct error *e);

#endif
