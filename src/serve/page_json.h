/* The parts of the JSON twins. Rates are in percent with two decimals, as in the commands' output; an unknown value is
 * null. */
#ifndef MOTCUA_SERVE_PAGE_JSON_H
#define MOTCUA_SERVE_PAGE_JSON_H

#include <jansson.h>

#include "serve/route.h"

/* Returns {"from", "to", "complete"}. Here and below the caller owns the returned object; NULL: no memory. */
json_t *json_report(const struct report *r);
/* Returns a unit of the report: unit, name, rank, rank_before, of, kept, judged, short, commitments. */
json_t *json_row(const struct report *r, const struct report_row *row);
/* Fills *out with the lines of `motcua metrics --unit` for v->unit: the columns of the command, with "metric" renamed
 * to "name". The caller owns *out. False and e on failure. */
MUST_CHECK bool json_metrics(const struct visit *v, json_t **out, struct error *e);
/* Makes the reply this JSON and takes the reference to `whole`. False and e: whole is NULL, or no memory. */
MUST_CHECK bool json_reply(struct reply *out, json_t *whole, struct error *e);

#endif
