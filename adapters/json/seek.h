/* Where the next record begins behind a record that is no JSON: at `{"NAME":`, NAME the first member of the records before
 * it, as one program writes them all alike. What is in texts and what is not cannot be told behind the fault, so nothing
 * else is looked at. Where no further record comes, what may be the end of the list is kept. Bytes come in any pieces. */
#ifndef MOTCUA_ADAPTERS_JSON_SEEK_H
#define MOTCUA_ADAPTERS_JSON_SEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limit.h"

enum { SEEK_TAIL_BYTES = 4096 }; /* of the reply behind its last record */

enum seek_state {
    SEEK_BRACE, /* the { that opens a record */
    SEEK_QUOTE, /* the quote of its first name */
    SEEK_NAME,  /* in the name */
    SEEK_COLON  /* the colon behind the name */
};

struct seek {
    char name[LIMIT_NAME_BYTES];
    size_t length;
    bool map; /* the records are members of an object: each stands behind a colon */
    enum seek_state state;
    size_t matched; /* of the name and its closing quote */
    char before;    /* the last byte that is no blank */
    size_t tail_used;
    bool tail_full;             /* more came than is kept */
    char tail[SEEK_TAIL_BYTES]; /* from the first `]` (of a map: `}`) behind a `}` on */
};

/* Looks from here on. name is of length > 0. */
void seek_begin(struct seek *s, bool map);
/* The place behind `{"NAME":`, and *found; n where it has not come. */
size_t seek_bytes(struct seek *s, const char *bytes, size_t n, bool *found);
/* The reply is over: where in the tail the list may end, the first such place from `from` on; SIZE_MAX: nowhere. */
size_t seek_list_end(const struct seek *s, size_t from);

#endif
