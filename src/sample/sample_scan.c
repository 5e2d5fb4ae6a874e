#include "sample/sample_scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/count_scan.h"

/* A reading of some versions of dossiers. */
struct sample_scan {
    struct sample_scan *next;
    struct dossier_versions versions; /* runs and pending are owned */
    struct count_scan *scan;
};

static struct period period_as_at(const struct sampled *p, moment at)
{
    return (struct period){
        .kind = p->kind, .from = p->from, .to = p->to, .at = at, .cut = at < p->to ? at : p->to};
}

struct period sampled_now(const struct sampling *g, const struct sampled *p)
{
    return period_as_at(p, g->at);
}

struct period sampled_before(const struct sampling *g, const struct sampled *p)
{
    return period_as_at(p, p->stored ? p->observed : g->at);
}

bool sampled_fresh(const struct sampling *g, const struct sampled *p)
{
    return !p->stored || p->ahead || p->definitions != g->definitions;
}

static bool runs_same(const int64_t *a, size_t a_count, const int64_t *b, size_t b_count)
{
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

static bool versions_same(const struct dossier_versions *a, const struct dossier_versions *b)
{
    return a->choice == b->choice && runs_same(a->runs, a->run_count, b->runs, b->run_count) &&
           runs_same(a->pending, a->pending_count, b->pending, b->pending_count) && a->from == b->from &&
           a->to == b->to && a->offsets == b->offsets;
}

static const int64_t *runs_copy(const int64_t *runs, size_t count)
{
    int64_t *copy = malloc((count + 1) * sizeof *copy);
    if (copy && count)
        memcpy(copy, runs, count * sizeof *copy);
    return copy;
}

static void scan_free(struct sample_scan *s)
{
    free((int64_t *)(uintptr_t)s->versions.runs);
    free((int64_t *)(uintptr_t)s->versions.pending);
    count_scan_free(s->scan);
    free(s);
}

void sampling_scans_free(struct sampling *g)
{
    while (g->scans) {
        struct sample_scan *s = g->scans;
        g->scans = s->next;
        scan_free(s);
    }
}

/* Counts all dossiers only for periods without a sample, but the few versions of some runs for every period. */
static bool periods_want(const struct sampling *g, struct sample_scan *s, struct error *e)
{
    const struct counter_set sums = counter_set_sums(g->v.family);
    bool all = s->versions.choice == VERSION_WITHOUT, ok = true;
    for (size_t i = 0; ok && i < g->writes.count; i++) {
        const struct sampled *p = g->writes.items[i];
        const struct period now = sampled_now(g, p), before = sampled_before(g, p);
        if (!all || sampled_fresh(g, p))
            ok = count_scan_want(s->scan, &now, &sums, e);
        if (ok && !all)
            ok = count_scan_want(s->scan, &before, &sums, e);
    }
    return ok;
}

static struct sample_scan *scan_make(struct sampling *g, const struct dossier_versions *versions,
                                     struct error *e)
{
    struct sample_scan *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(e, "samples");
        return NULL;
    }
    s->versions = *versions;
    s->versions.runs = runs_copy(versions->runs, versions->run_count);
    s->versions.pending = runs_copy(versions->pending, versions->pending_count);
    s->scan = count_scan_new(g->v.family, true, e);
    if (!s->scan || ((!s->versions.runs || !s->versions.pending) && !error_memory(e, "samples")) ||
        !periods_want(g, s, e)) {
        scan_free(s);
        return NULL;
    }
    s->next = g->scans;
    g->scans = s;
    return s;
}

bool sampling_own(struct sampling *g, const struct period *p, const struct dossier_versions *versions,
                  int sign, int64_t *own, bool *touched, struct error *e)
{
    const struct counter_set sums = counter_set_sums(g->v.family);
    struct sample_scan *s = g->scans;
    bool there = false;
    if (store_is_remote(g->store) && versions->choice == VERSION_WITHOUT && g->writes.count == 1)
        return counts_own(g->store, g->v.family, &g->v.units, p, versions, sign, own, touched, e);
    while (s && !versions_same(&s->versions, versions))
        s = s->next;
    if (!s && !(s = scan_make(g, versions, e)))
        return false;
    if (!count_scan_own(s->scan, g->store, versions, &g->v.units, p, &sums, sign, own, touched, &there, e))
        return false;
    return there || counts_own(g->store, g->v.family, &g->v.units, p, versions, sign, own, touched, e);
}
