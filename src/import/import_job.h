/* What stands before the import of a file, for the command and the page alike: into which source it goes, what was said of
 * that source's columns and words, and what its files may look like. */
#ifndef MOTCUA_IMPORT_IMPORT_JOB_H
#define MOTCUA_IMPORT_IMPORT_JOB_H

#include "config/config.h"
#include "import/import.h"

struct import_job {
    const struct config *config; /* borrowed */
    struct source_words words;
    struct import_manifests *manifests;
    struct import_options options;
};

/* What is said now: --column and --word, each "TITLE=NAME" and "FIELD:WORD=VALUE". */
struct import_said {
    const char *manifest; /* of one's own, or NULL */
    const char *const *columns, *const *words;
    size_t column_count, word_count;
};

/* Into which source, name NULL: "import"; never one that is polled. Sets options.source, title, compared and
 * reject_limit and cutoff; the name is borrowed. ERROR_USAGE. */
MUST_CHECK bool import_job_source(struct import_job *job, const char *name, struct error *e);
/* What was said of the source before, and now. Nothing is kept yet (source_words_save). ERROR_USAGE. */
MUST_CHECK bool import_job_words(struct import_job *job, const struct import_said *said, struct error *e);
/* The manifests that fit, with those words: so that a word that is wrong is told before any is kept. */
MUST_CHECK bool import_job_manifests(struct import_job *job, const char *manifest, struct error *e);
void import_job_free(struct import_job *job); /* safe on a zeroed one */

#endif
