#include "rows/reply_tag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The form is "unless REQUEST SINCE ROWS ETAG\tMODIFIED". */
void reply_tag_write(const struct reply_tag *v, char out[LIMIT_VALUE_BYTES])
{
    *out = '\0';
    if (*v->etag || *v->modified)
        snprintf(out, LIMIT_VALUE_BYTES, "unless %016llx %lld %lld %s\t%s", (unsigned long long)v->request,
                 (long long)v->since, (long long)v->rows, v->etag, v->modified);
}

static bool text_take(const char *text, size_t n, char out[LIMIT_VALIDATOR_BYTES])
{
    if (n >= LIMIT_VALIDATOR_BYTES)
        return false;
    memcpy(out, text, n);
    out[n] = '\0';
    return true;
}

bool reply_tag_read(const char *cursor, struct reply_tag *out)
{
    char *end = NULL;
    *out = (struct reply_tag){0};
    if (strncmp(cursor, "unless ", 7) != 0)
        return false;
    out->request = strtoull(cursor + 7, &end, 16);
    if (*end++ != ' ')
        return false;
    out->since = strtoll(end, &end, 10);
    if (*end++ != ' ')
        return false;
    out->rows = strtoll(end, &end, 10);
    const char *tab = strchr(end, '\t');
    return *end == ' ' && tab && out->rows >= 0 && text_take(end + 1, (size_t)(tab - end - 1), out->etag) &&
           text_take(tab + 1, strlen(tab + 1), out->modified);
}
