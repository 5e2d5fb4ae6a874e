/* What precedes the import of a file, for the command and the page alike: which source takes the file, what was said
 * of that source's columns and words, and what its files may look like. */
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

/* What the user says now: --column and --word, each "TITLE=NAME" and "FIELD:WORD=VALUE". */
struct import_said {
    const char *manifest; /* a manifest of the user's own, or NULL */
    const char *const *columns, *const *words;
    size_t column_count, word_count;
};

/* Sets the source that takes the file; name NULL: "import". Fills options.source (borrowed from name), title,
 * compared, cutoff, fresh_days and reject_limit. false and e (ERROR_USAGE): the name is malformed, or the source is
 * polled. */
MUST_CHECK bool import_job_source(struct import_job *job, const char *name, struct error *e);
/* Collects what was said of the source before, and now. Nothing is kept yet (source_words_save). false and e:
 * ERROR_USAGE, or the kept words cannot be read. */
MUST_CHECK bool import_job_words(struct import_job *job, const struct import_said *said, struct error *e);
/* Loads the manifests that the file may fit, with those words, so that a wrong word is told before any word is kept.
 * manifest: the user's own, or NULL. */
MUST_CHECK bool import_job_manifests(struct import_job *job, const char *manifest, struct error *e);
void import_job_free(struct import_job *job); /* safe on a zeroed struct */

#endif
