/* A command that lists rows of the store is one query and its columns. */
#ifndef MOTCUA_STORE_LIST_H
#define MOTCUA_STORE_LIST_H

#include "cli/cli.h"

enum list_kind {
    LIST_TEXT,
    LIST_WORD, /* a word of the program, which is translated */
    LIST_NUMBER,
    LIST_MOMENT,
    LIST_REASONS, /* an outcome as the store keeps it: people see its reasons in words, and nothing where none has a count */
    LIST_KNOWS /* a number whose bits are the dossier fields that a source can know */
};

struct list_column {
    const char *name, *title; /* title: N_() */
    enum list_kind kind;
};

/* Runs the query and writes its rows as a table. $1 of the query, if any, is the latest moment that does not count as
 * ahead of the clock (now + LIMIT_AHEAD_SECONDS). columns end with a NULL name and match the query's. empty is printed
 * on stderr where there are no rows. */
MUST_CHECK bool store_list_print(const struct cli *cli, const struct list_column *columns, const char *sql,
                                 const char *empty, struct error *e);

#endif
