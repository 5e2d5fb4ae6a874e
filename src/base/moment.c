#include "base/moment.h"
#include "base/digit.h"
#include "base/environment.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 2199,
    DAYS_400_YEARS = 146097,
    EPOCH_WEEKDAY = 4 /* 1970-01-01 was a Thursday */
};

/* Days before each month in a year without 29 February. */
static const int month_start[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 to the first of January. */
static int64_t year_days(int year)
{
    int64_t before = year - 1;
    return 365 * ((int64_t)year - 1970) + (before / 4 - before / 100 + before / 400) -
           (1969 / 4 - 1969 / 100 + 1969 / 400);
}

static int month_days(int year, int month)
{
    return month_start[month] - month_start[month - 1] + (month == 2 && leap(year));
}

/* Days of the year before the first of the month. */
static int month_offset(int year, int month)
{
    return month_start[month - 1] + (month > 2 && leap(year));
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

moment moment_now(void)
{
    const char *given = environment_get(ENVIRONMENT_NOW);
    moment m;
    if (given && moment_read(given, &m))
        return m;
    return (moment)time(NULL);
}

moment moment_of(int year, int month, int day, int hour, int minute, int second)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return MOMENT_NONE;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return MOMENT_NONE;
    int64_t days = year_days(year) + month_offset(year, month) + day - 1;
    return days * MOMENT_DAY + ((moment)hour * 60 + minute) * 60 + second - MOMENT_OFFSET;
}

struct wall moment_wall(moment m)
{
    struct wall w = {0};
    if (m < year_days(YEAR_MIN) * MOMENT_DAY - MOMENT_OFFSET ||
        m >= year_days(YEAR_MAX + 1) * MOMENT_DAY - MOMENT_OFFSET)
        return w;
    int64_t local = m + MOMENT_OFFSET, days = floor_div(local, MOMENT_DAY),
            seconds = local - days * MOMENT_DAY;
    int year = (int)(1970 + floor_div(days * 400, DAYS_400_YEARS)); /* an estimate, at most one year off */
    while (year_days(year) > days)
        year--;
    while (year_days(year + 1) <= days)
        year++;
    int day = (int)(days - year_days(year)), month = 12;
    while (month_offset(year, month) > day)
        month--;
    w.year = year;
    w.month = month;
    w.day = day - month_offset(year, month) + 1;
    w.hour = (int)(seconds / 3600);
    w.minute = (int)(seconds / 60 % 60);
    w.second = (int)(seconds % 60);
    int64_t weekday = days + EPOCH_WEEKDAY - 1;
    w.weekday = (int)(weekday - floor_div(weekday, 7) * 7) + 1;
    return w;
}

moment moment_day(moment m)
{
    bool told = m >= year_days(YEAR_MIN) * MOMENT_DAY - MOMENT_OFFSET &&
                m < year_days(YEAR_MAX + 1) * MOMENT_DAY - MOMENT_OFFSET;
    return told ? floor_div(m + MOMENT_OFFSET, MOMENT_DAY) * MOMENT_DAY - MOMENT_OFFSET : MOMENT_NONE;
}

/* --- reading --- */

/* The letters of a pattern; the longer run of a letter comes first, so that yyyy is not read as a shorter one. */
enum part {
    PART_YEAR,
    PART_MONTH,
    PART_DAY,
    PART_HOUR,
    PART_MINUTE,
    PART_SECOND,
    PART_COUNT,
    PART_FRACTION,
    PART_OFFSET,
    PART_ITSELF
};

static const struct letter {
    const char *run;
    enum part part;
    int min_digits, max_digits;
} letters[] = {{"yyyy", PART_YEAR, 4, 4},   {"MM", PART_MONTH, 2, 2},  {"dd", PART_DAY, 2, 2},
               {"HH", PART_HOUR, 2, 2},     {"mm", PART_MINUTE, 2, 2}, {"ss", PART_SECOND, 2, 2},
               {"d", PART_DAY, 1, 2},       {"M", PART_MONTH, 1, 2},   {"H", PART_HOUR, 1, 2},
               {"S", PART_FRACTION, 1, 32}, {"Z", PART_OFFSET, 0, 0}};

/* The letter with which the pattern goes on; NULL: its next character stands for itself. */
static const struct letter *letter_at(const char *pattern)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (strncmp(pattern, letters[i].run, strlen(letters[i].run)) == 0)
            return &letters[i];
    return NULL;
}

struct reader {
    const char *at, *end;
};

static bool digits_read(struct reader *r, int min, int max, int *out)
{
    const char *at = r->at, *end = r->end - at > max ? at + max : r->end;
    int value = 0;
    for (; at < end && digit(*at); at++)
        value = value * 10 + (*at - '0');
    *out = value;
    bool enough = at - r->at >= min;
    r->at = at;
    return enough;
}

/* Passes over the digits of a fraction, whose value is dropped. */
static bool fraction_pass(struct reader *r, int min, int max)
{
    const char *at = r->at, *end = r->end - at > max ? at + max : r->end;
    while (at < end && digit(*at))
        at++;
    bool enough = at - r->at >= min;
    r->at = at;
    return enough;
}

/* Z, +07, +0700, +07:00: seconds ahead of UTC. */
static bool offset_read(struct reader *r, int *out)
{
    int hours, minutes = 0;
    if (r->at == r->end)
        return false;
    char sign = *r->at++;
    *out = 0;
    if (sign == 'Z')
        return true;
    if ((sign != '+' && sign != '-') || !digits_read(r, 2, 2, &hours))
        return false;
    bool colon = r->at < r->end && *r->at == ':';
    r->at += colon;
    if ((colon || (r->at < r->end && *r->at >= '0' && *r->at <= '9')) && !digits_read(r, 2, 2, &minutes))
        return false;
    *out = (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
    return hours <= 14 && minutes <= 59;
}

bool moment_pattern_make(const char *pattern, struct moment_pattern *out)
{
    out->count = 0;
    while (*pattern) {
        const struct letter *letter = letter_at(pattern);
        if (out->count == MOMENT_STEPS)
            return false;
        out->steps[out->count++] =
            letter ? (struct moment_step){(uint8_t)letter->part, (uint8_t)letter->min_digits,
                                          (uint8_t)letter->max_digits, '\0'}
                   : (struct moment_step){PART_ITSELF, 0, 0, *pattern};
        pattern += letter ? strlen(letter->run) : 1;
        while (letter && letter->part == PART_FRACTION && *pattern == 'S')
            pattern++;
    }
    return true;
}

bool moment_pattern_read(const struct moment_pattern *p, const char *text, size_t n, const int before[6],
                         moment *out)
{
    struct reader r = {text, text + n};
    int parts[PART_COUNT], offset = (int)MOMENT_OFFSET;
    memcpy(parts, before, sizeof parts);
    for (const struct moment_step *s = p->steps, *end = s + p->count; s < end; s++) {
        bool ok;
        if (s->part == PART_ITSELF)
            ok = r.at < r.end && *r.at++ == s->letter;
        else if (s->part == PART_OFFSET)
            ok = offset_read(&r, &offset);
        else if (s->part == PART_FRACTION)
            ok = fraction_pass(&r, s->min_digits, s->max_digits);
        else
            ok = digits_read(&r, s->min_digits, s->max_digits, &parts[s->part]);
        if (!ok)
            return false;
    }
    moment m = moment_of(parts[PART_YEAR], parts[PART_MONTH], parts[PART_DAY], parts[PART_HOUR],
                         parts[PART_MINUTE], parts[PART_SECOND]);
    if (r.at != r.end || m == MOMENT_NONE)
        return false;
    *out = m + MOMENT_OFFSET - offset;
    return true;
}

bool moment_parse(const char *text, size_t n, const char *pattern, moment *out)
{
    static const int nothing[6];
    struct moment_pattern p;
    return moment_pattern_make(pattern, &p) && moment_pattern_read(&p, text, n, nothing, out);
}

bool moment_read(const char *text, moment *out)
{
    static const char *const patterns[] = {"yyyy-MM-ddTHH:mm", "yyyy-MM-dd",          "yyyy-MM-ddTHH:mm:ss",
                                           "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "d/M/yyyy",
                                           "d/M/yyyy H:mm",    "d/M/yyyy H:mm:ss"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (moment_parse(text, strlen(text), patterns[i], out))
            return true;
    return false;
}

/* --- writing --- */

const char *moment_write(moment m, const char *pattern, char out[MOMENT_TEXT_BYTES])
{
    struct wall w = moment_wall(m);
    const int parts[PART_COUNT] = {w.year, w.month, w.day, w.hour, w.minute, w.second};
    size_t used = 0;
    while (*pattern && w.year && used < MOMENT_TEXT_BYTES - 8) {
        const struct letter *letter = letter_at(pattern);
        if (!letter) {
            out[used++] = *pattern++;
            continue;
        }
        pattern += strlen(letter->run);
        if (letter->part == PART_OFFSET) {
            memcpy(out + used, "+07:00", 6);
            used += 6;
            continue;
        }
        int value = letter->part == PART_FRACTION ? 0 : parts[letter->part];
        char digits[4];
        int n = 0;
        for (; n < letter->min_digits || value; value /= 10)
            digits[n++] = (char)('0' + value % 10);
        while (n)
            out[used++] = digits[--n];
    }
    out[used] = '\0';
    return out;
}
