/* Findings: sentences on faults of the data that a reader must know before using the figures of a period, and
 * sentences on what was checked, how much of it, and what could not be checked. Commands and reports take all
 * findings from here: on sources, dossiers and published figures. The absence of faults is never worded as a
 * finding. */
#ifndef MOTCUA_FINDING_H
#define MOTCUA_FINDING_H

#include "commitment/standing.h"

struct finding_lines {
    char **items; /* sentences */
    size_t count;
};

struct findings {
    struct finding_lines
        faults; /* wrong, missing or doubtful data; at most LIMIT_IDENTITY_BREAKS broken sums, the rest counted */
    struct finding_lines checked; /* data that was checked; never empty */
    int64_t figures; /* published figures that were checked, of all metrics and periods since `since` */
    bool incomplete; /* a source was not read whole, not lately or never, or no source exists */
};

/* Checks the data of the evaluation's period. set: the commitments that units are judged by. since: published
 * figures of periods that begin at or after this moment are checked (the start of the year for a report on a year).
 * Marks sources of v that were last read whole over a day before the cut as stale. False and e: the store failed or
 * memory ran out, and *out is empty. */
MUST_CHECK bool findings_make(struct store *s, const struct config *c, struct evaluation *v,
                              const struct commitment_set *set, moment since, struct findings *out,
                              struct error *e);
void findings_free(struct findings *f); /* safe on a zeroed struct */

#endif
