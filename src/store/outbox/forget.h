/* Forgetting one dossier in an outbox (store/forget.h): the pages that hold it are written anew without it. */
#ifndef MOTCUA_STORE_OUTBOX_FORGET_H
#define MOTCUA_STORE_OUTBOX_FORGET_H

#include <stdint.h>

#include "base/error.h"

/* Steps that wait and pages that were set aside. *pages: how many were, or would be (dry), written anew; *damaged: pages that
 * cannot be read, and so were not searched. A file that is not there holds nothing. ERROR_TEMPORARY: a replay goes on. */
MUST_CHECK bool outbox_forget(const char *file, const char *code, bool dry, int64_t *pages, int64_t *damaged,
                              struct error *e);

#endif
