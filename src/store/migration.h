/* The numbered files that make and upgrade a store: schema/sqlite/NNNN_name.sql,
 * schema/postgres/NNNN_name.sql. */
#ifndef MOTCUA_STORE_MIGRATION_H
#define MOTCUA_STORE_MIGRATION_H

#include <stddef.h>

#include "base/error.h"

struct migration {
    int number;
    char *name; /* "0001_start.sql" */
    char *file; /* its path */
};

struct migration_list {
    struct migration *items; /* by number */
    size_t count;
    int newest;
};

/* folder: within the program's data, "schema/sqlite". An empty folder is an error: the installation is not
 * whole. */
MUST_CHECK bool migration_list_read(const char *folder, struct migration_list *out, struct error *e);
void migration_list_free(struct migration_list *list); /* safe on a zeroed one */
/* The SQL of one; the caller frees. NULL and e. */
MUST_CHECK char *migration_text(const struct migration *m, struct error *e);
/* A store made by a newer program is refused, never touched. store: its name, for the message. */
MUST_CHECK bool migration_known(const struct migration_list *list, int version, const char *store,
                                struct error *e);

#endif
