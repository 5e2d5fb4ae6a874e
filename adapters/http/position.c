#include "adapters/http/position.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Can the listing go on at this cursor? Where the portal counts pages, all pages must have had today's size. */
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

/* A hash of what a page held, by which a portal that repeats a page for ever is noticed. */
static uint64_t page_hash(const struct page *page)
{
    uint64_t hash = page->record_count;
    for (size_t i = 0; i < page->dossier_count; i++) {
        const struct value *key = &page->dossiers[i].value[DOSSIER_KEY];
        hash = XXH3_64bits_withSeed(key->text, key->length, hash);
    }
    for (size_t i = 0; i < page->figure_count; i++)
        hash = XXH3_64bits_withSeed(page->figures[i].unit, strlen(page->figures[i].unit), hash);
    for (size_t i = 0; i < page->reject_count; i++)
        hash = XXH3_64bits_withSeed(page->rejects[i].reason, strlen(page->rejects[i].reason), hash);
    return hash;
}

/* A total below the rows that came, or that is no number, is not believed from now on; the page says so. */
static void total_judge(struct position *p, struct page *page, int64_t came)
{
    p->disbelieved = p->disbelieved || page->reply.odd_total || (page->total >= 0 && page->total < came);
    if (!p->disbelieved || page->total < 0)
        return;
    page->reply.odd_total = true;
    page->reply.told = page->total;
    page->total = -1;
}

/* All rows have come by the total, or by a page that is not full. But a full page, or a total that equals the page's
 * rows, may also come from a portal that counts only its page: one request more tells. Figures are few and fit one
 * page. */
static bool listing_done(const struct stream *s, struct position *p, const struct page *page, int64_t rows)
{
    bool dossiers = s->kind == STREAM_DOSSIER, full = rows >= s->size;
    bool met = page->total >= 0 ? p->start >= page->total : !p->disbelieved && !full;
    bool may_go_on = page->total >= 0 ? full || (dossiers && page->total == rows) : dossiers;
    p->probe = met && may_go_on;
    return met && !may_go_on;
}

/* Steps over the rows that came: a portal may give fewer rows than were asked for, and more where a row comes twice. */
static void listing_step(const struct stream *s, struct position *p, struct page *page)
{
    int64_t rows = (int64_t)page->record_count, step = rows < s->size || !s->size ? rows : s->size;
    uint64_t hash = page_hash(page);
    bool same = p->page && rows && hash == p->last;
    p->last = hash;
    if (same) { /* the portal repeats its last page behind the end, or ignores the page number */
        p->done = true;
        return;
    }
    total_judge(p, page, p->start + step);
    p->page++;
    p->start += step;
    p->done = s->paging == PAGING_NONE || rows == 0 || listing_done(s, p, page, rows);
}

/* A reading of changes, latest first, is over where a whole page is older than the moment asked for; its total counts
 * all dossiers. It is over too where the latest are not first, for then it shows nothing. */
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
