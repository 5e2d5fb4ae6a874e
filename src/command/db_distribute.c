/* motcua db distribute spreads the dossiers of a store over the workers of a Citus. */
#include <stdio.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "command/db.h"
#include "store/distribute.h"

static const char *const step_words[] = {N_("citus"),   N_("workers"),         N_("shards"),
                                         N_("dossier"), N_("dossier_history"), N_("distributed"),
                                         N_("done")};

struct job {
    struct table *table;
    bool already;
};

static bool step_row(void *context, const char *what, const char *text, struct value number, struct error *e)
{
    struct job *job = context;
    const char *words = what;
    for (size_t i = 0; i < sizeof step_words / sizeof *step_words; i++)
        if (strcmp(step_words[i], what) == 0)
            words = _(step_words[i]);
    job->already = job->already || strcmp(what, "distributed") == 0;
    table_row(job->table);
    table_word(job->table, what, words);
    table_text(job->table, text);
    if (number.known)
        table_number(job->table, number.number);
    else
        table_none(job->table);
    return !table_failed(job->table) || error_memory(e, "db");
}

static bool shards_read(const struct cli *cli, struct distribute_wish *wish, struct error *e)
{
    wish->shards = cli->shards < 0 ? DISTRIBUTE_SHARDS : (int)cli->shards;
    return (cli->shards != 0 && cli->shards <= LIMIT_SHARDS) ||
           error_set(e, ERROR_USAGE, "--shards", _("32 for a few workers, 64 for more than ten."),
                     _("not a number from 1 to %d"), LIMIT_SHARDS);
}

bool db_distribute(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct distribute_wish wish = {.dry = cli->dry};
    if (!shards_read(cli, &wish, e) || !db_session_connect(cli, false, &session, e))
        return false;
    struct job job = {.table = table_new()};
    bool ok = (job.table && table_column(job.table, "what", _("What"), false) &&
               table_column(job.table, "name", _("Name"), false) &&
               table_column(job.table, "number", _("Number"), true)) ||
              error_memory(e, "db");
    ok =
        ok && store_distribute(session.store, &wish, step_row, &job, e) && cli_write_table(cli, job.table, e);
    if (ok)
        fprintf(
            stderr, "%s\n",
            job.already ? _("It is distributed already: nothing was done.")
            : wish.dry
                ? _("Nothing was done: this is what would be distributed.")
                : _("It is distributed, and every row is there. Run 'motcua db roles' now: rights are not "
                    "what they were."));
    table_free(job.table);
    cli_session_close(&session);
    return ok;
}
