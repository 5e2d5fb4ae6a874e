#include "config/own_definitions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"
#include "config/network.h"
#include "config/own_definitions.h"
#include "config/secret.h"

#define STORE_SQLITE   "sqlite:"
#define STORE_DEFAULT  "sqlite:motcua.db"
#define OUTBOX_DEFAULT "motcua-outbox.db"

/* Look-back and sweep are in days: portals enter results of Friday on Monday, and later entries wait for the weekly
 * full reading. */
enum { LOOK_BACK_DEFAULT = 2, SWEEP_DEFAULT = 7, REJECT_LIMIT_DEFAULT = 100 /* 1 % */ };

/* --- paths --- */

/* The path, seen from folder, as an absolute one; malloc'd. */
static char *path_absolute(const char *folder, const char *path)
{
    char *out = NULL;
    if (*path == '/')
        return strdup(path);
    return asprintf(&out, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path) < 0 ? NULL : out;
}

static char *path_here(const char *path)
{
    char *here = getcwd(NULL, 0), *out = here ? path_absolute(here, path) : NULL;
    free(here);
    return out;
}

/* The address of a store, with the path of an SQLite file made absolute; malloc'd. */
static char *store_absolute(const char *folder, const char *store)
{
    const size_t prefix = sizeof STORE_SQLITE - 1;
    char *out = NULL;
    if (strncmp(store, STORE_SQLITE, prefix) != 0 || store[prefix] == ':') /* "sqlite::memory:" has no path */
        return strdup(store);
    char *path = path_absolute(folder, store + prefix);
    if (path && asprintf(&out, STORE_SQLITE "%s", path) < 0)
        out = NULL;
    free(path);
    return out;
}

static bool is_path(const char *name)
{
    size_t n = strlen(name);
    return strchr(name, '/') || (n > 5 && strcmp(name + n - 5, ".json") == 0);
}

/* Makes a path in the document absolute, in place: the document owns it. A shipped name stays. */
static bool path_settle(const struct config *c, json_t *node, bool may_be_name, struct error *e)
{
    const char *path = json_string_value(node);
    if (!path || (may_be_name && !is_path(path)))
        return true;
    char *absolute = path_absolute(c->folder, path);
    bool ok = absolute && json_string_set_nocheck(node, absolute) == 0;
    free(absolute);
    return ok || error_memory(e, c->file);
}

/* --- sources --- */

static bool source_wrong(const struct config *c, size_t i, const char *key, const char *hint,
                         const char *what, struct error *e)
{
    return error_set(e, ERROR_CONFIG, c->file, hint, "/sources/%zu/%s: %s", i, key, what);
}

static int number_read(const json_t *in, const char *key, int otherwise)
{
    const json_t *number = json_object_get(in, key);
    return number ? (int)json_integer_value(number) : otherwise;
}

/* The file has percent; the result is in hundredths of a percent. */
static int reject_limit_read(const json_t *in, int otherwise)
{
    const json_t *percent = json_object_get(in, "reject_limit");
    return percent ? (int)(json_number_value(percent) * 100 + 0.5) : otherwise;
}

static bool key_missing(const struct config *c, size_t i, const char *key, struct error *e)
{
    return error_set(
        e, ERROR_CONFIG, c->file,
        _("A source has \"manifest\" and \"base_url\" (http://HOST), or \"folder\" in place of both."),
        _("/sources/%zu: the key \"%s\" is missing"), i, key);
}

/* A source has either a portal's address or the path of a folder of exports. */
static bool source_place(const struct config *c, size_t i, const json_t *in, struct error *e)
{
    const json_t *address = json_object_get(in, "base_url"), *folder = json_object_get(in, "folder");
    if (address && folder)
        return source_wrong(c, i, "folder", _("Take one of the two out."),
                            _("a source has base_url or folder, not both"), e);
    if (!address && !folder)
        return key_missing(c, i, "base_url", e);
    return folder || json_object_get(in, "manifest") || key_missing(c, i, "manifest", e);
}

static bool source_read(const struct config *c, size_t i, json_t *in, struct config_source *out,
                        struct error *e)
{
    json_t *address = json_object_get(in, "base_url"), *count = json_object_get(in, "count");
    if (!source_place(c, i, in, e))
        return false;
    if (address && strchr(json_string_value(address), '@'))
        return source_wrong(
            c, i, "base_url",
            _("Write the account as \"auth\": {\"user\": ..., \"password\": {\"env\": NAME}}."),
            _("a user or password has no place in an address"), e);
    size_t n = address ? json_string_length(address) : 0;
    while (n && json_string_value(address)[n - 1] == '/')
        n--;
    if (address && json_string_setn_nocheck(address, json_string_value(address), n) != 0)
        return error_memory(e, c->file);
    static const char *const paths[] = {"ca_file", "client_cert", "client_key", "folder"};
    bool settled = path_settle(c, json_object_get(in, "manifest"), true, e);
    for (size_t k = 0; settled && k < sizeof paths / sizeof *paths; k++)
        settled = path_settle(c, json_object_get(in, paths[k]), false, e);
    if (!settled)
        return false;
    out->name = json_string_value(json_object_get(in, "name"));
    if (config_source_find(c, out->name))
        return source_wrong(c, i, "name", _("Give every source a name of its own."),
                            _("another source has this name"), e);
    const char *title = json_string_value(json_object_get(in, "title"));
    out->title = title ? title : out->name;
    out->folder = json_string_value(json_object_get(in, "folder"));
    out->manifest = json_string_value(json_object_get(in, "manifest"));
    if (!out->manifest)
        out->manifest = "tabular";
    out->base_url = json_string_value(address);
    out->vars = json_object_get(in, "vars");
    out->user = json_string_value(json_object_get(json_object_get(in, "auth"), "user"));
    out->ca_file = json_string_value(json_object_get(in, "ca_file"));
    out->client_cert = json_string_value(json_object_get(in, "client_cert"));
    out->client_key = json_string_value(json_object_get(in, "client_key"));
    out->network = config_network_default;
    config_network_read(json_object_get(c->document, "network"), &out->network);
    config_network_read(json_object_get(in, "network"), &out->network);
    out->count = !count || json_is_true(count);
    out->look_back = number_read(in, "look_back", LOOK_BACK_DEFAULT);
    out->sweep = number_read(in, "sweep", SWEEP_DEFAULT);
    out->reject_limit = reject_limit_read(in, c->reject_limit);
    out->fresh_days = number_read(in, "fresh_days", c->fresh_days);
    out->poll_minutes = number_read(in, "poll_minutes", c->schedule.poll_minutes);
    return true;
}

static bool source_unlock(const struct config *c, const json_t *in, struct config_source *source,
                          struct error *e)
{
    char place[LIMIT_NAME_BYTES + 128];
    const json_t *password = json_object_get(json_object_get(in, "auth"), "password"),
                 *key_password = json_object_get(in, "client_key_password");
    if ((!password || (source->password = secret_read(password, c->folder, e))) &&
        (!key_password || (source->client_key_password = secret_read(key_password, c->folder, e))) &&
        config_network_unlock(json_object_get(in, "network"), json_object_get(c->document, "network"),
                              c->folder, &source->network, e))
        return true;
    snprintf(place, sizeof place, _("source %s"), source->name);
    error_within(e, place);
    return false;
}

static bool sources_read(struct config *c, bool need_secrets, struct error *e)
{
    json_t *sources = json_object_get(c->document, "sources"), *in;
    size_t i;
    c->reject_limit = reject_limit_read(c->document, REJECT_LIMIT_DEFAULT);
    c->fresh_days = number_read(c->document, "fresh_days", 0);
    c->sources = calloc(json_array_size(sources) + 1, sizeof *c->sources);
    if (!c->sources)
        return error_memory(e, c->file);
    json_array_foreach(sources, i, in)
    {
        if (!source_read(c, i, in, &c->sources[i], e))
            return false;
        c->source_count = i + 1; /* config_source_find() now sees the source, config_free() wipes it */
        if (need_secrets && !source_unlock(c, in, &c->sources[i], e))
            return false;
    }
    return true;
}

const struct config_source *config_source_find(const struct config *c, const char *name)
{
    for (size_t i = 0; i < c->source_count; i++)
        if (strcmp(c->sources[i].name, name) == 0)
            return &c->sources[i];
    return NULL;
}

/* --- the rest --- */

/* Reads a list of definitions: shipped names, or paths. */
static bool names_read(struct config *c, const char *key, const char ***out, size_t *count, struct error *e)
{
    json_t *names = json_object_get(c->document, key), *name;
    size_t i;
    *out = calloc(json_array_size(names) + 1, sizeof **out);
    if (!*out)
        return error_memory(e, c->file);
    json_array_foreach(names, i, name)
    {
        if (!path_settle(c, name, true, e))
            return false;
        (*out)[i] = json_string_value(name);
        *count = i + 1;
    }
    return true;
}

static bool store_read(struct config *c, struct error *e)
{
    const char *given = environment_get(ENVIRONMENT_STORE),
               *store = json_string_value(json_object_get(c->document, "store"));
    if (given) {
        char *here = getcwd(NULL, 0);
        c->store = store_absolute(here ? here : c->folder, given);
        free(here);
    } else {
        c->store = store_absolute(c->folder, store ? store : STORE_DEFAULT);
    }
    const char *outbox = json_string_value(json_object_get(c->document, "outbox"));
    c->outbox = path_absolute(c->folder, outbox ? outbox : OUTBOX_DEFAULT);
    return (c->store && c->outbox) || error_memory(e, c->file);
}

static bool language_read(struct config *c, struct error *e)
{
    const char *given = environment_get(ENVIRONMENT_LANG),
               *language = json_string_value(json_object_get(c->document, "language"));
    if (given && strcmp(given, "vi") != 0 && strcmp(given, "en") != 0)
        return error_set(e, ERROR_CONFIG, "MOTCUA_LANG", _("Set it to vi or en, or to nothing."),
                         _("unknown language '%s'"), given);
    c->language = given ? given : language;
    c->language = c->language && strcmp(c->language, "en") == 0 ? "en" : "vi";
    return true;
}

/* Reads "15:00", a form that the schema has checked. */
static void cutoff_read(struct config *c)
{
    const char *text = json_string_value(json_object_get(c->document, "cutoff"));
    if (!text)
        text = "15:00";
    int hour = (text[0] - '0') * 10 + (text[1] - '0'), minute = (text[3] - '0') * 10 + (text[4] - '0');
    c->cutoff = hour * 3600 + minute * 60;
}

static void report_read(struct config *c)
{
    const json_t *report = json_object_get(c->document, "report");
    const struct {
        const char *key, **out;
    } lines[] = {{"parent_body", &c->parent_body},
                 {"issuing_body", &c->issuing_body},
                 {"place", &c->place},
                 {"number", &c->number},
                 {"signer_title", &c->signer_title}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        *lines[i].out = json_string_value(json_object_get(report, lines[i].key));
    static const char blank[] = "…"; /* a value of `motcua init` that nobody has filled in */
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (*lines[i].out && strcmp(*lines[i].out, blank) == 0)
            *lines[i].out = NULL;
}

static void keep_read(struct config *c)
{
    const json_t *keep = json_object_get(c->document, "keep");
    for (int i = 0; i < PRUNE_SUBJECTS; i++)
        c->keep[i] =
            (int)json_integer_value(json_object_get(keep, prune_subject_name((enum prune_subject)i)));
}

static const char *config_file_name(const char *given)
{
    const char *named = environment_get(ENVIRONMENT_CONFIG);
    return given ? given : named ? named : "motcua.json";
}

/* The config that stands in for a missing config file. */
static const char config_bare[] = "{\"commitments\": [\"nq71-2030\"]}";

static bool is_named(const char *given)
{
    return given || environment_get(ENVIRONMENT_CONFIG);
}

/* True if $MOTCUA_STORE names a store, or the store of the defaults exists. */
static bool store_there(void)
{
    return environment_get(ENVIRONMENT_STORE) || access(&STORE_DEFAULT[sizeof STORE_SQLITE - 1], F_OK) == 0;
}

static bool document_open(struct config *c, const char *file, bool bare, struct error *e)
{
    c->file = path_here(file);
    c->folder = c->file ? strdup(c->file) : NULL;
    if (!c->folder) {
        error_memory(e, file);
        return false;
    }
    char *slash = strrchr(c->folder, '/');
    slash[slash == c->folder] = '\0'; /* a file in / has the folder "/" */
    bool there = access(file, F_OK) == 0 || errno != ENOENT;
    if (!there && bare) {
        c->document = json_file_parse(file, config_bare, sizeof config_bare - 1, "config.schema.json", e);
        return c->document != NULL;
    }
    if (!there)
        return error_set(e, ERROR_CONFIG, file,
                         _("'motcua init' writes one to begin with; -c FILE names another."),
                         _("there is no config file here"));
    c->document = json_file_load(file, "config.schema.json", e);
    return c->document != NULL;
}

static bool schedule_read(struct config *c, struct error *e)
{
    json_t *schedule = json_object_get(c->document, "schedule");
    return path_settle(c, json_object_get(schedule, "report_folder"), false, e) &&
           config_schedule_read(schedule, c->file, &c->schedule, e);
}

static bool definitions_read(const struct config *c, struct error *e)
{
    const char *told = json_string_value(json_object_get(c->document, "definitions"));
    char *folder = told ? path_absolute(c->folder, told) : NULL;
    if (told && !folder)
        return error_memory(e, c->file);
    own_definitions_set(folder);
    free(folder);
    return true;
}

static struct config *load(const char *file, bool need_secrets, bool bare, struct error *e)
{
    struct config *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(e, "config");
        return NULL;
    }
    if (document_open(c, config_file_name(file), bare && !is_named(file), e) && schedule_read(c, e) &&
        sources_read(c, need_secrets, e) &&
        names_read(c, "commitments", &c->commitments, &c->commitment_count, e) &&
        names_read(c, "rulesets", &c->rulesets, &c->ruleset_count, e) &&
        names_read(c, "mandates", &c->mandates, &c->mandate_count, e) && store_read(c, e) &&
        language_read(c, e) && definitions_read(c, e)) {
        cutoff_read(c);
        report_read(c);
        c->action_costs = json_object_get(json_object_get(c->document, "advice"), "costs");
        keep_read(c);
        c->delivers = json_object_get(c->document, "deliver") != NULL;
        return c;
    }
    config_free(c);
    return NULL;
}

struct config *config_load(const char *file, bool need_secrets, struct error *e)
{
    return load(file, need_secrets, store_there(), e);
}

struct config *config_load_bare(const char *file, struct error *e)
{
    return load(file, false, true, e);
}

void config_free(struct config *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->source_count; i++) {
        secret_free(c->sources[i].password);
        secret_free(c->sources[i].client_key_password);
        secret_free(c->sources[i].network.proxy_password);
    }
    free(c->sources);
    free(c->commitments);
    free(c->rulesets);
    free(c->mandates);
    free(c->store);
    free(c->outbox);
    free(c->folder);
    free(c->file);
    json_decref(c->document);
    free(c);
}
