/* Predicates over a dossier, as data: JSON in prefix form, translated into SQL that SQLite and PostgreSQL
 * both read.
 *
 *   predicate:  true | false | a name under "define" | a flag field (holds where the field is 1)
 *               ["and", p, ...]  ["or", p, ...]  ["not", p]
 *               ["=", v, w]  ["<", v, w]  ["<=", v, w]  [">", v, w]  [">=", v, w]  ["in", v, [w, ...]]
 *               ["known", v]  ["unknown", v]
 *               ["presumed", p] (p; a source that cannot tell the fields of p is taken to tell nothing against p)
 *   value:      a field | a number | "from" "to" "at" "cut" (of the period) | a name under "define"
 *               ["day", v] (whole days, Vietnamese wall time)  ["weekday", v] (1 Monday .. 7 Sunday)
 *               ["plus", v, seconds]  ["first", v, ...] (the first known value)
 *
 * Beside a field that has words, a text is such a word: channel counter online postal; status new ... returned.
 * Beside a text field a text stands for itself. A comparison with an unknown value does not hold; ["not", ...] of
 * that comparison holds. */
#ifndef MOTCUA_PREDICATE_H
#define MOTCUA_PREDICATE_H

#include <jansson.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/period.h"
#include "rows/dossier.h"

enum predicate_param { PARAM_FROM, PARAM_TO, PARAM_AT, PARAM_CUT, PARAM_COUNT };

/* The parameters of one statement. Placeholders are numbered in the order of their first use. */
struct predicate {
    const json_t *define; /* names for predicates and values; or NULL */
    enum predicate_param params[PARAM_COUNT];
    int param_count;
    uint64_t
        needs; /* fields named so far: bit i for field i; ["first", a, b] needs a alone, ["presumed", p] none */
};

/* Appends p as an SQL condition in parentheses. On failure e->where is empty, for the caller alone knows in which
 * file the predicate stands. */
MUST_CHECK bool predicate_sql(struct predicate *state, const json_t *p, struct buffer *out, struct error *e);
/* Returns the value of a placeholder in period p, as a moment. */
int64_t predicate_param(enum predicate_param param, const struct period *p);

#endif
