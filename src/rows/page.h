/* A page: the rows that a decoder made of one reply. The rows' texts lie in the page's memory and live as long as
 * the page. */
#ifndef MOTCUA_ROWS_PAGE_H
#define MOTCUA_ROWS_PAGE_H

#include "base/decimal.h"
#include "base/error.h"
#include "base/key_set.h"
#include "base/limit.h"
#include "base/moment.h"
#include "rows/dossier.h"
#include "rows/misgiving.h"

/* A figure that a portal published about a unit (record kinds "figure" and "count"; a count has a numerator alone). */
struct figure {
    const char *unit;   /* code */
    const char *metric; /* the portal's name, e.g. TDGQ_ON_TIME */
    struct value numerator, denominator;
    struct value ratio;      /* as published, x FIGURE_SCALE; percent, or days for an average */
    struct value score, max; /* x FIGURE_SCALE */
    const char *status;      /* the portal's word on its quality, or NULL */
};

struct unit_seen {
    const char *code;
    const char *name; /* NULL: the reply has no name */
    const char *kind; /* province, district, commune, department; NULL: the name tells */
};

/* The name of a procedure or a field (rows/catalogue_name.h). */
enum name_kind { NAME_PROCEDURE, NAME_SECTOR };
struct name_seen {
    enum name_kind kind;
    const char *code, *name;
    const char *sector; /* of a procedure, or NULL */
    int64_t level;      /* of a procedure; -1: not told */
};

struct reject {
    int64_t position; /* of the record in the reply, from 0 */
    const char *key;  /* or NULL */
    const char *field;
    const char *reason;
    const char *shape; /* the value with letters as x and digits as 9; never the value itself */
};

/* The identity of a reject: its key, or for a record without a key its position and the cursor behind its page.
 * Returns the key, or out, which is never cut inside a letter. */
const char *reject_record(const struct reject *r, const char *cursor, char out[LIMIT_VALUE_BYTES]);

#define PAGE_WORDS_BYTES 256

/* The faults of the reply that the page was made of. */
struct page_reply {
    bool cut;       /* the reply ends too early; the page has the records before the end */
    bool broken;    /* the reply cannot be read from some byte on; the page has the records before */
    bool mended;    /* the reply had a fault that leaves no doubt about its meaning */
    bool odd_total; /* the reply tells a total that cannot be true: page.total is -1 */
    int64_t told;   /* that total; -1: no number */
    int64_t tables; /* tables of the reply that were not read */
    char words[PAGE_WORDS_BYTES]; /* cause and place of these faults, translated; "": none */
};

struct page {
    struct dossier *dossiers;
    size_t dossier_count;
    struct figure *figures;
    size_t figure_count;
    struct unit_seen *units;
    size_t unit_count;
    struct reject *rejects;
    size_t reject_count;
    struct name_seen *names;
    size_t name_count;
    struct misgiving_list issues; /* owned: values of its rows that were not understood or not believed */
    size_t record_count;          /* records in the reply, rejected ones included */
    int64_t total;                /* records of the whole listing, as the reply says; -1: not said */
    moment changed;               /* the latest change of one of its records; MOMENT_NONE: not said */
    moment changed_last;          /* the change of the last record that tells one */
    bool rising;                  /* a record was changed later than a record before it */
    moment changed_most;          /* set by the driver: a later change is a slip of the portal's */
    bool ends;                    /* `keys` has all dossiers of the source: others are missing */
    bool trusted;                 /* the missing dossiers are believed, however many */
    struct key_set keys;          /* owned */
    struct page_reply reply;
    struct page_memory *memory;
};

/* NULL: no memory. page_free(NULL) is safe. page_reset() empties the page and keeps the memory for the next reply. */
MUST_CHECK struct page *page_new(void);
void page_free(struct page *p);
void page_reset(struct page *p);
/* Each function adds a zeroed row and returns the row; NULL: no memory, or LIMIT_PAGE_ROWS rows of the kind, or
 * LIMIT_PAGE_BYTES. The pointer holds until the next row of the kind is added. */
MUST_CHECK struct dossier *page_add_dossier(struct page *p);
MUST_CHECK struct figure *page_add_figure(struct page *p);
MUST_CHECK struct unit_seen *page_add_unit(struct page *p);
MUST_CHECK struct reject *page_add_reject(struct page *p);
MUST_CHECK struct name_seen *page_add_name(struct page *p);
void page_drop_dossier(struct page *p); /* takes the last dossier back */
/* Copies n bytes and a NUL into the page's memory, borrowed until page_reset(); NULL: no memory, or
 * LIMIT_PAGE_BYTES. */
MUST_CHECK const char *page_copy(struct page *p, const char *bytes, size_t n);
/* Adds the rows, the issues and the record_count of another page to p; keys, total and reply stay p's. The texts
 * stay in the memory of `from`, which must outlive p's rows. false: no memory, or a limit; p then holds some of the
 * rows. */
MUST_CHECK bool page_join(struct page *p, const struct page *from);
/* The newest date of the page's dossiers on which something happened (filed, received, finished, returned), at most
 * `observed`, because a later date is a slip. MOMENT_NONE: the page has no such date. */
moment page_newest(const struct page *p, moment observed);
/* The newest date of figures of a period of that kind: the last second of the period, at most `observed`. */
moment figures_newest(const char *period_kind, moment period_from, moment observed);
/* How many days old figures of a period may be before the next ones should be there, where that is more than
 * LIMIT_OLD_DAYS; else 0. */
int figures_fresh_days(const char *period_kind);
/* Calls see() for every run of memory that the page holds, so that a test can search all of them for personal data. */
void page_memory_each(const struct page *p, void (*see)(void *context, const void *bytes, size_t n),
                      void *context);

#endif
