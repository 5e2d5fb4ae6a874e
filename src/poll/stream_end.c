#include "poll/stream_end.h"

#include <stdio.h>
#include <string.h>

#include "adapters/manifest/manifest.h"
#include "base/text.h"
#include "poll/end.h"
#include "poll/stream.h"

static void newest_note(struct poll *p, const struct page *page, const struct portal_reply *reply)
{
    moment newest = reply->period_kind
                        ? figures_newest(reply->period_kind, reply->period_from, p->run.observed)
                        : page_newest(page, p->run.observed);
    if (page->record_count && newest > p->run.newest)
        p->run.newest = newest;
    int days = reply->period_kind ? figures_fresh_days(reply->period_kind) : 0;
    if (!p->source->fresh_days && days > p->run.why.fresh_days)
        p->run.why.fresh_days = days;
}

bool poll_page_see(struct poll *p, const struct page *page, struct portal_reply *reply, struct error *e)
{
    struct listing *l = &p->reading.listing;
    if (!listing_see(l, page) || !misgiving_join(&p->issues, &page->issues))
        return error_memory(e, p->source->name);
    newest_note(p, page, reply);
    if (p->reading.raw && !l->mended++)
        snprintf(l->words, sizeof l->words, "%s",
                 _("the header Content-Encoding is not true: the reply was read as it came"));
    p->reading.got_before += page->dossier_count ? (int64_t)0 : (int64_t)page->figure_count;
    bool counted = reply->stream_done && l->total >= 0;
    if (page->record_count == 0 || l->fresh || l->pages == 1 || counted)
        return true;
    /* A portal that gives its last page for every number behind it has shown that it looks at the number. */
    l->repeated = !p->reading.probe || (l->total < 0 && l->pages == 2);
    if (!reply->stream_done)
        p->adapter->leave(p->job);
    reply->stream_done = true;
    reply->cursor = "";
    return true;
}

/* --- the end --- */

static void total_count(struct poll *p)
{
    struct poll_reading *r = &p->reading;
    const struct listing *l = &r->listing;
    r->figures = r->figures || l->figures;
    if (l->total < 0 || l->figures || r->expected_before < 0)
        r->expected_before = -1;
    else
        r->expected_before += l->total;
    r->got_before += listing_got(l);
    p->run.expected = r->expected_before;
}

/* Counts by reason what is not whole of the listing. proved: all records of the portal's total came, so that records
 * that one reply lacked came with another. */
static void listing_judge(struct poll *p, bool whole, bool proved)
{
    const struct listing *l = &p->reading.listing;
    int64_t *count = p->run.why.count, lacks = whole ? 0 : listing_lacks(l);
    p->run.why.came += l->rows;
    p->run.why.read += l->rows > l->rejects ? l->rows - l->rejects : 0;
    count[OUTCOME_REJECTED] += l->rejects;
    count[OUTCOME_TWICE] += l->twice.inside + l->twice.across;
    count[OUTCOME_MENDED] += l->mended + (proved ? l->cut + l->broken : 0);
    count[OUTCOME_CUT] += proved ? 0 : l->cut;
    count[OUTCOME_BROKEN] += proved ? 0 : l->broken;
    count[OUTCOME_LACKING] += lacks;
    count[OUTCOME_REPEATED] += l->repeated && !proved;
    count[OUTCOME_TOTALS] += l->odd;
    count[OUTCOME_TABLES] += l->tables;
    count[OUTCOME_CAPPED] += l->total == LIMIT_LISTING_CAP && !l->figures && !lacks;
}

/* Adds a sentence on the listing to the message, with its name where the manifest has several. */
static void listing_say(struct poll *p, const char *line)
{
    bool several = manifest_stream_count(p->manifest) > 1;
    poll_tell(p, "%s%s%s", several ? p->reading.stream : "", several ? ": " : "", line);
}

static void total_tell(struct poll *p)
{
    const struct listing *l = &p->reading.listing;
    char line[LIMIT_LINE_BYTES];
    snprintf(line, sizeof line,
             _("the portal says %lld, and more came: it is not believed, the list was read to its end"),
             (long long)l->told);
    listing_say(p, l->told >= 0
                       ? line
                       : _("the portal's total is no number that can be true: the list was read to its end"));
}

/* Adds the words for the counts of listing_judge() to the message. */
static void listing_tell(struct poll *p, bool whole, bool proved)
{
    const struct listing *l = &p->reading.listing;
    int64_t twice = l->twice.inside + l->twice.across, lacks = whole ? 0 : listing_lacks(l);
    char line[LIMIT_LINE_BYTES];
    snprintf(line, sizeof line, _("the portal says %lld, %lld came"), (long long)l->total,
             (long long)(l->figures ? l->rows : listing_got(l)));
    if (lacks)
        listing_say(p, line);
    snprintf(line, sizeof line, _("page %lld brings nothing that was not there before"), (long long)l->pages);
    if (l->repeated && !proved)
        listing_say(p, line);
    if (l->odd)
        total_tell(p);
    snprintf(line, sizeof line, _("records that came twice: %lld"), (long long)twice);
    if (twice)
        listing_say(p, line);
    snprintf(line, sizeof line, _("it ends at record %lld, where portals cut their lists"),
             (long long)l->total);
    if (l->total == LIMIT_LISTING_CAP && !l->figures && !lacks)
        listing_say(p, line);
    if (*l->words)
        listing_say(p, l->words);
}

/* Keeps the keys of the finished reading, if the run's readings so far tell which dossiers are missing. */
static bool keys_keep(struct poll *p, struct error *e)
{
    struct listing *l = &p->reading.listing;
    struct poll_sweep *sweep = &p->sweep;
    enum certainty certainty = listing_certainty(l);
    if (manifest_stream_figures(p->manifest, poll_stream_now(p)))
        return true;
    sweep->whole = sweep->whole && !l->changes;
    sweep->certainty = certainty > sweep->certainty ? certainty : sweep->certainty;
    return !sweep->whole || sweep->certainty || key_set_move(&sweep->all->keys, &l->seen) ||
           error_memory(e, p->source->name);
}

/* True if the stream must be read again. A reading that brought fewer distinct records than the portal's total (rows
 * shifted between pages meanwhile) is made again, because known records cost little, but not where pages repeat,
 * because they would repeat again. A reading of changes that is not proved becomes a full reading. */
static bool reading_again(struct poll *p, bool whole)
{
    struct listing *l = &p->reading.listing;
    bool proved = !l->changes || listing_proved(l);
    return !(proved && (whole || l->repeated || l->figures || ++p->reading.sweeps >= LIMIT_SWEEP_TRIES));
}

static bool listing_again(struct poll *p, struct error *e)
{
    struct listing *l = &p->reading.listing;
    const struct cursor *c = &p->streams[poll_stream_now(p)].cursor;
    bool changes = l->changes && listing_proved(l);
    moment since = changes ? c->changed - p->source->look_back * MOMENT_DAY : MOMENT_NONE;
    p->reading.twice = l->twice;
    listing_begin(l, c->changed, 0);
    l->changes = changes;
    p->reading.since = since;
    return changes ? p->adapter->changes(p->job, p->reading.stream, since, e)
                   : p->adapter->resume(p->job, p->reading.stream, "", e);
}

static bool listing_close(struct poll *p, bool whole, struct error *e)
{
    bool proved = whole && p->reading.listing.total >= 0;
    total_count(p);
    listing_judge(p, whole, proved);
    listing_tell(p, whole, proved);
    if (!keys_keep(p, e))
        return false;
    p->reading.sweeps = 0;
    p->reading.twice = (struct listing_twice){0};
    listing_begin(&p->reading.listing, MOMENT_NONE, 0);
    *p->reading.stream = '\0';
    return true;
}

bool poll_stream_end(struct poll *p, struct error *e)
{
    listing_settle(&p->reading.listing);
    bool whole = listing_whole(&p->reading.listing, &p->reading.twice);
    return reading_again(p, whole) ? listing_again(p, e) : listing_close(p, whole, e);
}

bool poll_stream_fault(struct poll *p, const struct error *why, struct error *late)
{
    struct poll_reading *r = &p->reading;
    p->adapter->leave(p->job);
    p->buffers.keep = false;
    p->run.why.count[OUTCOME_STREAMS]++;
    if (!r->fault.code)
        r->fault = *why;
    listing_say(p, why->what);
    p->sweep.whole = false;
    return listing_close(p, false, late);
}
