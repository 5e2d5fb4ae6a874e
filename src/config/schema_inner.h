/* Shared by the files of the schema check alone: the place of a check in the value, the fault found there, and the
 * rules for single values. */
#ifndef MOTCUA_CONFIG_SCHEMA_INNER_H
#define MOTCUA_CONFIG_SCHEMA_INNER_H

#include <jansson.h>

#include "base/error.h"
#include "config/schema_step.h"

/* A place in the value: members and positions, up to the root. */
struct value_path {
    const struct value_path *up; /* NULL: the root */
    const char *key;             /* NULL: index is the position in an array */
    size_t index;
    int depth;
};

/* A fault of the value, and how the fault compares with the faults of other branches. */
struct schema_fault {
    struct error error;
    char expected[160]; /* the expected types, where the type alone was wrong */
    int depth;          /* of the offending place in the value */
    bool near;          /* the hint has a name that was probably meant */
    bool fatal;         /* the schema's own fault or a limit: no other branch can mend it */
    bool quiet; /* the caller asks only whether the value fits: of the fault, `fatal` alone is filled in */
};

struct schema_walk {
    const json_t *root;
    long steps;
    int nested;
    struct schema_step_list found; /* the keywords of the schemas that were met */
};

/* These write the fault at a place and return false. hint may be NULL. A quiet fault is given no words. */
bool fault_write(struct schema_fault *f, const struct value_path *at, const char *hint, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
#define fault_set(f, ...)                                                                                    \
    (!(f)->quiet &&                                                                                          \
     fault_write(f, __VA_ARGS__)) /* a quiet fault gets no words, which would cost time for nothing */

bool fault_of_schema(struct schema_fault *f, const struct value_path *at, const char *keyword,
                     const char *why);
bool fault_of_limit(struct schema_fault *f, const struct value_path *at, const char *what);

const char *schema_hint(const json_t *schema); /* the schema's description for people, or NULL */
bool value_is(const json_t *value, const char *kind);
bool kind_known(const char *kind);
const char *kind_words(const char *kind); /* the kind in words for people; NULL: no such kind */
/* Writes to out the value as a person may see the value: a scalar that cannot be a secret as it is, any other value
 * as its kind. Returns out. */
const char *value_words(const json_t *value, const struct value_path *at, char *out, size_t size);
/* The text of an array, or the key of an object, that was probably meant by name; NULL: none is near. Borrowed. */
const char *name_near(const json_t *names, const char *name);
/* True if a key on the path speaks of a password, secret or token. */
bool value_path_secret(const struct value_path *at);

/* Checks one keyword of a schema; true and f untouched where the keyword speaks of another kind of value. */
typedef bool keyword_check(struct schema_walk *w, const json_t *arg, const json_t *schema,
                           const json_t *value, const struct value_path *at, struct schema_fault *f);
keyword_check check_type, check_const, check_enum, check_pattern, check_minimum, check_maximum, check_size;

/* *fits: text fits the pattern. false and f: the pattern is no regular expression, or the limit of steps is reached. */
bool pattern_fits(struct schema_walk *w, const char *pattern, const char *text, const struct value_path *at,
                  struct schema_fault *f, bool *fits);

#endif
