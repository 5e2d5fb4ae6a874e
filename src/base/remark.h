/* What a stranger's words may show in a message of ours: the answer of a portal that says no, the title of a
 * page that stands in its place. One line, cut short, and without what may belong to a person or open a door:
 * names of people, numbers of four digits or more, addresses, accounts, anything in quotes, long tokens. */
#ifndef MOTCUA_BASE_REMARK_H
#define MOTCUA_BASE_REMARK_H

#include <stddef.h>

#define REMARK_BYTES 200

/* n bytes of UTF-8 (bytes that are none are left out) into out; "" where nothing is left. Returns out. */
const char *remark_clean(const char *text, size_t n, char out[REMARK_BYTES]);

#endif
