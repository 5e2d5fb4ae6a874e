/* Who looks after this process: systemd, by its two small protocols (sd_notify(3), sd_listen_fds(3)). They are spoken here,
 * a datagram and two variables: libsystemd would bring liblzma, liblz4, libzstd and libgcrypt into a process that listens. */
#ifndef MOTCUA_SERVE_SUPERVISOR_H
#define MOTCUA_SERVE_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

/* "READY=1", "STOPPING=1", "WATCHDOG=1" ... Nothing where nobody listens: a supervisor that is not there is no fault. */
void supervisor_tell(const char *state);
/* Microseconds within which "WATCHDOG=1" must come again; 0: nobody waits for it. */
int64_t supervisor_watchdog(void);
/* "RELOADING=1" with the clock's time, as Type=notify-reload wants it; "READY=1" ends it. */
void supervisor_tell_reloading(void);
/* The socket that was opened for us (socket activation), or -1. The first, where there are several. */
int supervisor_socket(void);

#endif
