/* Who holds a claim that is kept in a store: MACHINE/PROCESS/CHANCE, a name that no other process has or will have. */
#ifndef MOTCUA_HOLDER_H
#define MOTCUA_HOLDER_H

#include <stdbool.h>

#include "base/error.h"

#define HOLDER_BYTES 300

/* Writes a name of this process, a new one at each call. ERROR_INTERNAL: the system gave no random number. */
MUST_CHECK bool holder_name(char out[HOLDER_BYTES], struct error *e);
/* True if the holder was a process of this machine that has ended; false in doubt, and for holders on other machines.
 * me: a name of this process. */
bool holder_gone(const char *holder, const char *me);

#endif
