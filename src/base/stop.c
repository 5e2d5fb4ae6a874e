#include "base/stop.h"

#include <signal.h>

static volatile sig_atomic_t stop_wanted;

void collect_stop(void)
{
    stop_wanted = 1;
}

bool collect_stopping(void)
{
    return stop_wanted;
}
