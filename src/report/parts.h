/* The parts of the report's page, for page.c. Each appends to `out`; a failed buffer is told once, at
 * the end. */
#ifndef MOTCUA_PARTS_H
#define MOTCUA_PARTS_H

#include "base/text.h"
#include "report/report.h"
#include "show/html_text.h"

/* A counter of all units as people read it; a dash where it is not known. */
const char *part_count(const struct evaluation *v, const char *counter, char out[TEXT_NUMBER_BYTES]);
/* Short name of a unit ("Xã Mẫu 01"), or the word for ALL. */
const char *part_unit(const struct report *r, size_t unit, char *out, size_t size);
/* A rate, as HTML, with as many decimals (2 to 4) as it takes not to contradict the verdict: 84,996 % is not
 * shown as 85,00 %; "<85" where four do not tell. */
const char *part_rate(const struct verdict *v, int64_t target, char out[TEXT_NUMBER_BYTES]);
/* "forecast for the month end: 78,1 % – 86,4 %" of commitment i, as HTML; false where there is none. */
bool part_forecast(const struct report *r, size_t unit, size_t i, struct buffer *out);
/* Change in percentage points, "+1,25"; "" where one of both is not there. */
const char *part_change(const struct ratio *now, const struct ratio *before, char out[TEXT_NUMBER_BYTES]);

void part_units(const struct report *r, struct buffer *out);    /* the table, best first */
void part_directed(const struct report *r, struct buffer *out); /* who is short, by how many */
void part_overdue(const struct report *r, struct buffer *out);
void part_periods(const struct report *r, struct buffer *out); /* week, period to date, year to date */
void part_sources(const struct report *r, struct buffer *out);
void part_quality(const struct report *r, struct buffer *out);
void part_definitions(const struct report *r, struct buffer *out);

#endif
