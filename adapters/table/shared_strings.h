/* The strings that the cells of a workbook share. All strings are read before the first cell, for a cell may name any
 * of them; strings that no manifest asks for are wiped with the rest. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHARED_STRINGS_H
#define MOTCUA_ADAPTERS_TABLE_SHARED_STRINGS_H

#include "adapters/table/xml_part.h"
#include "base/buffer.h"

struct shared_strings {
    struct buffer bytes;
    size_t *starts; /* offsets into bytes; count + 1 of them */
    size_t count, size;
};

/* Reads the strings of a part into a zeroed struct; false and e: the part is broken, or has more strings than a
 * workbook may have. */
MUST_CHECK bool shared_strings_read(struct shared_strings *s, struct xml_part *part, const char *file,
                                    struct error *e);
void shared_strings_free(struct shared_strings *s); /* wipes; safe on a zeroed struct */
/* The string of number i, borrowed from s; NULL: there is no such string. */
const char *shared_strings_get(const struct shared_strings *s, size_t i, size_t *length);

#endif
