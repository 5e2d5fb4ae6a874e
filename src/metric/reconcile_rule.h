/* Known reasons why two sources differ (schema/reconcile.json), compiled: a portal counts another moment as received,
 * a registry leaves a status out. */
#ifndef MOTCUA_RECONCILE_RULE_H
#define MOTCUA_RECONCILE_RULE_H

#include <jansson.h>

#include "base/limit.h"
#include "base/period.h"
#include "count/unit.h"
#include "store/store.h"

struct reconcile_rule {
    const char *name, *title, *manifest, *status; /* borrowed; manifest, status: or NULL */
    const json_t *counters, *published, *when;    /* or NULL */
    int64_t *dossiers
        [2]; /* dossiers of the first and the second source that meet `when`, by unit; NULL: not counted */
};

struct reconcile_rules {
    json_t *document;
    struct reconcile_rule rules[LIMIT_RECONCILE_RULES];
    size_t count;
};

/* One difference between two sources, with the facts of both sources that rules look at. */
struct reconcile_case {
    const char *counter;
    size_t unit;
    struct value a, b; /* an unknown number counts as 0 in the difference */
    const char *manifest_a, *manifest_b;
    const char *status_a, *status_b; /* of published figures; or NULL */
    bool published_a, published_b;
};

/* Loads schema/reconcile.json. False and e (ERROR_CONFIG): the file is wrong. */
MUST_CHECK bool reconcile_rules_load(struct reconcile_rules *r, struct error *e);
void reconcile_rules_free(struct reconcile_rules *r);
/* Returns the counter that a published name stands for; the name itself where no rule names a counter. */
const char *reconcile_same(const struct reconcile_rules *r, const char *name);
/* Counts, for each rule, the dossiers of a source that meet the rule's `when`, into dossiers[side]. side: 0 for the
 * first source, 1 for the second. */
MUST_CHECK bool reconcile_rules_count(struct reconcile_rules *r, int side, struct store *s, int64_t source,
                                      const struct unit_set *units, const struct period *p, struct error *e);
/* Returns the first rule that explains the difference; NULL where no rule does. Borrowed from r. */
const struct reconcile_rule *reconcile_explain(const struct reconcile_rules *r,
                                               const struct reconcile_case *c);

#endif
