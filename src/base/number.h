/* Numbers from their digits, without floating point. */
#ifndef MOTCUA_BASE_NUMBER_H
#define MOTCUA_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCALAR_DECIMALS 4 /* of FIGURE_SCALE */

/* Reads a JSON number from its digits, without floating point, as value * 10^decimals. Digits beyond the decimals are
 * rounded half away from zero if `round`, else they must be zeros. false: the text is no such number, or the result has
 * more than 18 digits. */
bool scalar_number(const char *text, size_t n, int decimals, bool round, int64_t *out);

#define NUMBER_TEXT_BYTES 40
/* Reads a number as people and spreadsheets write it, and gives its digits as scalar_number() takes them, with
 * "%" behind them where the text has one: 1.234 and 1,234 and 1 234 (any blank) and 1'234 are 1234; 97,5 and
 * 97.5 are 97.5; 1.234,5 is 1234.5; (12) is -12; full-width digits are digits, raised ones are not. Groups
 * must be of three, all parted by the same mark. share: the column holds shares, where a single mark is
 * always the decimal one (48,608 is less than a hundred). A measure may follow the number: đ, đồng, VNĐ, hồ sơ.
 * false: the text is no number by these rules. */
bool number_read(const char *text, size_t n, bool share, char out[NUMBER_TEXT_BYTES]);

/* True for words that stand for zero where a number is asked for: không, miễn phí, không thu. */
bool number_says_zero(const char *text);

/* Finds the digits of a code that a spreadsheet took for a number: 2.0221103000501E13 and 20221103000501.0 are
 * 20221103000501, and so is 20.221.103.000.501. all: the file keeps the code as a number, so that missing digits are zeros; otherwise the digits are
 * lost where the exponent asks for more digits than the text has (2.02211E+13). */
enum number_code {
    NUMBER_CODE_PLAIN, /* the text is no such number: the code stays as it is */
    NUMBER_CODE_READ,  /* out has the code's digits */
    NUMBER_CODE_LOST   /* the spreadsheet lost digits of the code */
};
enum number_code number_code_read(const char *text, size_t n, bool all, char out[NUMBER_TEXT_BYTES]);

#endif
