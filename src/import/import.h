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
    bool explain;     /* the file is read and told of; nothing is stored */
    int reject_limit; /* hundredths of a percent of the rows; see rows/outcome.h */
};

/* Puts the file's tables into the store and records the run; tells on stderr what came, what was rejected,
 * what does not add up, and which units are new. false and e: some of it could not be read: the run is then
 * partial, or failed where no row could be. outcome.h says which. */
MUST_CHECK bool import_run(struct import *i, struct store *s, const struct import_options *o,
                           struct error *e);
/* What the file was taken for, after import_run(). Borrowed. */
const struct reading_report *import_report(const struct import *i);
/* What of it was not understood or not believed. Borrowed. */
const struct misgiving_list *import_issues(const struct import *i);

#endif
