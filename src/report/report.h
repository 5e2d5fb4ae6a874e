/* The Friday report: a model of it (report.c) and its HTML (page.c, parts.c, units.c). Only reads. */
#ifndef MOTCUA_REPORT_H
#define MOTCUA_REPORT_H

#include "base/buffer.h"
#include "commitment/evaluation.h"
#include "commitment/rate_history.h"
#include "commitment/standing.h"

struct report_row {
    size_t unit; /* index in now.units, or now.units.count for ALL */
    bool bound;  /* the set binds this unit: it is judged and ranked */
    struct standing now, before;
    struct ratio on_time;
    int rank,
        rank_before; /* 1 best; equal rows share a place (1-2-2-4); 0 not ranked: nothing is known of it */
};

struct report_overdue {
    char *code, *procedure; /* code: the key where the portal gave none yet */
    size_t unit;            /* index, or units.count where unknown */
    moment due;
    int days_late; /* days begun */
};

struct report {
    const struct config *config;
    /* The same definitions and units in four periods: the set's own (month or year) to date, the same a week
     * ago, the week, the year. */
    struct evaluation now, before, week, year;
    bool has_before;                  /* false in the first week of the set's period */
    const struct commitment_set *set; /* of now; before's, week's and year's are equal to it */
    const struct metric *on_time;
    bool shown[LIMIT_COMMITMENTS];  /* commitments that there is any data for: they have a card */
    bool column[LIMIT_COMMITMENTS]; /* those that some single unit has data for: they have a column; the
                                       others are named as without data */
    bool has_points;
    struct report_row *rows; /* judged ones first, best first */
    size_t row_count, bound_count;
    struct report_row all;
    struct workdays *workdays;
    struct rate_history *history; /* what the rates of `now` will be at its period's end */
    struct report_overdue *overdue;
    size_t overdue_count;
    int64_t overdue_total;              /* -1: not known */
    const struct source_state *sources; /* of now */
    size_t source_count;
    bool incomplete; /* some source was not read whole, or not lately */
    char **quality;  /* sentences */
    size_t quality_count;
};

/* at: the cut-off; MOMENT_NONE: that of the latest Friday. set_name: NULL for the config's first. */
MUST_CHECK struct report *report_make(const struct config *c, struct store *s, moment at,
                                      const char *set_name, struct error *e);
void report_free(struct report *r);
/* A counter of all units together; unknown where there is none of that name. */
struct tally report_tally(const struct evaluation *v, const char *counter);

/* One self-contained HTML file: no address outside it, prints on A4. written: the time in its foot;
 * MOMENT_NONE: now. */
MUST_CHECK bool report_html(const struct report *r, moment written, struct buffer *out, struct error *e);

#endif
