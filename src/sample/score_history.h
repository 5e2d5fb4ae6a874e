/* Scores over time: the points of every unit and criterion by each configured ruleset, kept as samples (score_sample,
 * score_now) beside those of counters and metrics. A row is added where something differs from the row before, and for
 * the first poll of a day. A row names the version of the ruleset: the version that the file states, @, and eight
 * digits of a hash of the content, so that a change without a new version number shows too. */
#ifndef MOTCUA_SCORE_HISTORY_H
#define MOTCUA_SCORE_HISTORY_H

#include "commitment/evaluation.h"
#include "config/config.h"

struct score_history;

/* Loads the rulesets that the config names, and the entries made by `at`. v is an open evaluation; v and s must
 * outlive the history. True with *out NULL: no ruleset is configured. ERROR_CONFIG: a ruleset cannot be used. */
MUST_CHECK bool score_history_open(const struct config *c, struct store *s, const struct evaluation *v,
                                   moment at, struct score_history **out, struct error *e);
void score_history_close(struct score_history *h); /* safe with NULL */

/* In all functions below h may be NULL, and nothing is scored.
 *
 * True if some ruleset is scored in periods of this kind. */
bool score_history_wants(const struct score_history *h, enum period_kind kind);
/* True if a ruleset of this kind of period is measured by procedures, which samples do not hold. */
bool score_history_counts_procedures(const struct score_history *h, enum period_kind kind);
/* True if a ruleset is in force in the period and its definition, an entry or the language changed since the period was
 * scored, or the period was never scored. */
bool score_history_stale(const struct score_history *h, enum period_kind kind, moment from, moment to);
/* True if a ruleset in force in the period counts merged units for their successors (successor), or for themselves. */
bool score_history_rolls(const struct score_history *h, const struct period *p, bool successor);
/* Scores all units in the period p, at which the evaluation must stand, by the rulesets that count merged units so
 * (successor: the evaluation's counts do, too), and keeps the rows to write. Rows of the other rulesets stay as they
 * are. all: every known score gets a row, changed or not. */
MUST_CHECK bool score_history_make(struct score_history *h, const struct period *p, bool successor, bool all,
                                   struct error *e);
/* Writes the rows of score_history_make(), in the caller's transaction, and adds their number to *rows. */
MUST_CHECK bool score_history_put(struct score_history *h, size_t *rows, struct error *e);
/* Replaces the definitions of rulesets and criteria that the views show, if they changed, in the caller's
 * transaction; h NULL: deletes all of them. */
MUST_CHECK bool score_history_rules_put(const struct score_history *h, struct store *s, struct error *e);

#endif
