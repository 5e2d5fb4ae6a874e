/* motcua schedule lists the jobs of serve, when each was done last and when each is due next. */
#include "base/text.h"
#include "cli/cli.h"
#include "schedule/job.h"

#include <stdio.h>
#include <stdlib.h>

static void outcome_put(struct table *t, const struct job_row *row)
{
    const struct job_done *d = &row->done;
    if (*row->holder)
        table_word(t, "running", _("runs now"));
    else if (d->started == MOMENT_NONE)
        table_none(t);
    else if (d->interrupted || d->ended == MOMENT_NONE)
        table_word(t, "interrupted", _("interrupted"));
    else if (d->code)
        table_word(t, "failed", _("FAILED"));
    else
        table_word(t, "done", _("done"));
    if (d->started != MOMENT_NONE && !*row->holder)
        table_mark(t, d->code || d->interrupted ? MARK_BAD : MARK_GOOD);
}

static void kind_put(struct table *t, const struct job *job)
{
    static const char *const words[] = {[JOB_POLL] = N_("poll"),
                                        [JOB_REPORT] = N_("Friday report"),
                                        [JOB_DELIVER] = N_("delivery of the Friday report"),
                                        [JOB_PRUNE] = N_("forgetting what is old enough")};
    static const char *const names[] = {
        [JOB_POLL] = "poll", [JOB_REPORT] = "report", [JOB_DELIVER] = "deliver", [JOB_PRUNE] = "prune"};
    table_word(t, names[job->kind], _(words[job->kind]));
    table_text(t, job->source ? job->source->name : NULL);
}

static void rows_put(struct table *t, const struct timetable *times, const struct job_row *rows,
                     const struct job_done *done, moment now)
{
    for (size_t i = 0; i < timetable_count(times); i++) {
        const struct job_row *row = &rows[i];
        bool known = row->beat >= 0;
        table_row(t);
        kind_put(t, timetable_job(times, i));
        table_moment(t, done[i].started);
        table_moment(t, done[i].ended);
        if (known)
            outcome_put(t, row);
        else
            table_word(t, "unknown", _("no serve has run here yet"));
        if (known && !*row->holder)
            table_moment(t, timetable_due(times, done, i, now).at);
        else
            table_none(t);
        table_moment(t, done[i].full);
    }
}

static bool fill(struct table *t, const struct cli_session *session, const struct timetable *times,
                 struct error *e)
{
    struct job_row *rows = calloc(timetable_count(times) + 1, sizeof *rows);
    struct job_done *done = calloc(timetable_count(times) + 1, sizeof *done);
    bool ok = (rows && done) || error_memory(e, "schedule");
    ok = ok && job_rows_load(session->store, times, rows, e);
    for (size_t i = 0; ok && i < timetable_count(times); i++)
        done[i] = rows[i].done;
    if (ok)
        rows_put(t, times, rows, done, moment_now());
    free(rows);
    free(done);
    return ok && (!table_failed(t) || error_memory(e, "schedule"));
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct timetable *times = timetable_new(session.config, e);
    struct table *t = times ? table_new() : NULL;
    bool ok =
        t && table_column(t, "job", _("Job"), false) && table_column(t, "source", _("Source"), false) &&
        table_column(t, "began", _("Last begun"), false) && table_column(t, "ended", _("Ended"), false) &&
        table_column(t, "outcome", _("Outcome"), false) && table_column(t, "due", _("Due next"), false) &&
        table_column(t, "full", _("Last full reading"), false);
    if (times && !ok)
        error_memory(e, "schedule");
    ok = ok && fill(t, &session, times, e) && cli_write_table(cli, t, e);
    table_free(t);
    timetable_free(times);
    cli_session_close(&session);
    return ok;
}

const struct command command_schedule = {
    .name = "schedule",
    .words = "",
    .summary = N_("what 'motcua serve' does by itself: when it was done last, when it is due next"),
    .group = GROUP_LOOK,
    .place = 6,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua schedule\n",
    .run = run,
};
