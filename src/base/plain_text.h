/* Text without what nobody sees: zero-width letters, soft hyphens, blanks of every kind and dashes of every
 * kind, which copying from pages and spreadsheets leaves in codes and cells. */
#ifndef MOTCUA_PLAIN_TEXT_H
#define MOTCUA_PLAIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* All three work in place on n bytes of UTF-8, never make them longer, and return how many are left. Bytes
 * that are not UTF-8 stay.
 *
 * Invisible letters go; blanks and line ends of every kind become one space between words. */
size_t plain_text(char *text, size_t n);
/* Is there nothing for plain_text() to do? Cheap: most texts are so. */
bool plain_text_is(const char *text, size_t n);
/* A code as it was given out: besides without any blank, every dash as "-", full-width letters as ASCII,
 * letters of ASCII in upper case, without the marks that spreadsheets keep text by: ="H57...", a leading
 * apostrophe; and without the full stop, comma or semicolon that a sentence or a list leaves at its end. */
size_t plain_code(char *text, size_t n);

/* The next letter of at..end: its value (-1: a byte that is not UTF-8) and length. */
int plain_letter(const char *at, const char *end, size_t *length);
/* Is the letter shown as nothing? As a blank? As a dash? */
bool plain_invisible(int letter);
bool plain_blank(int letter);
bool plain_dash(int letter);

/* Does the text say that there is nothing: dashes, dots, NULL, N/A, "(trống)"? */
bool plain_nothing(const char *text, size_t n);

#endif
