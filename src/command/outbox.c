/* motcua outbox shows the pages that wait in the outbox, and brings them to the store. */
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "poll/collect.h"
#include "store/outbox/driver.h"
#include "store/outbox/queue.h"

enum outbox_column {
    COLUMN_SOURCE,
    COLUMN_PAGES,
    COLUMN_BYTES,
    COLUMN_OLDEST,
    COLUMN_NEWEST,
    COLUMN_REFUSED,
    COLUMN_REASON,
    COLUMNS
};
static const struct {
    const char *name, *title;
    enum table_cell_kind kind;
} columns[COLUMNS] = {
    [COLUMN_SOURCE] = {"source", N_("Source"), CELL_TEXT},
    [COLUMN_PAGES] = {"pages", N_("Pages waiting"), CELL_NUMBER},
    [COLUMN_BYTES] = {"bytes", N_("Bytes"), CELL_NUMBER},
    [COLUMN_OLDEST] = {"oldest", N_("Oldest"), CELL_MOMENT},
    [COLUMN_NEWEST] = {"newest", N_("Newest"), CELL_MOMENT},
    [COLUMN_REFUSED] = {"refused", N_("Set aside"), CELL_NUMBER},
    [COLUMN_REASON] = {"reason", N_("Why the last one was"), CELL_TEXT},
};

static bool list_row(void *context, const struct value *values, int count, struct error *e)
{
    struct table *t = context;
    table_row(t);
    for (int i = 0; i < count && i < COLUMNS; i++)
        if (!values[i].known)
            table_none(t);
        else if (columns[i].kind == CELL_TEXT)
            table_text(t, values[i].text);
        else if (columns[i].kind == CELL_MOMENT)
            table_moment(t, values[i].number);
        else
            table_number(t, values[i].number);
    return !table_failed(t) || error_memory(e, "outbox");
}

static bool caption_add(struct table *t, struct outbox *box, struct error *e)
{
    int64_t bytes;
    char caption[LIMIT_FILE_BYTES + 128], share[TEXT_NUMBER_BYTES];
    if (!outbox_bytes(box, &bytes, e))
        return false;
    snprintf(caption, sizeof caption, _("%s: %s%% of its maximum"), outbox_file(box),
             text_rate(bytes, outbox_max_bytes(box), 2, share));
    return table_caption(t, caption) || error_memory(e, "outbox");
}

/* Reads only the outbox's file, because the store may be away. A missing file is not made. */
static bool outbox_show(const struct cli *cli, const struct config *config, struct error *e)
{
    struct table *t = table_new();
    struct outbox *box = NULL;
    bool ok = t || error_memory(e, "outbox");
    for (int i = 0; ok && i < COLUMNS; i++)
        ok = table_column(t, columns[i].name, _(columns[i].title), columns[i].kind == CELL_NUMBER) ||
             error_memory(e, "outbox");
    if (ok && access(config->outbox, F_OK) == 0) {
        box = outbox_open(config->outbox, LIMIT_OUTBOX_BYTES, e);
        ok = box && caption_add(t, box, e) && outbox_list(box, list_row, t, e);
    }
    if (ok && table_rows(t) == 0)
        fprintf(stderr, "%s\n", _("Nothing waits: all is in the store."));
    ok = ok && cli_write_table(cli, t, e);
    outbox_close(box);
    table_free(t);
    return ok;
}

static bool outbox_bring(struct cli_session *session, struct error *e)
{
    session->store = store_outbox_open(session->config->store, session->config->outbox, true, e);
    if (!session->store || !store_outbox_retry(session->store, e))
        return false;
    bool ok = store_outbox_replay(session->store, collect_stopping, e);
    store_outbox_tell(session->store);
    return ok;
}

static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    const char *word = cli->words.count > 1 ? cli->words.items[1] : "list";
    bool replay = strcmp(word, "replay") == 0;
    if (cli->words.count > 2 || (!replay && strcmp(word, "list") != 0))
        return error_set(e, ERROR_USAGE, cli->words.items[cli->words.count - 1],
                         _("Write 'motcua outbox' or 'motcua outbox replay'."), _("not understood"));
    if (!cli_session_begin(cli, false, &session, e))
        return false;
    bool ok = replay ? outbox_bring(&session, e) : outbox_show(cli, session.config, e);
    cli_session_close(&session);
    return ok;
}

const struct command command_outbox = {
    .name = "outbox",
    .words = "[list|replay]",
    .summary = N_("what waits for a PostgreSQL store that is away; bring it there"),
    .group = GROUP_READ,
    .place = 4,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua outbox\n  motcua outbox replay\n  motcua outbox list --format csv\n",
    .run = run,
};
