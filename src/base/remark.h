/* Words of a stranger made safe for a message: a portal's refusal, the title of a page that came instead of data. One
 * line of less than REMARK_BYTES is kept, without words that may belong to a person or open a door: names of people,
 * numbers of four digits or more, addresses, accounts, anything in quotes, long tokens. */
#ifndef MOTCUA_BASE_REMARK_H
#define MOTCUA_BASE_REMARK_H

#include <stddef.h>

#define REMARK_BYTES 200

/* Writes the words of text (n bytes of UTF-8) to out, "…" for those that were taken out; "" where nothing is left.
 * Returns out. */
const char *remark_clean(const char *text, size_t n, char out[REMARK_BYTES]);

#endif
