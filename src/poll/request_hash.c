#include "poll/request_hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static uint64_t text_mix(uint64_t hash, const char *text)
{
    return XXH3_64bits_withSeed(text ? text : "", text ? strlen(text) + 1 : 0, hash);
}

uint64_t request_hash(const struct manifest *m, const struct config_source *source,
                      const struct portal_request *request)
{
    char *manifest = json_dumps(m->json, JSON_COMPACT | JSON_SORT_KEYS), period[32];
    char *vars = source->vars ? json_dumps(source->vars, JSON_COMPACT | JSON_SORT_KEYS) : strdup("");
    const char *texts[] = {MOTCUA_VERSION,       manifest,        vars,         source->user,
                           request->stream,      request->method, request->url, request->body,
                           request->period_kind, period};
    uint64_t hash = manifest && vars ? 0 : (uint64_t)request->now_ms; /* no memory: a new hash */
    snprintf(period, sizeof period, "%lld", (long long)request->period_from);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = text_mix(hash, texts[i]);
    free(manifest);
    free(vars);
    return hash ? hash : 1;
}
