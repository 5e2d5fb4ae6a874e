#include "command/report_tasks.h"

#include <stdlib.h>

#include "base/text.h"
#include "command/tasks.h"
#include "report/tasks_paper.h"

static struct paper *paper_of(const struct tasks_session *t, struct error *e)
{
    struct tasks_line *lines = calloc(t->count + 1, sizeof *lines);
    struct tasks_ask ask = {
        .config = t->s.session.config, .set = t->set, .year = t->year, .lines = lines, .count = t->count};
    if (!lines) {
        error_memory(e, "tasks");
        return NULL;
    }
    for (size_t i = 0; i < t->count; i++)
        lines[i] = (struct tasks_line){t->items[i].unit, t->items[i].name, &t->items[i].duty};
    struct paper *p = tasks_paper_make(&ask, e);
    free(lines);
    return p;
}

struct paper *report_tasks(const struct cli *cli, struct error *e)
{
    struct tasks_session t = {0};
    struct cli_session config = {0};
    struct paper *p = NULL;
    const char *set = cli->set;
    bool ok = set || cli_session_begin(cli, false, &config, e);
    if (ok && !set && config.config->commitment_count)
        set = config.config->commitments[0];
    if (ok && !set)
        ok = error_set(e, ERROR_USAGE, "--set",
                       _("Name a set with --set: hai-hau-2019, quang-tho-2020, y-yen-2022, "
                         "cam-giang-2023, or a file of your own."),
                       _("which tasks?"));
    if (ok && tasks_open(cli, set, &t, e))
        p = paper_of(&t, e);
    tasks_close(&t);
    cli_session_close(&config);
    return p;
}
