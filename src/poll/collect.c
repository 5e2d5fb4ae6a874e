#include "poll/collect.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/text.h"
#include "poll/poll.h"

enum { IDLE_WAIT_MS = 100 };

struct collection {
    struct poll *polls;
    struct progress_line *lines;
    size_t count;
    struct progress *progress;
    struct fetch *fetch;
    struct writer *writer;
};

static const char *outcome_word(const char *outcome)
{
    static const struct {
        const char *outcome, *word;
    } words[] = {{"complete", N_("complete")},
                 {"partial", N_("PARTIAL")},
                 {"failed", N_("FAILED")},
                 {"interrupted", N_("interrupted")}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].outcome, outcome) == 0)
            return _(words[i].word);
    return outcome;
}

/* true: the poll is complete. false: e is the poll's error, its interruption, or its partial listing. */
static bool poll_verdict(const struct poll *p, struct error *e)
{
    if (p->failed) {
        *e = p->error;
        return false;
    }
    if (strcmp(p->run.outcome, "complete") == 0)
        return true;
    enum error_code code = outcome_code(&p->run.why);
    const char *hint = outcome_hint(&p->run.why);
    if (p->reading.fault.code && code == ERROR_TEMPORARY)
        hint = p->reading.fault.hint;
    return error_set(e, code ? code : ERROR_TEMPORARY, p->source->name,
                     *hint ? hint : _("Poll again: it goes on from there."), "%s",
                     p->run.message ? p->run.message : outcome_word(p->run.outcome));
}

/* Prints one line for a source whose poll has ended, and below that line what else is to be known of a whole poll. */
static void summary_print(const struct poll *p)
{
    char got[TEXT_NUMBER_BYTES], added[TEXT_NUMBER_BYTES], changed[TEXT_NUMBER_BYTES],
        same[TEXT_NUMBER_BYTES], rejected[TEXT_NUMBER_BYTES], seconds[TEXT_NUMBER_BYTES], pages[64];
    const struct run *r = &p->run;
    struct error verdict = {0};
    snprintf(pages, sizeof pages, P_("%lld page", "%lld pages", r->pages), (long long)r->pages);
    fprintf(
        stderr,
        p->reading.figures
            ? P_("%s: %s figure (new %s, changed %s, unchanged %s, rejected %s) in %s, %s s: %s\n",
                 "%s: %s figures (new %s, changed %s, unchanged %s, rejected %s) in %s, %s s: %s\n", r->got)
            : P_("%s: %s dossier (new %s, changed %s, unchanged %s, rejected %s) in %s, %s s: %s\n",
                 "%s: %s dossiers (new %s, changed %s, unchanged %s, rejected %s) in %s, %s s: %s\n", r->got),
        p->source->name, text_count(r->got, got), text_count(r->new_rows, added),
        text_count(r->changed, changed), text_count(r->unchanged, same), text_count(r->rejected, rejected),
        pages, text_rate(r->milliseconds, 100000, 1, seconds), outcome_word(r->outcome));
    if (p->sweep.missing)
        fprintf(stderr,
                P_("  %s dossier is no longer there; nothing counts it from now on\n",
                   "  %s dossiers are no longer there; nothing counts them from now on\n", p->sweep.missing),
                text_count(p->sweep.missing, added));
    if (r->retries.tries && r->message &&
        strstr(r->message, r->retries.reason)) /* the error is told at the end */
        fprintf(stderr,
                P_("  asked again %s time, waited %s s\n", "  asked again %s times, waited %s s\n",
                   r->retries.tries),
                text_count(r->retries.tries, added), text_rate(r->retries.waited_ms, 100000, 1, seconds));
    else if (r->retries.tries)
        fprintf(stderr,
                P_("  asked again %s time, waited %s s: %s\n",
                   "  asked again %s times, waited %s s; the last time: %s\n", r->retries.tries),
                text_count(r->retries.tries, added), text_rate(r->retries.waited_ms, 100000, 1, seconds),
                r->retries.reason);
    if (r->message && poll_verdict(p, &verdict)) /* collection_verdict() tells what failed, with what to do */
        fprintf(stderr, "  %s\n", r->message);
    if (r->why.count[OUTCOME_REJECTED])
        fprintf(stderr,
                P_("  %s record could not be read and is in no figure; 'motcua rejects' tells why\n",
                   "  %s records could not be read and are in no figure; 'motcua rejects' tells why\n",
                   r->why.count[OUTCOME_REJECTED]),
                text_count(r->why.count[OUTCOME_REJECTED], added));
}

static void lines_update(struct collection *c)
{
    int64_t now = progress_clock();
    for (size_t i = 0; i < c->count; i++) {
        const struct poll *p = &c->polls[i];
        c->lines[i] = (struct progress_line){.name = p->source->name,
                                             .pages = p->run.pages,
                                             .rows = listing_got(&p->reading.listing),
                                             .total = p->reading.listing.total,
                                             .milliseconds = now - p->clock.started,
                                             .ended = p->state == POLL_ENDED,
                                             .waiting = p->state != POLL_READY ? NULL
                                                        : p->retry.tries       ? _("waiting to try again")
                                                        : p->clock.turn        ? _("waiting for its turn")
                                                                               : NULL};
    }
    progress_draw(c->progress, c->lines, c->count);
}

static void poll_finish(struct collection *c, struct poll *p, bool interrupted)
{
    poll_close(p, interrupted);
    progress_clear(c->progress);
    summary_print(p);
}

/* Milliseconds until some source may send again. */
static long wait_of(const struct collection *c, int64_t now)
{
    int64_t wait = IDLE_WAIT_MS;
    for (size_t i = 0; i < c->count; i++) {
        const struct poll *p = &c->polls[i];
        if (p->state == POLL_READY && p->buffers.filling >= 0 && p->clock.wait_until - now < wait)
            wait = p->clock.wait_until > now ? p->clock.wait_until - now : 0;
        if (p->replay && p->state == POLL_FLYING)
            wait = 0;
    }
    return (long)wait;
}

/* Gives written pages back to their polls; wait: until the writer has none. */
static void pages_take(const struct collection *c, bool wait)
{
    struct writer_page *page;
    while ((page = writer_take(c->writer, wait)))
        poll_written(page->context, page);
}

static void collection_run(struct collection *c)
{
    size_t left = 0;
    for (size_t i = 0; i < c->count; i++)
        left += c->polls[i].buffers.pages[0] != NULL;
    while (left && !collect_stopping()) {
        int64_t now = progress_clock();
        struct fetch_reply reply;
        pages_take(c, false);
        for (size_t i = 0; i < c->count; i++)
            poll_step(&c->polls[i], now);
        if (fetch_next(c->fetch, wait_of(c, now), &reply))
            poll_reply(reply.context, &reply);
        for (size_t i = 0; i < c->count; i++)
            if (poll_settled(&c->polls[i]) && c->polls[i].buffers.pages[0]) {
                poll_finish(c, &c->polls[i], false);
                left--;
            }
        lines_update(c);
    }
    pages_take(c, true);
    for (size_t i = 0; i < c->count; i++)
        if (c->polls[i].buffers.pages[0])
            poll_finish(c, &c->polls[i], true);
}

/* A source that is a folder of exports is never polled; import/folder.h reads such folders. */
static bool source_wanted(const struct config_source *source, const struct collect_options *o)
{
    if (source->folder)
        return false;
    for (size_t i = 0; i < o->name_count; i++)
        if (strcmp(o->names[i], source->name) == 0)
            return true;
    return o->name_count == 0;
}

static bool names_check(const struct config *c, const struct collect_options *o, struct error *e)
{
    for (size_t i = 0; i < o->name_count; i++)
        if (!config_source_find(c, o->names[i]))
            return error_set(e, ERROR_USAGE, o->names[i],
                             _("'motcua sources' and the config file list them."), _("no such source"));
    if (c->source_count == 0)
        return error_set(e, ERROR_CONFIG, c->file, _("Add one to \"sources\"; 'motcua init' shows how."),
                         _("no source is configured"));
    return true;
}

/* How grave a code is. Faults that spoil every poll until somebody acts (this program, the disk, the config) are graver
 * than faults of one portal, and those are graver than faults that another poll may not meet. */
static int gravity(enum error_code code)
{
    static const enum error_code order[] = {ERROR_TEMPORARY, ERROR_UNAVAILABLE, ERROR_DATA,    ERROR_USAGE,
                                            ERROR_CONFIG,    ERROR_IO,          ERROR_INTERNAL};
    int i = (int)(sizeof order / sizeof *order);
    while (i > 0 && order[i - 1] != code)
        i--;
    return i;
}

/* true: all polls are complete. false: e is the gravest error; the other errors are printed here, each once, with their
 * number, so that the caller prints the gravest as the last. */
static bool collection_verdict(const struct collection *c, struct error *e)
{
    size_t bad = 0;
    for (size_t i = 0; i < c->count; i++) {
        struct error one = {0};
        if (poll_verdict(&c->polls[i], &one))
            continue;
        if (bad++ == 0) {
            *e = one;
        } else if (gravity(one.code) > gravity(e->code)) {
            error_print(e);
            *e = one;
        } else {
            error_print(&one);
        }
    }
    if (bad > 1)
        fprintf(stderr,
                P_("%zu of %zu source did not come whole; the gravest:\n",
                   "%zu of %zu sources did not come whole; the gravest:\n", c->count),
                bad, c->count);
    return bad == 0;
}

bool collect(const struct config *c, struct store *s, const struct collect_options *o, struct error *e)
{
    struct collection job = {0};
    bool ok = false;
    moment observed = o->observed == MOMENT_NONE ? moment_now() : o->observed;
    if (!names_check(c, o, e))
        return false;
    job.polls = calloc(c->source_count, sizeof *job.polls);
    job.lines = calloc(c->source_count, sizeof *job.lines);
    job.fetch = fetch_open(e);
    if (!job.polls || !job.lines) {
        error_memory(e, "collect");
        goto out;
    }
    job.writer = job.fetch ? writer_open(s, fetch_wake, job.fetch, e) : NULL;
    if (!job.writer)
        goto out;
    job.progress = progress_new(o->progress);
    for (size_t i = 0; i < c->source_count; i++) {
        struct poll *p = &job.polls[job.count];
        if (!source_wanted(&c->sources[i], o))
            continue;
        job.count++;
        const struct poll_options options = {observed, o->full, o->trusted, o->replay};
        if (!poll_open(p, &c->sources[i], s, job.fetch, job.writer, &options))
            poll_finish(&job, p, false);
    }
    collection_run(&job);
    ok = collection_verdict(&job, e);
out:
    writer_close(job.writer);
    progress_free(job.progress);
    fetch_close(job.fetch);
    free(job.lines);
    free(job.polls);
    return ok;
}
