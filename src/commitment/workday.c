#include "commitment/workday.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"

#define DOCUMENT "schema/holidays.json"
#define SCHEMA   "holidays.schema.json"
#define NOON     (MOMENT_DAY / 2)

enum { SATURDAY = 6, YEAR_FIRST = 1900, YEARS = 300 };

struct fixed {
    int month, day, since;
};

struct span {
    moment from, to; /* midnights, [from, to) */
};

struct workdays {
    struct fixed fixed[LIMIT_HOLIDAYS_FIXED];
    size_t fixed_count;
    struct span *off, *worked;
    size_t off_count, worked_count;
    bool decided[YEARS];
};

static bool span_add(struct span **list, size_t *count, const json_t *from, const json_t *to,
                     const char *file, struct error *e)
{
    struct span s, *longer = realloc(*list, (*count + 1) * sizeof *longer);
    if (!longer)
        return error_memory(e, file);
    *list = longer;
    if (!moment_read(json_string_value(from), &s.from) ||
        !moment_read(json_string_value(to ? to : from), &s.to) || s.to < s.from)
        return error_set(e, ERROR_CONFIG, file, _("Write days as 2022-11-30."), _("no such day: %s"),
                         json_string_value(from));
    s.to += MOMENT_DAY;
    longer[(*count)++] = s;
    return true;
}

static bool year_read(struct workdays *w, const json_t *year, const char *file, struct error *e)
{
    const json_t *off = json_object_get(year, "off"), *worked = json_object_get(year, "worked");
    long number = (long)json_integer_value(json_object_get(year, "year")) - YEAR_FIRST;
    w->decided[number] = json_is_true(json_object_get(year, "decided"));
    for (size_t i = 0; i < json_array_size(off); i++) {
        const json_t *day = json_array_get(off, i);
        if (!span_add(&w->off, &w->off_count, json_object_get(day, "from"), json_object_get(day, "to"), file,
                      e))
            return false;
    }
    for (size_t i = 0; i < json_array_size(worked); i++)
        if (!span_add(&w->worked, &w->worked_count, json_array_get(worked, i), NULL, file, e))
            return false;
    return true;
}

static int number_of(const json_t *object, const char *member)
{
    return (int)json_integer_value(json_object_get(object, member));
}

static bool calendar_read(struct workdays *w, const json_t *root, const char *file, struct error *e)
{
    const json_t *fixed = json_object_get(root, "fixed"), *years = json_object_get(root, "years");
    for (size_t i = 0; i < json_array_size(fixed) && i < LIMIT_HOLIDAYS_FIXED; i++) {
        const json_t *day = json_array_get(fixed, i);
        w->fixed[w->fixed_count++] =
            (struct fixed){number_of(day, "month"), number_of(day, "day"), number_of(day, "since")};
    }
    for (size_t i = 0; i < json_array_size(years); i++)
        if (!year_read(w, json_array_get(years, i), file, e))
            return false;
    return true;
}

struct workdays *workdays_load(struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    struct workdays *w = calloc(1, sizeof *w);
    if (!w) {
        error_memory(e, DOCUMENT);
        return NULL;
    }
    json_t *root = json_file_find(DOCUMENT, file, sizeof file, e) ? json_file_load(file, SCHEMA, e) : NULL;
    bool ok = root && calendar_read(w, root, file, e);
    json_decref(root);
    if (ok)
        return w;
    workdays_free(w);
    return NULL;
}

void workdays_free(struct workdays *w)
{
    if (!w)
        return;
    free(w->off);
    free(w->worked);
    free(w);
}

static bool spans_have(const struct span *list, size_t count, moment m)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].from <= m && m < list[i].to)
            return true;
    return false;
}

bool workday_is(const struct workdays *w, moment m)
{
    struct wall wall = moment_wall(m);
    if (spans_have(w->worked, w->worked_count, m))
        return true;
    for (size_t i = 0; i < w->fixed_count; i++) {
        const struct fixed *f = &w->fixed[i];
        if (f->month == wall.month && f->day == wall.day && f->since <= wall.year)
            return false;
    }
    return wall.weekday < SATURDAY && !spans_have(w->off, w->off_count, m);
}

int64_t workdays_between(const struct workdays *w, moment from, moment to)
{
    int64_t count = 0;
    moment noon = moment_day(from) + NOON;
    if (noon < from)
        noon += MOMENT_DAY;
    for (int i = 0; noon < to && i < LIMIT_WORKDAYS; i++, noon += MOMENT_DAY)
        count += workday_is(w, noon);
    return count;
}

bool workdays_decided(const struct workdays *w, moment from, moment to)
{
    int first = moment_wall(from).year - YEAR_FIRST, last = moment_wall(to - 1).year - YEAR_FIRST;
    bool decided = first >= 0 && last < YEARS;
    for (int year = first; decided && year <= last; year++)
        decided = w->decided[year];
    return decided;
}
