/* Commands that write: init, collect. */
#include "cli.h"
#include "collect.h"
#include "text.h"

bool command_init(const struct cli *cli, struct error *e)
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

bool command_collect(const struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!cli_session_open(cli, true, &session, e))
        return false;
    struct collect_options options = {.names = cli->words.items + 1,
                                      .name_count = cli->words.count - 1,
                                      .full = cli->full,
                                      .observed = cli_at(cli, session.config),
                                      .progress = true};
    bool ok = collect(session.config, session.store, &options, e);
    cli_session_close(&session);
    return ok;
}
