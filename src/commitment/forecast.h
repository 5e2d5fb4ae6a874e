/* The forecast of a rate for the end of its period, if the office goes on as it did: a range, never one number.
 *
 * The model. Past days are slices: how many dossiers came under the rate (d) and how many of them count (n).
 * 1. Arrivals: as many a working day as on the days of the slices; over w days still to come their number
 *    spreads by s*sqrt(w + w*w/m), s the spread from day to day, m the days seen: the days to come differ,
 * and so may the mean have.
 * 2. The share of the arrivals that will count: as in the slices, within a Wilson interval for two samples,
 * the one seen (d) and the one to come (D): an effective size of 1/(f*(1/d + 1/D)). f >= 1 is how much more
 * the share scatters from day to day than chance alone would have it (Pearson's chi-square by its degrees of
 *    freedom): days are not alike where one clerk is away.
 * 3. Dossiers that the period has already stay as they are. The two spreads are added as squares.
 * The range holds four times out of five (80 %), as long as the days to come are like the days seen. Few dossiers
 * make a wide range; too few make none (FORECAST_NONE). */
#ifndef MOTCUA_FORECAST_H
#define MOTCUA_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORECAST_SCALE   10000 /* a rate: 8640 is 86,40 % */
#define FORECAST_PERCENT 80    /* how often the range holds, in percent */

enum { FORECAST_SLICES_LEAST = 5, FORECAST_DOSSIERS_LEAST = 10 };

struct forecast_slice {
    int64_t days; /* working days in it, 1 or more */
    int64_t n, d;
};

enum forecast_state {
    FORECAST_NONE, /* under 5 slices or 10 dossiers were seen, or the rate is not a share of its d */
    FORECAST_RANGE,
    FORECAST_SETTLED /* no working day is left: low and high are the rate as it stands */
};

struct forecast {
    enum forecast_state state;
    int64_t low, high;                   /* of FORECAST_SCALE, low rounded down, high up */
    int64_t arrivals_low, arrivals_high; /* dossiers still to come under the rate */
};

/* Forecasts a rate that is n of d so far, from slices of the past and the working days left. */
struct forecast forecast_make(int64_t n, int64_t d, const struct forecast_slice *slices, size_t count,
                              int64_t days_left);

#endif
