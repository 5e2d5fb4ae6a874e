/* Text reduced to its words, for matching what people write in their own ways. */
#ifndef MOTCUA_BASE_WORDS_H
#define MOTCUA_BASE_WORDS_H

#include <stdbool.h>

/* Lower case, no diacritics, letters and digits with one space between runs of them: "Mức độ 4" -> "muc do
 * 4". bare: without what stands in parentheses. malloc'd, the caller frees; NULL: no memory. */
char *words_of(const char *text, bool bare);
/* The same with dashes, ASCII alone, at most LIMIT_NAME_BYTES - 1 bytes: a code that can be typed. */
char *slug_of(const char *text);

#endif
