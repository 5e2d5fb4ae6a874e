/* Versions of dossiers. The store keeps the newest version of each dossier and the versions that were replaced. Only
 * this file chooses among them: the present, what was known at a moment, or what some runs changed. */
#ifndef MOTCUA_DOSSIER_VERSION_H
#define MOTCUA_DOSSIER_VERSION_H

#include "base/buffer.h"
#include "store/store.h"

enum dossier_version_choice {
    VERSION_PRESENT,  /* the newest version of each dossier */
    VERSION_KNOWN,    /* the version that was known at `known` */
    VERSION_WITHOUT,  /* the version before `runs`, which are the latest runs of all */
    VERSION_BROUGHT,  /* versions that `runs` brought and did not replace themselves */
    VERSION_REPLACED, /* versions that `runs` replaced and had not brought themselves */
    VERSION_PASSED, /* versions that `runs` did not bring and that have a date inside [from, to], as the dossiers
                       stood before the runs in `pending`, which `runs` lists too */
};

struct dossier_versions {
    enum dossier_version_choice choice;
    moment known;
    const int64_t *runs; /* borrowed; for the last four choices */
    size_t run_count;
    const int64_t *pending; /* borrowed; this and all below: for VERSION_PASSED */
    size_t pending_count;
    moment from, to;        /* both ends belong to the span */
    const int64_t *offsets; /* seconds, 0 first, none below 0: the span moved later by an offset counts too */
    size_t offset_count;
};

/* Returns the versions that the store answers with: the present, or those known at store_known(). */
struct dossier_versions dossier_versions_of(const struct store *s);
/* Writes the SQL that follows FROM: a table with the fields of a dossier, source_id, run_id and twice_from
 * (NULL: the dossier counts; see store/twice.h). */
void dossier_versions_sql(const struct dossier_versions *v, struct buffer *sql);
/* Writes "IN (1, 2, 3)"; without runs, a condition that no row meets. */
void dossier_versions_runs_sql(const int64_t *runs, size_t count, struct buffer *sql);

#endif
