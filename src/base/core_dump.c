#include "base/core_dump.h"

#include <sys/prctl.h>

void core_dump_forbid(void)
{
    prctl(PR_SET_DUMPABLE, 0);
}

void core_dump_end(void)
{
#ifdef __SANITIZE_ADDRESS__
    prctl(PR_SET_DUMPABLE, 1);
#endif
}
