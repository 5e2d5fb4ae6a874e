/* Words and numbers for people: translation, Vietnamese number style, display width, folding. */
#ifndef MOTCUA_BASE_TEXT_H
#define MOTCUA_BASE_TEXT_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define _(text)  gettext(text)
#define N_(text) (text)
/* The words for n: English has two forms, Vietnamese one. */
#define P_(one, many, n) ngettext(one, many, (unsigned long)(n))

/* lang: "vi" or "en". Call at start, before any message, and again to change it. Messages come from
 * $MOTCUA_LOCALEDIR, else from
 * ../share/locale beside the executable. Returns false for another language, which changes nothing. */
bool text_language_set(const char *lang);
const char *text_language(void); /* "vi" or "en" */

/* NFC of n bytes of UTF-8 into a malloc'd string the caller frees; NULL where the bytes are not UTF-8 or hold
 * a NUL. */
char *text_normalize(const char *bytes, size_t n);
/* Columns that text takes on a terminal (combining marks none, wide characters two). */
int text_width(const char *text);
/* Lower case without diacritics ("Xã Đại Lộc" -> "xa dai loc") into a malloc'd string the caller frees; for
 * sorting and matching. Text that is not UTF-8 comes back as it is; NULL only where no memory is. */
char *text_fold(const char *text);
/* Capital letters, with their diacritics, into a malloc'd string the caller frees; NULL only where no memory is. */
char *text_upper(const char *text);
/* Number of single-letter edits from a to b; for "did you mean". Text of more than LIMIT_NAME_BYTES letters
 * is never near. */
int text_distance(const char *a, const char *b);
/* Text from outside made safe to show, the one way for every writer (terminal, CSV, JSON, HTML, paper, mail): line ends
 * and tabs become spaces; other controls (C0, C1), marks of writing direction and bytes that are not UTF-8 become
 * U+FFFD; letters that are never shown (Unicode's default ignorables: zero-width, soft hyphen, tags) are left out. So a
 * name can neither drive a terminal, break a page nor hide a part of itself. malloc'd, the caller frees; NULL: no
 * memory. */
char *text_printable(const char *text);
/* The same for text of several lines: their ends stay. */
char *text_printable_lines(const char *text);
/* Would a spreadsheet that opens a CSV file run this cell: does it begin, after blanks, with = or @, or with + or - and
 * go on as no number does? Full-width forms too. */
bool text_is_formula(const char *text);

#define TEXT_NUMBER_BYTES 48
/* 1234567 -> "1.234.567" (vi) or "1,234,567" (en). */
const char *text_count(int64_t n, char out[TEXT_NUMBER_BYTES]);
/* 100*n/d rounded half up (away from zero below it) to `decimals` (0..4), "97,17" (vi) or "97.17" (en); ""
 * unless d > 0. */
const char *text_rate(int64_t n, int64_t d, int decimals, char out[TEXT_NUMBER_BYTES]);
/* The same always with a point: for CSV and JSON. */
const char *text_rate_plain(int64_t n, int64_t d, int decimals, char out[TEXT_NUMBER_BYTES]);
/* value/scale with up to 4 decimals, trailing zeros dropped down to min_decimals; scale is FIGURE_SCALE. */
const char *text_scaled(int64_t value, int min_decimals, char out[TEXT_NUMBER_BYTES]);
const char *text_scaled_plain(int64_t value, int min_decimals, char out[TEXT_NUMBER_BYTES]);

/* The short name people use in a table: "UBND xã Mẫu 01" -> "Xã Mẫu 01", "Sở Nội vụ - tỉnh Gia Lai" -> "Sở
 * Nội vụ". Into out, cut at a whole letter if it does not fit; returns out. */
const char *text_unit_short(const char *name, char *out, size_t size);

#endif
