/* The titles of a table as they stand in the file, and what each column was taken for. */
#ifndef MOTCUA_ADAPTERS_TABLE_TABULAR_TITLES_H
#define MOTCUA_ADAPTERS_TABLE_TABULAR_TITLES_H

#include "adapters/table/tabular.h"

struct tabular_title {
    const char *title; /* "Đã giải quyết / Trước hạn": the rows of the heading, from the top */
    const char *name;  /* name of the manifest's column that is read from it; NULL: the column is not read */
    const char *known; /* the first title of that column; NULL where name is NULL */
};

/* Shows every column that has a title, from the left. The texts live until see() returns. false: no memory, or see()
 * returned false. */
MUST_CHECK bool tabular_titles_each(const struct tabular *t,
                                    bool (*see)(void *context, const struct tabular_title *title),
                                    void *context);

#endif
