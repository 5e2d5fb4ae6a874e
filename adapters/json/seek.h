/* Finds where the next record begins behind a record that is no JSON: at `{"NAME":`, where NAME is the first member
 * of the records before, for one program writes all records alike. Behind the fault nobody can tell what is inside of
 * a text, so nothing else is looked at. Where no further record comes, the bytes that may be the end of the list are
 * kept. Bytes come in any pieces. */
#ifndef MOTCUA_ADAPTERS_JSON_SEEK_H
#define MOTCUA_ADAPTERS_JSON_SEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limit.h"

enum { SEEK_TAIL_BYTES = 4096 }; /* bytes kept of the reply behind its last record */

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
    size_t matched; /* bytes of the name and its closing quote that have matched */
    char before;    /* the last byte that is not blank */
    size_t tail_used;
    bool tail_full;             /* the tail was longer than its room */
    char tail[SEEK_TAIL_BYTES]; /* from the first `]` (of a map: `}`) behind a `}` on */
};

/* Begins the search at the next byte. The caller has set name and length, which is above 0. */
void seek_begin(struct seek *s, bool map);
/* The place behind `{"NAME":`, with *found true; n where the piece has no such place. */
size_t seek_bytes(struct seek *s, const char *bytes, size_t n, bool *found);
/* The reply is over: the first place of the tail, from `from` on, where the list may end; SIZE_MAX: there is none, or
 * the tail was too long. */
size_t seek_list_end(const struct seek *s, size_t from);

#endif
