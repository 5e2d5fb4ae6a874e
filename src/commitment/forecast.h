/* The forecast of a rate for the end of its period, if the office goes on as before: a range, never one number.
 *
 * The model. Past days are slices: how many dossiers came under the rate (d) and how many of them count (n).
 * 1. Arrivals: as many dossiers a working day as on the days of the slices; over w days still to come the number
 *    spreads by s*sqrt(w + w*w/m), s the spread from day to day, m the days seen, because the days to come differ
 *    and the mean of the days seen is uncertain.
 * 2. The share of the arrivals that will count: as in the slices, within a Wilson interval for two samples, the
 *    dossiers seen (d) and those to come (D): an effective size of 1/(f*(1/d + 1/D)). f >= 1 is how much more the
 *    share scatters from day to day than by chance alone (Pearson's chi-square by its degrees of freedom): days
 *    are not alike where a clerk is away.
 * 3. Dossiers that the period has already stay as they are. The two spreads are added as squares.
 *
 * The range holds four times out of five (80 %), as long as the days to come are like the days seen. Few dossiers
 * make a wide range; too few make no range (FORECAST_NONE). */
#ifndef MOTCUA_FORECAST_H
#define MOTCUA_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORECAST_SCALE   10000 /* a rate: 8640 is 86,40 % */
#define FORECAST_PERCENT 80    /* how often the range holds, in percent */

enum { FORECAST_SLICES_LEAST = 5, FORECAST_DOSSIERS_LEAST = 10 };

struct forecast_slice {
    int64_t days; /* working days of the slice, 1 or more */
    int64_t n, d;
};

enum forecast_state {
    FORECAST_NONE, /* under 5 slices or 10 dossiers were seen, n/d is no share, or no day and no dossier exists */
    FORECAST_RANGE,
    FORECAST_SETTLED /* no working day is left: low and high are the rate as it stands */
};

struct forecast {
    enum forecast_state state;
    int64_t low, high;                   /* x FORECAST_SCALE, low rounded down, high rounded up */
    int64_t arrivals_low, arrivals_high; /* dossiers still to come under the rate */
};

/* Forecasts a rate that is n of d so far, from at most LIMIT_FORECAST_SLICES slices of the past and the working
 * days left. */
struct forecast forecast_make(int64_t n, int64_t d, const struct forecast_slice *slices, size_t count,
                              int64_t days_left);

#endif
