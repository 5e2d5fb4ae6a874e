#include "count/unit_forest.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limit.h"
#include "base/text.h"

#define UNITS_TOLD 5

static long *link_of(struct unit *u, unsigned fault)
{
    return fault == UNIT_FAULT_PARENTS ? &u->parent_index : &u->successor_index;
}

/* seen: the walk that passed each unit; a walk that meets a unit of its own has found a circle. */
static void circles_cut(struct unit_set *set, unsigned fault, size_t *seen)
{
    for (size_t i = 0; i < set->count; i++) {
        long at = (long)i;
        while (at >= 0 && !seen[at]) {
            seen[at] = i + 1;
            at = *link_of(&set->units[at], fault);
        }
        while (at >= 0 && seen[at] == i + 1 && !(set->units[at].faults & fault)) {
            long *link = link_of(&set->units[at], fault);
            set->units[at].faults |= fault;
            at = *link;
            *link = -1;
        }
    }
}

/* Marks units with more than LIMIT_UNIT_DEPTH links. Circles must have been cut, else the loop would only end there. */
static void chains_measure(struct unit_set *set, unsigned link, unsigned fault)
{
    for (size_t i = 0; i < set->count; i++) {
        long at = *link_of(&set->units[i], link);
        for (int depth = 0; at >= 0; depth++) {
            if (depth == LIMIT_UNIT_DEPTH) {
                set->units[i].faults |= fault;
                break;
            }
            at = *link_of(&set->units[at], link);
        }
    }
}

bool unit_forest_check(struct unit_set *set, struct error *e)
{
    size_t *parents = calloc(set->count + 1, sizeof *parents),
           *successors = calloc(set->count + 1, sizeof *successors);
    bool ok = (parents && successors) || error_memory(e, "unit");
    for (size_t i = 0; ok && i < set->count; i++) {
        struct unit *u = &set->units[i];
        bool ends = u->valid_to != MOMENT_NONE && u->valid_from != MOMENT_NONE && u->valid_to < u->valid_from;
        u->faults = ends ? UNIT_FAULT_DATES : 0;
    }
    if (ok) {
        circles_cut(set, UNIT_FAULT_PARENTS, parents);
        circles_cut(set, UNIT_FAULT_SUCCESSORS, successors);
        chains_measure(set, UNIT_FAULT_PARENTS, UNIT_FAULT_DEEP);
        chains_measure(set, UNIT_FAULT_SUCCESSORS, UNIT_FAULT_LONG);
    }
    free(parents);
    free(successors);
    return ok;
}

const char *unit_fault_words(unsigned fault)
{
    switch (fault) {
    case UNIT_FAULT_PARENTS:
        return _("the unit is above itself: its parents are a circle");
    case UNIT_FAULT_SUCCESSORS:
        return _("the unit follows itself: its successors are a circle");
    case UNIT_FAULT_DEEP:
        return _("too many levels of units are above the unit");
    case UNIT_FAULT_LONG:
        return _("too many successors follow the unit");
    default:
        return _("the unit ends before it begins");
    }
}

bool unit_forest_whole(const struct unit_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->units[i].faults)
            return false;
    return true;
}

/* Writes the codes of the units with the fault: "A, B, C and 4 more". */
static void codes_say(const struct unit_set *set, unsigned fault, char *out, size_t size)
{
    size_t told = 0, found = 0;
    int used = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (!(set->units[i].faults & fault) || found++ >= UNITS_TOLD || (size_t)used >= size)
            continue;
        used += snprintf(out + used, size - (size_t)used, "%s%.60s", told++ ? ", " : "", set->units[i].code);
    }
    if (found > told && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, _(" and %zu more"), found - told);
}

const char *unit_forest_say(const struct unit_set *set, char *out, size_t size)
{
    int used = 0;
    *out = '\0';
    for (unsigned fault = 1; fault <= UNIT_FAULT_LAST; fault *= 2) {
        char codes[LIMIT_VALUE_BYTES] = "";
        codes_say(set, fault, codes, sizeof codes);
        if (*codes && used >= 0 && (size_t)used < size)
            used += snprintf(out + used, size - (size_t)used, "%s%s: %s", used ? "; " : "", codes,
                             unit_fault_words(fault));
    }
    if (used > 0 && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, ". %s",
                 _("Sums of the units above lack them: see 'motcua db check'."));
    return out;
}
