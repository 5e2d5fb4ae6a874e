#include "schedule/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

/* Between fork and exec of a program with threads only system calls are safe. */
static void child_become(char *const *argv, pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(ERROR_TEMPORARY);
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        _exit(ERROR_INTERNAL);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGHUP, SIG_DFL);
    execv("/proc/self/exe", argv);
    _exit(ERROR_INTERNAL);
}

pid_t child_start(char *const *argv, struct error *e)
{
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        child_become(argv, parent);
    if (pid < 0)
        error_set(e, ERROR_TEMPORARY, "motcua", _("The machine has no room for one more process."),
                  "fork: %s", strerror(errno));
    return pid;
}

bool child_ended(pid_t pid, bool asked_to_stop, int *code)
{
    int status = 0;
    pid_t got = waitpid(pid, &status, WNOHANG);
    if (got == 0 || (got < 0 && errno == EINTR))
        return false;
    if (got > 0 && WIFEXITED(status))
        *code = asked_to_stop && WEXITSTATUS(status) ? CHILD_STOPPED : WEXITSTATUS(status);
    else
        *code = asked_to_stop ? CHILD_STOPPED : ERROR_INTERNAL;
    return true;
}

void child_stop(pid_t pid)
{
    kill(pid, SIGTERM);
}
