/* What a clerk can choose from: the columns that exports have, and for a field the words of its values, as the
 * shipped manifest of exports has them. */
#ifndef MOTCUA_IMPORT_WORD_CHOICE_H
#define MOTCUA_IMPORT_WORD_CHOICE_H

#include <stddef.h>

#include "base/error.h"

struct word_choices;

MUST_CHECK struct word_choices *word_choices_load(struct error *e);
void word_choices_free(struct word_choices *c); /* safe with NULL */

/* The first word of each value of a field, in the manifest's order, into `out`, at most max; returns how many.
 * Borrowed from c. */
size_t word_choices_of(const struct word_choices *c, const char *field, const char **out, size_t max);
/* The word of these that another word surely means: it holds, or is held by, words of one value alone, and is not
 * their denial. NULL: a person must choose. Borrowed from c. */
const char *word_choices_guess(const struct word_choices *c, const char *field, const char *word);
/* The first title of each column; and the column of such a title, or NULL. Borrowed. */
size_t word_choices_columns(const struct word_choices *c, const char **out, size_t max);
/* The first title of a column or a field, for people; the name itself where the manifest has none. */
const char *word_choices_title(const struct word_choices *c, const char *name);

#endif
