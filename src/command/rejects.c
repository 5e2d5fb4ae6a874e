/* motcua rejects lists records that could not be read. */
#include "base/text.h"
#include "cli/store_list.h"

static bool run(struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {
        {"source", N_("Source"), LIST_TEXT},         {"stream", N_("Stream"), LIST_TEXT},
        {"key", N_("Dossier"), LIST_TEXT},           {"position", N_("Position"), LIST_NUMBER},
        {"field", N_("Field"), LIST_TEXT},           {"reason", N_("Reason"), LIST_WORD},
        {"shape", N_("Its shape"), LIST_TEXT},       {"first_seen", N_("First seen"), LIST_MOMENT},
        {"last_seen", N_("Last seen"), LIST_MOMENT}, {NULL, NULL, LIST_TEXT}};
    return store_list_print(
        cli, columns,
        "SELECT s.name, r.stream, r.key, r.position, r.field, r.reason, r.shape, r.first_seen, r.last_seen"
        " FROM reject r JOIN source s ON s.id = r.source_id ORDER BY s.name, r.stream, r.position LIMIT "
        "10000",
        _("No record was rejected."), e);
}

const struct command command_rejects = {
    .name = "rejects",
    .words = "",
    .summary = N_("records that could not be read, and why"),
    .group = GROUP_LOOK,
    .place = 4,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua rejects\n",
    .run = run,
};
