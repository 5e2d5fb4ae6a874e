/* Delivering a report: each recipient of the address book gets the content that is meant for it, once for a cut-off. */
#ifndef MOTCUA_MAILING_H
#define MOTCUA_MAILING_H

#include "deliver/address_book.h"
#include "deliver/delivery.h"
#include "report/report.h"

/* How a letter stands; d->reply says why. new: this run has changed it. */
typedef void mailing_tell(void *context, const struct errand *errand, const struct delivery *d, bool new);

struct mailing {
    const struct config *config;
    struct store *store;
    const struct report *report;
    const struct address_book *book;
    const char *number; /* that the report was issued under; "": the config says */
    enum reported kind; /* who gets another kind of report is left out */
    const char
        *dry_folder; /* letters are written there as KEY.eml, nothing is sent, the store stays; or NULL */
    bool again;      /* also what was refused, and what nobody knows the end of */
    mailing_tell *tell;
    void *context;
};

struct mailing_end {
    size_t all, sent, had, refused, waiting,
        unsure; /* had: delivered by an earlier run; waiting: not yet, also what
                                                        another run is delivering now */
};

/* Goes through all letters; what a server takes later, and what was cut, is tried again with growing waits, as far as
 * LIMIT_DELIVERY_ROUNDS goes or until the process is asked to stop. False and e: the store, a file, the account or TLS fails;
 * *out then tells how far it came. */
MUST_CHECK bool mailing_run(const struct mailing *m, struct mailing_end *out, struct error *e);

#endif
