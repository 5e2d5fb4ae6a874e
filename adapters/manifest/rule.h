/* Rules: how one field of ours is made from members of a record. A rule is data, compiled once from its
 * manifest and then only read. */
#ifndef MOTCUA_RULE_H
#define MOTCUA_RULE_H

#include <jansson.h>

#include "adapters/manifest/member_tree.h"
#include "adapters/manifest/scalar.h"
#include "rows/dossier.h"

/* What a rule can fill: the fields of a dossier, the unit's other members, the parts of a figure. */
enum target {
    TARGET_UNIT_NAME = DOSSIER_FIELD_COUNT,
    TARGET_UNIT_KIND,
    TARGET_UNIT_ID, /* what the portal itself tells the unit by; learnt, not kept */
    TARGET_CHANGED, /* of a dossier: when the portal changed its record last; moves the cursor, not kept */
    TARGET_METRIC,
    TARGET_NUMERATOR,
    TARGET_DENOMINATOR,
    TARGET_RATIO,
    TARGET_SCORE,
    TARGET_MAX,
    TARGET_STATUS,
    TARGET_COUNT
};
enum target_type { TARGET_TEXT, TARGET_NUMBER, TARGET_MOMENT, TARGET_FLAG, TARGET_SCALED };

const char *target_name(int target); /* as manifests write it */
enum target_type target_type(int target);
int target_find(const char *name); /* or -1 */

/* A scalar as the decoder kept it. */
enum cell_kind { CELL_ABSENT, CELL_TEXT, CELL_NUMBER, CELL_WRONG /* a list or an object */, CELL_LONG };
struct cell {
    enum cell_kind kind;
    uint32_t offset, length; /* in the row's bytes */
};
/* The kept values of one record. */
struct row {
    const struct cell *cells; /* by slot */
    const char *bytes;
    uint64_t hits, seen, wrong; /* of tests, by bit */
};

struct code {
    const char *text;
    size_t length;
};

/* A test that the decoder makes as a value passes; the value is not kept. */
enum test_kind { TEST_IS, TEST_PRESENT, TEST_POSITIVE };
struct test {
    enum test_kind kind;
    struct code *codes; /* of TEST_IS; owned */
    size_t count;
};
bool test_holds(const struct test *t, const char *text, size_t n);

struct rule_code { /* the portal's word and ours */
    struct code from;
    struct value to;
};
struct rule_case { /* if the test holds, then the value */
    int test;
    struct value then;
};
enum rule_else { ELSE_REJECT, ELSE_UNKNOWN, ELSE_VALUE };

struct rule {
    int target;
    bool required;
    bool unit_of_code;    /* of a dossier code, the unit's part */
    bool lookup;          /* the value is a unit_id: what stands for it was learnt before */
    int from[LIMIT_FROM]; /* slots; the first that is not empty counts */
    size_t from_count;
    struct date_pattern date; /* pattern NULL: none */
    bool latest;              /* the latest of all dates at `from` counts, not the first */
    struct rule_code *map;    /* owned */
    size_t map_count;
    struct rule_case *cases; /* instead of from; owned */
    size_t case_count;
    bool blind_unknown; /* where none of the cases' members is there, it is not known, whatever `otherwise`
                           says */
    enum rule_else otherwise; /* a word not in the map, or no case holds */
    struct value else_value;
    struct value absent; /* where no member is there; not known: unknown */
};
void rule_free(struct rule *r);

/* Why a value could not be taken; the words are for _(). */
struct rule_fault {
    const char *reason;
    enum cell_kind kind;
    const char *text;
    size_t length;
};
/* false: the record is to be rejected, *fault says why. Text in *out is borrowed from the row or the
 * manifest. */
MUST_CHECK bool rule_value(const struct rule *r, const struct row *row, struct value *out,
                           struct rule_fault *fault);

#endif
