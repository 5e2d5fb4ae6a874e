/* The first config, which `motcua init` writes. */
#include <stdlib.h>
#include <string.h>

#include "base/output_file.h"
#include "base/text.h"
#include "config/config.h"

/* A value that nobody has filled in yet. */
#define BLANK "…"

static const char *or_else(const char *answer, const char *otherwise)
{
    return answer && *answer ? answer : otherwise;
}

/* A remark is a member in front of the member that it explains; Jansson keeps the order of members. */
static void put(json_t *to, const char *key, const char *remark, json_t *value)
{
    char name[64] = "// ";
    strncat(name, key, sizeof name - 4);
    if (remark)
        json_object_set_new(to, name, json_string(remark));
    json_object_set_new(to, key, value);
}

static json_t *password_of(const struct config_answers *a)
{
    const char *file = a->password_file ? strrchr(a->password_file, '/') : NULL; /* beside the config */
    if (a->password_file)
        return json_pack("{s:s}", "file", file ? file + 1 : a->password_file);
    return json_pack("{s:s}", "env", "MOTCUA_PASSWORD");
}

static json_t *source_first(const struct config_answers *a)
{
    const char *manifest = or_else(a->manifest, "opencps");
    json_t *source = json_object(), *account = json_object();
    put(source, "name", _("a name of your own; it stays the same for ever"), json_string("cong"));
    put(source, "title", NULL, json_string("Cổng dịch vụ công"));
    put(source, "manifest",
        _("kind of portal: opencps, igate, dvcqg_sync, evaluation ...; man 5 motcua-manifest"),
        json_string(manifest));
    put(source, "base_url", NULL, json_string(or_else(a->base_url, "https://" BLANK)));
    if (strcmp(manifest, "opencps") == 0)
        put(source, "vars", _("what this kind of portal must be told; 'motcua check' says what is missing"),
            json_pack("{s:s, s:s}", "group_id", BLANK, "base_path", "/o/rest/v2"));
    put(account, "user", NULL, json_string(or_else(a->user, BLANK)));
    put(account, "password",
        _("never the password itself: an environment variable, or {\"file\": PATH} with its first line"),
        password_of(a));
    put(source, "auth", NULL, account);
    return source;
}

static json_t *first_make(const struct config_answers *a)
{
    json_t *root = json_object(), *report = json_object();
    put(root, "store", _("one file; for several machines or Grafana: postgresql://motcua@HOST/motcua"),
        json_string(or_else(a->store, "sqlite:motcua.db")));
    put(root, "language", NULL, json_string("vi"));
    put(root, "cutoff", _("until when Friday's report counts"), json_string("15:00"));
    put(root, "sources", _("portals to poll; 'motcua check NAME' looks at one"),
        json_pack("[o]", source_first(a)));
    put(root, "commitments", _("targets to be held: 'motcua commitments' lists the shipped sets"),
        json_pack("[s]", or_else(a->commitments, "nq71-2030")));
    put(report, "parent_body",
        _("the heading of a report, as it is signed; what is a blank is left to be written by hand"),
        json_string(or_else(a->parent_body, BLANK)));
    put(report, "issuing_body", NULL, json_string(or_else(a->issuing_body, BLANK)));
    put(report, "place", NULL, json_string(or_else(a->place, BLANK)));
    put(report, "number", NULL, json_string(BLANK "/BC"));
    put(root, "report", NULL, report);
    return root;
}

bool config_init(const char *file, const struct config_answers *answers, struct error *e)
{
    json_t *root = first_make(answers);
    char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
    size_t n = text ? strlen(text) : 0;
    bool ok = text || error_memory(e, file);
    if (ok) {
        text[n] = '\n'; /* the line end takes the place of the NUL: no text follows */
        ok = output_file_write(file, &(struct output_wish){.fresh = true}, text, n + 1, e);
    }
    free(text);
    json_decref(root);
    return ok;
}
