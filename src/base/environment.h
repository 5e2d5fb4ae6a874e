/* The environment variables that motcua reads, in one place; no other variable is an input of the program. A variable
 * that is set to the empty text counts as not set. */
#ifndef MOTCUA_BASE_ENVIRONMENT_H
#define MOTCUA_BASE_ENVIRONMENT_H

#include <stdint.h>

enum environment_variable {
    ENVIRONMENT_CONFIG,        /* MOTCUA_CONFIG: the config file */
    ENVIRONMENT_STORE,         /* MOTCUA_STORE: address of the store, in place of the config's */
    ENVIRONMENT_LANG,          /* MOTCUA_LANG: vi or en */
    ENVIRONMENT_DATADIR,       /* MOTCUA_DATADIR: folder of schema/ and adapters/ */
    ENVIRONMENT_LOCALEDIR,     /* MOTCUA_LOCALEDIR: folder of the translations */
    ENVIRONMENT_NO_COLOR,      /* NO_COLOR (no-color.org): tables without colours */
    ENVIRONMENT_NOW,           /* MOTCUA_NOW: the clock of tests */
    ENVIRONMENT_RETRY_MS,      /* MOTCUA_RETRY_MS: the first wait before a retry, for tests */
    ENVIRONMENT_OUTBOX_BYTES,  /* MOTCUA_OUTBOX_BYTES: a smaller outbox, for tests */
    ENVIRONMENT_NOTIFY_SOCKET, /* NOTIFY_SOCKET and the next four are set by systemd, see serve/supervisor.h */
    ENVIRONMENT_WATCHDOG_USEC,
    ENVIRONMENT_WATCHDOG_PID,
    ENVIRONMENT_LISTEN_FDS,
    ENVIRONMENT_LISTEN_PID,
    ENVIRONMENT_JOURNAL_STREAM, /* see base/log.h */
};

/* Borrowed; NULL where the variable is not set. */
const char *environment_get(enum environment_variable variable);
/* The variable's whole number from 1 to max; `otherwise` where the variable is not set or holds anything else. */
int64_t environment_number(enum environment_variable variable, int64_t max, int64_t otherwise);
/* The variable's name, for messages. */
const char *environment_name(enum environment_variable variable);
/* The value of a variable that the config names for a password: NULL where the variable is not set, "" where its
 * value is empty. Borrowed from the environment. */
const char *environment_named(const char *name);

#endif
