/* A running command is asked to stop by INT, TERM or HUP. A command that can stop in good order (a poll, after the
 * page in hand) looks at collect_stopping(). The process ends within a second in any case, and at once at the second
 * signal. Hooks then undo whatever must not outlive the process (a statement on a server, a temporary file), and the
 * process ends by the signal itself, so that its parent sees the reason. A store survives such an end: rows that
 * were not committed are not in the store. */
#ifndef MOTCUA_STOP_H
#define MOTCUA_STOP_H

#include <stdbool.h>

/* Sets the handlers, once, at the start of the program. HUP stays ignored where the parent ignored it (nohup). */
void stop_signals_set(void);
/* Makes HUP ask to read the config anew instead of to stop, for `serve`. */
void stop_hangup_reloads(void);
bool stop_reload_asked(void); /* true if HUP came since the last call */

void collect_stop(void);     /* asks to stop, as a signal does, without the deadline */
bool collect_stopping(void); /* true once a stop was asked for */

/* Ends the process by the signal that asked to stop; does nothing where none came. For a command that failed then: the
 * signal has broken a read or a write off, and is the reason. */
void stop_leave(void);

/* Ends the deadline: the command has ended in good order, and freeing its memory may take its time. */
void stop_in_order(void);

/* Adds a hook: undo(context) is called if the process has to leave, at most once. undo must be safe in a signal
 * handler, and the caller removes the hook before it frees the context. Where 64 hooks are taken, the hook is not
 * kept. */
void stop_hook_add(void (*undo)(void *context), void *context);
void stop_hook_remove(const void *context);
/* Calls all hooks; for tests, and for a process that leaves by itself. Safe in a signal handler. */
void stop_hooks_run(void);

#endif
