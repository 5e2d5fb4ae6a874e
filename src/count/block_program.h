/* Predicates (count/predicate.h) compiled to operations on blocks (store/block.h): one bit for each row and condition.
 *
 * Unknown values need no third truth value here: a comparison with an unknown value does not hold, "not" is the
 * opposite of "holds", and "and", "or" and counting ask of each part only whether the part holds. Equal parts of
 * two conditions are one operation, and an operation without a moment of the period runs once a block, however many
 * periods are counted. */
#ifndef MOTCUA_BLOCK_PROGRAM_H
#define MOTCUA_BLOCK_PROGRAM_H

#include "base/period.h"
#include "count/predicate.h"
#include "store/block.h"

enum { BLOCK_WORDS = BLOCK_ROWS / 64 };

struct block_program;

/* Returns an empty program; NULL and e where memory ran out. define (borrowed): as in struct predicate. */
MUST_CHECK struct block_program *block_program_new(const json_t *define, struct error *e);
void block_program_free(struct block_program *p); /* safe with NULL */

/* Adds a predicate that predicate_sql() accepts. Returns the number of the predicate's test; -1: blocks cannot
 * answer the predicate (an order of texts, a text beside another field, too many operations, no memory), and the
 * caller must use SQL. */
long block_program_add(struct block_program *p, const json_t *predicate);
/* Returns the number of a test that holds where tests a and b both hold; -1 where a or b is -1 or memory ran out. */
long block_program_and(struct block_program *p, long a, long b);
/* Adds a dossier field that the caller reads from the block. Returns the column's index; -1: no memory. */
int block_program_column(struct block_program *p, int field);
/* Returns the block to read rows into, with the columns that the program needs. The program owns the block. */
struct block *block_program_block(struct block_program *p);

/* Tells the program that the block holds new rows, so that no earlier answer is used again. */
void block_program_rows(struct block_program *p);
/* Sets the period that tests are answered for. */
void block_program_period(struct block_program *p, const struct period *period);
/* Returns a bit for each row, in BLOCK_WORDS words, set where the test holds; NULL: the test holds for no row.
 * Borrowed until the next block or period. */
const uint64_t *block_program_test(struct block_program *p, long test);

#endif
