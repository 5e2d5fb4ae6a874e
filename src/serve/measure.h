/* Writes lines of OpenMetrics 1.0, one family after another. */
#ifndef MOTCUA_SERVE_MEASURE_H
#define MOTCUA_SERVE_MEASURE_H

#include <stdint.h>

#include "base/buffer.h"

/* Begins a family with its type and its meaning. Samples of a counter are named NAME_total. */
void measure_about(struct buffer *b, const char *name, const char *type, const char *help);
/* Adds a sample; whose is the value of the label and may be any text; label NULL adds no label. */
void measure_of(struct buffer *b, const char *name, const char *label, const char *whose, int64_t value);

/* Adds a sample of a value in thousandths: 1234 is written as 1.234. */
void measure_thousandths(struct buffer *b, const char *name, const char *label, const char *whose,
                         int64_t value);

#endif
