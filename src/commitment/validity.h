/* Validity: from when to when a set of commitments, of mandates or a ruleset is in force, and the words for a period in
 * which it is not. One place for all three. */
#ifndef MOTCUA_VALIDITY_H
#define MOTCUA_VALIDITY_H

#include <jansson.h>

#include "base/period.h"

/* Reads {"from": "2022-11-01", "to": "2022-12-31"}, first and last day, either or both left out, json NULL too; *to is the
 * midnight after the last day. ERROR_CONFIG, where = file: a day that is none, or an end before the begin. */
MUST_CHECK bool validity_read(const json_t *json, const char *file, moment *from, moment *to,
                              struct error *e);
/* True if [from, to) (MOMENT_NONE: open) has a moment in common with what has passed of the period; of a period that
 * has not begun, with the period. */
bool validity_holds(moment from, moment to, const struct period *p);
/* "in force from 01/11/2022 to 31/12/2022": `to` is the midnight after the last day. Returns out. */
const char *validity_days(moment from, moment to, char *out, size_t size);
/* The sentence that `title` was not in force in the period, with the days; judged: that the figures are judged by it all
 * the same, for it was named. Returns out. */
const char *validity_say(const char *title, moment from, moment to, bool judged, char *out, size_t size);

#endif
