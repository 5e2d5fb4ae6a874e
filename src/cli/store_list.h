/* Commands that list what the store holds: each is one query and its columns. */
#ifndef MOTCUA_STORE_LIST_H
#define MOTCUA_STORE_LIST_H

#include "cli/cli.h"

enum list_kind {
    LIST_TEXT,
    LIST_WORD, /* one of our own msgids */
    LIST_NUMBER,
    LIST_MOMENT,
    LIST_KNOWS /* the dossier fields that a source can know */
};

struct list_column {
    const char *name, *title; /* title: N_() */
    enum list_kind kind;
};

/* Runs the query and writes its rows as a table; its $1, if any, is the latest moment that is not ahead of the clock. columns end with a NULL name, and are as many as the query's.
 * empty: told on stderr where there are no rows. */
MUST_CHECK bool store_list_print(const struct cli *cli, const struct list_column *columns, const char *sql,
                                 const char *empty, struct error *e);

#endif
