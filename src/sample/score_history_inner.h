/* Types and functions that the files of the score history share. */
#ifndef MOTCUA_SCORE_HISTORY_INNER_H
#define MOTCUA_SCORE_HISTORY_INNER_H

#include "base/buffer.h"
#include "index/ruleset.h"
#include "index/score_rank.h"
#include "sample/score_history.h"

enum score_history_number {
    NUMBER_POINTS,
    NUMBER_MAXIMUM,
    NUMBER_KNOWN,
    NUMBER_MISSING,
    NUMBER_NUMERATOR,
    NUMBER_DENOMINATOR,
    NUMBER_PLACE,
    NUMBER_PLACES,
    NUMBER_RATE,
    NUMBER_AIM,
    NUMBER_SHORT,
    NUMBER_APPRAISED,
    NUMBER_TARGET,
    NUMBER_SELF,
    NUMBER_COUNT
};

/* A row of score_sample, without the columns of its ruleset and period. */
struct score_history_row {
    uint32_t unit, criterion; /* indices */
    uint32_t known;           /* bit i: numbers[i] is known */
    int64_t numbers[NUMBER_COUNT];
    const char *origin; /* "measured" ...; NULL: no data */
    size_t cause;       /* offset of the cause in score_history_batch.texts; 0: no cause */
};

/* The newest rows of the store, by criterion and unit, each as a hash of its content; 0: no row. */
struct score_history_cells {
    uint64_t *hashes;
    size_t units;
};

struct score_history_batch {
    struct score_history_row *rows;
    uint32_t count, size;
    struct buffer texts; /* causes, each ending in a NUL; the first is empty */
};

/* A ruleset, with the rows of the period that was scored last. */
struct score_history_rules {
    struct ruleset *rules;
    char version[LIMIT_NAME_BYTES + 16];
    uint64_t hash;
    bool made; /* period, batch and remedies are to be written */
    struct period period;
    struct score_history_batch batch;
    struct buffer remedies; /* unit, reason, unit, reason ...: each ends in a NUL */
    size_t remedy_count;
};

/* How many entries or evidence one ruleset and period has, and the newest id. Ids only ever grow, so a new entry always
 * changes both. */
struct score_history_entries {
    char ruleset[LIMIT_NAME_BYTES];
    enum period_kind kind;
    moment from;
    int64_t table, count, newest;
};

struct score_history_period { /* a scored period, with the hash of its inputs then */
    char ruleset[LIMIT_NAME_BYTES];
    enum period_kind kind;
    moment from;
    int64_t inputs;
};

struct score_history {
    struct store *store;
    const struct evaluation *v;
    moment at;
    struct score_history_rules rules[LIMIT_RULESETS];
    size_t count;
    struct entry_set *inputs;
    struct score_history_entries *entries;
    size_t entry_count, entry_size;
    struct score_history_period *periods;
    size_t period_count, period_size;
};

/* --- score_history_row.c --- */
/* Makes the row of criterion i of a score; a criterion that does not apply has no data. place: of the total, or
 * NULL. */
MUST_CHECK bool score_history_row_make(struct score_history_batch *b, const struct score *s, size_t i,
                                       const struct score_rank *place, struct score_history_row *out,
                                       struct error *e);
uint64_t score_history_row_hash(const struct score_history_row *row, const char *version, const char *cause);
MUST_CHECK bool score_history_row_add(struct score_history_batch *b, const struct score_history_row *row,
                                      struct error *e);
void score_history_batch_reset(struct score_history_batch *b);
/* Reads the newest rows of the ruleset and period from score_now; the caller frees out->hashes. */
MUST_CHECK bool score_history_cells_load(const struct score_history *h, const struct score_history_rules *r,
                                         const struct period *p, struct score_history_cells *out,
                                         struct error *e);
/* Writes the batch to score_sample and score_now. */
MUST_CHECK bool score_history_batch_put(const struct score_history *h, const struct score_history_rules *r,
                                        struct error *e);

#endif
