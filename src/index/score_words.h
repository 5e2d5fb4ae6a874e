/* A score in words, in the language in use: the cause of lost points, the rule of a criterion. Every function appends
 * to a buffer or returns a fixed text. */
#ifndef MOTCUA_SCORE_WORDS_H
#define MOTCUA_SCORE_WORDS_H

#include "base/buffer.h"
#include "base/text.h"
#include "index/score.h"

/* A decimal rounded to four places, trailing zeros dropped down to min_decimals: "0,8042". */
const char *decimal_text(decimal value, int min_decimals, char out[TEXT_NUMBER_BYTES]);

/* Appends what the rule asks: "full points from 85%, in proportion below". */
void score_rule_words(const struct scoring_rule *r, struct buffer *out);
/* Appends why criterion i has its points: the figures, what full points take, how many are missing, and last the
 * officer's own words. */
void score_cause(const struct score *s, size_t i, struct buffer *out);
/* Appends what makes a remedy plan due, by when and to whom; nothing where no plan is due. */
void score_remedy_words(const struct score *s, const struct score_remedy *due, struct buffer *out);

const char *score_side_words(enum score_side side); /* "appraised" */
const char *score_source_words(enum score_source s);
const char *score_basis_words(enum basis b);

/* What a reader must know of the ruleset's validity in the period; NULL: nothing, it is in force. asked: it was named. */
const char *score_validity(const struct ruleset *r, const struct period *p, bool asked, char *out,
                           size_t size);

#endif
