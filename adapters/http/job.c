/* Runs one poll of a portal over HTTP, as its manifest describes it. The manifest's "driver" names the format of the
 * replies (formats.c); nothing here depends on that format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "adapters/http/completion.h"
#include "adapters/http/formats.h"
#include "adapters/http/position.h"
#include "adapters/http/refusal.h"
#include "adapters/http/request.h"
#include "adapters/http/session.h"
#include "base/remark.h"
#include "base/text.h"

struct portal_job {
    const struct manifest *manifest;
    const struct config_source *source;
    moment observed;
    struct position *positions; /* by stream */
    size_t at;                  /* the stream that is being read */
    bool login;                 /* the request under way is the login */
    struct session session;
    bool afresh;  /* no page may be spared in this poll any more */
    bool lacking; /* the reply under way needs a listing that was spared */
    bool refused; /* the status of the reply under way says that the session has run out */
    struct rest_request request;
    const struct reader_format *format;  /* format of all replies but the login's */
    struct reader_kept *kept;            /* what the format keeps */
    const struct reader_format *reading; /* format of the reply under way */
    struct reader *reader;               /* of the reply under way, or NULL */
    struct reply_head head;              /* of the reply under way */
    struct page *page;
    struct page *said;            /* rows of a look-up; made at the first look-up */
    struct completing completing; /* dossiers of the page that are being looked up; count 0: none */
    struct buffer keys;
    const struct plan *ended; /* plan of the reply that ended last */
    struct lookup *lookup;    /* what this poll's replies taught */
    char cursor[POSITION_TEXT_BYTES];
};

static void reader_drop(struct portal_job *job)
{
    if (job->reader)
        job->reading->close(job->reader);
    job->reader = NULL;
}

static void job_close(struct portal_job *job)
{
    if (!job)
        return;
    reader_drop(job);
    if (job->format && job->format->drop)
        job->format->drop(job->kept);
    page_free(job->said);
    buffer_free(&job->keys);
    session_drop(&job->session);
    lookup_free(job->lookup);
    rest_request_free(&job->request);
    free(job->positions);
    free(job);
}

/* A manifest of tables may describe imported files only: its streams have no request. */
static bool manifest_asks(const struct manifest *m, const struct config_source *source, struct error *e)
{
    for (size_t i = 0; i < m->stream_count; i++)
        if (m->streams[i].request.path)
            return true;
    return error_set(e, ERROR_CONFIG, source->name,
                     _("Import the files with 'motcua import', or write a \"request\" into its streams."),
                     _("the manifest %s has nothing to ask a portal"), m->name);
}

static struct portal_job *job_open(const struct manifest *m, const struct config_source *source,
                                   moment observed, struct error *e)
{
    if (!manifest_suits(m, source, e) || !manifest_asks(m, source, e))
        return NULL;
    struct portal_job *job = calloc(1, sizeof *job);
    if (job)
        job->positions = calloc(m->stream_count + 1, sizeof *job->positions);
    if (job && job->positions)
        job->lookup = lookup_new();
    if (!job || !job->lookup) {
        free(job ? job->positions : NULL);
        free(job);
        error_memory(e, source->name);
        return NULL;
    }
    job->manifest = m;
    job->format = reader_format_find(m->driver);
    job->source = source;
    job->observed = observed;
    rest_request_init(&job->request);
    buffer_init(&job->keys, LIMIT_URL_BYTES);
    if (job->format && job->format->keep && !(job->kept = job->format->keep(m, e))) {
        job_close(job);
        return NULL;
    }
    return job;
}

/* Puts the stream of that name to its start; NULL: there is no such stream. */
static struct position *position_reset(struct portal_job *job, const char *stream)
{
    for (size_t i = 0; i < job->manifest->stream_count; i++)
        if (strcmp(job->manifest->streams[i].name, stream) == 0) {
            job->at = 0; /* next() passes over streams that are done */
            job->completing = (struct completing){0};
            job->positions[i] = (struct position){0};
            return &job->positions[i];
        }
    return NULL;
}

static bool job_changes(struct portal_job *job, const char *stream, moment since, struct error *e)
{
    struct position *p = position_reset(job, stream);
    if (!p || !job->manifest->streams[p - job->positions].changes.path)
        return error_set(e, ERROR_INTERNAL, stream, NULL, _("no such stream"));
    p->changes = true;
    p->since = since;
    return true;
}

/* A listing by which other streams look units up is read from its start: the other streams need all of it. */
static bool job_resume(struct portal_job *job, const char *stream, const char *cursor, struct error *e)
{
    struct position *p = position_reset(job, stream);
    if (!p)
        return error_set(e, ERROR_INTERNAL, stream, NULL, _("no such stream"));
    const struct stream *s = &job->manifest->streams[p - job->positions];
    if (!s->plan->teaches)
        position_read(s, cursor, p);
    return true;
}

/* --- asking --- */

static const struct stream *stream_now(const struct portal_job *job)
{
    return &job->manifest->streams[job->at];
}

/* The first moment of a stream's period, or of the period `later` periods after it. */
static moment period_begin(const struct portal_job *job, const struct stream *s, int later)
{
    struct wall w = moment_wall(job->observed);
    const char *told = stream_period_kind(job->manifest, s, job->source), *kind = told ? told : "month";
    int months = strcmp(kind, "year") == 0 ? 12 : strcmp(kind, "quarter") == 0 ? 3 : 1;
    int month = (w.year * 12 + w.month - 1) / months * months +
                (later - stream_back(job->manifest, s, job->source)) * months;
    return moment_of(month / 12, month % 12 + 1, 1, 0, 0, 0);
}

static const char *number_text(int64_t number, char *scratch, size_t size)
{
    snprintf(scratch, size, "%lld", (long long)number);
    return scratch;
}

static const char *value_of(void *context, const char *name, char *scratch, size_t size)
{
    const struct portal_job *job = context;
    const struct stream *s = stream_now(job);
    const struct position *p = &job->positions[job->at];
    moment first = period_begin(job, s, 0), last = period_begin(job, s, 1) - 1;
    struct wall w = moment_wall(stream_back(job->manifest, s, job->source) ? first : job->observed);
    const char *kind = stream_period_kind(job->manifest, s, job->source);
    bool monthly = kind && strcmp(kind, "month") == 0, quarterly = kind && strcmp(kind, "quarter") == 0;
    if (strcmp(name, "month?") == 0)
        return monthly ? number_text(w.month, scratch, size) : NULL;
    if (strcmp(name, "quarter?") == 0)
        return quarterly ? number_text((w.month + 2) / 3, scratch, size) : NULL;
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {
        {"start", p->start}, {"end", p->start + s->size}, {"page", s->first + p->page},  {"size", s->size},
        {"year", w.year},    {"month", w.month},          {"quarter", (w.month + 2) / 3}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i].name, name) == 0)
            return number_text(numbers[i].number, scratch, size);
    const struct {
        const char *name;
        moment moment;
    } dates[] = {{"date:", job->observed}, {"from:", first}, {"to:", last}, {"since:", p->since}};
    for (size_t i = 0; i < sizeof dates / sizeof *dates && size >= MOMENT_TEXT_BYTES; i++)
        if (strncmp(dates[i].name, name, strlen(dates[i].name)) == 0)
            return moment_write(dates[i].moment, name + strlen(dates[i].name), scratch);
    if (strcmp(name, "session") == 0)
        return job->session.token;
    if (strcmp(name, "keys") == 0)
        return buffer_string(&job->keys);
    if (strcmp(name, "user") == 0)
        return job->source->user;
    if (strcmp(name, "password") == 0)
        return job->source->password;
    const char *own = json_string_value(json_object_get(job->source->vars, name));
    return own ? own : json_string_value(json_object_get(job->manifest->vars, name));
}

/* Tells what may be spared of figures. Dossiers are always read: a sweep must see every dossier. */
static void figures_tell(const struct portal_job *job, struct portal_request *out)
{
    const struct stream *s = stream_now(job);
    out->whole = s->kind != STREAM_DOSSIER && job->positions[job->at].page == 0;
    out->afresh = job->afresh;
    out->probe = job->positions[job->at].probe && !job->completing.count;
    out->period_kind = stream_period_kind(job->manifest, s, job->source);
    out->period_from = out->period_kind ? period_begin(job, s, 0) : MOMENT_NONE;
}

/* Does the stream that is being read look units up in a listing that was spared? */
static bool is_lacking(const struct portal_job *job)
{
    bool spared = false;
    for (size_t i = 0; i < job->manifest->stream_count; i++)
        spared |= job->positions[i].spared && job->manifest->streams[i].plan->teaches;
    return spared && stream_now(job)->plan->learns;
}

/* Reads all spared listings, and after them this stream. */
static void begin_afresh(struct portal_job *job)
{
    for (size_t i = 0; i < job->manifest->stream_count; i++)
        if (job->positions[i].spared)
            job->positions[i] = (struct position){0};
    job->afresh = true;
    job->at = 0;
}

static enum portal_next job_next(struct portal_job *job, struct portal_request *out, struct error *e)
{
    const struct session_plan *session = job->manifest->session;
    int64_t now = out->now_ms;
    while (job->at < job->manifest->stream_count &&
           (job->positions[job->at].done || !stream_now(job)->request.path))
        job->at++;
    if (job->at == job->manifest->stream_count)
        return PORTAL_DONE;
    if (job->positions[job->at].page >= LIMIT_SWEEP_PAGES) {
        error_set(e, ERROR_DATA, stream_now(job)->name, _("Look at the paging in the manifest."),
                  _("the listing has more than %d pages"), LIMIT_SWEEP_PAGES);
        return PORTAL_FAILED;
    }
    if (session && session_over(&job->session, session, now))
        session_drop(&job->session);
    job->login = session && !job->session.token;
    const struct stream *s = stream_now(job);
    if (job->completing.count && !completion_keys(job->page, &job->completing, &job->keys)) {
        error_set(e, ERROR_CONFIG, s->name, _("Write a smaller \"at_once\" into the manifest."),
                  P_("an address cannot hold the keys of %d dossier",
                     "an address cannot hold the keys of %d dossiers", job->completing.count),
                  (int)job->completing.count);
        return PORTAL_FAILED;
    }
    const struct request_plan *plan = job->login                        ? &session->login
                                      : job->completing.count           ? &s->completion.request
                                      : job->positions[job->at].changes ? &s->changes
                                                                        : &s->request;
    if (!rest_request_make(&job->request, plan, job->source, value_of, job, out, e))
        return PORTAL_FAILED;
    if (job->login)
        job->session.login_ms = now;
    out->stream = job->login ? NULL : s->name;
    out->pause_ms = job->manifest->pause_ms;
    if (!job->login)
        figures_tell(job, out);
    return PORTAL_REQUEST;
}

/* --- reading --- */

static bool among(long status, const long *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == status)
            return true;
    return false;
}

static bool is_good(const struct portal_job *job, long status)
{
    static const long login_ok[] = {200, 201};
    const struct stream *s = stream_now(job);
    return job->login ? among(status, login_ok, 2) : among(status, s->ok_status, s->ok_count);
}

static bool head_refuse(const struct portal_job *job, struct error *e)
{
    return reply_head_refuse(&job->head, job->manifest, job->source, buffer_string(&job->request.url), e);
}

static const struct plan *plan_now(const struct portal_job *job)
{
    const struct session_plan *session = job->manifest->session;
    return session && job->login   ? session->plan
           : job->completing.count ? stream_now(job)->completion.plan
                                   : stream_now(job)->plan;
}

static bool reader_open(struct portal_job *job, const char *content_type, struct error *e)
{
    char scratch[LIMIT_NAME_BYTES];
    const char *unit = value_of(job, "unit", scratch, sizeof scratch);
    bool looks = !job->login && job->completing.count;
    if (looks && !job->said && !(job->said = page_new()))
        return error_memory(e, "");
    if (looks)
        page_reset(job->said);
    const struct reader_order order = {.plan = plan_now(job),
                                       .page = job->login ? NULL
                                               : looks    ? job->said
                                                          : job->page,
                                       .lookup = job->lookup,
                                       .stream = stream_now(job)->name,
                                       .unit = unit && *unit ? unit : NULL,
                                       .source = job->source->name,
                                       .content_type = content_type,
                                       .kept = job->kept};
    job->reader = job->reading->open(&order, e);
    return job->reader != NULL;
}

static bool job_begin(struct portal_job *job, long status, const char *content_type, struct page *page,
                      struct error *e)
{
    reader_drop(job);
    job->page = page;
    page->changed_most = job->observed + LIMIT_AHEAD_SECONDS;
    const struct session_plan *session = job->manifest->session;
    job->refused = session && !job->login && among(status, session->expired, session->expired_count);
    job->lacking = !job->login && is_lacking(job);
    if (job->refused || job->lacking)
        return true;
    const char *login = job->login ? job->format->login : NULL;
    job->reading = login ? reader_format_find(login) : job->format;
    reply_head_begin(&job->head, status, content_type, is_good(job, status), job->reading->markup);
    if (job->head.bad_status)
        return true;
    return reader_open(job, content_type, e);
}

static bool job_body(struct portal_job *job, const char *bytes, size_t n, struct error *e)
{
    if (job->refused || job->lacking)
        return true;
    bool data = reply_head_take(&job->head, bytes, n) || (job->reading->pages && job->reader);
    return !data || job->reading->feed(job->reader, bytes, n, e);
}

static bool session_expired(const struct portal_job *job, const struct plan *plan)
{
    for (size_t i = 0; i < plan->expired_count; i++)
        if (reader_fits(job->reading, job->reader, &plan->expired[i]))
            return true;
    return false;
}

/* Steps over a page that was taken: to the next page, or to the next stream. */
static void reply_step(struct portal_job *job, struct portal_reply *out)
{
    const struct stream *s = stream_now(job);
    struct position *p = &job->positions[job->at];
    job->session.uses++;
    position_step(s, p, job->page);
    *out =
        (struct portal_reply){.rows = true, .cursor = position_write(p, job->cursor), .stream_done = p->done};
    out->period_kind = stream_period_kind(job->manifest, s, job->source);
    if (out->period_kind)
        out->period_from = period_begin(job, s, 0);
}

/* A page of dossiers is over when a second look-up has completed all its dossiers. */
static bool page_go_on(struct portal_job *job, struct portal_reply *out, struct error *e)
{
    const struct completion *c = &stream_now(job)->completion;
    bool looked = job->completing.count > 0;
    if (looked && !completion_take(c, job->said, &job->completing, job->page, e))
        return false;
    out->more = c->plan && completion_next(c, job->page, &job->completing);
    if (out->more) {
        job->session.uses++;
        return true;
    }
    job->completing = (struct completing){0};
    reply_step(job, out);
    return true;
}

/* Ends the reader. Where it finds nothing in a web page, the error names the kind of page: a login, a firewall. */
static bool reader_end(struct portal_job *job, struct error *e)
{
    struct error why = {0};
    if (job->reading->end(job->reader, &why))
        return true;
    if (job->head.page && web_page_kind(job->head.bytes, job->head.used) != WEB_PAGE_OTHER)
        return head_refuse(job, e);
    *e = why;
    return false;
}

/* Checks a whole reply: false and e where it says no, or lacks what the manifest promises. */
static bool reply_check(const struct portal_job *job, const struct plan *plan, struct error *e)
{
    const struct plan_check *failed = checks_failed(plan, job->reading, job->reader);
    if (!job->reading->decoder)
        return true;
    const struct decoder *decoder = job->reading->decoder(job->reader);
    if (failed) {
        char word[32], words[REMARK_BYTES];
        word_show(decoder, failed->slot, word, sizeof word);
        portal_words(decoder, job->source, words);
        return error_set(e, ERROR_UNAVAILABLE, stream_now(job)->name,
                         _("Look at the vars of this source; the portal does not serve this request."),
                         _("the portal says no (%s: %s)%s%s"), failed->member, word, *words ? ": " : "",
                         words);
    }
    bool looks = job->completing.count > 0;
    return promise_check(plan, looks ? job->said : job->page, decoder,
                         !looks && job->positions[job->at].page > 0, stream_now(job)->name, job->source, e);
}

static bool job_end(struct portal_job *job, struct portal_reply *out, struct error *e)
{
    *out = (struct portal_reply){.cursor = ""};
    job->ended = plan_now(job);
    if (job->refused) {
        session_drop(&job->session);
        out->again = true;
        return true;
    }
    if (job->lacking) {
        begin_afresh(job);
        out->again = out->afresh = true;
        return true;
    }
    if (job->head.page && job->manifest->session && !job->login && job->session.uses &&
        reply_head_is_login(&job->head)) {
        session_drop(&job->session);
        out->again = true;
        return true;
    }
    if (job->head.bad_status || (job->head.page && !job->reading->pages))
        return head_refuse(job, e);
    if (!job->reader)
        return error_set(e, ERROR_DATA, "", NULL, _("the reply is empty"));
    if (!reader_end(job, e))
        return false;
    if (job->login)
        return session_take(&job->session, job->manifest->session, job->reading, job->reader, e);
    const struct plan *plan = plan_now(job);
    if (job->manifest->session && session_expired(job, plan)) {
        session_drop(&job->session);
        out->again = true;
        return true;
    }
    if (!reply_check(job, plan, e))
        return false;
    if (job->reading->listed)
        reply_head_tell(&job->head, job->page);
    return page_go_on(job, out, e);
}

static void job_unchanged(struct portal_job *job)
{
    job->session.uses++;
    job->positions[job->at].done = job->positions[job->at].spared = true;
}

static void job_leave(struct portal_job *job)
{
    if (job->at < job->manifest->stream_count)
        job->positions[job->at].done = true;
    job->completing = (struct completing){0};
}

static const struct plan *job_plan(const struct portal_job *job)
{
    return !job->format->listed ? NULL : job->ended ? job->ended : plan_now(job);
}

const struct portal_driver portal_http = {.open = job_open,
                                          .resume = job_resume,
                                          .changes = job_changes,
                                          .next = job_next,
                                          .begin = job_begin,
                                          .body = job_body,
                                          .end = job_end,
                                          .unchanged = job_unchanged,
                                          .leave = job_leave,
                                          .close = job_close,
                                          .plan = job_plan};
