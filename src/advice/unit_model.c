#include "advice/unit_model.h"

#include <stdlib.h>
#include <string.h>

/* --- effects of one step --- */

static const struct action *action_at(const struct unit_model *p, size_t a)
{
    return &p->actions->items[a];
}

static void figure_adds(const struct action *a, const char *name, int *n, int *d)
{
    *n = *d = 0;
    for (size_t i = 0; i < a->figure_count; i++)
        if (strcmp(a->figures[i].name, name) == 0) {
            *n += a->figures[i].n;
            *d += a->figures[i].d;
        }
}

static void metric_adds(const struct unit_model *p, const struct metric *m, struct optimum_input *out)
{
    for (size_t a = 0; a < p->actions->count; a++) {
        const struct action *action = action_at(p, a);
        if (m->figure) {
            figure_adds(action, m->figure, &out->n[a], &out->d[a]);
            continue;
        }
        out->n[a] = (int)action_adds(action, m->numerator, m->numerator_count);
        out->d[a] = (int)action_adds(action, m->denominator, m->denominator_count);
    }
}

static void input_adds(const struct unit_model *p, const struct criterion_input *in,
                       struct optimum_input *out)
{
    const struct metric_term counter = {1, in->counter};
    if (in->kind == INPUT_METRIC) {
        metric_adds(p, in->metric, out);
        return;
    }
    for (size_t a = 0; a < p->actions->count; a++)
        if (in->kind == INPUT_COUNTER)
            out->n[a] = (int)action_adds(action_at(p, a), &counter, 1);
        else
            figure_adds(action_at(p, a), in->name, &out->n[a], &out->d[a]);
}

static bool input_moved(const struct optimum_input *in)
{
    for (size_t a = 0; a < LIMIT_ACTIONS; a++)
        if (in->n[a] || in->d[a])
            return true;
    return false;
}

/* --- leaves --- */

/* True if points of criterion i reach the total: no criterion above it stands for its own sum. */
static bool criterion_flows(const struct score *s, size_t i)
{
    const struct criterion_score *node = &s->nodes[i];
    if (!node->applies && node->result.state != STATE_SKIPPED)
        return false;
    for (long up = s->rules->criteria[i].parent; up >= 0; up = s->rules->criteria[up].parent)
        if (s->nodes[up].source != SOURCE_SUM)
            return false;
    return true;
}

static void criterion_add(struct unit_model *p, size_t i)
{
    const struct criterion *c = &p->score->rules->criteria[i];
    const struct criterion_score *node = &p->score->nodes[i];
    struct optimum_leaf leaf = {.rule = &c->rule};
    bool moved = false;
    if (c->child_count || !c->input_count || !criterion_flows(p->score, i))
        return;
    leaf.otherwise = node->self.known && !node->input ? node->self.points : 0;
    for (size_t k = 0; k < c->input_count; k++) {
        struct optimum_input *in = &leaf.inputs[leaf.input_count];
        if (c->inputs[k].kind == INPUT_METRIC && !c->inputs[k].metric)
            continue;
        in->measure = score_measure(&p->score->subject, &c->inputs[k]);
        if (in->measure.kind != MEASURE_RATIO && in->measure.kind != MEASURE_VALUE)
            continue;
        input_adds(p, &c->inputs[k], in);
        moved = moved || input_moved(in);
        leaf.input_count++;
    }
    if (moved) {
        p->model.leaves[p->model.leaf_count++] = leaf;
        p->criteria++;
    }
}

static void commitment_add(struct unit_model *p, size_t i)
{
    const struct metric *m = evaluation_metric(p->v, p->set, i);
    struct ratio r = evaluation_ratio(p->v, m, p->unit);
    p->leaves[i] = -1;
    if (!r.known)
        return;
    struct optimum_leaf leaf = {.input_count = 1, .target = p->set->items[i].target};
    leaf.kept_now = commitment_judge(&r, leaf.target) == KEPT_YES;
    leaf.inputs[0].measure = (struct measure){.kind = MEASURE_RATIO, .n = r.n, .d = r.d};
    metric_adds(p, m, &leaf.inputs[0]);
    p->leaves[i] = (long)p->model.leaf_count;
    p->model.leaves[p->model.leaf_count++] = leaf;
}

/* --- bounds --- */

static void bound_add(struct unit_model *p, const struct optimum_bound *b)
{
    if (p->model.bound_count < LIMIT_ADVICE_BOUNDS)
        p->model.bounds[p->model.bound_count++] = *b;
}

/* False where a counter of the metric is unknown. */
static bool limit_add(struct unit_model *p, const struct action_limit *limit)
{
    struct optimum_bound b = {0};
    for (size_t i = 0; i < limit->count; i++) {
        struct tally t = counts_get(&p->v->counts, p->unit, limit->terms[i].counter);
        if (!t.known)
            return false;
        b.room += limit->terms[i].sign * t.value;
    }
    for (size_t a = 0; a < p->actions->count; a++)
        b.use[a] = -(int)action_adds(action_at(p, a), limit->terms, limit->count);
    bound_add(p, &b);
    return true;
}

/* Steps may not lift a published numerator over its denominator. */
static bool figure_limit_add(struct unit_model *p, const char *name)
{
    struct figure_value f = figure_get(p->v->figures, p->unit, name);
    struct optimum_bound b = {0};
    int n, d;
    if (!f.present || !f.numerator.known || !f.denominator.known)
        return false;
    b.room = f.denominator.number - f.numerator.number;
    for (size_t a = 0; a < p->actions->count; a++) {
        figure_adds(action_at(p, a), name, &n, &d);
        b.use[a] = n - d;
    }
    bound_add(p, &b);
    return true;
}

/* An action on existing dossiers is forbidden where their number is unknown, and an action on dossiers to come
 * where the period is over. */
static void bounds_add(struct unit_model *p, size_t a)
{
    const struct action *action = action_at(p, a);
    struct optimum_bound none = {0};
    bool over = p->v->period.cut >= p->v->period.to, bound = action->arrives;
    for (size_t i = 0; i < action->limit_count; i++)
        bound = limit_add(p, &action->limits[i]) || bound;
    for (size_t i = 0; i < action->figure_count; i++)
        bound = figure_limit_add(p, action->figures[i].name) || bound;
    none.use[a] = 1;
    if (!bound || (action->arrives && over))
        bound_add(p, &none);
}

/* --- the model --- */

bool unit_model_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                     const struct score *score, const struct commitment_set *set, struct unit_model *out,
                     struct error *e)
{
    size_t most = (score ? score->rules->count : 0) + (set ? set->count : 0);
    *out = (struct unit_model){.actions = actions, .v = v, .score = score, .set = set, .unit = unit};
    out->model.action_count = actions->count;
    out->model.leaves = calloc(most + 1, sizeof *out->model.leaves);
    if (!out->model.leaves)
        return error_memory(e, "advice");
    for (size_t i = 0; score && i < score->rules->count; i++)
        criterion_add(out, i);
    for (size_t i = 0; set && i < set->count; i++)
        commitment_add(out, i);
    for (size_t a = 0; a < actions->count; a++) {
        out->model.cost[a] = actions->items[a].cost;
        bounds_add(out, a);
    }
    return true;
}

void unit_model_bound(struct unit_model *m, const struct optimum_bound *b)
{
    bound_add(m, b);
}

void unit_model_limit(struct unit_model *m, size_t a, int64_t dossiers)
{
    struct optimum_bound b = {.room = dossiers};
    b.use[a] = 1;
    bound_add(m, &b);
}

void unit_model_free(struct unit_model *p)
{
    free(p->model.leaves);
    *p = (struct unit_model){0};
}

bool unit_model_after(const struct unit_model *p, struct what_if *w, const int32_t *steps,
                      struct score *after, struct standing *standing, struct error *e)
{
    what_if_take(w, p->unit, steps);
    if (p->set)
        *standing = standing_make(&w->v, p->set, p->unit, NULL);
    if (!p->score || !after)
        return true;
    struct score_subject subject = p->score->subject;
    subject.v = &w->v;
    return score_make(p->score->rules, &subject, after, e);
}
