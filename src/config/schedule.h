/* The "schedule" of the config: what motcua serve does by itself, and when. manual: docs/motcua.json.5 */
#ifndef MOTCUA_CONFIG_SCHEDULE_H
#define MOTCUA_CONFIG_SCHEDULE_H

#include <jansson.h>

#include "base/error.h"
#include "base/moment.h"

enum { SCHEDULE_QUIET_MAX = 8, SCHEDULE_FORMATS_MAX = 4, SCHEDULE_DAY_MINUTES = 1440 };

/* Minutes of the day. Where from > to the hours reach over midnight. */
struct config_quiet {
    int from, to;
};

struct config_schedule {
    int poll_minutes; /* of sources that have none of their own; default 60 */
    struct config_quiet quiet[SCHEDULE_QUIET_MAX];
    size_t quiet_count;
    int night;                 /* minute of the day: full readings and pruning; default 02:00 */
    int wait_minutes;          /* the Friday report waits for sources; default 30 */
    const char *report_folder; /* absolute; NULL: no report is written. Borrowed from the document */
    const char *report_formats[SCHEDULE_FORMATS_MAX]; /* borrowed; default docx, xlsx */
    size_t report_format_count;
};

/* in: the object, as its schema has held it, or NULL: the defaults. ERROR_CONFIG: quiet hours that leave no minute of the
 * day, or that are none. */
MUST_CHECK bool config_schedule_read(const json_t *in, const char *file, struct config_schedule *out,
                                     struct error *e);
/* The first moment from m on that is not in quiet hours. */
moment config_schedule_quiet_end(const struct config_schedule *s, moment m);

#endif
