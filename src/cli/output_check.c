#include "cli/output_check.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

#define STORE_SQLITE "sqlite:"

/* True if two paths lead, or will lead, to one name: the file need not be there yet, nor what a link points at. */
static bool is_same_name(const char *one, const char *other)
{
    char a[PATH_MAX], b[PATH_MAX];
    bool there = realpath(one, a) || errno == ENOENT; /* glibc: what is not there is the last part of a */
    there = there && (realpath(other, b) || errno == ENOENT);
    return there && strcmp(a, b) == 0;
}

/* True if two paths lead to the same existing file. */
static bool is_same(const char *one, const char *other)
{
    struct stat a, b;
    return one && other && stat(one, &a) == 0 && stat(other, &b) == 0 && S_ISREG(a.st_mode) &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static bool refuse(const char *output, const char *what, struct error *e)
{
    return error_set(e, ERROR_USAGE, output, _("Give -o another name: the file would be lost."), "%s", what);
}

#define READ_TEXT(member) {1, &cli->member},
#define READ_LIST(member) {cli->member.count, cli->member.items},
#define READ_FLAG(member)
#define READ_COUNT(member)
#define READ_MOMENT(member)
#define READ_PERIOD(member)
#define READ_FORMAT(member)
#define READ_LANGUAGE(member)
#define READ_CHARACTER(member)
#define OPTION(member, KIND, name, letter, argument, commands, help) READ_##KIND(member)

/* Whatever option or word of the command line names the file, the command may read it. */
static bool line_check(const struct cli *cli, struct error *e)
{
    const struct {
        size_t count;
        const char *const *items;
    } read[] = {
#include "cli/options.def"
        {cli->words.count, cli->words.items}};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        for (size_t k = 0; k < read[i].count; k++)
            if (read[i].items != &cli->output && is_same(cli->output, read[i].items[k]))
                return refuse(cli->output, _("the command reads this file"), e);
    return true;
}
#undef OPTION

/* SQLite keeps a store in the file and, while the store is open, in up to three files beside it. */
static bool is_store(const char *output, const char *file)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[LIMIT_FILE_BYTES];
    for (size_t i = 0; file && i < sizeof ends / sizeof *ends; i++)
        if (snprintf(path, sizeof path, "%s%s", file, ends[i]) < (int)sizeof path &&
            (is_same(output, path) || is_same_name(output, path)))
            return true;
    return false;
}

/* True if a file of the config is the output: the value of a member that names files, or of a list of such. Paths in
 * the config begin in its folder. */
static bool is_named(const char *output, const char *folder, const json_t *names)
{
    char path[LIMIT_FILE_BYTES];
    const char *name = json_string_value(names);
    bool found = name &&
                 snprintf(path, sizeof path, "%s%s%s", *name == '/' ? "" : folder, *name == '/' ? "" : "/",
                          name) < (int)sizeof path &&
                 is_same(output, path);
    for (size_t i = 0; !found && i < json_array_size(names); i++)
        found = is_named(output, folder, json_array_get(names, i));
    return found;
}

/* Looks through the whole document, which is as deep as its schema. */
static bool document_names(const char *output, const char *folder, const json_t *node)
{
    static const char *const members[] = {"manifest",   "file",        "ca_file",  "client_cert",
                                          "client_key", "commitments", "rulesets", "mandates"};
    const char *member;
    json_t *value;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (is_named(output, folder, json_object_get(node, members[i])))
            return true;
    json_object_foreach((json_t *)(uintptr_t)node, member,
                        value) if (document_names(output, folder, value)) return true;
    for (size_t i = 0; i < json_array_size(node); i++)
        if (document_names(output, folder, json_array_get(node, i)))
            return true;
    return false;
}

/* True if the output is, or would be, a file in the folder. */
static bool is_inside(const char *output, const char *folder)
{
    char path[LIMIT_FILE_BYTES];
    struct stat one, other;
    const char *slash = strrchr(output, '/');
    int n = slash == output ? 1 : slash ? (int)(slash - output) : 1;
    if (snprintf(path, sizeof path, "%.*s", n, slash ? output : ".") >= (int)sizeof path)
        return false;
    return folder && stat(path, &one) == 0 && stat(folder, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static bool folders_check(const struct cli *cli, const struct config *c, struct error *e)
{
    const char *definitions = json_string_value(json_object_get(c->document, "definitions"));
    char path[LIMIT_FILE_BYTES] = "";
    bool inside = false;
    for (size_t i = 0; i < c->source_count; i++)
        inside = inside || is_inside(cli->output, c->sources[i].folder);
    if (definitions && snprintf(path, sizeof path, "%s%s%s", *definitions == '/' ? "" : c->folder,
                                *definitions == '/' ? "" : "/", definitions) < (int)sizeof path)
        inside = inside || is_inside(cli->output, path);
    return !inside || error_set(e, ERROR_USAGE, cli->output, _("Give -o a name in another folder."),
                                _("the program reads the files of this folder"));
}

static bool config_check(const struct cli *cli, const struct config *c, struct error *e)
{
    const char *store =
        strncmp(c->store, STORE_SQLITE, strlen(STORE_SQLITE)) == 0 ? c->store + strlen(STORE_SQLITE) : NULL;
    if (is_same(cli->output, c->file))
        return refuse(cli->output, _("this is the config file"), e);
    if (is_store(cli->output, store) || is_store(cli->output, c->outbox))
        return refuse(cli->output, _("this is the store, or a file beside it that belongs to it"), e);
    if (document_names(cli->output, c->folder, c->document))
        return refuse(cli->output, _("the config names this file, and the program reads it"), e);
    return folders_check(cli, c, e);
}

bool cli_output_check(const struct cli *cli, struct error *e)
{
    struct error none = {0};
    if (!cli->output || strcmp(cli->output, "-") == 0)
        return true;
    if (!line_check(cli, e))
        return false;
    /* the command that needs the config tells a fault of the config */
    struct config *c = config_load_bare(cli->config_file, &none);
    bool ok = !c || config_check(cli, c, e);
    config_free(c);
    return ok;
}
