/* A running command was asked to stop. INT, TERM and HUP ask: a command that can stop in good order (a poll, after the page
 * in hand) looks at collect_stopping() and does. Whatever it is doing, the process is gone within a second, and at once
 * with the second signal: what must not outlive it (a statement on a server, a temporary file) is undone by hooks, and the
 * process ends by the signal itself, so that its parent sees the truth. A store is made for such an end: what was not
 * committed is not there. */
#ifndef MOTCUA_STOP_H
#define MOTCUA_STOP_H

#include <stdbool.h>

/* Once, at the start of the program. HUP stays ignored where the parent had it so (nohup). */
void stop_signals_set(void);
/* From now on HUP asks to read the config anew, not to stop: for a command that serves. */
void stop_hangup_reloads(void);
bool stop_reload_asked(void); /* since the last call */

void collect_stop(void);     /* asks, as a signal does, without the deadline */
bool collect_stopping(void); /* was it asked? */

/* All that was to end in good order has: what is left (freeing, a sanitizer's look) is not hurried by the deadline. */
void stop_in_order(void);

/* Something to be undone if the process has to leave. undo must be safe in a signal handler and is called at most once for
 * each context; remove the hook before the context is freed. Where there is no room for one more, it is only not undone. */
void stop_hook_add(void (*undo)(void *context), void *context);
void stop_hook_remove(const void *context);
/* Calls them all; for tests, and for a process that leaves by itself. Safe in a signal handler. */
void stop_hooks_run(void);

#endif
