/* motcua forget erases one dossier everywhere in the program's reach, and tells where the dossier may still be kept. */
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "store/forget.h"
#include "store/outbox/forget.h"

struct telling {
    struct table *table;
    int64_t gone, left;
};

/* The words for people of a table of the store, or of one of its columns; NULL: its own name says it. */
static const char *table_words(const char *place)
{
    static const struct {
        const char *table, *words;
    } known[] = {
        {"dossier", N_("the dossier")},
        {"dossier_history", N_("former versions of the dossier")},
        {"reject", N_("records that were rejected")},
        {"supplement", N_("supplements")},
        {"run_issue", N_("words that were not understood")},
        {"outbox", N_("pages that wait in the outbox")},
        {"outbox (damaged)", N_("pages of the outbox that cannot be read")},
        {"run", N_("messages of readings")},
        {"manual_entry", N_("entries made by hand")},
        {"evidence", N_("evidence")},
        {"score_now", N_("causes of points")},
        {"report_issue", N_("reports that were issued")},
        {"delivery", N_("letters that were sent")},
        {"unit", N_("units")},
        {"catalogue", N_("names of procedures and fields")},
        {"source", N_("sources")},
    };
    size_t n = strcspn(place, ".");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(known[i].table, place, n) == 0 && !known[i].table[n])
            return _(known[i].words);
    return NULL;
}

static bool place_add(void *context, const char *place, int64_t rows, bool gone, struct error *e)
{
    struct telling *t = context;
    table_row(t->table);
    const char *words = table_words(place);
    if (words)
        table_word(t->table, place, words);
    else
        table_text(t->table, place);
    table_number(t->table, rows);
    table_word(t->table, gone ? "erased" : "quoted", gone ? _("erased") : _("quoted; not changed"));
    t->gone += gone ? rows : 0;
    t->left += gone ? 0 : rows;
    return !table_failed(t->table) || error_memory(e, "forget");
}

static bool outbox_strike(struct telling *t, const struct cli *cli, const struct config *c, struct error *e)
{
    int64_t pages, damaged;
    if (!outbox_forget(c->outbox, cli->words.items[1], cli->dry, &pages, &damaged, e))
        return false;
    return (!pages || place_add(t, "outbox", pages, true, e)) &&
           (!damaged || place_add(t, "outbox (damaged)", damaged, false, e));
}

/* Tells which copies this program cannot reach, and who can. */
static void rest_tell(const struct telling *t, const struct cli *cli, const struct config *c)
{
    bool is_file = strncmp(c->store, "sqlite:", 7) == 0;
    if (cli->dry)
        fprintf(stderr, "%s\n", _("Nothing was erased: this is what would be."));
    else if (!t->gone && !t->left)
        fprintf(stderr, "%s\n", _("Nothing of this code is kept."));
    if (t->left)
        fprintf(stderr, "%s\n",
                _("Where it is quoted, it stands among other words: look there, and correct what means this "
                  "dossier."));
    fprintf(stderr, "%s\n",
            is_file ? _("Backups: motcua makes none itself; erase it in copies and snapshots of the store's "
                        "file, too.")
                    : _("Backups: erase it in dumps, in the archive of the write-ahead log and on standbys, "
                        "too; the server's own "
                        "VACUUM clears its places."));
    fprintf(stderr, "%s\n",
            _("Files that were written already (reports, lists, exports, letters) are not searched."));
    if (!cli->dry)
        fprintf(stderr, "%s\n",
                _("As long as its portal gives this dossier, the next reading brings it again: have it "
                  "erased there first."));
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct telling t = {0};
    if (cli->words.count != 2)
        return error_set(e, ERROR_USAGE, "forget", _("Write motcua forget CODE."), _("which dossier?"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    t.table = table_new();
    bool ok =
        (t.table && table_column(t.table, "place", _("Where kept"), false) &&
         table_column(t.table, "rows", _("Rows"), true) && table_column(t.table, "what", _("What"), false)) ||
        error_memory(e, "forget");
    /* the outbox comes first, because its pages go to the store later */
    ok = ok && outbox_strike(&t, cli, session.config, e) &&
         forget_dossier(session.store, cli->words.items[1], cli->dry, place_add, &t, e);
    if (ok && table_rows(t.table))
        ok = cli_write_table(cli, t.table, e);
    if (ok)
        rest_tell(&t, cli, session.config);
    table_free(t.table);
    cli_session_close(&session);
    return ok;
}

const struct command command_forget = {
    .name = "forget",
    .words = "CODE",
    .summary = N_("erase one dossier everywhere it is kept: versions, rejects, supplements, outbox"),
    .group = GROUP_TEND,
    .place = 5,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua forget H99.22.55-220910-000001 --dry-run\n  motcua forget H99.22.55-220910-000001\n",
    .run = run,
};
