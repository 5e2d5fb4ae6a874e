/* The outbox: a file (SQLite, WAL, synchronous=FULL) in which steps of polls wait, in order, for a store that
 * is away. One row a page; what a step needs of its source and run stands beside it, so that another program
 * can bring it to the store later. No personal data is in it (pages are clean) and no password.
 * store_outbox.h is what polls see of it. */
#ifndef MOTCUA_STORE_OUTBOX_QUEUE_H
#define MOTCUA_STORE_OUTBOX_QUEUE_H

#include "store/outbox/page_bytes.h"

struct outbox;

struct outbox_source {
    const char *name, *title, *manifest;
    uint64_t knows;
    int counts; /* 0, 1, or -1: not said */
};

enum outbox_kind { OUTBOX_BEGIN, OUTBOX_PAGE, OUTBOX_END };

/* One step. Runs are told apart by their origin; run.id and run.source are not kept. */
struct outbox_step {
    int64_t id;
    enum outbox_kind kind;
    struct outbox_source source;
    struct run run; /* OUTBOX_END: with the outcomes of its pages that went through the outbox added */
    struct page_place place; /* OUTBOX_PAGE; but for source and run */
    bool readable;           /* false: the page is damaged, `damage` says how */
    struct error damage;
};

struct outbox_state {
    int64_t steps; /* all that waits */
    int64_t pages;
    int64_t refused; /* pages set aside */
    moment oldest;   /* MOMENT_NONE: nothing waits */
};

/* Opens or makes the file; refuses a newer one and one of another program. max_bytes: LIMIT_OUTBOX_BYTES but
 * for tests. */
MUST_CHECK struct outbox *outbox_open(const char *file, int64_t max_bytes, struct error *e);
void outbox_close(struct outbox *o); /* safe with NULL */
const char *outbox_file(const struct outbox *o);

/* Puts a step behind the others, durable when it returns. place, page: of OUTBOX_PAGE. A page that does not
 * fit under the maximum is refused (ERROR_TEMPORARY); the begin and end of a run always fit. */
MUST_CHECK bool outbox_append(struct outbox *o, enum outbox_kind kind, const struct outbox_source *source,
                              const struct run *run, const struct page_place *place, const struct page *page,
                              struct error *e);
MUST_CHECK bool outbox_empty(struct outbox *o, bool *empty, struct error *e);
/* Bytes of the file that are in use, to be held against the maximum. */
MUST_CHECK bool outbox_bytes(struct outbox *o, int64_t *bytes, struct error *e);
int64_t outbox_max_bytes(const struct outbox *o);
/* The oldest step, its page in `page`, where all its texts lie too. *any false: nothing waits. */
MUST_CHECK bool outbox_first(struct outbox *o, struct outbox_step *out, struct page *page, bool *any,
                             struct error *e);
/* The step is in the store: takes it out; out: what became of its page, or NULL. */
MUST_CHECK bool outbox_done(struct outbox *o, const struct outbox_step *step, const struct page_outcome *out,
                            struct error *e);
/* The store will not have it: sets it aside with the reason. */
MUST_CHECK bool outbox_refuse(struct outbox *o, const struct outbox_step *step, const char *reason,
                              struct error *e);
/* All that was set aside goes behind the others, to be tried again; it no longer moves a cursor. */
MUST_CHECK bool outbox_retry(struct outbox *o, struct error *e);

/* The last cursor that waits for (source, stream); *found false: none does. Copies at most size-1 bytes. */
MUST_CHECK bool outbox_cursor(struct outbox *o, const char *source, const char *stream, char *out,
                              size_t size, bool *found, struct error *e);
MUST_CHECK bool outbox_state(struct outbox *o, struct outbox_state *out, struct error *e);
/* A row for each source: name, pages that wait, their bytes, oldest, newest, pages set aside, why the last
 * was. */
MUST_CHECK bool outbox_list(struct outbox *o, store_row *row, void *context, struct error *e);

/* The store whose steps these are: they are never replayed into another. Only an empty outbox changes it, or
 * `adopt`. *same false: it belongs to `other`. */
MUST_CHECK bool outbox_belongs(struct outbox *o, const char *store, bool adopt, bool *same, char *other,
                               size_t size, struct error *e);
/* One program at a time replays; *got false: another does. Ends with the process, whatever happens to it. */
MUST_CHECK bool outbox_lock(struct outbox *o, bool *got, struct error *e);
void outbox_unlock(struct outbox *o);
/* One program at a time polls a source, else an older page could come after a newer one; held until the
 * outbox is closed. *got false: another does. */
MUST_CHECK bool outbox_source_lock(struct outbox *o, const char *source, bool *got, struct error *e);

#endif
