/* What the files of an import may look like: manifests of tables, and one manifest of JSON records. */
#ifndef MOTCUA_IMPORT_IMPORT_MANIFESTS_H
#define MOTCUA_IMPORT_IMPORT_MANIFESTS_H

#include "adapters/table/table_manifest.h"
#include "import/source_words.h"

#define IMPORT_MANIFESTS 16

struct import_manifests {
    struct table_manifest *items[IMPORT_MANIFESTS];
    size_t count;
    struct manifest *records; /* of JSON records; NULL: no name is of such a manifest */
};

/* names: shipped manifests, or paths. Where several table manifests fit a table equally well, the first is used; JSON
 * records are read by the first manifest that is not of tables. words: what was said of the source, or NULL; their
 * manifest stands in place of the manifest that it extends. The caller frees. NULL and e: a manifest cannot be
 * loaded. */
MUST_CHECK struct import_manifests *import_manifests_load(const char *const *names, size_t count,
                                                          const struct source_words *words, struct error *e);
void import_manifests_free(struct import_manifests *m); /* safe with NULL */

/* Of a stream by its name: the kind of its period (NULL for dossiers, "month" where there is no such stream), and the
 * words of its rows (NULL: there is no such stream). Borrowed from m. */
const char *import_manifests_period(const struct import_manifests *m, const char *stream);
const struct row_words *import_manifests_words(const struct import_manifests *m, const char *stream);

#endif
