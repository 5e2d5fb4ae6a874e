/* Inside schema.c and its parts: where a check stands, what it found wrong, and the rules for single values.
 */
#ifndef MOTCUA_CONFIG_SCHEMA_INNER_H
#define MOTCUA_CONFIG_SCHEMA_INNER_H

#include <jansson.h>

#include "base/error.h"

/* Where in the value we are: a path of members and positions up to the root. */
struct value_path {
    const struct value_path *up; /* NULL: the root */
    const char *key;             /* NULL: position */
    size_t index;
    int depth;
};

/* What was found wrong, and how it compares with the faults of other branches. */
struct schema_fault {
    struct error error;
    char expected[160]; /* the types, where the type alone was wrong */
    int depth;          /* of the place */
    bool near;          /* there is a name that was probably meant */
    bool fatal;         /* the schema's own fault or a limit: no other branch can mend it */
    bool quiet;         /* only whether it fits is asked: nothing else is filled in, but fatal */
};

struct schema_walk {
    const json_t *root;
    long steps;
    int nested;
};

/* All return false. hint may be NULL. */
bool fault_write(struct schema_fault *f, const struct value_path *at, const char *hint, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
#define fault_set(f, ...)                                                                                    \
    (!(f)->quiet &&                                                                                          \
     fault_write(f, __VA_ARGS__)) /* words only where they are wanted                         \
                                                  */
bool fault_of_schema(struct schema_fault *f, const struct value_path *at, const char *keyword,
                     const char *why);
bool fault_of_limit(struct schema_fault *f, const struct value_path *at, const char *what);

const char *schema_hint(const json_t *schema); /* its description, or NULL */
bool value_is(const json_t *value, const char *kind);
bool kind_known(const char *kind);
const char *kind_words(const char *kind); /* NULL: no such kind */
/* The value as a person may see it: a scalar itself, unless it could be a secret; else its kind. Into out;
 * returns out. */
const char *value_words(const json_t *value, const struct value_path *at, char *out, size_t size);
/* The one of an array of texts, or of an object's keys, that was probably meant; NULL if none is near. */
const char *name_near(const json_t *names, const char *name);
bool value_path_secret(const struct value_path *at);

/* A keyword checks one thing; one about another kind of value than this holds. */
typedef bool keyword_check(struct schema_walk *w, const json_t *arg, const json_t *schema,
                           const json_t *value, const struct value_path *at, struct schema_fault *f);
keyword_check check_type, check_const, check_enum, check_pattern, check_minimum, check_maximum, check_size;

/* Does text fit the pattern? false and f if the pattern is none. */
bool pattern_fits(struct schema_walk *w, const char *pattern, const char *text, const struct value_path *at,
                  struct schema_fault *f, bool *fits);

#endif
