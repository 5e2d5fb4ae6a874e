#include "config/schedule.h"

#include <string.h>

#include "base/text.h"

enum { POLL_DEFAULT = 60, WAIT_DEFAULT = 30, NIGHT_DEFAULT = 2 * 60 };

/* Reads "22:00", a form that the schema has checked, as a minute of the day. */
static int minute_read(const char *text)
{
    return ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}

static bool is_quiet(const struct config_schedule *s, int minute)
{
    for (size_t i = 0; i < s->quiet_count; i++) {
        const struct config_quiet *q = &s->quiet[i];
        if (q->from <= q->to ? minute >= q->from && minute < q->to : minute >= q->from || minute < q->to)
            return true;
    }
    return false;
}

static bool quiet_read(const json_t *in, const char *file, struct config_schedule *out, struct error *e)
{
    const json_t *hours;
    size_t i;
    bool open = false;
    json_array_foreach(in, i, hours)
    {
        const char *text = json_string_value(hours);
        const struct config_quiet q = {minute_read(text), minute_read(strchr(text, '-') + 1)};
        if (q.from == q.to)
            return error_set(e, ERROR_CONFIG, file,
                             _("Write the hour when they begin, and another when they end."),
                             _("/schedule/quiet/%zu: these hours have no end"), i);
        out->quiet[out->quiet_count++] = q;
    }
    for (int minute = 0; minute < SCHEDULE_DAY_MINUTES; minute++)
        open = open || !is_quiet(out, minute);
    return open || error_set(e, ERROR_CONFIG, file, _("Leave some hours of the day for polls."),
                             _("/schedule/quiet: no minute of the day is left"));
}

bool config_schedule_read(const json_t *in, const char *file, struct config_schedule *out, struct error *e)
{
    const json_t *minutes = json_object_get(in, "poll_minutes"), *night = json_object_get(in, "night"),
                 *wait = json_object_get(in, "report_wait_minutes"),
                 *formats = json_object_get(in, "report_formats"), *format;
    size_t i;
    *out = (struct config_schedule){.poll_minutes = minutes ? (int)json_integer_value(minutes) : POLL_DEFAULT,
                                    .night = night ? minute_read(json_string_value(night)) : NIGHT_DEFAULT,
                                    .wait_minutes = wait ? (int)json_integer_value(wait) : WAIT_DEFAULT,
                                    .report_folder = json_string_value(json_object_get(in, "report_folder")),
                                    .report_formats = {"docx", "xlsx"},
                                    .report_format_count = 2};
    if (formats)
        out->report_format_count = 0;
    json_array_foreach(formats, i, format)
    {
        out->report_formats[out->report_format_count++] = json_string_value(format);
    }
    return quiet_read(json_object_get(in, "quiet"), file, out, e);
}

moment config_schedule_quiet_end(const struct config_schedule *s, moment m)
{
    for (size_t i = 0; i <= s->quiet_count; i++) {
        int minute = (int)((m - moment_day(m)) / 60);
        if (!is_quiet(s, minute))
            break;
        /* Moves m to the end of the quiet hours that hold this minute. */
        for (size_t k = 0; k < s->quiet_count; k++) {
            const struct config_quiet *q = &s->quiet[k];
            bool over = q->from > q->to, late = over && minute >= q->from;
            if (over ? late || minute < q->to : minute >= q->from && minute < q->to) {
                m = moment_day(m) + (late ? MOMENT_DAY : 0) + q->to * (moment)60;
                break;
            }
        }
    }
    return m;
}
