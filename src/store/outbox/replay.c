/* Replays the steps of the outbox into the store, in their order. */
#include <stdio.h>

#include "base/progress.h"
#include "base/text.h"
#include "rows/reply_tag.h"
#include "store/outbox/driver.h"
#include "store/outbox/inner.h"

enum fate { FATE_DONE, FATE_AWAY, FATE_BROKEN /* the outbox itself */ };

static void refusal_tell(const struct store_outbox *x, const struct outbox_step *step,
                         const struct error *why)
{
    progress_hide();
    error_print(why);
    fprintf(stderr,
            _("motcua: %s: a page was set aside in %s; 'motcua outbox' lists it, 'motcua outbox replay' "
              "tries it again\n"),
            step->source.name, outbox_file(x->box));
}

/* Sets a refused step aside, so that it does not block the steps behind it. Its cursor still goes into the store,
 * because the outbox keeps the page; but a cursor with a reply's tag is emptied, so that the next poll asks for the
 * figures again. */
static enum fate step_refuse(struct store_outbox *x, struct registry_source *s,
                             const struct outbox_step *step, const struct error *why, struct error *e)
{
    const struct page nothing = {.total = -1};
    struct page_outcome out;
    struct error ignored = {0};
    struct page_place place = step->place;
    struct reply_tag had;
    if (place.cursor && reply_tag_read(place.cursor, &had))
        place.cursor = "";
    if (step->kind == OUTBOX_PAGE && step->readable &&
        !outbox_deliver(x, OUTBOX_PAGE, s, &step->run, &place, &nothing, &out, &ignored) &&
        outbox_worth_waiting(&ignored)) {
        *e = ignored;
        return FATE_AWAY;
    }
    if (!outbox_refuse(x->box, step, why->what, e))
        return FATE_BROKEN;
    refusal_tell(x, step, why);
    return FATE_DONE;
}

static enum fate step_replay(struct store_outbox *x, bool *any, struct error *e)
{
    struct outbox_step step;
    struct page_outcome out = {0};
    struct error why = {0};
    if (!outbox_first(x->box, &step, x->page, any, e))
        return FATE_BROKEN;
    if (!*any)
        return FATE_DONE;
    struct registry_source *s = registry_source_put(&x->waiting, &step.source);
    if (!s) {
        error_memory(e, x->name);
        return FATE_BROKEN;
    }
    if (!step.readable)
        return step_refuse(x, s, &step, &step.damage, e);
    if (!outbox_deliver(x, step.kind, s, &step.run, &step.place, x->page, &out, &why)) {
        if (why.code == ERROR_DATA)
            return step_refuse(x, s, &step, &why, e);
        *e = why;
        return FATE_AWAY;
    }
    if (!outbox_done(x->box, &step, &out, e))
        return FATE_BROKEN;
    x->replayed += step.kind == OUTBOX_PAGE;
    return FATE_DONE;
}

bool outbox_drain(struct store_outbox *x, int64_t milliseconds, bool (*stop)(void), bool *empty,
                  struct error *e)
{
    struct error why = {0};
    int64_t start = progress_clock();
    enum fate fate = FATE_DONE;
    bool any = true;
    *empty = false;
    if (!outbox_lock(x->box, &any, e))
        return false;
    x->busy = !any;
    if (!any) /* another program replays; this program only adds steps */
        return true;
    while (any && fate == FATE_DONE && progress_clock() - start <= milliseconds && !(stop && stop())) {
        int64_t step = progress_clock();
        fate = step_replay(x, &any, &why);
        if (fate == FATE_AWAY)
            outbox_away(x, &why, step);
        else if (any && fate == FATE_DONE && !x->noted)
            outbox_note(x);
    }
    *empty = !any;
    outbox_unlock(x->box);
    if (fate == FATE_BROKEN)
        *e = why;
    return fate != FATE_BROKEN;
}
