/* Findings: what a reader must know of the data before the figures of a period are used, and, whatever was found, what was
 * looked at, how much of it, and what could not be looked at. The one place that finds and words them: of all sources,
 * of dossiers and of published figures, over both stores. That nothing was found is never worded as a finding. */
#ifndef MOTCUA_FINDING_H
#define MOTCUA_FINDING_H

#include "commitment/standing.h"

struct finding_lines {
    char **items; /* sentences */
    size_t count;
};

struct findings {
    struct finding_lines
        faults; /* what is wrong, missing or not believed; LIMIT_FINDINGS of a kind, the rest counted */
    struct finding_lines checked; /* what was looked at; never empty */
    int64_t figures;              /* published ones that were looked at, of whatever metric and period */
    bool incomplete;              /* a source was not read whole, not lately or never, or there is none */
};

/* Looks at the evaluation's period. set: the commitments that its figures are judged by. since: figures of periods that
 * begin from then on are looked at, the year's start for a report that tells of the year. Marks sources that were
 * not read whole within a day of the cut as stale. */
MUST_CHECK bool findings_make(struct store *s, const struct config *c, struct evaluation *v,
                              const struct commitment_set *set, moment since, struct findings *out,
                              struct error *e);
void findings_free(struct findings *f); /* safe on a zeroed one */

#endif
