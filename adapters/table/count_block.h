/* Holds the rows of a table of counts until the table is over, for only the whole table shows which rows are records
 * and which are sums and groups. Sums and groups are neither units nor fields; they are checked against their parts.
 * Sections add up. */
#ifndef MOTCUA_ADAPTERS_TABLE_COUNT_BLOCK_H
#define MOTCUA_ADAPTERS_TABLE_COUNT_BLOCK_H

#include "adapters/table/figure_ledger.h"
#include "adapters/table/row_kind.h"

struct count_block;

/* words: borrowed for the block's life. grouped: rows are the fields or levels of a unit, not units. NULL and e: no
 * memory. */
MUST_CHECK struct count_block *count_block_new(const struct row_words *words, bool grouped, struct error *e);
void count_block_free(struct count_block *b); /* wipes; safe with NULL */

/* A row of the table. number: the text of the row's first column, "" where there is none; group: "" for a row about
 * all groups; page: the row's figures, NULL or without figures where the row is a title or was rejected. Texts are
 * copied. */
struct count_row {
    const char *number, *label, *group;
    size_t line;
    bool whole; /* the manifest says that the label means all groups */
    bool title; /* the row holds nothing but a label */
    const struct page *page;
};
/* Adds the table's next row. false and e: more than LIMIT_COUNT_ROWS rows (ERROR_DATA), or no memory. */
MUST_CHECK bool count_block_add(struct count_block *b, const struct count_row *row, struct error *e);

/* A sum (`one`) that differs from what its parts make (`other`), or a row that stands twice with different values of
 * `metric` (`one` and `other`). */
struct count_issue {
    enum { COUNT_SUM, COUNT_TWICE } kind;
    const char *label;
    const char *metric;
    int64_t one, other;
    size_t line;
};
struct count_use {
    /* NULL: nobody is told while the table is read */
    void (*issue)(void *context, const struct count_issue *issue);
    void *context;
};
/* The table is over: its records go into the ledger, whose block the caller has begun (figure_ledger_block); their
 * units, misgivings and rejects go into the page. section: the section that the whole table is of, NULL: none. *sums:
 * how many rows were sums and groups. The block is empty afterwards. */
MUST_CHECK bool count_block_close(struct count_block *b, struct figure_ledger *ledger, struct page *page,
                                  const char *section, const struct count_use *use, size_t *sums,
                                  struct error *e);

#endif
