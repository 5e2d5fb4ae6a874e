/* Numbers from their digits, without floating point. */
#ifndef MOTCUA_BASE_NUMBER_H
#define MOTCUA_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCALAR_DECIMALS 4 /* of FIGURE_SCALE */

/* Reads a JSON number from its digits, without floating point, as value * 10^decimals. What lies beyond the
 * decimals is rounded half away from zero if `round`, else it must be zero. false: no number, or more than 18
 * digits. */
bool scalar_number(const char *text, size_t n, int decimals, bool round, int64_t *out);

#define NUMBER_TEXT_BYTES 40
/* Reads a number as people and spreadsheets write it, and gives its digits as scalar_number() takes them, with
 * "%" behind them where the text has one: 1.234 and 1,234 and 1 234 (any blank) and 1'234 are 1234; 97,5 and
 * 97.5 are 97.5; 1.234,5 is 1234.5; (12) is -12; full-width digits are digits, raised ones are not. Groups
 * must be of three, all parted by the same mark. share: a column of shares, where one mark is always the
 * decimal one (48,608 is less than a hundred). What stands behind it may be a measure: đ, đồng, VNĐ, hồ sơ.
 * false: no number by these rules. */
bool number_read(const char *text, size_t n, bool share, char out[NUMBER_TEXT_BYTES]);

/* Is it a word that stands for zero where a number is asked for: không, miễn phí, không thu? */
bool number_says_zero(const char *text);

/* A code that a spreadsheet took for a number: 2.0221103000501E13 is 20221103000501, 20221103000501.0 too. all:
 * the file keeps it as a number, so that digits that are not there are zeros; else they are lost where the
 * exponent asks for more than there are (2.02211E+13). */
enum number_code {
    NUMBER_CODE_PLAIN, /* nothing of the kind: a code as it is */
    NUMBER_CODE_READ,  /* out has its digits */
    NUMBER_CODE_LOST   /* digits are lost */
};
enum number_code number_code_read(const char *text, size_t n, bool all, char out[NUMBER_TEXT_BYTES]);

#endif
