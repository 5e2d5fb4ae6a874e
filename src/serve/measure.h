/* Lines of OpenMetrics 1.0, one family after another. */
#ifndef MOTCUA_SERVE_MEASURE_H
#define MOTCUA_SERVE_MEASURE_H

#include <stdint.h>

#include "base/buffer.h"

/* Begins a family: its type and what it means. A counter's samples are NAME_total. */
void measure_about(struct buffer *b, const char *name, const char *type, const char *help);
/* A sample with one label, whose value may be any text; or without one (label NULL). */
void measure_of(struct buffer *b, const char *name, const char *label, const char *whose, int64_t value);

/* The same of a thousandth: 1234 is 1.234. */
void measure_thousandths(struct buffer *b, const char *name, const char *label, const char *whose,
                         int64_t value);

#endif
