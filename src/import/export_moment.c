#include "import/export_moment.h"

#include "base/limit.h"

void export_moment_begin(struct export_moment *m)
{
    *m = (struct export_moment){
        .title = MOMENT_NONE, .newest = MOMENT_NONE, .span_end = MOMENT_NONE, .ahead = MOMENT_NONE};
}

void export_moment_table(struct export_moment *m, const struct tabular *t, moment now)
{
    bool span;
    moment newest = tabular_newest(t, now), title = tabular_title_moment(t, &span);
    m->newest = newest > m->newest ? newest : m->newest;
    if (title != MOMENT_NONE && span)
        m->span_end = title > m->span_end ? title : m->span_end;
    else if (title != MOMENT_NONE && title > now + LIMIT_AHEAD_SECONDS)
        m->ahead = title;
    else if (title != MOMENT_NONE)
        m->title = title > m->title ? title : m->title;
}

static bool is_month_end(moment m)
{
    return moment_wall(m + MOMENT_DAY).day == 1;
}

/* "Từ 01/11 đến 30/11" is the month that was asked for, on whatever day; "đến 25/11" is the day of asking. */
static moment title_of(const struct export_moment *m)
{
    if (m->title != MOMENT_NONE)
        return m->title;
    return m->span_end != MOMENT_NONE && is_month_end(m->span_end) && m->newest != MOMENT_NONE ? MOMENT_NONE
                                                                                               : m->span_end;
}

moment export_moment_end(const struct export_moment *m, moment file, moment now, enum export_moment_of *of)
{
    moment title = title_of(m), out = title;
    *of = title != MOMENT_NONE ? EXPORT_TITLE : m->newest != MOMENT_NONE ? EXPORT_NEWEST : EXPORT_FILE;
    if (m->newest > out) /* a date inside is no later than the export */
        out = m->newest;
    if (out == MOMENT_NONE)
        out = file;
    return out == MOMENT_NONE || out > now ? now : out;
}
