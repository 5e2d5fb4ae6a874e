/* The connection to the store, and the way of a step into the store. */
#include <stdio.h>
#include <string.h>

#include "base/progress.h"
#include "base/text.h"
#include "store/outbox/inner.h"

bool outbox_worth_waiting(const struct error *e)
{
    return e->code == ERROR_TEMPORARY || e->code == ERROR_UNAVAILABLE;
}

/* The registries forget the store's ids, because another server may answer next time. */
void outbox_away(struct store_outbox *x, const struct error *e, int64_t since)
{
    int64_t now = progress_clock(), wait = (now - since) * 20;
    wait = wait < LIMIT_OUTBOX_RETRY_MS ? LIMIT_OUTBOX_RETRY_MS : wait;
    x->next_try = now + (wait < LIMIT_OUTBOX_RETRY_MOST_MS ? wait : LIMIT_OUTBOX_RETRY_MOST_MS);
    x->away = true;
    x->noted = false;
    x->why = *e;
    registry_forget(&x->polled);
    registry_forget(&x->waiting);
    if (x->told)
        return;
    x->told = true;
    progress_hide();
    error_print(e);
    fprintf(stderr, _("motcua: the store is away; polling goes on, pages wait in %s\n"), outbox_file(x->box));
}

static void back_note(struct store_outbox *x)
{
    if (!x->told)
        return;
    x->told = false;
    progress_hide();
    fprintf(stderr, _("motcua: the store answers again\n"));
}

void outbox_patience(struct store_outbox *x, int seconds)
{
    if (x->inner && x->inner->driver->patience)
        x->inner->driver->patience(x->inner, seconds);
}

/* A store that is away is not tried before x->next_try. */
bool outbox_reach(struct store_outbox *x)
{
    struct error e = {0};
    int64_t now = progress_clock();
    if (x->inner && !x->away)
        return true;
    if (now < x->next_try)
        return false;
    if (!x->inner) {
        x->inner = store_open(x->url, &e);
        outbox_patience(x, LIMIT_OUTBOX_PATIENCE_SECONDS);
    }
    if (!x->inner)
        outbox_away(x, &e, now);
    x->away = !x->inner;
    return x->inner;
}

bool outbox_source_there(struct store_outbox *x, struct registry_source *s, struct error *e)
{
    int64_t id = 0;
    if (s->id)
        return true;
    if (!store_source_put(x->inner, s->about.name, s->about.title, s->about.manifest, s->about.knows, &id,
                          e) ||
        (s->about.counts >= 0 && !store_source_count_set(x->inner, id, s->about.counts, e)))
        return false;
    s->id = id;
    s->run = 0;
    return true;
}

static bool run_there(struct store_outbox *x, struct registry_source *s, const struct run *run,
                      struct error *e)
{
    struct run r = *run;
    if (s->run && strcmp(s->origin, run->origin) == 0)
        return true;
    r.source = s->id;
    if (!store_run_begin(x->inner, &r, e))
        return false;
    s->run = r.id;
    memcpy(s->origin, run->origin, sizeof s->origin);
    return true;
}

bool outbox_deliver(struct store_outbox *x, enum outbox_kind kind, struct registry_source *s,
                    const struct run *run, const struct page_place *place, const struct page *page,
                    struct page_outcome *out, struct error *e)
{
    if (!outbox_source_there(x, s, e) || !run_there(x, s, run, e))
        return false;
    if (kind == OUTBOX_PAGE) {
        struct page_place there = *place;
        there.source = s->id;
        there.run = s->run;
        if (!store_page_put(x->inner, &there, page, out, e))
            return false;
    }
    if (kind == OUTBOX_END) {
        struct run r = *run;
        r.id = s->run;
        r.source = s->id;
        if (!store_run_end(x->inner, &r, e))
            return false;
    }
    back_note(x);
    return true;
}
