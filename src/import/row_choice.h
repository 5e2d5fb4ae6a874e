/* Decides which of several rows with one dossier code counts, whatever their order in the file: the row on which
 * something happened last, and of rows that are equal in that always the same. Keys are known by their hash
 * (base/key_set.h says how safe that is): sixteen bytes a row, about twenty while the table grows. */
#ifndef MOTCUA_IMPORT_ROW_CHOICE_H
#define MOTCUA_IMPORT_ROW_CHOICE_H

#include "base/error.h"
#include "rows/dossier.h"

#define ROW_CHOICE_SHARDS 64

struct row_choice {
    struct row_choice_shard {
        struct row_chosen {
            uint64_t key;  /* hash; 0: free */
            uint64_t rank; /* of the row that counts; 0: a row that could not be read */
        } * places;
        size_t count, size;
    } shards[ROW_CHOICE_SHARDS];
    size_t count;   /* different codes */
    int64_t twice;  /* rows whose code had come before */
    int64_t differ; /* of these, rows that say something else */
};

/* Adds a row that was read. *counts: the row is the first of its code, or counts more than the rows before. false: no
 * memory, or more than LIMIT_SEEN codes. */
MUST_CHECK bool row_choice_add(struct row_choice *c, const struct dossier *d, bool *counts);
/* Adds a row of that code that could not be read. false: as row_choice_add(). */
MUST_CHECK bool row_choice_reject(struct row_choice *c, const char *key);
void row_choice_clear(struct row_choice *c); /* frees; safe on a zeroed struct */

#endif
