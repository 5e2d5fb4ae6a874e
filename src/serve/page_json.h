/* Parts of the JSON twins. Rates are percent with two decimals, as the commands give them; unknown is null. */
#ifndef MOTCUA_SERVE_PAGE_JSON_H
#define MOTCUA_SERVE_PAGE_JSON_H

#include <jansson.h>

#include "serve/route.h"

/* {"moment", "from", "to", "complete"}; NULL: no memory, as for all here. The caller owns what is returned. */
json_t *json_report(const struct report *r);
/* A unit in the report: unit, name, rank, of, kept, judged, short, commitments. */
json_t *json_row(const struct report *r, const struct report_row *row);
/* The lines of `motcua metrics --unit` for v->unit, each with name, numerator, denominator, rate, target, kept,
 * fix_existing, need_new. */
MUST_CHECK bool json_metrics(const struct visit *v, json_t **out, struct error *e);
/* Takes the reference. NULL is a failure. */
MUST_CHECK bool json_reply(struct reply *out, json_t *whole, struct error *e);

#endif
