#include "wall.h"

enum { YEAR_MIN = 1970, YEAR_MAX = 2199, DAYS_400_YEARS = 146097 };

static bool year_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01 to January 1st of the year. */
static int64_t year_start(int year)
{
    int64_t before = year - 1;
    return 365 * (before - 1969) + (before / 4 - 492) - (before / 100 - 19) + (before / 400 - 4);
}

/* Days of the year before the month. */
static int month_start(int year, int month)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    return before[month - 1] + (month > 2 && year_is_leap(year));
}

wall wall_of(int year, int month, int day, int hour, int minute, int second)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 59)
        return WALL_NONE;
    if (day > month_start(year, month + 1) - month_start(year, month))
        return WALL_NONE;
    int64_t days = year_start(year) + month_start(year, month) + day - 1;
    return days * WALL_DAY + hour * WALL_HOUR + minute * (wall)60 + second;
}

struct wall_parts wall_split(wall t)
{
    int64_t days = t / WALL_DAY;
    int in_day = (int)(t % WALL_DAY);
    if (in_day < 0) {
        in_day += (int)WALL_DAY;
        days--;
    }
    int year = (int)(1970 + days * 400 / DAYS_400_YEARS);
    while (year_start(year) > days)
        year--;
    while (year_start(year + 1) <= days)
        year++;
    int rest = (int)(days - year_start(year));
    int month = rest / 32 + 1;
    while (month < 12 && month_start(year, month + 1) <= rest)
        month++;
    return (struct wall_parts){
        year, month, rest - month_start(year, month) + 1, in_day / 3600, in_day / 60 % 60, in_day % 60};
}

wall wall_midnight(wall t)
{
    return t - ((t % WALL_DAY) + WALL_DAY) % WALL_DAY;
}

int wall_weekday(wall t)
{
    /* 1970-01-01 was a Thursday */
    return (int)(((wall_midnight(t) / WALL_DAY + 3) % 7 + 7) % 7) + 1;
}

wall wall_month(int year, int month)
{
    return month > 12 ? wall_of(year + 1, month - 12, 1, 0, 0, 0) : wall_of(year, month, 1, 0, 0, 0);
}

/* Reads all of s by a pattern of y (four digits), M d H m s (one or two); any other character stands for
 * itself. */
static bool parts_read(const char *s, const char *pattern, struct wall_parts *p)
{
    static const char letters[] = "yMdHms";
    int *const parts[] = {&p->year, &p->month, &p->day, &p->hour, &p->minute, &p->second};
    *p = (struct wall_parts){0};
    for (; *pattern; pattern++) {
        const char *letter = strchr(letters, *pattern);
        int digits = 0, most = *pattern == 'y' ? 4 : 2;
        if (!letter) {
            if (*s++ != *pattern)
                return false;
            continue;
        }
        int *part = parts[letter - letters];
        for (; digits < most && *s >= '0' && *s <= '9'; digits++)
            *part = *part * 10 + (*s++ - '0');
        if (digits == 0)
            return false;
    }
    return *s == '\0';
}

static bool patterns_read(const char *s, const char *const *patterns, size_t n, wall *out)
{
    struct wall_parts p;
    *out = WALL_NONE;
    for (size_t i = 0; i < n && *out == WALL_NONE; i++)
        if (parts_read(s, patterns[i], &p))
            *out = wall_of(p.year, p.month, p.day, p.hour, p.minute, p.second);
    return *out != WALL_NONE;
}

bool wall_read(const char *s, wall *out)
{
    static const char *const patterns[] = {"y-M-d", "y-M-dTH:m", "y-M-dTH:m:s"};
    return patterns_read(s, patterns, sizeof(patterns) / sizeof(patterns[0]), out);
}

bool wall_read_slash(const char *s, wall *out)
{
    static const char *const patterns[] = {"d/M/y H:m:s", "d/M/y"};
    return patterns_read(s, patterns, sizeof(patterns) / sizeof(patterns[0]), out);
}

bool wall_read_compact(const char *s, wall *out)
{
    char spaced[] = "yyyy-MM-ddTHH:mm:ss";
    if (strlen(s) != 14)
        return false;
    for (size_t i = 0, k = 0; i < sizeof(spaced) - 1; i++)
        if ((spaced[i] | 32) >= 'a' && spaced[i] != 'T')
            spaced[i] = s[k++];
    return wall_read(spaced, out);
}

static void digits_put(char *at, int n, int width)
{
    while (width-- > 0) {
        at[width] = (char)('0' + n % 10);
        n /= 10;
    }
}

void text_slash(struct text *t, wall w)
{
    char line[] = "dd/MM/yyyy HH:mm:ss";
    if (w == WALL_NONE)
        return;
    struct wall_parts p = wall_split(w);
    digits_put(line, p.day, 2);
    digits_put(line + 3, p.month, 2);
    digits_put(line + 6, p.year, 4);
    digits_put(line + 11, p.hour, 2);
    digits_put(line + 14, p.minute, 2);
    digits_put(line + 17, p.second, 2);
    text_bytes(t, line, sizeof(line) - 1);
}

void text_compact(struct text *t, wall w)
{
    char line[] = "yyyyMMddHHmmss";
    if (w == WALL_NONE)
        return;
    struct wall_parts p = wall_split(w);
    digits_put(line, p.year, 4);
    digits_put(line + 4, p.month, 2);
    digits_put(line + 6, p.day, 2);
    digits_put(line + 8, p.hour, 2);
    digits_put(line + 10, p.minute, 2);
    digits_put(line + 12, p.second, 2);
    text_bytes(t, line, sizeof(line) - 1);
}
