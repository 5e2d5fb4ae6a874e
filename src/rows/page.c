#include "rows/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024, FIRST_ROWS = 64 };

struct block {
    struct block *next;
    size_t used, size;
    char bytes[];
};

enum row_kind { ROW_DOSSIER, ROW_FIGURE, ROW_UNIT, ROW_REJECT, ROW_NAME, ROW_KINDS };

static const size_t row_bytes[ROW_KINDS] = {sizeof(struct dossier), sizeof(struct figure),
                                            sizeof(struct unit_seen), sizeof(struct reject),
                                            sizeof(struct name_seen)};

struct page_memory {
    struct block *first, *at; /* at: the block that is being filled; the blocks behind it are empty */
    size_t size[ROW_KINDS];   /* rows for which the arrays have room */
    size_t bytes;             /* all memory that was taken from the system */
};

struct page *page_new(void)
{
    struct page *p = calloc(1, sizeof *p);
    struct page_memory *m = calloc(1, sizeof *m);
    if (!p || !m) {
        free(p);
        free(m);
        return NULL;
    }
    p->memory = m;
    p->total = -1;
    p->changed = p->changed_last = MOMENT_NONE;
    p->changed_most = INT64_MAX;
    return p;
}

void page_free(struct page *p)
{
    if (!p)
        return;
    for (struct block *b = p->memory->first, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(p->memory);
    free(p->dossiers);
    free(p->figures);
    free(p->units);
    free(p->rejects);
    free(p->names);
    key_set_clear(&p->keys);
    misgiving_list_free(&p->issues);
    free(p);
}

void page_reset(struct page *p)
{
    for (struct block *b = p->memory->first; b; b = b->next)
        b->used = 0;
    p->memory->at = p->memory->first;
    p->dossier_count = p->figure_count = p->unit_count = p->reject_count = p->name_count = p->record_count =
        0;
    p->total = -1;
    p->changed = p->changed_last = MOMENT_NONE;
    p->changed_most = INT64_MAX;
    p->rising = p->ends = p->trusted = false;
    p->reply = (struct page_reply){0};
    key_set_clear(&p->keys);
    misgiving_list_free(&p->issues);
}

static bool memory_take(struct page_memory *m, size_t bytes)
{
    if (bytes > LIMIT_PAGE_BYTES || m->bytes > LIMIT_PAGE_BYTES - bytes)
        return false;
    m->bytes += bytes;
    return true;
}

/* The array with room for one row more; NULL: no memory, or a limit, and nothing has changed. */
static void *rows_grow(struct page *p, enum row_kind kind, void *rows, size_t count)
{
    struct page_memory *m = p->memory;
    if (count < m->size[kind])
        return rows;
    size_t size = m->size[kind] ? m->size[kind] * 2 : FIRST_ROWS;
    if (size > LIMIT_PAGE_ROWS)
        size = LIMIT_PAGE_ROWS;
    size_t more = (size - m->size[kind]) * row_bytes[kind];
    if (count >= LIMIT_PAGE_ROWS || !memory_take(m, more))
        return NULL;
    void *grown = realloc(rows, size * row_bytes[kind]);
    if (!grown) {
        m->bytes -= more;
        return NULL;
    }
    m->size[kind] = size;
    return grown;
}

#define ROW_ADD(page, kind, rows, count)                                                                     \
    do {                                                                                                     \
        void *grown = rows_grow(page, kind, (page)->rows, (page)->count);                                    \
        if (!grown)                                                                                          \
            return NULL;                                                                                     \
        (page)->rows = grown;                                                                                \
        memset(&(page)->rows[(page)->count], 0, row_bytes[kind]);                                            \
        return &(page)->rows[(page)->count++];                                                               \
    } while (0)

struct dossier *page_add_dossier(struct page *p)
{
    ROW_ADD(p, ROW_DOSSIER, dossiers, dossier_count);
}

struct figure *page_add_figure(struct page *p)
{
    ROW_ADD(p, ROW_FIGURE, figures, figure_count);
}

struct unit_seen *page_add_unit(struct page *p)
{
    ROW_ADD(p, ROW_UNIT, units, unit_count);
}

struct reject *page_add_reject(struct page *p)
{
    ROW_ADD(p, ROW_REJECT, rejects, reject_count);
}

struct name_seen *page_add_name(struct page *p)
{
    ROW_ADD(p, ROW_NAME, names, name_count);
}

void page_drop_dossier(struct page *p)
{
    if (p->dossier_count)
        p->dossier_count--;
}

static struct block *block_new(struct page_memory *m, size_t need)
{
    size_t size = need > BLOCK_BYTES ? need : BLOCK_BYTES;
    if (!memory_take(m, sizeof(struct block) + size))
        return NULL;
    struct block *b = malloc(sizeof *b + size);
    if (!b) {
        m->bytes -= sizeof(struct block) + size;
        return NULL;
    }
    *b = (struct block){.size = size};
    return b;
}

/* The block that is being filled if it has room for n bytes, else the next one; NULL: no memory, or the limit. */
static struct block *block_for(struct page_memory *m, size_t n)
{
    if (m->at && m->at->size - m->at->used >= n)
        return m->at;
    struct block **place = m->at ? &m->at->next : &m->first;
    if (!*place || (*place)->size < n) {
        struct block *b = block_new(m, n);
        if (!b)
            return NULL;
        b->next = *place;
        *place = b;
    }
    m->at = *place;
    return m->at;
}

const char *page_copy(struct page *p, const char *bytes, size_t n)
{
    if (n >= LIMIT_PAGE_BYTES)
        return NULL;
    struct block *b = block_for(p->memory, n + 1);
    if (!b)
        return NULL;
    char *copy = b->bytes + b->used;
    if (n)
        memcpy(copy, bytes, n);
    copy[n] = '\0';
    b->used += n + 1;
    return copy;
}

#define ROWS_JOIN(p, from, add, rows, count)                                                                 \
    for (size_t i = 0; i < (from)->count; i++) {                                                             \
        __typeof__((p)->rows) row = add(p);                                                                  \
        if (!row)                                                                                            \
            return false;                                                                                    \
        *row = (from)->rows[i];                                                                              \
    }

bool page_join(struct page *p, const struct page *from)
{
    ROWS_JOIN(p, from, page_add_dossier, dossiers, dossier_count)
    ROWS_JOIN(p, from, page_add_figure, figures, figure_count)
    ROWS_JOIN(p, from, page_add_unit, units, unit_count)
    ROWS_JOIN(p, from, page_add_reject, rejects, reject_count)
    ROWS_JOIN(p, from, page_add_name, names, name_count)
    p->record_count += from->record_count;
    return misgiving_join(&p->issues, &from->issues);
}

moment page_newest(const struct page *p, moment observed)
{
    static const enum dossier_field dates[] = {DOSSIER_SUBMITTED, DOSSIER_RECEIVED, DOSSIER_FINISHED,
                                               DOSSIER_RETURNED};
    moment newest = MOMENT_NONE;
    for (size_t i = 0; i < p->dossier_count; i++)
        for (size_t k = 0; k < sizeof dates / sizeof *dates; k++) {
            const struct value *v = &p->dossiers[i].value[dates[k]];
            if (v->known && v->number > newest && v->number <= observed)
                newest = v->number;
        }
    return newest;
}

/* The months of a kind of period; 0: the kind is counted in days. */
static int kind_months(const char *period_kind)
{
    static const struct {
        const char *kind;
        int months;
    } kinds[] = {{"year", 12}, {"nine", 9}, {"half", 6}, {"quarter", 3}, {"month", 1}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, period_kind) == 0)
            return kinds[i].months;
    return 0;
}

moment figures_newest(const char *period_kind, moment period_from, moment observed)
{
    struct wall w = moment_wall(period_from);
    int months = kind_months(period_kind), month = w.year * 12 + w.month - 1 + months;
    int days = strcmp(period_kind, "fortnight") == 0 ? 14 : 7;
    moment last =
        months ? moment_of(month / 12, month % 12 + 1, 1, 0, 0, 0) : period_from + days * MOMENT_DAY;
    last--;
    return last < observed ? last : observed;
}

int figures_fresh_days(const char *period_kind)
{
    int days = kind_months(period_kind) * 31;
    return days > LIMIT_OLD_DAYS ? days : 0;
}

void page_memory_each(const struct page *p, void (*see)(void *context, const void *bytes, size_t n),
                      void *context)
{
    const struct {
        const void *rows;
        enum row_kind kind;
        size_t count;
    } arrays[] = {{p->dossiers, ROW_DOSSIER, p->dossier_count},
                  {p->figures, ROW_FIGURE, p->figure_count},
                  {p->units, ROW_UNIT, p->unit_count},
                  {p->rejects, ROW_REJECT, p->reject_count},
                  {p->names, ROW_NAME, p->name_count}};
    see(context, p, sizeof *p);
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        if (arrays[i].count)
            see(context, arrays[i].rows, arrays[i].count * row_bytes[arrays[i].kind]);
    for (const struct block *b = p->memory->first; b; b = b->next)
        see(context, b->bytes, b->used);
}

const char *reject_record(const struct reject *r, const char *cursor, char out[LIMIT_VALUE_BYTES])
{
    if (r->key && *r->key)
        return r->key;
    int n = snprintf(out, LIMIT_VALUE_BYTES, "#%lld %s", (long long)r->position, cursor ? cursor : "");
    if (n < LIMIT_VALUE_BYTES) {
        out[strcspn(out, "@")] = '\0'; /* the cursor's moment of change identifies no record */
        return out;
    }
    size_t letter = LIMIT_VALUE_BYTES - 1;
    while (letter > 0 && ((unsigned char)out[letter - 1] & 0xC0) == 0x80)
        letter--;
    if (letter > 0 && (unsigned char)out[letter - 1] >= 0xC0)
        out[letter - 1] = '\0';
    return out;
}
