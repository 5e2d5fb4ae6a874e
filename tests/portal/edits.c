#include "edits.h"
#include "dice.h"

bool edits_add(struct edits *e, int k, wall at)
{
    int n = atomic_load(&e->count);
    if (n == EDIT_ROUNDS_MAX)
        return false;
    e->rounds[n] = (struct edit){k, at};
    atomic_store(&e->count, n + 1);
    return true;
}

void edits_restore(struct edits *e)
{
    atomic_store(&e->restored, atomic_load(&e->count));
}

bool edits_any_removed(const struct edits *e)
{
    int count = atomic_load(&e->count);
    for (int i = atomic_load(&e->restored); i < count; i++)
        if (e->rounds[i].at == WALL_NONE)
            return true;
    return false;
}

bool edit_has(const struct edit *round, int number, uint64_t seed, uint64_t row)
{
    struct dice luck = dice_of(seed + (uint64_t)number * EDIT_WHOLE, row, DICE_EDIT);
    return (int)dice_below(&luck, EDIT_WHOLE) < round->k;
}
