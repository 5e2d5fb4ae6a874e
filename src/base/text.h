/* Words and numbers for people: translation, the Vietnamese style of numbers, display width, folding. */
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

/* Sets the language of all messages, lang "vi" or "en"; called at the start, before any message, and again to change
 * the language. Translations come from $MOTCUA_LOCALEDIR, else from ../share/locale beside the executable. false:
 * lang is another language, and nothing changes. */
bool text_language_set(const char *lang);
const char *text_language(void); /* "vi" or "en" */

/* True only for UTF-8 in NFC without a NUL: a quick look, which knows the letters of Vietnamese. false: the text may be
 * in NFC or not. */
bool text_is_composed(const char *bytes, size_t n);
/* NFC of n bytes of UTF-8 into a malloc'd string the caller frees; NULL where the bytes are not UTF-8 or hold
 * a NUL. */
char *text_normalize(const char *bytes, size_t n);
/* Columns that text takes on a terminal (combining marks none, wide characters two). */
int text_width(const char *text);
/* Lower case without diacritics ("Xã Đại Lộc" -> "xa dai loc") into a malloc'd string the caller frees; for
 * sorting and matching. Text that is not UTF-8 comes back unchanged; NULL only without memory. */
char *text_fold(const char *text);
/* Capital letters, with their diacritics, into a malloc'd string the caller frees; NULL only without memory. */
char *text_upper(const char *text);
/* Number of single-letter edits from a to b; for "did you mean". LIMIT_NAME_BYTES where one of two different texts is
 * longer than LIMIT_NAME_BYTES letters. */
int text_distance(const char *a, const char *b);
/* The text that is nearest to a wanted one so far; begin with {NULL, MOST}: only texts that fewer than MOST edits lead to
 * are near. `text` is borrowed. */
struct text_nearest {
    const char *text;
    int distance;
};
void text_nearest_try(struct text_nearest *n, const char *text, const char *wanted);
/* Text from outside made safe to show, the one way for every writer (terminal, CSV, JSON, HTML, paper, mail): line ends
 * and tabs become spaces; other controls (C0, C1), marks of writing direction and bytes that are not UTF-8 become
 * U+FFFD; letters that are never shown (Unicode's default ignorables: zero-width, soft hyphen, tags) are left out. So a
 * name can neither drive a terminal, break a page nor hide a part of itself. malloc'd, the caller frees; NULL: no
 * memory. */
char *text_printable(const char *text);
/* text_printable() for text of several lines, whose line ends stay. */
char *text_printable_lines(const char *text);
/* One letter made safe in the same way, without memory: writes it to out, and returns how many bytes. letter: its value,
 * -1 for a byte that is not UTF-8; bytes, length (1..4): as it came. lines: line ends stay. */
size_t text_printable_letter(int32_t letter, const char *bytes, size_t length, bool lines, char out[4]);
/* True if a spreadsheet that opens a CSV file would run this cell: after blanks the text begins with = or @, or with
 * + or - and is no number; their full-width forms count too. */
bool text_is_formula(const char *text);

#define TEXT_NUMBER_BYTES 48
/* 1234567 -> "1.234.567" (vi) or "1,234,567" (en). */
const char *text_count(int64_t n, char out[TEXT_NUMBER_BYTES]);
/* 100*n/d rounded half up (away from zero below it) to `decimals` (0..4), "97,17" (vi) or "97.17" (en); ""
 * unless d > 0. */
const char *text_rate(int64_t n, int64_t d, int decimals, char out[TEXT_NUMBER_BYTES]);
/* text_rate() with as many decimals (2 to 4) as a rate under its target needs: 84,996 under 85 is not written as 85,00;
 * where four decimals do not suffice, "<85" is written. target is in 1/10,000. */
const char *text_rate_under(int64_t n, int64_t d, int64_t target, char out[TEXT_NUMBER_BYTES]);
/* text_rate() with a point in every language, for CSV and JSON. */
const char *text_rate_plain(int64_t n, int64_t d, int decimals, char out[TEXT_NUMBER_BYTES]);
/* value / FIGURE_SCALE with up to 4 decimals, trailing zeros dropped down to min_decimals; the plain form has a
 * point. */
const char *text_scaled(int64_t value, int min_decimals, char out[TEXT_NUMBER_BYTES]);
const char *text_scaled_plain(int64_t value, int min_decimals, char out[TEXT_NUMBER_BYTES]);

/* The short name that people use in a table: "UBND xã Mẫu 01" -> "Xã Mẫu 01", "Sở Nội vụ - tỉnh Gia Lai" -> "Sở
 * Nội vụ". Writes to out, cut at a whole letter if the name does not fit; returns out. */
const char *text_unit_short(const char *name, char *out, size_t size);

#endif
