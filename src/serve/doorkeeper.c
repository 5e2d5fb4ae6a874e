#include "serve/doorkeeper.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "serve/login.h"

enum { REOPEN_SECONDS = 5 };

struct doorkeeper {
    pthread_mutex_t lock;
    char *address;
    struct store *store; /* NULL: the store is away */
    time_t tried;
};

struct doorkeeper *doorkeeper_new(void)
{
    struct doorkeeper *d = calloc(1, sizeof *d);
    if (d)
        pthread_mutex_init(&d->lock, NULL);
    return d;
}

void doorkeeper_free(struct doorkeeper *d)
{
    if (!d)
        return;
    store_close(d->store);
    free(d->address);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

void doorkeeper_store_set(struct doorkeeper *d, const char *store)
{
    pthread_mutex_lock(&d->lock);
    store_close(d->store);
    free(d->address);
    d->store = NULL;
    d->tried = 0;
    d->address = strdup(store);
    pthread_mutex_unlock(&d->lock);
}

static bool mark_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct page_mark *mark = context;
    (void)count;
    (void)e;
    *mark = (struct page_mark){columns[0].known ? columns[0].number : 0,
                               columns[1].known ? columns[1].number : 0};
    return true;
}

static bool ask(struct doorkeeper *d, const char *token, struct doorkeeper_answer *out, bool *noted,
                struct error *e)
{
    int64_t seen = 0;
    *noted = true;
    if (token && (!login_look(d->store, token, &out->account, &out->known, &seen, e) ||
                  (out->known && !token_derive(token, "csrf", out->csrf, e))))
        return false;
    *noted = !out->known || !login_is_to_be_noted(seen);
    return store_query(d->store, PAGE_MARK_SQL, NULL, 0, mark_row, &out->mark, e);
}

bool doorkeeper_ask(struct doorkeeper *d, const char *token, struct doorkeeper_answer *out)
{
    struct error e = {0};
    bool noted = false;
    *out = (struct doorkeeper_answer){0};
    pthread_mutex_lock(&d->lock);
    if (!d->store && d->address && time(NULL) - d->tried >= REOPEN_SECONDS) {
        d->tried = time(NULL);
        d->store = store_open(d->address, &e);
    }
    bool ok = d->store && ask(d, token, out, &noted, &e);
    if (!ok) {
        store_close(d->store);
        d->store = NULL;
        d->tried = time(NULL);
    }
    pthread_mutex_unlock(&d->lock);
    return ok && noted;
}
