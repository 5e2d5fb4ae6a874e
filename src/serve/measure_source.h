/* Adds the measures of sources to /metrics, and those of the outbox in which their polls wait. */
#ifndef MOTCUA_SERVE_MEASURE_SOURCE_H
#define MOTCUA_SERVE_MEASURE_SOURCE_H

#include "base/buffer.h"
#include "config/config.h"
#include "store/store.h"

/* Adds the measures of all sources of the store. False and e: the store does not answer. */
MUST_CHECK bool measure_sources(struct buffer *b, struct store *s, struct error *e);
/* Adds nothing where no outbox was ever needed. */
void measure_outbox(struct buffer *b, const struct config *c);

#endif
