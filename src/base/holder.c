#include "base/holder.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

bool holder_name(char out[HOLDER_BYTES], struct error *e)
{
    char host[200] = "";
    uint64_t chance;
    if (getrandom(&chance, sizeof chance, 0) != sizeof chance)
        return error_set(e, ERROR_INTERNAL, "getrandom", NULL, "%s", strerror(errno));
    if (gethostname(host, sizeof host - 1) != 0 || !*host)
        snprintf(host, sizeof host, "localhost");
    snprintf(out, HOLDER_BYTES, "%s/%ld/%016llx", host, (long)getpid(), (unsigned long long)chance);
    return true;
}

bool holder_gone(const char *holder, const char *me)
{
    const char *slash = strchr(holder, '/');
    size_t host = slash ? (size_t)(slash - holder) + 1 : 0;
    if (!host || strncmp(holder, me, host) != 0 || strcmp(holder, me) == 0)
        return false;
    long process = strtol(holder + host, NULL, 10);
    return process == (long)getpid() || (process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH);
}
