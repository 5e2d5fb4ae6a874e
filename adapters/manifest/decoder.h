/* Decodes one reply while its values come, whatever the format: the events of a parser walk the plan's allow-list,
 * and rows go into the page. Nothing else of the reply is ever copied. A reader of a format (reader.h) owns a decoder
 * and turns what its parser finds into these events. Every event returns false to stop the parser; `error` says why. */
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
    bool list;    /* a list of records came, or what stands for such a list */
    bool refused; /* a member above the records says that the request failed */
    char top[16]; /* the name of the member above the records whose value comes now, or "" */
    /* of an object where a record belongs: no member has come yet; a member that the plan knows has come */
    bool bare, known;
    bool numbered;                    /* the name read last has a digit in it and is not in the plan */
    bool remarks;                     /* the text to come is in words for people */
    size_t remark_skip;               /* depth in `skip` of an object with words for people; 0: none */
    char name[LIMIT_NAME_BYTES];      /* name of the unknown member above the records */
    char inner[LIMIT_NAME_BYTES];     /* name of the unknown member one level below */
    char other[LIMIT_NAME_BYTES * 2]; /* where a list stands that the plan does not know: "data.items" */
    size_t remark_used;
    char remark[DECODER_REMARK_BYTES];
};

struct decoder {
    const struct plan *plan;
    struct page *page;
    const struct member_node *root; /* node of the outermost value */
    bool wrapped;                   /* a file of records: values follow one another, each a whole reply */
    int64_t before;                 /* records that lie behind this page */
    struct decoder_frame frames[LIMIT_DEPTH];
    size_t depth; /* frames in use */
    size_t skip;  /* levels below a member outside of the allow-list */
    /* node of the member whose name was read last; NULL: outside of the allow-list */
    const struct member_node *expected;
    struct member_cell *cells[MEMBER_LEVEL_COUNT];
    struct buffer envelope,
        values; /* bytes of the cells: of the envelope; of the record and its inner records */
    struct portal_record record;
    bool inner_overflow, begun; /* begun: a record is not over yet */
    bool moved;                 /* an event came since the last bytes */
    bool file;                  /* records follow one another, not one reply */
    struct decoder_about about;
    struct error error; /* why the parser was told to stop */
    struct row_writer writer;
};

/* d must be zeroed. plan and page are borrowed; page may be NULL for a plan without records (a login). false: no memory. */
MUST_CHECK bool decoder_init(struct decoder *d, const struct plan *plan, struct page *page);
/* Frees and wipes: a reply may hold a session or what must not be kept. */
void decoder_free(struct decoder *d);

/* The node of the allow-list for the value to come; NULL: the value is not on the list. */
static inline const struct member_node *decoder_node(const struct decoder *d)
{
    if (d->depth == 0)
        return d->root;
    const struct decoder_frame *f = &d->frames[d->depth - 1];
    return f->list ? f->node : d->expected;
}
/* Notes the name of the member whose value comes next. */
void decoder_key(struct decoder *d, const char *name, size_t n);
/* The value that comes is a scalar: its kind and its text, a null, an object, or a list. */
MUST_CHECK bool decoder_scalar(struct decoder *d, enum member_kind kind, const char *bytes, size_t n);
MUST_CHECK bool decoder_null(struct decoder *d);
MUST_CHECK bool decoder_object(struct decoder *d);
MUST_CHECK bool decoder_list(struct decoder *d);
/* Ends the object or list that was begun last. */
MUST_CHECK bool decoder_end(struct decoder *d);
/* Puts a reject in place of a record. */
MUST_CHECK bool decoder_reject(struct decoder *d, const char *reason);

/* A scalar of the envelope; NULL: the reply does not have it. Borrowed until decoder_free(), not NUL-terminated. */
const char *decoder_member(const struct decoder *d, int slot, size_t *n);
/* Is the member one of the check's values? false where the reply lacks the member. */
bool decoder_fits(const struct decoder *d, const struct plan_check *check);
/* Gives the page the total of the listing as the reply states it; -1: the reply states none, or one that cannot be
 * true. In the latter case page->reply says so (odd_total, told). */
void decoder_total_take(struct decoder *d);
/* What the reply says in words ("message", "error" ...), cleaned (remark.h), "" where it says nothing; in out, which
 * is returned. */
const char *decoder_remark(const struct decoder *d, char *out);

#endif
