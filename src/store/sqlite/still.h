/* Reading a file that nobody writes, without the log and the locks that SQLite would have to write beside the file:
 * for a user without the right to write to the file or its folder, or a read-only mount. */
#ifndef MOTCUA_STORE_SQLITE_STILL_H
#define MOTCUA_STORE_SQLITE_STILL_H

#include "store/sqlite/db.h"

/* Opens q->db anew in this way, after SQLite could not read the file for want of the right to write. False and e: a
 * log beside the file holds rows that the file lacks, or this way of opening fails, too. */
MUST_CHECK bool sqlite_still_open(struct sqlite_store *q, const char *place, struct error *e);
/* False and e: somebody has written to the file meanwhile, so that the rows that were read may not belong together. */
MUST_CHECK bool sqlite_still_same(struct sqlite_store *q, struct error *e);
/* True if the last error of q->db comes from want of the right to write. */
bool sqlite_still_wanted(const struct sqlite_store *q);
/* Frees q->still, if any; q->db stays open. */
void sqlite_still_close(struct sqlite_store *q);

#endif
