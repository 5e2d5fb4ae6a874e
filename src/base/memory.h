/* An allocation that fails makes the whole task fail, wherever in the process it fails. malloc(), calloc() and
 * realloc() of the process and of its libraries are defined here and remember a failure, because a library may go on
 * without its memory and say nothing (a sentence stays untranslated, a cell is left out). So every place where
 * results leave the program asks memory_short(): a file is not put in its place, a transaction is not committed, a
 * letter is not sent, a reply is not given, and every error that is told from then on is "out of memory", exit
 * status 70.
 *
 * Sanitizers and valgrind bring an allocator of their own; under them nothing is remembered. */
#ifndef MOTCUA_BASE_MEMORY_H
#define MOTCUA_BASE_MEMORY_H

#include <stdbool.h>

/* True if an allocation failed in any thread since the program began, or since memory_forget(). */
bool memory_short(void);
/* Forgets earlier failures, where a new task begins that uses nothing of the last one: a request to `serve`. */
void memory_forget(void);

/* Calls work(context), for libraries that do not look whether they got memory (libxlsxwriter). The first allocation
 * that fails in this thread ends the work at once; memory that the work held is then lost to the process. false: the
 * work was ended so. Calls must not be nested. */
bool memory_try(void (*work)(void *context), void *context);

#endif
