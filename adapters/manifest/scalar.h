/* Single values of a reply, from their text: numbers, dates, dossier codes; and the masked shape of one that
 * did not fit. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_SCALAR_H
#define MOTCUA_ADAPTERS_MANIFEST_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limit.h"
#include "base/moment.h"
#include "base/number.h"

/* A date pattern (moment.h), prepared once: as far as its parts have a fixed width a text is read at known places, and
 * step by step behind that. */
struct date_pattern {
    const char *pattern; /* borrowed */
    size_t fixed;        /* bytes at its beginning, the same number in every text */
    struct moment_pattern rest;
    uint64_t digits; /* bit i: a digit stands at i; else the pattern's own character */
    int8_t at[6];    /* where year, month, day, hour, minute, second begin; -1: not there */
};
/* false: the pattern has no year, month and day. */
bool date_pattern_make(const char *pattern, struct date_pattern *out);
bool scalar_date(const struct date_pattern *p, const char *text, size_t n, moment *out);

/* {unit}-{yymmdd}-{sequence}: how many bytes of a dossier code are the unit's; 0: it is no such code. */
size_t scalar_unit_of_code(const char *text, size_t n);

/* Is it a unit's code by QĐ 20/2020/QĐ-TTg: a letter, two digits, and parts behind points (H57.01)? Blanks and
 * what nobody sees do not matter. */
bool scalar_is_unit_code(const char *text, size_t n);
/* The day that such a code tells (yymmdd of this century); MOMENT_NONE: it is no such code, or tells none. */
moment scalar_code_day(const char *text, size_t n);

/* Letters as x, digits as 9, at most LIMIT_SHAPE_BYTES with the NUL; a longer one ends in "...". Returns out.
 */
const char *scalar_shape(const char *text, size_t n, char out[LIMIT_SHAPE_BYTES]);

#endif
