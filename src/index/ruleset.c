#include "index/ruleset.h"
#include "base/wide.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *basis_name(enum basis b)
{
    static const char *const names[] = {[BASIS_SEED] = "seed",
                                        [BASIS_DOCUMENT] = "document",
                                        [BASIS_DERIVED] = "derived",
                                        [BASIS_ASSUMED] = "assumed"};
    return names[b];
}

void ruleset_finding_add(struct ruleset_findings *f, bool fatal, const char *where, const char *hint,
                         const char *fmt, ...)
{
    va_list args;
    f->fatal += fatal;
    if (f->count++ >= LIMIT_RULESET_FINDINGS)
        return;
    struct ruleset_finding *item = &f->items[f->count - 1];
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

/* Compares points/max with a percentage by products, so that no quotient is rounded. */
static bool reaches(decimal points, decimal max, decimal percent)
{
    return (wide)points * 100 * DECIMAL_SCALE >= (wide)percent * max;
}

bool ruleset_target_met(const struct ruleset *r, decimal points, decimal max)
{
    return !r->has_target || reaches(points, max, r->target);
}

/* A rating's points are points of the whole maximum, so they shrink in proportion where criteria were left out of
 * max. */
static bool rating_reached(const struct ruleset *r, const struct rating *rating, decimal points, decimal max)
{
    if (rating->points >= 0)
        return (wide)points * r->criteria[0].rule.max >= (wide)rating->points * max;
    return reaches(points, max, rating->from);
}

long ruleset_rating(const struct ruleset *r, decimal points, decimal max)
{
    for (size_t i = 0; i < r->rating_count; i++)
        if (max > 0 && rating_reached(r, &r->ratings[i], points, max))
            return (long)i;
    return -1;
}

/* Reads a whole day, or a month and day that belong to a year. */
static moment day_of(const char *text, int year)
{
    char whole[32];
    moment day;
    if (strlen(text) > 5)
        snprintf(whole, sizeof whole, "%s", text);
    else
        snprintf(whole, sizeof whole, "%d-%s", year, text);
    return moment_read(whole, &day) ? day : MOMENT_NONE;
}

/* "12-15" is a day of the year in which the scored period ends. A deadline after an event ("+...") is not known
 * here, since an entry gives the day. */
moment criterion_deadline(const struct criterion *c, const struct period *p)
{
    return *c->deadline && *c->deadline != '+' ? day_of(c->deadline, moment_wall(p->to - 1).year)
                                               : MOMENT_NONE;
}

/* A result is announced after the period: "04-10" of a year's index is in the next year. */
moment remedy_before(const struct remedy *r, const struct period *p)
{
    int year = moment_wall(p->to).year;
    moment day;
    if (!*r->before)
        return MOMENT_NONE;
    day = day_of(r->before, year);
    return day != MOMENT_NONE && day < p->to && strlen(r->before) <= 5 ? day_of(r->before, year + 1) : day;
}

static bool terms_of_procedures(const struct counter_family *f, const struct metric_term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (counter_at(f, terms[i].counter)->distinct)
            return true;
    return false;
}

bool ruleset_counts_procedures(const struct ruleset *r, const struct counter_family *f)
{
    for (size_t i = 0; i < r->count; i++)
        for (size_t k = 0; k < r->criteria[i].input_count; k++) {
            const struct criterion_input *in = &r->criteria[i].inputs[k];
            const struct metric *m = in->kind == INPUT_METRIC ? in->metric : NULL;
            if ((m && !m->figure &&
                 (terms_of_procedures(f, m->numerator, m->numerator_count) ||
                  terms_of_procedures(f, m->denominator, m->denominator_count))) ||
                (in->kind == INPUT_COUNTER && counter_at(f, in->counter)->distinct))
                return true;
        }
    return false;
}
