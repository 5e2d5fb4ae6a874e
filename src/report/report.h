/* The report: a model of the figures, made once; compose.h makes a paper of it. Only reads.
 *
 * As a library: report_make_asked() takes an open store and what is asked for; compose_report_with() (compose.h),
 * unit_paper_make() (unit_paper.h, after report_advise()), form06_make() (form06.h) make a paper; the writers of paper.h
 * (paper_html(), paper_docx(), paper_xlsx() ...) write it into a buffer; issue_add() (issue.h) records what was sent. */
#ifndef MOTCUA_REPORT_H
#define MOTCUA_REPORT_H

#include "base/buffer.h"
#include "commitment/evaluation.h"
#include "commitment/finding.h"
#include "commitment/mandate.h"
#include "commitment/rate_history.h"
#include "commitment/standing.h"
#include "report/series.h"
#include "report/unit_advice.h"
#include "store/catalogue.h"

struct report_row {
    size_t unit; /* index in now.units, or now.units.count for ALL */
    bool bound;  /* the set binds this unit: it is judged and ranked */
    struct standing now, before;
    struct ratio on_time;
    int rank,
        rank_before; /* 1 best; equal rows share a place (1-2-2-4); 0 not ranked: nothing is known of it */
};

struct report_overdue {
    char *code, *procedure; /* code: the key where the portal gave none yet; procedure: name and code */
    size_t unit;            /* index, or units.count where unknown */
    moment due;
    int days_late; /* days begun */
};

/* What some units must do with all dossiers of a kind, unit by unit. */
struct report_mandates {
    struct mandate_set *set;
    struct period period;
    bool judges;          /* the set is in force in its period */
    struct ratio *ratios; /* mandate after mandate, units.count + 1 each */
};

/* The period of the set that ended between the last Friday and this one: its final result. */
struct report_closed {
    bool there;
    struct evaluation v;
    const struct commitment_set *set; /* of v */
    bool judges;
    struct report_row *rows; /* as the report's: `now` and `rank` alone */
    size_t row_count, bound_count;
    struct report_row all;
};

/* What is asked for. */
struct report_ask {
    bool friday;           /* the period of the set to date, with its week; else that of `kind` and `of` */
    enum period_kind kind; /* of a report on a period */
    const char *of;        /* or NULL: the one that holds `at` */
    moment at;             /* MOMENT_NONE: now; of a Friday report the cut-off of the latest Friday */
    const char *set;       /* of commitments; NULL: the config's first */
};

struct report {
    const struct config *config;
    bool friday;
    /* The same definitions and units in four periods: the set's own (month or year) to date, the same a week
     * ago, the week, the year. */
    struct evaluation now, before, week, year;
    bool has_before;                  /* false in the first week of the set's period */
    struct evaluation last_year;      /* the same period of the year before; of a report on a period */
    const struct commitment_set *set; /* of now; before's, week's and year's are equal to it */
    const struct metric *on_time;
    bool shown[LIMIT_COMMITMENTS];  /* commitments that there is any data for: they have a card */
    bool column[LIMIT_COMMITMENTS]; /* those that some single unit has data for: they have a column; the
                                       others are named as without data */
    bool has_points;
    struct report_row *rows; /* judged ones first, then kind by kind, best first; ranked within their kind */
    size_t row_count, bound_count;
    struct report_row all;
    struct workdays *workdays;
    struct rate_history *history; /* what the rates of `now` will be at its period's end */
    struct {
        struct report_overdue *items; /* by due date */
        size_t count;
        int64_t total;           /* -1: not known */
        struct catalogue *names; /* of the procedures */
    } overdue;
    struct series *series;
    struct {
        struct report_mandates *sets;
        size_t count;
    } mandates;
    struct findings findings;
    struct report_closed closed;
    struct unit_advice *advice; /* what units do first: report_advise() brings it, or NULL */
};

/* at: the cut-off; MOMENT_NONE: that of the latest Friday. set_name: NULL for the config's first. */
MUST_CHECK struct report *report_make(const struct config *c, struct store *s, moment at,
                                      const char *set_name, struct error *e);
MUST_CHECK struct report *report_make_asked(const struct config *c, struct store *s,
                                            const struct report_ask *ask, struct error *e);
/* Adds what each unit does first, found by the advisor as 'motcua advise' tells it; for unit_paper_make(). set: as it was
 * asked for, or NULL. */
MUST_CHECK bool report_advise(struct report *r, struct store *s, const char *set, struct error *e);
void report_free(struct report *r);
/* True if row i is the first of its kind among rows that are sorted as the report's are. */
bool report_row_begins(const struct unit_set *units, const struct report_row *rows, size_t i);
/* True if the set is in force in the period, or was asked for: units are judged by it. */
bool report_judges(const struct report *r);
/* Bound units of which at least one commitment could be judged. */
size_t report_judged(const struct report *r);
/* True if nothing arose yet under any commitment whose data are there: nothing is to be judged, nothing is missing. */
bool report_idle(const struct report *r);
/* A counter of all units together; unknown where there is none of that name. */
struct tally report_tally(const struct evaluation *v, const char *counter);

#endif
