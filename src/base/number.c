#include "base/number.h"

enum { DIGITS_MAX = 18, TEXT_MAX = 64, EXPONENT_MAX = 99 };

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits of a number without its point, and how many of them stand before the point. */
struct digits {
    char text[TEXT_MAX];
    int count, point;
};

static bool exponent_read(const char *at, const char *end, struct digits *d)
{
    int sign = 1, value = 0;
    if (at < end && (*at == '+' || *at == '-'))
        sign = *at++ == '-' ? -1 : 1;
    if (at == end)
        return false;
    for (; at < end; at++) {
        if (!digit(*at) || value > EXPONENT_MAX)
            return false;
        value = value * 10 + (*at - '0');
    }
    d->point += sign * value;
    return true;
}

static bool digits_read(const char *at, const char *end, struct digits *d)
{
    bool any = false, point = false;
    *d = (struct digits){0};
    if (end - at >= TEXT_MAX)
        return false;
    for (; at < end && (digit(*at) || (*at == '.' && !point)); at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        any = true;
        d->point += !point;
        if (d->count || *at != '0')
            d->text[d->count++] = *at;
        else
            d->point--; /* a leading zero, on either side of the point */
    }
    if (!any || at[-1] == '.')
        return false;
    return at == end || ((*at == 'e' || *at == 'E') && exponent_read(at + 1, end, d));
}

bool scalar_number(const char *text, size_t n, int decimals, bool round, int64_t *out)
{
    struct digits d;
    bool negative = n > 0 && *text == '-';
    if (!digits_read(text + negative, text + n, &d))
        return false;
    int keep = d.point + decimals;
    int64_t value = 0;
    while (d.count && d.text[d.count - 1] == '0')
        d.count--;
    if (d.count && keep > DIGITS_MAX)
        return false;
    for (int i = 0; d.count && i < keep; i++)
        value = value * 10 + (i < d.count ? d.text[i] - '0' : 0);
    if (d.count > keep && d.count) {
        if (!round)
            return false;
        value += keep >= 0 && d.text[keep] >= '5';
    }
    *out = negative ? -value : value;
    return true;
}
