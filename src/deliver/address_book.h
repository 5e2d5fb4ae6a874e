/* The address book says who gets which report, and by which mail server, as "deliver" of the config does
 * (docs/motcua.json.5). */
#ifndef MOTCUA_ADDRESS_BOOK_H
#define MOTCUA_ADDRESS_BOOK_H

#include "config/config.h"
#include "count/unit.h"
#include "deliver/smtp.h"

/* The kinds of reports that can be delivered: the report of Friday's cut-off, or of the last period of a kind that is
 * over. */
enum reported {
    REPORTED_FRIDAY,
    REPORTED_FORTNIGHT,
    REPORTED_MONTH,
    REPORTED_QUARTER,
    REPORTED_HALF,
    REPORTED_NINE,
    REPORTED_YEAR,
    REPORTED_KINDS
};
/* "friday", "month" ...: the word of the config and of the log */
const char *reported_name(enum reported kind);

/* One errand is one letter: one content for one place. */
struct errand {
    long unit;           /* index of the units; -1: the report on all units */
    const char *name;    /* of the recipient, or NULL; borrowed from the config */
    const char *address; /* mail address, borrowed from the config; NULL: the content goes into the folder */
    char *folder;        /* absolute path, owned; NULL: the content goes by mail */
    unsigned reports;    /* bits of the reports that the recipient gets: 1 << REPORTED_FRIDAY ... */
};

struct address_book {
    struct smtp_server server;    /* url NULL: the config has no mail server */
    const char *from, *from_name; /* sender of mails, borrowed from the config */
    char *password, *ca_file;
    struct errand *errands; /* sorted by content, so that each content is made once */
    size_t count, room;
};

/* Reads "deliver" of the config, which must outlive the book. ERROR_CONFIG: the config names no recipient or more than
 * LIMIT_RECIPIENTS, an address is not valid, a unit is unknown (the hint has the nearest names), mail has no server, or
 * a password is missing. need_secrets false reads no password. On failure the book is empty. */
MUST_CHECK bool address_book_read(const struct config *c, const struct unit_set *units, bool need_secrets,
                                  struct address_book *out, struct error *e);
void address_book_free(struct address_book *b); /* wipes the password; safe on a zeroed book */

#endif
