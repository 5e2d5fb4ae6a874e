/* Rows that no schema foresees. */
#ifndef PORTAL_SPOIL_H
#define PORTAL_SPOIL_H

#include "fault.h"
#include "text.h"

/* Spoils the JSON object at out[at..used) as the plan asks: wrong types, an impossible date, bytes that are
 * no UTF-8. The three names say which members hold the code, a date and the status. */
void row_spoil(struct text *out, size_t at, const struct fault_plan *plan, const char *code, const char *date,
               const char *status);

#endif
