#include "poll/listing.h"

#include <string.h>
#include <xxhash.h>

#include "base/text.h"

void listing_begin(struct listing *l, moment mark, int64_t skipped)
{
    key_set_clear(&l->seen);
    *l = (struct listing){.total = -1, .skipped = skipped, .changed = MOMENT_NONE, .mark = mark};
}

/* Counts a key: as fresh, or, with *twice, as seen in this page (`page` has its keys so far) or on an earlier one. */
static bool key_see(struct listing *l, const char *key, size_t n, const struct key_set *page, bool *twice)
{
    size_t before = l->seen.count;
    if (!key_set_add(&l->seen, key, n))
        return false;
    *twice = l->seen.count == before;
    if (!*twice) {
        l->fresh++;
        return true;
    }
    if (key_set_has(page, key, n))
        l->twice.inside++;
    else
        l->twice.across++;
    l->twice.keys += XXH3_64bits(key, n);
    return true;
}

static bool dossiers_see(struct listing *l, const struct page *page)
{
    struct key_set own = {0};
    bool ok = true, twice;
    for (size_t i = 0; ok && i < page->dossier_count; i++) {
        const struct value *key = &page->dossiers[i].value[DOSSIER_KEY];
        ok = key_see(l, key->text, key->length, &own, &twice) && key_set_add(&own, key->text, key->length);
    }
    key_set_clear(&own);
    return ok;
}

/* known: records that had come twice before this page. */
static bool rejects_see(struct listing *l, const struct page *page, int64_t known)
{
    static const struct key_set none = {0};
    int64_t keyless = 0;
    bool twice;
    for (size_t i = 0; i < page->reject_count; i++) {
        const char *key = page->rejects[i].key;
        if (key && !key_see(l, key, strlen(key), &none, &twice))
            return false;
        l->rejected += key == NULL;
        keyless += key == NULL;
    }
    if (!l->fresh &&
        l->twice.inside + l->twice.across == known) /* records that came before make rejects old, too */
        l->fresh += keyless;
    return true;
}

/* A figure is new if no figure of its unit came before. */
static bool figures_see(struct listing *l, const struct page *page)
{
    for (size_t i = 0; i < page->figure_count; i++) {
        size_t before = l->seen.count;
        const char *unit = page->figures[i].unit;
        if (unit && !key_set_add(&l->seen, unit, strlen(unit)))
            return false;
        l->fresh += l->seen.count > before;
    }
    return true;
}

static void reply_see(struct listing *l, const struct page *page)
{
    const struct page_reply *r = &page->reply;
    l->rows += (int64_t)page->record_count;
    l->rejects += (int64_t)page->reject_count;
    l->pages++;
    l->cut += r->cut;
    l->broken += r->broken;
    l->mended += r->mended;
    l->tables += r->tables;
    if (!*l->words)
        memcpy(l->words, r->words, sizeof l->words);
    if (r->odd_total && !l->odd) {
        l->odd = true;
        l->told = r->told;
    }
    if (l->odd)
        l->total = -1;
}

bool listing_see(struct listing *l, const struct page *page)
{
    const struct listing_twice twice = l->twice;
    const int64_t rejected = l->rejected;
    l->fresh = 0;
    if (!dossiers_see(l, page) || !rejects_see(l, page, twice.inside + twice.across) || !figures_see(l, page))
        return false;
    if (page->dossier_count == 0 && page->figure_count)
        l->figures = true;
    if (page->total >= 0) {
        l->fell = l->fell || page->total < l->total;
        l->total = page->total;
    }
    reply_see(l, page);
    if (page->record_count && !l->fresh && l->pages > 1) { /* the page came before: its records count once */
        l->rows -= (int64_t)page->record_count;
        l->rejects -= (int64_t)page->reject_count;
        l->rejected = rejected;
        l->twice = twice;
    }
    l->rising = l->rising || page->rising;
    if (page->changed > l->changed)
        l->changed = page->changed;
    return true;
}

int64_t listing_got(const struct listing *l)
{
    return l->figures ? 0 : l->skipped + (int64_t)l->seen.count + l->rejected;
}

int64_t listing_lacks(const struct listing *l)
{
    int64_t came = l->figures ? l->rows : listing_got(l) + l->twice.inside;
    return l->total > came ? l->total - came : 0;
}

bool listing_whole(const struct listing *l, const struct listing_twice *before)
{
    bool again =
        before && l->twice.across && before->across == l->twice.across && before->keys == l->twice.keys;
    return listing_lacks(l) <= (again ? l->twice.across : 0);
}

bool listing_proved(const struct listing *l)
{
    return l->changed != MOMENT_NONE && l->changed >= l->mark && !l->rising;
}

void listing_settle(struct listing *l)
{
    if (!l->odd || l->told <= 0 || l->told != listing_got(l) || l->twice.inside + l->twice.across == 0)
        return;
    l->odd = false;
    l->total = l->told;
}

enum certainty listing_certainty(const struct listing *l)
{
    return l->total < 0              ? CERTAINTY_TOTAL
           : l->rejected             ? CERTAINTY_KEYS
           : l->skipped              ? CERTAINTY_RESUMED
           : l->fell                 ? CERTAINTY_FELL
           : !listing_whole(l, NULL) ? CERTAINTY_PART
                                     : CERTAINTY_CLEAR;
}

const char *certainty_words(enum certainty certainty)
{
    static const char *const words[] = {
        [CERTAINTY_CLEAR] = N_("it is known what is missing"),
        [CERTAINTY_TOTAL] = N_("the portal does not say how many dossiers there are"),
        [CERTAINTY_KEYS] = N_("some records have no key that can be read"),
        [CERTAINTY_RESUMED] = N_("this poll went on from where an earlier one had stopped"),
        [CERTAINTY_FELL] = N_("dossiers were removed while the list was read"),
        [CERTAINTY_PART] = N_("not all came"),
        [CERTAINTY_REPLAY] = N_("this is a recording")};
    return _(words[certainty]);
}

moment listing_mark(const struct listing *l)
{
    bool more = l->changes || l->skipped;
    return more && l->mark > l->changed ? l->mark : l->changed;
}
