/* The program's own JSON files (config, manifests, counters, metrics, commitments) are read with Jansson and checked
 * against a JSON Schema of schema/. An error names the file, the path inside of it, the expected value, and a hint. */
#ifndef MOTCUA_CONFIG_JSON_FILE_H
#define MOTCUA_CONFIG_JSON_FILE_H

#include <jansson.h>

#include "base/error.h"

/* Reads a whole file and checks it against schema_name, e.g. "config.schema.json" of the data folder's schema/. A
 * new reference, which the caller owns; NULL and e: code ERROR_CONFIG, where = file, what = "line 3, column 5: ..."
 * for a fault of syntax or "/sources/0/name: expected text, found 5". */
MUST_CHECK json_t *json_file_load(const char *file, const char *schema_name, struct error *e);
/* json_file_load() for text in memory; name stands for the file in messages. */
MUST_CHECK json_t *json_file_parse(const char *name, const char *text, size_t n, const char *schema_name,
                                   struct error *e);

/* Writes to out the path of a file of the installed data: "schema/counters.json", "adapters/opencps.json". The data lie
 * in $MOTCUA_DATADIR if that is set, else beside the executable (../share/motcua). false and e (ERROR_CONFIG): the file
 * does not exist, or `relative` leads out of the folder. */
MUST_CHECK bool json_file_find(const char *relative, char *out, size_t size, struct error *e);
/* Writes to out the names (without .json) of the files in a data subfolder ("adapters", "schema/commitments"), for
 * hints: sorted, ", " between, JSON Schemas left out, "..." for names that do not fit; "" where the folder has none. */
void json_file_names(const char *folder, char *out, size_t size);

/* Writes to out the path of the file that a person named: a path (with a slash, or ending in .json) stays as it is,
 * a name means the shipped file FOLDER/NAME.json of the installed data. false and e (ERROR_CONFIG): no shipped file
 * has that name (e says `missing`, "no such ruleset", and lists the names), the installed data are missing, or the path
 * is too long. */
MUST_CHECK bool json_file_named(const char *folder, const char *name, const char *missing, char *out,
                                size_t size, struct error *e);

/* The title in the language in use, else in the other one; title is text, or {"vi": ..., "en": ...}. Borrowed from
 * title; "" where title has no text. */
const char *json_file_title(const json_t *title);
/* json_file_title() of a member of object; "" where object has no such member. */
const char *json_file_text(const json_t *object, const char *member);
/* Writes to out, which has room for `size` texts, the texts of a list, borrowed from the list, and a NULL behind them,
 * for which the list's schema leaves room ("maxItems"). list may be NULL. */
void json_file_words(const json_t *list, const char **out, size_t size);

#endif
