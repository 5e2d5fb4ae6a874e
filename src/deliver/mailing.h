/* Delivers a report: each recipient of the address book gets the recipient's content once for a cut-off. */
#ifndef MOTCUA_MAILING_H
#define MOTCUA_MAILING_H

#include "deliver/address_book.h"
#include "deliver/delivery.h"
#include "report/report.h"

/* Tells the caller the state of a letter; d->reply says why. new: this run has changed the state. */
typedef void mailing_tell(void *context, const struct errand *errand, const struct delivery *d, bool new);

struct mailing {
    const struct config *config;
    struct store *store;
    const struct report *report;
    const struct address_book *book;
    const char *number; /* number of the issue; "": the paper takes the config's number */
    enum reported kind; /* recipients of other kinds of reports are left out */
    /* letters become files KEY.eml there, nothing is sent or logged; NULL: letters are sent */
    const char *dry_folder;
    bool again; /* also sends letters that were refused or are unsure */
    mailing_tell *tell;
    void *context;
};

struct mailing_end {
    /* had: delivered by an earlier run; waiting: not delivered yet, or another run delivers now */
    size_t all, sent, had, refused, waiting, unsure;
};

/* Goes through all letters. A letter that the server puts off, or whose connection was cut, is tried again with growing
 * waits, for at most LIMIT_DELIVERY_ROUNDS rounds or until the process is asked to stop. False and e: the store, a
 * file, the account or TLS fails; *out then tells the letters so far. */
MUST_CHECK bool mailing_run(const struct mailing *m, struct mailing_end *out, struct error *e);

#endif
