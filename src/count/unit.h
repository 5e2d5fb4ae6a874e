/* Units: the offices that handle dossiers, as the store knows them. */
#ifndef MOTCUA_UNIT_H
#define MOTCUA_UNIT_H

#include "base/period.h"
#include "base/unit_kind.h"
#include "store/store.h"

struct unit {
    char *code, *name, *kind, *parent, *successor; /* name: the code where none is known; kind: province
                                                      district commune department other; others may be NULL */
    moment valid_from, valid_to;
    uint64_t
        knows; /* fields that every counting source of this unit's dossiers knows; ~0 without such a source */
    bool has_dossiers, has_figures;
    bool has_namesake; /* another unit of the same days has the same short name: alone it names neither */
    bool is_part;      /* of an office that has a row of its own: H21.227.02 of H21.227, by the code */
    moment known_from; /* when a poll first named it; MOMENT_NONE: imported */
    long parent_index, successor_index; /* in the set, or -1 */
    unsigned faults, faults_before;     /* bits of enum unit_fault; before: for who changes the set */
};

struct unit_set {
    struct unit *units; /* sorted by code */
    size_t count;
    moment
        heirs_at; /* a unit that ended by then is followed by its successor in all of a period; 0: only one that ended
                        before the period */
    size_t held; /* units behind these that the store did not know at store_known(); for unit_set_free() */
};

/* Loads all units of the store. A part of an office (H21.227.02) without a parent lies under its office (H21.227). Where the store answers as known at a moment (store_known_set), units that a poll
 * named later are left out; imported units count as known at all times. */
MUST_CHECK bool unit_set_load(struct store *s, struct unit_set *out, struct error *e);
void unit_set_free(struct unit_set *set);
/* Sets the indexes of parents and successors and the faults (count/unit_forest.h) anew, after a change. */
MUST_CHECK bool unit_set_link(struct unit_set *set, struct error *e);
long unit_find(const struct unit_set *set, const char *code); /* or -1 */
/* "Xã Tân Lập"; "Xã Tân Lập (H99.22.07)" where another unit is called so too. For places without the code. Returns out. */
const char *unit_short_name(const struct unit *u, char *out, size_t size);

/* A unit with a successor and without an end is an alias of the successor (a portal's own code, a name that files
 * write): an alias never stands for itself. A unit that ended in a merger (01/07/2025) is followed by its successor
 * from that day on: QĐ 19/2025/QĐ-TTg keeps one code and closes the other.
 *
 * unit_same() gives the unit that stands for this one at any time: the unit itself, or what it is an alias of. */
size_t unit_same(const struct unit_set *set, size_t unit);
/* The unit that stands for this one in a period that begins at `from`: the unit itself, the unit that it is an alias
 * of, or the last successor of a unit that had ended by then. */
size_t unit_heir(const struct unit_set *set, size_t unit, moment from);
/* True if the unit has dossiers or figures, is no part of an office, and stands for itself in a period from `from` to `cut`. */
bool unit_shown(const struct unit_set *set, size_t unit, moment from, moment cut);
/* The units whose sums hold a unit's own count in a period: the unit that stands for it, then the units above.
 * Returns how many there are; line has room for LIMIT_UNIT_LINE. */
size_t unit_line(const struct unit_set *set, size_t unit, const struct period *p, size_t *line);

/* True if the kind is in a NULL-terminated list. An empty list binds every unit; a unit of unknown kind (NULL) is
 * bound by an empty list alone. */
bool unit_kinds_bind(const char *const *kinds, const char *kind);
/* True if the name of the unit holds one of the words; case and diacritics do not matter. An empty list binds every
 * unit. */
bool unit_names_bind(const char *const *words, const char *name);

#endif
