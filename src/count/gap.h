/* Gaps: dossiers received in a period in which a field is unknown that their source knows: a word of the portal that no
 * manifest translates, or a value that was missing. Counters take such a dossier for one that does not meet a condition, so
 * whoever prints the figures says how many there are. */
#ifndef MOTCUA_GAP_H
#define MOTCUA_GAP_H

#include "base/period.h"
#include "rows/dossier.h"
#include "store/store.h"

#define GAP_FIELDS 6
extern const enum dossier_field gap_fields[GAP_FIELDS]; /* unit, channel, level, status, fee due, digitized */
const char *gap_field_words(enum dossier_field field);  /* for people */

struct gap {
    const char *source; /* as people call it; valid in the call */
    int64_t received;
    int64_t unknown[GAP_FIELDS]; /* 0 also where the source does not tell the field at all */
};
typedef bool gap_see(void *context, const struct gap *gap, struct error *e);

/* Gives each counting source with dossiers received in the period to `see`, in the order of their names. */
MUST_CHECK bool gaps_each(struct store *s, const struct period *p, gap_see *see, void *context,
                          struct error *e);

#endif
