#include "commitment/validity.h"

#include <stdio.h>

#include "base/limit.h"
#include "base/text.h"

bool validity_read(const json_t *json, const char *file, moment *from, moment *to, struct error *e)
{
    const char *first = json_string_value(json_object_get(json, "from")),
               *last = json_string_value(json_object_get(json, "to"));
    *from = *to = MOMENT_NONE;
    if ((first && !moment_read(first, from)) || (last && !moment_read(last, to)))
        return error_set(e, ERROR_CONFIG, file, _("Write days as 2022-11-30."),
                         _("\"valid\" holds a day that is none"));
    if (first && last && *to < *from)
        return error_set(e, ERROR_CONFIG, file, _("\"from\" is the first day, \"to\" the last."),
                         _("\"valid\" ends before it begins"));
    if (last)
        *to += MOMENT_DAY;
    return true;
}

bool validity_holds(moment from, moment to, const struct period *p)
{
    moment end = p->cut > p->from ? p->cut : p->to;
    return (from == MOMENT_NONE || from < end) && (to == MOMENT_NONE || to > p->from);
}

const char *validity_days(moment from, moment to, char *out, size_t size)
{
    char first[MOMENT_TEXT_BYTES], last[MOMENT_TEXT_BYTES];
    if (from != MOMENT_NONE)
        moment_write(from, "dd/MM/yyyy", first);
    if (to != MOMENT_NONE)
        moment_write(to - MOMENT_DAY, "dd/MM/yyyy", last);
    if (from != MOMENT_NONE && to != MOMENT_NONE)
        snprintf(out, size, _("in force from %s to %s"), first, last);
    else if (from != MOMENT_NONE)
        snprintf(out, size, _("in force from %s on"), first);
    else if (to != MOMENT_NONE)
        snprintf(out, size, _("in force until %s"), last);
    else
        snprintf(out, size, "%s", _("in force without an end"));
    return out;
}

const char *validity_say(const char *title, moment from, moment to, bool judged, char *out, size_t size)
{
    char days[LIMIT_VALUE_BYTES];
    validity_days(from, to, days, sizeof days);
    snprintf(out, size,
             judged ? _("%.400s: not in force in this period (%s); judged by it because it was named.")
                    : _("%.400s: not in force in this period (%s); rates are shown without a verdict."),
             title, days);
    return out;
}
