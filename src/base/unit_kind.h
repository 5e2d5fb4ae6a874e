/* The kinds of offices, as a unit's name tells them. */
#ifndef MOTCUA_BASE_UNIT_KIND_H
#define MOTCUA_BASE_UNIT_KIND_H

/* The kind that a Vietnamese office name tells: "UBND xã ..." commune, "Phòng ..." department, "Sở ..."
 * department, "UBND huyện" district, "UBND tỉnh" province; "other" otherwise. */
const char *unit_kind_of(const char *name);
/* unit_kind_of(), but NULL where the name tells no kind. */
const char *unit_kind_told(const char *name);

/* The place of a kind in a list, in which units are compared with units of their kind alone: communes come first,
 * unknown kinds and NULL last. */
int unit_kind_place(const char *kind);
/* "Communes" ..., in the language in use; "Other units" for NULL and unknown kinds. */
const char *unit_kind_words(const char *kind);

#endif
