#include "serve/page_thread.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "serve/page_cache.h"

struct page_thread {
    pthread_t thread;
    pthread_mutex_t lock, model;
    pthread_cond_t wake;
    struct serving *serving;
    void (*done)(void *context);
    struct page_errand *first, **last;
    bool stop, refresh;
    struct page_mark ready; /* what the store held when the figures were made */
    _Atomic bool busy;
    _Atomic int64_t since;
};

static int64_t clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

/* True for routes whose pages show only figures of runs; other pages may change without a run, so they are not kept. */
static bool is_kept(const struct route *route)
{
    static const char *const patterns[] = {"/",
                                           "/don-vi/{unit}",
                                           "/chi-so",
                                           "/ho-so-qua-han",
                                           "/nhiem-vu",
                                           "/api/v1/league",
                                           "/api/v1/units/{unit}",
                                           "/api/v1/index",
                                           "/api/v1/overdue",
                                           "/api/v1/tasks",
                                           "/style.css",
                                           "/icon.svg",
                                           "/manifest.webmanifest"};
    for (size_t i = 0; route && i < sizeof patterns / sizeof *patterns; i++)
        if (strcmp(route->pattern, patterns[i]) == 0)
            return true;
    return false;
}

static bool is_text(const struct reply *r)
{
    return r->body.used >= LIMIT_SERVE_PACK_BYTES &&
           (strncmp(r->type, "text/", 5) == 0 || strstr(r->type, "json") || strstr(r->type, "svg") ||
            strstr(r->type, "openmetrics"));
}

void page_errand_answer(struct page_errand *errand)
{
    struct visit *v = &errand->visit;
    struct reply *r = &errand->reply;
    struct page_cache *pages = v->serving->pages;
    uint64_t generation = page_cache_generation(pages);
    route_answer(v, r);
    errand->body = packed_new(buffer_string(&r->body), r->body.used, v->csrf, is_text(r));
    buffer_free(&r->body);
    if (!v->reads)
        page_cache_forget(pages);
    if (memory_short() || !errand->body || !*errand->key || !v->reads || r->status != 200 || *r->cookies[0] ||
        !is_kept(v->route))
        return;
    const struct page_kept page = {*r, errand->body, v->route->pattern};
    page_cache_put(pages, errand->key, &errand->mark, time(NULL), generation, &page);
}

/* Waits for the next errand. NULL without *stop: the thread must make the figures. */
static struct page_errand *next_take(struct page_thread *t, bool *stop)
{
    pthread_mutex_lock(&t->lock);
    atomic_store(&t->busy, false);
    while (!t->first && !t->stop && !t->refresh)
        pthread_cond_wait(&t->wake, &t->lock);
    struct page_errand *errand = t->first;
    if (errand && !(t->first = errand->next))
        t->last = &t->first;
    *stop = t->stop;
    t->refresh = t->refresh && errand; /* no reader waits for the figures, so waiting errands go first */
    atomic_store(&t->busy, errand || !t->stop);
    pthread_mutex_unlock(&t->lock);
    return errand;
}

static void refuse(struct page_errand *errand)
{
    errand->reply.status = 503;
    errand->body = packed_new("", 0, "", false);
}

static void figures_make(struct page_thread *t)
{
    struct error why = {0};
    struct page_mark ready = {0};
    pthread_mutex_lock(&t->model);
    bool ok = model_refresh(t->serving->model, &ready, &why);
    t->serving->reopen = t->serving->reopen || !ok;
    memory_forget();
    pthread_mutex_unlock(&t->model);
    pthread_mutex_lock(&t->lock);
    if (ok)
        t->ready = ready;
    pthread_mutex_unlock(&t->lock);
}

static void *run(void *context)
{
    struct page_thread *t = context;
    struct page_errand *errand;
    bool stop;
    while ((errand = next_take(t, &stop)) || !stop) {
        if (!errand) {
            figures_make(t);
            continue;
        }
        atomic_store(&t->since, clock_seconds());
        pthread_mutex_lock(&t->model);
        if (stop)
            refuse(errand);
        else
            page_errand_answer(errand);
        /* only here, because memory that was short while the request arrived must make the answer fail too */
        memory_forget();
        pthread_mutex_unlock(&t->model);
        atomic_store(&t->since, 0);
        t->done(errand->context);
    }
    return NULL;
}

struct page_thread *page_thread_start(struct serving *serving, void (*done)(void *context), struct error *e)
{
    struct page_thread *t = calloc(1, sizeof *t);
    if (!t) {
        error_memory(e, "serve");
        return NULL;
    }
    pthread_mutex_init(&t->lock, NULL);
    pthread_mutex_init(&t->model, NULL);
    pthread_cond_init(&t->wake, NULL);
    t->serving = serving;
    t->done = done;
    t->last = &t->first;
    if (pthread_create(&t->thread, NULL, run, t) == 0)
        return t;
    free(t);
    error_set(e, ERROR_TEMPORARY, "serve", NULL, "pthread_create");
    return NULL;
}

void page_thread_add(struct page_thread *t, struct page_errand *errand)
{
    errand->next = NULL;
    pthread_mutex_lock(&t->lock);
    bool stopped = t->stop;
    if (!stopped) {
        *t->last = errand;
        t->last = &errand->next;
        pthread_cond_signal(&t->wake);
    }
    pthread_mutex_unlock(&t->lock);
    if (!stopped)
        return;
    refuse(errand);
    t->done(errand->context);
}

bool page_thread_is_late(struct page_thread *t, const struct page_mark *mark)
{
    pthread_mutex_lock(&t->lock);
    bool late = t->first || atomic_load(&t->busy) || t->ready.run != mark->run || t->ready.end != mark->end;
    pthread_mutex_unlock(&t->lock);
    return late;
}

void page_thread_refresh(struct page_thread *t)
{
    pthread_mutex_lock(&t->lock);
    t->refresh = true;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
}

int64_t page_thread_seconds(struct page_thread *t)
{
    int64_t since = atomic_load(&t->since);
    return since ? clock_seconds() - since : 0;
}

void page_thread_lock(struct page_thread *t)
{
    pthread_mutex_lock(&t->model);
}

bool page_thread_try(struct page_thread *t)
{
    return pthread_mutex_trylock(&t->model) == 0;
}

void page_thread_unlock(struct page_thread *t)
{
    pthread_mutex_unlock(&t->model);
}

void page_thread_stop(struct page_thread *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->stop = true;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
}

void page_thread_free(struct page_thread *t)
{
    if (!t)
        return;
    pthread_cond_destroy(&t->wake);
    pthread_mutex_destroy(&t->model);
    pthread_mutex_destroy(&t->lock);
    free(t);
}
