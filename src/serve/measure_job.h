/* Adds the measures of jobs to /metrics: when each job was done last, how the job ended, when it is due. */
#ifndef MOTCUA_SERVE_MEASURE_JOB_H
#define MOTCUA_SERVE_MEASURE_JOB_H

#include "base/buffer.h"
#include "config/config.h"
#include "store/store.h"

MUST_CHECK bool measure_jobs(struct buffer *b, const struct config *c, struct store *s, struct error *e);

#endif
