/* Makes rows of the page from the kept values of a record, by a stream's rules; a record that cannot be read becomes
 * one reject. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_ROW_WRITER_H
#define MOTCUA_ADAPTERS_MANIFEST_ROW_WRITER_H

#include "adapters/manifest/lookup.h"
#include "adapters/manifest/name_writer.h"
#include "adapters/manifest/plan.h"
#include "adapters/manifest/text_writer.h"
#include "rows/page.h"

#define UNIT_PLACES 1024 /* units written lately; a page has fewer */

struct row_writer {
    const struct plan *plan;
    struct page *page;
    moment now;           /* when the data that is read was made; MOMENT_NONE: not known */
    bool needs_reception; /* a dossier that was received must have a date of reception */
    /* rules of a list of dossiers, NULL: there is none, and what the rule reads is not missed */
    const struct rule *reception, *status, *unit;
    struct lookup *lookup; /* of the poll, borrowed; or NULL: nothing is learnt nor looked up */
    struct text_writer texts;
    uint64_t units[UNIT_PLACES];
    struct name_writer names;
};

struct portal_record {
    int place;        /* index of the plan's record path */
    int64_t position; /* position in the reply, from 0 */
    struct portal_row row;
    const struct member_cell *inner; /* slots[MEMBER_LEVEL_INNER] cells for each inner record */
    size_t inner_count;
};

void row_writer_init(struct row_writer *w, const struct plan *plan, struct page *page);
/* The same for a writer that is zeroed. */
void row_writer_start(struct row_writer *w, const struct plan *plan, struct page *page);
/* Makes rows of a record; a record that the tests pass over makes none, and a bad record makes a reject of the page.
 * false and e: the page is full, or more than LIMIT_UNITS units are learnt (ERROR_DATA), or no memory. */
MUST_CHECK bool row_writer_record(struct row_writer *w, const struct portal_record *r, struct error *e);
/* Puts a reject for something that is no record at all. */
MUST_CHECK bool row_writer_reject(struct row_writer *w, int64_t position, const char *reason,
                                  struct error *e);
/* Puts a reject for a record that cannot be read from some member on: r holds the members before. */
MUST_CHECK bool row_writer_reject_begun(struct row_writer *w, const struct portal_record *r,
                                        const char *reason, struct error *e);

#endif
