/* Finds the unit that a person means, by the unit's code in any letter case or by its name, with or without
 * diacritics. */
#ifndef MOTCUA_UNIT_CHOICE_H
#define MOTCUA_UNIT_CHOICE_H

#include "count/unit.h"

/* A name of a unit that a person can mean. */
struct unit_label {
    const char *code, *name; /* borrowed; name may be NULL */
    size_t same; /* index of the label of the unit itself, shared by its aliases (a portal's own code) */
};
/* Fills label i of `context`. */
typedef void unit_label_get(const void *context, size_t i, struct unit_label *out);

/* Returns the index of the label that `given` means, by the first way that fits: the code as given; the code in
 * another letter case; the name or short name with diacritics; the name or short name without diacritics. -1 and e
 * (ERROR_USAGE): no label fits (the hint names the nearest), or several units have that name (the hint names their
 * codes). */
MUST_CHECK long unit_choose(unit_label_get *get, const void *context, size_t count, const char *given,
                            struct error *e);

/* A unit_label_get over a struct unit_set. */
void unit_label_of_set(const void *context, size_t i, struct unit_label *out);

#endif
