#include "base/decimal.h"
#include "base/wide.h"

#include <math.h>

static int64_t power10(int exponent)
{
    int64_t p = 1;
    while (exponent-- > 0)
        p *= 10;
    return p;
}

/* a / b, rounded half up; b > 0. */
static wide divide_half_up(wide a, wide b)
{
    return a < 0 ? -((-2 * a + b) / (2 * b)) : (2 * a + b) / (2 * b);
}

/* a / b in units of 10^-places, as a decimal. */
static decimal quotient(wide a, wide b, int places)
{
    int64_t unit = power10(DECIMAL_PLACES - places);
    return (decimal)(divide_half_up(a, b * unit) * unit);
}

bool decimal_read(const char *text, size_t n, decimal *out)
{
    bool minus = n > 0 && *text == '-', point = false;
    int decimals = 0;
    size_t digits = 0;
    decimal value = 0;
    for (size_t i = minus; i < n; i++) {
        if ((text[i] == '.' || text[i] == ',') && !point && digits) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || decimals == DECIMAL_PLACES || value > DECIMAL_MAX)
            return false;
        value = value * 10 + (text[i] - '0');
        decimals += point;
        digits++;
    }
    if (!digits || (point && !decimals) || value > DECIMAL_MAX / power10(DECIMAL_PLACES - decimals))
        return false;
    value *= power10(DECIMAL_PLACES - decimals);
    *out = minus ? -value : value;
    return true;
}

/* A decimal of six places survives the way through a double: the double nearest to the decimal is the double that was
 * read, else `real` is no such decimal. */
static bool real_read(double real, decimal *out)
{
    double scaled = real * (double)DECIMAL_SCALE;
    if (!(scaled >= -(double)DECIMAL_MAX && scaled <= (double)DECIMAL_MAX))
        return false;
    *out = llround(scaled);
    return !((double)*out / (double)DECIMAL_SCALE < real) && !((double)*out / (double)DECIMAL_SCALE > real);
}

bool decimal_of_json(const json_t *value, decimal *out)
{
    if (json_is_string(value))
        return decimal_read(json_string_value(value), json_string_length(value), out);
    if (json_is_real(value))
        return real_read(json_real_value(value), out);
    json_int_t whole = json_integer_value(value);
    if (!json_is_integer(value) || whole > DECIMAL_MAX / DECIMAL_SCALE ||
        whole < -DECIMAL_MAX / DECIMAL_SCALE)
        return false;
    *out = whole * DECIMAL_SCALE;
    return true;
}

decimal decimal_round(decimal value, int places)
{
    return quotient(value, 1, places);
}

decimal decimal_percent(int64_t n, int64_t d, int places)
{
    return quotient((wide)n * 100 * DECIMAL_SCALE, d, places);
}

decimal decimal_share(decimal max, int64_t n, int64_t d, decimal threshold, int places)
{
    return quotient((wide)max * n * (100 * DECIMAL_SCALE), (wide)d * threshold, places);
}
