#include "serve/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/environment.h"

enum { FIRST_SOCKET = 3 /* SD_LISTEN_FDS_START */ };

void supervisor_tell(const char *state)
{
    const char *path = environment_get(ENVIRONMENT_NOTIFY_SOCKET);
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t n = path ? strlen(path) : 0;
    if (n < 2 || n >= sizeof to.sun_path || (*path != '/' && *path != '@'))
        return;
    memcpy(to.sun_path, path, n);
    if (*path == '@') /* an abstract address begins with a NUL in place of the '@' */
        to.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    if (sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to, size) < 0)
        fprintf(stderr, "serve: NOTIFY_SOCKET: %s\n", strerror(errno));
    close(fd);
}

void supervisor_tell_reloading(void)
{
    char text[80];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(text, sizeof text, "RELOADING=1\nMONOTONIC_USEC=%lld",
             (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    supervisor_tell(text);
}

static bool is_for_us(enum environment_variable pid)
{
    return environment_number(pid, INT64_MAX, -1) == getpid();
}

int64_t supervisor_watchdog(void)
{
    return !environment_get(ENVIRONMENT_WATCHDOG_PID) || is_for_us(ENVIRONMENT_WATCHDOG_PID)
               ? environment_number(ENVIRONMENT_WATCHDOG_USEC, INT64_MAX, 0)
               : 0;
}

int supervisor_socket(void)
{
    if (!is_for_us(ENVIRONMENT_LISTEN_PID) || environment_number(ENVIRONMENT_LISTEN_FDS, 1024, 0) < 1)
        return -1;
    fcntl(FIRST_SOCKET, F_SETFD, FD_CLOEXEC);
    return FIRST_SOCKET;
}
