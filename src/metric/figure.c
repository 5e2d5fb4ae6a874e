#include "metric/figure.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limit.h"
#include "base/text.h"

struct figure_entry {
    size_t unit;
    char *metric;
    int64_t source; /* its number, which decides between figures of one moment */
    size_t turn;    /* position in the reading, which decides between two codes of one unit */
    struct figure_value value;
};

struct figure_set {
    struct figure_entry *entries; /* sorted by unit and metric, each once */
    size_t count, size;
    const struct unit_set *units; /* while loading */
};

/* unit, metric, observed_at, numerator, denominator, ratio, score, max, source_id */
static bool figure_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct figure_set *f = context;
    (void)count;
    long unit = unit_find(f->units, columns[0].text);
    if (unit < 0)
        return true;
    if (!array_room(&f->entries, &f->size, f->count, sizeof *f->entries))
        return error_memory(e, "figure");
    struct figure_entry *entry = &f->entries[f->count];
    *entry = (struct figure_entry){.unit = unit_same(f->units, (size_t)unit),
                                   .metric = strdup(columns[1].text),
                                   .source = columns[8].number,
                                   .turn = f->count};
    if (!entry->metric)
        return error_memory(e, "figure");
    entry->value = (struct figure_value){.present = true,
                                         .observed = columns[2].number,
                                         .numerator = columns[3],
                                         .denominator = columns[4],
                                         .ratio = columns[5],
                                         .score = columns[6],
                                         .max = columns[7]};
    f->count++;
    return true;
}

static int entry_compare(const void *a, const void *b)
{
    const struct figure_entry *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return strcmp(x->metric, y->metric);
}

/* Orders figures by unit and metric, the latest first, so that of several sources' figures the latest is kept. */
static int entry_order(const void *a, const void *b)
{
    const struct figure_entry *x = a, *y = b;
    int order = entry_compare(a, b);
    if (order == 0 && x->value.observed != y->value.observed)
        order = x->value.observed > y->value.observed ? -1 : 1;
    if (order == 0)
        order = (x->source > y->source) - (x->source < y->source);
    return order ? order : (x->turn > y->turn) - (x->turn < y->turn);
}

static void entries_sort(struct figure_set *f)
{
    size_t kept = 0;
    if (f->count == 0)
        return;
    qsort(f->entries, f->count, sizeof *f->entries, entry_order);
    for (size_t i = 1; i < f->count; i++) {
        if (entry_compare(&f->entries[kept], &f->entries[i]) != 0)
            f->entries[++kept] = f->entries[i];
        else
            free(f->entries[i].metric);
    }
    f->count = kept + 1;
}

/* A poll that ended early has today's numbers of some tables and not of others, so its figures wait until a
 * complete poll has come after it. Where no poll was ever complete, the figures of incomplete polls are taken. */
struct figure_set *figure_set_load(struct store *s, const struct unit_set *units, const struct period *p,
                                   struct error *e)
{
    static const char sql[] =
        "WITH h AS MATERIALIZED (SELECT s.id, COALESCE((SELECT MAX(r.observed_at) FROM run r WHERE"
        " r.source_id = s.id AND r.outcome = 'complete' AND r.observed_at <= $3), $3) AS until FROM source s)"
        " SELECT f.unit, f.metric, f.observed_at, f.numerator, f.denominator, f.ratio, f.score, f.max,"
        " f.source_id FROM h JOIN figure f ON f.source_id = h.id AND f.observed_at <= h.until"
        " WHERE f.period_kind = $1 AND f.period_from = $2 AND NOT EXISTS (SELECT 1 FROM figure n"
        " WHERE n.source_id = f.source_id AND n.period_kind = f.period_kind AND n.period_from = f.period_from"
        " AND n.unit = f.unit AND n.metric = f.metric AND n.observed_at > f.observed_at"
        " AND n.observed_at <= h.until)";
    moment known = store_known(s), at = known != MOMENT_NONE && known < p->at ? known : p->at;
    const struct value params[] = {value_text(period_kind_name(p->kind)), value_number(p->from),
                                   value_number(at)};
    struct figure_set *f = calloc(1, sizeof *f);
    if (!f) {
        error_memory(e, "figure");
        return NULL;
    }
    f->units = units;
    if (!store_query(s, sql, params, 3, figure_row, f, e)) {
        figure_set_free(f);
        return NULL;
    }
    entries_sort(f);
    return f;
}

void figure_set_free(struct figure_set *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->count; i++)
        free(f->entries[i].metric);
    free(f->entries);
    free(f);
}

static struct figure_entry *entry_find(const struct figure_set *f, size_t unit, const char *metric)
{
    size_t low = 0, high = f ? f->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct figure_entry *entry = &f->entries[middle];
        int order = entry->unit != unit ? (entry->unit < unit ? -1 : 1) : strcmp(entry->metric, metric);
        if (order == 0)
            return entry;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct figure_value figure_get(const struct figure_set *f, size_t unit, const char *metric)
{
    const struct figure_entry *entry = entry_find(f, unit, metric);
    return entry ? entry->value : (struct figure_value){0};
}

struct figure_set *figure_set_copy(const struct figure_set *f, struct error *e)
{
    struct figure_set *copy = calloc(1, sizeof *copy);
    size_t count = f ? f->count : 0;
    if (copy)
        copy->entries = calloc(count + 1, sizeof *copy->entries);
    bool ok = copy && copy->entries;
    for (size_t i = 0; ok && i < count; i++) {
        copy->entries[copy->count] = f->entries[i];
        copy->entries[copy->count].metric = strdup(f->entries[i].metric);
        ok = copy->entries[copy->count++].metric != NULL;
    }
    if (ok)
        return copy;
    figure_set_free(copy);
    error_memory(e, "figure");
    return NULL;
}

void figure_change(struct figure_set *copy, const struct figure_set *from, size_t unit, const char *metric,
                   int64_t n, int64_t d)
{
    struct figure_entry *entry = entry_find(copy, unit, metric);
    const struct figure_value was = figure_get(from, unit, metric);
    if (!entry || !was.numerator.known || !was.denominator.known)
        return;
    entry->value = was;
    if (n == 0 && d == 0)
        return;
    entry->value.numerator.number += n;
    entry->value.denominator.number += d;
    entry->value.ratio = entry->value.score = (struct value){0};
}
