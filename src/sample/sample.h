/* Samples: the state after each poll, kept as time series (count_sample, metric_sample). For each week, month and year,
 * and the kinds of period of the configured commitments, they hold the counters and metrics of every unit and of the
 * total; score_history.h adds the scores. A row is added where a value differs from the row before, and for the first
 * poll of a day (Vietnamese wall time).
 *
 * A sampled period keeps the counters of each unit's own dossiers. A later poll subtracts the versions that were
 * replaced and adds the new ones, in every sampled period that these touch, and counts nothing else again. Where time
 * alone changed a counter (a dossier fell due), periods that are not over are counted anew. Either way the result
 * equals counting everything. */
#ifndef MOTCUA_SAMPLE_H
#define MOTCUA_SAMPLE_H

#include "config/config.h"
#include "store/store.h"

struct sample_summary {
    size_t periods;                 /* evaluated */
    size_t pairs;                   /* of unit and period, for which dossiers were counted */
    size_t counts, metrics, scores; /* rows added */
    bool
        left_out; /* nothing was sampled for long: periods of then, more than LIMIT_SAMPLE_GAP of a kind, were not written */
};

/* Marks dossiers that an earlier source has too (store/twice.h), and brings the samples up to what ended runs brought, as at `observed` (or at the newest sample, where that is later).
 * Written are the periods that hold the moment, those that ended in the week before, and all sampled ones; with
 * `since`, also all periods from then on (MOMENT_NONE: none). Each period commits by itself, so that the next call goes
 * on after a failure. */
MUST_CHECK bool samples_write(struct store *s, const struct config *c, moment observed, moment since,
                              struct sample_summary *out, struct error *e);
/* Says on stderr what was left out. */
void sample_summary_tell(const struct sample_summary *summary);

#endif
