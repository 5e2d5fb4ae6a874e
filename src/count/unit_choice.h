/* Which unit a person means: by its code in any letter case, or by its name, with or without diacritics. */
#ifndef MOTCUA_UNIT_CHOICE_H
#define MOTCUA_UNIT_CHOICE_H

#include "count/unit.h"

/* One of the units that can be meant. */
struct unit_label {
    const char *code, *name; /* borrowed; name may be NULL */
    size_t same;             /* labels of one unit (a portal's own code for it) have the same number */
};
/* Fills label i of `context`. */
typedef void unit_label_get(const void *context, size_t i, struct unit_label *out);

/* The label that `given` means, the first of these that fits: the code as it is; the code in another letter case; the name
 * or short name with its diacritics; the same without diacritics. -1 and e (ERROR_USAGE) where none fits, with the nearest
 * ones in the hint, or where several units are called so, with their codes. */
MUST_CHECK long unit_choose(unit_label_get *get, const void *context, size_t count, const char *given,
                            struct error *e);

/* A unit_label_get over a struct unit_set. */
void unit_label_of_set(const void *context, size_t i, struct unit_label *out);

#endif
