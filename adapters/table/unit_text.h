/* A cell with the name of a unit, and what tables write beside the name: a number ("1. Xã Một"), a mark of a footnote
 * ("Xã Một (1)"), the unit's code ("H57.01 - Xã Một", "Xã Một (H57.01)"). */
#ifndef MOTCUA_ADAPTERS_TABLE_UNIT_TEXT_H
#define MOTCUA_ADAPTERS_TABLE_UNIT_TEXT_H

#include <stddef.h>

struct unit_text {
    const char *name, *code;    /* borrowed from the text, not NUL-terminated */
    size_t length, code_length; /* code_length 0: the text has no code */
};

/* A text that is a code alone is a name; a name is never empty where the text is not. */
void unit_text_read(const char *text, size_t n, struct unit_text *out);

#endif
