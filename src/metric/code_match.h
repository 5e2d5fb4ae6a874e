/* The dossiers of two sources by their codes: which one has that the other has not. With the paper register of a
 * one-stop shop as the second source this is HS.1: how many of its dossiers are on the portal. */
#ifndef MOTCUA_METRIC_CODE_MATCH_H
#define MOTCUA_METRIC_CODE_MATCH_H

#include "base/period.h"
#include "store/store.h"

/* A code that one source alone has. Borrowed until the callback returns. */
struct code_alone {
    bool second;      /* only the second source has it; else only the first */
    const char *code; /* as it stands there */
    const char *unit; /* or NULL */
    moment received;  /* or MOMENT_NONE */
};

struct code_match {
    int64_t codes[2];   /* of the first and of the second source: different ones, received in the period */
    int64_t shared[2];  /* of these, those that the other source has too, whenever received */
    int64_t without[2]; /* dossiers without a code */
};

/* Do both sources (names in the store) hold dossiers? false and *both: no. */
MUST_CHECK bool code_match_suits(struct store *s, const char *a, const char *b, bool *both, struct error *e);
/* Compares codes, without blanks and in capitals. p NULL: of all times. see() gets what stands alone, by source,
 * unit and code. */
MUST_CHECK bool code_match_make(struct store *s, const char *a, const char *b, const struct period *p,
                                bool (*see)(void *context, const struct code_alone *one), void *context,
                                struct code_match *out, struct error *e);

#endif
