/* Text is freed of letters that nobody sees (zero-width letters, soft hyphens) and of odd blanks and dashes, which
 * copying from pages and spreadsheets leaves in codes and cells. */
#ifndef MOTCUA_PLAIN_TEXT_H
#define MOTCUA_PLAIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* plain_text() and plain_code() work in place on n bytes of UTF-8, never make the text longer, and return how many
 * bytes are left, without a NUL behind them. Bytes that are not UTF-8 stay.
 *
 * plain_text() drops invisible letters and puts one space for blanks and line ends of every kind between words. */
size_t plain_text(char *text, size_t n);
/* True if plain_text() would change nothing, which is so for most texts; the look is cheap. */
bool plain_text_is(const char *text, size_t n);
/* Makes a code as it was given out: plain_text(), and no blank is left, every dash is "-", full-width letters are
 * ASCII, letters of ASCII are upper case, letters of other alphabets that look like them are ASCII. The marks by which
 * spreadsheets keep text (="H57...", =T("H57..."), a leading apostrophe) go, and so do brackets around the whole text
 * and the full stop, comma or semicolon that a sentence or a list left at the end. Where one dossier code
 * (UNIT-yymmdd-number) stands among other words, the code alone is left. */
size_t plain_code(char *text, size_t n);

/* True if a text of people's quotes a code, which plain_code() has made: the code stands there in any letter case, dashes
 * or blanks, and is no part of a longer word or code ("1" is not quoted by "H99.22.55-1"). */
bool plain_code_quoted(const char *text, size_t n, const char *code);

/* The value of the letter at `at`, before end (-1: a byte that is not UTF-8), and in *length its bytes. */
int plain_letter(const char *at, const char *end, size_t *length);
/* True for letters that are shown as nothing; as a blank; as a dash. */
bool plain_invisible(int letter);
bool plain_blank(int letter);
bool plain_dash(int letter);

/* True if the text says that there is no value: dashes, dots, NULL, N/A, "(trống)". */
bool plain_nothing(const char *text, size_t n);

#endif
