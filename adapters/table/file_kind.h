/* Files that people have at hand and that hold no table for us: told apart by their first bytes, each by its
 * name and with the way out. */
#ifndef MOTCUA_ADAPTERS_TABLE_FILE_KIND_H
#define MOTCUA_ADAPTERS_TABLE_FILE_KIND_H

#include <stddef.h>

#include "base/error.h"

/* head: the first n bytes of the file. false and e (ERROR_DATA, where = file): it is one of those. */
MUST_CHECK bool file_kind_readable(const char *file, const char *head, size_t n, struct error *e);

#endif
