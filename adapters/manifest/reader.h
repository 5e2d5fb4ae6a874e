/* What a format of replies must do: one struct of functions, chosen by the manifest's driver. A new format is a file
 * that has such a struct, and a line in adapters/http/formats.c. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_READER_H
#define MOTCUA_ADAPTERS_MANIFEST_READER_H

#include "adapters/manifest/decoder.h"

struct reader;

struct reader_format {
    const char *driver; /* as manifests write it: "rest_json" */
    /* plan, page and lookup are borrowed; page may be NULL for a login, lookup NULL where nothing is learnt. NULL and
     * e: no memory. */
    struct reader *(*open)(const struct plan *plan, struct page *page, struct lookup *lookup,
                           struct error *e);
    /* The bytes in any pieces. ERROR_DATA: not of the format, too deep, too long; ERROR_UNAVAILABLE: a web page of a
     * firewall or a proxy instead of a reply. */
    bool (*feed)(struct reader *r, const char *bytes, size_t n, struct error *e);
    /* The reply is over: false and e if it ended too early. Sets the page's total. */
    bool (*end)(struct reader *r, struct error *e);
    /* A scalar of the envelope, by its slot in the plan; NULL: not there. Borrowed until close, no NUL behind it. */
    const char *(*member)(const struct reader *r, int slot, size_t *n);
    const struct decoder *(*decoder)(const struct reader *r); /* what the reply is known by beside its rows */
    void (*close)(struct reader *r);                          /* safe with NULL; wipes */
};

/* Is the member of the envelope one of the check's values? false where it is not there. */
bool reader_fits(const struct reader_format *format, const struct reader *r, const struct plan_check *check);
/* Fills e with ERROR_UNAVAILABLE: a web page has come instead of data; returns false. */
bool reader_page_instead(struct error *e);

#endif
