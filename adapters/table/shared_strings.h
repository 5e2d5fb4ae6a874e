/* The strings that the cells of a workbook share. All are read before the first cell, for a cell may name
 * any; what no manifest asks for is dropped with the rest and wiped. */
#ifndef MOTCUA_ADAPTERS_TABLE_SHARED_STRINGS_H
#define MOTCUA_ADAPTERS_TABLE_SHARED_STRINGS_H

#include "adapters/table/xml_part.h"
#include "base/buffer.h"

struct shared_strings {
    struct buffer bytes;
    size_t *starts; /* count + 1 of them */
    size_t count, size;
};

/* Adds the strings of a part; false and e: broken, or more than a workbook may have. */
MUST_CHECK bool shared_strings_read(struct shared_strings *s, struct xml_part *part, const char *file,
                                    struct error *e);
void shared_strings_free(struct shared_strings *s); /* wipes; safe on a zeroed one */
/* NULL: there is none of that number. */
const char *shared_strings_get(const struct shared_strings *s, size_t i, size_t *length);

#endif
