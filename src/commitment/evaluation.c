#include "commitment/evaluation.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count_scan.h"

/* Makes what is chosen for each set and period. */
static bool choices_make(struct evaluation *v, size_t sets)
{
    v->chosen = calloc(sets + 1, sizeof *v->chosen);
    v->by_unit = calloc(sets + 1, sizeof *v->by_unit);
    return v->chosen && v->by_unit;
}

static bool sets_load(struct evaluation *v, const struct config *c, struct error *e)
{
    if (c->commitment_count == 0)
        return true;
    v->sets = calloc(c->commitment_count, sizeof(struct commitment_set *));
    if (!v->sets || !choices_make(v, c->commitment_count))
        return error_memory(e, c->file);
    for (size_t i = 0; i < c->commitment_count; i++) {
        v->sets[i] = commitment_set_load(c->commitments[i], v->metrics, e);
        if (!v->sets[i])
            return false;
        v->set_count = i + 1;
        for (size_t k = 0; k < i; k++)
            if (strcmp(v->sets[k]->name, v->sets[i]->name) == 0)
                return error_set(e, ERROR_CONFIG, c->commitments[i],
                                 _("Give each set a name of its own: it is called so in the store."),
                                 _("two sets of the config are called %s"), v->sets[i]->name);
    }
    return true;
}

bool evaluation_open(struct evaluation *v, const struct config *c, struct store *s, const char *family,
                     struct error *e)
{
    *v = (struct evaluation){.cutoff = c->cutoff};
    v->family = counter_family_load(family, e);
    bool ok = v->family != NULL;
    if (ok && strcmp(family, "core") == 0) {
        v->metrics = metric_set_load(v->family, e);
        ok = v->metrics && sets_load(v, c, e);
    }
    ok = ok && unit_set_load(s, &v->units, e);
    if (!ok)
        evaluation_close(v);
    return ok;
}

bool evaluation_beside(struct evaluation *v, const struct evaluation *with, struct error *e)
{
    *v = (struct evaluation){.cutoff = with->cutoff,
                             .units = with->units,
                             .family = with->family,
                             .metrics = with->metrics,
                             .sets = with->sets,
                             .set_count = with->set_count,
                             .merged = with->merged,
                             .merged_kind = with->merged_kind,
                             .beside = true};
    if (choices_make(v, v->set_count))
        return true;
    evaluation_close(v);
    return error_memory(e, "evaluation");
}

static const struct metric *metric_choose(const struct evaluation *v, const struct commitment *c)
{
    for (size_t i = 0; i < c->metric_count; i++)
        if (evaluation_known(v, c->metrics[i]))
            return c->metrics[i];
    return c->metrics[0];
}

/* True if some unit that is compared with others has data. */
static bool metric_by_unit(const struct evaluation *v, const struct metric *m)
{
    for (size_t unit = 0; unit < v->units.count; unit++)
        if (!evaluation_is_whole(v, unit) && evaluation_ratio(v, m, unit).known)
            return true;
    return false;
}

static size_t set_index(const struct evaluation *v, const struct commitment_set *set)
{
    size_t k = 0;
    while (v->sets[k] != set)
        k++;
    return k;
}

static bool below_count(struct evaluation *v, struct error *e)
{
    const size_t units = v->units.count;
    free(v->below);
    v->below = calloc(units + 1, sizeof *v->below);
    if (!v->below)
        return error_memory(e, "evaluation");
    for (size_t unit = 0; unit < units; unit++) {
        size_t line[LIMIT_UNIT_LINE], n;
        if (!v->units.units[unit].has_dossiers || !unit_shown(&v->units, unit, v->period.from, v->period.cut))
            continue;
        v->below[units]++;
        n = unit_line(&v->units, unit, &v->period, line);
        for (size_t i = 1; i < n; i++)
            v->below[line[i]]++;
    }
    return true;
}

bool evaluation_take(struct evaluation *v, struct store *s, const struct period *p, struct counts *counts,
                     struct error *e)
{
    counts_free(&v->counts);
    figure_set_free(v->figures);
    v->period = *p;
    v->counts = *counts;
    *counts = (struct counts){0};
    v->figures = figure_set_load(s, &v->units, p, e);
    if (!v->figures || !below_count(v, e))
        return false;
    for (size_t k = 0; k < v->set_count; k++)
        for (size_t i = 0; i < v->sets[k]->count; i++)
            v->by_unit[k][i] = metric_by_unit(v, v->chosen[k][i] = metric_choose(v, &v->sets[k]->items[i]));
    return true;
}

/* True if a set in force in the period says that merged units count for their successors, and none says otherwise. */
static bool sets_agree(const struct evaluation *v, const struct period *p)
{
    size_t follow = 0, apart = 0;
    for (size_t i = 0; i < v->set_count; i++)
        if (v->sets[i]->period == p->kind && validity_holds(v->sets[i]->valid_from, v->sets[i]->valid_to, p))
            ++*(v->sets[i]->follows ? &follow : &apart);
    return follow && !apart;
}

void evaluation_judge_by(struct evaluation *v, const struct commitment_set *set)
{
    evaluation_score_by(v, set->follows, set->period);
}

void evaluation_score_by(struct evaluation *v, bool successor, enum period_kind kind)
{
    v->merged = successor ? MERGED_SUCCESSOR : MERGED_APART;
    v->merged_kind = kind;
}

void evaluation_heirs_set(struct evaluation *v, const struct period *p)
{
    bool follow = v->merged == MERGED_AGREED ? sets_agree(v, p)
                                             : v->merged == MERGED_SUCCESSOR && v->merged_kind == p->kind;
    v->units.heirs_at = follow ? p->cut : 0;
}

bool evaluation_at(struct evaluation *v, struct store *s, const struct period *p, struct error *e)
{
    const struct counter_set all = counter_set_all(v->family);
    struct counts counts;
    source_states_free(&v->sources);
    evaluation_heirs_set(v, p);
    return source_states_load(s, p->at, &v->sources, e) &&
           counts_compute_part(s, v->family, &v->units, p, &all, v->scan, &counts, e) &&
           evaluation_take(v, s, p, &counts, e);
}

bool evaluation_want(struct evaluation *v, const struct period *p, const struct counter_set *counters,
                     struct error *e)
{
    const struct counter_set all = counter_set_all(v->family);
    if (!v->scan)
        v->scan = count_scan_new(v->family, false, e);
    return v->scan && count_scan_want(v->scan, p, counters ? counters : &all, e);
}

void evaluation_share(struct evaluation *v, const struct evaluation *with)
{
    v->scan = with->scan;
    v->scan_borrowed = true;
}

void evaluation_want_end(struct evaluation *v)
{
    if (!v->scan_borrowed)
        count_scan_free(v->scan);
    v->scan = NULL;
}

static void definitions_free(struct evaluation *v)
{
    for (size_t i = 0; i < v->set_count; i++)
        commitment_set_free(v->sets[i]);
    free(v->sets);
    metric_set_free(v->metrics);
    counter_family_free(v->family);
    unit_set_free(&v->units);
}

void evaluation_close(struct evaluation *v)
{
    if (!v)
        return;
    evaluation_want_end(v);
    counts_free(&v->counts);
    figure_set_free(v->figures);
    source_states_free(&v->sources);
    free(v->chosen);
    free(v->by_unit);
    free(v->below);
    if (!v->beside)
        definitions_free(v);
    *v = (struct evaluation){0};
}

static bool set_missing(const char *name, struct error *e)
{
    if (name)
        return error_set(e, ERROR_USAGE, name, _("Name a set of \"commitments\" in the config file."),
                         _("the config has no such commitment set"));
    return error_set(e, ERROR_CONFIG, "commitments",
                     _("Add for example \"commitments\": [\"nq71-2030\"] to the config file."),
                     _("no commitment set is configured"));
}

bool evaluation_choose(struct evaluation *v, const char *name, const enum period_kind *kind, const char *of,
                       moment at, const struct commitment_set **set, struct period *p, struct error *e)
{
    struct error fault = {0};
    *set = NULL;
    for (size_t i = 0; i < v->set_count; i++) {
        struct commitment_set *s = v->sets[i];
        struct period own;
        if (name && strcmp(s->name, name) != 0)
            continue;
        s->asked = name != NULL;
        if (!period_make(kind ? *kind : s->period, of, at, v->cutoff, &own,
                         fault.code == ERROR_NONE ? &fault : NULL))
            continue;
        if (*set && !validity_holds(s->valid_from, s->valid_to, &own))
            continue;
        *set = s;
        *p = own;
        if (name || validity_holds(s->valid_from, s->valid_to, &own))
            break;
    }
    if (*set)
        evaluation_judge_by(v, *set);
    else if (fault.code != ERROR_NONE)
        *e = fault;
    return *set || (fault.code == ERROR_NONE && set_missing(name, e));
}

const struct commitment_set *evaluation_same(const struct evaluation *v, const struct commitment_set *set)
{
    size_t i = 0;
    while (strcmp(v->sets[i]->name, set->name) != 0)
        i++;
    v->sets[i]->asked = set->asked;
    return v->sets[i];
}

bool evaluation_judges(const struct evaluation *v, const struct commitment_set *set)
{
    return set->asked || validity_holds(set->valid_from, set->valid_to, &v->period);
}

const char *evaluation_validity(const struct evaluation *v, const struct commitment_set *set, char *out,
                                size_t size)
{
    if (validity_holds(set->valid_from, set->valid_to, &v->period))
        return NULL;
    return validity_say(set->title, set->valid_from, set->valid_to, set->asked, out, size);
}

struct ratio evaluation_ratio(const struct evaluation *v, const struct metric *m, size_t unit)
{
    return metric_value(m, &v->counts, v->figures, unit);
}

struct ratio evaluation_ratio_whose(const struct evaluation *v, const struct metric *m, size_t unit,
                                    enum whose whose)
{
    return metric_value_whose(m, &v->counts, v->figures, unit, whose);
}

bool evaluation_known(const struct evaluation *v, const struct metric *m)
{
    for (size_t unit = 0; unit <= v->units.count; unit++) {
        struct ratio r = evaluation_ratio(v, m, unit);
        if (r.known && (r.d != 0 || !r.published))
            return true;
    }
    return false;
}

const struct metric *evaluation_metric(const struct evaluation *v, const struct commitment_set *set, size_t i)
{
    return v->chosen[set_index(v, set)][i];
}

bool evaluation_by_unit(const struct evaluation *v, const struct commitment_set *set, size_t i)
{
    return v->by_unit[set_index(v, set)][i];
}

const struct metric *evaluation_metric_of(const struct evaluation *v, const char *const *names)
{
    const struct metric *first = metric_find(v->metrics, names[0]);
    for (; *names; names++) {
        const struct metric *m = metric_find(v->metrics, *names);
        if (m && evaluation_known(v, m))
            return m;
    }
    return first;
}

const struct metric *evaluation_on_time(const struct evaluation *v)
{
    static const char *const names[] = {"on_time_rate", "dvcqg_on_time_rate", NULL};
    return evaluation_metric_of(v, names);
}

bool evaluation_is_whole(const struct evaluation *v, size_t unit)
{
    const struct unit *u = &v->units.units[unit];
    return u->has_figures && !u->has_dossiers && u->kind && strcmp(u->kind, "province") == 0;
}
