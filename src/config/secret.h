/* Secrets are never in the config itself; the config points to them: {"env": NAME} or {"file": PATH}. */
#ifndef MOTCUA_CONFIG_SECRET_H
#define MOTCUA_CONFIG_SECRET_H

#include <jansson.h>

#include "base/error.h"

/* The secret to which `where_from` points; malloc'd, the caller passes it to secret_free(). A relative PATH begins in
 * folder; every user of the machine being able to read or change the file is a fault, and the file's first line is the
 * secret. NULL and e (ERROR_CONFIG): the variable or file has no secret; e names the variable or file, never its
 * content. */
MUST_CHECK char *secret_read(const json_t *where_from, const char *folder, struct error *e);
void secret_free(char *secret); /* wipes and frees; safe with NULL */

#endif
