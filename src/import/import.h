/* Importing files into the store: tables (CSV, XLSX, HTML) with dossiers or published counts, and JSON
 * records (record_file.h). Needs no source in the config; each file is a run. */
#ifndef MOTCUA_IMPORT_IMPORT_H
#define MOTCUA_IMPORT_IMPORT_H

#include "base/period.h"
#include "import/import_manifests.h"
#include "import/reading_report.h"
#include "store/store.h"

struct import;

/* Opens a file ("-": JSON records from standard input) and finds its first table that fits; the store is not
 * needed yet. NULL and e: no such file, or nothing in it that can be read; the hint names the columns that
 * are missing. */
MUST_CHECK struct import *import_open(const char *file, const struct import_manifests *m, struct error *e);
/* The same; *miss: what the nearest table lacks where none fits. */
MUST_CHECK struct import *import_open_told(const char *file, const struct import_manifests *m,
                                           struct tabular_miss *miss, struct error *e);
void import_close(struct import *i); /* safe with NULL */

struct import_options {
    const char *source; /* its name; made if it is not there */
    const char *title;  /* as people call it; NULL: the name */
    bool compared;      /* the source is kept for comparison only */
    const char *unit;   /* whose rows they are where the table does not say; NULL: not given */
    moment observed;    /* MOMENT_NONE: now */
    bool period_given;  /* of counts: else what the titles say, else the period that holds `observed` */
    enum period_kind kind;
    moment from;
    int cutoff;       /* of weeks; see period.h */
    bool explain;     /* the file is read and told of; nothing is stored */
    int fresh_days;   /* see rows/outcome.h; 0: by what is in the file */
    int reject_limit; /* hundredths of a percent of the rows; see rows/outcome.h */
    const char *name; /* of the file, as people call it; NULL: the last part of its path */
    bool quiet;       /* nothing is told on stderr: who asks reads import_summary() */
    /* May rows of that unit be stored? NULL: of any. Told before anything is stored of a page that has such rows: the
     * import ends there with ERROR_USAGE. */
    bool (*unit_may)(void *context, const char *unit);
    void *unit_context;
};

enum import_moment_of { IMPORT_MOMENT_FILE, IMPORT_MOMENT_NEWEST, IMPORT_MOMENT_TITLE, IMPORT_MOMENT_GIVEN };

/* What an import brought, or, explained, would bring. */
struct import_summary {
    int64_t records, dossiers, figures; /* rows read; different dossiers; published figures */
    int64_t added, changed, unchanged, rejected, skipped;
    int64_t breaks; /* sums that do not add up */
    int64_t lost;   /* tables that look like dossiers or counts and could not be read */
    moment observed;
    enum import_moment_of moment_of;
    moment before; /* when the same bytes were imported into this source; MOMENT_NONE: never */
    moment later;  /* of a newer export of the source that was imported before; MOMENT_NONE: there is none */
    bool assumed;  /* nothing says the period of the counts */
};

/* Puts the file's tables into the store and records the run; tells on stderr what came, what was rejected,
 * what does not add up, and which units are new. false and e: some of it could not be read: the run is then
 * partial, or failed where no row could be. outcome.h says which. */
MUST_CHECK bool import_run(struct import *i, struct store *s, const struct import_options *o,
                           struct error *e);
/* What the file was taken for, after import_run(). Borrowed. */
const struct reading_report *import_report(const struct import *i);
/* After import_run(), also where that failed. */
void import_sum(const struct import *i, struct import_summary *out);
/* What of it was not understood or not believed. Borrowed. */
const struct misgiving_list *import_issues(const struct import *i);

#endif
