#include "base/date_number.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"

#define NET_NONE INT64_C(-2145942000000) /* 1902-01-01 in milliseconds */

bool date_serial_read(const char *text, size_t n, bool from_1904, struct date_text *out)
{
    enum { FIRST = 32874, LAST = 73050, BETWEEN = 1462, DECIMALS = 10, SERIAL_BYTES = 40 };
    const int64_t day = INT64_C(10000000000); /* 10 decimals */
    char copy[SERIAL_BYTES];
    int64_t value;
    if (n >= sizeof copy)
        return false;
    for (size_t i = 0; i < n; i++)
        copy[i] = text[i] == ',' ? '.' : text[i];
    if (!scalar_number(copy, n, DECIMALS, true, &value) || value < 0)
        return false;
    int64_t days = value / day + (from_1904 ? BETWEEN : 0), seconds = (value % day * 86400 + day / 2) / day;
    if (days < FIRST || days > LAST)
        return false;
    out->form = DATE_MACHINE;
    out->whole_day = seconds == 0;
    out->as_is = moment_of(1900, 1, 1, 0, 0, 0) + (days - 2) * MOMENT_DAY + seconds;
    struct wall w = moment_wall(out->as_is);
    out->swapped = moment_of(w.year, w.day, w.month, w.hour, w.minute, w.second);
    return true;
}

bool date_epoch_read(const char *text, size_t n, struct date_text *out)
{
    int64_t value;
    if (n < 10 || n > 13 || !scalar_number(text, n, 0, false, &value))
        return false;
    if (n == 10 && (memcmp(text, "19", 2) == 0 || memcmp(text, "20", 2) == 0))
        return false; /* the number is year and month of a date without marks */
    if (n == 13)
        value /= 1000;
    else if (n != 10)
        return false;
    if (value < 1000000000 || value > INT64_C(4102444800))
        return false;
    out->form = DATE_SURE;
    out->as_is = value;
    return true;
}

bool date_net_read(const char *text, struct date_text *out)
{
    static const char front[] = "/date(";
    const char *at = text + sizeof front - 1;
    if (strncmp(text, front, sizeof front - 1) != 0)
        return false;
    char *end;
    long long value = strtoll(at, &end, 10);
    if (end == at || end - at > 16)
        return false;
    out->as_is = value / 1000;
    out->form = value < NET_NONE ? DATE_NONE : DATE_SURE;
    return true;
}
