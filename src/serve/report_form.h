/* A form says which report a visitor asks for, and which texts the visitor filled in; the report's paper is made
 * here. */
#ifndef MOTCUA_SERVE_REPORT_FORM_H
#define MOTCUA_SERVE_REPORT_FORM_H

#include "report/compose.h"
#include "serve/route.h"

enum report_kind { REPORT_FRIDAY, REPORT_PERIOD, REPORT_UNIT, REPORT_FORM_06, REPORT_FORM_06B, REPORT_KINDS };

/* Texts are borrowed from the request. */
struct report_form {
    enum report_kind kind;
    moment friday;      /* cut-off of a Friday; MOMENT_NONE: the latest */
    moment known;       /* the report is made as known at this moment; MOMENT_NONE: now */
    const char *period; /* "2022-11"; "": the month of today */
    const char *unit;   /* code; "": all units; for an account of a unit its own unit */
    struct office_fill fill;
    int cutoff; /* of the config: the hour of Friday at which weeks end, in seconds */
};

const char *report_kind_name(enum report_kind kind); /* the word of the address */

/* Reads the fields of an address or a form; an unknown kind of report means the visitor's usual kind. *allowed false:
 * the visitor may not read such a report. False and e: ERROR_USAGE, a period or a day is not understood. */
MUST_CHECK bool report_form_read(const struct visit *v, const struct request_fields *from,
                                 struct report_form *out, bool *allowed, struct error *e);
/* Appends the form as the query of an address, for links: "?loai=...&so=...", percent-encoded. */
void report_form_query(const struct report_form *f, struct buffer *out);

/* A visitor's question for a report, and the paper that answers. */
struct report_asking {
    struct report_form form;
    const struct report *report; /* borrowed from the model; NULL for forms of counts */
    struct paper *paper;         /* the caller frees */
};
/* Reads the form and makes the paper; sheets true makes the sheets of a workbook in place of the annexes. *refused
 * true: the visitor may not read the report, out holds the refusal, and there is no paper. False and e: the question is
 * wrong or the program fails. */
MUST_CHECK bool report_asking_read(struct visit *v, struct reply *out, const struct request_fields *from,
                                   bool sheets, struct report_asking *a, bool *refused, struct error *e);

#endif
