/* Which report somebody asks for on a page, with what was filled in; and the paper of it. */
#ifndef MOTCUA_SERVE_REPORT_FORM_H
#define MOTCUA_SERVE_REPORT_FORM_H

#include "report/compose.h"
#include "serve/route.h"

enum report_kind { REPORT_FRIDAY, REPORT_PERIOD, REPORT_UNIT, REPORT_FORM_06, REPORT_FORM_06B, REPORT_KINDS };

/* Texts are borrowed from the request. */
struct report_form {
    enum report_kind kind;
    moment friday;      /* a cut-off; MOMENT_NONE: the latest */
    moment known;       /* as it was known then; MOMENT_NONE: now */
    const char *period; /* "2022-11"; "": the one of today */
    const char *unit;   /* code; "": all, or the account's own */
    struct office_fill fill;
    int cutoff; /* of the config: the hour of Friday at which weeks end, in seconds */
};

const char *report_kind_name(enum report_kind kind); /* as in the address */

/* Reads it from an address or a form. False and e: ERROR_USAGE what is not understood; *allowed false: the visitor may not
 * read such a report. */
MUST_CHECK bool report_form_read(const struct visit *v, const struct request_fields *from,
                                 struct report_form *out, bool *allowed, struct error *e);
/* The same as it stands in an address, for links: "?loai=...&so=...", percent-encoded. */
void report_form_query(const struct report_form *f, struct buffer *out);

/* One visit: what is asked for and what was made of it. */
struct report_asking {
    struct report_form form;
    const struct report *report; /* borrowed; NULL: of forms of counts */
    struct paper *paper;         /* the caller frees */
};
/* sheets: for a workbook. *refused: the visitor may not read that and was told so; there is no paper. False and e: a
 * fault, of what is asked or of the program. */
MUST_CHECK bool report_asking_read(struct visit *v, struct reply *out, const struct request_fields *from,
                                   bool sheets, struct report_asking *a, bool *refused, struct error *e);

#endif
