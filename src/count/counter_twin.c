#include "count/counter_twin.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static bool has_twin(const struct counter_family *f, size_t counter)
{
    const struct counter *c = &f->counters[counter];
    const struct aggregate *a = c->derived ? NULL : &f->aggregates[c->aggregate];
    return c->derived ? f->formulas[counter].whole.count == 0 : !a->distinct && !a->pairs;
}

/* The definition of a counter or an aggregate with another name; the caller owns the copy. NULL: no memory. */
static json_t *copy_named(const json_t *definition, const char *name)
{
    json_t *copy = json_copy((json_t *)(uintptr_t)definition);
    if (copy && json_object_set_new(copy, "name", json_string(name)) != 0) {
        json_decref(copy);
        copy = NULL;
    }
    return copy;
}

static json_t *counter_copy(const struct counter_family *f, size_t counter, const char *name)
{
    json_t *copy = copy_named(json_array_get(json_object_get(f->definition, "counters"), counter), name);
    json_t *title = json_sprintf("%s (%s)", f->counters[counter].title, _("by receiving unit"));
    if (copy && json_object_set_new(copy, "title", title) == 0)
        return copy;
    json_decref(copy);
    return NULL;
}

/* Adds the twin of a sum: the sum of the twins of its parts, which are made first. */
static bool sum_twin(struct counter_family *f, size_t counter, const char *name, struct error *e)
{
    const struct counter_sum part = f->formulas[counter].part;
    json_t *sum = json_array(), *copy = counter_copy(f, counter, name);
    bool ok = (sum && copy) || error_memory(e, name);
    for (size_t i = 0; ok && i < part.count; i++) {
        size_t twin;
        ok = counter_twin(f, part.counters[i], &twin, e) &&
             (json_array_append_new(sum, json_string(f->counters[twin].name)) == 0 || error_memory(e, name));
    }
    if (ok && json_object_set(copy, "sum", sum) != 0)
        ok = error_memory(e, name);
    json_decref(sum);
    if (ok)
        return counter_family_add(f, NULL, copy, e);
    json_decref(copy);
    return false;
}

/* Adds the twin of a counter of dossiers, and its aggregate where no other twin has added the aggregate. */
static bool dossier_twin(struct counter_family *f, size_t counter, const char *name, struct error *e)
{
    const struct aggregate *a = &f->aggregates[f->counters[counter].aggregate];
    char in[LIMIT_NAME_BYTES + sizeof COUNTER_TWIN];
    snprintf(in, sizeof in, "%.*s%s", (int)LIMIT_NAME_BYTES, a->name, COUNTER_TWIN);
    bool there = false;
    for (size_t i = 0; i < f->aggregate_count; i++)
        there = there || strcmp(f->aggregates[i].name, in) == 0;
    json_t *aggregate = there ? NULL : copy_named(a->definition, in), *copy = counter_copy(f, counter, name);
    bool ok = (there || aggregate) && copy && json_object_set_new(copy, "in", json_string(in)) == 0 &&
              (there || json_object_set_new(aggregate, "by", json_string("receiving_unit")) == 0);
    if (ok)
        return counter_family_add(f, aggregate, copy, e);
    json_decref(aggregate);
    json_decref(copy);
    return error_memory(e, name);
}

bool counter_twin(struct counter_family *f, size_t counter, size_t *out, struct error *e)
{
    char name[LIMIT_NAME_BYTES + sizeof COUNTER_TWIN];
    snprintf(name, sizeof name, "%.*s%s", (int)LIMIT_NAME_BYTES, f->counters[counter].name, COUNTER_TWIN);
    long found = counter_find(f, name);
    if (found >= 0) {
        *out = (size_t)found;
        return true;
    }
    if (!has_twin(f, counter))
        return error_set(e, ERROR_CONFIG, f->counters[counter].name,
                         _("Leave out \"counted_for\", or name another metric."),
                         _("this counter is not counted by the receiving unit"));
    bool ok =
        f->counters[counter].derived ? sum_twin(f, counter, name, e) : dossier_twin(f, counter, name, e);
    *out = f->count - 1;
    return ok;
}
