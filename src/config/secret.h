/* Secrets: never in the config itself, only where it points: {"env": NAME} or {"file": PATH}. */
#ifndef MOTCUA_CONFIG_SECRET_H
#define MOTCUA_CONFIG_SECRET_H

#include <jansson.h>

#include "base/error.h"

/* The secret that `where_from` points to; malloc'd, for secret_free. PATH is relative to folder (as it is if
 * absolute), must not be open to other users, and its first line counts. NULL and e (ERROR_CONFIG) if there
 * is none; e names the variable or file, never what is in it. */
MUST_CHECK char *secret_read(const json_t *where_from, const char *folder, struct error *e);
void secret_free(char *secret); /* wipes; safe with NULL */

#endif
