/* motcua example puts figures of official documents, which are shipped as files of entries, into a folder to try the
 * program with. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/output_file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "config/json_file.h"
#include "show/table_write.h"

#define FOLDER "schema/examples"
#define SCHEMA "score-inputs.schema.json"

static json_t *example_load(const char *name, char *file, size_t size, struct error *e)
{
    if (strchr(name, '/') || !json_file_named(FOLDER, name, _("no such example"), file, size, e))
        return error_set(e, ERROR_USAGE, name, _("'motcua example' lists them."), _("no such example")), NULL;
    return json_file_load(file, SCHEMA, e);
}

/* --- list --- */

static void list_row(struct table *t, const char *name, const json_t *root)
{
    const char *ruleset = json_string_value(json_object_get(root, "ruleset")),
               *of = json_string_value(json_object_get(root, "of"));
    table_row(t);
    table_text(t, name);
    table_text(t, ruleset);
    table_text(t, of);
    table_number(t, (int64_t)json_array_size(json_object_get(root, "entries")));
    table_text(t, json_file_title(json_object_get(root, "document")));
}

static bool list_fill(struct table *t, struct error *e)
{
    char names[4096], file[LIMIT_FILE_BYTES], *rest = names;
    const char *name;
    json_file_names(FOLDER, names, sizeof names);
    table_column(t, "name", _("Name"), false);
    table_column(t, "ruleset", _("Ruleset"), false);
    table_column(t, "of", _("Period"), false);
    table_column(t, "entries", _("Entries"), true);
    table_column(t, "document", _("Document"), false);
    while ((name = strsep(&rest, ",")) != NULL) {
        name += strspn(name, " ");
        json_t *root = *name && strcmp(name, "...") != 0 ? example_load(name, file, sizeof file, e) : NULL;
        if (*name && !root)
            return false;
        list_row(t, name, root);
        json_decref(root);
    }
    table_footnote(t, _("'motcua example NAME [FOLDER]' writes one into a folder, with the commands to try"));
    return !table_failed(t) || error_memory(e, "table");
}

static bool list(const struct cli *cli, struct error *e)
{
    struct table *t = table_new();
    bool ok = t ? list_fill(t, e) && cli_write_table(cli, t, e) : error_memory(e, "table");
    table_free(t);
    return ok;
}

/* --- one example, into a folder --- */

static bool file_put(const char *folder, const char *file, const char *text, struct error *e)
{
    const struct output_wish wish = {.fresh = true};
    char path[LIMIT_FILE_BYTES];
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path)
        return error_set(e, ERROR_USAGE, folder, _("Choose a folder with a shorter path."), _("too long"));
    return output_file_write(path, &wish, text, strlen(text), e);
}

static bool guide_put(const char *folder, const json_t *root, struct error *e)
{
    char text[4096];
    snprintf(
        text, sizeof text,
        _("%s\n\nThe figures are those of the document; what it does not state is told in nhap-tay.json.\n\n"
          "  motcua score --inputs nhap-tay.json --criterion all\n"
          "  motcua plan --inputs nhap-tay.json\n"
          "  motcua ruleset show %s\n"),
        json_file_title(json_object_get(root, "document")),
        json_string_value(json_object_get(root, "ruleset")));
    return file_put(folder, "huong-dan.txt", text, e);
}

static bool folder_make(const char *folder, struct error *e)
{
    if (mkdir(folder, 0777) == 0 || errno == EEXIST)
        return true;
    return error_set(e, ERROR_IO, folder, _("Name a folder that can be made."), "%s", strerror(errno));
}

static bool put(const char *name, const char *folder, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    json_t *root = example_load(name, file, sizeof file, e);
    char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
    bool ok = root && (text || error_memory(e, name)) && folder_make(folder, e) &&
              file_put(folder, "nhap-tay.json", text, e) && guide_put(folder, root, e);
    free(text);
    json_decref(root);
    if (ok)
        fprintf(stderr, _("%s/ written: nhap-tay.json, huong-dan.txt\n"), folder);
    return ok;
}

static bool run(struct cli *cli, struct error *e)
{
    size_t words = cli->words.count;
    if (words > 3)
        return error_set(e, ERROR_USAGE, cli->words.items[3], _("See 'motcua help example'."),
                         _("a name and a folder at most"));
    if (words == 1)
        return list(cli, e);
    return put(cli->words.items[1], cli->words.items[words - 1], e);
}

const struct command command_example = {
    .name = "example",
    .words = "[NAME [FOLDER]]",
    .summary =
        N_("figures of official documents to try the program with: list them, write one into a folder"),
    .group = GROUP_START,
    .place = 3,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua example\n  motcua example nhu-xuan-2022\n  motcua example hai-hau-2019 /tmp/thu\n",
    .run = run,
};
