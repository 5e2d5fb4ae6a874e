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
    struct plan *plan; /* gives dossiers: the key, and flags; NULL: there is no second look-up */
};

enum paging_kind { PAGING_NONE, PAGING_OFFSET, PAGING_PAGE };

struct stream {
    const char *name;
    enum stream_kind kind;
    const char *period; /* of figures: month, quarter, year, or a var that says so; NULL for dossiers */
    const json_t *back; /* how many periods back: a number, or a var that holds a number; or NULL */
    struct request_plan request;
    /* asks for what was changed lately; path NULL: the stream cannot be asked so */
    struct request_plan changes;
    bool newest_first; /* of changes: the portal gives all dossiers, but those changed last come first */
    long ok_status[MANIFEST_STATUSES];
    size_t ok_count;
    enum paging_kind paging;
    int64_t size, first; /* rows asked for at a time; number of the first page */
    struct plan *plan;
    struct completion completion;
};

struct session_plan {
    struct request_plan login;
    int64_t requests; /* the session is good for so many requests; 0: until the portal refuses it */
    /* the session is good for so long, unless the login's reply states a time; 0: until the portal refuses it */
    int64_t seconds;
    long expired[MANIFEST_STATUSES]; /* statuses which say that the session has run out */
    size_t expired_count;
    struct plan *plan;
};

struct manifest {
    const char *name, *title, *driver;
    const json_t *vars; /* defaults, or NULL */
    int pause_ms;
    long refused[MANIFEST_STATUSES]; /* statuses which say that this account may not ask */
    size_t refused_count;
    struct session_plan *session; /* NULL: none */
    struct stream *streams;
    size_t stream_count;
    json_t *json; /* owns all texts above */
};

/* name: of a shipped manifest; with a / in it the path of a file. The caller frees. NULL and e (ERROR_CONFIG: file,
 * place in it, hint). */
MUST_CHECK struct manifest *manifest_load(const char *name, struct error *e);
/* Parses a manifest from memory; name stands for the file in messages. */
MUST_CHECK struct manifest *manifest_parse(const char *name, const char *text, size_t n, struct error *e);
void manifest_free(struct manifest *m); /* safe with NULL */

/* Which dossier fields its streams can know: bit i for field i. */
uint64_t manifest_knows(const struct manifest *m);
const char *manifest_driver(const struct manifest *m); /* for portal_driver_find() */
size_t manifest_stream_count(const struct manifest *m);
/* can the stream be asked for what changed? */
bool manifest_stream_changes(const struct manifest *m, size_t i);
bool manifest_stream_figures(const struct manifest *m, size_t i); /* does the stream give figures? */
const char *manifest_stream_name(const struct manifest *m, size_t i);
/* Does the manifest publish figures, and no dossiers? */
bool manifest_has_figures(const struct manifest *m);

/* Of figures: the period that a source asks the stream for (month, quarter or year). NULL for dossiers. Borrowed. */
const char *stream_period_kind(const struct manifest *m, const struct stream *s,
                               const struct config_source *source);
/* How many periods before the period of the poll's moment the source asks for. */
int stream_back(const struct manifest *m, const struct stream *s, const struct config_source *source);

/* Does the source give the vars and the account that this manifest needs? false and e (ERROR_CONFIG): the name of a
 * var that is missing, or that the manifest does not know. */
MUST_CHECK bool manifest_suits(const struct manifest *m, const struct config_source *source, struct error *e);

#endif
