/* Who gets which report, and by which mail server: "deliver" of the config. manual: docs/motcua.json.5 */
#ifndef MOTCUA_ADDRESS_BOOK_H
#define MOTCUA_ADDRESS_BOOK_H

#include "config/config.h"
#include "count/unit.h"
#include "deliver/smtp.h"

/* The reports that can be delivered: of Friday's cut-off, or of the last period of a kind that is over. */
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
const char *reported_name(enum reported kind); /* "friday", "month" ...: as the config and the log have it */

/* One letter's worth: a content to a place. */
struct errand {
    long unit;           /* index of the units, or -1: the report on all of them */
    const char *name;    /* of who gets it, or NULL; borrowed from the config */
    const char *address; /* of mail; NULL for a folder. Borrowed */
    char *folder;        /* absolute; NULL for mail */
    unsigned reports;    /* bits of the reports that it gets: 1 << REPORTED_FRIDAY ... */
};

struct address_book {
    struct smtp_server server;    /* url NULL: none */
    const char *from, *from_name; /* of mail; borrowed */
    char *password, *ca_file;
    struct errand *errands; /* those of one content stand together */
    size_t count, room;
};

/* ERROR_CONFIG: there is no "deliver", an address is none, a unit is unknown (with the nearest names), mail without a server,
 * a password that is not there. need_secrets false: passwords are left alone. */
MUST_CHECK bool address_book_read(const struct config *c, const struct unit_set *units, bool need_secrets,
                                  struct address_book *out, struct error *e);
void address_book_free(struct address_book *b); /* wipes the password; safe on a zeroed one */

#endif
