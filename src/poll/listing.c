#include "poll/listing.h"

#include <string.h>

#include "base/text.h"

void listing_begin(struct listing *l, moment mark, int64_t skipped)
{
    key_set_clear(&l->seen);
    *l = (struct listing){.total = -1, .skipped = skipped, .changed = MOMENT_NONE, .mark = mark};
}

bool listing_see(struct listing *l, const struct page *page)
{
    for (size_t i = 0; i < page->dossier_count; i++) {
        const struct value *key = &page->dossiers[i].value[DOSSIER_KEY];
        if (!key_set_add(&l->seen, key->text, key->length))
            return false;
    }
    for (size_t i = 0; i < page->reject_count; i++) {
        const char *key = page->rejects[i].key;
        if (key && !key_set_add(&l->seen, key, strlen(key)))
            return false;
        l->rejected += key == NULL;
    }
    if (page->dossier_count == 0 && page->figure_count)
        l->figures = true;
    if (page->total >= 0) {
        l->fell = l->fell || page->total < l->total;
        l->total = page->total;
    }
    l->rising = l->rising || page->rising;
    if (page->changed > l->changed)
        l->changed = page->changed;
    return true;
}

int64_t listing_got(const struct listing *l)
{
    return l->skipped + (int64_t)l->seen.count + l->rejected;
}

bool listing_whole(const struct listing *l)
{
    return l->figures || l->total < 0 || listing_got(l) >= l->total;
}

bool listing_proved(const struct listing *l)
{
    return l->changed != MOMENT_NONE && l->changed >= l->mark && !l->rising;
}

enum certainty listing_certainty(const struct listing *l)
{
    return l->total < 0        ? CERTAINTY_TOTAL
           : l->rejected       ? CERTAINTY_KEYS
           : l->skipped        ? CERTAINTY_RESUMED
           : l->fell           ? CERTAINTY_FELL
           : !listing_whole(l) ? CERTAINTY_PART
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
