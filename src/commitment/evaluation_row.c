/* Which units have a row in the tables of an evaluation. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "commitment/evaluation.h"

enum { ENDED_NAMED = 5 };

bool evaluation_stands(const struct evaluation *v, size_t unit, const struct period *p)
{
    moment to = v->units.units[unit].valid_to;
    return (to == MOMENT_NONE || to > p->from) && unit_heir(&v->units, unit, p->from) == unit;
}

bool evaluation_ended(const struct evaluation *v, size_t unit)
{
    moment to = v->units.units[unit].valid_to;
    return to != MOMENT_NONE && to <= v->period.from && unit_heir(&v->units, unit, v->period.from) == unit;
}

/* True if a counter of the unit's own dossiers is above 0. */
static bool has_counts(const struct evaluation *v, size_t unit)
{
    for (size_t i = 0; i < counter_count(v->family); i++)
        if (counts_get_whose(&v->counts, unit, i, WHOSE_OWN).value > 0)
            return true;
    return false;
}

/* True if the unit has no dossiers and no figures of its own, and units below it have dossiers. */
static bool is_sum(const struct evaluation *v, size_t unit)
{
    const struct unit *u = &v->units.units[unit];
    return !u->has_dossiers && !u->has_figures && v->below && v->below[unit];
}

bool evaluation_binds(const struct evaluation *v, const struct commitment_set *set, size_t unit)
{
    /* the communes of a district are judged already; a set for all kinds does not judge them once more as a sum */
    return commitment_binds(set, &v->units.units[unit], &v->period) &&
           (set->unit_kinds[0] || !is_sum(v, unit));
}

bool evaluation_shows(const struct evaluation *v, const struct commitment_set *set, size_t unit)
{
    const struct unit *u = &v->units.units[unit];
    if (evaluation_ended(v, unit) && !has_counts(v, unit))
        return false;
    if (unit_shown(&v->units, unit, v->period.from, v->period.cut))
        return !evaluation_is_whole(v, unit);
    bool begun = u->valid_from == MOMENT_NONE || u->valid_from < v->period.cut;
    if (!is_sum(v, unit) || u->is_part || !begun || !evaluation_stands(v, unit, &v->period))
        return false;
    return v->below[unit] < v->below[v->units.count] || (set && evaluation_binds(v, set, unit));
}

const char *evaluation_ended_say(const struct evaluation *v, char *out, size_t size)
{
    char names[LIMIT_VALUE_BYTES * 2] = "", name[LIMIT_VALUE_BYTES], date[MOMENT_TEXT_BYTES];
    size_t count = 0, used = 0;
    for (size_t unit = 0; unit < v->units.count; unit++) {
        if (!evaluation_ended(v, unit) || !evaluation_shows(v, NULL, unit))
            continue;
        if (++count > ENDED_NAMED)
            continue;
        unit_short_name(&v->units.units[unit], name, sizeof name);
        moment_write(v->units.units[unit].valid_to, "dd/MM/yyyy", date);
        int n =
            snprintf(names + used, sizeof names - used, "%s%.200s (%s)", count > 1 ? ", " : "", name, date);
        used += n > 0 && (size_t)n < sizeof names - used ? (size_t)n : 0;
    }
    if (!count)
        return NULL;
    snprintf(
        out, size,
        P_("%zu unit had ended before the period and is not judged, though it still has dossiers: %s%s.",
           "%zu units had ended before the period and are not judged, though they still have dossiers: %s%s.",
           count),
        count, names, count > ENDED_NAMED ? ", ..." : "");
    return out;
}
