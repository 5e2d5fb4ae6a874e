#include "selection.h"

#include <pthread.h>
#include <stdlib.h>

enum { KEPT = 16, MARK = 256, KEY_BYTES = 1024 };

struct kept {
    char key[KEY_BYTES];
    struct selection selection;
};

struct selections {
    pthread_mutex_t lock;
    struct kept kept[KEPT];
    size_t next;
};

struct selections *selections_open(void)
{
    struct selections *s = calloc(1, sizeof(*s));
    if (s)
        (void)pthread_mutex_init(&s->lock, NULL);
    return s;
}

void selections_close(struct selections *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < KEPT; i++)
        selection_close(&s->kept[i].selection);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

/* The first row received at t or later. */
static uint64_t received_find(const struct composer *c, wall t)
{
    uint64_t low = 0, high = c->count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (dossier_received(c, middle) < t)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Are there filters that rows in their natural order can only be scanned for? */
static bool filter_scans(const struct rows *r, const struct filter *f)
{
    return f->by_change || f->changed_from != WALL_NONE ||
           (!r->pages && edits_any_removed(&r->composer->edits));
}

static bool filter_is_period(const struct rows *r, const struct filter *f)
{
    return !filter_scans(r, f) && !r->pages && !f->agency && !f->status && !f->domain && f->online < 0 &&
           !f->unreleased && !f->carried && !f->finished_carried && (!f->system || csv_has(f->system, "0"));
}

static bool filter_is_all(const struct rows *r, const struct filter *f)
{
    return !filter_scans(r, f) && !f->agency && !f->status && !f->system && !f->domain && f->online < 0 &&
           !f->unreleased && f->receive_from == WALL_NONE && f->receive_to == WALL_NONE;
}

struct changed_row {
    wall modified;
    uint64_t index;
};

static int changed_compare(const void *a, const void *b)
{
    const struct changed_row *x = a, *y = b;
    if (x->modified != y->modified)
        return x->modified > y->modified ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Latest change first. */
static bool selection_sort(struct rows *r, struct selection *s)
{
    uint64_t rows = rows_count(r);
    struct changed_row *all = calloc(rows + 1, sizeof(*all));
    for (uint64_t i = 0; all && i < rows; i++) {
        struct dossier d;
        rows_dossier(r, i, &d);
        if (filter_has(&s->filter, &d))
            all[s->total++] = (struct changed_row){d.modified, i};
    }
    s->order = all ? calloc(s->total + 1, sizeof(*s->order)) : NULL;
    if (s->order && s->total)
        qsort(all, s->total, sizeof(*all), changed_compare);
    for (uint64_t i = 0; s->order && i < s->total; i++)
        s->order[i] = all[i].index;
    free(all);
    return s->order != NULL;
}

static bool selection_scan(struct rows *r, struct selection *s)
{
    uint64_t end = rows_count(r), room = 0;
    if (s->filter.by_change)
        return selection_sort(r, s);
    if (!r->pages && s->filter.receive_to != WALL_NONE)
        end = received_find(r->composer, s->filter.receive_to);
    if (!r->pages && s->filter.receive_from != WALL_NONE && !s->filter.carried && !s->filter.finished_carried)
        s->low = received_find(r->composer, s->filter.receive_from);
    for (uint64_t i = s->low; i < end; i++) {
        struct dossier d;
        rows_dossier(r, i, &d);
        if (!filter_has(&s->filter, &d))
            continue;
        if (s->total / MARK >= room) {
            room = room ? room * 2 : MARK;
            uint64_t *marks = realloc(s->marks, room * sizeof(*marks));
            if (!marks)
                return false;
            s->marks = marks;
        }
        if (s->total % MARK == 0)
            s->marks[s->total / MARK] = i;
        s->total++;
    }
    return true;
}

static bool selection_copy(const struct selection *from, struct selection *to)
{
    size_t n = (size_t)(from->order ? from->total : (from->total + MARK - 1) / MARK);
    const uint64_t *source = from->order ? from->order : from->marks;
    uint64_t *copy = n ? malloc(n * sizeof(*copy)) : NULL;
    if (copy)
        memcpy(copy, source, n * sizeof(*copy));
    *to = *from;
    to->order = from->order ? copy : NULL;
    to->marks = from->order ? NULL : copy;
    return !n || copy;
}

/* Texts of the filter belong to the request, so the key holds them in full; too long a filter is not kept. */
static bool key_write(const struct selection *s, struct text *t)
{
    const struct filter *f = &s->filter;
    const char *texts[] = {f->agency, f->status, f->system, f->domain};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        text_json(t, texts[i]);
    text_format(t, " %lld %lld %d %d %d %d %d %lld %d %d", (long long)f->receive_from,
                (long long)f->receive_to, f->online, f->unreleased, f->carried, f->finished_carried, s->drift,
                (long long)f->changed_from, f->by_change, s->edits);
    text_bytes(t, "", 1);
    return !t->failed && t->used <= KEY_BYTES;
}

static bool selection_find(struct rows *r, struct selection *out)
{
    struct selections *all = r->selections;
    struct text key = {0};
    bool keep = key_write(out, &key), good = true;
    (void)pthread_mutex_lock(&all->lock);
    struct kept *found = NULL;
    for (size_t i = 0; keep && !found && i < KEPT; i++)
        if (strcmp(all->kept[i].key, key.data) == 0)
            found = &all->kept[i];
    if (found) {
        struct filter own = out->filter;
        good = selection_copy(&found->selection, out);
        out->filter = own;
    } else {
        good = selection_scan(r, out);
        if (good && keep) {
            struct kept *slot = &all->kept[all->next++ % KEPT];
            selection_close(&slot->selection);
            memcpy(slot->key, key.data, key.used);
            if (!selection_copy(out, &slot->selection))
                *slot = (struct kept){0};
        }
    }
    (void)pthread_mutex_unlock(&all->lock);
    text_free(&key);
    return good;
}

bool selection_open(struct rows *r, const struct filter *f, struct selection *out)
{
    const struct edits *edits = &r->composer->edits;
    *out = (struct selection){.filter = *f,
                              .drift = atomic_load(&r->drift),
                              .edits = atomic_load(&edits->count) * 1000 + atomic_load(&edits->restored)};
    if (filter_is_all(r, f)) {
        out->whole = true;
        out->total = rows_count(r);
        return true;
    }
    if (filter_is_period(r, f)) {
        out->whole = true;
        out->low = f->receive_from == WALL_NONE ? 0 : received_find(r->composer, f->receive_from);
        uint64_t end = f->receive_to == WALL_NONE ? rows_count(r) : received_find(r->composer, f->receive_to);
        out->total = end > out->low ? end - out->low : 0;
        return true;
    }
    if (!selection_find(r, out)) {
        selection_close(out);
        return false;
    }
    return true;
}

void selection_read(struct rows *r, const struct selection *s, uint64_t first, uint64_t count,
                    uint64_t *index)
{
    if (s->whole) {
        for (uint64_t k = 0; k < count; k++)
            index[k] = s->low + first + k;
        return;
    }
    if (!count)
        return;
    if (s->order) {
        memcpy(index, s->order + first, count * sizeof(*index));
        return;
    }
    uint64_t at = first - first % MARK, i = s->marks[first / MARK], rows = rows_count(r), last = i;
    for (; at < first + count && i < rows; i++) {
        struct dossier d;
        rows_dossier(r, i, &d);
        if (!filter_has(&s->filter, &d))
            continue;
        if (at >= first)
            index[at - first] = i;
        last = i;
        at++;
    }
    for (; at < first + count; at++) /* the rows changed in between */
        if (at >= first)
            index[at - first] = last;
}

void selection_close(struct selection *s)
{
    free(s->marks);
    free(s->order);
    s->marks = s->order = NULL;
}
