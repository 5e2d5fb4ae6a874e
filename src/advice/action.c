#include "advice/action.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "count/counter_twin.h"

#define DOCUMENT "schema/actions.json"
#define SCHEMA   "actions.schema.json"

/* Reads counters with signs; turn -1 reverses every sign. */
static bool terms_read(const struct counter_family *f, const json_t *names, int turn,
                       struct metric_term *terms, size_t most, size_t *count, struct error *e)
{
    for (size_t i = 0; i < json_array_size(names) && *count < most; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        int sign = *name == '-' ? -1 : 1;
        long counter = counter_find(f, sign < 0 ? name + 1 : name);
        if (counter < 0)
            return error_set(e, ERROR_CONFIG, DOCUMENT, _("The counters are listed in schema/counters.json."),
                             _("no such counter: %s"), name);
        terms[(*count)++] = (struct metric_term){turn * sign, (size_t)counter};
    }
    return true;
}

/* A step changes the twins of its counters too, where a set of commitments counts by the receiving unit. */
static void twins_take(const struct counter_family *f, struct action *a)
{
    size_t count = a->change_count;
    for (size_t i = 0; i < count && a->change_count < LIMIT_ACTION_CHANGES; i++) {
        char name[LIMIT_NAME_BYTES + sizeof COUNTER_TWIN];
        snprintf(name, sizeof name, "%.*s%s", (int)LIMIT_NAME_BYTES,
                 counter_at(f, a->changes[i].counter)->name, COUNTER_TWIN);
        long twin = counter_find(f, name);
        if (twin >= 0)
            a->changes[a->change_count++] = (struct metric_term){a->changes[i].sign, (size_t)twin};
    }
}

static void figures_read(struct action *a, const json_t *figures)
{
    for (size_t i = 0; i < json_array_size(figures) && i < LIMIT_ACTION_CHANGES; i++) {
        const json_t *figure = json_array_get(figures, i);
        a->figures[a->figure_count++] =
            (struct action_figure){json_string_value(json_object_get(figure, "name")),
                                   (int)json_integer_value(json_object_get(figure, "numerator")),
                                   (int)json_integer_value(json_object_get(figure, "denominator"))};
    }
}

static bool action_read(struct action *a, const struct counter_family *core, const json_t *definition,
                        struct error *e)
{
    const json_t *cost = json_object_get(definition, "cost"), *limits = json_object_get(definition, "limits");
    a->name = json_string_value(json_object_get(definition, "name"));
    a->title = json_file_title(json_object_get(definition, "title"));
    a->cost = cost ? (int)json_integer_value(cost) : 1;
    a->rest = json_is_true(json_object_get(definition, "rest"));
    a->arrives = json_is_true(json_object_get(definition, "new"));
    a->until = json_file_title(json_object_get(definition, "until"));
    figures_read(a, json_object_get(definition, "figures"));
    const json_t *still = json_object_get(definition, "still");
    a->has_still = still != NULL;
    if (still && !mandate_conditions_read(core, still, a->name, &a->still, e))
        return false;
    bool ok = terms_read(core, json_object_get(definition, "changes"), 1, a->changes, LIMIT_ACTION_CHANGES,
                         &a->change_count, e);
    if (ok)
        twins_take(core, a);
    for (size_t i = 0; ok && i < json_array_size(limits); i++) {
        const json_t *limit = json_array_get(limits, i);
        struct action_limit *out = &a->limits[a->limit_count++];
        ok = terms_read(core, json_object_get(limit, "whole"), 1, out->terms, LIMIT_TERMS, &out->count, e) &&
             terms_read(core, json_object_get(limit, "part"), -1, out->terms, LIMIT_TERMS, &out->count, e);
    }
    if (!ok)
        error_within(e, a->name);
    return ok;
}

static bool costs_take(struct action_set *s, const json_t *costs, struct error *e)
{
    const char *name;
    json_t *cost;
    json_object_foreach((json_t *)(uintptr_t)costs, name, cost)
    {
        size_t i = 0;
        while (i < s->count && strcmp(s->items[i].name, name) != 0)
            i++;
        if (i == s->count)
            return error_set(e, ERROR_CONFIG, "advice.costs",
                             _("The actions are listed in schema/actions.json."), _("no such action: %s"),
                             name);
        s->items[i].cost = (int)json_integer_value(cost);
    }
    return true;
}

bool action_set_load(struct action_set *s, const struct counter_family *core, const json_t *costs,
                     struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    *s = (struct action_set){0};
    bool ok =
        json_file_find(DOCUMENT, file, sizeof file, e) && (s->document = json_file_load(file, SCHEMA, e));
    const json_t *actions = json_object_get(s->document, "actions");
    for (size_t i = 0; ok && i < json_array_size(actions) && i < LIMIT_ACTIONS; i++)
        ok = action_read(&s->items[s->count++], core, json_array_get(actions, i), e);
    ok = ok && costs_take(s, costs, e);
    if (!ok)
        action_set_free(s);
    return ok;
}

/* True if a step of the action changes a counter of the input. */
static bool action_moves(const struct action *a, const struct criterion_input *in)
{
    const struct metric_term counter = {1, in->counter};
    const struct metric *m = in->metric;
    if (in->kind == INPUT_COUNTER)
        return action_adds(a, &counter, 1) != 0;
    return in->kind == INPUT_METRIC && m &&
           (action_adds(a, m->numerator, m->numerator_count) != 0 ||
            action_adds(a, m->denominator, m->denominator_count) != 0);
}

void actions_place(struct action_set *s, const struct ruleset *rules)
{
    for (size_t a = 0; a < s->count; a++)
        s->items[a].place = WHOSE_TREE;
    for (size_t i = 0; i < rules->count; i++)
        for (size_t k = 0; k < rules->criteria[i].input_count; k++) {
            const struct criterion_input *in = &rules->criteria[i].inputs[k];
            for (size_t a = 0; in->whose != WHOSE_TREE && a < s->count; a++)
                if (s->items[a].place != WHOSE_OWN && action_moves(&s->items[a], in))
                    s->items[a].place = in->whose;
        }
}

void action_set_free(struct action_set *s)
{
    json_decref(s->document);
    *s = (struct action_set){0};
}

int64_t action_adds(const struct action *a, const struct metric_term *terms, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < a->change_count; k++)
            if (a->changes[k].counter == terms[i].counter)
                sum += (int64_t)terms[i].sign * a->changes[k].sign;
    return sum;
}
