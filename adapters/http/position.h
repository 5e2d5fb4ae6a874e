/* How far a stream's listing has been read, page by page. */
#ifndef MOTCUA_ADAPTERS_HTTP_POSITION_H
#define MOTCUA_ADAPTERS_HTTP_POSITION_H

#include "adapters/manifest/manifest.h"
#include "rows/page.h"

#define POSITION_TEXT_BYTES 64

struct position {
    bool done;
    bool spared;         /* portal_driver.unchanged() ended the listing */
    int64_t start;       /* rows before the next page */
    int64_t page;        /* pages before the next page */
    bool changes;        /* the listing is asked for changes since `since` alone */
    moment since, least; /* least: the earliest change that a page ended with */
    bool least_known;
    uint64_t last; /* hash of what the last page held */
    /* the portal stated a total that cannot be true: the listing is read until a page is empty */
    bool disbelieved;
    /* by all that is known the listing is over: the next request only asks whether there is more */
    bool probe;
};

/* Reads "page=3 start=1500" into *out; a text that does not fit this listing gives the start, which loses nothing. */
void position_read(const struct stream *s, const char *text, struct position *out);
/* Returns out; "" where the listing is done. */
const char *position_write(const struct position *p, char out[POSITION_TEXT_BYTES]);
/* Steps over a page that was taken. In a reading of changes, page->rising says that the page broke the order, newest
 * first. */
void position_step(const struct stream *s, struct position *p, struct page *page);

#endif
