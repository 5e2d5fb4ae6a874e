/* What the files of an import may look like: manifests of tables, and one of JSON records. */
#ifndef MOTCUA_IMPORT_IMPORT_MANIFESTS_H
#define MOTCUA_IMPORT_IMPORT_MANIFESTS_H

#include "adapters/table/table_manifest.h"
#include "import/source_words.h"

#define IMPORT_MANIFESTS 16

struct import_manifests {
    struct table_manifest *items[IMPORT_MANIFESTS];
    size_t count;
    struct manifest *records; /* of JSON records; NULL: none was named */
};

/* names: manifests, shipped or paths. Of those of tables the first one that fits a table best is used; JSON
 * records are read by the first one of a portal that answers JSON. words: what was said of the source, or NULL; it
 * stands for the manifest that it extends. */
MUST_CHECK struct import_manifests *import_manifests_load(const char *const *names, size_t count,
                                                          const struct source_words *words, struct error *e);
void import_manifests_free(struct import_manifests *m); /* safe with NULL */

/* Of a stream by its name: the kind of its period ("month" where none says another), and the words of its rows (NULL: there
 * is no such stream). Borrowed. */
const char *import_manifests_period(const struct import_manifests *m, const char *stream);
const struct row_words *import_manifests_words(const struct import_manifests *m, const char *stream);

#endif
