#include "config/schema_step.h"

#include <stdlib.h>

enum { FIRST_SIZE = 64 }; /* a power of two */

static struct schema_steps *place_of(const struct schema_step_list *l, const json_t *schema)
{
    size_t at = ((size_t)(uintptr_t)schema >> 4) * 31;
    while (l->places[at & (l->place_size - 1)].schema && l->places[at & (l->place_size - 1)].schema != schema)
        at++;
    return &l->places[at & (l->place_size - 1)];
}

const struct schema_steps *schema_steps_find(const struct schema_step_list *l, const json_t *schema)
{
    const struct schema_steps *place = l->place_size ? place_of(l, schema) : NULL;
    return place && place->schema ? place : NULL;
}

bool schema_step_add(struct schema_step_list *l, unsigned keyword, const json_t *arg)
{
    if (l->step_count == l->step_size) {
        size_t size = l->step_size ? l->step_size * 2 : FIRST_SIZE;
        struct schema_step *steps = reallocarray(l->steps, size, sizeof *steps);
        if (!steps)
            return false;
        l->steps = steps;
        l->step_size = size;
    }
    l->steps[l->step_count++] = (struct schema_step){keyword, arg};
    return true;
}

/* Doubles the table, which is at most half full. */
static bool places_grow(struct schema_step_list *l)
{
    struct schema_step_list wider = {.place_size = l->place_size ? l->place_size * 2 : FIRST_SIZE};
    wider.places = calloc(wider.place_size, sizeof *wider.places);
    if (!wider.places)
        return false;
    for (size_t i = 0; i < l->place_size; i++)
        if (l->places[i].schema)
            *place_of(&wider, l->places[i].schema) = l->places[i];
    free(l->places);
    l->places = wider.places;
    l->place_size = wider.place_size;
    return true;
}

const struct schema_steps *schema_steps_end(struct schema_step_list *l, const json_t *schema, size_t first)
{
    if (l->place_count * 2 >= l->place_size && !places_grow(l))
        return NULL;
    struct schema_steps *place = place_of(l, schema);
    l->place_count += place->schema == NULL;
    *place = (struct schema_steps){schema, first, l->step_count - first};
    return place;
}

void schema_step_list_free(struct schema_step_list *l)
{
    free(l->steps);
    free(l->places);
    *l = (struct schema_step_list){0};
}
