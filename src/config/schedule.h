/* The "schedule" of the config: the work that `motcua serve` does by itself, and its hours. Manual:
 * docs/motcua.json.5 */
#ifndef MOTCUA_CONFIG_SCHEDULE_H
#define MOTCUA_CONFIG_SCHEDULE_H

#include <jansson.h>

#include "base/error.h"
#include "base/moment.h"

enum { SCHEDULE_QUIET_MAX = 8, SCHEDULE_FORMATS_MAX = 4, SCHEDULE_DAY_MINUTES = 1440 };

/* Quiet hours, in minutes of the day; from > to: the hours reach over midnight. */
struct config_quiet {
    int from, to;
};

struct config_schedule {
    int poll_minutes; /* of sources without minutes of their own; default 60 */
    struct config_quiet quiet[SCHEDULE_QUIET_MAX];
    size_t quiet_count;
    int night;                 /* minute of the day for full readings and pruning; default 02:00 */
    int wait_minutes;          /* minutes that the Friday report waits for sources; default 30 */
    const char *report_folder; /* absolute; NULL: no report is written. Borrowed from `in` */
    const char *report_formats[SCHEDULE_FORMATS_MAX]; /* borrowed from `in`; default docx, xlsx */
    size_t report_format_count;
};

/* Reads the schedule from `in`, which fits its schema (NULL: the defaults). false and e (ERROR_CONFIG): the quiet
 * hours leave no minute of the day for polls, or one span of them begins and ends at the same minute. */
MUST_CHECK bool config_schedule_read(const json_t *in, const char *file, struct config_schedule *out,
                                     struct error *e);
/* The first moment at or after m that lies in no quiet hours. */
moment config_schedule_quiet_end(const struct config_schedule *s, moment m);

#endif
