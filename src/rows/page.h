/* A page: what a decoder made of one reply. Rows point into the page's own memory and live as long as it. */
#ifndef MOTCUA_ROWS_PAGE_H
#define MOTCUA_ROWS_PAGE_H

#include "base/decimal.h"
#include "base/error.h"
#include "base/key_set.h"
#include "base/limit.h"
#include "base/moment.h"
#include "rows/dossier.h"
#include "rows/misgiving.h"

/* What a portal published about a unit (the record kinds "figure" and "count": a count has a numerator
 * alone). */
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
    const char *name; /* NULL if the reply has none */
    const char *kind; /* province, district, commune, department, or NULL: told from the name */
};

/* What a procedure or a field is called (rows/catalogue_name.h). */
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

/* What a reject is known by: its key, or where a record without one stood: its position and the cursor that its page leads to.
 * Returns the key, or out, which is never cut inside a letter. */
const char *reject_record(const struct reject *r, const char *cursor, char out[LIMIT_VALUE_BYTES]);

#define PAGE_WORDS_BYTES 256

/* How whole the reply was that a page was made of. */
struct page_reply {
    bool cut;                     /* it ends too early: what it held before is in the page */
    bool broken;                  /* it cannot be read from some byte on: so is what stood before it */
    bool mended;                  /* it had a fault that leaves no doubt what was meant */
    bool odd_total;               /* it told a total that cannot be true: page.total is -1 */
    int64_t told;                 /* that total; -1: no number */
    int64_t tables;               /* tables of it that were not read */
    char words[PAGE_WORDS_BYTES]; /* the cause and the place of these, translated; "": none */
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
    struct misgiving_list issues; /* owned: what its rows hold that was not understood or not believed */
    size_t record_count;          /* records in the reply, rejected ones included */
    int64_t total;  /* what the reply says that the whole listing holds; -1 if it does not say */
    moment changed; /* the latest moment at which one of its records was changed; MOMENT_NONE: not said */
    moment changed_last; /* of the last record that says it */
    bool rising;         /* a record was changed later than one before it */
    moment changed_most; /* what is later is a slip of the portal's; the driver says */
    bool ends;    /* the keys of all dossiers of the source follow: what is not among them is missing */
    bool trusted; /* however many are missing */
    struct key_set keys; /* owned */
    struct page_reply reply;
    struct page_memory *memory;
};

/* NULL: no memory. page_free(NULL) is safe. page_reset empties and keeps memory for the next reply. */
MUST_CHECK struct page *page_new(void);
void page_free(struct page *p);
void page_reset(struct page *p);
/* Each adds a zeroed row and returns it, or NULL at LIMIT_PAGE_ROWS / LIMIT_PAGE_BYTES. The pointer holds
 * until the next add of its kind. */
MUST_CHECK struct dossier *page_add_dossier(struct page *p);
MUST_CHECK struct figure *page_add_figure(struct page *p);
MUST_CHECK struct unit_seen *page_add_unit(struct page *p);
MUST_CHECK struct reject *page_add_reject(struct page *p);
MUST_CHECK struct name_seen *page_add_name(struct page *p);
void page_drop_dossier(struct page *p); /* takes the last one back */
/* Copies n bytes and a NUL into the page's memory; NULL at the limit. */
MUST_CHECK const char *page_copy(struct page *p, const char *bytes, size_t n);
/* Adds the rows of another page behind those of p. Their texts stay where they are: `from` must outlive them.
 * false: no memory, or a limit; p then holds some of them. */
MUST_CHECK bool page_join(struct page *p, const struct page *from);
/* The newest date on which something happened to one of the page's dossiers (filed, received, finished,
 * returned), at most `observed`: a date ahead of it is a slip. MOMENT_NONE: the page has none. */
moment page_newest(const struct page *p, moment observed);
/* The same of figures of a period (month, quarter, year): its last second, at most `observed`. */
moment figures_newest(const char *period_kind, moment period_from, moment observed);
/* How many days old figures of a period may be before the next ones should be there, where that is more than
 * LIMIT_OLD_DAYS; else 0. */
int figures_fresh_days(const char *period_kind);
/* Shows every run of memory that the page holds, so that a test can search all of it for what must not be
 * there. */
void page_memory_each(const struct page *p, void (*see)(void *context, const void *bytes, size_t n),
                      void *context);

#endif
