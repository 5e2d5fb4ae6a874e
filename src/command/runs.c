/* motcua runs lists what each poll expected and got. */
#include "base/text.h"
#include "cli/store_list.h"

static bool run(struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"run", N_("Run"), LIST_NUMBER},
                                                 {"source", N_("Source"), LIST_TEXT},
                                                 {"observed_at", N_("As at"), LIST_MOMENT},
                                                 {"outcome", N_("Outcome"), LIST_WORD},
                                                 {"expected", N_("Expected"), LIST_NUMBER},
                                                 {"got", N_("Got"), LIST_NUMBER},
                                                 {"new", N_("New"), LIST_NUMBER},
                                                 {"changed", N_("Changed"), LIST_NUMBER},
                                                 {"unchanged", N_("Unchanged"), LIST_NUMBER},
                                                 {"rejected", N_("Rejected"), LIST_NUMBER},
                                                 {"pages", N_("Pages"), LIST_NUMBER},
                                                 {"bytes", N_("Bytes"), LIST_NUMBER},
                                                 {"milliseconds", N_("ms"), LIST_NUMBER},
                                                 {"message", N_("Message"), LIST_TEXT},
                                                 {"missing", N_("Missing"), LIST_NUMBER},
                                                 {"tries", N_("Asked again"), LIST_NUMBER},
                                                 {"waited_ms", N_("Waited ms"), LIST_NUMBER},
                                                 {"retry_reason", N_("Why asked again"), LIST_TEXT},
                                                 {"reasons", N_("What is not whole"), LIST_REASONS},
                                                 {"newest", N_("Newest date in it"), LIST_MOMENT},
                                                 {"file", N_("File"), LIST_TEXT},
                                                 {"sha256", "SHA-256", LIST_TEXT},
                                                 {NULL, NULL, LIST_TEXT}};
    return store_list_print(
        cli, columns,
        "SELECT r.id, s.name, r.observed_at, r.outcome, CASE WHEN r.expected >= 0 THEN r.expected END, r.got,"
        " r.new_rows, r.changed, r.unchanged, r.rejected, r.pages, r.bytes, r.milliseconds, "
        "r.message, r.missing, r.tries, r.waited_ms, r.retry_reason, r.reasons, r.newest_at,"
        " r.file, r.sha256"
        " FROM run r JOIN source s ON s.id = r.source_id ORDER BY r.id DESC LIMIT 1000",
        _("Nothing was polled yet: run 'motcua collect'."), e);
}

const struct command command_runs = {
    .name = "runs",
    .words = "",
    .summary = N_("what each poll expected and got"),
    .group = GROUP_LOOK,
    .place = 3,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua runs --format csv\n",
    .run = run,
};
