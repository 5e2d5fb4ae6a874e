/* motcua serve answers browsers with pages, and runs the scheduled jobs. */
#include "serve/serve.h"

#include "base/digest.h"
#include "base/text.h"

static bool run(struct cli *cli, struct error *e)
{
    if (cli->words.count > 1)
        return error_set(e, ERROR_USAGE, cli->words.items[1], _("'motcua help serve' has examples."),
                         _("serve takes no words"));
    /* Digests are prepared before serving: serve lives on after a shortage of memory, but an algorithm that OpenSSL once
     * failed to load stays missing. */
    return digest_begin(e) && serve_run(cli, e);
}

const struct command command_serve = {
    .name = "serve",
    .words = "",
    .summary = N_("pages in a browser; polls, the Friday report and pruning at their times"),
    .group = GROUP_TELL,
    .place = 9,
    .takes = "",
    .formats = 0,
    .examples = "  motcua serve\n  motcua serve --listen 127.0.0.1:0 --no-poll\n"
                "  motcua serve --listen 127.0.0.1:8080 --behind-tls --public-league\n",
    .run = run,
};
