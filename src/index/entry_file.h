/* A file of entries made by hand: values and points that no portal gives, each with the person who made the entry, the
 * moment and the evidence. The store only ever adds entries: a correction is a new entry with a later moment. */
#ifndef MOTCUA_ENTRY_FILE_H
#define MOTCUA_ENTRY_FILE_H

#include <jansson.h>

#include "index/entry_check.h"
#include "store/store.h"

struct entry_file;

/* Reads CSV (the first line names the columns) or JSON (a list of objects), with criterion, unit, period (2022,
 * 2022-Q4, 2022-11 ...), entered_by, at, and at least one of value (a number, or what entry.h reads, or words),
 * points, appraised, target, gain, deadline (the last day), responsible, note, evidence. ruleset names the ruleset
 * of the criterion; an entry without a ruleset counts for any ruleset. cutoff: of weeks, see period.h. NULL and e
 * (ERROR_DATA, where = file and line or position in the list). */
MUST_CHECK struct entry_file *entry_file_read(const char *file, int cutoff, struct error *e);
/* Reads entries from a list of objects in memory, as entry_file_read() does; name stands for the file in messages. */
MUST_CHECK struct entry_file *entry_file_take(const json_t *list, const char *name, int cutoff,
                                              struct error *e);
void entry_file_free(struct entry_file *m); /* safe with NULL */
size_t entry_file_count(const struct entry_file *m);

/* Checks every entry by entry_claim_check(), before any entry is stored. ERROR_DATA: the first fault, with its line. */
MUST_CHECK bool entry_file_check(const struct entry_file *m, const struct entry_checker *checker,
                                 struct error *e);

/* Stores all entries or none. *added: entries that the store did not have. ERROR_DATA: the store has a different
 * entry with the same unit, criterion, period and moment. */
MUST_CHECK bool entry_file_store(const struct entry_file *m, struct store *s, size_t *added, struct error *e);

#endif
