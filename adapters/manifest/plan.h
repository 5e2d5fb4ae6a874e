/* The plan of one stream: its allow-list of members and the rules that make rows of them, compiled from a
 * manifest. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_PLAN_H
#define MOTCUA_ADAPTERS_MANIFEST_PLAN_H

#include "adapters/manifest/rule.h"

enum stream_kind { STREAM_DOSSIER, STREAM_FIGURE, STREAM_COUNT };

struct figure_plan {
    const char *metric; /* the metric's name; NULL: a rule for RULE_TARGET_METRIC gives the name */
    bool inner;         /* one figure for each inner record */
    struct rule *rules; /* owned */
    size_t rule_count;
};

struct record_plan {                       /* a place of the reply that holds records */
    struct value fixed[RULE_TARGET_COUNT]; /* known: the field has this value whatever the record says */
    bool texts;                            /* one of these values is a text */
};

struct plan_check { /* a member of the envelope must (or must not) have one of these values */
    const char *member;
    int slot;
    struct rule_code *codes; /* owned */
    size_t count;
};

/* Is the text one of the check's values? */
bool plan_check_fits(const struct plan_check *check, const char *text, size_t n);

/* What an honest reply without a record looks like. A later page of a listing may be empty in any of these ways but
 * EMPTY_NEVER. */
enum plan_empty {
    EMPTY_NEVER, /* no honest reply is empty: figures of a unit are never nothing */
    EMPTY_TOTAL, /* the total is there and 0, with or without a list */
    EMPTY_LIST   /* an empty list stands where the records belong */
};

struct plan {
    enum stream_kind kind;
    enum plan_empty empty;
    struct member_tree tree;
    int slots[MEMBER_LEVEL_COUNT]; /* number of slots by level */
    uint32_t records[LIMIT_RECORD_PATHS];
    struct record_plan *places; /* by record path; owned */
    size_t place_count;
    struct rule *rules; /* of the record itself; owned */
    size_t rule_count;
    bool teaches;                /* a rule gives unit_id, by which other streams may look units up */
    bool learns;                 /* a rule looks units up by unit_id */
    struct figure_plan *figures; /* owned */
    size_t figure_count;
    const char *inner_path;  /* NULL: none */
    struct rule_test *tests; /* owned */
    size_t test_count;
    struct plan_check *checks; /* the reply is what it should be if all hold; owned */
    size_t check_count;
    struct plan_check *expired; /* the session has run out if any holds; owned */
    size_t expired_count;
    /* a record passes if all tests of `only` and no test of `skip` hold; else the record is passed over */
    uint64_t only, skip;
    int total_slot, token_slot, expires_slot; /* -1: none */
};

/* What a plan is compiled from; everything is borrowed and must outlive the plan. */
struct plan_source {
    const char *where; /* for messages: "streams/dossiers" */
    enum stream_kind kind;
    const char *dates;     /* the pattern of dates without a pattern of their own, or NULL */
    const json_t *stream;  /* total, records, fields, figures, ok; NULL for a login */
    const json_t *session; /* ok and token (of a login), expired; or NULL */
};

/* Compiles a plan. NULL and e (ERROR_CONFIG: where = the fault's place in the manifest). */
MUST_CHECK struct plan *plan_make(const struct plan_source *source, struct error *e);
void plan_free(struct plan *p);            /* safe with NULL */
uint64_t plan_knows(const struct plan *p); /* bit i: dossier field i can be known */

#endif
