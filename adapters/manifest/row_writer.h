/* From the kept values of one record to rows of the page, by a stream's rules; or to one reject. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_ROW_WRITER_H
#define MOTCUA_ADAPTERS_MANIFEST_ROW_WRITER_H

#include "adapters/manifest/lookup.h"
#include "adapters/manifest/name_writer.h"
#include "adapters/manifest/plan.h"
#include "rows/page.h"

#define INTERN_PLACES                                                                                        \
    1024 /* texts lately written, so that codes and names are in the page once, not once a row */
#define UNIT_PLACES 4096 /* units lately written */

struct interned {
    uint64_t hash; /* of the bytes as they came; 0: free */
    const char *text;
    uint32_t length;
};

struct row_writer {
    const struct plan *plan;
    struct page *page;
    moment now;            /* when what is read was made; MOMENT_NONE: not known */
    bool key_is_code;      /* a dossier's key is its code, not an identity of the source's own */
    bool needs_reception;  /* a dossier that was received must say when */
    struct lookup *lookup; /* of the poll, borrowed; or NULL: nothing is learnt nor looked up */
    struct interned interned[INTERN_PLACES];
    uint64_t units[UNIT_PLACES];
    struct name_writer names;
};

struct portal_record {
    int place;        /* which of the plan's */
    int64_t position; /* in the reply, from 0 */
    struct portal_row row;
    const struct member_cell *inner; /* slots[MEMBER_LEVEL_INNER] cells for each inner record */
    size_t inner_count;
};

void row_writer_init(struct row_writer *w, const struct plan *plan, struct page *page);
/* false and e only where the page is full (ERROR_DATA) or memory is; a bad record is a reject of the page. */
MUST_CHECK bool row_writer_record(struct row_writer *w, const struct portal_record *r, struct error *e);
/* A record that is none at all. */
MUST_CHECK bool row_writer_reject(struct row_writer *w, int64_t position, const char *reason,
                                  struct error *e);
/* A record that cannot be read from some member on: r holds those before. */
MUST_CHECK bool row_writer_reject_begun(struct row_writer *w, const struct portal_record *r,
                                        const char *reason, struct error *e);

#endif
