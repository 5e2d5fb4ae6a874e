#include "base/data_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limit.h"

bool data_folder(enum environment_variable variable, const char *name, char *out, size_t size)
{
    char self[LIMIT_FILE_BYTES];
    int n;
    const char *named = environment_get(variable);
    if (named) {
        n = snprintf(out, size, "%s", named);
        return n >= 0 && (size_t)n < size;
    }
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return false;
    self[length] = '\0';
    char *slash = strrchr(self, '/');
    if (!slash)
        return false;
    *slash = '\0';
    n = snprintf(out, size, "%s/../share/%s", self, name);
    return n >= 0 && (size_t)n < size;
}
