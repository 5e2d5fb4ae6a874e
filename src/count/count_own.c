#include "count/count_own.h"

/* True if one unit is above the other in the tree or both are the same unit: no dossier went from office to office. */
static bool same_office(const struct unit_set *units, size_t a, size_t b)
{
    const size_t ends[] = {unit_same(units, a), unit_same(units, b)};
    for (int side = 0; side < 2; side++) {
        long up = (long)ends[side];
        for (int depth = 0; up >= 0 && depth < LIMIT_UNIT_DEPTH; depth++) {
            if ((size_t)up == ends[1 - side])
                return true;
            up = units->units[up].parent_index;
        }
    }
    return false;
}

void count_own_add(const struct count_own *o, size_t counter, long unit, int64_t number)
{
    size_t row = unit < 0 ? o->units->count : (size_t)unit;
    o->own[row * o->family->count + counter] += o->sign * number;
    if (o->touched)
        o->touched[row] = true;
}

void count_own_pair(const struct count_own *o, const struct aggregate *a, size_t i, long unit, long receiving,
                    int64_t number)
{
    if (unit < 0 || receiving < 0 || !same_office(o->units, (size_t)unit, (size_t)receiving))
        count_own_add(o, a->counters[i], a->receiving[i] ? receiving : unit, number);
}
