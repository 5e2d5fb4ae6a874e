/* Samples: the state after each poll, kept as time series (count_sample, metric_sample). For each week, month and year,
 * and the kinds of period of the configured commitments, samples hold the counters and metrics of every unit and of the
 * total; score_history.h adds the scores. A row is added where a value differs from the row before, and for the first
 * poll of a day (Vietnamese wall time).
 *
 * A sampled period keeps the counters of each unit's own dossiers. A later poll subtracts the replaced versions and
 * adds the new versions, in every sampled period that these versions touch, and counts no other dossier again.
 * Where time alone changed a counter (a dossier fell due), the old count of such dossiers is subtracted and their
 * new count added. The result always equals counting everything. */
#ifndef MOTCUA_SAMPLE_H
#define MOTCUA_SAMPLE_H

#include "config/config.h"
#include "store/store.h"

struct sample_summary {
    size_t periods;                 /* periods that were evaluated */
    size_t pairs;                   /* pairs of unit and period whose dossiers were counted */
    size_t counts, metrics, scores; /* rows added */
    bool
        left_out; /* over LIMIT_SAMPLE_GAP periods of a kind had no sample; the older ones were not written */
};

/* Applies supplements, marks dossiers that an earlier source has too (store/twice.h), and writes samples of all
 * runs that have ended, as at `observed` (or at the newest sample, where that is later). Written are the periods
 * that hold the moment, those since the newest sample (at most LIMIT_SAMPLE_GAP of a kind) or of the week before,
 * and the sampled periods that changed; with `since` (MOMENT_NONE: none), also all periods that end after it. Each
 * period commits by itself, so that the next call goes on after a failure. */
MUST_CHECK bool samples_write(struct store *s, const struct config *c, moment observed, moment since,
                              struct sample_summary *out, struct error *e);
/* Prints on stderr that old periods were left out; nothing where none were. */
void sample_summary_tell(const struct sample_summary *summary);

#endif
