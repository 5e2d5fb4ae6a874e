/* Only an issued report is delivered. A report that 'report --issue' or an earlier delivery has recorded is made again
 * with what was known then; any other report is recorded now, by one run alone. The next report tells late edits. */
#ifndef MOTCUA_ISSUED_H
#define MOTCUA_ISSUED_H

#include "deliver/address_book.h"
#include "report/report.h"

struct issued_ask {
    struct report_ask report;
    bool due; /* false: the period ended more than LIMIT_DELIVERY_PERIOD_DAYS ago */
    char of[LIMIT_NAME_BYTES];
};
/* Fills *ask with the report of a kind that is due at a moment (MOMENT_NONE: now): Friday's, or that of the last
 * period that is over. cutoff is the hour of Friday in seconds. ask->report.of points into *ask, so *ask must not be
 * copied. */
void issued_ask_make(enum reported kind, moment at, int cutoff, struct issued_ask *ask);
/* Makes the issued report, with what each unit does first; the caller frees the report. Where the report is issued,
 * the store stands afterwards at the moment of issue (store_known_set()), which the caller takes back. record false
 * writes nothing, and a report that was not issued yet is made as known now. number becomes the number of the issue,
 * or "". NULL and e: ERROR_TEMPORARY, another run issues the report now; ERROR_DATA, the issued figures cannot be
 * made again. */
MUST_CHECK struct report *issued_report(const struct config *c, struct store *s, const struct report_ask *ask,
                                        const char *kind, bool record, char number[LIMIT_VALUE_BYTES],
                                        struct error *e);

#endif
