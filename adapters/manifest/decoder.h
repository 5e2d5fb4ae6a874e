/* One reply, decoded as its values come, whatever the format: the events of a parser walk the plan's allow-list, and
 * rows go into the page. Nothing else of the reply is ever copied. A reader of a format (reader.h) owns a decoder and
 * turns what its parser finds into these events. Every event returns false to stop the parser; `error` says why. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_DECODER_H
#define MOTCUA_ADAPTERS_MANIFEST_DECODER_H

#include "adapters/manifest/row_writer.h"
#include "base/buffer.h"

struct decoder_frame {
    const struct member_node *node;
    bool list;
    bool map; /* a list that is written as an object: its members are the records, whatever their names */
};

#define DECODER_REMARK_BYTES 512

/* What is known of a reply beside its rows. */
struct decoder_about {
    bool list;          /* a list of records came, or what stands for one */
    bool refused;       /* a member above the records says that the request failed */
    char top[16];       /* the name of the member above the records whose value comes now, or "" */
    bool bare, known;   /* of an object at the place of records: no member yet; one that the plan knows */
    bool numbered;      /* the name that has just been read has a digit in it and is not the plan's */
    bool remarks;       /* the text that comes now is in words for people */
    size_t remark_skip; /* an object whose texts are such lies at this depth of `skip`; 0: none */
    char name[LIMIT_NAME_BYTES];      /* of the member that nobody asked for, above the records */
    char inner[LIMIT_NAME_BYTES];     /* the same, one level below */
    char other[LIMIT_NAME_BYTES * 2]; /* where a list stands that the plan does not know: "data.items" */
    size_t remark_used;
    char remark[DECODER_REMARK_BYTES];
};

struct decoder {
    const struct plan *plan;
    struct page *page;
    const struct member_node *root; /* what a value that is inside of nothing is */
    bool wrapped;                   /* a file of records: values one after the other, each a whole reply */
    int64_t before;                 /* records that lie behind this page */
    struct decoder_frame frames[LIMIT_DEPTH];
    size_t depth;                       /* frames in use */
    size_t skip;                        /* levels below a member that nobody asked for */
    const struct member_node *expected; /* of the member whose name has just been read; NULL: not asked for */
    struct member_cell *cells[MEMBER_LEVEL_COUNT];
    struct buffer envelope,
        values; /* bytes of the cells: of the envelope; of the record and its inner records */
    struct portal_record record;
    bool inner_overflow, begun; /* begun: a record is not over yet */
    bool moved;                 /* an event since the last bytes */
    bool file;                  /* records one after the other, not one reply */
    struct decoder_about about;
    struct row_writer writer;
    struct error error; /* why the parser was told to stop */
};

/* plan and page are borrowed; page may be NULL for a plan without records (a login). false: no memory. */
MUST_CHECK bool decoder_init(struct decoder *d, const struct plan *plan, struct page *page);
/* Frees and wipes: a reply may hold a session or what must not be kept. */
void decoder_free(struct decoder *d);

/* What the allow-list has for the value that comes now; NULL: nothing was asked for. */
const struct member_node *decoder_node(const struct decoder *d);
/* The name of the member whose value comes next. */
void decoder_key(struct decoder *d, const char *name, size_t n);
MUST_CHECK bool decoder_scalar(struct decoder *d, enum member_kind kind, const char *bytes, size_t n);
MUST_CHECK bool decoder_null(struct decoder *d);
MUST_CHECK bool decoder_object(struct decoder *d);
MUST_CHECK bool decoder_list(struct decoder *d);
/* The object or list that was begun last is over. */
MUST_CHECK bool decoder_end(struct decoder *d);
/* A reject for something in place of a record. */
MUST_CHECK bool decoder_reject(struct decoder *d, const char *reason);

/* A scalar of the envelope; NULL where it is not there. Borrowed until decoder_free, not NUL-terminated. */
const char *decoder_member(const struct decoder *d, int slot, size_t *n);
/* Is the member one of the check's values? false where it is not there. */
bool decoder_fits(const struct decoder *d, const struct plan_check *check);
/* Gives the page the total of the listing by the reply's own word; -1: not said, or not to be believed (then the page's
 * reply says so). */
void decoder_total_take(struct decoder *d);
/* What the reply says in words ("message", "error" ...), cleaned (remark.h); "" where it says nothing. Returns out. */
const char *decoder_remark(const struct decoder *d, char *out);

#endif
