#include "commitment/forecast.h"

#include <math.h>

#include "base/limit.h"

/* A normal variable is within this many deviations four times out of five. */
static const double DEVIATIONS = 1.2815515655446004;

struct key_set {
    double n, d, days;
    double share;   /* n/d */
    double scatter; /* scatter from day to day, as a multiple of chance: f of forecast.h */
    double spread;  /* variance of the arrivals of one day */
};

static double square(double x)
{
    return x * x;
}

static bool slices_sum(const struct forecast_slice *slices, size_t count, struct key_set *out)
{
    *out = (struct key_set){0};
    for (size_t i = 0; i < count; i++) {
        if (slices[i].days < 1 || slices[i].n < 0 || slices[i].d < slices[i].n)
            return false;
        out->n += (double)slices[i].n;
        out->d += (double)slices[i].d;
        out->days += (double)slices[i].days;
    }
    return count >= FORECAST_SLICES_LEAST && out->d >= FORECAST_DOSSIERS_LEAST;
}

static void slices_spread(const struct forecast_slice *slices, size_t count, struct key_set *out)
{
    double pace = out->d / out->days, squares = 0, excess = 0, variance;
    int freedom = -1;
    out->share = out->n / out->d;
    variance = out->share * (1 - out->share);
    for (size_t i = 0; i < count; i++) {
        double days = (double)slices[i].days, d = (double)slices[i].d, n = (double)slices[i].n;
        squares += days * square(d / days - pace);
        if (slices[i].d == 0 || variance <= 0)
            continue;
        excess += square(n - out->share * d) / (variance * d);
        freedom++;
    }
    out->spread = squares / (double)(count - 1);
    out->scatter = freedom > 0 && excess > freedom ? excess / freedom : 1;
}

/* Wilson's interval (Wilson 1927) for a share that was seen in a sample of this size. */
static void wilson(double share, double size, double *low, double *high)
{
    double z = square(DEVIATIONS) / size, middle = (share + z / 2) / (1 + z);
    double half = sqrt(z * share * (1 - share) + square(z) / 4) / (1 + z);
    *low = middle - half;
    *high = middle + half;
}

static double clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* Returns the rate after further arrivals, of which the given share counts. */
static double rate_when(double n, double d, double come, double share)
{
    return d + come > 0 ? (n + share * come) / (d + come) : share;
}

static struct forecast range_make(double n, double d, const struct key_set *seen, double days_left)
{
    double come = seen->d / seen->days * days_left, low, high;
    double off = DEVIATIONS * sqrt(seen->spread * (days_left + square(days_left) / seen->days));
    double least = clamp(come - off, 0, come), most = come + off;
    wilson(seen->share, 1 / (seen->scatter * (1 / seen->d + 1 / come)), &low, &high);
    double middle = rate_when(n, d, come, seen->share);
    double drift = (rate_when(n, d, most, seen->share) - rate_when(n, d, least, seen->share)) / 2;
    double below = middle - rate_when(n, d, come, low), above = rate_when(n, d, come, high) - middle;
    return (struct forecast){
        .state = FORECAST_RANGE,
        .low = (int64_t)floor(clamp(middle - hypot(below, drift), 0, 1) * FORECAST_SCALE),
        .high = (int64_t)ceil(clamp(middle + hypot(above, drift), 0, 1) * FORECAST_SCALE),
        .arrivals_low = (int64_t)floor(least),
        .arrivals_high = (int64_t)ceil(most)};
}

struct forecast forecast_make(int64_t n, int64_t d, const struct forecast_slice *slices, size_t count,
                              int64_t days_left)
{
    struct forecast out = {0};
    struct key_set seen;
    if (n < 0 || d < n || (d == 0 && days_left <= 0))
        return out;
    if (days_left <= 0) {
        out.state = FORECAST_SETTLED;
        out.low = n * FORECAST_SCALE / d;
        out.high = (n * FORECAST_SCALE + d - 1) / d;
        return out;
    }
    if (count > LIMIT_FORECAST_SLICES || !slices_sum(slices, count, &seen))
        return out;
    slices_spread(slices, count, &seen);
    return range_make((double)n, (double)d, &seen, (double)days_left);
}
