/* Names files that people have at hand but that hold no readable table (PDF, pictures, archives, databases). Their
 * first bytes tell the kind, so that the error can say how to get a table instead. */
#ifndef MOTCUA_ADAPTERS_TABLE_FILE_KIND_H
#define MOTCUA_ADAPTERS_TABLE_FILE_KIND_H

#include <stddef.h>

#include "base/error.h"

/* head: the first n bytes of the file. true: the file is of none of these kinds. false and e (ERROR_DATA, where =
 * file): the kind, and what to do. */
MUST_CHECK bool file_kind_readable(const char *file, const char *head, size_t n, struct error *e);

#endif
