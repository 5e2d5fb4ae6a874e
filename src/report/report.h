/* A report is a model of the figures, made once from the store, which is only read; compose.h makes a paper of the
 * model.
 *
 * As a library: report_make_asked() takes an open store and a struct report_ask. compose_report_with() (compose.h),
 * unit_paper_make() (unit_paper.h, after report_advise()) and form06_make() (form06.h) make a paper. The writers of
 * paper.h (paper_html(), paper_docx(), paper_xlsx() ...) write the paper into a buffer. issue_add() (issue.h) records
 * that the report was issued. */
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
    bool bound;  /* the set is in force or was asked for, and binds this unit, which is judged and ranked */
    struct standing now, before;
    struct ratio on_time;
    struct value computed; /* x FIGURE_SCALE: the total that the published parts give (computed.h) */
    int rank,
        rank_before; /* 1 is best; equal rows share a place (1-2-2-4); 0: not bound, or no commitment is judged */
};

struct report_overdue {
    /* code: the dossier's key while the portal gave no code; procedure: name and code, procedure_code: the code alone,
     * both "" if unknown */
    char *code, *procedure, *procedure_code;
    size_t unit; /* index of now.units, or units.count where the unit is unknown */
    moment due;
    int days_late; /* every begun day after `due` counts as one */
};

/* The result of one set of mandates: what some units must do with all dossiers of a kind, unit by unit. */
struct report_mandates {
    struct mandate_set *set;
    struct period period;
    bool judges;          /* the set is in force in its period */
    struct ratio *ratios; /* mandate after mandate, units.count + 1 ratios each; the last is ALL */
};

/* The final result of the set's period that ended between the last Friday and this one. */
struct report_closed {
    bool there;
    struct evaluation v;
    const struct commitment_set *set; /* borrowed from v */
    bool judges;
    struct report_row *rows; /* sorted as the report's rows; only unit, bound, `now` and `rank` are filled */
    size_t row_count, bound_count;
    struct report_row all;
};

/* The caller's question: which report is to be made. */
struct report_ask {
    /* the set's period to date, with the newest week; false: the period that `kind` and `of` name */
    bool friday;
    enum period_kind kind; /* of a report that is no Friday report */
    const char *of;        /* "2022-11", "2022-Q4" ...; NULL: the period that holds `at` */
    /* of a Friday report the cut-off itself; MOMENT_NONE: now, or the cut-off of the latest Friday */
    moment at;
    const char *set; /* name of the set of commitments; NULL: the config's first */
};

struct report {
    const struct config *config;
    bool friday;
    /* The same definitions and units in four periods. A Friday report: the set's own period (month or year) to date,
     * the same a week ago, the week, the year to date. A report on a period: that period, the period before it, its
     * last week, the year to date. `before`, `week` and `year` keep only the counters of all units together. */
    struct evaluation now, before, week, year;
    bool has_before; /* false for a Friday report in the first week of the set's period; else true */
    struct evaluation last_year;      /* the same period of the year before; empty in a Friday report */
    const struct commitment_set *set; /* borrowed from now; the sets of before, week and year are equal */
    const struct metric *on_time;
    bool shown[LIMIT_COMMITMENTS];  /* commitments with any data: each has a card */
    bool column[LIMIT_COMMITMENTS]; /* commitments with data for some single unit: each has a column; the
                                       report names the others as without data */
    bool has_points;
    struct report_row *rows;
    size_t row_count, bound_count;
    struct report_row all;
    struct workdays *workdays;
    /* the past slices from which the rates at the end of now's period are forecast */
    struct rate_history *history;
    struct {
        struct report_overdue *items; /* at most LIMIT_REPORT_OVERDUE, by due date */
        size_t count;
        int64_t total;           /* of all overdue dossiers; -1: not known */
        struct catalogue *names; /* of the procedures */
    } overdue;
    struct series *series;
    struct {
        struct report_mandates *sets;
        size_t count;
    } mandates;
    struct findings findings;
    struct report_closed closed;
    struct unit_advice *advice; /* what units do first; NULL until report_advise() */
};

/* Makes the Friday report. at: the report takes the latest cut-off at or before this moment; MOMENT_NONE: now.
 * set_name: NULL for the config's first. Both functions borrow c until report_free(), read the store in one snapshot,
 * and return NULL and e on failure. */
MUST_CHECK struct report *report_make(const struct config *c, struct store *s, moment at,
                                      const char *set_name, struct error *e);
MUST_CHECK struct report *report_make_asked(const struct config *c, struct store *s,
                                            const struct report_ask *ask, struct error *e);
/* Adds what each unit does first, as the advisor of 'motcua advise' finds the steps; unit_paper_make() needs them. set:
 * the name that the report was asked for, or NULL for the config's first. */
MUST_CHECK bool report_advise(struct report *r, struct store *s, const char *set, struct error *e);
void report_free(struct report *r);
/* True if row i is the first of its kind among rows in the order of the report's rows. */
bool report_row_begins(const struct unit_set *units, const struct report_row *rows, size_t i);
/* True if the set is in force in the period, or was asked for, so that units are judged. */
bool report_judges(const struct report *r);
/* Returns how many bound units have at least one judged commitment. */
size_t report_judged(const struct report *r);
/* Returns how many units of the row's kind have a place: units are ranked within their kind. */
size_t report_places(const struct report *r, const struct report_row *row);
/* True if nothing arose yet under every commitment that has data, so that nothing can be judged although no data are
 * missing. */
bool report_idle(const struct report *r);
/* Returns a counter of all units together; unknown where no counter has that name. */
struct tally report_tally(const struct evaluation *v, const char *counter);

#endif
