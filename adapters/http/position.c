#include "adapters/http/position.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Can the listing go on there? Pages that are counted must all have had the size of now. */
static bool cursor_fits(const struct stream *s, int64_t page, int64_t start)
{
    bool sane = page > 0 && page <= LIMIT_SWEEP_PAGES && start > 0 &&
                start <= (int64_t)LIMIT_SWEEP_PAGES * LIMIT_PAGE_ROWS;
    return sane && (s->paging != PAGING_PAGE || start == page * s->size);
}

void position_read(const struct stream *s, const char *text, struct position *out)
{
    char *end;
    *out = (struct position){0};
    if (strncmp(text, "page=", 5) != 0)
        return;
    long long page = strtoll(text + 5, &end, 10), start = 0;
    if (strncmp(end, " start=", 7) == 0)
        start = strtoll(end + 7, &end, 10);
    if (*end == '\0' && cursor_fits(s, page, start))
        *out = (struct position){.page = page, .start = start};
}

const char *position_write(const struct position *p, char out[POSITION_TEXT_BYTES])
{
    *out = '\0';
    if (!p->done)
        snprintf(out, POSITION_TEXT_BYTES, "page=%lld start=%lld", (long long)p->page, (long long)p->start);
    return out;
}

/* What a page held, so that a portal that gives the same page for ever is noticed. */
static uint64_t page_hash(const struct page *page)
{
    uint64_t hash = page->record_count;
    for (size_t i = 0; i < page->dossier_count; i++) {
        const struct value *key = &page->dossiers[i].value[DOSSIER_KEY];
        hash = XXH3_64bits_withSeed(key->text, key->length, hash);
    }
    for (size_t i = 0; i < page->figure_count; i++)
        hash = XXH3_64bits_withSeed(page->figures[i].unit, strlen(page->figures[i].unit), hash);
    return hash;
}

/* Steps over the rows that came: a portal may give fewer than were asked for, and more where one row comes
 * twice. */
static void listing_step(const struct stream *s, struct position *p, const struct page *page)
{
    int64_t rows = (int64_t)page->record_count;
    uint64_t hash = page->total < 0 ? page_hash(page) : 0;
    bool same = page->total < 0 && p->page && hash == p->last;
    p->last = hash;
    p->page++;
    p->start += rows < s->size ? rows : s->size;
    p->done = s->paging == PAGING_NONE || rows == 0 || same ||
              (page->total < 0 ? rows < s->size : p->start >= page->total);
}

/* A reading of changes, latest first, is over where a whole page is older than what was asked for; its total
 * is that of all. Where the latest are not first it is over too: it shows nothing. */
static void changes_step(const struct stream *s, struct position *p, struct page *page)
{
    bool sorted = p->changes && s->newest_first;
    page->rising = sorted && (page->rising || (p->least_known && page->changed > p->least));
    if (!sorted)
        return;
    page->total = -1;
    p->done = p->done || page->rising || (page->changed != MOMENT_NONE && page->changed < p->since);
    if (page->changed_last != MOMENT_NONE) {
        p->least = page->changed_last;
        p->least_known = true;
    }
}

void position_step(const struct stream *s, struct position *p, struct page *page)
{
    listing_step(s, p, page);
    changes_step(s, p, page);
}
