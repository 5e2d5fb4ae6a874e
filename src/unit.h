/* Units: the offices that handle dossiers, as the store knows them. */
#ifndef MOTCUA_UNIT_H
#define MOTCUA_UNIT_H

#include "store.h"

struct unit {
    char *code, *name, *kind, *parent, *successor; /* name: the code where none is known; kind: province
                                                      district commune department other; others may be NULL */
    moment valid_from, valid_to;
    uint64_t knows; /* fields known by every counting source that gave this unit dossiers; ~0 if none did */
    bool has_dossiers, has_figures;
    moment known_from; /* when a poll first named it; MOMENT_NONE: imported */
    long parent_index; /* in the set, or -1 */
};

struct unit_set {
    struct unit *units; /* sorted by code */
    size_t count;
};

/* All units of the store; where it is read as known at a moment (store_known_set), without those that a poll
 * named later; who imported units has them at all times. */
MUST_CHECK bool unit_set_load(struct store *s, struct unit_set *out, struct error *e);
void unit_set_free(struct unit_set *set);
long unit_find(const struct unit_set *set, const char *code); /* or -1 */
/* Kind told from a Vietnamese office name: "UBND xã ..." commune, "Phòng ..." department, "Sở ..."
 * department, "UBND huyện" district, "UBND tỉnh" province; "other" otherwise. */
const char *unit_kind_of(const char *name);

#endif
