/* How far a stream's listing has been read, page by page. */
#ifndef MOTCUA_ADAPTERS_HTTP_POSITION_H
#define MOTCUA_ADAPTERS_HTTP_POSITION_H

#include "adapters/manifest/manifest.h"
#include "rows/page.h"

#define POSITION_TEXT_BYTES 64

struct position {
    bool done;
    bool spared;         /* by adapter.unchanged */
    int64_t start;       /* rows before the next page */
    int64_t page;        /* pages before it */
    bool changes;        /* only what was changed since is wanted */
    moment since, least; /* least: the earliest change that a page ended with */
    bool least_known;
    uint64_t last; /* what the last page held */
    bool
        disbelieved; /* the portal told a total that cannot be true: the listing is read until a page is empty */
    bool probe;      /* by what is known all has come: the next request only asks whether there is more */
};

/* "page=3 start=1500"; a text that is not one of a listing like this is the start, which loses nothing. */
void position_read(const struct stream *s, const char *text, struct position *out);
/* Returns out; "" where the listing is done. */
const char *position_write(const struct position *p, char out[POSITION_TEXT_BYTES]);
/* Over a page that was taken. Of a reading of changes it tells the page whether it came in the order asked
 * for. */
void position_step(const struct stream *s, struct position *p, struct page *page);

#endif
