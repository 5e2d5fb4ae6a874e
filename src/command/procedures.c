/* motcua procedures shows and imports the names of procedures and fields by their codes. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/store_list.h"
#include "import/catalogue_import.h"

static bool names_import(const struct cli *cli, struct error *e)
{
    const struct cli_list *words = &cli->words;
    struct cli_session session;
    size_t count = 0;
    if (words->count != 3 || strcmp(words->items[1], "import") != 0)
        return error_set(e, ERROR_USAGE, words->items[1],
                         _("Write 'motcua procedures' or 'motcua procedures import FILE.csv'."),
                         _("not understood"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool ok = catalogue_file_import(session.store, words->items[2], &count, e);
    if (ok)
        fprintf(stderr, P_("%s: %zu name imported\n", "%s: %zu names imported\n", count), words->items[2],
                count);
    cli_session_close(&session);
    return ok;
}

/* The list has codes without a name too, because these names are still to be imported. */
static bool run(struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"kind", N_("Kind"), LIST_WORD},
                                                 {"code", N_("Code"), LIST_TEXT},
                                                 {"name", N_("Name"), LIST_TEXT},
                                                 {"sector", N_("Field"), LIST_TEXT},
                                                 {"level", N_("Level"), LIST_NUMBER},
                                                 {"valid_from", N_("Valid from"), LIST_MOMENT},
                                                 {"valid_to", N_("Valid to"), LIST_MOMENT},
                                                 {"origin", N_("Origin"), LIST_WORD},
                                                 {NULL, NULL, LIST_TEXT}};
    static const char sql[] =
        "SELECT c.kind, c.code, c.name,"
        " CASE WHEN f.name IS NULL OR f.name = c.sector THEN c.sector ELSE f.name || ' (' || c.sector || ')' "
        "END,"
        " c.level, c.valid_from, c.valid_to,"
        " CASE WHEN c.imported = 1 THEN 'imported' ELSE 'portal' END FROM catalogue c"
        " LEFT JOIN catalogue f ON f.kind = 'sector' AND f.code = c.sector"
        " UNION ALL SELECT 'procedure', d.procedure, NULL, NULL, NULL, NULL, NULL, 'no name'"
        " FROM (SELECT DISTINCT procedure FROM dossier WHERE procedure IS NOT NULL AND procedure <> '') d"
        " WHERE NOT EXISTS (SELECT 1 FROM catalogue c WHERE c.kind = 'procedure' AND c.code = d.procedure)"
        " ORDER BY 1, 2";
    if (cli->words.count > 1)
        return names_import(cli, e);
    return store_list_print(
        cli, columns, sql,
        _("No name is known yet: run 'motcua collect' or 'motcua procedures import FILE.csv'."), e);
}

const struct command command_procedures = {
    .name = "procedures",
    .words = "[import FILE.csv]",
    .summary = N_("names of procedures and fields by their codes; import them"),
    .group = GROUP_LOOK,
    .place = 5,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua procedures\n  motcua procedures import tthc.csv\n",
    .run = run,
};
