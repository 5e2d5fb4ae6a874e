/* The rows of one table of counts, held until the table is over: only then it is known which are records, which sums
 * and groups. Sums and groups are no units and no fields; they are held against their parts. Sections add up. */
#ifndef MOTCUA_ADAPTERS_TABLE_COUNT_BLOCK_H
#define MOTCUA_ADAPTERS_TABLE_COUNT_BLOCK_H

#include "adapters/table/figure_ledger.h"
#include "adapters/table/row_kind.h"

struct count_block;

/* words: borrowed. grouped: rows are fields or levels of one unit, not units. NULL and e: no memory. */
MUST_CHECK struct count_block *count_block_new(const struct row_words *words, bool grouped, struct error *e);
void count_block_free(struct count_block *b); /* wipes; safe with NULL */

/* The next row. number: of its first column, "" where it has none; group: "" for a row of all; page: its figures, none
 * where it is a title or was rejected. Texts are copied. */
struct count_row {
    const char *number, *label, *group;
    size_t line;
    bool whole; /* the manifest says that its label means all groups */
    bool title; /* nothing but a label */
    const struct page *page;
};
MUST_CHECK bool count_block_add(struct count_block *b, const struct count_row *row, struct error *e);

/* A sum that does not fit its parts, or a row that stands twice; one and other are the two values of `metric`. */
struct count_issue {
    enum { COUNT_SUM, COUNT_TWICE } kind;
    const char *label;
    const char *metric;
    int64_t one, other;
    size_t line;
};
struct count_use {
    void (*issue)(void *context, const struct count_issue *issue); /* NULL: not told */
    void *context;
};
/* The table is over: its records go into the ledger, whose block has begun; their units and what does not fit into the
 * page. section:
 * of the whole table, NULL: none. *sums: rows that were sums and groups. */
MUST_CHECK bool count_block_close(struct count_block *b, struct figure_ledger *ledger, struct page *page,
                                  const char *section, const struct count_use *use, size_t *sums,
                                  struct error *e);

#endif
