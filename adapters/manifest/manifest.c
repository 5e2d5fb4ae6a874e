#include "adapters/manifest/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/addition.h"
#include "base/text.h"
#include "config/json_file.h"

#define FOLDER "adapters"
#define SCHEMA "manifest.schema.json"

static bool fault(struct error *e, const char *file, const char *place, const char *what)
{
    return error_set(e, ERROR_CONFIG, file, NULL, "%s: %s", place, what);
}

/* Takes from "defaults" what a stream does not say; where both have an object, its members are merged. */
static bool defaults_apply(json_t *stream, const json_t *defaults)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)defaults, key, value)
    {
        json_t *own = json_object_get(stream, key);
        if (!own
                ? json_object_set(stream, key, value) != 0
                : json_is_object(own) && json_is_object(value) && json_object_update_missing(own, value) != 0)
            return false;
    }
    return true;
}

static size_t statuses_read(const json_t *json, long out[MANIFEST_STATUSES])
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(json) && count < MANIFEST_STATUSES; i++)
        out[count++] = (long)json_integer_value(json_array_get(json, i));
    return count;
}

static void request_read(const json_t *json, struct request_plan *out)
{
    const char *method = json_string_value(json_object_get(json, "method"));
    *out = (struct request_plan){.method = method ? method : "GET",
                                 .base = json_string_value(json_object_get(json, "base")),
                                 .path = json_string_value(json_object_get(json, "path")),
                                 .headers = json_object_get(json, "headers"),
                                 .query = json_object_get(json, "query"),
                                 .body = json_object_get(json, "body"),
                                 .form = json_object_get(json, "form"),
                                 .xml = json_string_value(json_object_get(json, "xml")),
                                 .basic = json_object_get(json, "auth") != NULL};
}

/* Merges the texts of a request with those that another request adds; the result is borrowed from `into`, which owns
 * it. */
static bool texts_join(json_t *into, const char *name, const json_t **texts)
{
    const json_t *more = json_object_get(into, name);
    json_t *joined = more ? json_copy((json_t *)(uintptr_t)*texts) : NULL;
    if (!more)
        return true;
    if (!joined)
        joined = json_object();
    bool ok = joined && json_object_update(joined, (json_t *)(uintptr_t)more) == 0 &&
              json_object_set_new(into, name, joined) == 0;
    *texts = joined;
    return ok;
}

/* Reads the request for what changed: the stream's own request with additions. */
static bool changes_read(json_t *json, struct stream *s, const char *file, const char *place, struct error *e)
{
    json_t *changes = json_object_get(json, "changes");
    if (!changes)
        return true;
    if (s->kind != STREAM_DOSSIER || !json_object_get(json_object_get(json, "fields"), "changed_at"))
        return fault(e, file, place, _("\"changes\" needs a stream of dossiers with the field changed_at"));
    s->changes = s->request;
    s->newest_first = json_is_true(json_object_get(changes, "newest_first"));
    return (texts_join(changes, "query", &s->changes.query) &&
            texts_join(changes, "body", &s->changes.body) && texts_join(changes, "form", &s->changes.form)) ||
           error_memory(e, file);
}

static void paging_read(const json_t *json, struct stream *s)
{
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const json_t *first = json_object_get(json, "first");
    s->paging = !kind || strcmp(kind, "none") == 0 ? PAGING_NONE
                : strcmp(kind, "offset") == 0      ? PAGING_OFFSET
                                                   : PAGING_PAGE;
    s->size = json_integer_value(json_object_get(json, "size"));
    s->first = first ? json_integer_value(first) : s->paging == PAGING_PAGE;
}

/* A completion gives flags only: several records may speak of a dossier, and only flags can be put together. */
static bool completion_make(struct manifest *m, const char *file, const char *place, const json_t *json,
                            struct stream *s, struct error *e)
{
    const json_t *at_once = json_object_get(json, "at_once");
    char inside[80];
    struct error inner = {0};
    if (!json)
        return true;
    snprintf(inside, sizeof inside, "%s/complete", place);
    if (s->kind != STREAM_DOSSIER)
        return fault(e, file, inside, _("only dossiers are completed"));
    struct plan_source source = {.where = inside,
                                 .kind = STREAM_DOSSIER,
                                 .stream = json,
                                 .dates = json_string_value(json_object_get(m->json, "dates")),
                                 .session = json_object_get(m->json, "session")};
    request_read(json_object_get(json, "request"), &s->completion.request);
    s->completion.at_once = at_once ? json_integer_value(at_once) : LIMIT_KEYS / 2;
    s->completion.plan = plan_make(&source, &inner);
    if (!s->completion.request.path)
        return fault(e, file, inside, _("\"path\" of the request is missing"));
    return s->completion.plan ||
           error_set(e, inner.code, file, inner.hint, "%s: %s", inner.where, inner.what);
}

static bool stream_make(struct manifest *m, const char *file, size_t i, json_t *json, struct error *e)
{
    static const char *const kinds[] = {
        [STREAM_DOSSIER] = "dossier", [STREAM_FIGURE] = "figure", [STREAM_COUNT] = "count"};
    struct stream *s = &m->streams[m->stream_count++];
    const char *kind = json_string_value(json_object_get(json, "kind"));
    char place[64];
    struct error inner = {0};
    snprintf(place, sizeof place, "streams/%zu", i);
    s->name = json_string_value(json_object_get(json, "name"));
    while (s->kind < STREAM_COUNT && (!kind || strcmp(kinds[s->kind], kind) != 0))
        s->kind++;
    s->period = json_string_value(json_object_get(json, "period"));
    s->back = json_object_get(json, "back");
    request_read(json_object_get(json, "request"), &s->request);
    paging_read(json_object_get(json, "paging"), s);
    s->ok_count = statuses_read(json_object_get(json, "ok_status"), s->ok_status);
    if (!s->ok_count)
        s->ok_status[s->ok_count++] = 200;
    if (!kind)
        return fault(e, file, place, _("\"kind\" is missing"));
    if (!s->request.path && !json_object_get(m->json, "columns"))
        return fault(e, file, place, _("\"path\" of the request is missing"));
    if (s->kind != STREAM_DOSSIER && !s->period)
        return fault(e, file, place, _("figures need a \"period\": year, quarter or month"));
    if (!changes_read(json, s, file, place, e))
        return false;
    struct plan_source source = {.where = place,
                                 .kind = s->kind,
                                 .stream = json,
                                 .dates = json_string_value(json_object_get(m->json, "dates")),
                                 .session = json_object_get(m->json, "session")};
    s->plan = plan_make(&source, &inner);
    if (!s->plan)
        return error_set(e, inner.code, file, inner.hint, "%s: %s", inner.where, inner.what);
    return completion_make(m, file, place, json_object_get(json, "complete"), s, e);
}

static bool session_make(struct manifest *m, const char *file, struct error *e)
{
    struct error inner = {0};
    const json_t *json = json_object_get(m->json, "session");
    if (!json)
        return true;
    m->session = calloc(1, sizeof *m->session);
    if (!m->session)
        return error_memory(e, file);
    request_read(json_object_get(json, "login"), &m->session->login);
    m->session->requests = json_integer_value(json_object_get(json, "requests"));
    m->session->seconds = json_integer_value(json_object_get(json, "valid_seconds"));
    m->session->expired_count = statuses_read(json_object_get(json, "expired_status"), m->session->expired);
    m->session->plan = plan_make(&(struct plan_source){.where = "session", .session = json}, &inner);
    return m->session->plan || error_set(e, inner.code, file, inner.hint, "%s: %s", inner.where, inner.what);
}

static bool manifest_compile(struct manifest *m, const char *file, struct error *e)
{
    static const long refused[] = {401, 403};
    const json_t *streams = json_object_get(m->json, "streams"),
                 *pause = json_object_get(m->json, "pause_ms");
    size_t count = json_array_size(streams);
    m->name = json_string_value(json_object_get(m->json, "name"));
    m->title = json_file_title(json_object_get(m->json, "title"));
    m->driver = json_string_value(json_object_get(m->json, "driver"));
    m->vars = json_object_get(m->json, "vars");
    m->pause_ms = (int)json_integer_value(pause);
    if (!m->driver || !streams)
        return fault(e, file, m->driver ? "/streams" : "/driver", _("missing"));
    m->refused_count = statuses_read(json_object_get(m->json, "refused"), m->refused);
    for (size_t i = 0; !m->refused_count && i < sizeof refused / sizeof *refused; i++)
        m->refused[i] = refused[i];
    if (!m->refused_count)
        m->refused_count = sizeof refused / sizeof *refused;
    m->streams = calloc(count + 1, sizeof *m->streams);
    if (!m->streams)
        return error_memory(e, file);
    for (size_t i = 0; i < count; i++) {
        json_t *stream = json_array_get(streams, i);
        if (!defaults_apply(stream, json_object_get(m->json, "defaults")))
            return error_memory(e, file);
        if (!stream_make(m, file, i, stream, e))
            return false;
    }
    return session_make(m, file, e);
}

static struct manifest *manifest_make(const char *file, json_t *document, struct error *e)
{
    struct manifest *m = document ? calloc(1, sizeof *m) : NULL;
    if (!m) {
        if (document)
            error_memory(e, file);
        json_decref(document);
        return NULL;
    }
    m->json = document;
    if (manifest_compile(m, file, e))
        return m;
    manifest_free(m);
    return NULL;
}

/* Takes from the document's base what the document leaves out; a base has no base of its own. */
static bool json_file_extend(const char *file, json_t *document, struct error *e)
{
    char relative[LIMIT_FILE_BYTES], path[LIMIT_FILE_BYTES];
    const char *name = json_string_value(json_object_get(document, "extends"));
    snprintf(relative, sizeof relative, FOLDER "/%s.json", name ? name : "");
    json_t *base =
        name && json_file_find(relative, path, sizeof path, e) ? json_file_load(path, SCHEMA, e) : NULL;
    bool ok = !name || (base && (json_object_update_missing(document, base) == 0 || error_memory(e, file)));
    json_decref(base);
    return ok;
}

/* Makes a manifest of the document, which it owns from now on. */
static struct manifest *manifest_whole(const char *file, json_t *document, struct error *e)
{
    if (document && !(json_file_extend(file, document, e) && manifest_addition_apply(file, document, e))) {
        json_decref(document);
        document = NULL;
    }
    return manifest_make(file, document, e);
}

struct manifest *manifest_parse(const char *name, const char *text, size_t n, struct error *e)
{
    return manifest_whole(name, json_file_parse(name, text, n, SCHEMA, e), e);
}

struct manifest *manifest_load(const char *name, struct error *e)
{
    char path[LIMIT_FILE_BYTES];
    return json_file_named(FOLDER, name, _("no manifest of that name"), path, sizeof path, e)
               ? manifest_whole(path, json_file_load(path, SCHEMA, e), e)
               : NULL;
}

void manifest_free(struct manifest *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->stream_count; i++) {
        plan_free(m->streams[i].plan);
        plan_free(m->streams[i].completion.plan);
    }
    if (m->session)
        plan_free(m->session->plan);
    free(m->session);
    free(m->streams);
    json_decref(m->json);
    free(m);
}

uint64_t manifest_knows(const struct manifest *m)
{
    uint64_t knows = 0;
    for (size_t i = 0; i < m->stream_count; i++) {
        knows |= plan_knows(m->streams[i].plan);
        if (m->streams[i].completion.plan)
            knows |= plan_knows(m->streams[i].completion.plan);
    }
    return knows;
}

const char *manifest_driver(const struct manifest *m)
{
    return m->driver;
}

size_t manifest_stream_count(const struct manifest *m)
{
    return m->stream_count;
}

bool manifest_stream_changes(const struct manifest *m, size_t i)
{
    return m->streams[i].changes.path != NULL;
}

bool manifest_stream_figures(const struct manifest *m, size_t i)
{
    return m->streams[i].kind != STREAM_DOSSIER;
}

const char *manifest_stream_name(const struct manifest *m, size_t i)
{
    return m->streams[i].name;
}

bool manifest_has_figures(const struct manifest *m)
{
    for (size_t i = 0; i < m->stream_count; i++)
        if (m->streams[i].kind == STREAM_DOSSIER)
            return false;
    return true;
}
