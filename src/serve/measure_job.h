/* What /metrics says of jobs: when each was done last, how it ended, when it is due. */
#ifndef MOTCUA_SERVE_MEASURE_JOB_H
#define MOTCUA_SERVE_MEASURE_JOB_H

#include "base/buffer.h"
#include "config/config.h"
#include "store/store.h"

MUST_CHECK bool measure_jobs(struct buffer *b, const struct config *c, struct store *s, struct error *e);

#endif
