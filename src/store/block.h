/* Blocks: what a wide reading of the store gives, a thousand rows at a time and column by column, so that what is reckoned
 * of all rows is reckoned in loops over numbers. Texts are numbers too: each column keeps a list of those it has met. */
#ifndef MOTCUA_BLOCK_H
#define MOTCUA_BLOCK_H

#include "store/store.h"

/* Rows of one block: a multiple of 64, so that one bit for each row fills whole words. */
enum { BLOCK_ROWS = 1024, BLOCK_COLUMNS = 40 };
#define BLOCK_UNKNOWN INT64_MIN /* of a number, and of a text's */

/* Texts by number, in the order in which they came: each of them once. */
struct text_list {
    char **texts;
    uint32_t *lengths;
    size_t count, size;
    uint32_t *places; /* hash table of numbers + 1; 0: empty */
    size_t place_count;
    size_t most; /* 0: LIMIT_BLOCK_TEXTS */
    size_t last; /* the number that was found last: rows of one office lie together */
};
/* The number of the text, which is kept if it is new; -1: no memory, or more than `most`. */
long text_list_number(struct text_list *l, const char *text, size_t length);
void text_list_free(struct text_list *l);

struct block {
    const char *names[BLOCK_COLUMNS]; /* borrowed: columns of the table */
    bool is_text[BLOCK_COLUMNS];
    int column_count;
    uint32_t rows;
    int64_t *values
        [BLOCK_COLUMNS]; /* BLOCK_ROWS each: the number, a text's number in its list, or BLOCK_UNKNOWN */
    struct text_list texts[BLOCK_COLUMNS];
    bool overfull; /* a column had more texts than a list holds */
};

/* Adds a column, or finds it; -1: no memory, or too many columns. */
int block_column(struct block *b, const char *name, bool is_text);
void block_free(struct block *b); /* safe on a zeroed one */

/* Called when a block is full, and for the last rows. The block is emptied behind it. */
typedef bool block_take(void *context, const struct block *b, struct error *e);

/* Reads "SELECT (the block's columns, in order) rest". Sees what store_query() would see. ERROR_DATA with b->overfull
 * where a column has too many texts: such a question is for SQL. */
MUST_CHECK bool store_scan(struct store *s, const char *rest, struct block *b, block_take *take,
                           void *context, struct error *e);

/* For drivers: a text into a column of the row in hand; the end of that row; the end of all. */
MUST_CHECK bool block_text_put(struct block *b, int column, const char *text, size_t length);
MUST_CHECK bool block_row_end(struct block *b, block_take *take, void *context, struct error *e);
MUST_CHECK bool block_end(struct block *b, block_take *take, void *context, struct error *e);
bool block_failed(const struct block *b, struct error *e); /* after block_text_put(); false */

#endif
