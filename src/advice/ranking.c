#include "advice/ranking.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    size_t member;
    const char *kind;
    struct rank_value value;
};

struct ranking {
    struct entry *entries; /* sorted by kind, value and member */
    size_t *places;        /* of each member among the entries; SIZE_MAX: none */
    size_t members, count;
};

struct ranking *ranking_new(size_t members, struct error *e)
{
    struct ranking *r = calloc(1, sizeof *r);
    if (r) {
        r->members = members;
        r->entries = calloc(members + 1, sizeof *r->entries);
        r->places = malloc((members + 1) * sizeof *r->places);
    }
    if (!r || !r->entries || !r->places) {
        ranking_free(r);
        error_memory(e, "ranking");
        return NULL;
    }
    memset(r->places, 0xff, (members + 1) * sizeof *r->places);
    return r;
}

void ranking_free(struct ranking *r)
{
    if (!r)
        return;
    free(r->entries);
    free(r->places);
    free(r);
}

void ranking_add(struct ranking *r, size_t member, const char *kind, struct rank_value value)
{
    if (member < r->members && r->count < r->members)
        r->entries[r->count++] = (struct entry){member, kind, value};
}

static int kind_compare(const char *x, const char *y)
{
    return x && y ? strcmp(x, y) : (x != NULL) - (y != NULL);
}

/* Below 0: x is better. */
static int value_compare(const struct rank_value *x, const struct rank_value *y)
{
    if (x->high != y->high)
        return x->high > y->high ? -1 : 1;
    return (x->low > y->low) - (x->low < y->low);
}

static int entry_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = kind_compare(x->kind, y->kind);
    order = order ? order : value_compare(&x->value, &y->value);
    return order ? order : (x->member > y->member) - (x->member < y->member);
}

void ranking_seal(struct ranking *r)
{
    if (r->count)
        qsort(r->entries, r->count, sizeof *r->entries, entry_compare);
    for (size_t i = 0; i < r->count; i++)
        r->places[r->entries[i].member] = i;
}

/* Returns how many entries stand before the first entry of a later kind or, with a value, of the kind and not
 * better. */
static size_t entries_before(const struct ranking *r, const char *kind, const struct rank_value *value)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct entry *x = &r->entries[middle];
        int order = kind_compare(x->kind, kind);
        bool before = order < 0 || (order == 0 && (!value || value_compare(&x->value, value) < 0));
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t kind_start(const struct ranking *r, const char *kind)
{
    static const struct rank_value best = {INT64_MAX, INT64_MIN};
    return entries_before(r, kind, &best);
}

/* True if the member itself is among the entries [from, to). */
static bool holds(const struct ranking *r, size_t member, size_t from, size_t to)
{
    return member < r->members && r->places[member] >= from && r->places[member] < to;
}

size_t ranking_others(const struct ranking *r, size_t member, const char *kind)
{
    size_t from = kind_start(r, kind), to = entries_before(r, kind, NULL);
    return to - from - holds(r, member, from, to);
}

size_t ranking_ahead(const struct ranking *r, size_t member, const char *kind, struct rank_value value)
{
    size_t from = kind_start(r, kind), to = entries_before(r, kind, &value);
    return to - from - holds(r, member, from, to);
}

bool ranking_next(const struct ranking *r, size_t member, const char *kind, struct rank_value value,
                  struct rank_value *out)
{
    size_t from = kind_start(r, kind), to = entries_before(r, kind, &value);
    while (to > from && r->entries[to - 1].member == member)
        to--;
    if (to == from)
        return false;
    *out = r->entries[to - 1].value;
    return true;
}

long ranking_overtaken(const struct ranking *r, size_t member, const char *kind, struct rank_value now,
                       struct rank_value after, size_t *count)
{
    size_t from = entries_before(r, kind, &after), to = entries_before(r, kind, &now);
    *count = 0;
    if (from >= to)
        return -1;
    *count = to - from - holds(r, member, from, to);
    if (r->entries[from].member == member)
        from++;
    return *count ? (long)r->entries[from].member : -1;
}
