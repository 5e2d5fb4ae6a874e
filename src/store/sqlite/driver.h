/* Shared by the files of the SQLite driver alone. */
#ifndef MOTCUA_STORE_SQLITE_DRIVER_H
#define MOTCUA_STORE_SQLITE_DRIVER_H

#include "store/driver.h"
#include "store/sqlite/db.h"

/* migrate.c: false and e for a file of another program; the file is not written to. */
MUST_CHECK bool sqlite_schema_check(struct sqlite_store *q, struct error *e);
/* Brings the schema up to this program's; false and e for a newer schema. */
MUST_CHECK bool sqlite_migrate(struct store *s, struct error *e);
MUST_CHECK bool sqlite_version(struct store *s, int64_t *version, struct error *e);
/* check.c: the queries of `db status` and `db check` */
extern const char sqlite_facts[], sqlite_columns[];
extern const struct store_check sqlite_checks[];
/* page.c: store_driver.page and .missing; frees the prepared statements of pages */
MUST_CHECK bool sqlite_page_put(struct store *s, const struct page_place *place, const struct page *page,
                                struct page_outcome *out, struct error *e);
MUST_CHECK bool sqlite_missing_put(struct store *s, const struct page_place *place, const char *keys,
                                   size_t count, struct error *e);
void sqlite_page_close(struct sqlite_store *q);
/* sample.c: store_driver.rows */
MUST_CHECK bool sqlite_rows_put(struct store *s, const struct store_rows *rows, struct error *e);

#endif
