/* Blocks: a table of a file may be several, one below the other or side by side, each with titles and a heading of its own.
 * One whose whole heading stands there again to its right, and can be read by itself, is parted at that column. A block
 * begins below the last row of the one before, so that its titles are in it; a heading that is only printed again, as
 * on each sheet of paper, is left out. Who reads blocks sees tables with one heading each. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_BLOCK_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_BLOCK_H

#include "adapters/table/sheet_row.h"

/* Are these rows, without a number in them, the heading of a table that somebody can read? */
typedef bool heading_judge(void *context, const struct sheet_row *rows, size_t count);

struct sheet_block {
    size_t table;      /* of the file */
    size_t first, end; /* rows of it, from 0; end SIZE_MAX: not known yet */
    size_t from, to;   /* columns of it, to beyond the last; to SIZE_MAX: all from there on */
};

struct sheet_blocks {
    struct sheet_block *items; /* owned; grows while blocks are read */
    size_t count, size;
    heading_judge *judge; /* NULL: no table is cut */
    void *context;
    /* of the block that is read */
    size_t at;              /* the block */
    size_t row;             /* the next row of the table */
    size_t below;           /* the first row below the last one with numbers */
    size_t data;            /* rows with numbers so far */
    bool titled;            /* a title with a period came since */
    bool over;              /* no further row is its */
    struct sheet_row *held; /* rows that wait; owned */
    size_t held_count, held_first;
    size_t given;  /* how many of them were given out */
    bool giving;   /* they wait no longer */
    char *heading; /* what stands in its heading, to know it again; owned */
};

/* One block for each table. false and e: no memory. */
MUST_CHECK bool sheet_blocks_init(struct sheet_blocks *b, size_t tables, struct error *e);
void sheet_blocks_free(struct sheet_blocks *b); /* wipes; safe on a zeroed one */
/* Before a block's first row. */
void sheet_blocks_select(struct sheet_blocks *b, size_t block);

/* Takes from a row of the table what is not in the block's columns. */
void sheet_blocks_window(const struct sheet_blocks *b, struct sheet_row *row);

enum block_step {
    BLOCK_MORE, /* show the next row of the table, or that it is over */
    BLOCK_ROW,  /* *out is the block's next row */
    BLOCK_END,
    BLOCK_FAILED
};
/* The table's next row was read into `row`: does it come next, wait, or end the block? */
MUST_CHECK enum block_step sheet_blocks_take(struct sheet_blocks *b, struct sheet_row *row, bool over,
                                             struct error *e);
/* What waits and is now known to come next: BLOCK_ROW into `row`; BLOCK_MORE: nothing. */
MUST_CHECK enum block_step sheet_blocks_next(struct sheet_blocks *b, struct sheet_row *row, struct error *e);

#endif
