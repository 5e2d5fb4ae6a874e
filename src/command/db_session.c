/* The sub-commands of db open their session here. */
#include "command/db.h"

bool db_session_connect(const struct cli *cli, bool create, struct cli_session *out, struct error *e)
{
    if (!cli_session_begin(cli, false, out, e))
        return false;
    out->store = store_connect(out->config->store, create, e);
    if (out->store)
        return true;
    cli_session_close(out);
    return false;
}
