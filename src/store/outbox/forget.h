/* Forgetting one dossier in an outbox (store/forget.h): the pages that hold it are written anew without it. */
#ifndef MOTCUA_STORE_OUTBOX_FORGET_H
#define MOTCUA_STORE_OUTBOX_FORGET_H

#include <stdint.h>

#include "base/error.h"

/* Searches waiting steps and pages that were set aside, in one transaction. *pages: how many were, or would be
 * (dry), written anew; *damaged: how many pages cannot be read and so were not searched. A missing file holds no
 * page. ERROR_TEMPORARY: another program is writing to the file; ERROR_IO: the file failed. */
MUST_CHECK bool outbox_forget(const char *file, const char *code, bool dry, int64_t *pages, int64_t *damaged,
                              struct error *e);

#endif
