#include "import/section_sum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

/* A figure that the store has of a unit and period. */
struct stored_figure {
    char *metric; /* owned */
    int64_t numerator;
    moment observed;
};

struct stored {
    struct stored_figure *items;
    size_t count, size;
};

/* columns: metric, numerator, observed_at; the newest of a metric first */
static bool stored_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct stored *all = context;
    (void)count;
    if (all->count && strcmp(all->items[all->count - 1].metric, columns[0].text) == 0)
        return true;
    if (!array_room(&all->items, &all->size, all->count, sizeof *all->items))
        return error_memory(e, "figure");
    struct stored_figure *one = &all->items[all->count];
    *one = (struct stored_figure){strdup(columns[0].text), columns[1].number, columns[2].number};
    all->count += one->metric != NULL;
    return one->metric || error_memory(e, "figure");
}

static int stored_order(const void *a, const void *b)
{
    return strcmp(((const struct stored_figure *)a)->metric, ((const struct stored_figure *)b)->metric);
}

static void stored_free(struct stored *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->items[i].metric);
    free(all->items);
    *all = (struct stored){0};
}

static bool stored_load(struct store *s, const struct page_place *place, const char *unit, struct stored *out,
                        struct error *e)
{
    const struct value params[] = {value_number(place->source), value_text(place->period_kind),
                                   value_number(place->period_from), value_text(unit)};
    stored_free(out);
    bool ok = store_query(
        s,
        "SELECT metric, numerator, observed_at FROM figure WHERE source_id = $1 AND period_kind = $2"
        " AND period_from = $3 AND unit = $4 AND numerator IS NOT NULL ORDER BY metric, observed_at DESC",
        params, 4, stored_row, out, e);
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items,
              stored_order); /* each kind of store sorts text in its own way */
    return ok;
}

static int metric_order(const void *name, const void *one)
{
    return strcmp(name, ((const struct stored_figure *)one)->metric);
}

static const struct figure *here(const struct page *page, const char *unit, const char *metric)
{
    for (size_t i = 0; i < page->figure_count; i++)
        if (page->figures[i].unit && strcmp(page->figures[i].metric, metric) == 0 &&
            strcmp(page->figures[i].unit, unit) == 0)
            return &page->figures[i];
    return NULL;
}

/* Adds what the store has of the figure's other sections; *latest: when the latest of them was observed. true: a
 * section of the figure is in the page, and the sum has changed. */
static bool sections_add(const struct row_words *words, const struct page *page, const struct stored *stored,
                         struct figure *f, moment *latest)
{
    char name[LIMIT_NAME_BYTES * 2];
    int64_t more = 0;
    bool sectioned = false;
    *latest = MOMENT_NONE;
    for (size_t i = 0; row_section_name(words, i); i++) {
        snprintf(name, sizeof name, "%s_%s", f->metric, row_section_name(words, i));
        if (here(page, f->unit, name)) {
            sectioned = true;
            continue;
        }
        const struct stored_figure *one =
            stored->count ? bsearch(name, stored->items, stored->count, sizeof *stored->items, metric_order)
                          : NULL;
        if (!one || __builtin_add_overflow(more, one->numerator, &more))
            continue;
        *latest = one->observed > *latest ? one->observed : *latest;
    }
    return sectioned && *latest != MOMENT_NONE &&
           !__builtin_add_overflow(f->numerator.number, more, &f->numerator.number);
}

bool section_sum(struct store *s, const struct row_words *words, const struct page_place *place,
                 struct page *page, struct page *late, moment *when, struct error *e)
{
    struct stored stored = {0};
    const char *unit = NULL;
    bool ok = true;
    *when = MOMENT_NONE;
    for (size_t i = 0; ok && i < page->figure_count; i++) {
        struct figure *f = &page->figures[i];
        moment latest;
        if (!f->unit || !f->numerator.known || f->denominator.known)
            continue;
        if (!unit || strcmp(unit, f->unit) != 0)
            ok = stored_load(s, place, f->unit, &stored, e);
        unit = f->unit;
        if (!ok || !sections_add(words, page, &stored, f, &latest) || latest <= place->observed)
            continue;
        struct figure *moved = page_add_figure(late);
        ok = moved || error_memory(e, "figure");
        if (!ok)
            continue;
        *moved = *f;
        *when = latest > *when ? latest : *when;
        f->unit = NULL; /* marks the figure as moved into `late` */
    }
    size_t kept = 0;
    for (size_t i = 0; i < page->figure_count; i++)
        if (page->figures[i].unit)
            page->figures[kept++] = page->figures[i];
    page->figure_count = kept;
    stored_free(&stored);
    return ok;
}
