#include "schedule/timetable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/limit.h"

enum { WEEK = 7 };

struct timetable {
    const struct config *config;
    struct job *jobs;
    size_t count;
};

static void job_add(struct timetable *t, enum job_kind kind, const char *name,
                    const struct config_source *source)
{
    struct job *job = &t->jobs[t->count++];
    job->kind = kind;
    job->source = source;
    snprintf(job->name, sizeof job->name, "%s%s", name, source ? source->name : "");
}

static bool prunes(const struct config *c)
{
    for (int i = 0; i < PRUNE_SUBJECTS; i++)
        if (c->keep[i])
            return true;
    return false;
}

struct timetable *timetable_new(const struct config *config, struct error *e)
{
    struct timetable *t = calloc(1, sizeof *t);
    if (t)
        t->jobs = calloc(config->source_count + 3, sizeof *t->jobs);
    if (!t || !t->jobs) {
        timetable_free(t);
        error_memory(e, "schedule");
        return NULL;
    }
    t->config = config;
    for (size_t i = 0; i < config->source_count; i++)
        job_add(t, JOB_POLL, "poll:", &config->sources[i]);
    if (config->schedule.report_folder)
        job_add(t, JOB_REPORT, "report", NULL);
    if (config->delivers)
        job_add(t, JOB_DELIVER, "deliver", NULL);
    if (prunes(config))
        job_add(t, JOB_PRUNE, "prune", NULL);
    return t;
}

void timetable_free(struct timetable *t)
{
    if (!t)
        return;
    free(t->jobs);
    free(t);
}

size_t timetable_count(const struct timetable *t)
{
    return t->count;
}

const struct job *timetable_job(const struct timetable *t, size_t i)
{
    return &t->jobs[i];
}

moment timetable_cutoff(const struct timetable *t, moment m)
{
    moment cut = moment_day(m) - (moment_wall(m).weekday + 2) % WEEK * MOMENT_DAY + t->config->cutoff;
    return cut <= m ? cut : cut - WEEK * MOMENT_DAY;
}

static moment later(moment a, moment b)
{
    return a > b ? a : b;
}

static moment earlier(moment a, moment b)
{
    return a < b ? a : b;
}

/* Returns the first `night` after m. */
static moment night_after(const struct timetable *t, moment m)
{
    moment night = moment_day(m) + t->config->schedule.night * (moment)60;
    return night > m ? night : night + MOMENT_DAY;
}

static moment wait_of(const struct timetable *t)
{
    return t->config->schedule.wait_minutes * (moment)60;
}

/* --- polls --- */

/* Returns the last night before a source must be read in full again; INT64_MAX for a source that every poll reads in
 * full. */
static moment full_due(const struct timetable *t, const struct job *job, const struct job_done *d)
{
    moment last = d->full == MOMENT_NONE ? d->since : d->full;
    if (job->source->folder || job->source->sweep <= 0)
        return INT64_MAX;
    moment end = last + job->source->sweep * MOMENT_DAY, night = night_after(t, end) - MOMENT_DAY;
    return night > last ? night : night_after(t, last);
}

/* Returns the seconds from one poll to the next: poll_minutes, up to a tenth more or less. */
static moment interval_of(const struct job *job, moment started)
{
    moment whole = job->source->poll_minutes * (moment)60, room = whole / 5;
    uint64_t chance = XXH3_64bits_withSeed(job->name, strlen(job->name), (uint64_t)started);
    return whole - room / 2 + (moment)(room ? chance % (uint64_t)room : 0);
}

static struct job_due poll_due(const struct timetable *t, const struct job *job, const struct job_done *d,
                               moment now)
{
    struct job_due due = {.at = d->since};
    if (d->started == MOMENT_NONE)
        return (struct job_due){.at = config_schedule_quiet_end(&t->config->schedule, later(due.at, now))};
    moment cut = timetable_cutoff(t, d->started), next_cut = cut + WEEK * MOMENT_DAY,
           night = full_due(t, job, d);
    due.at =
        d->interrupted || d->ended == MOMENT_NONE ? d->started : d->started + interval_of(job, d->started);
    bool friday = !d->interrupted && d->ended != MOMENT_NONE && d->code && d->started < cut + wait_of(t);
    if (friday)
        due.at = earlier(due.at, d->started + LIMIT_JOB_RETRY_SECONDS);
    due.at = earlier(due.at, night);
    /* quiet hours put off a poll that is due now as well as a poll that falls due later */
    moment begins = later(due.at, now), open = config_schedule_quiet_end(&t->config->schedule, begins);
    if (open != begins)
        due.at = open;
    due.at = earlier(due.at, next_cut);
    due.full = now >= night && now >= timetable_cutoff(t, now) + wait_of(t);
    return due;
}

/* --- Friday --- */

static bool polls_came(const struct timetable *t, const struct job_done *done, moment cut)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->jobs[i].kind == JOB_POLL &&
            (done[i].started == MOMENT_NONE || done[i].started < cut || done[i].ended == MOMENT_NONE ||
             done[i].interrupted || done[i].code))
            return false;
    return true;
}

/* An error that may go away by itself is tried again soon; an error that a person must mend, less often. */
static moment retry_of(const struct job_done *d)
{
    return d->code == ERROR_TEMPORARY || d->code == ERROR_UNAVAILABLE || d->code == ERROR_IO
               ? LIMIT_JOB_RETRY_SECONDS
               : LIMIT_JOB_REFUSED_SECONDS;
}

static struct job_due friday_due(const struct timetable *t, const struct job_done *done, size_t i, moment now)
{
    const struct job_done *d = &done[i];
    moment cut = timetable_cutoff(t, now), next = cut + WEEK * MOMENT_DAY;
    bool begun = d->started != MOMENT_NONE && d->started >= cut,
         broken = d->interrupted || d->ended == MOMENT_NONE;
    if (d->since > cut || (begun && !broken && !d->code))
        return (struct job_due){.at = next};
    if (begun)
        return (struct job_due){.at = broken ? d->started : d->started + retry_of(d)};
    return (struct job_due){.at = polls_came(t, done, cut) ? cut : cut + wait_of(t)};
}

struct job_due timetable_due(const struct timetable *t, const struct job_done *done, size_t i, moment now)
{
    const struct job_done *d = &done[i];
    switch (t->jobs[i].kind) {
    case JOB_POLL:
        return poll_due(t, &t->jobs[i], d, now);
    case JOB_REPORT:
    case JOB_DELIVER:
        return friday_due(t, done, i, now);
    case JOB_PRUNE:
        break;
    }
    return (struct job_due){
        .at = night_after(t, d->started == MOMENT_NONE ? d->since : later(d->since, d->started))};
}
