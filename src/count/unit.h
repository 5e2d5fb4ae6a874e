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
    uint64_t knows; /* fields known by every counting source that gave this unit dossiers; ~0 if none did */
    bool has_dossiers, has_figures;
    moment known_from;                  /* when a poll first named it; MOMENT_NONE: imported */
    long parent_index, successor_index; /* in the set, or -1 */
};

struct unit_set {
    struct unit *units; /* sorted by code */
    size_t count;
    size_t held; /* units behind these that were not known then; for unit_set_free() */
};

/* All units of the store; where it is read as known at a moment (store_known_set), without those that a poll
 * named later; who imported units has them at all times. */
MUST_CHECK bool unit_set_load(struct store *s, struct unit_set *out, struct error *e);
void unit_set_free(struct unit_set *set);
long unit_find(const struct unit_set *set, const char *code); /* or -1 */

/* A unit whose successor is known and whose end is not is another code or name of that one (a portal's own
 * code, a name that files write): it never stands for itself. One that ended (a merger of 01/07/2025) has
 * been followed by its successor since: QĐ 19/2025/QĐ-TTg keeps one code and closes the other.
 *
 * The unit that stands for this one at any time: itself, unless it is another name. */
size_t unit_same(const struct unit_set *set, size_t unit);
/* The unit that stands for this one in a period that begins there: itself, the one that it is another name
 * of, or the last successor of one that had ended by then. */
size_t unit_heir(const struct unit_set *set, size_t unit, moment from);
/* Has it dossiers or figures, and does it stand for itself in a period from there to `cut`? */
bool unit_shown(const struct unit_set *set, size_t unit, moment from, moment cut);
/* Where a unit's own count belongs in a period: the unit that stands for it then, those above that. Returns
 * how many there are; line has room for LIMIT_UNIT_LINE. */
size_t unit_line(const struct unit_set *set, size_t unit, const struct period *p, size_t *line);

/* Is the unit kind one of a NULL-terminated list? An empty list binds all; an unknown kind (NULL) is bound by
 * an empty list alone. */
bool unit_kinds_bind(const char *const *kinds, const char *kind);
/* Has the unit's name one of the words in it, letters aside from case and diacritics? No words bind all. */
bool unit_names_bind(const char *const *words, const char *name);

#endif
