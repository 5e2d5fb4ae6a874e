/* Entries that people make by hand for a score: figures, points, appraised points, plans, evidence, announced
 * totals and ranks. No entry is overwritten: of several entries for the same unit, criterion and period the latest
 * counts, separately for each part (a value with its points, appraised points, a plan, a deadline, who is
 * responsible, a note, evidence). */
#ifndef MOTCUA_ENTRY_H
#define MOTCUA_ENTRY_H

#include "base/error.h"
#include "base/moment.h"
#include "base/period.h"
#include "index/scoring_rule.h"
#include "store/store.h"

struct entry {
    const char *ruleset;   /* the ruleset of the criterion; "": any ruleset */
    const char *unit;      /* code */
    const char *criterion; /* code in the ruleset; RULESET_TOTAL, RULESET_RANK, RULESET_RATING */
    enum period_kind period_kind;
    moment period_from;
    struct measure measure; /* MEASURE_NONE: no value was entered; a single number is a rate in percent
                               where the rule takes a rate */
    bool has_points, has_appraised, has_target, has_gain, has_start;
    decimal points, appraised;   /* self-scored points; points given by the appraiser */
    decimal target, gain, start; /* of a plan: points to reach, points to gain, points at its start */
    moment planned;              /* when the plan was entered */
    moment deadline;             /* the last day; 0: none */
    const char *responsible;     /* or "" */
    const char *text;            /* a value in words, such as the name of a rating; or "" */
    const char *evidence;        /* reference of a file or document; or "" */
    size_t files;                /* files of evidence for this criterion */
    const char *note;            /* the cause of a loss, in the officer's words; or "" */
    const char *by;              /* who made the entry; or "" */
    moment at;                   /* when the entry was made */
};

/* A unit that a file of entries names and the store may not know. */
struct entry_unit {
    const char *code, *name, *kind;
};

struct entry_set; /* owns the texts */

/* An empty set; NULL where memory ran out. */
MUST_CHECK struct entry_set *entry_set_new(void);
void entry_set_free(struct entry_set *s); /* safe with NULL */

/* An entry as text, before it is read. value: "85/100" (85 of 100), "16.643%" (a rate), "2" (a count), "4 4 4 3" (one
 * number for each period), "" or NULL; a comma may stand for the decimal point. points, appraised, target and gain are
 * decimals as text, or NULL. */
struct entry_text {
    const char *unit, *criterion, *value, *points, *appraised, *target, *text, *evidence, *note, *by;
    const char *ruleset, *gain, *responsible;
    enum period_kind period_kind;
    moment period_from, at, deadline;
    bool file; /* the evidence is a file that `evidence add` entered */
};
/* Adds one entry and copies its texts (NULL is kept as ""). ERROR_DATA: a number cannot be read, or the set has
 * LIMIT_SCORE_INPUTS entries already. Readers of files and of the store all add entries here. */
MUST_CHECK bool entry_set_add(struct entry_set *s, const struct entry_text *in, struct error *e);

/* Adds the entries and units of a JSON file (schema/score-inputs.schema.json). cutoff: of weeks, see period.h.
 * False and e: the file cannot be read, does not fit its schema, or has a wrong number or period. */
MUST_CHECK bool entry_set_load(struct entry_set *s, const char *file, int cutoff, struct error *e);

/* Adds the entries of the store (tables manual_entry and evidence) that were made at or before `known`. */
MUST_CHECK bool entry_set_read(struct entry_set *s, struct store *store, moment known, struct error *e);

/* Returns, before entry_set_seal(), the i-th entry that the last entry_set_load() added; NULL behind the last entry. */
const struct entry *entry_set_told(const struct entry_set *s, size_t i);

/* Merges the entries for the same unit, criterion and period, after the last add. entry_find() needs a sealed set. */
void entry_set_seal(struct entry_set *s);
/* Returns the merged entry for a unit, a criterion and a period, from entries for that ruleset and for any ruleset;
 * NULL: nobody made such an entry. s may be NULL. The entry is borrowed from the sealed set. */
const struct entry *entry_find(const struct entry_set *s, const char *ruleset, const char *unit,
                               const char *criterion, enum period_kind kind, moment from);
const char *entry_set_ruleset(const struct entry_set *s); /* named by the JSON file, or NULL */
const char *entry_set_of(const struct entry_set *s);      /* the period named by the JSON file, or NULL */
size_t entry_set_unit_count(const struct entry_set *s);
const struct entry_unit *entry_set_unit(const struct entry_set *s, size_t i);

/* Reads one entered value. False: the text has no form of entry_text.value. list: room for LIMIT_MEASURES numbers; a
 * MEASURE_LIST points into that room. */
MUST_CHECK bool measure_read(const char *text, decimal *list, struct measure *out);

#endif
