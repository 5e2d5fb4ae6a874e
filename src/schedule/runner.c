#include "schedule/runner.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"
#include "poll/address.h"
#include "schedule/child.h"
#include "schedule/job.h"
#include "schedule/job_words.h"

enum {
    ROUND_MS = 1000,    /* between two looks for due jobs */
    STOPPING_MS = 20,   /* between two looks at jobs that were asked to stop */
    STOP_MS = 500,      /* the longest wait for jobs that were asked to stop; see base/stop.h */
    REOPEN_SECONDS = 10 /* between two tries to open a store that is away */
};

/* A running job: the job, its process, and which of the job's commands runs. */
struct running {
    pid_t pid; /* 0: the place is free */
    struct job job;
    int step, code;
    moment at; /* cut-off of the report */
    bool full, stopping, unclaimed;
    int64_t beat_at;
};

struct runner {
    pthread_t thread;
    pthread_mutex_t lock; /* guards the members down to the next comment line */
    pthread_cond_t wake;
    struct config *next; /* the config for the next round, or NULL */
    bool stop;
    /* --- of the thread alone --- */
    struct config *config;
    char *language;
    struct timetable *timetable;
    struct store *store; /* NULL: the store is away */
    int64_t store_tried;
    struct job_row *rows;
    struct job_watch *watches;
    bool *own; /* for each job: this instance did the last poll */
    bool entered;
    struct running running[LIMIT_JOB_CHILDREN];
    char me[HOLDER_BYTES];
    _Atomic int64_t round_at;
};

static int64_t clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

static void told(const struct error *e)
{
    log_error(e);
}

/* --- the timetable --- */

static bool timetable_renew(struct runner *r, struct config *config, struct error *e)
{
    struct timetable *t = timetable_new(config, e);
    size_t count = t ? timetable_count(t) + 1 : 0;
    struct job_row *rows = t ? calloc(count, sizeof *rows) : NULL;
    struct job_watch *watches = t ? calloc(count, sizeof *watches) : NULL;
    bool *own = t ? calloc(count, sizeof *own) : NULL;
    if (!t || !rows || !watches || !own) {
        timetable_free(t);
        free(rows);
        free(watches);
        free(own);
        return t ? error_memory(e, "schedule") : false;
    }
    timetable_free(r->timetable);
    free(r->rows);
    free(r->watches);
    free(r->own);
    config_free(r->config);
    r->config = config;
    r->timetable = t;
    r->rows = rows;
    r->watches = watches;
    r->own = own;
    r->entered = false;
    return true;
}

static void config_take(struct runner *r)
{
    struct error e = {0};
    pthread_mutex_lock(&r->lock);
    struct config *next = r->next;
    r->next = NULL;
    pthread_mutex_unlock(&r->lock);
    if (!next)
        return;
    bool moved = strcmp(next->store, r->config->store) != 0;
    if (!timetable_renew(r, next, &e)) {
        told(&e);
        config_free(next);
        return;
    }
    if (moved) {
        store_close(r->store);
        r->store = NULL;
        r->store_tried = 0;
    }
}

/* --- the store --- */

static void store_lose(struct runner *r, const struct error *e)
{
    told(e);
    store_close(r->store);
    r->store = NULL;
    r->store_tried = clock_seconds();
}

/* Reads the rows of all jobs. False: the store is away, and r->rows stay as they were read last. */
static bool rows_read(struct runner *r)
{
    struct error e = {0};
    int64_t now = clock_seconds();
    if (!r->store && r->store_tried && now - r->store_tried < REOPEN_SECONDS)
        return false;
    if (!r->store && !(r->store = store_open(r->config->store, &e))) {
        r->store_tried = now;
        told(&e);
        return false;
    }
    if ((r->entered || job_rows_enter(r->store, r->timetable, moment_now(), &e)) &&
        job_rows_load(r->store, r->timetable, r->rows, &e)) {
        r->entered = true;
        return true;
    }
    store_lose(r, &e);
    return false;
}

static long row_of(const struct runner *r, const char *name)
{
    for (size_t i = 0; i < timetable_count(r->timetable); i++)
        if (strcmp(timetable_job(r->timetable, i)->name, name) == 0)
            return (long)i;
    return -1;
}

/* --- jobs that run --- */

static bool step_start(struct runner *r, struct running *run)
{
    struct error e = {0};
    struct job_words words;
    if (run->job.kind == JOB_REPORT && mkdir(r->config->schedule.report_folder, 0770) != 0 && errno != EEXIST)
        error_set(&e, ERROR_IO, r->config->schedule.report_folder,
                  _("Make the folder, or name another in the config."), "%s", strerror(errno));
    job_words_make(r->config, &run->job, run->step, run->full, run->at, r->language, &words);
    if (!e.code && (run->pid = child_start((char *const *)words.argv, &e)) > 0)
        return true;
    told(&e);
    run->pid = 0;
    run->code = (int)e.code;
    return false;
}

static void run_end(struct runner *r, struct running *run, int code)
{
    struct error e = {0};
    long i = row_of(r, run->job.name);
    moment now = moment_now();
    run->pid = 0;
    if (code > 0)
        log_say(LOG_LEVEL_WARNING, NULL, "serve: %s: %s (%d)", run->job.name, _("did not go well"), code);
    else
        log_say(LOG_LEVEL_INFO, NULL, "serve: %s: %s", run->job.name, code ? _("interrupted") : _("done"));
    if (i >= 0) { /* the rows must hold while the store is away */
        r->rows[i].done.ended = now;
        r->rows[i].done.code = code < 0 ? 0 : code;
        r->rows[i].done.interrupted = code < 0;
        r->own[i] = run->job.kind == JOB_POLL;
    }
    if (r->store && !run->unclaimed && !job_end(r->store, run->job.name, r->me, now, code, &e))
        store_lose(r, &e);
}

static void run_begin(struct runner *r, struct running *run, size_t i, bool full, bool claimed)
{
    moment now = moment_now();
    *run = (struct running){.job = *timetable_job(r->timetable, i),
                            .full = full,
                            .at = timetable_cutoff(r->timetable, now),
                            .unclaimed = !claimed,
                            .beat_at = clock_seconds()};
    run->job.source = NULL; /* a new config frees the old config's sources */
    r->rows[i].done.started = now;
    r->rows[i].done.ended = MOMENT_NONE;
    log_say(LOG_LEVEL_INFO, NULL, "serve: %s: %s", run->job.name,
            full ? _("begins, a full reading") : _("begins"));
    if (!step_start(r, run))
        run_end(r, run, run->code);
}

/* The highest exit code of a job's commands becomes the job's code. */
static void running_look(struct runner *r, struct running *run)
{
    int code;
    if (!child_ended(run->pid, run->stopping, &code))
        return;
    run->pid = 0;
    run->code = run->code > code ? run->code : code;
    run->step++;
    if (code >= 0 && !run->stopping && run->step < job_steps(r->config, &run->job) && step_start(r, run))
        return;
    run_end(r, run, code < 0 ? code : run->code);
}

/* A job that another instance has claimed is stopped here, because two processes must not do the same job. */
static void running_beat(struct runner *r, struct running *run)
{
    struct error e = {0};
    bool mine = true;
    int64_t now = clock_seconds();
    if (!run->pid || run->unclaimed || run->stopping || now - run->beat_at < LIMIT_JOB_BEAT_SECONDS ||
        !r->store)
        return;
    run->beat_at = now;
    if (!job_beat(r->store, run->job.name, r->me, &mine, &e)) {
        store_lose(r, &e);
    } else if (!mine) {
        log_say(LOG_LEVEL_WARNING, NULL, "serve: %s: %s", run->job.name,
                _("another instance has taken it over; ours is ended"));
        run->stopping = true;
        child_stop(run->pid);
    }
}

static void runnings_look(struct runner *r)
{
    for (size_t i = 0; i < LIMIT_JOB_CHILDREN; i++) {
        if (r->running[i].pid)
            running_look(r, &r->running[i]);
        running_beat(r, &r->running[i]);
    }
}

/* --- due jobs --- */

static bool runs(const struct runner *r, const char *name)
{
    for (size_t i = 0; i < LIMIT_JOB_CHILDREN; i++)
        if (r->running[i].pid && strcmp(r->running[i].job.name, name) == 0)
            return true;
    return false;
}

/* True while a poll of the same host runs, because only one process can keep the pauses between requests to a host. */
static bool host_busy(const struct runner *r, const struct job *job)
{
    char host[LIMIT_ADDRESS_BYTES], other[LIMIT_ADDRESS_BYTES];
    if (job->kind != JOB_POLL || !address_of(job->source->base_url, host))
        return false;
    for (size_t i = 0; i < LIMIT_JOB_CHILDREN; i++) {
        const struct running *run = &r->running[i];
        const struct config_source *source =
            run->pid && run->job.kind == JOB_POLL
                ? config_source_find(r->config, run->job.name + strlen("poll:"))
                : NULL;
        if (source && address_of(source->base_url, other) && strcmp(host, other) == 0)
            return true;
    }
    return false;
}

static struct running *place_free(struct runner *r)
{
    for (size_t i = 0; i < LIMIT_JOB_CHILDREN; i++)
        if (!r->running[i].pid)
            return &r->running[i];
    return NULL;
}

static void job_look(struct runner *r, size_t i, const struct job_done *done, bool there)
{
    const struct job *job = timetable_job(r->timetable, i);
    struct error e = {0};
    bool mine = false;
    moment now = moment_now();
    struct running *place = place_free(r);
    if (!place || runs(r, job->name) || host_busy(r, job))
        return;
    if (there ? !job_is_free(&r->rows[i], &r->watches[i], r->me, clock_seconds()) : !r->own[i])
        return;
    const struct job_due due = timetable_due(r->timetable, done, i, now);
    if (due.at == MOMENT_NONE || due.at > now)
        return;
    if (there && !job_claim(r->store, job->name, &r->rows[i], r->me, now, due.full, &mine, &e))
        store_lose(r, &e);
    else if (mine || !there)
        run_begin(r, place, i, due.full, mine);
}

static void due_look(struct runner *r)
{
    size_t count = timetable_count(r->timetable);
    struct job_done *done = calloc(count + 1, sizeof *done);
    bool there = rows_read(r);
    for (size_t i = 0; done && i < count; i++)
        done[i] = r->rows[i].done;
    for (size_t i = 0; done && i < count && (!there || r->store); i++)
        job_look(r, i, done, there);
    free(done);
}

/* --- the thread --- */

static bool waited(struct runner *r, int milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += milliseconds % 1000 * 1000000L;
    until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&r->lock);
    if (!r->stop && !r->next)
        pthread_cond_timedwait(&r->wake, &r->lock, &until);
    bool stop = r->stop;
    pthread_mutex_unlock(&r->lock);
    return stop;
}

static void stop_all(struct runner *r)
{
    size_t left = 0;
    for (size_t i = 0; i < LIMIT_JOB_CHILDREN; i++)
        if (r->running[i].pid) {
            r->running[i].stopping = true;
            child_stop(r->running[i].pid);
            left++;
        }
    for (int ms = 0; left && ms < STOP_MS; ms += STOPPING_MS) {
        nanosleep(&(struct timespec){.tv_nsec = STOPPING_MS * 1000000L}, NULL);
        left = 0;
        for (size_t i = 0; i < LIMIT_JOB_CHILDREN; i++) {
            if (r->running[i].pid)
                running_look(r, &r->running[i]);
            left += r->running[i].pid != 0;
        }
    }
}

static void *run(void *context)
{
    struct runner *r = context;
    do {
        atomic_store(&r->round_at, clock_seconds());
        config_take(r);
        runnings_look(r);
        due_look(r);
    } while (!waited(r, ROUND_MS));
    stop_all(r);
    return NULL;
}

static void runner_free(struct runner *r)
{
    timetable_free(r->timetable);
    store_close(r->store);
    config_free(r->config);
    config_free(r->next);
    free(r->rows);
    free(r->watches);
    free(r->own);
    free(r->language);
    pthread_cond_destroy(&r->wake);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

struct runner *runner_start(struct config *config, const char *language, struct error *e)
{
    struct runner *r = calloc(1, sizeof *r);
    pthread_condattr_t monotonic;
    if (!r) {
        config_free(config);
        error_memory(e, "schedule");
        return NULL;
    }
    pthread_mutex_init(&r->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&r->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    atomic_store(&r->round_at, clock_seconds());
    r->language = language ? strdup(language) : NULL;
    bool ok = timetable_renew(r, config, e);
    if (!ok)
        config_free(config);
    ok = ok && holder_name(r->me, e);
    if (ok && pthread_create(&r->thread, NULL, run, r) == 0)
        return r;
    if (ok)
        error_set(e, ERROR_TEMPORARY, "schedule", NULL, _("no thread could be started"));
    runner_free(r);
    return NULL;
}

void runner_config_set(struct runner *r, struct config *config)
{
    pthread_mutex_lock(&r->lock);
    config_free(r->next);
    r->next = config;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

bool runner_is_alive(const struct runner *r, int64_t seconds)
{
    return clock_seconds() - atomic_load(&r->round_at) <= seconds;
}

void runner_stop(struct runner *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    runner_free(r);
}
