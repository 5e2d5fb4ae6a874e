/* Imports files into the store: tables (CSV, XLSX, ODS, XML Spreadsheet 2003, HTML) with dossiers or published
 * counts, and JSON records (record_file.h). An import needs no source in the config; each file is a run. */
#ifndef MOTCUA_IMPORT_IMPORT_H
#define MOTCUA_IMPORT_IMPORT_H

#include "base/period.h"
#include "import/import_manifests.h"
#include "import/reading_report.h"
#include "store/store.h"

struct import;

/* Opens a file ("-": JSON records from standard input) and finds its first table that fits; the store is not needed
 * yet. The manifests are borrowed until import_close(). NULL and e: there is no such file, or nothing in it can be
 * read; the hint names missing columns. */
MUST_CHECK struct import *import_open(const char *file, const struct import_manifests *m, struct error *e);
/* The same; *miss, which the caller has zeroed, says what the nearest table lacks where no table fits. */
MUST_CHECK struct import *import_open_told(const char *file, const struct import_manifests *m,
                                           struct tabular_miss *miss, struct error *e);
void import_close(struct import *i); /* safe with NULL */

struct import_options {
    const char *source; /* name of the source, which is made where the store does not have it */
    const char *title;  /* the source's name for people; NULL: the name */
    bool compared;      /* the source is kept for comparison only */
    const char *unit;   /* the unit of rows that name no unit; NULL: not given */
    moment observed;    /* MOMENT_NONE: the moment that the export states (export_moment.h) */
    /* the user gave the period of counts (kind, from): for tables whose titles state none */
    bool period_given;
    enum period_kind kind;
    moment from;
    int cutoff;       /* of weeks; see period.h */
    bool explain;     /* the file is read and explained; nothing is stored */
    int fresh_days;   /* see rows/outcome.h; 0: the days that fit the file's content */
    int reject_limit; /* hundredths of a percent of the rows; see rows/outcome.h */
    const char *name; /* the file's name for people; NULL: the last part of its path */
    bool quiet;       /* nothing is told on stderr: the caller reads import_sum() */
    /* May rows of that unit be stored? NULL: rows of any unit may. The function is asked before anything of a page is
     * stored; where it says no, the import ends with ERROR_USAGE, and pages stored before stay. */
    bool (*unit_may)(void *context, const char *unit);
    void *unit_context;
};

enum import_moment_of { IMPORT_MOMENT_FILE, IMPORT_MOMENT_NEWEST, IMPORT_MOMENT_TITLE, IMPORT_MOMENT_GIVEN };

/* What an import brought, or, explained, would bring. */
struct import_summary {
    int64_t records, dossiers, figures; /* rows that were read; different dossiers; published figures */
    int64_t added, changed, unchanged, rejected, skipped;
    int64_t breaks; /* sums that do not add up */
    int64_t lost;   /* tables that look like dossiers or counts but could not be read */
    moment observed;
    enum import_moment_of moment_of;
    moment before; /* when a run of this source read the same bytes whole; MOMENT_NONE: never */
    moment later;  /* moment of a newer export of the source that was imported before; MOMENT_NONE: none */
    bool assumed;  /* nothing states the period of the counts */
};

/* Puts the file's tables into the store and records the run; tells on stderr what came, what was rejected, which sums
 * do not add up, and which units are new. Options are borrowed until import_close(). false and e: some of the file
 * could not be read: the run is partial, or failed where no row could be read. outcome.h says which. */
MUST_CHECK bool import_run(struct import *i, struct store *s, const struct import_options *o,
                           struct error *e);
/* What the file was taken for, after import_run(). Borrowed from i. */
const struct reading_report *import_report(const struct import *i);
/* Fills *out after import_run(), also where that failed. */
void import_sum(const struct import *i, struct import_summary *out);
/* What of the file was not understood or not believed. Borrowed from i. */
const struct misgiving_list *import_issues(const struct import *i);

#endif
