/* motcua db mend takes back data that a wrong clock has dated ahead. */
#include "base/text.h"
#include "command/db.h"
#include "store/mend.h"

static bool table_rows_add(void *context, const char *name, int64_t rows, struct error *e)
{
    struct table *t = context;
    table_row(t);
    table_text(t, name);
    table_number(t, rows);
    return !table_failed(t) || error_memory(e, "db");
}

bool db_mend(struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct table *t = table_new();
    bool ok = (t && table_column(t, "name", _("Name"), false) && table_column(t, "rows", _("Rows"), true)) ||
              error_memory(e, "db");
    ok = ok && mend_ahead(session.store, moment_now(), cli->dry, table_rows_add, t, e);
    if (ok && table_rows(t))
        ok = cli_write_table(cli, t, e);
    if (ok)
        fprintf(stderr, "%s\n",
                table_rows(t) == 0 ? _("Nothing in the store is ahead of the clock.")
                : cli->dry         ? _("Nothing was taken back: this is what would be.")
                           : _("This was taken back. Poll these sources, or import these files, again."));
    table_free(t);
    cli_session_close(&session);
    return ok;
}
