/* Reads single values of a reply from their text: numbers, dates, dossier codes; and masks the shape of a value that
 * did not fit. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_SCALAR_H
#define MOTCUA_ADAPTERS_MANIFEST_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limit.h"
#include "base/moment.h"
#include "base/number.h"

/* A date pattern (moment.h), prepared once: parts of fixed width are read at known places, the parts behind them step
 * by step. */
/* Eight bytes of a pattern. */
struct date_word {
    uint64_t letters; /* the pattern's own characters, and 0 where a digit stands */
    uint64_t own;     /* all bits of the bytes of the pattern's own characters */
    uint8_t at;
};
enum { DATE_FIXED_MAX = 64 };

struct date_pattern {
    const char *pattern; /* borrowed */
    size_t fixed;        /* bytes at the pattern's beginning whose number is the same in every text */
    struct moment_pattern rest;
    uint64_t digits; /* bit i: a digit stands at i; else the pattern's own character */
    int8_t at[6];    /* where year, month, day, hour, minute, second begin; -1: not there */
    struct date_word
        words[DATE_FIXED_MAX / 8]; /* the fixed bytes again; the last word overlaps the one before */
    int word_count;                /* 0: fewer than eight bytes are fixed */
};
/* false: the pattern has no year, month and day. */
bool date_pattern_make(const char *pattern, struct date_pattern *out);
/* Reads the whole text as a date; false: the text does not fit the pattern, or is no date. */
bool scalar_date(const struct date_pattern *p, const char *text, size_t n, moment *out);

/* {unit}-{yymmdd}-{sequence}: how many bytes of a dossier code are the unit's; 0: the text is no such code. */
size_t scalar_unit_of_code(const char *text, size_t n);

/* Is the text a unit's code by QĐ 20/2020/QĐ-TTg: a letter, two digits, and parts behind points (H57.01)? Blanks and
 * invisible characters do not matter. */
bool scalar_is_unit_code(const char *text, size_t n);
/* The day in a dossier code (yymmdd of this century); MOMENT_NONE: the text is no such code, or has no such day. */
moment scalar_code_day(const char *text, size_t n);

/* The text with letters as x, digits as 9 and controls as ?, at most LIMIT_SHAPE_BYTES with the NUL; a longer text
 * ends in "...". Returns out. */
const char *scalar_shape(const char *text, size_t n, char out[LIMIT_SHAPE_BYTES]);

#endif
