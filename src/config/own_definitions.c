#include "config/own_definitions.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"

#define SCHEMA "definitions.schema.json"

static char own_folder[LIMIT_FILE_BYTES]; /* one for the whole program; "": none */

void own_definitions_set(const char *folder)
{
    bool fits = folder && strlen(folder) < sizeof own_folder;
    snprintf(own_folder, sizeof own_folder, "%s", fits ? folder : "");
}

static int is_json(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return entry->d_name[0] != '.' && n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
}

static const char *name_of(const json_t *definition)
{
    const char *name = json_string_value(json_object_get(definition, "name"));
    return name ? name : "";
}

static bool is_taken(const json_t *list, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(name_of(json_array_get(list, i)), name) == 0)
            return true;
    return false;
}

static bool file_add(const char *file, const char *member, json_t *list, struct error *e)
{
    json_t *root = json_file_load(file, SCHEMA, e);
    const json_t *own = json_object_get(root, member);
    bool ok = root != NULL;
    for (size_t i = 0; ok && i < json_array_size(own); i++) {
        json_t *definition = json_array_get(own, i);
        if (is_taken(list, name_of(definition)))
            ok = error_set(e, ERROR_CONFIG, file, _("Give each definition a name of its own."),
                           _("the name is taken: %s"), name_of(definition));
        else if (json_array_append(list, definition) != 0)
            ok = error_memory(e, file);
    }
    json_decref(root);
    return ok;
}

bool own_definitions_add(const char *member, json_t *list, struct error *e)
{
    struct dirent **entries = NULL;
    bool ok = true;
    if (!*own_folder)
        return true;
    int count = scandir(own_folder, &entries, is_json, alphasort);
    if (count < 0)
        return error_set(e, ERROR_CONFIG, own_folder,
                         _("Make the folder, or leave \"definitions\" out of the config."),
                         _("the folder of definitions cannot be read"));
    for (int i = 0; i < count; i++) {
        char file[2 * LIMIT_FILE_BYTES];
        snprintf(file, sizeof file, "%s/%s", own_folder, entries[i]->d_name);
        ok = ok && file_add(file, member, list, e);
        free(entries[i]);
    }
    free(entries);
    return ok;
}
