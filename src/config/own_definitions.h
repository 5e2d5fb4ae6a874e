/* Counters and metrics of one's own: JSON files in a folder that the config names ("definitions"), added to the shipped
 * ones and checked like them (schema/definitions.schema.json). */
#ifndef MOTCUA_OWN_DEFINITIONS_H
#define MOTCUA_OWN_DEFINITIONS_H

#include <jansson.h>

#include "base/error.h"

/* The folder for the whole program, an absolute path; NULL: there is none. A path that is too long names none. */
void own_definitions_set(const char *folder);
/* Appends what the files define of a member ("counters", "metrics") to a list of the shipped ones, files in the order of
 * their names. ERROR_CONFIG, where = the file: it cannot be read, does not fit, or has a name that is taken. */
MUST_CHECK bool own_definitions_add(const char *member, json_t *list, struct error *e);

#endif
