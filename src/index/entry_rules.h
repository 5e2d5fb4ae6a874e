/* The rulesets that entries made by hand are held against when a file of them is imported. */
#ifndef MOTCUA_ENTRY_RULES_H
#define MOTCUA_ENTRY_RULES_H

#include "index/entry_file.h"

/* Holds the entries against the rulesets of the config (without any, the default one), all that are shipped, and the
 * units of the store. false and e (ERROR_DATA: an entry is refused; or a ruleset or the store cannot be read). */
MUST_CHECK bool entry_file_hold(const struct entry_file *entries, const char *const *rulesets, size_t count,
                                struct store *store, struct error *e);
/* The same for the entries that a file brought into a set, before it is sealed. */
MUST_CHECK bool entry_set_check(const struct entry_set *s, const struct entry_checker *checker,
                                struct error *e);

#endif
