/* What the files import*.c share: a file while it is being imported. */
#ifndef MOTCUA_IMPORT_IMPORT_INNER_H
#define MOTCUA_IMPORT_IMPORT_INNER_H

#include "adapters/json/record_file.h"
#include "adapters/table/tabular.h"
#include "base/buffer.h"
#include "import/export_moment.h"
#include "import/import.h"
#include "import/known_file.h"
#include "import/reject_name.h"
#include "import/row_choice.h"
#include "import/table_notes.h"
#include "import/unit_names.h"

/* Tables of counts: their figures wait until all tables are read. */
struct import_counts {
    struct table_manifests headings; /* by these manifests headings are recognised */
    struct figure_ledger *ledger;
    int64_t records, rejects;
    bool now;     /* a table of counts is being read */
    bool only;    /* the file holds no other tables */
    bool assumed; /* nothing states the period */
    moment ahead; /* where a period of the titles begins after the moment of the figures; 0: none does */
};

/* What was imported before this file. */
struct import_past {
    struct known_file known;
    enum export_moment_of moment_of; /* where the moment of this export comes from */
    /* moment of the newest export, where it is newer than this export; MOMENT_NONE: it is not */
    moment later;
    moment ahead; /* of a title that is not believed, because the clock says less; MOMENT_NONE: none */
};

/* Where the import stands in the file. */
struct import_place {
    size_t at;            /* the table behind the one that is being read */
    struct head *heading; /* of the table that was read last, for one that goes on without a heading */
};

struct import {
    char *file;
    const struct import_manifests *manifests;
    struct record_file *json; /* JSON records; NULL: the file is a sheet */
    struct sheet *sheet;
    struct tabular *table; /* the table that is being read */
    struct import_place place;
    struct table_notes *notes; /* tables that were not read, and why */
    /* the run */
    struct store *store;
    const struct import_options *options;
    struct unit_names *names;
    struct page *page;
    struct row_choice rows; /* which row of each dossier code counts */
    struct reject_names reject_names;
    struct reading_report report;
    struct misgiving_list issues;
    struct run run;
    struct import_past past;
    int64_t records, keyless, figures, breaks;
    struct import_counts counts;
    bool interrupted;
    char message[LIMIT_MESSAGE_BYTES];
};

/* --- import_tell.c: what is told on stderr --- */
/* Prints outside text on stderr, fit for a terminal. */
void told_printable(const char *text);
/* Told while the import runs; context is the import. */
void break_tell(void *context, const struct tabular_break *b);
void issue_tell(void *context, const struct count_issue *issue);
void differ_tell(void *context, const char *unit, const char *group, const char *metric, int64_t a,
                 int64_t b);
/* Tells the whole outcome when the import is over. */
void import_tell(struct import *i);

#endif
