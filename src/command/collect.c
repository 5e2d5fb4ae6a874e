/* motcua collect polls the sources. */
#include "poll/collect.h"
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "import/folder.h"
#include "sample/sample.h"
#include "store/outbox/driver.h"

/* Adds the new figures to the time series. Where the store is away the next poll adds them, and the exit status tells
 * that they are missing. */
static bool samples_add(const struct cli_session *session, moment observed, struct error *e)
{
    struct sample_summary summary;
    if (collect_stopping())
        return true;
    if (samples_write(session->store, session->config, observed, MOMENT_NONE, &summary, e)) {
        sample_summary_tell(&summary);
        return true;
    }
    error_within(e, _("time series"));
    return false;
}

static bool is_asked(const struct cli *cli, const char *name)
{
    for (size_t i = 1; i < cli->words.count; i++)
        if (strcmp(cli->words.items[i], name) == 0)
            return true;
    return cli->words.count == 1;
}

/* Imports the files of folder sources. Files stay in their folder while the store is away, so folders need no
 * outbox. */
static bool folders_import(const struct cli *cli, const struct cli_session *session, moment observed,
                           struct error *e)
{
    struct store *store = NULL;
    bool whole = true;
    for (size_t i = 0; i < session->config->source_count && !collect_stopping(); i++) {
        const struct config_source *source = &session->config->sources[i];
        struct folder_summary summary;
        struct error fault = {0};
        if (!source->folder || !is_asked(cli, source->name))
            continue;
        if (!store && !(store = store_open(session->config->store, e)))
            return false;
        if (folder_import(session->config, source, store, observed, &summary, &fault))
            continue;
        if (!whole)
            error_print(&fault);
        else
            *e = fault;
        whole = false;
    }
    store_close(store);
    return whole;
}

/* Data that were dated ahead of the clock as it is now would count as the newest until then. A typed --at was looked at
 * before; here the clock was set back during the poll, or a recording was made by a wrong one. */
static bool clock_check(const struct cli *cli, moment observed, const char *where, const char *hint,
                        struct error *e)
{
    char text[MOMENT_TEXT_BYTES];
    return cli->at != MOMENT_NONE || cli->ahead || observed <= moment_now() + LIMIT_AHEAD_SECONDS ||
           error_set(e, ERROR_DATA, where, hint, _("dated %s, more than a day ahead of the clock"),
                     moment_write(observed, "HH:mm dd/MM/yyyy", text));
}

/* Recorded replies belong to one source, and count as observed when they were recorded, unless --at says otherwise. */
static bool replay_suits(const struct cli *cli, const struct recording *recording, moment *observed,
                         struct error *e)
{
    if (*observed == MOMENT_NONE)
        *observed = recording_observed(recording);
    if (cli->words.count != 2)
        return error_set(e, ERROR_USAGE, "--replay", _("Write 'motcua collect SOURCE --replay FOLDER'."),
                         _("name the one source that was recorded"));
    return clock_check(cli, *observed, cli->replay,
                       _("Say with --at when it was recorded; if it is meant so, add --ahead."), e);
}

/* Pages that wait in the outbox from earlier polls are replayed first; pages that wait after this poll are tried once
 * more. The error of a store that stays away was already told. */
static bool run(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct error waits = {0};
    if (!cli_session_begin(cli, true, &session, e))
        return false;
    session.store = store_outbox_open(session.config->store, session.config->outbox, false, e);
    if (!session.store) {
        cli_session_close(&session);
        return false;
    }
    struct recording *recording = cli->replay ? recording_open(cli->replay, e) : NULL;
    moment observed = cli_at(cli, session.config), asked = observed;
    if (cli->replay && (!recording || !replay_suits(cli, recording, &observed, e))) {
        recording_close(recording);
        cli_session_close(&session);
        return false;
    }
    if (observed == MOMENT_NONE)
        observed = moment_now();
    bool replayed = store_outbox_replay(session.store, collect_stopping, &waits);
    struct collect_options options = {.names = cli->words.items + 1,
                                      .name_count = cli->words.count - 1,
                                      .full = cli->full || cli->accept_missing,
                                      .trusted = cli->accept_missing,
                                      .observed = observed,
                                      .replay = recording,
                                      .progress = true};
    bool ok = collect(session.config, session.store, &options, e);
    recording_close(recording);
    replayed = store_outbox_replay(session.store, collect_stopping, &waits);
    store_outbox_tell(session.store);
    struct error late = {0}, bad = {0};
    bool filed = cli->replay || folders_import(cli, &session, asked, &bad);
    if (!filed && ok)
        *e = bad;
    else if (!filed)
        error_print(&bad);
    ok = ok && filed;
    bool sampled = samples_add(&session, observed, &late);
    if (ok && !(replayed && sampled)) {
        *e = replayed ? late : waits;
        ok = false;
    }
    ok = ok &&
         clock_check(cli, observed, _("the clock was set during this poll"),
                     _("Run 'motcua db mend', which takes back what was dated so, then collect again."), e);
    cli_session_close(&session);
    return ok;
}

const struct command command_collect = {
    .name = "collect",
    .words = "[SOURCE...]",
    .summary = N_("poll the sources and keep what they say"),
    .group = GROUP_READ,
    .place = 1,
    .takes = "",
    .formats = 0,
    .examples =
        "  motcua collect\n  motcua collect yyen --full\n  motcua collect gia-lai --at 2026-10-09T15:00\n",
    .run = run,
};
