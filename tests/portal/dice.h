/* Dice whose every throw is a pure function of (seed, index, use): the same row is composed again at any
 * time, in any order. */
#ifndef PORTAL_DICE_H
#define PORTAL_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

enum dice_use {
    DICE_UNIT = 1,
    DICE_MOMENT,
    DICE_ROW,
    DICE_DRIFT,
    DICE_UID,
    DICE_SESSION,
    DICE_GARBAGE,
    DICE_EDIT
};

static inline uint64_t dice_mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xA24BAED4963EE407);
    x ^= x >> 27;
    x *= UINT64_C(0x9FB21C651E98DF25);
    return x ^ (x >> 32);
}

static inline struct dice dice_of(uint64_t seed, uint64_t index, enum dice_use use)
{
    return (struct dice){dice_mix(seed * 64 + (uint64_t)use) ^
                         dice_mix(index + UINT64_C(0x51ED270B7A14C3F1))};
}

static inline uint64_t dice_next(struct dice *d)
{
    d->state += UINT64_C(0xD1342543DE82EF95);
    return dice_mix(d->state);
}

/* Evenly in [0, n). */
static inline uint32_t dice_below(struct dice *d, uint32_t n)
{
    return (uint32_t)(((dice_next(d) >> 32) * n) >> 32);
}

/* True in `per_10000` of 10,000 throws. */
static inline bool dice_chance(struct dice *d, int per_10000)
{
    return (int)dice_below(d, 10000) < per_10000;
}

#endif
