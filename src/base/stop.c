#include "base/stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_HOOKS = 64,
    ORDERLY_MS = 750, /* for a stop in good order; together with UNDO_MS under a second */
    UNDO_MS = 150     /* for the hooks: a server that does not answer is not waited for */
};

enum hook_state { HOOK_FREE, HOOK_TAKEN, HOOK_READY };

static struct hook {
    atomic_int state;
    void (*undo)(void *context);
    void *context;
} hooks[MOST_HOOKS];

/* Handlers run in any thread, so the type of one thread's handlers (sig_atomic_t) would not do. */
static atomic_int stop_wanted, stop_signal, leaving;
static timer_t deadline;
static atomic_int deadline_there;

void collect_stop(void)
{
    stop_wanted = 1;
}

bool collect_stopping(void)
{
    return stop_wanted;
}

void stop_hook_add(void (*undo)(void *context), void *context)
{
    for (size_t i = 0; i < MOST_HOOKS; i++) {
        int state = HOOK_FREE;
        if (!atomic_compare_exchange_strong(&hooks[i].state, &state, HOOK_TAKEN))
            continue;
        hooks[i].undo = undo;
        hooks[i].context = context;
        atomic_store(&hooks[i].state, HOOK_READY);
        return;
    }
}

void stop_hook_remove(const void *context)
{
    for (size_t i = 0; i < MOST_HOOKS; i++)
        if (atomic_load(&hooks[i].state) == HOOK_READY && hooks[i].context == context)
            atomic_store(&hooks[i].state, HOOK_FREE);
}

void stop_hooks_run(void)
{
    for (size_t i = 0; i < MOST_HOOKS; i++) {
        int state = HOOK_READY;
        if (atomic_compare_exchange_strong(&hooks[i].state, &state, HOOK_FREE))
            hooks[i].undo(hooks[i].context);
    }
}

static void deadline_set(int milliseconds)
{
    const struct itimerspec in = {.it_value = {.tv_sec = 0, .tv_nsec = milliseconds * 1000000L}};
    if (deadline_there)
        timer_settime(deadline, 0, &in, NULL);
}

void stop_in_order(void)
{
    deadline_set(0);
}

/* Ends the process. A second call while the hooks run (the deadline, a further signal) skips the hooks. */
static void leave(int signal_number)
{
    if (!atomic_exchange(&leaving, 1)) {
        deadline_set(UNDO_MS);
        stop_hooks_run();
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
    _exit(128 + signal_number);
}

void stop_leave(void)
{
    if (stop_signal)
        leave((int)stop_signal);
}

static void stop_asked(int signal_number)
{
    int why = errno;
    if (stop_wanted || !deadline_there)
        leave(signal_number);
    stop_signal = signal_number;
    stop_wanted = 1;
    deadline_set(ORDERLY_MS);
    errno = why;
}

static void deadline_over(int signal_number)
{
    (void)signal_number;
    leave((int)stop_signal);
}

static atomic_int reload_wanted;

static void reload_asked(int signal_number)
{
    (void)signal_number;
    reload_wanted = 1;
}

void stop_hangup_reloads(void)
{
    struct sigaction asked = {.sa_handler = reload_asked};
    sigemptyset(&asked.sa_mask);
    sigaction(SIGHUP, &asked, NULL);
}

bool stop_reload_asked(void)
{
    return atomic_exchange(&reload_wanted, 0);
}

void stop_signals_set(void)
{
    static const int asking[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    /* SA_NODEFER: the same signal may interrupt a handler whose hooks are running. */
    struct sigaction over = {.sa_handler = deadline_over, .sa_flags = SA_NODEFER};
    struct sigaction asked = {.sa_handler = stop_asked, .sa_flags = SA_NODEFER}, before;
    sigemptyset(&over.sa_mask);
    sigemptyset(&asked.sa_mask);
    deadline_there =
        sigaction(SIGRTMIN, &over, NULL) == 0 && timer_create(CLOCK_MONOTONIC, &event, &deadline) == 0;
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (asking[i] != SIGHUP || (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN))
            sigaction(asking[i], &asked, NULL);
}
