#include "poll/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/json/blank.h"
#include "adapters/manifest/manifest.h"
#include "base/key_set.h"
#include "base/progress.h"
#include "base/text.h"
#include "poll/fetch.h"
#include "poll/recording.h"

struct probe {
    const struct config_source *source;
    const struct check_options *options;
    struct store *store;
    struct check_report *out;
    struct manifest *manifest;
    const struct portal_driver *adapter;
    struct portal_job *job;
    struct portal_request request;
    struct fetch *fetch;
    struct page *page;
    bool keep; /* later replies add to the page */
    struct recording *recording;
    struct buffer body; /* body of the reply under way */
    long status;
    const char *step; /* where the request under way failed; NULL: the portal has answered */
    char type[128], stream[LIMIT_NAME_BYTES];
    int64_t sent_at;
    int replies, renewals;
};

static void line_add(struct probe *p, const char *what, enum check_result result, const char *advice,
                     const char *fmt, ...) PRINTF_LIKE(5, 6);

static void line_add(struct probe *p, const char *what, enum check_result result, const char *advice,
                     const char *fmt, ...)
{
    va_list args;
    if (p->out->count == LIMIT_CHECK_LINES)
        return;
    struct check_line *line = &p->out->lines[p->out->count++];
    *line = (struct check_line){.what = what, .result = result};
    va_start(args, fmt);
    vsnprintf(line->found, sizeof line->found, fmt, args);
    va_end(args);
    snprintf(line->advice, sizeof line->advice, "%s", advice ? advice : "");
}

static bool line_bad(struct probe *p, const char *what, const struct error *e)
{
    line_add(p, what, CHECK_BAD, e->hint, "%s", e->what);
    return false;
}

/* --- the connection --- */

/* Warns before the certificate ends, because no poll succeeds afterwards. */
static void certificate_check(struct probe *p, const struct fetch_peer *peer)
{
    char end[MOMENT_TEXT_BYTES];
    if (!peer->tls || peer->not_after == MOMENT_NONE)
        return;
    int64_t days = (peer->not_after - moment_now()) / MOMENT_DAY;
    moment_write(peer->not_after, "dd/MM/yyyy", end);
    if (days < LIMIT_CERTIFICATE_WARN_DAYS)
        line_add(p, N_("certificate"), CHECK_WARNING,
                 _("Tell the portal's operator to renew it; polls fail from that day on."),
                 P_("it ends in %lld day, on %s", "it ends in %lld days, on %s", days), (long long)days, end);
    else
        line_add(p, N_("certificate"), CHECK_GOOD, NULL, _("good until %s, issued by %.200s"), end,
                 *peer->issuer ? peer->issuer : "?");
}

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static void connection_check(struct probe *p)
{
    struct fetch_peer peer;
    fetch_peer(p->fetch, p->source, &peer);
    if (!peer.tls && p->source->user && !is_loopback(peer.address))
        line_add(p, N_("connection"), CHECK_WARNING,
                 _("Ask the portal's operator for an address with https; put that into base_url."),
                 _("to %s, not encrypted: user and password can be read on the way"), peer.address);
    else
        line_add(p, N_("connection"), CHECK_GOOD, NULL, _("to %s, HTTP/%d.%d"), peer.address, peer.http / 10,
                 peer.http % 10);
    certificate_check(p, &peer);
}

/* --- one request --- */

static bool reader_begin(void *context, long status, const char *type, struct error *e)
{
    struct probe *p = context;
    p->status = status;
    if (p->replies++ == 0) {
        line_add(p, N_("address"), CHECK_GOOD, NULL, _("%.200s answers in %lld ms"), p->source->base_url,
                 (long long)(progress_clock() - p->sent_at));
        connection_check(p);
    }
    snprintf(p->type, sizeof p->type, "%s", type);
    if (!p->keep)
        page_reset(p->page);
    buffer_reset(&p->body);
    if (status == 429 || status >= 500)
        return error_set(e, ERROR_TEMPORARY, p->source->name,
                         _("The portal is overloaded or down; try again later."), _("status %ld"), status);
    return p->adapter->begin(p->job, status, type, p->page, e);
}

static bool reader_body(void *context, const char *bytes, size_t n, struct error *e)
{
    struct probe *p = context;
    buffer_append(&p->body, bytes, n);
    return p->adapter->body(p->job, bytes, n, e);
}

/* Sends the request and waits for the reply, one request at a time, at the manifest's pace. */
static bool probe_ask(struct probe *p, struct error *e)
{
    const struct fetch_reader reader = {p, reader_begin, reader_body};
    struct fetch_reply reply = {0};
    int64_t now = progress_clock(), wait = 0;
    if (!fetch_turn(p->fetch, p->source, p->request.url, now, &wait, e))
        return false;
    int64_t until = p->sent_at ? p->sent_at + p->request.pause_ms : now;
    for (until = until > now + wait ? until : now + wait; now < until; now = progress_clock())
        (void)fetch_next(p->fetch, (long)(until - now), &reply);
    p->sent_at = now;
    if (!fetch_start(p->fetch, p->source, &p->request, &reader, e))
        return false;
    while (!fetch_next(p->fetch, 1000, &reply))
        continue;
    p->step = NULL;
    if (reply.result != FETCH_OK) {
        p->step = reply.step;
        *e = reply.error;
        return false;
    }
    return true;
}

/* --- the reply --- */

/* A list "a, b, c ..." of at most LIMIT_CHECK_NAMES names. */
struct names {
    char text[LIMIT_MESSAGE_BYTES - 128];
    size_t count;
};

static void names_add(struct names *n, const char *name)
{
    size_t used = strlen(n->text);
    if (n->count++ < LIMIT_CHECK_NAMES)
        snprintf(n->text + used, sizeof n->text - used, "%s%s", used ? ", " : "", name);
    else if (n->count == LIMIT_CHECK_NAMES + 1)
        snprintf(n->text + used, sizeof n->text - used, ", ...");
}

/* Tells the members that the manifest names and that no record of this reply has. */
static bool members_check(struct probe *p, const struct plan *plan, struct buffer *blanked, struct error *e)
{
    struct names missing = {0};
    bool *seen = calloc(plan->tree.count + 1, sizeof *seen);
    if (!seen)
        return error_memory(e, p->source->name);
    bool ok = blank_reply(plan, buffer_string(&p->body), p->body.used, blanked, seen, e);
    for (size_t i = 1; ok && i < plan->tree.count; i++) {
        char path[LIMIT_VALUE_BYTES];
        blank_path(plan, i, path, sizeof path);
        if (!seen[i] && blank_named(plan, i))
            names_add(&missing, path);
    }
    free(seen);
    if (ok && missing.count)
        line_add(p, N_("members"), CHECK_WARNING,
                 _("If the portal calls them otherwise, name them so in a manifest of your own; what is made "
                   "from them stays unknown."),
                 _("%s: not in this reply: %s"), p->stream, missing.text);
    return ok;
}

static bool unit_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)columns;
    (void)count;
    (void)e;
    *(bool *)context = true;
    return true;
}

/* Tells the units of the page that the store does not know, each once though the page may name a unit often. */
static bool units_check(struct probe *p, struct error *e)
{
    struct names unknown = {0};
    struct key_set seen = {0};
    size_t known = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < p->page->unit_count; i++) {
        const char *unit = p->page->units[i].code;
        const struct value code = value_text(unit);
        size_t before = seen.count;
        bool found = false;
        ok = key_set_add(&seen, unit, strlen(unit)) || error_memory(e, p->source->name);
        if (!ok || seen.count == before)
            continue;
        ok = store_query(p->store, "SELECT code FROM unit WHERE code = $1", &code, 1, unit_row, &found, e);
        known += found;
        if (!found)
            names_add(&unknown, unit);
    }
    key_set_clear(&seen);
    if (!ok)
        return false;
    if (unknown.count)
        line_add(p, N_("units"), CHECK_WARNING,
                 _("The first poll registers them; give names and parents with 'motcua units import'."),
                 P_("%zu unit is known, %zu are not: %s", "%zu units are known, %zu are not: %s", known),
                 known, unknown.count, unknown.text);
    else if (known)
        line_add(p, N_("units"), CHECK_GOOD, NULL,
                 P_("the %zu unit is known", "all %zu units are known", known), known);
    return true;
}

static void records_check(struct probe *p)
{
    const struct page *page = p->page;
    if (page->record_count == 0)
        line_add(p, N_("records"), CHECK_WARNING,
                 _("Look at the vars of this source, at what the account may see, and at \"records\" in the "
                   "manifest."),
                 _("%s: no record where the manifest looks for them"), p->stream);
    else if (page->total >= 0)
        line_add(p, N_("records"), CHECK_GOOD, NULL,
                 P_("%s: %zu record came, the portal says that it has %lld",
                    "%s: %zu records came, the portal says that it has %lld", page->record_count),
                 p->stream, page->record_count, (long long)page->total);
    else
        line_add(p, N_("records"), CHECK_GOOD, NULL,
                 P_("%s: %zu record came", "%s: %zu records came", page->record_count), p->stream,
                 page->record_count);
    if (page->reject_count) {
        const struct reject *first = &page->rejects[0];
        line_add(p, N_("records"), CHECK_WARNING,
                 _("Look at this field's map or date pattern in the manifest."),
                 P_("%s: %zu record cannot be read, because of %s: %s (%s)",
                    "%s: %zu records cannot be read, the first because of %s: %s (%s)", page->reject_count),
                 p->stream, page->reject_count, first->field, _(first->reason), first->shape);
    }
}

/* Tells of a reply that was read, and records the reply. */
static bool reply_take(struct probe *p, const struct portal_reply *reply, bool first, struct error *e)
{
    const struct plan *plan = p->adapter->plan(p->job);
    const struct recorded_reply about = {
        .stream = reply->rows || reply->more ? p->stream : NULL, .status = p->status, .type = p->type};
    struct buffer blanked;
    bool ok = true;
    buffer_init(&blanked, LIMIT_RECORDED_BYTES);
    if (p->body.failed)
        ok = error_set(e, ERROR_DATA, p->source->name, NULL, _("larger than %zu bytes"), p->body.max);
    if (ok && (reply->rows || reply->more) && first) {
        records_check(p);
        ok = (!plan || members_check(p, plan, &blanked, e)) && units_check(p, e);
    } else if (ok && plan && p->recording) {
        ok = blank_reply(plan, buffer_string(&p->body), p->body.used, &blanked, NULL, e);
    }
    if (ok && plan && p->recording)
        ok = recording_add(p->recording, &about, &blanked, e);
    buffer_free(&blanked);
    return ok || line_bad(p, N_("reply"), e);
}

/* --- the look --- */

static bool probe_open(struct probe *p, struct error *e)
{
    buffer_init(&p->body, LIMIT_RECORDED_BYTES);
    p->page = page_new();
    p->manifest = manifest_load(p->source->manifest, e);
    if (!p->manifest || !manifest_suits(p->manifest, p->source, e))
        return line_bad(p, N_("config"), e);
    p->adapter = portal_driver_find(manifest_driver(p->manifest), p->source->manifest, e);
    bool ok = p->adapter && (p->page || error_memory(e, p->source->name));
    ok = ok && (p->fetch = fetch_open(e));
    if (ok)
        fetch_look(p->fetch);
    ok = ok && (p->job = p->adapter->open(p->manifest, p->source, p->options->observed, e));
    if (ok && p->options->record && !p->adapter->plan(p->job))
        ok = error_set(e, ERROR_USAGE, p->source->name, NULL, _("this driver's replies cannot be recorded"));
    if (ok && p->options->record)
        ok = (p->recording =
                  recording_new(p->options->record, p->source->manifest, p->options->observed, e)) != NULL;
    return ok || line_bad(p, N_("config"), e);
}

static void probe_close(struct probe *p)
{
    if (p->job)
        p->adapter->close(p->job);
    fetch_close(p->fetch);
    manifest_free(p->manifest);
    page_free(p->page);
    recording_close(p->recording);
    if (p->body.data)
        explicit_bzero(p->body.data, p->body.size);
    buffer_free(&p->body);
}

/* Makes one request and takes its reply. *more: the check wants another request. */
static bool probe_step(struct probe *p, bool *more, struct error *e)
{
    struct portal_reply reply = {0};
    p->request = (struct portal_request){.now_ms = progress_clock()};
    enum portal_next next = p->adapter->next(p->job, &p->request, e);
    *more = next == PORTAL_REQUEST;
    if (next == PORTAL_FAILED)
        return line_bad(p, N_("config"), e);
    if (next == PORTAL_DONE)
        return true;
    bool login = !p->request.stream, first = !login && strcmp(p->stream, p->request.stream) != 0;
    if (!login)
        snprintf(p->stream, sizeof p->stream, "%s", p->request.stream);
    if (!probe_ask(p, e) || !p->adapter->end(p->job, &reply, e))
        return line_bad(p, p->step ? p->step : login ? N_("login") : N_("reply"), e);
    if (reply.again) {
        return ++p->renewals <= LIMIT_RENEWALS ||
               (error_set(e, ERROR_UNAVAILABLE, p->source->name,
                          _("Ask the portal's operator how long a session lives."),
                          P_("the session ended %d time before one reply came",
                             "the session ended %d times before one reply came", p->renewals),
                          p->renewals),
                line_bad(p, N_("login"), e));
    }
    if (login)
        line_add(p, N_("login"), CHECK_GOOD, NULL, "%s", _("the portal lets this account in"));
    p->keep = reply.more || (p->keep && login);
    *more = login || reply.more || reply.stream_done || p->options->full;
    return reply_take(p, &reply, first, e);
}

bool check_source(const struct config_source *source, struct store *s, const struct check_options *o,
                  struct check_report *out, struct error *e)
{
    struct probe p = {.source = source, .store = s, .options = o, .out = out};
    bool more = true;
    out->count = 0;
    bool ok = probe_open(&p, e);
    while (ok && more)
        ok = probe_step(&p, &more, e);
    if (ok && p.recording) {
        ok = recording_save(p.recording, e) || line_bad(&p, N_("recording"), e);
        if (ok)
            line_add(&p, N_("recording"), CHECK_GOOD, _("Look through it before you give it away."),
                     _("replies written to %.300s"), o->record);
    }
    if (!ok && strcmp(e->where, source->name) != 0)
        error_within(e, source->name);
    probe_close(&p);
    return ok;
}
