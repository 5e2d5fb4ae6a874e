/* Checks whether a source of the config gives what its manifest needs. The check runs before the first request, so
 * that a slip in the config is told at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/manifest.h"
#include "adapters/manifest/template.h"
#include "base/text.h"

/* Does the driver itself give this name? "date:" and its like begin a pattern. */
static bool is_own(const char *name)
{
    static const char *const own[] = {"page", "size", "start",   "end",  "session",
                                      "keys", "year", "quarter", "month"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i], name) == 0)
            return true;
    static const char *const dates[] = {"date:", "from:", "to:", "since:"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (strncmp(name, dates[i], strlen(dates[i])) == 0)
            return true;
    return false;
}

/* Writes "time_type" of "{time_type}" and of "{time_type?}"; false: the text is no name. */
static bool name_plain(const char *name, char out[LIMIT_NAME_BYTES])
{
    size_t n = strlen(name);
    if (n && name[n - 1] == '?')
        n--;
    if (n >= LIMIT_NAME_BYTES)
        return false;
    memcpy(out, name, n);
    out[n] = '\0';
    return n > 0;
}

struct need {
    const struct manifest *manifest;
    const struct config_source *source;
    const char *wanted; /* is this name used anywhere? NULL: has every used name a value? */
    char *near;         /* the used name nearest to `wanted`; LIMIT_NAME_BYTES long */
    int distance;
    struct error *e;
};

static bool account_there(const struct need *n)
{
    return (n->source->user && n->source->password) ||
           error_set(n->e, ERROR_CONFIG, n->source->name,
                     _("Write \"auth\": {\"user\": ..., \"password\": {\"env\": ...}} into this source."),
                     _("this portal needs an account"));
}

static bool name_there(void *context, const char *name)
{
    const struct need *n = context;
    char hint[LIMIT_HINT_BYTES];
    if (strcmp(name, "user") == 0 || strcmp(name, "password") == 0)
        return account_there(n);
    bool may_lack = *name && name[strlen(name) - 1] == '?';
    if (may_lack || is_own(name) || json_object_get(n->source->vars, name) ||
        json_object_get(n->manifest->vars, name))
        return true;
    snprintf(hint, sizeof hint, _("Write it into the source: \"vars\": {\"%s\": \"...\"}."), name);
    return error_set(n->e, ERROR_CONFIG, n->source->name, hint, _("the manifest %s needs the var '%s'"),
                     n->manifest->name, name);
}

/* Stops the search (false) at the wanted name, and remembers the nearest other name. */
static bool name_other(void *context, const char *written)
{
    struct need *n = context;
    char name[LIMIT_NAME_BYTES];
    if (!name_plain(written, name))
        return true;
    int distance = is_own(name) ? n->distance : text_distance(name, n->wanted);
    if (distance < n->distance) {
        n->distance = distance;
        snprintf(n->near, LIMIT_NAME_BYTES, "%s", name);
    }
    return strcmp(name, n->wanted) != 0;
}

/* Shows every text of a JSON value; the parser of documents has bounded the depth. */
static bool json_names(const json_t *json, bool (*see)(void *, const char *), void *context, int depth)
{
    const char *key;
    json_t *item;
    size_t i;
    bool ok = true;
    if (!json || depth > LIMIT_SCHEMA_DEPTH)
        return true;
    if (json_is_string(json))
        return template_names(json_string_value(json), see, context);
    json_object_foreach((json_t *)json, key, item) ok = ok && json_names(item, see, context, depth + 1);
    json_array_foreach(json, i, item) ok = ok && json_names(item, see, context, depth + 1);
    return ok;
}

static bool request_names(const struct request_plan *r, bool (*see)(void *, const char *), void *context)
{
    return (!r->basic || see(context, "user")) && template_names(r->base ? r->base : "", see, context) &&
           template_names(r->path ? r->path : "", see, context) &&
           template_names(r->xml ? r->xml : "", see, context) && json_names(r->form, see, context, 0) &&
           json_names(r->headers, see, context, 0) && json_names(r->query, see, context, 0) &&
           json_names(r->body, see, context, 0);
}

static bool manifest_names(const struct manifest *m, bool (*see)(void *, const char *), void *context)
{
    for (size_t i = 0; i < m->stream_count; i++)
        if (!template_names(m->streams[i].period ? m->streams[i].period : "", see, context) ||
            !json_names(m->streams[i].back, see, context, 0) ||
            !request_names(&m->streams[i].request, see, context) ||
            (m->streams[i].changes.path && !request_names(&m->streams[i].changes, see, context)) ||
            (m->streams[i].completion.plan &&
             !request_names(&m->streams[i].completion.request, see, context)))
            return false;
    return !m->session || request_names(&m->session->login, see, context);
}

static bool var_known(const struct manifest *m, const struct config_source *source, const char *var,
                      struct error *e)
{
    char near[LIMIT_NAME_BYTES] = "", hint[LIMIT_HINT_BYTES];
    struct need n = {.manifest = m, .source = source, .wanted = var, .near = near, .distance = 4};
    if (json_object_get(m->vars, var) || !manifest_names(m, name_other, &n))
        return true;
    if (near[0])
        snprintf(hint, sizeof hint, _("Did you mean '%s'?"), near);
    else
        snprintf(hint, sizeof hint, "%s", _("Take it out, or look for its name in the manifest."));
    return error_set(e, ERROR_CONFIG, source->name, hint, _("the manifest %s has no var '%s'"), m->name, var);
}

/* The text itself, or the value of the var that it names, of the source or else of the manifest; NULL: the var has
 * none. */
static const char *var_or_text(const struct manifest *m, const struct config_source *source, const char *text)
{
    char name[LIMIT_NAME_BYTES];
    size_t n = text ? strlen(text) : 0;
    if (n < 3 || n - 2 >= sizeof name || text[0] != '{' || text[n - 1] != '}')
        return text;
    memcpy(name, text + 1, n - 2);
    name[n - 2] = '\0';
    const char *own = json_string_value(json_object_get(source->vars, name));
    return own ? own : json_string_value(json_object_get(m->vars, name));
}

const char *stream_period_kind(const struct manifest *m, const struct stream *s,
                               const struct config_source *source)
{
    return s->kind == STREAM_DOSSIER ? NULL : var_or_text(m, source, s->period);
}

int stream_back(const struct manifest *m, const struct stream *s, const struct config_source *source)
{
    const char *text = var_or_text(m, source, json_string_value(s->back));
    return text ? (int)strtol(text, NULL, 10) : (int)json_integer_value(s->back);
}

/* Are vars that stand for a period the name of a period? The schema has seen only the vars' names. */
static bool periods_fit(const struct manifest *m, const struct config_source *source, struct error *e)
{
    static const char *const kinds[] = {"month", "quarter", "year"};
    for (size_t i = 0; i < m->stream_count; i++) {
        const struct stream *s = &m->streams[i];
        const char *kind = stream_period_kind(m, s, source);
        const char *back = var_or_text(m, source, json_string_value(s->back));
        bool known = !kind;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            known = known || strcmp(kinds[k], kind) == 0;
        if (!known)
            return error_set(e, ERROR_CONFIG, source->name, _("There are year, quarter and month."),
                             _("'%.60s' is no period that the manifest %s can ask for"), kind, m->name);
        if (back && (!*back || strlen(back) > 2 || back[strspn(back, "0123456789")] ||
                     stream_back(m, s, source) > LIMIT_PERIODS_BACK))
            return error_set(e, ERROR_CONFIG, source->name, _("Write how many periods back: 0 to 24."),
                             _("'%.60s' is no number of periods"), back);
    }
    return true;
}

bool manifest_suits(const struct manifest *m, const struct config_source *source, struct error *e)
{
    struct need n = {.manifest = m, .source = source, .e = e};
    const char *var;
    json_t *value;
    json_object_foreach((json_t *)source->vars, var, value) if (!var_known(m, source, var, e)) return false;
    return manifest_names(m, name_there, &n) && periods_fit(m, source, e);
}
