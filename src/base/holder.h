/* Who holds a claim that is kept in a store: MACHINE/PROCESS/CHANCE, a name that no other process has or will have. */
#ifndef MOTCUA_HOLDER_H
#define MOTCUA_HOLDER_H

#include <stdbool.h>

#include "base/error.h"

#define HOLDER_BYTES 300

/* The name of this process, another at each call. */
MUST_CHECK bool holder_name(char out[HOLDER_BYTES], struct error *e);
/* Is the holder a process of this machine that is no more? In doubt it is there. me: a name of this process. */
bool holder_gone(const char *holder, const char *me);

#endif
