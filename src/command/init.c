/* motcua init: a config file to start from. */
#include "base/text.h"
#include "cli/cli.h"

static bool run(struct cli *cli, struct error *e)
{
    const char *file = cli->words.count > 1 ? cli->words.items[1]
                       : cli->config_file   ? cli->config_file
                                            : "motcua.json";
    if (cli->words.count > 2)
        return error_set(e, ERROR_USAGE, cli->words.items[2], _("See 'motcua help init'."),
                         _("one file at most"));
    if (!config_init(file, e))
        return false;
    fprintf(stderr, _("%s written. Put your portal's address into it, then: motcua collect\n"), file);
    return true;
}

const struct command command_init = {
    .name = "init",
    .words = "[FILE]",
    .summary = N_("write a config file to start from"),
    .group = GROUP_START,
    .place = 1,
    .takes = "",
    .formats = 0,
    .examples = "  motcua init\n  motcua init /etc/motcua/motcua.json\n",
    .run = run,
};
