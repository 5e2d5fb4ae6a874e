/* Entries made by hand: values and points that no portal gives, each with who says so, when, and on what
 * evidence. They are only ever added to: a correction is a new entry with a later moment. */
#ifndef MOTCUA_ENTRY_FILE_H
#define MOTCUA_ENTRY_FILE_H

#include "store/store.h"

struct manual_entries;

/* Reads CSV (the first line names the columns) or JSON (a list of objects), with criterion, unit, period
 * (2022, 2022-Q4, 2022-11 ...), entered_by, at, and at least one of value (a number, or what
 * entry.h reads, or words), points, appraised, target, gain, deadline (the last day), responsible,
 * note, evidence. ruleset: whose criterion it is; left out: of any. NULL and e (ERROR_DATA, where = file and
 * line or place). */
MUST_CHECK struct manual_entries *entry_file_read(const char *file, struct error *e);
void entry_file_free(struct manual_entries *m); /* safe with NULL */
size_t entry_file_count(const struct manual_entries *m);

/* All or none. *added: those that were not there yet. ERROR_DATA: one is there with the same moment and says
 * otherwise. */
MUST_CHECK bool entry_file_store(const struct manual_entries *m, struct store *s, size_t *added,
                                 struct error *e);

#endif
