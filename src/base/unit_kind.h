/* What kind of office a name speaks of. */
#ifndef MOTCUA_BASE_UNIT_KIND_H
#define MOTCUA_BASE_UNIT_KIND_H

/* Kind told from a Vietnamese office name: "UBND xã ..." commune, "Phòng ..." department, "Sở ..."
 * department, "UBND huyện" district, "UBND tỉnh" province; "other" otherwise. */
const char *unit_kind_of(const char *name);
/* The same; NULL where the name does not tell. */
const char *unit_kind_told(const char *name);

/* The place of a kind in a list, for units are compared with those of their kind alone: communes first; kinds that are not known
 * and NULL last. */
int unit_kind_place(const char *kind);
/* "Communes" ..., in the language in use; of NULL and unknown kinds "Other units". */
const char *unit_kind_words(const char *kind);

#endif
