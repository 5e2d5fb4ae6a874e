/* Makes the OpenAPI document: paths come from the table of routes, shapes from schema/openapi.json. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "config/json_file.h"
#include "serve/page_json.h"
#include "serve/pages.h"

static json_t *reference(const char *kind, const char *name)
{
    char where[LIMIT_VALUE_BYTES];
    snprintf(where, sizeof where, "#/components/%s/%s", kind, name);
    return json_pack("{s:s}", "$ref", where);
}

static json_t *fault(const char *words)
{
    return json_pack("{s:s, s:{s:{s:o}}}", "description", words, "content", "application/json", "schema",
                     reference("schemas", "Fault"));
}

static json_t *told(const char *words)
{
    return json_pack("{s:s}", "description", words);
}

/* Returns the possible replies of a route; a refusal is JSON for programs and a page for people. */
static json_t *replies_of(const struct route *r)
{
    json_t *replies = json_object();
    if (r->post)
        json_object_set_new(replies, "303", told(_("Done; the address leads on.")));
    else if (r->json && r->shape)
        json_object_set_new(replies, "200",
                            json_pack("{s:s, s:{s:{s:o}}}", "description", _(r->says), "content",
                                      "application/json", "schema", reference("schemas", r->shape)));
    else
        json_object_set_new(replies, "200", told(_(r->says)));
    if (r->json && r->need != NEED_NOTHING)
        json_object_set_new(replies, "401", fault(_("Please log in first.")));
    else if (!r->json && !r->post)
        json_object_set_new(replies, "303", told(_("Please log in first.")));
    if (r->need == NEED_UNIT || r->need == NEED_ALL || r->post)
        json_object_set_new(replies, "403",
                            r->json ? fault(_("This account may not read that."))
                                    : told(_("This account may not read that.")));
    if (r->file)
        json_object_set_new(replies, "413", told(_("The form is too long.")));
    return replies;
}

static json_t *parameters_of(const struct route *r, const json_t *shapes)
{
    json_t *list = json_array();
    const json_t *name, *names = json_object_get(json_object_get(shapes, "parameters"), r->pattern);
    size_t i;
    if (strstr(r->pattern, "{unit}"))
        json_array_append_new(list, reference("parameters", "unit"));
    json_array_foreach(names, i, name)
    {
        if (!r->post)
            json_array_append_new(list, reference("parameters", json_string_value(name)));
    }
    return list;
}

static json_t *operation_of(const struct route *r, const json_t *shapes)
{
    json_t *o = json_pack("{s:s, s:o, s:o}", "summary", _(r->says), "parameters", parameters_of(r, shapes),
                          "responses", replies_of(r));
    if (r->need == NEED_NOTHING)
        json_object_set_new(o, "security", json_array());
    if (!r->json && r->shape)
        json_object_set_new(o, "x-json", json_string(r->shape));
    if (r->post)
        json_object_set_new(o, "requestBody",
                            json_pack("{s:{s:{s:{s:s}}}}", "content",
                                      r->file ? "multipart/form-data" : "application/x-www-form-urlencoded",
                                      "schema", "type", "object"));
    return o;
}

bool api_openapi(struct visit *v, struct reply *out, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    json_error_t why;
    if (!json_file_find("schema/openapi.json", file, sizeof file, e))
        return false;
    json_t *shapes = json_load_file(file, 0, &why), *paths = json_object();
    if (!shapes) {
        json_decref(paths);
        return error_set(e, ERROR_CONFIG, file, NULL, "%s", why.text);
    }
    for (size_t i = 0; i < v->route_count; i++) {
        const struct route *r = &v->routes[i];
        if (!json_object_get(paths, r->pattern))
            json_object_set_new(paths, r->pattern, json_object());
        json_object_set_new(json_object_get(paths, r->pattern), r->post ? "post" : "get",
                            operation_of(r, shapes));
    }
    json_t *o = json_pack("{s:s, s:{s:s, s:s}, s:[{s:[]}], s:o, s:O}", "openapi", "3.1.0", "info", "title",
                          "motcua", "version", MOTCUA_VERSION, "security", "login", "paths", paths,
                          "components", json_object_get(shapes, "components"));
    json_decref(shapes);
    return json_reply(out, o, e);
}
