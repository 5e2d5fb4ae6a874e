/* Predicates (count/predicate.h) compiled to operations on blocks (store/block.h): one bit for each row and condition.
 *
 * Unknown values need no third truth value here: a comparison with one does not hold, "not" is the opposite of "holds", and
 * "and", "or" and counting ask of each part only whether it holds. What is the same in two conditions is one operation, and
 * what no moment of a period stands in is done once a block, however many periods are counted. */
#ifndef MOTCUA_BLOCK_PROGRAM_H
#define MOTCUA_BLOCK_PROGRAM_H

#include "base/period.h"
#include "count/predicate.h"
#include "store/block.h"

enum { BLOCK_WORDS = BLOCK_ROWS / 64 };

struct block_program;

/* define: as in struct predicate; borrowed. NULL and e: no memory. */
MUST_CHECK struct block_program *block_program_new(const json_t *define, struct error *e);
void block_program_free(struct block_program *p); /* safe with NULL */

/* Adds a predicate, which predicate_sql() takes. Gives the number of its test; -1: the predicate has what blocks cannot do
 * (texts in order, texts beside other fields; or there is no memory), and is for SQL. */
long block_program_add(struct block_program *p, const json_t *predicate);
/* The same of both of two tests. */
long block_program_and(struct block_program *p, long a, long b);
/* A column that the caller reads of the block; -1: no memory. */
int block_program_column(struct block_program *p, int field);
/* The block to read into: its columns are those of the program. */
struct block *block_program_block(struct block_program *p);

/* Answers are of this block from now on ... */
void block_program_rows(struct block_program *p);
/* ... and of this period. */
void block_program_period(struct block_program *p, const struct period *period);
/* Bits of the rows for which a test holds, BLOCK_WORDS of them; NULL: for none. Valid until the next block or period. */
const uint64_t *block_program_test(struct block_program *p, long test);

#endif
