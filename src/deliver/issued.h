/* The report that is delivered is the one that was issued: where 'report --issue' or an earlier delivery has recorded it, it is
 * made again with what was known then; else it is recorded now, by one run alone. Late edits are told by the next report. */
#ifndef MOTCUA_ISSUED_H
#define MOTCUA_ISSUED_H

#include "deliver/address_book.h"
#include "report/report.h"

struct issued_ask {
    struct report_ask report;
    bool due; /* false: the period has been over for more than LIMIT_DELIVERY_PERIOD_DAYS */
    char of[LIMIT_NAME_BYTES];
};
/* What report of a kind is due at a moment (MOMENT_NONE: now): Friday's, or the last period that is over. */
void issued_ask_make(enum reported kind, moment at, int cutoff, struct issued_ask *ask);
/* Makes it, with what each unit does first. The store then stands at what was known when it was issued
 * (store_known_set(), for the caller to take back). record false: nothing is written. number: that
 * it was issued under, or "". ERROR_TEMPORARY: another run issues it
 * now; ERROR_DATA: the figures that were issued cannot be made again. */
MUST_CHECK struct report *issued_report(const struct config *c, struct store *s, const struct report_ask *ask,
                                        const char *kind, bool record, char number[LIMIT_VALUE_BYTES],
                                        struct error *e);

#endif
