/* systemd looks after this process by two small protocols (sd_notify(3), sd_listen_fds(3)): a datagram and two
 * variables. They are spoken here, because libsystemd would bring liblzma, liblz4, libzstd and libgcrypt into a process
 * that listens. */
#ifndef MOTCUA_SERVE_SUPERVISOR_H
#define MOTCUA_SERVE_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

/* Sends "READY=1", "STOPPING=1", "WATCHDOG=1" ...; does nothing without a supervisor, because a missing supervisor is
 * no fault. */
void supervisor_tell(const char *state);
/* Returns the microseconds within which the supervisor expects the next "WATCHDOG=1"; 0: no supervisor waits. */
int64_t supervisor_watchdog(void);
/* Sends "RELOADING=1" with the clock's time, as Type=notify-reload wants; "READY=1" ends the reloading. */
void supervisor_tell_reloading(void);
/* Returns the first socket that the supervisor has opened for this process (socket activation), or -1. */
int supervisor_socket(void);

#endif
