/* A score in words, in the language in use: the cause of lost points, the rule of a criterion. Every function appends
 * to a buffer or returns a fixed text. */
#ifndef MOTCUA_SCORE_WORDS_H
#define MOTCUA_SCORE_WORDS_H

#include "base/buffer.h"
#include "base/text.h"
#include "index/score.h"

/* Writes a decimal rounded to four places, without trailing zeros beyond min_decimals: "0,8042". Returns out. */
const char *decimal_text(decimal value, int min_decimals, char out[TEXT_NUMBER_BYTES]);

/* Appends the rule in words: "full points from 85%, in proportion below". */
void score_rule_words(const struct scoring_rule *r, struct buffer *out);
/* Appends why criterion i has its points: the figures, the rate or number that full points need, how many dossiers are
 * missing, and last the officer's own words. */
void score_cause(const struct score *s, size_t i, struct buffer *out);
/* Appends the areas and the rating that make a remedy plan due, and before which day; nothing where no plan is due. */
void score_remedy_words(const struct score *s, const struct score_remedy *due, struct buffer *out);

const char *score_side_words(enum score_side side); /* "appraised" "self-scored" */
const char *score_source_words(enum score_source s);
const char *score_basis_words(enum basis b);

/* Writes the sentence that the ruleset is not in force in the period and returns out; NULL: the ruleset is in
 * force. asked: the user named the ruleset. */
const char *score_validity(const struct ruleset *r, const struct period *p, bool asked, char *out,
                           size_t size);

#endif
