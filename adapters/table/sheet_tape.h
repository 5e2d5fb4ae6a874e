/* Keeps the rows of a table that were read, so that reading them again, for their columns are judged before they are
 * read for good, needs no second parse. A table of more than LIMIT_TAPE_BYTES is not kept, and is parsed again. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_TAPE_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_TAPE_H

#include "adapters/table/sheet_format.h"

struct sheet_tape {
    struct buffer bytes;
    size_t at;  /* where the next row begins that is read again */
    bool holds; /* all rows that were read since tape_begin() are kept */
    bool ended; /* and no row follows */
    size_t table;
};

void tape_init(struct sheet_tape *t);
void tape_free(struct sheet_tape *t); /* wipes */
/* From now on rows of that table are kept; rows that were kept before are forgotten. */
void tape_begin(struct sheet_tape *t, size_t table);
/* Goes back to the first row, if the rows of that table are kept. */
bool tape_rewind(struct sheet_tape *t, size_t table);
/* The next row: a kept row, after those the format's next row, which is kept. */
MUST_CHECK enum sheet_result tape_next(struct sheet_tape *t, const struct sheet_format *format, void *handle,
                                       struct sheet_row *row, struct error *e);

#endif
