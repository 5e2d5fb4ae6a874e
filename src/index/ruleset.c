#include "index/ruleset.h"
#include "base/wide.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
