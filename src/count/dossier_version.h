/* Versions of dossiers. The store keeps the newest of each and those that were replaced; this is the one
 * place where the present, what was known at a moment, and what some runs changed are told apart. */
#ifndef MOTCUA_DOSSIER_VERSION_H
#define MOTCUA_DOSSIER_VERSION_H

#include "base/buffer.h"
#include "store/store.h"

enum dossier_version_choice {
    VERSION_PRESENT,  /* the newest of each dossier */
    VERSION_KNOWN,    /* what was known at `known` */
    VERSION_WITHOUT,  /* what stood before these runs, which came after all others */
    VERSION_BROUGHT,  /* what these runs brought, but for what they replaced themselves */
    VERSION_REPLACED, /* what these runs replaced, but for what they had brought */
    VERSION_PASSED, /* what these runs left alone, and a date of which lies in a span; `pending` of them came
                       last and are looked away from */
};

struct dossier_versions {
    enum dossier_version_choice choice;
    moment known;
    const int64_t *runs; /* borrowed; of the last four */
    size_t run_count;
    const int64_t *pending; /* borrowed; of VERSION_PASSED, as what follows */
    size_t pending_count;
    moment from, to;        /* the span, both ends in it */
    const int64_t *offsets; /* seconds, none below 0: the span lies so much later, too; the first is 0 */
    size_t offset_count;
};

/* What the store is to be read as: the present, or what was known at store_known(). */
struct dossier_versions dossier_versions_of(const struct store *s);
/* Writes what follows FROM: a table of the dossier's fields, source_id and run_id. */
void dossier_versions_sql(const struct dossier_versions *v, struct buffer *sql);
/* "IN (1, 2, 3)", or what holds for nothing where there are none. */
void dossier_versions_runs_sql(const int64_t *runs, size_t count, struct buffer *sql);

#endif
