/* What a clerk can choose from: the columns that exports have, and for a field the words that its values go by, of the
 * shipped manifest of exports. */
#ifndef MOTCUA_IMPORT_WORD_CHOICE_H
#define MOTCUA_IMPORT_WORD_CHOICE_H

#include <stddef.h>

#include "base/error.h"

struct word_choices;

MUST_CHECK struct word_choices *word_choices_load(struct error *e);
void word_choices_free(struct word_choices *c); /* safe with NULL */

/* The first word of each value of a field, as the manifest orders them, into `out`; how many. Borrowed. */
size_t word_choices_of(const struct word_choices *c, const char *field, const char **out, size_t max);
/* The one of these that a word surely means: it holds, or is held by, words of one value alone, and is not their denial.
 * NULL: it is for a person to choose. */
const char *word_choices_guess(const struct word_choices *c, const char *field, const char *word);
/* The first title of each column; and the column of such a title, or NULL. Borrowed. */
size_t word_choices_columns(const struct word_choices *c, const char **out, size_t max);
/* What a column or a field is called: its first title; the name itself where there is none. */
const char *word_choices_title(const struct word_choices *c, const char *name);

#endif
