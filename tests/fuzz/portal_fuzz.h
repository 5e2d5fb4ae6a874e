/* Shared by targets that poll: the shipped manifests, a source for each, a poll whose every reply is the input. */
#ifndef TEST_PORTAL_FUZZ_H
#define TEST_PORTAL_FUZZ_H

#include <glob.h>

#include "adapters/manifest/manifest.h"
#include "adapters/portal_driver.h"
#include "fuzz.h"
#include "store/outbox/page_bytes.h"

enum { MANIFESTS_MOST = 64, REPLIES = 4 };

static struct manifest *shipped[MANIFESTS_MOST];
static size_t shipped_count;
static char password[] = "mat khau\"&%";
static const moment friday = 1669363200; /* 2022-11-25T15:00 in Viet Nam */

static inline void shipped_load(const char *driver)
{
    glob_t found;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    HOLDS(glob(TEST_SOURCE_DIR "/adapters/*.json", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc && shipped_count < MANIFESTS_MOST; i++) {
        struct error e = {0};
        struct manifest *m = manifest_load(found.gl_pathv[i], &e);
        if (m && (!driver || strcmp(m->driver, driver) == 0))
            shipped[shipped_count++] = m;
        else
            manifest_free(m);
    }
    globfree(&found);
    HOLDS(shipped_count > 0);
}

/* Vars that any manifest may want; one that it does not know is a refusal, so each gets those of its own. */
static inline json_t *vars_of(const struct manifest *m)
{
    json_t *vars = json_object();
    const char *name;
    json_t *value;
    if (m->vars)
        json_object_foreach((json_t *)(uintptr_t)m->vars, name,
                            value) if (json_is_null(value) ||
                                       (json_is_string(value) && !*json_string_value(value)))
            json_object_set_new(vars, name, json_string("1"));
    return vars;
}

struct portal_run {
    struct page *page;
    struct buffer pages; /* all of them, as the outbox keeps them */
    size_t rows;
};

/* One reply in pieces; false: refused. */
static inline bool portal_reply_take(const struct portal_driver *a, struct portal_job *job, struct page *page,
                                     const uint8_t *bytes, size_t n, size_t piece, long status,
                                     struct portal_reply *reply, struct error *e)
{
    if (!a->begin(job, status, NULL, page, e))
        return false;
    for (size_t at = 0; at < n; at += piece) {
        size_t some = n - at < piece ? n - at : piece;
        char *own = fuzz_copy(bytes + at, some);
        bool ok = a->body(job, own, some, e);
        free(own);
        if (!ok)
            return false;
    }
    return a->end(job, reply, e);
}

static inline void portal_page_keep(struct portal_run *run, const struct portal_request *q,
                                    const struct portal_reply *reply)
{
    struct error e = {0};
    struct page_place place = {.stream = q->stream ? q->stream : "",
                               .observed = friday,
                               .period_kind = reply->period_kind,
                               .period_from = reply->period_from,
                               .cursor = reply->cursor};
    run->rows += run->page->dossier_count + run->page->figure_count;
    HOLDS_OR(outbox_page_write(&place, run->page, &run->pages, &e), &e);
}

/* A poll whose replies are all `bytes`; until a refusal, the end, or REPLIES of them. */
static inline void portal_poll(const struct manifest *m, const char *file, const uint8_t *bytes, size_t n,
                               size_t piece, struct portal_run *run)
{
    struct error e = {0};
    const struct portal_driver *a = portal_driver_find(m->driver, "fuzz", &e);
    json_t *vars = vars_of(m);
    struct config_source source = {.name = "s",
                                   .manifest = file,
                                   .base_url = "http://h:1",
                                   .vars = vars,
                                   .user = "u",
                                   .password = password};
    *run = (struct portal_run){.page = page_new()};
    buffer_init(&run->pages, 1 << 26);
    HOLDS(a && run->page);
    struct portal_job *job = a->open(m, &source, friday, &e);
    for (int i = 0; job && i < REPLIES; i++) {
        struct portal_request q = {0};
        struct portal_reply reply = {0};
        e = (struct error){0};
        enum portal_next next = a->next(job, &q, &e);
        if (next != PORTAL_REQUEST) {
            HOLDS(next == PORTAL_DONE || e.code);
            break;
        }
        HOLDS(q.url && *q.url && q.method);
        if (!reply.more)
            page_reset(run->page);
        if (!portal_reply_take(a, job, run->page, bytes, n, piece, 200, &reply, &e)) {
            fuzz_told(false, &e);
            a->leave(job);
            continue;
        }
        if (reply.rows)
            portal_page_keep(run, &q, &reply);
    }
    if (job)
        a->close(job);
    json_decref(vars);
}

static inline void portal_run_free(struct portal_run *run)
{
    page_free(run->page);
    buffer_free(&run->pages);
}

#endif
