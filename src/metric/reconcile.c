#include "metric/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count.h"
#include "count/counter_family.h"
#include "count/dossier_version.h"
#include "metric/reconcile_rule.h"

struct reconcile_count {
    struct value value; /* no text */
    char *status;       /* the status that the portal published with the figure */
};

/* The numbers of one source, by unit and name. */
struct ledger {
    int64_t source;
    char *manifest;
    bool counted; /* from dossiers */
    moment observed;
    struct reconcile_count *entries; /* units x names */
};

struct reconcile_work {
    struct reconcile_rules rules;
    struct counter_family *family;
    char *names[LIMIT_RECONCILE_NAMES];
    bool derived
        [LIMIT_RECONCILE_NAMES]; /* a derived counter, which is unknown, not 0, where nothing was counted */
    size_t name_count;
    struct ledger a, b;
};

static struct reconcile_count *entry_at(const struct reconcile_work *w, const struct ledger *l, size_t unit,
                                        size_t name)
{
    return &l->entries[unit * w->name_count + name];
}

/* --- names: counters of the family, then published names that are no counter --- */

static long name_find(const struct reconcile_work *w, const char *name)
{
    for (size_t i = 0; i < w->name_count; i++)
        if (strcmp(w->names[i], name) == 0)
            return (long)i;
    return -1;
}

static bool name_add(struct reconcile_work *w, const char *name, bool derived, struct error *e)
{
    if (name_find(w, name) >= 0)
        return true;
    if (w->name_count == LIMIT_RECONCILE_NAMES)
        return error_set(e, ERROR_DATA, name, NULL, _("more than %d figures of one unit"),
                         LIMIT_RECONCILE_NAMES);
    w->derived[w->name_count] = derived;
    w->names[w->name_count] = strdup(name);
    return w->names[w->name_count++] || error_memory(e, name);
}

static bool figure_name(void *context, const struct value *columns, int count, struct error *e)
{
    char name[LIMIT_NAME_BYTES * 2];
    (void)count;
    snprintf(name, sizeof name, "%.63s.denominator", columns[0].text);
    return name_add(context, columns[0].text, false, e) &&
           (columns[1].number == 0 || name_add(context, name, false, e));
}

static bool names_load(struct reconcile_work *w, struct store *s, struct error *e)
{
    static const char sql[] = "SELECT metric, COUNT(denominator) FROM figure WHERE source_id = $1 OR "
                              "source_id = $2 GROUP BY metric ORDER BY metric";
    const struct value params[] = {value_number(w->a.counted ? 0 : w->a.source),
                                   value_number(w->b.counted ? 0 : w->b.source)};
    for (size_t i = 0; (w->a.counted || w->b.counted) && i < w->family->count; i++)
        if (!name_add(w, w->family->counters[i].name, w->family->counters[i].derived, e))
            return false;
    return store_query(s, sql, params, 2, figure_name, w, e);
}

/* --- sources --- */

static bool source_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct ledger *l = context;
    (void)count;
    l->source = columns[0].number;
    l->manifest = columns[1].known ? strdup(columns[1].text) : NULL;
    l->counted = columns[2].number > 0;
    l->observed = columns[3].known ? columns[3].number : MOMENT_NONE;
    return l->manifest || !columns[1].known || error_memory(e, "source");
}

static bool source_find(struct store *s, const char *name, const struct period *p, struct ledger *l,
                        struct error *e)
{
    static const char sql[] =
        "WITH one_row AS MATERIALIZED (SELECT d.source_id FROM dossier d"
        " WHERE d.source_id = (SELECT id FROM source WHERE name = $1) LIMIT 1)"
        " SELECT s.id, s.manifest, (SELECT COUNT(*) FROM one_row),"
        " (SELECT MAX(r.observed_at) FROM run r WHERE r.source_id = s.id AND r.observed_at <= $2)"
        " FROM source s WHERE s.name = $1";
    const struct value params[] = {value_text(name), value_number(p->at)};
    return store_query(s, sql, params, 2, source_row, l, e) &&
           (l->source ||
            error_set(e, ERROR_USAGE, name, _("'motcua sources' lists them; poll it first: motcua collect."),
                      _("no such source in the store")));
}

/* --- published figures --- */

struct load_job {
    const struct reconcile_work *work;
    const struct ledger *ledger;
    const struct unit_set *units;
};

/* unit, metric, numerator, denominator, status */
static bool figure_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct load_job *job = context;
    char name[LIMIT_NAME_BYTES * 2];
    long unit = unit_find(job->units, columns[0].text), at = name_find(job->work, columns[1].text);
    (void)count;
    if (unit < 0 || at < 0)
        return true;
    struct reconcile_count *entry =
        entry_at(job->work, job->ledger, unit_same(job->units, (size_t)unit), (size_t)at);
    entry->value = columns[2];
    if (columns[4].known && !(entry->status = strdup(columns[4].text)))
        return error_memory(e, "figure");
    snprintf(name, sizeof name, "%.63s.denominator", columns[1].text);
    at = name_find(job->work, name);
    if (at >= 0)
        entry_at(job->work, job->ledger, unit_same(job->units, (size_t)unit), (size_t)at)->value = columns[3];
    return true;
}

static bool figures_load(const struct reconcile_work *w, const struct ledger *l, struct store *s,
                         const struct unit_set *units, const struct period *p, struct error *e)
{
    static const char sql[] =
        "SELECT f.unit, f.metric, f.numerator, f.denominator, f.status FROM figure f WHERE f.source_id = $1"
        " AND f.period_kind = $2 AND f.period_from = $3 AND f.observed_at = (SELECT MAX(g.observed_at) FROM "
        "figure g"
        " WHERE g.source_id = $1 AND g.period_kind = $2 AND g.period_from = $3 AND g.unit = f.unit"
        " AND g.metric = f.metric AND g.observed_at <= $4)";
    struct load_job job = {.work = w, .ledger = l, .units = units};
    const struct value params[] = {value_number(l->source), value_text(period_kind_name(p->kind)),
                                   value_number(p->from), value_number(p->at)};
    return store_query(s, sql, params, 4, figure_row, &job, e);
}

/* --- counted dossiers --- */

static int64_t sum_of(const struct reconcile_count *row, const struct counter_sum *sum)
{
    int64_t n = 0;
    for (size_t i = 0; i < sum->count; i++)
        n += row[sum->counters[i]].value.number;
    return n;
}

/* Computes derived counters from the others, and marks counters that the source cannot know. The family's counters
 * are the first names, in the family's order. */
static void counts_finish(const struct reconcile_work *w, const struct ledger *l, size_t units,
                          uint64_t knows)
{
    const struct counter_family *f = w->family;
    for (size_t unit = 0; unit < units; unit++)
        for (size_t i = 0; i < f->count; i++) {
            struct reconcile_count *row = entry_at(w, l, unit, 0);
            const struct counter_formula *formula = &f->formulas[i];
            row[i].value.known = (f->counters[i].needs & ~knows) == 0 && !f->counters[i].distinct;
            if (!f->counters[i].derived)
                continue;
            int64_t whole = sum_of(row, &formula->whole);
            row[i].value.number = sum_of(row, &formula->part);
            if (formula->whole.count)
                row[i].value.number = whole ? row[i].value.number * 100 / whole : formula->none;
        }
}

static bool knows_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)count;
    (void)e;
    *(uint64_t *)context = (uint64_t)columns[0].number;
    return true;
}

static bool counts_load(struct reconcile_work *w, const struct ledger *l, const char *family, struct store *s,
                        const struct unit_set *units, const struct period *p, struct error *e)
{
    const struct dossier_versions versions = dossier_versions_of(s);
    const struct value source = value_number(l->source);
    uint64_t knows = 0;
    struct counter_family *own = counter_family_load_source(family, l->source, e);
    int64_t *counted = own ? calloc((units->count + 1) * own->count, sizeof *counted) : NULL;
    bool ok = own && (counted || error_memory(e, "reconcile")) &&
              counts_own(s, own, units, p, &versions, 1, counted, NULL, e) &&
              store_query(s, "SELECT knows FROM source WHERE id = $1", &source, 1, knows_row, &knows, e);
    for (size_t unit = 0; ok && unit < units->count; unit++)
        for (size_t i = 0; i < own->count; i++)
            entry_at(w, l, unit_same(units, unit), i)->value.number += counted[unit * own->count + i];
    if (ok)
        counts_finish(w, l, units->count, knows);
    free(counted);
    counter_family_free(own);
    return ok && reconcile_rules_count(&w->rules, l == &w->b, s, l->source, units, p, e);
}

/* Gives a counter's count also to the other names under which a portal publishes that counter. */
static void same_fill(const struct reconcile_work *w, const struct ledger *l, size_t units)
{
    for (size_t i = w->family->count; l->counted && i < w->name_count; i++) {
        long same = name_find(w, reconcile_same(&w->rules, w->names[i]));
        for (size_t unit = 0; same >= 0 && same != (long)i && unit < units; unit++)
            entry_at(w, l, unit, i)->value = entry_at(w, l, unit, (size_t)same)->value;
    }
}

static bool ledger_load(struct reconcile_work *w, struct ledger *l, const char *family, struct store *s,
                        const struct unit_set *units, const struct period *p, struct error *e)
{
    l->entries = calloc(units->count * w->name_count + 1, sizeof *l->entries);
    if (!l->entries)
        return error_memory(e, "reconcile");
    if (!l->counted)
        return figures_load(w, l, s, units, p, e);
    if (!counts_load(w, l, family, s, units, p, e))
        return false;
    same_fill(w, l, units->count);
    return true;
}

/* --- comparing --- */

/* True if a source says nothing of the unit: no figure and no dossier. */
static bool unit_silent(const struct reconcile_work *w, const struct ledger *l, size_t unit)
{
    for (size_t i = 0; i < w->name_count; i++) {
        const struct value *v = &entry_at(w, l, unit, i)->value;
        if (v->known && !(l->counted && (v->number == 0 || w->derived[i])))
            return false;
    }
    return true;
}

/* True if both sources have figures of that name, of some unit. */
static bool name_shared(const struct reconcile_work *w, size_t units, size_t name)
{
    bool a = false, b = false;
    for (size_t unit = 0; unit < units; unit++) {
        a |= entry_at(w, &w->a, unit, name)->value.known;
        b |= entry_at(w, &w->b, unit, name)->value.known;
    }
    return a && b;
}

static void line_judge(struct reconcile *r, struct reconcile_line *line, size_t name)
{
    const struct reconcile_work *w = r->work;
    if ((line->a.known ? line->a.number : 0) == (line->b.known ? line->b.number : 0))
        return;
    const struct reconcile_case c = {.counter = line->counter,
                                     .unit = line->unit,
                                     .a = line->a,
                                     .b = line->b,
                                     .manifest_a = w->a.manifest,
                                     .manifest_b = w->b.manifest,
                                     .status_a = entry_at(w, &w->a, line->unit, name)->status,
                                     .status_b = entry_at(w, &w->b, line->unit, name)->status,
                                     .published_a = !w->a.counted,
                                     .published_b = !w->b.counted};
    const struct reconcile_rule *rule = reconcile_explain(&w->rules, &c);
    if (rule) {
        line->rule = rule->name;
        line->title = rule->title;
    }
    r->explained += rule != NULL;
    r->unexplained += rule == NULL;
}

static bool lines_make(struct reconcile *r, struct error *e)
{
    const struct reconcile_work *w = r->work;
    size_t units = r->units.count;
    bool shared[LIMIT_RECONCILE_NAMES];
    r->lines = calloc(units * w->name_count + 1, sizeof *r->lines);
    if (!r->lines)
        return error_memory(e, "reconcile");
    for (size_t name = 0; name < w->name_count; name++)
        shared[name] = name_shared(w, units, name);
    for (size_t unit = 0; unit < units; unit++) {
        if (unit_silent(w, &w->a, unit) && unit_silent(w, &w->b, unit))
            continue;
        for (size_t name = 0; name < w->name_count; name++) {
            struct value a = entry_at(w, &w->a, unit, name)->value, b = entry_at(w, &w->b, unit, name)->value;
            if (!shared[name] || (!a.known && !b.known) || (w->derived[name] && (!a.known || !b.known)))
                continue;
            struct reconcile_line *line = &r->lines[r->count++];
            *line = (struct reconcile_line){.unit = unit, .counter = w->names[name], .a = a, .b = b};
            line_judge(r, line, name);
        }
    }
    return r->count || error_set(e, ERROR_USAGE, "reconcile",
                                 _("Poll both for this period; for figures of OpenCPS add --family opencps."),
                                 _("the two sources say nothing of the same figures in this period"));
}

bool reconcile_make(struct store *s, const char *a, const char *b, const char *family, const struct period *p,
                    struct reconcile *out, struct error *e)
{
    *out = (struct reconcile){.work = calloc(1, sizeof *out->work)};
    struct reconcile_work *w = out->work;
    bool ok = (w || error_memory(e, "reconcile")) && reconcile_rules_load(&w->rules, e);
    ok = ok && (w->family = counter_family_load(family, e)) && store_snapshot_begin(s, e);
    if (ok) {
        ok = source_find(s, a, p, &w->a, e) && source_find(s, b, p, &w->b, e) &&
             unit_set_load(s, &out->units, e) && names_load(w, s, e) &&
             ledger_load(w, &w->a, family, s, &out->units, p, e) &&
             ledger_load(w, &w->b, family, s, &out->units, p, e);
        store_snapshot_end(s);
    }
    ok = ok && lines_make(out, e);
    if (ok) {
        out->observed_a = w->a.observed;
        out->observed_b = w->b.observed;
    } else {
        reconcile_free(out);
    }
    return ok;
}

static void ledger_free(struct ledger *l, size_t count)
{
    for (size_t i = 0; l->entries && i < count; i++)
        free(l->entries[i].status);
    free(l->entries);
    free(l->manifest);
}

void reconcile_free(struct reconcile *r)
{
    struct reconcile_work *w = r->work;
    if (w) {
        ledger_free(&w->a, r->units.count * w->name_count);
        ledger_free(&w->b, r->units.count * w->name_count);
        for (size_t i = 0; i < w->name_count; i++)
            free(w->names[i]);
        counter_family_free(w->family);
        reconcile_rules_free(&w->rules);
        free(w);
    }
    unit_set_free(&r->units);
    free(r->lines);
    *r = (struct reconcile){0};
}
