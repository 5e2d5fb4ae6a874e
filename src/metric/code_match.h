/* Compares the dossiers of two sources by their codes, and finds the codes that one source alone has. With the paper
 * register of a one-stop shop as the second source this is HS.1: how many of its dossiers are on the portal. */
#ifndef MOTCUA_METRIC_CODE_MATCH_H
#define MOTCUA_METRIC_CODE_MATCH_H

#include "base/period.h"
#include "store/store.h"

/* A code that one source alone has. Borrowed until the callback returns. */
struct code_alone {
    bool second;      /* the second source alone has the code; else the first source alone */
    const char *code; /* as the source writes the code */
    const char *unit; /* or NULL */
    moment received;  /* or MOMENT_NONE */
};

struct code_match {
    int64_t codes[2];   /* different codes of each source, received in the period or without a date */
    int64_t shared[2];  /* of these, codes that the other source has too, whenever received */
    int64_t without[2]; /* dossiers of each source without a code, whenever received */
};

/* Sets *both: both sources (names in the store) hold dossiers. False and e: the store failed. */
MUST_CHECK bool code_match_suits(struct store *s, const char *a, const char *b, bool *both, struct error *e);
/* Compares codes, without blanks and in capitals, of dossiers received in [p->from, p->to); p NULL: of all times.
 * see() gets the codes that one source alone has, in the order of source, unit and code; its false stops with
 * ERROR_INTERNAL (no memory). */
MUST_CHECK bool code_match_make(struct store *s, const char *a, const char *b, const struct period *p,
                                bool (*see)(void *context, const struct code_alone *one), void *context,
                                struct code_match *out, struct error *e);

#endif
