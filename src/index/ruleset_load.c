#include "index/ruleset_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "index/ruleset_inner.h"

#define FOLDER "schema/rulesets"
#define SCHEMA "ruleset.schema.json"

/* A name without a slash and without .json is a shipped one. */
static bool file_find(const char *name, char *out, size_t size, struct error *e)
{
    char relative[512], names[256], hint[400];
    size_t n = strlen(name);
    if (strchr(name, '/') || (n > 5 && strcmp(name + n - 5, ".json") == 0))
        return snprintf(out, size, "%s", name) < (int)size ||
               error_set(e, ERROR_CONFIG, name, NULL, _("too long a path"));
    snprintf(relative, sizeof relative, FOLDER "/%.200s.json", name);
    if (json_file_find(relative, out, size, e))
        return true;
    json_file_names(FOLDER, names, sizeof names);
    snprintf(hint, sizeof hint, _("Shipped rulesets: %s. Or name a file of your own by its path."), names);
    return error_set(e, ERROR_CONFIG, name, hint, _("no such ruleset"));
}

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
    if (file_find(name, file, sizeof file, e) && (r->document_json = json_file_load(file, SCHEMA, e)) &&
        ruleset_read(&reader, e)) {
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
