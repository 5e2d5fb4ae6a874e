#include "poll/request_hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static uint64_t text_mix(uint64_t hash, const char *text)
{
    return XXH3_64bits_withSeed(text ? text : "", text ? strlen(text) + 1 : 0, hash);
}

uint64_t validator_request(const struct manifest *m, const struct config_source *source,
                           const struct adapter_request *request)
{
    char *manifest = json_dumps(m->document, JSON_COMPACT | JSON_SORT_KEYS), period[32];
    char *vars = source->vars ? json_dumps(source->vars, JSON_COMPACT | JSON_SORT_KEYS) : strdup("");
    const char *texts[] = {MOTCUA_VERSION,       manifest,        vars,         source->user,
                           request->stream,      request->method, request->url, request->body,
                           request->period_kind, period};
    uint64_t hash = manifest && vars ? 0 : (uint64_t)request->now_ms; /* no memory: like no other */
    snprintf(period, sizeof period, "%lld", (long long)request->period_from);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = text_mix(hash, texts[i]);
    free(manifest);
    free(vars);
    return hash ? hash : 1;
}

/* "unless REQUEST SINCE ROWS ETAG\tMODIFIED" */
void validator_write(const struct validator *v, char out[LIMIT_VALUE_BYTES])
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

bool validator_read(const char *cursor, struct validator *out)
{
    char *end = NULL;
    *out = (struct validator){0};
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
