/* A manifest: how one portal family is asked and read, as data (adapters/NAME.json; format:
 * schema/manifest.schema.json). */
#ifndef MOTCUA_ADAPTERS_MANIFEST_MANIFEST_H
#define MOTCUA_ADAPTERS_MANIFEST_MANIFEST_H

#include "adapters/manifest/plan.h"
#include "config/config.h"

#define MANIFEST_STATUSES 8

struct request_plan {                 /* texts hold {name}s, see template.h; borrowed from the manifest */
    const char *method, *base, *path; /* base NULL: the source's base_url */
    const json_t *headers, *query, *body, *form; /* or NULL */
    const char *xml;                             /* a text that is posted as it is; or NULL */
    bool basic;                                  /* send user and password as HTTP Basic */
};

struct completion { /* a second look-up by the keys of a page's dossiers */
    struct request_plan request;
    int64_t at_once;   /* keys that one request asks for */
    struct plan *plan; /* of dossiers: the key, and flags; NULL: there is none */
};

enum paging_kind { PAGING_NONE, PAGING_OFFSET, PAGING_PAGE };

struct stream {
    const char *name;
    enum stream_kind kind;
    const char *period; /* of figures: month, quarter, year, or a var that says so; NULL for dossiers */
    const json_t *back; /* a number, or a var that holds one; or NULL */
    struct request_plan request;
    struct request_plan changes; /* asks for what was changed lately; path NULL: it cannot be asked so */
    bool newest_first;           /* of changes: not only those, but those first */
    long ok_status[MANIFEST_STATUSES];
    size_t ok_count;
    enum paging_kind paging;
    int64_t size, first; /* rows asked for at a time; number of the first page */
    struct plan *plan;
    struct completion completion;
};

struct session_plan {
    struct request_plan login;
    int64_t requests; /* good for so many; 0: until it is refused */
    int64_t seconds;  /* good for so long, unless the login's reply says; 0: until it is refused */
    long expired[MANIFEST_STATUSES]; /* statuses that say: the session has run out */
    size_t expired_count;
    struct plan *plan;
};

struct manifest {
    const char *name, *title, *driver;
    const json_t *vars; /* defaults, or NULL */
    int pause_ms;
    long refused[MANIFEST_STATUSES]; /* statuses that say: this account may not */
    size_t refused_count;
    struct session_plan *session; /* NULL: none */
    struct stream *streams;
    size_t stream_count;
    json_t *json; /* owns the text that everything above borrows */
};

/* name: of a shipped manifest, or the path of a file. NULL and e (ERROR_CONFIG: file, place in it, hint). */
MUST_CHECK struct manifest *manifest_load(const char *name, struct error *e);
/* The same from memory, for tests. */
MUST_CHECK struct manifest *manifest_parse(const char *name, const char *text, size_t n, struct error *e);
void manifest_free(struct manifest *m); /* safe with NULL */

/* Which dossier fields its streams can know: bit i for field i. */
uint64_t manifest_knows(const struct manifest *m);
const char *manifest_driver(const struct manifest *m); /* for portal_driver_find() */
size_t manifest_stream_count(const struct manifest *m);
bool manifest_stream_changes(const struct manifest *m, size_t i); /* can it be asked for what changed? */
bool manifest_stream_figures(const struct manifest *m, size_t i); /* does it give figures? */
const char *manifest_stream_name(const struct manifest *m, size_t i);
/* Does it publish figures (and no dossiers)? */
bool manifest_has_figures(const struct manifest *m);

/* Of figures: the period that a source asks the stream for: month, quarter or year. NULL for dossiers. */
const char *stream_period_kind(const struct manifest *m, const struct stream *s,
                               const struct config_source *source);
/* So many periods before the one that holds the moment of the poll. */
int stream_back(const struct manifest *m, const struct stream *s, const struct config_source *source);

/* Are the source's vars and account what this manifest needs? false and e (ERROR_CONFIG): one that is
 * missing, or that it does not know. */
MUST_CHECK bool manifest_suits(const struct manifest *m, const struct config_source *source, struct error *e);

#endif
