/* One reading of a stream: what came, held against what the portal says that there is. */
#ifndef MOTCUA_POLL_LISTING_H
#define MOTCUA_POLL_LISTING_H

#include "rows/page.h"

/* What a reading tells of dossiers that are missing. */
enum certainty {
    CERTAINTY_CLEAR,   /* what did not come is not there */
    CERTAINTY_TOTAL,   /* nobody knows whether all came: the portal does not say how many there are */
    CERTAINTY_KEYS,    /* some records have no key that can be read */
    CERTAINTY_RESUMED, /* it went on from where an earlier one had stopped */
    CERTAINTY_FELL,    /* dossiers were removed while it was read: the rows behind them had shifted */
    CERTAINTY_PART,    /* not all came */
    CERTAINTY_REPLAY,  /* it was recorded, some other day */
};
const char *certainty_words(enum certainty certainty); /* translated */

/* Records whose key came before in the same reading. */
struct listing_twice {
    int64_t inside; /* in one page: the portal has them twice */
    int64_t across; /* on two pages: the portal has them twice, or rows had shifted */
    uint64_t keys;  /* of all of them, to see whether another reading brings the same */
};

struct listing {
    struct key_set seen;
    int64_t skipped;  /* records before the place that a resumed reading began at */
    int64_t rejected; /* without a key to know them by */
    int64_t total;    /* as the last page said; -1: not known */
    bool fell;        /* a page said less than the one before it: records were removed while it was read */
    bool figures;     /* the stream gives figures, not dossiers */
    moment changed;   /* latest change of a record in this reading, or MOMENT_NONE */
    moment mark;      /* of all readings before it */
    bool rising;  /* The portal promised newest changes first, but a later change followed an earlier one. */
    int64_t rows; /* records that came, read or not, twice or not */
    int64_t rejects; /* of these: could not be read */
    int64_t fresh;   /* of the last page: records that no page before it had */
    int64_t pages;
    struct listing_twice twice;
    bool repeated; /* it ended with a page that came before: the portal does not look at the page's number */
    int64_t told;  /* a total that was not believed; meaning only with odd */
    bool odd;
    int64_t cut, broken, mended;  /* replies, see page.reply */
    int64_t tables;               /* of replies that were not read */
    char words[PAGE_WORDS_BYTES]; /* of the first of these */
    bool changes;                 /* only what was changed lately was asked for */
};

/* Begins a reading of the listing, from its start (skipped 0) or from further on; frees the keys of the reading before. */
void listing_begin(struct listing *l, moment mark, int64_t skipped);
/* Counts a page's distinct records: one that is seen on two pages (rows had shifted) counts once. */
MUST_CHECK bool listing_see(struct listing *l, const struct page *page);
int64_t listing_got(const struct listing *l);
/* All came that there is, as far as the portal says; records that it has twice count twice. before: what the
 * reading before this one brought twice, or NULL: what comes twice again is the portal's, and no shift. */
bool listing_whole(const struct listing *l, const struct listing_twice *before);
/* How many records lack to the portal's total; 0: none, or it is not known. */
int64_t listing_lacks(const struct listing *l);
/* Of a reading of changes: the record that was changed last before is among them, or a later one. If not, the
 * portal does not do what it was asked for: it neither filters nor sorts by change. (Or that record was
 * removed; then a reading of all finds out.) */
bool listing_proved(const struct listing *l);
/* At the end: a total that was not believed, because rows came twice and made more of it, was met after all. */
void listing_settle(struct listing *l);
enum certainty listing_certainty(const struct listing *l);
/* The latest change that is known after this reading: a reading of all from its start knows best. */
moment listing_mark(const struct listing *l);

#endif
