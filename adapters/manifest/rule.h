/* Rules: how a field of ours is made from members of a record. A rule is data, compiled once from its manifest and
 * after that only read. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_RULE_H
#define MOTCUA_ADAPTERS_MANIFEST_RULE_H

#include <jansson.h>

#include "adapters/manifest/member_tree.h"
#include "adapters/manifest/scalar.h"
#include "rows/dossier.h"

/* What a rule can fill: the fields of a dossier, the unit's other members, the parts of a figure. */
enum rule_target {
    RULE_TARGET_UNIT_NAME = DOSSIER_FIELD_COUNT,
    RULE_TARGET_UNIT_KIND,
    RULE_TARGET_UNIT_ID, /* the portal's own identity of the unit; learnt, not kept */
    /* of a dossier: when the portal changed its record last; moves the cursor, not kept */
    RULE_TARGET_CHANGED,
    RULE_TARGET_PROCEDURE_NAME, /* of a dossier: what its procedure and its field are called (name_writer.h) */
    RULE_TARGET_SECTOR_NAME,
    RULE_TARGET_RECEIVING_NAME, /* of a dossier: what the unit is called that received it for another one */
    /* of a dossier: when the applicant was asked for more, and when the answer came; not kept: they give waiting_since
     * or move the due date */
    RULE_TARGET_ASKED,
    RULE_TARGET_SUPPLEMENTED,
    RULE_TARGET_METRIC,
    RULE_TARGET_NUMERATOR,
    RULE_TARGET_DENOMINATOR,
    RULE_TARGET_RATIO,
    RULE_TARGET_SCORE,
    RULE_TARGET_MAX,
    RULE_TARGET_STATUS,
    RULE_TARGET_COUNT
};
enum rule_type { RULE_TYPE_TEXT, RULE_TYPE_NUMBER, RULE_TYPE_MOMENT, RULE_TYPE_FLAG, RULE_TYPE_SCALED };

const char *rule_target_name(int target); /* the target's name, as manifests write it */
enum rule_type rule_target_type(int target);
int rule_target_find(const char *name); /* -1: there is no such target */

/* What kind of scalar the decoder kept. */
enum member_kind {
    MEMBER_ABSENT,
    MEMBER_TEXT,
    MEMBER_NUMBER,
    MEMBER_WRONG /* a list or an object */,
    MEMBER_LONG
};
struct member_cell {
    enum member_kind kind;
    uint32_t offset, length; /* in the row's bytes */
};
/* The kept values of one record. */
struct portal_row {
    const struct member_cell *cells; /* by slot */
    /* by slot: what a cell was before a reading (tables); NULL: as in cells */
    const struct member_cell *raws;
    const char *bytes;
    uint64_t hits, seen, wrong; /* of tests, by bit */
};

struct rule_code {
    const char *text;
    size_t length;
};

/* A test that the decoder makes while a value passes; the value is not kept. */
enum rule_test_kind { RULE_TEST_IS, RULE_TEST_PRESENT, RULE_TEST_POSITIVE };
struct rule_test {
    enum rule_test_kind kind;
    struct rule_code *codes; /* of RULE_TEST_IS; owned */
    size_t count;
};
/* Does the test hold for this text of a value? */
bool rule_test_holds(const struct rule_test *t, const char *text, size_t n);

struct rule_word { /* a word of the portal's, and the value that it stands for */
    struct rule_code from;
    struct value to;
};
struct rule_case { /* the value where the test holds */
    int test;
    struct value then;
};
enum rule_else {
    ELSE_TELL, /* a dossier's field is unknown and its word an issue; any other record is rejected */
    ELSE_REJECT,
    ELSE_UNKNOWN,
    ELSE_VALUE
};

struct rule {
    int target;
    enum rule_type type; /* of the target */
    bool required;
    bool unit_of_code;    /* the value is the unit's part of a dossier code */
    bool lookup;          /* the value is a unit_id: the unit's code was learnt before */
    int from[LIMIT_FROM]; /* slots; the first cell that is not empty counts */
    size_t from_count;
    struct date_pattern date; /* pattern NULL: none */
    bool latest;              /* the latest of all dates at `from` counts, not the first */
    struct rule_word *map;    /* owned */
    size_t map_count;
    struct rule_case *cases; /* read instead of `from`; owned */
    size_t case_count;
    /* where none of the cases' members is there the value is unknown, whatever `otherwise` says */
    bool blind_unknown;
    enum rule_else otherwise; /* for a word outside of the map, or where no case holds */
    struct value else_value;
    struct value absent; /* the value where no member is there; not known: unknown */
};
void rule_free(struct rule *r); /* frees what the rule owns, not the rule */

/* Why a value could not be taken; the reason is for _(). */
struct rule_fault {
    const char *reason;
    enum member_kind kind;
    const char *text;
    size_t length;
    int slot;  /* of the cell; -1: none */
    bool word; /* the text is a word outside of the manifest's list */
};
/* Makes the rule's value. false: the value cannot be taken, or is required and missing, and *fault says why; the
 * caller decides whether the record is rejected. Text in *out is borrowed from the row or the manifest. */
MUST_CHECK bool rule_value(const struct rule *r, const struct portal_row *row, struct value *out,
                           struct rule_fault *fault);

#endif
