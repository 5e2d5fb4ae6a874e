/* Blocks: a table of a file may hold several tables, below each other or side by side, each with titles and a heading
 * of its own. Where a whole heading stands again to its own right, and can be read by itself, the table is parted at
 * that column. A block begins below the last row of the block before, so that its titles are in the block; a heading
 * that is only printed again, as on each sheet of paper, is left out. The reader of blocks sees tables with one
 * heading each. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHEET_BLOCK_H
#define MOTCUA_ADAPTERS_TABLE_SHEET_BLOCK_H

#include "adapters/table/sheet_row.h"

/* True if these rows, without a number in them, are the heading of a table that some manifest reads. */
typedef bool heading_judge(void *context, const struct sheet_row *rows, size_t count);

struct sheet_block {
    size_t table;      /* index of the file's table */
    size_t first, end; /* rows of the table, from 0, `end` not included; end SIZE_MAX: not known yet */
    size_t from, to;   /* columns of the table, `to` not included; to SIZE_MAX: all columns from `from` on */
};

struct sheet_blocks {
    struct sheet_block *items; /* owned; grows while blocks are read */
    size_t count, size;
    heading_judge *judge; /* NULL: no table is cut */
    void *context;
    /* The block that is being read: */
    size_t at;              /* index of the block */
    size_t row;             /* the next row of the table */
    size_t below;           /* the first row below the last row with numbers */
    size_t data;            /* rows with numbers so far */
    bool titled;            /* a title with a period came since the last row with numbers */
    bool over;              /* no further row belongs to the block */
    struct sheet_row *held; /* rows that wait until their place is known; owned */
    size_t held_count, held_first;
    size_t given;  /* how many of the waiting rows were given out */
    bool giving;   /* the waiting rows are being given out */
    char *heading; /* text of the block's heading, to know a repeated heading; owned */
};

/* Makes one block of each table. false and e: no memory. */
MUST_CHECK bool sheet_blocks_init(struct sheet_blocks *b, size_t tables, struct error *e);
void sheet_blocks_free(struct sheet_blocks *b); /* wipes; safe on a zeroed struct */
/* Begins a block: call this before the block's first row is taken. */
void sheet_blocks_select(struct sheet_blocks *b, size_t block);

/* Removes the cells outside of the block's columns from a row of the table. */
void sheet_blocks_window(const struct sheet_blocks *b, struct sheet_row *row);

enum block_step {
    BLOCK_MORE, /* the caller must give the table's next row, or say that the table is over */
    BLOCK_ROW,  /* *row is the block's next row */
    BLOCK_END,
    BLOCK_FAILED
};
/* Takes the table's next row from `row` (over: there is none), and decides whether the row comes next, waits, or ends
 * the block. */
MUST_CHECK enum block_step sheet_blocks_take(struct sheet_blocks *b, struct sheet_row *row, bool over,
                                             struct error *e);
/* Gives out a waiting row that is known to come next: BLOCK_ROW, into `row`. BLOCK_MORE: no row is ready. */
MUST_CHECK enum block_step sheet_blocks_next(struct sheet_blocks *b, struct sheet_row *row, struct error *e);

#endif
