#include "index/ruleset.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"

#define FOLDER "schema/rulesets"
#define SCHEMA "ruleset.schema.json"

__extension__ typedef __int128 wide;

const char *basis_name(enum basis b)
{
    static const char *const names[] = {
        [BASIS_SEED] = "seed", [BASIS_DOCUMENT] = "document", [BASIS_ASSUMED] = "assumed"};
    return names[b];
}

void ruleset_finding_add(struct ruleset_findings *f, bool fatal, const char *where, const char *hint,
                         const char *fmt, ...)
{
    struct ruleset_finding lost, *item = f->count < LIMIT_RULESET_FINDINGS ? &f->items[f->count] : &lost;
    va_list args;
    f->count++;
    f->fatal += fatal;
    item->fatal = fatal;
    snprintf(item->where, sizeof item->where, "%s", where ? where : "");
    snprintf(item->hint, sizeof item->hint, "%s", hint ? hint : "");
    va_start(args, fmt);
    vsnprintf(item->what, sizeof item->what, fmt, args);
    va_end(args);
}

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

void ruleset_free(struct ruleset *r)
{
    if (!r)
        return;
    json_decref(r->document_json);
    free(r->criteria);
    free(r);
}

long ruleset_find(const struct ruleset *r, const char *code)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->criteria[i].code, code) == 0)
            return (long)i;
    return -1;
}

/* points/max >= percent, without a quotient */
static bool reaches(decimal points, decimal max, decimal percent)
{
    return (wide)points * 100 * DECIMAL_SCALE >= (wide)percent * max;
}

bool ruleset_target_met(const struct ruleset *r, decimal points, decimal max)
{
    return !r->has_target || reaches(points, max, r->target);
}

long ruleset_rating(const struct ruleset *r, decimal points, decimal max)
{
    for (size_t i = 0; i < r->rating_count; i++)
        if (max > 0 && reaches(points, max, r->ratings[i].from))
            return (long)i;
    return -1;
}

/* "12-15" is in the year of the period's end. */
moment criterion_deadline(const struct criterion *c, const struct period *p)
{
    char text[32];
    moment day;
    if (!*c->deadline)
        return MOMENT_NONE;
    if (strlen(c->deadline) > 5)
        snprintf(text, sizeof text, "%s", c->deadline);
    else
        snprintf(text, sizeof text, "%d-%s", moment_wall(p->to - 1).year, c->deadline);
    return moment_read(text, &day) ? day : MOMENT_NONE;
}

/* Letters aside from case and diacritics. */
