/* Gaps: dossiers received in a period that lack a field which their source knows: a word of the portal that no manifest
 * translates, or a value that was missing. Counters treat such a dossier as not meeting a condition on that field, so a
 * report says how many gaps stand behind its figures. */
#ifndef MOTCUA_GAP_H
#define MOTCUA_GAP_H

#include "base/period.h"
#include "rows/dossier.h"
#include "store/store.h"

#define GAP_FIELDS 6
extern const enum dossier_field gap_fields[GAP_FIELDS]; /* unit, channel, level, status, fee due, digitized */
/* Returns the name for people of such a field, of the date of the result or of the electronic result. */
const char *gap_field_words(enum dossier_field field);

struct gap {
    const char *source; /* the source's title, else its name; valid in the call */
    int64_t received;
    int64_t unknown[GAP_FIELDS]; /* dossiers without the field; 0 also if the source never gives it */
    bool
        status_told; /* false: the source gives no states, so its refused and withdrawn dossiers count as any other */
};
typedef bool gap_see(void *context, const struct gap *gap, struct error *e);

/* Gives each counting source with dossiers received in the period to `see`, in the order of their names. */
MUST_CHECK bool gaps_each(struct store *s, const struct period *p, gap_see *see, void *context,
                          struct error *e);

#endif
