#include "listing.h"
#include "selection.h"
#include "spoil.h"

#include <stdlib.h>

bool rows_open(struct rows *r)
{
    r->selections = selections_open();
    return r->selections != NULL;
}

void rows_close(struct rows *r)
{
    selections_close(r->selections);
    r->selections = NULL;
}

uint64_t rows_count(const struct rows *r)
{
    return r->pages ? pages_count(r->pages) : r->composer->count;
}

void rows_dossier(struct rows *r, uint64_t i, struct dossier *out)
{
    if (r->pages)
        pages_dossier(r->pages, i, out);
    else
        dossier_compose(r->composer, i, atomic_load(&r->drift), out);
}

struct filter filter_all(void)
{
    return (struct filter){
        .online = -1, .receive_from = WALL_NONE, .receive_to = WALL_NONE, .changed_from = WALL_NONE};
}

static bool filter_has_period(const struct filter *f, const struct dossier *d)
{
    if (f->receive_from == WALL_NONE && f->receive_to == WALL_NONE)
        return true;
    if (d->receive == WALL_NONE || (f->receive_to != WALL_NONE && d->receive >= f->receive_to))
        return false;
    if (f->receive_from == WALL_NONE || d->receive >= f->receive_from)
        return true;
    if (f->carried && (d->release == WALL_NONE || d->release >= f->receive_from))
        return true;
    return f->finished_carried && d->finish != WALL_NONE && d->finish >= f->receive_from &&
           d->finish < f->receive_to;
}

bool filter_has(const struct filter *f, const struct dossier *d)
{
    if (d->gone || (f->changed_from != WALL_NONE && d->modified < f->changed_from))
        return false;
    if (!filter_has_period(f, d) || (f->online >= 0 && d->online != (f->online == 1)))
        return false;
    if (f->unreleased && d->release != WALL_NONE)
        return false;
    if (f->agency && !csv_has(f->agency, d->unit))
        return false;
    if (f->status && !csv_has(f->status, d->status))
        return false;
    if (f->domain && !csv_has(f->domain, d->domain))
        return false;
    if (f->system) {
        char system[2] = {(char)('0' + d->system % 10), '\0'};
        return csv_has(f->system, system);
    }
    return true;
}

/* A page being written. */
struct page {
    struct rows *rows;
    const struct fault_plan *plan;
    struct text *out;
    uint64_t count;
    uint64_t spoiled; /* which of its rows faults spoil */
};

static void row_put(struct page *p, uint64_t i, bool latecomer)
{
    struct rows *r = p->rows;
    struct dossier d;
    if (p->count)
        text_literal(p->out, ",");
    size_t at = p->out->used;
    if (!latecomer && r->pages) {
        pages_write(r->pages, i, p->out);
    } else {
        dossier_compose(r->composer, i, latecomer ? 0 : atomic_load(&r->drift), &d);
        r->write(&d, p->out);
    }
    if (p->count++ == p->spoiled)
        row_spoil(p->out, at, p->plan, r->code, r->date, r->status);
}

/* New rows of the shift fault: those beyond the composed ones, newest first. Returns how many suit the filter
 * and puts those at positions [start, end). */
static uint64_t latecomers_put(struct page *p, const struct filter *f, uint64_t start, uint64_t end)
{
    const struct composer *c = p->rows->composer;
    uint64_t first = c->count > LATECOMER_INDEX ? c->count : LATECOMER_INDEX, found = 0;
    for (uint64_t k = (uint64_t)p->plan->shifted; k-- > 0;) {
        struct dossier d;
        dossier_compose(c, first + k, 0, &d);
        if (!filter_has(f, &d))
            continue;
        if (p->out && found >= start && found < end)
            row_put(p, first + k, true);
        found++;
    }
    return found;
}

/* Has the listing's last row been read? Then a sweep is over. */
static void sweep_end(struct rows *r)
{
    state_sweep(r->state);
    if (r->drift_after_sweep)
        atomic_store(&r->drift, r->drift_after_sweep);
}

static void page_put(struct page *p, struct selection *s, bool descending, uint64_t start, uint64_t end)
{
    uint64_t count = end - start;
    uint64_t *index = calloc(count + 1, sizeof(*index));
    if (!index) {
        p->out->failed = true;
        return;
    }
    uint64_t first = descending ? s->total - end : start;
    selection_read(p->rows, s, first, count, index);
    for (uint64_t i = 0; i < count; i++)
        row_put(p, index[descending ? count - 1 - i : i], false);
    uint64_t last = index[descending ? 0 : count - 1];
    bool all = !s->filter.by_change && s->filter.changed_from == WALL_NONE;
    if (all && end == s->total && last == (descending ? 0 : rows_count(p->rows) - 1))
        sweep_end(p->rows);
    free(index);
}

struct listing listing_write(struct rows *r, const struct filter *f, bool descending, uint64_t start,
                             uint64_t end, const struct fault_plan *plan, struct text *out)
{
    struct selection s;
    struct page p = {.rows = r, .plan = plan};
    uint64_t late = latecomers_put(&p, f, 0, 0);
    if (!selection_open(r, f, &s)) {
        out->failed = true;
        return (struct listing){0};
    }
    uint64_t total = late + s.total;
    if (end > total)
        end = total;
    if (plan->has[FAULT_DUPLICATE] && start > 0 && start < end)
        start--; /* the row that ended the page before comes again */
    if (end > start && end - start > LISTING_ROWS_MAX)
        end = start + LISTING_ROWS_MAX;
    p.out = out;
    p.spoiled = end > start ? (end - start) / 2 : 0;
    (void)latecomers_put(&p, f, start, end);
    if (end > start && end > late)
        page_put(&p, &s, descending, start > late ? start - late : 0, end - late);
    selection_close(&s);
    state_rows(r->state, p.count);
    return (struct listing){total, p.count};
}
