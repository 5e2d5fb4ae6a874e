#include "calendar.h"

#include <stdlib.h>

enum {
    MORNING = 7 * 3600 + 1800,
    NOON = 11 * 3600 + 1800,
    AFTERNOON = 13 * 3600 + 1800,
    EVENING = 17 * 3600,
    LAST_CALL = 16 * 3600, /* what comes later is due on the next day */
    MORNING_WORK = NOON - MORNING,
    DAY_WORK = MORNING_WORK + EVENING - AFTERNOON,
    DAYS_AFTER = 183,
    DAYS_MAX = 20 * 366
};

static int day_work(int weekday)
{
    return weekday == 7 ? 0 : weekday == 6 ? MORNING_WORK : DAY_WORK;
}

bool calendar_open(struct calendar *c, wall from, wall to)
{
    *c = (struct calendar){.first = wall_midnight(from)};
    if (to < from || (to - c->first) / WALL_DAY > DAYS_MAX)
        return false;
    c->days = (size_t)((to - c->first) / WALL_DAY) + DAYS_AFTER;
    c->before = calloc(c->days + 1, sizeof(*c->before));
    if (!c->before)
        return false;
    int weekday = wall_weekday(c->first);
    for (size_t i = 0; i < c->days; i++) {
        c->before[i + 1] = c->before[i] + (uint32_t)day_work(weekday);
        weekday = weekday % 7 + 1;
    }
    return true;
}

void calendar_close(struct calendar *c)
{
    free(c->before);
    *c = (struct calendar){0};
}

int64_t calendar_work(const struct calendar *c, wall t)
{
    if (t < c->first)
        return 0;
    size_t day = (size_t)((t - c->first) / WALL_DAY);
    if (day >= c->days)
        return c->before[c->days];
    int in_day = (int)((t - c->first) % WALL_DAY);
    int work = in_day < MORNING     ? 0
               : in_day < NOON      ? in_day - MORNING
               : in_day < AFTERNOON ? MORNING_WORK
               : in_day < EVENING   ? MORNING_WORK + in_day - AFTERNOON
                                    : DAY_WORK;
    int most = (int)(c->before[day + 1] - c->before[day]);
    return (int64_t)c->before[day] + (work < most ? work : most);
}

wall calendar_wall(const struct calendar *c, int64_t work)
{
    size_t low = 0, high = c->days;
    if (work < 0)
        work = 0;
    if (work >= c->before[c->days])
        work = (int64_t)c->before[c->days] - 1;
    while (high - low > 1) { /* the last day with before <= work */
        size_t middle = low + (high - low) / 2;
        if (c->before[middle] <= work)
            low = middle;
        else
            high = middle;
    }
    int64_t in_day = work - c->before[low];
    return c->first + (wall)low * WALL_DAY +
           (in_day < MORNING_WORK ? MORNING + in_day : AFTERNOON + in_day - MORNING_WORK);
}

wall calendar_due(wall t, int days)
{
    wall day = wall_midnight(t);
    int weekday = wall_weekday(day);
    if (days == 0 && (weekday > 5 || t - day >= LAST_CALL))
        days = 1;
    while (days > 0) {
        day += WALL_DAY;
        weekday = weekday % 7 + 1;
        if (weekday <= 5)
            days--;
    }
    return day + EVENING;
}
