/* Checks imported entries made by hand against rulesets and units. */
#ifndef MOTCUA_ENTRY_RULES_H
#define MOTCUA_ENTRY_RULES_H

#include "index/entry_file.h"

/* Checks the entries against the rulesets of the config (RULESET_DEFAULT where count is 0), all shipped rulesets,
 * and the units of the store. False and e: an entry is refused (ERROR_DATA), or a ruleset or the store cannot be
 * read. */
MUST_CHECK bool entry_file_hold(const struct entry_file *entries, const char *const *rulesets, size_t count,
                                struct store *store, struct error *e);
/* Checks the entries that entry_set_load() added to a set, before the set is sealed: each by the checker, and that
 * the file names no unit twice and has no two entries of one moment that contradict each other. ERROR_DATA: an
 * entry is refused. */
MUST_CHECK bool entry_set_check(const struct entry_set *s, const struct entry_checker *checker,
                                struct error *e);

#endif
