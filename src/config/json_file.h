/* JSON files of our own (config, manifests, counters, metrics, commitments): read with Jansson, checked
 * against a JSON Schema of schema/, and every fault told as file, path inside it, what was expected, and a
 * hint. */
#ifndef MOTCUA_CONFIG_JSON_FILE_H
#define MOTCUA_CONFIG_JSON_FILE_H

#include <jansson.h>

#include "base/error.h"

/* The whole of a file; schema_name is e.g. "config.schema.json" of the data folder's schema/. A new
 * reference, or NULL and e: code ERROR_CONFIG, where = file, what = "line 3, column 5: ..." for syntax or
 * "/sources/0/name: expected text, found 5". */
MUST_CHECK json_t *json_file_load(const char *file, const char *schema_name, struct error *e);
/* The same from memory; name stands for the file in messages. */
MUST_CHECK json_t *json_file_parse(const char *name, const char *text, size_t n, const char *schema_name,
                                   struct error *e);

/* Path of a file of the installed data: "schema/counters.json", "adapters/opencps.json". Looked for in
 * $MOTCUA_DATADIR if that is set, else beside the executable (../share/motcua). Into out; false and e
 * (ERROR_CONFIG) if it is not there or the path leads out of the folder. */
MUST_CHECK bool json_file_find(const char *relative, char *out, size_t size, struct error *e);
/* Names (without .json) of the documents in a data subfolder ("adapters", "schema/commitments"), for hints;
 * into out, sorted, ", " between; JSON Schemas are left out, and names that do not fit end as "...". "" where
 * there are none. */
void json_file_names(const char *folder, char *out, size_t size);

/* The file that a person named: a path (with a slash, or ending in .json) as it stands, else the shipped file
 * FOLDER/NAME.json of the installed data. Into out; false and e (ERROR_CONFIG) where there is no shipped file of
 * that name (`missing` says so: "no such ruleset", with the names that there are) or the path is too long. */
MUST_CHECK bool json_file_named(const char *folder, const char *name, const char *missing, char *out,
                                size_t size, struct error *e);

/* A title is text, or {"vi": ..., "en": ...}: the one of the language in use, else the other. Borrowed; ""
 * where absent. */
const char *json_file_title(const json_t *title);

#endif
