/* Periods of reporting, half-open [from, to). */
#ifndef MOTCUA_BASE_PERIOD_H
#define MOTCUA_BASE_PERIOD_H

#include "base/error.h"
#include "base/moment.h"

enum period_kind {
    PERIOD_WEEK,
    PERIOD_FORTNIGHT,
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_HALF,
    PERIOD_NINE /* January to September */,
    PERIOD_YEAR
};

struct period {
    enum period_kind kind;
    moment from;
    moment to;  /* the nominal end */
    moment at;  /* the moment of evaluation */
    moment cut; /* T = min(at, to): nothing at or after it counts */
};

/* The default hour of Friday at which weeks end: 15:00, in seconds after midnight. Callers pass the hour of their
 * config as `cutoff`, which counts for weeks and fortnights alone. */
#define PERIOD_CUTOFF_SECONDS (15 * 3600)

const char *period_kind_name(enum period_kind kind); /* "week" ... */
bool period_kind_read(const char *text, enum period_kind *out);

/* The period of a kind, evaluated at the moment `at` (MOMENT_NONE: now). of: "2022-11", "2022-W47" (the week, or the
 * fortnight, that ends on the Friday of that ISO week), "2022-Q4", "2022-H2", "2022-9T", "2022"; NULL: the period
 * that holds `at` (PERIOD_NINE: of that year, in October and later too). A week or fortnight without `of` ends at a
 * given `at`, and without `at` at the cut-off of the latest Friday that has begun; where that hour has not come yet,
 * the period's cut is now. A cut before `from` means that the period has not begun and counts nothing. ERROR_USAGE:
 * `of` does not fit the kind, or the year is outside 1901..2198. */
MUST_CHECK bool period_make(enum period_kind kind, const char *of, moment at, int cutoff, struct period *out,
                            struct error *e);
/* The period that `of` alone tells, kind included, evaluated now: "2022" is a year, "2022-Q4" a quarter, "2022-W47"
 * a week, never a fortnight. false: the text fits no kind. */
MUST_CHECK bool period_told(const char *of, int cutoff, struct period *out);
/* Refuses a period that begins after the moment of its evaluation, `at`: its figures would be zeros that look like
 * figures. where: the option or field that told the period. ERROR_USAGE. */
MUST_CHECK bool period_begun_check(const struct period *p, moment at, const char *where, struct error *e);
/* The period of the calendar that holds `inside` (weeks and fortnights: from one Friday's cut-off to
 * another), evaluated at `at`. */
struct period period_at(enum period_kind kind, moment inside, moment at, int cutoff);
/* The same months of the year before p, or the week or fortnight 52 weeks before p; evaluated at its own end. */
struct period period_year_before(const struct period *p);
/* The period of the same kind just before p (the last Friday; the month before), evaluated at its own end. */
struct period period_before(const struct period *p);

#endif
