#include "serve/measure_job.h"

#include <stdlib.h>

#include "schedule/job.h"
#include "serve/measure.h"

static const struct {
    const char *name, *help;
} gauges[] = {{"motcua_job_last_begin_timestamp_seconds", "When the job was last begun; 0: never."},
              {"motcua_job_last_end_timestamp_seconds", "When it ended; 0: it runs, or never did."},
              {"motcua_job_last_exit_code", "How it ended: an exit code of sysexits(3); 0: well."},
              {"motcua_job_running", "1 while some instance is at the job."},
              {"motcua_job_due_timestamp_seconds", "When the job is due next; 0 while it runs."}};
enum { GAUGES = sizeof gauges / sizeof *gauges };

static int64_t seconds_of(moment m)
{
    return m == MOMENT_NONE ? 0 : m;
}

static void jobs_put(struct buffer *b, const struct timetable *times, const struct job_row *rows,
                     const struct job_done *done)
{
    moment now = moment_now();
    for (size_t g = 0; g < GAUGES; g++) {
        measure_about(b, gauges[g].name, "gauge", gauges[g].help);
        for (size_t i = 0; i < timetable_count(times); i++) {
            bool runs = *rows[i].holder != '\0';
            if (rows[i].beat < 0) /* no instance of serve has entered the job */
                continue;
            const int64_t values[GAUGES] = {seconds_of(done[i].started), seconds_of(done[i].ended),
                                            done[i].code, runs,
                                            runs ? 0 : seconds_of(timetable_due(times, done, i, now).at)};
            measure_of(b, gauges[g].name, "job", timetable_job(times, i)->name, values[g]);
        }
    }
}

bool measure_jobs(struct buffer *b, const struct config *c, struct store *s, struct error *e)
{
    struct timetable *times = timetable_new(c, e);
    size_t count = times ? timetable_count(times) : 0;
    struct job_row *rows = calloc(count + 1, sizeof *rows);
    struct job_done *done = calloc(count + 1, sizeof *done);
    bool ok = times && ((rows && done) || error_memory(e, "metrics")) && job_rows_load(s, times, rows, e);
    for (size_t i = 0; ok && i < count; i++)
        done[i] = rows[i].done;
    if (ok)
        jobs_put(b, times, rows, done);
    free(rows);
    free(done);
    timetable_free(times);
    return ok;
}
