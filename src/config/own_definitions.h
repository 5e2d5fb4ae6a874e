/* An office's own counters and metrics: JSON files in a folder that the config names ("definitions"). They are added
 * to the shipped definitions and checked like them (schema/definitions.schema.json). */
#ifndef MOTCUA_OWN_DEFINITIONS_H
#define MOTCUA_OWN_DEFINITIONS_H

#include <jansson.h>

#include "base/error.h"

/* Sets the folder for the whole program, an absolute path; NULL, or a path that is too long: no folder. */
void own_definitions_set(const char *folder);
/* Appends the definitions that the files have under member ("counters", "metrics") to list, which has the shipped
 * ones; files in the order of their names. false and e (ERROR_CONFIG): the folder or a file cannot be read, a file
 * does not fit its schema, or a definition has a name that is taken. */
MUST_CHECK bool own_definitions_add(const char *member, json_t *list, struct error *e);

#endif
