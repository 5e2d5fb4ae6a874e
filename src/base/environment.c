#include "base/environment.h"

#include <stdlib.h>

static const char *const names[] = {
    [ENVIRONMENT_CONFIG] = "MOTCUA_CONFIG",
    [ENVIRONMENT_STORE] = "MOTCUA_STORE",
    [ENVIRONMENT_LANG] = "MOTCUA_LANG",
    [ENVIRONMENT_DATADIR] = "MOTCUA_DATADIR",
    [ENVIRONMENT_LOCALEDIR] = "MOTCUA_LOCALEDIR",
    [ENVIRONMENT_NO_COLOR] = "NO_COLOR",
    [ENVIRONMENT_NOW] = "MOTCUA_NOW",
    [ENVIRONMENT_RETRY_MS] = "MOTCUA_RETRY_MS",
    [ENVIRONMENT_OUTBOX_BYTES] = "MOTCUA_OUTBOX_BYTES",
    [ENVIRONMENT_NOTIFY_SOCKET] = "NOTIFY_SOCKET",
    [ENVIRONMENT_WATCHDOG_USEC] = "WATCHDOG_USEC",
    [ENVIRONMENT_WATCHDOG_PID] = "WATCHDOG_PID",
    [ENVIRONMENT_LISTEN_FDS] = "LISTEN_FDS",
    [ENVIRONMENT_LISTEN_PID] = "LISTEN_PID",
    [ENVIRONMENT_JOURNAL_STREAM] = "JOURNAL_STREAM",
};

const char *environment_named(const char *name)
{
    return getenv(name);
}

const char *environment_get(enum environment_variable variable)
{
    const char *value = environment_named(names[variable]);
    return value && *value ? value : NULL;
}

int64_t environment_number(enum environment_variable variable, int64_t max, int64_t otherwise)
{
    const char *text = environment_get(variable);
    char *end = NULL;
    long long number = text ? strtoll(text, &end, 10) : 0;
    return text && *end == '\0' && number > 0 && number <= max ? number : otherwise;
}

const char *environment_name(enum environment_variable variable)
{
    return names[variable];
}
