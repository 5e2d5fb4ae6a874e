#include "base/period.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* Years whose periods all end inside the years that moments know. */
enum { YEAR_MIN = 1901, YEAR_MAX = 2198 };

/* A kind lasts so many months, or so many days up to a Friday. `of` is "YYYY", or "YYYY-", a mark, and a number of so
 * many digits. */
static const struct shape {
    const char *name, *example;
    int months, days;
    const char *mark;
    int digits, max;
} shapes[] = {[PERIOD_WEEK] = {"week", "2022-W47", 0, 7, "W", 2, 53},
              [PERIOD_FORTNIGHT] = {"fortnight", "2022-W47", 0, 14, "W", 2, 53},
              [PERIOD_MONTH] = {"month", "2022-11", 1, 0, "", 2, 12},
              [PERIOD_QUARTER] = {"quarter", "2022-Q4", 3, 0, "Q", 1, 4},
              [PERIOD_HALF] = {"half", "2022-H2", 6, 0, "H", 1, 2},
              [PERIOD_NINE] = {"nine", "2022-9T", 9, 0, "9T", 0, 1},
              [PERIOD_YEAR] = {"year", "2022", 12, 0, NULL, 0, 1}};

const char *period_kind_name(enum period_kind kind)
{
    return shapes[kind].name;
}

bool period_kind_read(const char *text, enum period_kind *out)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(text, shapes[i].name) == 0) {
            *out = (enum period_kind)i;
            return true;
        }
    return false;
}

/* Reads exactly n digits; returns the text behind them, or NULL. */
static const char *digits_read(const char *text, int n, int *out)
{
    *out = 0;
    for (; n > 0; n--, text++) {
        if (*text < '0' || *text > '9')
            return NULL;
        *out = *out * 10 + (*text - '0');
    }
    return text;
}

static bool of_read(const struct shape *shape, const char *of, int *year, int *number)
{
    const char *at = digits_read(of, 4, year);
    *number = 1;
    if (at && shape->mark) {
        size_t mark = strlen(shape->mark);
        bool fits = *at == '-' && strncmp(at + 1, shape->mark, mark) == 0;
        at = !fits ? NULL : shape->digits ? digits_read(at + 1 + mark, shape->digits, number) : at + 1 + mark;
    }
    return at && *at == '\0' && *number >= 1 && *number <= shape->max && *year >= YEAR_MIN &&
           *year <= YEAR_MAX;
}

/* The first day of a month; month counts from January of year 0. */
static moment month_first(int month)
{
    return moment_of(month / 12, month % 12 + 1, 1, 0, 0, 0);
}

/* The cut-off on the Friday of an ISO week; MOMENT_NONE: the year has no such week. Week 1 is the week of 4 January. */
static moment week_friday(int year, int week, int cutoff)
{
    moment fourth = moment_of(year, 1, 4, 0, 0, 0);
    moment monday = fourth + ((week - 1) * 7 + 1 - moment_wall(fourth).weekday) * MOMENT_DAY;
    if (moment_wall(monday + 3 * MOMENT_DAY).year != year) /* a week belongs to the year of its Thursday */
        return MOMENT_NONE;
    return monday + 4 * MOMENT_DAY + cutoff;
}

/* The cut-off of the latest Friday that has begun at m. */
static moment friday_before(moment m, int cutoff)
{
    return moment_day(m) - (moment_wall(m).weekday + 2) % 7 * MOMENT_DAY + cutoff;
}

static struct period period_of_months(enum period_kind kind, int first)
{
    return (struct period){
        .kind = kind, .from = month_first(first), .to = month_first(first + shapes[kind].months)};
}

static struct period period_of_days(enum period_kind kind, moment to)
{
    return (struct period){.kind = kind, .from = to - shapes[kind].days * MOMENT_DAY, .to = to};
}

/* The period that holds m, for kinds of months. */
static struct period period_holding(enum period_kind kind, moment m)
{
    struct wall w = moment_wall(m);
    int month = w.year * 12 + w.month - 1;
    int first = kind == PERIOD_NINE ? w.year * 12 : month - month % shapes[kind].months;
    return period_of_months(kind, first);
}

struct period period_at(enum period_kind kind, moment inside, moment at, int cutoff)
{
    struct period p;
    if (shapes[kind].months) {
        p = period_holding(kind, inside);
    } else {
        moment to = friday_before(inside, cutoff);
        p = period_of_days(kind, to > inside ? to : to + shapes[kind].days * MOMENT_DAY);
    }
    p.at = at;
    p.cut = at < p.to ? at : p.to;
    return p;
}

static bool of_wrong(const struct shape *shape, const char *of, struct error *e)
{
    char hint[LIMIT_HINT_BYTES];
    snprintf(hint, sizeof hint, _("For a %s write for example --of %s."), shape->name, shape->example);
    return error_set(e, ERROR_USAGE, "--of", hint, _("'%s' is not a %s"), of, shape->name);
}

bool period_make(enum period_kind kind, const char *of, moment at, int cutoff, struct period *out,
                 struct error *e)
{
    const struct shape *shape = &shapes[kind];
    moment now = at != MOMENT_NONE ? at : moment_now();
    struct wall w = moment_wall(now);
    int year, number;
    if (w.year < YEAR_MIN || w.year > YEAR_MAX)
        return error_set(e, ERROR_USAGE, "--at", _("Check the date, and the clock of this machine."),
                         _("not a year between %d and %d"), YEAR_MIN, YEAR_MAX);
    if (of && !of_read(shape, of, &year, &number))
        return of_wrong(shape, of, e);
    if (shape->months) {
        *out =
            of ? period_of_months(kind, year * 12 + (number - 1) * shape->months) : period_holding(kind, now);
    } else {
        moment to = of                  ? week_friday(year, number, cutoff)
                    : at != MOMENT_NONE ? at
                                        : friday_before(now, cutoff);
        if (to == MOMENT_NONE)
            return of_wrong(shape, of, e);
        *out = period_of_days(kind, to);
    }
    out->at = now;
    out->cut = now < out->to ? now : out->to;
    return true;
}

struct period period_before(const struct period *p)
{
    struct period before =
        shapes[p->kind].months ? period_holding(p->kind, p->from - 1) : period_of_days(p->kind, p->from);
    before.at = before.cut = before.to;
    return before;
}

bool period_told(const char *of, int cutoff, struct period *out)
{
    static const enum period_kind kinds[] = {PERIOD_YEAR,    PERIOD_NINE,  PERIOD_HALF,
                                             PERIOD_QUARTER, PERIOD_MONTH, PERIOD_WEEK};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (period_make(kinds[i], of, MOMENT_NONE, cutoff, out, NULL))
            return true;
    return false;
}

bool period_begun_check(const struct period *p, moment at, const char *where, struct error *e)
{
    char day[MOMENT_TEXT_BYTES];
    return p->from <= at ||
           error_set(e, ERROR_USAGE, where,
                     _("Look at the year, and at the clock of this machine; a plan for a later "
                       "period is 'motcua plan'."),
                     _("the period begins on %s, after the moment of the figures"),
                     moment_write(p->from, "dd/MM/yyyy", day));
}

struct period period_year_before(const struct period *p)
{
    struct wall w = moment_wall(p->from);
    struct period before = shapes[p->kind].months ? period_of_months(p->kind, (w.year - 1) * 12 + w.month - 1)
                                                  : period_of_days(p->kind, p->to - 52 * 7 * MOMENT_DAY);
    before.at = before.cut = before.to;
    return before;
}
