/* The numbered files that make and upgrade a store: schema/sqlite/NNNN_name.sql, schema/postgres/NNNN_name.sql. */
#ifndef MOTCUA_STORE_MIGRATION_H
#define MOTCUA_STORE_MIGRATION_H

#include <stddef.h>

#include "base/error.h"

struct migration {
    int number;
    char *name; /* "0001_start.sql" */
    char *file; /* path of the file */
};

struct migration_list {
    struct migration *items; /* in the order of their numbers; owned */
    size_t count;
    int newest;
};

/* Reads the list of a folder of the program's data, "schema/sqlite"; the caller frees out. false and e: the folder
 * is missing (ERROR_CONFIG), has no migrations (ERROR_IO) or two of one number (ERROR_INTERNAL): the installation is
 * not whole. */
MUST_CHECK bool migration_list_read(const char *folder, struct migration_list *out, struct error *e);
void migration_list_free(struct migration_list *list); /* safe on a zeroed list */
/* The SQL of a migration; malloc'd, the caller frees. NULL and e (ERROR_IO): the file cannot be read or is too long. */
MUST_CHECK char *migration_text(const struct migration *m, struct error *e);
/* True if this program knows the version. false and e (ERROR_UNAVAILABLE): a newer program made the store, which
 * must not be touched. store: its name, for the message. */
MUST_CHECK bool migration_known(const struct migration_list *list, int version, const char *store,
                                struct error *e);

#endif
