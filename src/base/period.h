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

/* The hour of Friday at which weeks end, in seconds after midnight, where no config says another one: 15:00. The functions
 * below are given it as `cutoff`; for kinds of months it is not looked at. */
#define PERIOD_CUTOFF_SECONDS (15 * 3600)

const char *period_kind_name(enum period_kind kind); /* "week" ... */
bool period_kind_read(const char *text, enum period_kind *out);

/* The period of a kind.
 * of: "2022-11", "2022-W47" (the Friday of that ISO week), "2022-Q4", "2022-H2", "2022-9T" (January to September, also
 * without `of` in October and later), "2022", or NULL for the one
 * that holds `at`. at: the moment of evaluation; MOMENT_NONE means now. For weeks and fortnights without
 * `of`: a given `at` is the cut-off itself; without one it is the cut-off of the latest Friday that has begun
 * (its T is then now, if the hour has not come yet). A cut before `from` means that the period has not begun:
 * it counts nothing. Errors: ERROR_USAGE, text that does not fit the kind, or a year outside 1901..2198. */
MUST_CHECK bool period_make(enum period_kind kind, const char *of, moment at, int cutoff, struct period *out,
                            struct error *e);
/* The same, its kind told by the text alone: "2022" is a year, "2022-Q4" a quarter. false: of no kind. */
MUST_CHECK bool period_told(const char *of, int cutoff, struct period *out);
/* The period of the calendar that holds `inside` (weeks and fortnights: from one Friday's cut-off to
 * another), evaluated at `at`. */
struct period period_at(enum period_kind kind, moment inside, moment at, int cutoff);
/* The same months of the year before, fully over; of weeks and fortnights the one 52 weeks before. */
struct period period_year_before(const struct period *p);
/* The same kind just before p, fully over (the last Friday; the month before). Its `at` is its own end. */
struct period period_before(const struct period *p);

#endif
