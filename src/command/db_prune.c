/* motcua db prune forgets data that are old enough. */
#include "base/text.h"
#include "command/db.h"
#include "store/prune.h"

static bool wish_make(const struct cli *cli, const struct config *config, struct prune_wish *out,
                      struct error *e)
{
    bool any = cli->before;
    moment now = moment_now();
    *out = (struct prune_wish){.dry = cli->dry};
    for (int i = 0; i < PRUNE_SUBJECTS; i++) {
        bool aged = !cli->before && config->keep[i];
        out->before[i] = aged ? prune_cutoff(now, config->keep[i]) : MOMENT_NONE;
        any = any || aged;
    }
    if (!any)
        return error_set(
            e, ERROR_USAGE, "db prune",
            _("Write \"keep\": {\"samples\": 36} into the config, or --before 2023-01 for the samples "
              "alone."),
            _("nothing says what may be forgotten"));
    if (cli->before && !db_month_read("--before", cli->before, &out->before[PRUNE_SAMPLES], e))
        return false;
    if (cli->before)
        out->before[PRUNE_SCORES] = out->before[PRUNE_SAMPLES];
    return true;
}

static bool item_row(void *context, const struct prune_item *item, struct error *e)
{
    struct table *t = context;
    table_row(t);
    table_text(t, prune_subject_name(item->subject));
    table_text(t, item->name);
    if (item->rows.known)
        table_number(t, item->rows.number);
    else
        table_none(t);
    table_moment(t, item->before);
    return !table_failed(t) || error_memory(e, "db");
}

/* Pruned rows are told even where a later subject failed, because these rows are gone. */
bool db_prune(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct prune_wish wish;
    struct error told = {0};
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct table *t = table_new();
    bool ok = (t && table_column(t, "what", _("What"), false) && table_column(t, "name", _("Name"), false) &&
               table_column(t, "rows", _("Rows"), true) && table_column(t, "before", _("Before"), false)) ||
              error_memory(e, "db");
    ok = ok && wish_make(cli, session.config, &wish, e);
    if (ok) {
        ok = prune(session.store, &wish, item_row, t, e);
        if (table_rows(t) && !cli_write_table(cli, t, ok ? e : &told))
            ok = false;
        if (ok)
            fprintf(stderr, "%s\n",
                    table_rows(t) == 0 ? _("Nothing is old enough to be forgotten.")
                    : cli->dry         ? _("Nothing was removed: this is what would be.")
                                       : _("This was removed."));
    }
    table_free(t);
    cli_session_close(&session);
    return ok;
}
