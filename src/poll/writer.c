#include "poll/writer.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct page_queue {
    struct writer_page *first, **end;
};

struct writer {
    struct store *store;
    void (*wake)(void *context);
    void *context;
    struct page *joint; /* several pages as one; for the thread alone */
    pthread_t thread;
    pthread_mutex_t mutex; /* guards the members below */
    pthread_cond_t changed;
    struct page_queue waiting, done;
    bool writing, held, ending;
};

static void queue_put(struct page_queue *q, struct writer_page *page)
{
    page->next = NULL;
    *q->end = page;
    q->end = &page->next;
}

static struct writer_page *queue_take(struct page_queue *q)
{
    struct writer_page *page = q->first;
    if (page) {
        q->first = page->next;
        if (!q->first)
            q->end = &q->first;
    }
    return page;
}

static void page_write(struct store *s, struct writer_page *page)
{
    page->error = (struct error){0};
    page->written =
        !*page->broken && store_page_put(s, &page->place, page->page, &page->outcome, &page->error);
    *page->broken = !page->written;
}

/* Only pages of dossiers without rejects can be joined, because the place in its own reply identifies a reject. */
static bool can_join(const struct writer_page *page)
{
    return !page->place.period_kind && page->page->figure_count == 0 && page->page->reject_count == 0;
}

static bool joins(const struct writer_page *first, const struct writer_page *page, size_t rows)
{
    return page && page->broken == first->broken && strcmp(page->place.stream, first->place.stream) == 0 &&
           !page->place.cursor == !first->place.cursor && /* the last page's cursor counts for all */
           can_join(page) && rows + page->page->dossier_count <= LIMIT_STATEMENT_ROWS;
}

/* Takes the first waiting page, and the next pages that can be written together with that page; returns how many. */
static int group_take(struct page_queue *q, bool far, struct writer_page *group[LIMIT_WAITING_PAGES])
{
    int n = 0, most = far ? LIMIT_WAITING_PAGES : 1;
    size_t rows = 0;
    while (q->first && n < most && (n == 0 || (can_join(group[0]) && joins(group[0], q->first, rows)))) {
        rows += q->first->page->dossier_count;
        group[n++] = queue_take(q);
    }
    return n;
}

/* Writes the pages as one. false: none of them is in the store. */
static bool group_join(struct writer *w, struct writer_page *const *group, int n)
{
    struct page_outcome outcome, nothing = {0};
    struct error e = {0};
    bool ok = n > 1 && !*group[0]->broken;
    page_reset(w->joint);
    for (int i = 0; ok && i < n; i++)
        ok = page_join(w->joint, group[i]->page);
    struct page_place place = group[n - 1]->place;
    place.joint = true;
    ok = ok && store_page_put(w->store, &place, w->joint, &outcome, &e);
    for (int i = 0; ok && i < n; i++) {
        group[i]->written = true;
        group[i]->error = e;
        group[i]->outcome = i ? nothing : outcome;
    }
    return ok;
}

/* Pages that fail together are written one by one, so that the pages before the one at fault are kept. */
static void group_write(struct writer *w, struct writer_page *const *group, int n)
{
    if (!group_join(w, group, n))
        for (int i = 0; i < n; i++)
            page_write(w->store, group[i]);
}

static void *writer_run(void *context)
{
    struct writer *w = context;
    pthread_mutex_lock(&w->mutex);
    while (w->waiting.first || !w->ending) {
        struct writer_page *group[LIMIT_WAITING_PAGES];
        int n = w->held ? 0 : group_take(&w->waiting, store_is_far(w->store), group);
        if (n == 0) {
            pthread_cond_wait(&w->changed, &w->mutex);
            continue;
        }
        w->writing = true;
        pthread_mutex_unlock(&w->mutex);
        group_write(w, group, n);
        pthread_mutex_lock(&w->mutex);
        w->writing = false;
        for (int i = 0; i < n; i++)
            queue_put(&w->done, group[i]);
        pthread_cond_broadcast(&w->changed);
        w->wake(w->context);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

/* The writer's thread blocks all signals, because a signal must interrupt the waiting of the thread that polls. */
static int thread_start(struct writer *w)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&w->thread, NULL, writer_run, w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

struct writer *writer_open(struct store *s, void (*wake)(void *context), void *context, struct error *e)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w || !(w->joint = page_new())) {
        free(w);
        error_memory(e, store_name(s));
        return NULL;
    }
    w->store = s;
    w->wake = wake;
    w->context = context;
    w->waiting.end = &w->waiting.first;
    w->done.end = &w->done.first;
    pthread_mutex_init(&w->mutex, NULL); /* neither can fail with these attributes */
    pthread_cond_init(&w->changed, NULL);
    int failed = thread_start(w);
    if (!failed)
        return w;
    error_set(e, ERROR_INTERNAL, store_name(s), _("Raise the limit on processes (ulimit -u)."),
              _("no thread could be started: %s"), strerror(failed));
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->mutex);
    page_free(w->joint);
    free(w);
    return NULL;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->mutex);
    w->ending = true;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->mutex);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->mutex);
    page_free(w->joint);
    free(w);
}

void writer_put(struct writer *w, struct writer_page *page)
{
    pthread_mutex_lock(&w->mutex);
    queue_put(&w->waiting, page);
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->mutex);
}

struct writer_page *writer_take(struct writer *w, bool wait)
{
    pthread_mutex_lock(&w->mutex);
    while (wait && !w->done.first && (w->waiting.first || w->writing))
        pthread_cond_wait(&w->changed, &w->mutex);
    struct writer_page *page = queue_take(&w->done);
    pthread_mutex_unlock(&w->mutex);
    return page;
}

void writer_hold(struct writer *w)
{
    pthread_mutex_lock(&w->mutex);
    w->held = true;
    while (w->writing)
        pthread_cond_wait(&w->changed, &w->mutex);
    pthread_mutex_unlock(&w->mutex);
}

void writer_release(struct writer *w)
{
    pthread_mutex_lock(&w->mutex);
    w->held = false;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->mutex);
}
