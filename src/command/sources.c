/* motcua sources lists the sources that are polled. */
#include "base/text.h"
#include "cli/store_list.h"

static bool run(struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"source", N_("Source"), LIST_TEXT},
                                                 {"manifest", N_("Manifest"), LIST_TEXT},
                                                 {"dossiers", N_("Dossiers"), LIST_NUMBER},
                                                 {"last_complete", N_("Last complete"), LIST_MOMENT},
                                                 {"last_run", N_("Last run"), LIST_MOMENT},
                                                 {"outcome", N_("Outcome"), LIST_WORD},
                                                 {"knows", N_("Fields it can know"), LIST_KNOWS},
                                                 {"missing", N_("Missing"), LIST_NUMBER},
                                                 {"last_sweep", N_("All read at"), LIST_MOMENT},
                                                 {"newest", N_("Newest date in it"), LIST_MOMENT},
                                                 {"message", N_("Message"), LIST_TEXT},
                                                 {"reasons", N_("What is not whole"), LIST_REASONS},
                                                 {"twice", N_("Counted elsewhere"), LIST_NUMBER},
                                                 {NULL, NULL, LIST_TEXT}};
    return store_list_print(
        cli, columns,
        "WITH twice AS MATERIALIZED (SELECT source_id, COUNT(*) AS n FROM dossier WHERE twice_from IS NOT "
        "NULL"
        " GROUP BY source_id),"
        " had AS MATERIALIZED (SELECT source_id, COUNT(*) AS n FROM dossier GROUP BY source_id),"
        " gone AS MATERIALIZED (SELECT source, COUNT(*) AS n FROM v_missing GROUP BY source)"
        " SELECT s.name, s.manifest, COALESCE((SELECT n FROM had WHERE had.source_id = s.id), 0),"
        " (SELECT MAX(r.observed_at) FROM run r WHERE r.source_id = s.id AND r.outcome = 'complete' AND "
        "r.observed_at <= $1),"
        " (SELECT r.observed_at FROM run r WHERE r.source_id = s.id AND r.observed_at <= $1 ORDER BY r.id "
        "DESC LIMIT 1),"
        " (SELECT r.outcome FROM run r WHERE r.source_id = s.id AND r.observed_at <= $1 ORDER BY r.id DESC "
        "LIMIT 1),"
        " s.knows, COALESCE((SELECT n FROM gone WHERE gone.source = s.name), 0),"
        " (SELECT MAX(r.observed_at) FROM run r WHERE r.source_id = s.id AND r.missing IS NOT NULL AND "
        "r.observed_at <= $1),"
        " (SELECT MAX(r.newest_at) FROM run r WHERE r.source_id = s.id AND r.observed_at <= $1),"
        " (SELECT r.message FROM run r WHERE r.source_id = s.id AND r.observed_at <= $1 ORDER BY r.id DESC "
        "LIMIT 1),"
        " (SELECT r.reasons FROM run r WHERE r.source_id = s.id AND r.observed_at <= $1 ORDER BY r.id DESC "
        "LIMIT 1),"
        " CASE WHEN s.counts = 1 THEN COALESCE(t.n, 0) END"
        " FROM source s LEFT JOIN twice t ON t.source_id = s.id ORDER BY s.name",
        _("No source was polled yet: run 'motcua collect'."), e);
}

const struct command command_sources = {
    .name = "sources",
    .words = "",
    .summary = N_("sources, what each can know, how fresh they are"),
    .group = GROUP_LOOK,
    .place = 2,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua sources\n",
    .run = run,
};
