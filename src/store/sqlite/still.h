/* A file that nobody writes, read without the log and the locks that SQLite would have to write beside it: where this
 * user may not write to the file or its folder, or both lie on a read-only mount. */
#ifndef MOTCUA_STORE_SQLITE_STILL_H
#define MOTCUA_STORE_SQLITE_STILL_H

#include "store/sqlite/db.h"

/* Opens q->db anew so, after SQLite could not read the file for want of that right. False and e: a log lies beside the
 * file and holds what the file lacks, or it cannot be opened so either. */
MUST_CHECK bool sqlite_still_open(struct sqlite_store *q, const char *place, struct error *e);
/* False and e: somebody has written to the file meanwhile, so that what was read may not belong together. */
MUST_CHECK bool sqlite_still_same(struct sqlite_store *q, struct error *e);
/* True if the last error of q->db is one for want of the right to write. */
bool sqlite_still_wanted(const struct sqlite_store *q);
void sqlite_still_close(struct sqlite_store *q);

#endif
