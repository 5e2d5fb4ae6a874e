/* The keywords of the schemas inside one schema, each schema looked through once: a document meets the same few schemas
 * thousands of times. */
#ifndef MOTCUA_CONFIG_SCHEMA_STEP_H
#define MOTCUA_CONFIG_SCHEMA_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

struct schema_step {
    unsigned keyword; /* as the caller numbers the keywords */
    const json_t *arg;
};

/* Steps first to first + count - 1 of the list are those of one schema. */
struct schema_steps {
    const json_t *schema; /* NULL: free */
    size_t first, count;
};

/* Zeroed: an empty list. */
struct schema_step_list {
    struct schema_step *steps;
    size_t step_count, step_size;
    struct schema_steps *places; /* hash table by the schema's address */
    size_t place_count, place_size;
};

/* Finds the steps of a schema; NULL: none were ended for the schema. Borrowed until the next change of the list. */
const struct schema_steps *schema_steps_find(const struct schema_step_list *l, const json_t *schema);
/* Adds a step of the schema that schema_steps_end() ends. False: no memory. */
bool schema_step_add(struct schema_step_list *l, unsigned keyword, const json_t *arg);
/* Makes the steps since `first` those of the schema; as schema_steps_find(), but NULL: no memory. */
const struct schema_steps *schema_steps_end(struct schema_step_list *l, const json_t *schema, size_t first);
void schema_step_list_free(struct schema_step_list *l); /* safe on a zeroed list */

#endif
