/* A running command was asked to stop: by signals, after the page in hand. */
#ifndef MOTCUA_BASE_STOP_H
#define MOTCUA_BASE_STOP_H

#include <stdbool.h>

void collect_stop(void);     /* safe in a signal handler */
bool collect_stopping(void); /* was it? */

#endif
