/* The outbox: a file (SQLite, WAL, synchronous=FULL) in which the steps of polls wait, in order, for a store that is
 * away. Each page is one row. A step's source and run stand beside the step, so that another program can bring it to
 * the store later. The file holds no personal data, because pages are clean, and no password. Polls use
 * outbox/driver.h. */
#ifndef MOTCUA_STORE_OUTBOX_QUEUE_H
#define MOTCUA_STORE_OUTBOX_QUEUE_H

#include "store/outbox/page_bytes.h"

struct outbox;

struct outbox_source {
    const char *name, *title, *manifest;
    uint64_t knows;
    int counts; /* the source counts: 0, 1, or -1: not said */
};

enum outbox_kind { OUTBOX_BEGIN, OUTBOX_PAGE, OUTBOX_END };

/* One step. Runs are told apart by their origin; run.id and run.source are not kept. */
struct outbox_step {
    int64_t id;
    enum outbox_kind kind;
    struct outbox_source source;
    struct run run;          /* OUTBOX_END: the outcomes of its replayed pages are added */
    struct page_place place; /* of OUTBOX_PAGE, without source and run */
    bool readable;           /* false: the page is damaged, `damage` says how */
    struct error damage;
};

struct outbox_state {
    int64_t steps;   /* all waiting steps */
    int64_t pages;   /* waiting pages */
    int64_t refused; /* pages set aside */
    moment oldest;   /* when the oldest step was put in; MOMENT_NONE: no step waits */
};

/* Opens or makes the file; the caller closes the result. NULL and e: the file is of a newer program
 * (ERROR_UNAVAILABLE), of another kind (ERROR_CONFIG), or damaged (ERROR_DATA). max_bytes: LIMIT_OUTBOX_BYTES but
 * for tests. */
MUST_CHECK struct outbox *outbox_open(const char *file, int64_t max_bytes, struct error *e);
void outbox_close(struct outbox *o); /* safe with NULL */
const char *outbox_file(const struct outbox *o);

/* Puts a step behind the others; the step is on the disk when the function returns. place, page: of OUTBOX_PAGE
 * alone. A page that does not fit under the maximum is refused (ERROR_TEMPORARY); the begin and end of a run always
 * fit. */
MUST_CHECK bool outbox_append(struct outbox *o, enum outbox_kind kind, const struct outbox_source *source,
                              const struct run *run, const struct page_place *place, const struct page *page,
                              struct error *e);
/* *empty: no step waits. */
MUST_CHECK bool outbox_empty(struct outbox *o, bool *empty, struct error *e);
/* *bytes: the bytes of the file that are in use, of outbox_max_bytes() at most. */
MUST_CHECK bool outbox_bytes(struct outbox *o, int64_t *bytes, struct error *e);
int64_t outbox_max_bytes(const struct outbox *o);
/* Gives the oldest step in out and its page in `page`, whose memory holds the step's texts, too. *any false: no step
 * waits. */
MUST_CHECK bool outbox_first(struct outbox *o, struct outbox_step *out, struct page *page, bool *any,
                             struct error *e);
/* Removes a step that is in the store now; out: the outcome of its page, which is added to the run; or NULL. */
MUST_CHECK bool outbox_done(struct outbox *o, const struct outbox_step *step, const struct page_outcome *out,
                            struct error *e);
/* Sets a step that the store refused aside, with the reason. */
MUST_CHECK bool outbox_refuse(struct outbox *o, const struct outbox_step *step, const char *reason,
                              struct error *e);
/* Puts all steps that were set aside behind the others, to be tried again; they no longer move a cursor. */
MUST_CHECK bool outbox_retry(struct outbox *o, struct error *e);

/* Copies to out, at most size-1 bytes, the last waiting cursor of (source, stream); *found false: none waits. */
MUST_CHECK bool outbox_cursor(struct outbox *o, const char *source, const char *stream, char *out,
                              size_t size, bool *found, struct error *e);
/* Counts the steps and pages. */
MUST_CHECK bool outbox_state(struct outbox *o, struct outbox_state *out, struct error *e);
/* Gives a row for each source with waiting or refused steps: name, waiting pages, their bytes, oldest, newest, pages
 * set aside, the reason of the last of these. */
MUST_CHECK bool outbox_list(struct outbox *o, store_row *row, void *context, struct error *e);

/* Ties the outbox to `store`, into which alone its steps are replayed. An outbox that holds steps for another store
 * changes it only with `adopt`; *same false: the outbox belongs to the store whose name is written to other. */
MUST_CHECK bool outbox_belongs(struct outbox *o, const char *store, bool adopt, bool *same, char *other,
                               size_t size, struct error *e);
/* Takes the lock of replaying, for one program at a time; *got false: another program has the lock. The lock ends
 * with the process at the latest. */
MUST_CHECK bool outbox_lock(struct outbox *o, bool *got, struct error *e);
void outbox_unlock(struct outbox *o);
/* Takes the lock of polling a source until the outbox is closed, because with two programs an older page could come
 * after a newer one. *got false: another program has the lock. */
MUST_CHECK bool outbox_source_lock(struct outbox *o, const char *source, bool *got, struct error *e);

#endif
