/* Words of predicates (predicate.h), for those who translate them: into SQL, or into operations on blocks. */
#ifndef MOTCUA_PREDICATE_WORD_H
#define MOTCUA_PREDICATE_WORD_H

#include "rows/dossier.h"

/* Days are counted from a day before all others (1 January 1900, a Monday), so that division never meets a
 * negative number. */
#define PREDICATE_DAYS_BEFORE 25567
#define PREDICATE_DAY_SHIFT   (PREDICATE_DAYS_BEFORE * 86400L + 25200L)

/* How a text beside a value is read. */
enum predicate_domain { DOMAIN_NUMBER, DOMAIN_TEXT, DOMAIN_CHANNEL, DOMAIN_STATUS };

enum predicate_domain predicate_domain_of(int field);
/* Returns the number of a word of the domain; -1: the domain has no such word. */
int predicate_word(enum predicate_domain domain, const char *text);
/* Returns the enum predicate_param with this name ("from" "to" "at" "cut"), or -1. */
int predicate_param_find(const char *name);

#endif
