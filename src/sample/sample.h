/* Samples: what is found when a poll has ended, kept as time series (count_sample, metric_sample): for each
 * week, month and year (and the kinds of period that commitments are kept in) the counters and metrics of
 * every unit and of the total, and what the configured rulesets give (score_history.h). A row is added where
 * a value differs from the one before, and for the first poll of a day (Vietnamese wall time).
 *
 * A period that was sampled keeps what each unit's own dossiers gave. A later poll takes out what it replaced
 * and puts in what it brought, in every sampled period that these touch, and counts nothing else again;
 * unless time itself changed something (a dossier fell due), then the periods that are not over are counted
 * anew. Either way the result is what counting everything would give. */
#ifndef MOTCUA_SAMPLE_H
#define MOTCUA_SAMPLE_H

#include "config/config.h"
#include "store/store.h"

struct sample_summary {
    size_t periods;                 /* that were evaluated */
    size_t pairs;                   /* (unit, period) that dossiers were counted for */
    size_t counts, metrics, scores; /* rows added */
};

/* Puts all that ended runs brought into the samples, as at `observed` (or the newest sample, if that is
 * later). The periods that hold it, those that ended in the week before it, and all that were sampled before;
 * since: also all from then on (MOMENT_NONE: no more). Each period commits by itself: after a failure the
 * next call goes on. */
MUST_CHECK bool samples_write(struct store *s, const struct config *c, moment observed, moment since,
                              struct sample_summary *out, struct error *e);

#endif
