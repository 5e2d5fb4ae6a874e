/* The key of a unit's name, the same however people write the name: letter case, NFC or NFD, the old and the new
 * place of the tone (Hòa, Hoà), "UBND xã", "P.", "Trung tâm phục vụ HCC xã" do not matter; diacritics do: Tân Thành
 * and Tân Thạnh are two communes of one province. */
#ifndef MOTCUA_UNIT_KEY_H
#define MOTCUA_UNIT_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define UNIT_KEY_PLACES 3

struct unit_key {
    char *own;                     /* "xa~ ta^n thanh`": kind and name, diacritics as marks; owned */
    char *places[UNIT_KEY_PLACES]; /* "huye^n. vu. ba?n": in which the unit lies; owned */
    size_t place_count;
    bool bare; /* the name was written without any diacritics */
};

/* Makes the key; the caller frees out with unit_key_free(). false: no memory. */
bool unit_key_make(const char *name, struct unit_key *out);
void unit_key_free(struct unit_key *k); /* safe on a zeroed key */
/* folded: the key without diacritics; spelled: y as the whole vowel of a word written as i (Mỹ, Mĩ); malloc'd, the
 * caller frees; NULL: no memory. name: the part of own behind the kind. */
char *unit_key_folded(const char *own);
char *unit_key_spelled(const char *own);
const char *unit_key_name(const char *own); /* borrowed */
/* The code that is made of a name where a unit has no code: "xa-tan-thanh", with its places but the province
 * ("xa-tan-thanh-huyen-vu-ban"). apart: a hash of the name with diacritics is added, so that names that fold
 * to the same text have different codes: "xa-tan-thanh-3f2a91". malloc'd, the caller frees; NULL: no memory. */
char *unit_key_code(const struct unit_key *k, bool apart);

#endif
