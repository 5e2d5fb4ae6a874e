/* Blocks: a wide reading of the store gives its rows a thousand at a time and column by column, so that sums over
 * all rows are loops over numbers. A text is a number, too: each column keeps a list of the texts that it has met. */
#ifndef MOTCUA_BLOCK_H
#define MOTCUA_BLOCK_H

#include "store/store.h"

/* Rows of one block: a multiple of 64, so that one bit for each row fills whole words. */
enum { BLOCK_ROWS = 1024, BLOCK_COLUMNS = 40 };
#define BLOCK_UNKNOWN INT64_MIN /* an unknown number, or the number of an unknown text */

/* Different texts, numbered in the order in which they came. Zeroed: an empty list. */
struct text_list {
    char **texts;
    uint32_t *lengths;
    size_t count, size;
    uint32_t *places; /* hash table of the texts' numbers + 1; 0: empty */
    size_t place_count;
    size_t most; /* texts that the list may hold; 0: LIMIT_BLOCK_TEXTS */
    size_t last; /* the last number found, tried first: rows of one office lie together */
};
/* The number of the text; a new text is copied into the list. -1: no memory, or the list holds `most` texts. */
long text_list_number(struct text_list *l, const char *text, size_t length);
void text_list_free(struct text_list *l);

struct block {
    const char *names[BLOCK_COLUMNS]; /* names of the table's columns; borrowed */
    bool is_text[BLOCK_COLUMNS];
    int column_count;
    uint32_t rows;
    int64_t *values
        [BLOCK_COLUMNS]; /* BLOCK_ROWS each: the number, a text's number in its list, or BLOCK_UNKNOWN */
    struct text_list texts[BLOCK_COLUMNS];
    bool overfull; /* a column's list was full, or had no memory for a text */
};

/* The position of a column, which is added if the block does not have it; -1: no memory, or BLOCK_COLUMNS columns.
 * The name is borrowed until block_free(). */
int block_column(struct block *b, const char *name, bool is_text);
void block_free(struct block *b); /* safe on a zeroed block */

/* Called for each full block and for the last rows; the caller empties the block afterwards. false stops, with *e
 * set. */
typedef bool block_take(void *context, const struct block *b, struct error *e);

/* Reads "SELECT (the block's columns, in order) rest" and sees the rows that store_query() would see. ERROR_DATA with
 * b->overfull: a column has too many texts, and the caller asks by SQL instead. */
MUST_CHECK bool store_scan(struct store *s, const char *rest, struct block *b, block_take *take,
                           void *context, struct error *e);

/* For drivers: puts a text into a column of the present row; ends the row; ends the reading. */
MUST_CHECK bool block_text_put(struct block *b, int column, const char *text, size_t length);
MUST_CHECK bool block_row_end(struct block *b, block_take *take, void *context, struct error *e);
MUST_CHECK bool block_end(struct block *b, block_take *take, void *context, struct error *e);
/* Fills e after block_text_put() failed; returns false. */
bool block_failed(const struct block *b, struct error *e);

#endif
