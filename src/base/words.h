/* Text reduced to its words, to match texts that people write each in their own way. */
#ifndef MOTCUA_BASE_WORDS_H
#define MOTCUA_BASE_WORDS_H

#include <stdbool.h>

/* Lower case, no diacritics, letters and digits with one space between runs of them: "Mức độ 4" -> "muc do
 * 4". bare: text in parentheses is left out. malloc'd, the caller frees; NULL: no memory. */
char *words_of(const char *text, bool bare);
/* The words joined by dashes, ASCII alone, at most LIMIT_NAME_BYTES - 1 bytes: a code that can be typed. malloc'd,
 * the caller frees; NULL: no memory. */
char *slug_of(const char *text);

#endif
