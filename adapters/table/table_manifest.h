/* A manifest of tables (driver "tabular"): the titles of columns, and for each kind of table the rules that make rows
 * of it. The rules are those of every manifest; a column's members are its readings (reading.h). */
#ifndef MOTCUA_ADAPTERS_TABLE_TABLE_MANIFEST_H
#define MOTCUA_ADAPTERS_TABLE_TABLE_MANIFEST_H

#include "adapters/manifest/manifest.h"
#include "adapters/table/heading.h"
#include "adapters/table/reading.h"
#include "adapters/table/row_kind.h"

#define TABLE_TERMS 8 /* figures on one side of an identity */

struct table_identity { /* "finished = early + on_time + late" */
    const char *left[TABLE_TERMS], *right[TABLE_TERMS];
    size_t left_count, right_count;
};

struct table_stream {
    const struct stream *stream;
    bool used[LIMIT_HEADING_NAMES]; /* columns that a rule reads */
    size_t needs[LIMIT_HEADING_NAMES], need_count;
    size_t group; /* column whose value goes into the figures' names; HEADING_NONE: none */
    const struct reading *group_reading;
    const char *group_as;
    char *whole[LIMIT_NAMES]; /* words that mean all groups together; owned by table_manifest.words */
    size_t whole_count;
    struct table_identity identities[LIMIT_IDENTITIES];
    size_t identity_count;
};

struct table_manifest {
    const struct manifest *manifest;
    struct manifest *own; /* the same, where it was loaded for this; NULL: the caller's */
    struct titles *titles;
    struct row_words *row_words;  /* of sums, groups, sections */
    struct table_stream *streams; /* as many as the manifest has */
    char **words;                 /* folded words of code lists; owned */
    size_t word_count;
};

/* Loads a manifest as manifest_load() does; ERROR_CONFIG also for a manifest of another driver. */
MUST_CHECK struct table_manifest *table_manifest_load(const char *name, struct error *e);
/* Makes it of a manifest that was loaded before and outlives it. */
MUST_CHECK struct table_manifest *table_manifest_of(const struct manifest *manifest, struct error *e);
/* Parses a manifest from memory; name stands for the file in messages. */
MUST_CHECK struct table_manifest *table_manifest_parse(const char *name, const char *text, size_t n,
                                                       struct error *e);
void table_manifest_free(struct table_manifest *m); /* safe with NULL */

/* The context of table_heading_judge(), which sheet_judge() takes: true if the rows hold a title of each column that
 * some stream of some manifest needs. */
struct table_manifests {
    struct table_manifest *const *items;
    size_t count;
};
bool table_heading_judge(void *context, const struct sheet_row *rows, size_t count);

/* The node of records, whose children are the columns. */
const struct member_node *table_record(const struct plan *p);
/* The next child of a node; previous NULL: the first child. NULL: there are no more. */
const struct member_node *table_child(const struct plan *p, const struct member_node *of,
                                      const struct member_node *previous);

#define TABLE_FILE "file" /* Names what is known without a column: file.unit, file.source. */

#endif
