#include "cli/output_check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

#define STORE_SQLITE "sqlite:"

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

/* SQLite keeps a store in the file and, while the store is open, in up to three files beside it. */
static bool is_store(const char *output, const char *file)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[LIMIT_FILE_BYTES];
    for (size_t i = 0; file && i < sizeof ends / sizeof *ends; i++)
        if (snprintf(path, sizeof path, "%s%s", file, ends[i]) < (int)sizeof path && is_same(output, path))
            return true;
    return false;
}

static bool config_check(const struct cli *cli, const struct config *c, struct error *e)
{
    const char *store =
        strncmp(c->store, STORE_SQLITE, strlen(STORE_SQLITE)) == 0 ? c->store + strlen(STORE_SQLITE) : NULL;
    if (is_same(cli->output, c->file))
        return refuse(cli->output, _("this is the config file"), e);
    if (is_store(cli->output, store) || is_store(cli->output, c->outbox))
        return refuse(cli->output, _("this is the store, or a file beside it that belongs to it"), e);
    return true;
}

bool cli_output_check(const struct cli *cli, struct error *e)
{
    const char *const read[] = {cli->inputs, cli->supplement, cli->config_file};
    struct error none = {0};
    bool ok = true;
    if (!cli->output || strcmp(cli->output, "-") == 0)
        return true;
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        if (is_same(cli->output, read[i]))
            return refuse(cli->output, _("the command reads this file"), e);
    for (size_t i = 1; i < cli->words.count; i++)
        if (is_same(cli->output, cli->words.items[i]))
            return refuse(cli->output, _("the command reads this file"), e);
    /* the command that needs the config tells a fault of the config */
    struct config *c = config_load_bare(cli->config_file, &none);
    if (c)
        ok = config_check(cli, c, e);
    config_free(c);
    return ok;
}
