/* Scores over time: what each configured ruleset gives every unit and the criteria of it, kept as samples
 * (score_sample, score_now) beside those of counters and metrics. A row is added where something differs from
 * the one before it, and for the first poll of a day. Each names the ruleset's version: the one that its file
 * states, @, and eight digits of a hash of its content, so that a change that nobody numbered shows too. */
#ifndef MOTCUA_SCORE_HISTORY_H
#define MOTCUA_SCORE_HISTORY_H

#include "commitment/evaluation.h"
#include "config/config.h"

struct score_history;

/* The rulesets that the config names, and what was entered for them by `at`; v: an open evaluation, which
 * must outlive it. *out NULL, and true: none is configured. ERROR_CONFIG: a ruleset cannot be used. */
MUST_CHECK bool score_history_open(const struct config *c, struct store *s, const struct evaluation *v,
                                   moment at, struct score_history **out, struct error *e);
void score_history_close(struct score_history *h); /* safe with NULL */

/* Below h may be NULL: nothing is to be scored. */
/* Is some ruleset scored in periods of this kind? */
bool score_history_wants(const struct score_history *h, enum period_kind kind);
/* Was something entered or defined since that period was scored? */
bool score_history_stale(const struct score_history *h, enum period_kind kind, moment from, moment to);
/* Scores all units in a period that the evaluation stands at, and keeps the rows that are to be written; all:
 * a row for each known score, changed or not. */
MUST_CHECK bool score_history_make(struct score_history *h, const struct period *p, bool all,
                                   struct error *e);
/* Writes what was made, within a transaction that the caller began; *rows: how many. */
MUST_CHECK bool score_history_put(struct score_history *h, size_t *rows, struct error *e);
/* The definitions themselves, for the views; within a transaction. */
MUST_CHECK bool score_history_rules_put(const struct score_history *h, struct store *s, struct error *e);

#endif
