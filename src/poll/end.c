#include "poll/end.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "adapters/manifest/manifest.h"
#include "base/progress.h"
#include "base/text.h"

void poll_tell(struct poll *p, const char *fmt, ...)
{
    char line[LIMIT_MESSAGE_BYTES];
    size_t used = strlen(p->message), gap = used ? 2 : 0;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    if (n < 0 || (used && used + gap + (size_t)n >= sizeof p->message))
        return;
    snprintf(p->message + used, sizeof p->message - used, "%s%s", gap ? "; " : "", line);
}

void poll_fail(struct poll *p, const struct error *e)
{
    p->failed = true;
    p->error = *e;
    p->state = POLL_ENDED;
}

/* After a full reading: later polls ask for changes alone until the next full reading is due, and dossiers that did
 * not come are missing, unless they are so many that the store doubts their absence. A reading that went on from an
 * earlier one, or during which dossiers were removed, is made again by the next poll; a reading that can never tell
 * is not. */
static bool sweep_end(struct poll *p, struct error *e)
{
    char cursor[LIMIT_VALUE_BYTES];
    struct page_outcome outcome = {0};
    const struct cursor now = {.changed =
                                   p->sweep.certainty <= CERTAINTY_KEYS ? p->run.observed : MOMENT_NONE};
    struct page_place place = {.source = p->run.source,
                               .run = p->run.id,
                               .stream = STREAM_ALL,
                               .observed = p->run.observed,
                               .period_from = MOMENT_NONE,
                               .cursor = cursor_write(&now, cursor)};
    p->sweep.all->ends = p->sweep.certainty == CERTAINTY_CLEAR;
    if (!store_page_put(p->store, &place, p->sweep.all, &outcome, e))
        return false;
    p->sweep.missing = outcome.doubted ? 0 : outcome.missing;
    p->run.why.count[OUTCOME_DOUBTED] += outcome.doubted ? outcome.missing : 0;
    if (outcome.doubted)
        poll_tell(p,
                  P_("%lld of %lld dossier did not come; that is not believed, none was taken as missing",
                     "%lld of %lld dossiers did not come; that is not believed, none was taken as missing",
                     outcome.had),
                  (long long)outcome.missing, (long long)outcome.had);
    return true;
}

/* True if a listing did not come whole; rejects do not count, because they came and their keys are known. */
static bool is_partial(const struct poll *p)
{
    struct outcome why = p->run.why;
    why.count[OUTCOME_REJECTED] = 0;
    why.idle = true;
    return outcome_verdict(&why) != OUTCOME_COMPLETE;
}

/* True if this run read all dossiers of the source. */
static bool is_sweep(const struct poll *p)
{
    return p->state == POLL_ENDED && !p->failed && !is_partial(p) && p->sweep.whole &&
           p->sweep.certainty != CERTAINTY_REPLAY && !manifest_has_figures(p->manifest);
}

/* Adds to the message which part of the dossiers a run that ended well has read. */
static void run_tell(struct poll *p)
{
    char since[MOMENT_TEXT_BYTES];
    if (p->failed || is_partial(p) || p->state != POLL_ENDED || manifest_has_figures(p->manifest))
        return;
    if (p->reading.since != MOMENT_NONE)
        poll_tell(p, _("what was changed since %s"),
                  moment_write(p->reading.since, "HH:mm dd/MM/yyyy", since));
    else if (p->sweep.certainty != CERTAINTY_CLEAR)
        poll_tell(p, _("what is missing was not looked for: %s"), certainty_words(p->sweep.certainty));
}

/* Sets the outcome of the run. Where no listing brought a record, the fault of the first listing is the poll's
 * error. */
static void run_judge(struct poll *p, bool interrupted)
{
    struct outcome *why = &p->run.why;
    const struct listing *l = &p->reading.listing; /* of a poll that ended in its middle */
    char line[LIMIT_MESSAGE_BYTES];
    why->came += l->rows;
    why->read += l->rows > l->rejects ? l->rows - l->rejects : 0;
    why->count[OUTCOME_REJECTED] += l->rejects;
    why->idle = !why->came && !p->failed && !why->count[OUTCOME_STREAMS];
    enum outcome_verdict verdict = outcome_verdict(why);
    if (verdict == OUTCOME_FAILED && !p->failed && !interrupted) {
        if (p->reading.fault.code)
            p->error = p->reading.fault;
        else
            error_set(&p->error, outcome_code(why), p->source->name, outcome_hint(why), "%s%s%s",
                      outcome_say(why, line, sizeof line), *p->message ? "; " : "", p->message);
        if (strcmp(p->error.where, p->source->name) != 0)
            error_within(&p->error, p->source->name);
        p->failed = true;
    }
    if (interrupted)
        p->run.outcome = "interrupted";
    else if (p->failed)
        p->run.outcome = outcome_verdict_name(p->run.pages && why->read ? OUTCOME_PARTIAL : OUTCOME_FAILED);
    else
        p->run.outcome = outcome_verdict_name(verdict);
    if (outcome_rejects_many(why))
        poll_tell(p, "%s: %s", _("records that could not be read"),
                  text_count(why->count[OUTCOME_REJECTED], line));
}

static void retries_note(struct poll *p)
{
    p->run.retries.tries = p->retry.run_tries;
    p->run.retries.waited_ms = p->retry.waited_ms;
    snprintf(p->run.retries.reason, sizeof p->run.retries.reason, "%s", p->retry.reason);
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
    p->run.milliseconds = progress_clock() - p->clock.started;
    bool under_way = p->reading.listing.total >= 0 || p->reading.listing.seen.count;
    p->run.got = p->reading.got_before + (under_way ? listing_got(&p->reading.listing) : 0);
    if (p->reading.listing.total >= 0 && p->reading.expected_before >= 0)
        p->run.expected = p->reading.expected_before + p->reading.listing.total;
    run_judge(p, interrupted);
    retries_note(p);
    if (p->failed)
        snprintf(p->message, sizeof p->message, "%.*s", (int)sizeof p->message - 1, p->error.what);
    p->run.message = *p->message ? p->message : NULL;
    char *issues = p->issues.count ? misgiving_list_write(&p->issues) : NULL;
    p->run.issues = issues;
    if (p->run.id && !store_run_end(p->store, &p->run, &e) && !p->failed) {
        p->failed = true;
        p->error = e;
    }
    p->run.issues = NULL;
    free(issues);
    misgiving_list_free(&p->issues);
}
