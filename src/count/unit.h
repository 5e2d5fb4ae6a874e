/* Units: the offices that handle dossiers, as the store knows them. */
#ifndef MOTCUA_UNIT_H
#define MOTCUA_UNIT_H

#include "base/period.h"
#include "base/unit_kind.h"
#include "store/store.h"

struct unit {
    /* name: the code where no name is known; kind: province district commune department other; parent and
     * successor may be NULL. */
    char *code, *name, *kind, *parent, *successor;
    moment valid_from, valid_to;
    uint64_t
        knows; /* fields that every counting source of this unit's dossiers knows; ~0 without such a source */
    bool has_dossiers, has_figures;
    bool has_namesake; /* another unit that was valid on the same days has the same short name */
    bool is_part;      /* the unit is part of an office in the set, by the code: H21.227.02 of H21.227 */
    moment known_from; /* when a poll first named the unit; MOMENT_NONE: the unit was imported */
    long parent_index, successor_index; /* in the set, or -1 */
    unsigned faults, faults_before; /* bits of enum unit_fault; before: kept by callers that change the set */
};

struct unit_set {
    struct unit *units; /* sorted by code */
    size_t count;
    moment
        heirs_at; /* the successor of a unit that ended by this moment stands for the unit in the whole period; 0: only
                     units that ended before the period have a successor in the period */
    size_t held; /* units behind the last, unknown at store_known(), kept for unit_set_free() */
};

/* Loads all units of the store. A part of an office (H21.227.02) without a parent lies under its office (H21.227).
 * Where the store answers as known at a moment (store_known_set), units that a poll named later are left out;
 * imported units count as known at all times. ERROR_DATA: more than LIMIT_UNITS units. On failure *out is empty;
 * else the caller frees *out. */
MUST_CHECK bool unit_set_load(struct store *s, struct unit_set *out, struct error *e);
void unit_set_free(struct unit_set *set); /* safe on a zeroed struct */
/* Sets parent_index, successor_index, has_namesake and faults (count/unit_forest.h) anew after a change. A unit with a
 * successor hands has_dossiers on to the successor, an alias has_figures too. False and e: no memory. */
MUST_CHECK bool unit_set_link(struct unit_set *set, struct error *e);
long unit_find(const struct unit_set *set, const char *code); /* index, or -1; code may be NULL */
/* Writes "Xã Tân Lập", or "Xã Tân Lập (H99.22.07)" if the unit has a namesake, for text that does not show the
 * code. Returns out. */
const char *unit_short_name(const struct unit *u, char *out, size_t size);

/* A unit with a successor and without an end is an alias of the successor (a portal's own code, a name that files
 * write): an alias never stands for itself. A unit that ended in a merger (01/07/2025) is followed by its successor
 * from that day on: QĐ 19/2025/QĐ-TTg keeps one code and closes the other.
 *
 * unit_same() returns the unit that stands for the given unit at any time: the unit itself, or the unit whose alias
 * it is. */
size_t unit_same(const struct unit_set *set, size_t unit);
/* Returns the unit that stands for the given unit in a period that begins at `from`: the unit itself, the unit
 * whose alias it is, or the last successor of a unit that had ended by `from` (by heirs_at, if later). */
size_t unit_heir(const struct unit_set *set, size_t unit, moment from);
/* True if the unit has dossiers or figures, is no part of an office, and stands for itself in a period from `from`
 * to `cut`. */
bool unit_shown(const struct unit_set *set, size_t unit, moment from, moment cut);
/* Writes the units whose sums hold a unit's own count in a period: the unit that stands for the given unit, then
 * the units above. Returns how many units were written; line has room for LIMIT_UNIT_LINE. */
size_t unit_line(const struct unit_set *set, size_t unit, const struct period *p, size_t *line);

/* True if `unit`, which stands for itself in the period, is another unit than `top` and lies under `top`: by its parents,
 * or, without a parent, by its code, which begins with that of `top` (H21.227 of H21). */
bool unit_below(const struct unit_set *set, size_t unit, size_t top, const struct period *p);

/* True if the kind is in a NULL-terminated list. An empty list binds every unit; a unit of unknown kind (NULL) is
 * bound by an empty list alone. */
bool unit_kinds_bind(const char *const *kinds, const char *kind);
/* True if the name of the unit holds one of the words; case and diacritics do not matter. An empty list binds every
 * unit. */
bool unit_names_bind(const char *const *words, const char *name);

#endif
