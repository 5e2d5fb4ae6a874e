#include "advice/what_if.h"

#include <stdlib.h>
#include <string.h>

bool what_if_open(struct what_if *w, const struct evaluation *is, const struct action_set *actions,
                  struct error *e)
{
    size_t cells = (is->units.count + 1) * counter_count(is->family);
    *w = (struct what_if){.is = is, .actions = actions, .v = *is};
    w->v.figures = figure_set_copy(is->figures, e);
    w->v.counts.cells = w->v.figures ? malloc(cells * sizeof *w->v.counts.cells) : NULL;
    w->v.counts.own = w->v.counts.cells && is->counts.own ? malloc(cells * sizeof *w->v.counts.own) : NULL;
    if (w->v.counts.cells && (w->v.counts.own || !is->counts.own)) {
        memcpy(w->v.counts.cells, is->counts.cells, cells * sizeof *w->v.counts.cells);
        if (is->counts.own)
            memcpy(w->v.counts.own, is->counts.own, cells * sizeof *w->v.counts.own);
        return true;
    }
    if (w->v.figures)
        error_memory(e, "what if");
    what_if_close(w);
    return false;
}

void what_if_close(struct what_if *w)
{
    if (w->is) {
        figure_set_free(w->v.figures);
        free(w->v.counts.cells);
        free(w->v.counts.own);
    }
    *w = (struct what_if){0};
}

static void row_take(struct what_if *w, int64_t *to, const int64_t *from, size_t unit, const int32_t *steps,
                     bool own)
{
    size_t counters = counter_count(w->is->family);
    int64_t *row = &to[unit * counters];
    memcpy(row, &from[unit * counters], counters * sizeof *row);
    for (size_t a = 0; a < w->actions->count; a++)
        for (size_t i = 0;
             (!own || w->actions->items[a].place != WHOSE_BELOW) && i < w->actions->items[a].change_count;
             i++) {
            const struct metric_term *change = &w->actions->items[a].changes[i];
            if (row[change->counter] != COUNT_UNKNOWN)
                row[change->counter] += (int64_t)change->sign * steps[a];
        }
}

/* The steps are taken on the unit's own dossiers, but those on dossiers of the units below (action.place). */
static void counters_take(struct what_if *w, size_t unit, const int32_t *steps)
{
    row_take(w, w->v.counts.cells, w->is->counts.cells, unit, steps, false);
    if (w->v.counts.own)
        row_take(w, w->v.counts.own, w->is->counts.own, unit, steps, true);
}

/* Sets a figure to what all actions add, because several actions may change the same figure. */
static void figure_take(struct what_if *w, size_t unit, const char *name, const int32_t *steps)
{
    int64_t n = 0, d = 0;
    for (size_t a = 0; a < w->actions->count; a++)
        for (size_t i = 0; i < w->actions->items[a].figure_count; i++) {
            const struct action_figure *f = &w->actions->items[a].figures[i];
            bool same = strcmp(f->name, name) == 0;
            n += same ? (int64_t)f->n * steps[a] : 0;
            d += same ? (int64_t)f->d * steps[a] : 0;
        }
    figure_change(w->v.figures, w->is->figures, unit, name, n, d);
}

void what_if_take(struct what_if *w, size_t unit, const int32_t *steps)
{
    counters_take(w, unit, steps);
    for (size_t a = 0; a < w->actions->count; a++)
        for (size_t i = 0; i < w->actions->items[a].figure_count; i++)
            figure_take(w, unit, w->actions->items[a].figures[i].name, steps);
}
