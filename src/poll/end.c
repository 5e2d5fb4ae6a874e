#include "poll/end.h"

#include <stdio.h>
#include <string.h>

#include "adapters/manifest/manifest.h"
#include "base/progress.h"
#include "base/text.h"

void poll_fail(struct poll *p, const struct error *e)
{
    p->failed = true;
    p->error = *e;
    p->state = POLL_ENDED;
}

/* All was read: from now on changes will do, until the next reading of all is due. What it did not bring is
 * missing; unless it is so much that the store doubts it. A reading that went on from where another had
 * stopped, or during which dossiers were removed, is to be made again with the next poll; one that can never
 * tell is not. */
static bool sweep_end(struct poll *p, struct error *e)
{
    char cursor[LIMIT_VALUE_BYTES];
    struct page_outcome outcome = {0};
    const struct cursor now = {.changed = p->certainty <= CERTAINTY_KEYS ? p->run.observed : MOMENT_NONE};
    struct page_place place = {.source = p->run.source,
                               .run = p->run.id,
                               .stream = STREAM_ALL,
                               .observed = p->run.observed,
                               .period_from = MOMENT_NONE,
                               .cursor = cursor_write(&now, cursor)};
    p->all->ends = p->certainty == CERTAINTY_CLEAR;
    if (!store_page_put(p->store, &place, p->all, &outcome, e))
        return false;
    p->missing = outcome.doubted ? 0 : outcome.missing;
    p->doubted = outcome.doubted;
    p->partial = p->partial || outcome.doubted;
    if (outcome.doubted)
        snprintf(p->message, sizeof p->message,
                 _("%lld of %lld dossiers did not come; that is not believed, none was taken as missing"),
                 (long long)outcome.missing, (long long)outcome.had);
    return true;
}

/* Did this run read all dossiers that there are? */
static bool is_sweep(const struct poll *p)
{
    return p->state == POLL_ENDED && !p->failed && !p->partial && p->whole &&
           p->certainty != CERTAINTY_REPLAY && !manifest_has_figures(p->manifest);
}

/* What a run that ended well has to say of itself. */
static void run_tell(struct poll *p)
{
    char since[MOMENT_TEXT_BYTES];
    if (p->failed || p->partial || p->state != POLL_ENDED || manifest_has_figures(p->manifest))
        return;
    if (p->since != MOMENT_NONE)
        snprintf(p->message, sizeof p->message, _("what was changed since %s"),
                 moment_write(p->since, "HH:mm dd/MM/yyyy", since));
    else if (p->certainty != CERTAINTY_CLEAR)
        snprintf(p->message, sizeof p->message, _("what is missing was not looked for: %s"),
                 certainty_words(p->certainty));
}

static const char *outcome_of(const struct poll *p, bool interrupted)
{
    if (interrupted)
        return "interrupted";
    if (p->failed)
        return p->run.pages ? "partial" : "failed";
    return p->partial ? "partial" : "complete";
}

void poll_run_end(struct poll *p, bool interrupted)
{
    struct error e = {0};
    if (p->run.id && is_sweep(p) && !sweep_end(p, &e)) {
        error_within(&e, p->source->name);
        poll_fail(p, &e);
    }
    run_tell(p);
    p->run.ended = moment_now();
    p->run.milliseconds = progress_clock() - p->started;
    bool under_way = p->listing.total >= 0 || p->listing.seen.count;
    p->run.got = p->got_before + (under_way ? listing_got(&p->listing) : 0);
    if (p->listing.total >= 0 && p->expected_before >= 0)
        p->run.expected = p->expected_before + p->listing.total;
    p->run.outcome = outcome_of(p, interrupted);
    if (p->failed)
        snprintf(p->message, sizeof p->message, "%.*s", (int)sizeof p->message - 1, p->error.what);
    p->run.message = *p->message ? p->message : NULL;
    if (p->run.id && !store_run_end(p->store, &p->run, &e) && !p->failed) {
        p->failed = true;
        p->error = e;
    }
}
