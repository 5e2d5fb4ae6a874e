#include "index/ruleset_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "index/ruleset_inner.h"

#define FOLDER "schema/rulesets"
#define SCHEMA "ruleset.schema.json"

struct ruleset *ruleset_examine(const char *name, const struct counter_family *family,
                                const struct metric_set *metrics, struct ruleset_findings *findings,
                                struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct ruleset *r = calloc(1, sizeof *r);
    struct ruleset_reader reader = {.rules = r, .family = family, .metrics = metrics, .findings = findings};
    *findings = (struct ruleset_findings){0};
    if (!r) {
        error_memory(e, name);
        return NULL;
    }
    if (json_file_named(FOLDER, name, _("no such ruleset"), file, sizeof file, e) &&
        (r->document_json = json_file_load(file, SCHEMA, e)) && ruleset_read(&reader, e)) {
        ruleset_check(&reader);
        return r;
    }
    ruleset_free(r);
    return NULL;
}

struct ruleset *ruleset_load(const char *name, const struct counter_family *family,
                             const struct metric_set *metrics, struct error *e)
{
    struct ruleset_findings *findings = calloc(1, sizeof *findings);
    struct ruleset *r = NULL;
    if (findings)
        r = ruleset_examine(name, family, metrics, findings, e);
    else
        error_memory(e, name);
    for (size_t i = 0; r && findings->fatal && i < findings->count && i < LIMIT_RULESET_FINDINGS; i++) {
        const struct ruleset_finding *f = &findings->items[i];
        if (!f->fatal)
            continue;
        error_set(e, ERROR_CONFIG, name, f->hint, "%s: %s", f->where, f->what);
        ruleset_free(r);
        r = NULL;
    }
    free(findings);
    return r;
}
