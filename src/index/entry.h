/* What people enter by hand for a score: figures, points, what the appraiser gave, plans, evidence, announced
 * totals and ranks. Nothing is overwritten: of several entries for the same unit, criterion and period the
 * latest counts, each for what it says (a value with its points, what the appraiser gave, a plan, a deadline,
 * who is responsible, a note, evidence). */
#ifndef MOTCUA_SCORE_INPUT_H
#define MOTCUA_SCORE_INPUT_H

#include "base/error.h"
#include "base/moment.h"
#include "base/period.h"
#include "index/scoring_rule.h"
#include "store/store.h"

struct score_input {
    const char *ruleset;   /* whose criterion it is; "": of any */
    const char *unit;      /* code */
    const char *criterion; /* code in the ruleset; RULESET_TOTAL, RULESET_RANK, RULESET_RATING */
    enum period_kind period_kind;
    moment period_from;
    struct measure measure; /* MEASURE_NONE where points alone were entered; a single number is a rate in
                               percent where the rule takes a rate */
    bool has_points, has_appraised, has_target, has_gain, has_start;
    decimal points, appraised;   /* self-score; what the appraiser gave */
    decimal target, gain, start; /* of a plan: points to reach, how many more that is, points at its start */
    moment planned;              /* when the plan was entered */
    moment deadline;             /* the last day; 0: none */
    const char *responsible;     /* or "" */
    const char *text;            /* words, where the value is no figure: a rating's name */
    const char *evidence;        /* reference of a file or document; "" where there is none */
    size_t files;                /* how many files the evidence is */
    const char *note;            /* the cause of a loss, in the officer's words; or "" */
    const char *by;              /* who entered it; or "" */
    moment at;
};

/* A unit that the store may not know: a document's own. */
struct score_input_unit {
    const char *code, *name, *kind;
};

struct score_inputs; /* owns the texts */

/* An empty collection. NULL: no memory. */
MUST_CHECK struct score_inputs *score_inputs_new(void);
void score_inputs_free(struct score_inputs *s); /* safe with NULL */

/* Adds one entry; texts are copied (NULL is ""). value is what was entered: "85/100" (of), "16.643%" (a
 * rate), "2" (a count), "4 4 4 3" (one for each period), "" or NULL; a comma may stand for the point. points,
 * appraised, target and gain are decimals as text, or NULL. ERROR_DATA where one of them is none. Whoever
 * reads entries, from a file or from a store, adds them here. */
struct score_input_text {
    const char *unit, *criterion, *value, *points, *appraised, *target, *text, *evidence, *note, *by;
    const char *ruleset, *gain, *responsible;
    enum period_kind period_kind;
    moment period_from, at, deadline;
    bool file; /* its evidence is a file that was entered as such */
};
MUST_CHECK bool score_inputs_add(struct score_inputs *s, const struct score_input_text *in, struct error *e);

/* Adds the entries of a JSON file (schema/score-inputs.schema.json). ERROR_CONFIG, ERROR_DATA. */
MUST_CHECK bool score_inputs_load(struct score_inputs *s, const char *file, struct error *e);

/* Adds what was entered into the store (manual_entry, evidence) at or before a moment. */
MUST_CHECK bool score_inputs_read(struct score_inputs *s, struct store *store, moment known, struct error *e);

/* After the last add: puts together what was entered for the same, so that score_input_find() works. */
void score_inputs_seal(struct score_inputs *s);
/* What holds for a unit, a criterion of a ruleset and a period: entries of that ruleset and of any. NULL
 * where there is none (s may be NULL). */
const struct score_input *score_input_find(const struct score_inputs *s, const char *ruleset,
                                           const char *unit, const char *criterion, enum period_kind kind,
                                           moment from);
const char *score_inputs_ruleset(const struct score_inputs *s); /* the ruleset that the file names, or NULL */
const char *score_inputs_of(const struct score_inputs *s);      /* the period that it names, or NULL */
size_t score_inputs_unit_count(const struct score_inputs *s);
const struct score_input_unit *score_inputs_unit(const struct score_inputs *s, size_t i);

/* One entered value. false where it is none of the forms above. list: of LIMIT_MEASURES, filled for a
 * MEASURE_LIST, which then points into it. */
MUST_CHECK bool measure_read(const char *text, decimal *list, struct measure *out);

#endif
