/* Memory that was short is an error of the whole task, wherever it was missed. Every allocation of the process, those of
 * its libraries included, is made here, and one that fails is remembered. What is made from then on may lack a part:
 * a library that goes on without its memory (a sentence that stays untranslated, a cell that is left out) says nothing.
 * So the doors through which results leave ask memory_short(): a file is not put in its place, a transaction is not
 * committed, a letter is not sent, a reply is not given, and every error that is told meanwhile is the one that matters:
 * "out of memory", exit status 70.
 *
 * Sanitizers and valgrind bring an allocator of their own; under them nothing is remembered. */
#ifndef MOTCUA_BASE_MEMORY_H
#define MOTCUA_BASE_MEMORY_H

#include <stdbool.h>

/* Did an allocation fail in any thread since the program began, or since memory_forget()? */
bool memory_short(void);
/* A new task begins that has nothing of the last one: a request to `serve`. */
void memory_forget(void);

/* Does the work with a library that does not look whether it got memory (libxlsxwriter): an allocation that fails in this
 * thread ends it at once, and what it held is lost to the process. false: ended so. Not nested. */
bool memory_try(void (*work)(void *context), void *context);

#endif
