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

enum whose unit_model_place(const struct unit_model *m, size_t a)
{
    return m->own ? WHOSE_OWN : m->has_below ? m->actions->items[a].place : WHOSE_TREE;
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
    if (in->kind == INPUT_METRIC)
        metric_adds(p, in->metric, out);
    for (size_t a = 0; a < p->actions->count; a++)
        if (in->kind == INPUT_COUNTER)
            out->n[a] = (int)action_adds(action_at(p, a), &counter, 1);
        else if (in->kind == INPUT_FIGURE)
            figure_adds(action_at(p, a), in->name, &out->n[a], &out->d[a]);
        else if (p->has_below && in->whose != WHOSE_TREE && unit_model_place(p, a) != in->whose)
            out->n[a] = out->d[a] = 0; /* the step is taken on dossiers of others */
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
    struct ratio r =
        p->own ? evaluation_ratio_whose(p->v, m, p->unit, WHOSE_OWN) : evaluation_ratio(p->v, m, p->unit);
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

/* False where a counter of the metric is unknown. The bound of an action that is taken on some of the unit's dossiers
 * is theirs alone, and no step on other dossiers makes room in it. */
static bool limit_add(struct unit_model *p, const struct action_limit *limit, enum whose whose)
{
    struct optimum_bound b = {0};
    for (size_t i = 0; i < limit->count; i++) {
        struct tally t = counts_get_whose(&p->v->counts, p->unit, limit->terms[i].counter, whose);
        if (!t.known)
            return false;
        b.room += limit->terms[i].sign * t.value;
    }
    for (size_t a = 0; a < p->actions->count; a++) {
        b.use[a] = -(int)action_adds(action_at(p, a), limit->terms, limit->count);
        if (b.use[a] < 0 && whose != WHOSE_TREE && unit_model_place(p, a) != whose)
            b.use[a] = 0;
    }
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
        bound = limit_add(p, &action->limits[i], unit_model_place(p, a)) || bound;
    for (size_t i = 0; i < action->figure_count; i++)
        bound = figure_limit_add(p, action->figures[i].name) || bound;
    none.use[a] = 1;
    p->unknown[a] = !bound;
    if (!bound || (action->arrives && over))
        bound_add(p, &none);
}

/* --- the model --- */

static bool has_below(const struct evaluation *v, size_t unit)
{
    for (size_t i = 0; i < v->units.count; i++)
        if ((v->units.units[i].has_dossiers || v->units.units[i].has_figures) &&
            unit_below(&v->units, i, unit, &v->period))
            return true;
    return false;
}

static bool model_fill(struct unit_model *out, struct error *e)
{
    const struct score *score = out->score;
    const struct commitment_set *set = out->set;
    const struct action_set *actions = out->actions;
    size_t most = (score ? score->rules->count : 0) + (set ? set->count : 0);
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

bool unit_model_make(const struct evaluation *v, size_t unit, const struct action_set *actions,
                     const struct score *score, const struct commitment_set *set, struct unit_model *out,
                     struct error *e)
{
    *out = (struct unit_model){.actions = actions, .v = v, .score = score, .set = set, .unit = unit};
    out->has_below = has_below(v, unit);
    return model_fill(out, e);
}

bool unit_model_make_own(const struct evaluation *v, size_t unit, const struct action_set *actions,
                         const struct commitment_set *set, struct unit_model *out, struct error *e)
{
    *out = (struct unit_model){.actions = actions, .v = v, .set = set, .unit = unit, .own = true};
    out->has_below = has_below(v, unit);
    return model_fill(out, e);
}

int32_t unit_model_left(const struct unit_model *m, const int32_t *steps, size_t a, int32_t most)
{
    int32_t least = 0, tried[LIMIT_ACTIONS];
    memcpy(tried, steps, sizeof tried);
    while (least < most) {
        int32_t more = least + (most - least + 1) / 2;
        tried[a] = steps[a] + more;
        if (optimum_allowed(&m->model, tried))
            least = more;
        else
            most = more - 1;
    }
    return least;
}

struct ratio unit_model_ratio(const struct unit_model *m, size_t leaf, const int32_t *steps)
{
    const struct optimum_input *in = &m->model.leaves[leaf].inputs[0];
    struct ratio r = {.known = true, .n = in->measure.n, .d = in->measure.d};
    for (size_t a = 0; a < m->model.action_count; a++) {
        r.n += (int64_t)in->n[a] * steps[a];
        r.d += (int64_t)in->d[a] * steps[a];
    }
    return r;
}

bool unit_model_kept(const struct unit_model *m, size_t leaf, const int32_t *steps)
{
    struct ratio r = unit_model_ratio(m, leaf, steps);
    return commitment_judge(&r, m->model.leaves[leaf].target) == KEPT_YES;
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
