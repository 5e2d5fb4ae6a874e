/* One reading of a stream: the records that came, held against the total that the portal tells. */
#ifndef MOTCUA_POLL_LISTING_H
#define MOTCUA_POLL_LISTING_H

#include "rows/page.h"

/* Whether a reading tells which dossiers are missing, and if not, the reason. */
enum certainty {
    CERTAINTY_CLEAR,   /* dossiers that did not come are missing */
    CERTAINTY_TOTAL,   /* the portal does not say how many dossiers it has */
    CERTAINTY_KEYS,    /* some records have no key that can be read */
    CERTAINTY_RESUMED, /* the reading went on from the place where an earlier one had stopped */
    CERTAINTY_FELL,    /* dossiers were removed during the reading, so that rows behind them shifted */
    CERTAINTY_PART,    /* fewer dossiers came than the portal says it has */
    CERTAINTY_REPLAY,  /* the replies were recorded on some other day */
};
const char *certainty_words(enum certainty certainty); /* translated */

/* Records whose key came before in the same reading. */
struct listing_twice {
    int64_t inside; /* in one page: the portal has them twice */
    int64_t across; /* on two pages: the portal has them twice, or rows shifted */
    uint64_t keys;  /* hash of all of them, to see whether another reading brings the same */
};

struct listing {
    struct key_set seen;
    int64_t skipped;  /* records before the place at which a resumed reading began */
    int64_t rejected; /* rejects without a key */
    int64_t total;    /* the total that the last page told; -1: not known */
    bool fell;        /* a page told a smaller total than the page before: records were removed meanwhile */
    bool figures;     /* the stream gives figures, not dossiers */
    moment changed;   /* latest change of a record in this reading, or MOMENT_NONE */
    moment mark;      /* latest change of all earlier readings */
    bool rising;  /* the portal promised newest changes first, but a later change followed an earlier one */
    int64_t rows; /* records that came, read or not, twice or not */
    int64_t rejects; /* of these, the records that could not be read */
    int64_t fresh;   /* records of the last page that no earlier page had */
    int64_t pages;
    struct listing_twice twice;
    bool repeated; /* the last page had come before: the portal does not look at the page's number */
    int64_t told;  /* the total that was not believed; valid with `odd` */
    bool odd;
    int64_t cut, broken, mended;  /* replies with these faults, see page_reply */
    int64_t tables;               /* tables of replies that were not read */
    char words[PAGE_WORDS_BYTES]; /* cause and place of the first of these faults */
    bool changes;                 /* only dossiers with late changes were asked for */
};

/* Begins a reading of the listing, from its start (skipped 0) or from further on; frees the keys of the reading
 * before. */
void listing_begin(struct listing *l, moment mark, int64_t skipped);
/* Counts a page's distinct records: a record of two pages (rows shifted) counts once. false: no memory, or
 * LIMIT_SEEN. */
MUST_CHECK bool listing_see(struct listing *l, const struct page *page);
/* How many distinct dossiers the listing has so far, skipped ones included; 0 for figures. */
int64_t listing_got(const struct listing *l);
/* True if as many records came as the portal says it has; a record twice on one page counts twice. before: the records
 * that the earlier reading brought twice, or NULL; if the same records come twice again, the portal has them twice, and
 * no row has shifted. */
bool listing_whole(const struct listing *l, const struct listing_twice *before);
/* How many records are lacking to the portal's total; 0: none, or the total is not known. */
int64_t listing_lacks(const struct listing *l);
/* For a reading of changes: true if the latest known change, or a later one, came, and newest changes came first. If
 * not, the portal does not filter or sort by change as the request asked (or the changed record was removed, which a
 * full reading then finds). */
bool listing_proved(const struct listing *l);
/* At the end of a reading: believes a doubted total if exactly so many distinct records came, and the rest came
 * twice. */
void listing_settle(struct listing *l);
/* Whether this reading tells which dossiers are missing. */
enum certainty listing_certainty(const struct listing *l);
/* The latest change that is known after this reading; a full reading from the start replaces earlier knowledge. */
moment listing_mark(const struct listing *l);

#endif
