/* motcua units lists the known units, and sets their names, kinds, parents and codes. */
#include <string.h>

#include "base/text.h"
#include "cli/store_list.h"
#include "import/unit_import.h"

/* Runs the verbs that write: import FILE, map FILE, map CODE UNIT. */
static bool units_write(const struct cli *cli, struct error *e)
{
    const struct cli_list *words = &cli->words;
    const char *verb = words->items[1];
    bool map = strcmp(verb, "map") == 0, one = map && words->count == 4;
    struct cli_session session;
    size_t count = 1;
    if ((!map && strcmp(verb, "import") != 0) || (words->count != 3 && !one))
        return error_set(
            e, ERROR_USAGE, verb,
            _("Write 'motcua units', 'motcua units import FILE.csv', 'motcua units map FILE.csv' "
              "or 'motcua units map CODE UNIT'."),
            _("not understood"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool ok = one   ? unit_map(session.store, words->items[2], words->items[3], e)
              : map ? unit_map_import(session.store, words->items[2], &count, e)
                    : unit_import(session.store, words->items[2], &count, e);
    if (ok)
        fprintf(stderr,
                map ? P_("%s: %zu code mapped\n", "%s: %zu codes mapped\n", count)
                    : P_("%s: %zu unit imported\n", "%s: %zu units imported\n", count),
                words->items[2], count);
    cli_session_close(&session);
    return ok;
}

/* A unit that a poll named and nobody has placed yet is "new": the unit has no parent and stands for no other
 * unit. */
static bool run(struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"unit", N_("Code"), LIST_TEXT},
                                                 {"name", N_("Name"), LIST_TEXT},
                                                 {"kind", N_("Kind"), LIST_WORD},
                                                 {"parent", N_("Parent"), LIST_TEXT},
                                                 {"valid_from", N_("Valid from"), LIST_MOMENT},
                                                 {"valid_to", N_("Valid to"), LIST_MOMENT},
                                                 {"successor", N_("Successor"), LIST_TEXT},
                                                 {"standing", N_("Standing"), LIST_WORD},
                                                 {NULL, NULL, LIST_TEXT}};
    static const char sql[] =
        "SELECT code, name, kind, parent, valid_from, valid_to, successor,"
        " CASE WHEN successor IS NOT NULL AND valid_to IS NULL THEN 'other code'"
        " WHEN valid_to IS NOT NULL THEN 'former'"
        " WHEN known_from IS NOT NULL AND parent IS NULL AND COALESCE(kind, '') <> 'province' THEN 'new' END"
        " FROM unit ORDER BY code";
    bool list = cli->words.count == 2 && strcmp(cli->words.items[1], "list") == 0;
    if (cli->words.count > 1 && !list)
        return units_write(cli, e);
    return store_list_print(
        cli, columns, sql, _("No unit is known yet: run 'motcua collect' or 'motcua units import FILE.csv'."),
        e);
}

const struct command command_units = {
    .name = "units",
    .words = "[list|import FILE.csv|map FILE.csv|map CODE UNIT]",
    .summary = N_("units that are known; import names, kinds and parents; which codes mean the same"),
    .group = GROUP_LOOK,
    .place = 1,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua units\n  motcua units import units.csv\n  motcua units map 000.22.01.H99 H99.22.01\n",
    .run = run,
};
