/* Validity: from when to when a set of commitments, a set of mandates or a ruleset is in force, and the sentence for a
 * period in which such a definition is not in force. */
#ifndef MOTCUA_VALIDITY_H
#define MOTCUA_VALIDITY_H

#include <jansson.h>

#include "base/period.h"

/* Reads {"from": "2022-11-01", "to": "2022-12-31"}, first and last day; each may be missing (MOMENT_NONE), and json
 * may be NULL. *to is the midnight after the last day. ERROR_CONFIG, where = file: a wrong day, or an end before
 * the start. */
MUST_CHECK bool validity_read(const json_t *json, const char *file, moment *from, moment *to,
                              struct error *e);
/* True if [from, to) (MOMENT_NONE: open) overlaps the passed part of the period; the whole period where it has not
 * begun. */
bool validity_holds(moment from, moment to, const struct period *p);
/* Writes "in force from 01/11/2022 to 31/12/2022", translated; `to` is the midnight after the last day. Returns out. */
const char *validity_days(moment from, moment to, char *out, size_t size);
/* Writes the sentence that `title` was not in force in the period, with the days; judged: that units are judged all the
 * same, because the user named the set. Returns out. */
const char *validity_say(const char *title, moment from, moment to, bool judged, char *out, size_t size);

#endif
