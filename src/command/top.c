/* motcua top shows what serve and polls are doing: on a terminal again and again until interrupted, elsewhere once. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/text.h"
#include "cli/cli.h"

enum { ROUND_MS = 2000, LOOK_MS = 100 };

/* Each part is a command of its own, run as a person would run the command. */
static bool part_show(const struct cli *cli, const char *name, struct error *e)
{
    struct cli part = *cli;
    const struct command *command = command_find(name);
    part.words = (struct cli_list){{name}, 1};
    return command && cli_check(&part, command, e) && command->run(&part, e);
}

static bool frame_show(const struct cli *cli, bool terminal, struct error *e)
{
    static const char *const parts[] = {"schedule", "sources"};
    char now[MOMENT_TEXT_BYTES];
    printf("%smotcua  %s\n", terminal ? "\033[H\033[J" : "",
           moment_write(moment_now(), "HH:mm:ss dd/MM/yyyy", now));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        putchar('\n');
        fflush(stdout);
        if (!part_show(cli, parts[i], e))
            return false;
    }
    fflush(stdout);
    return true;
}

/* A store that is away for a while does not end the command, because the next round may find the store again. */
static bool run(struct cli *cli, struct error *e)
{
    bool terminal = isatty(STDOUT_FILENO);
    do {
        struct error why = {0};
        if (!frame_show(cli, terminal, &why)) {
            if (!terminal || (why.code != ERROR_TEMPORARY && why.code != ERROR_UNAVAILABLE)) {
                *e = why;
                return false;
            }
            error_print(&why);
        }
        for (int ms = 0; terminal && ms < ROUND_MS && !collect_stopping(); ms += LOOK_MS)
            nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
    } while (terminal && !collect_stopping());
    return true;
}

const struct command command_top = {
    .name = "top",
    .words = "",
    .summary = N_("what is being done and how fresh the sources are, again and again on a terminal"),
    .group = GROUP_LOOK,
    .place = 7,
    .takes = "",
    .formats = 0,
    .examples = "  motcua top\n",
    .run = run,
};
