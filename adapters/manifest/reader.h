/* What a format of replies must do: one struct of functions, chosen by the manifest's driver. A new format is a file
 * that has such a struct, and a line in adapters/http/formats.c. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_READER_H
#define MOTCUA_ADAPTERS_MANIFEST_READER_H

#include "adapters/manifest/decoder.h"

struct manifest;
struct reader;
struct reader_kept; /* what a format keeps from reply to reply of a poll */

/* What a reply is read for. Everything is borrowed until the reader is closed. */
struct reader_order {
    const struct plan *plan;
    struct page *page;        /* takes the rows; NULL for a login */
    struct lookup *lookup;    /* learns units and looks them up; NULL: nothing is learnt */
    const char *stream;       /* name of the manifest's stream */
    const char *unit;         /* code of the unit that the source is about; NULL: not given */
    const char *source;       /* the source's name */
    const char *content_type; /* the reply's header, or NULL */
    struct reader_kept *kept;
};

struct reader_format {
    const char *driver; /* as manifests write it: "rest_json" */
    const char *login;  /* the driver whose format the reply to a login has; NULL: this driver */
    bool markup;        /* data begins with '<', as a web page does */
    bool pages;         /* a web page may be data: the reader looks at it first */
    bool listed; /* the plan is the allow-list of a whole reply, so that `check` can blank and record one */
    /* Makes what the format keeps for all replies of a poll; the manifest, which outlives it, is the poll's. NULL and
     * e: the manifest does not suit the format, or no memory. A format that keeps nothing has neither function. */
    struct reader_kept *(*keep)(const struct manifest *manifest, struct error *e);
    void (*drop)(struct reader_kept *kept); /* safe with NULL */
    /* NULL and e: no memory. */
    struct reader *(*open)(const struct reader_order *order, struct error *e);
    /* Takes the bytes in any pieces. false and e: ERROR_DATA (not of the format, too deep, too long), or
     * ERROR_UNAVAILABLE (a web page of a firewall or a proxy instead of a reply). */
    bool (*feed)(struct reader *r, const char *bytes, size_t n, struct error *e);
    /* The reply is over; sets the page's total. false and e: the reply ended too early. */
    bool (*end)(struct reader *r, struct error *e);
    /* A scalar of the envelope, by its slot in the plan; NULL: the reply does not have it. Borrowed until close(),
     * not NUL-terminated. */
    const char *(*member)(const struct reader *r, int slot, size_t *n);
    /* What is known of the reply beside its rows. NULL: the format has no decoder, and its end() refuses a reply that
     * brings nothing and must not be empty. */
    const struct decoder *(*decoder)(const struct reader *r);
    void (*close)(struct reader *r); /* safe with NULL; wipes */
};

/* Is the member of the envelope one of the check's values? false where the reply lacks the member. */
bool reader_fits(const struct reader_format *format, const struct reader *r, const struct plan_check *check);
/* Fills e with ERROR_UNAVAILABLE: a web page came instead of data. Always false. */
bool reader_page_instead(struct error *e);

#endif
