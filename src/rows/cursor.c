#include "rows/cursor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cursor_read(const char *text, struct cursor *out)
{
    const char *at = strrchr(text, '@'), *end = at ? at : text + strlen(text);
    char *stop = NULL;
    *out = (struct cursor){.changed = MOMENT_NONE};
    if (at) {
        long long changed = strtoll(at + 1, &stop, 10);
        if (stop > at + 1 && *stop == '\0')
            out->changed = changed;
    }
    long long got = strtoll(text, &stop, 10);
    size_t n = (size_t)(end - stop);
    if (stop == text || stop >= end || *stop != ';' || got < 0 || n > sizeof out->position)
        return;
    out->got = got;
    memcpy(out->position, stop + 1, n - 1);
}

const char *cursor_write(const struct cursor *c, char out[LIMIT_VALUE_BYTES])
{
    size_t used = 0;
    *out = '\0';
    if (*c->position)
        used = (size_t)snprintf(out, LIMIT_VALUE_BYTES, "%lld;%.440s", (long long)c->got, c->position);
    if (c->changed != MOMENT_NONE)
        snprintf(out + used, LIMIT_VALUE_BYTES - used, "@%lld", (long long)c->changed);
    return out;
}
