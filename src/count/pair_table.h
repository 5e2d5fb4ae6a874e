/* Pairs of numbers, numbered from 0 in the order in which they came: a unit with a procedure, or with another unit. A
 * nation has tens of thousands of pairs, so a pair takes sixteen bytes and no memory of its own. */
#ifndef MOTCUA_COUNT_PAIR_TABLE_H
#define MOTCUA_COUNT_PAIR_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct pair {
    uint32_t unit, other;
};

/* Zeroed: an empty table. */
struct pair_table {
    struct pair *pairs;
    uint32_t *places; /* hash table of the pairs' numbers + 1; 0: empty */
    uint32_t count, size, mask;
};

/* Returns the number of the pair, which is added if the table does not have it; -1: no memory, or the table has
 * LIMIT_BLOCK_PAIRS pairs. */
long pair_table_number(struct pair_table *t, struct pair pair);
void pair_table_free(struct pair_table *t); /* safe on a zeroed table */

#endif
