#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/output_file.h"
#include "base/text.h"

bool cli_list_has(const struct cli_list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return true;
    return false;
}

bool cli_environment_check(struct error *e)
{
    static const struct {
        enum environment_variable variable;
        int64_t max;
    } numbers[] = {{ENVIRONMENT_RETRY_MS, LIMIT_RETRY_WAIT_MS},
                   {ENVIRONMENT_OUTBOX_BYTES, LIMIT_OUTBOX_BYTES}};
    const char *now = environment_get(ENVIRONMENT_NOW);
    moment m;
    if (now && !moment_read(now, &m))
        return error_set(e, ERROR_USAGE, environment_name(ENVIRONMENT_NOW),
                         _("Write a moment as 2022-11-25T15:00 or a day as 2022-11-25."),
                         _("'%s' is not a moment"), now);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (environment_get(numbers[i].variable) &&
            environment_number(numbers[i].variable, numbers[i].max, -1) < 0)
            return error_set(e, ERROR_USAGE, environment_name(numbers[i].variable),
                             _("Write a whole number above zero, or leave the variable away."),
                             _("not a number from 1 to %lld"), (long long)numbers[i].max);
    return true;
}

bool cli_units_settle(struct cli *cli, unit_label_get *get, const void *context, size_t count, bool total,
                      struct error *e)
{
    for (size_t i = 0; i < cli->units.count; i++) {
        struct unit_label label = {.code = "ALL"};
        bool all = total && strcasecmp(cli->units.items[i], "ALL") == 0;
        long found = all ? -1 : unit_choose(get, context, count, cli->units.items[i], e);
        if (found < 0 && !all)
            return false;
        if (!all)
            get(context, (size_t)found, &label);
        cli->units.items[i] = label.code;
    }
    return true;
}

bool cli_session_begin(const struct cli *cli, bool need_secrets, struct cli_session *out, struct error *e)
{
    *out = (struct cli_session){0};
    out->config = config_load(cli->config_file, need_secrets, e);
    if (!out->config)
        return false;
    if (!cli->language)
        text_language_set(out->config->language);
    return true;
}

bool cli_session_open(const struct cli *cli, bool need_secrets, struct cli_session *out, struct error *e)
{
    if (!cli_session_begin(cli, need_secrets, out, e))
        return false;
    out->store = store_open(out->config->store, e);
    if (out->store) {
        store_known_set(out->store, cli->known_at);
        return true;
    }
    cli_session_close(out);
    return false;
}

moment cli_at(const struct cli *cli, const struct config *config)
{
    if (cli->at == MOMENT_NONE || !cli->at_day)
        return cli->at;
    return cli->at + config->cutoff;
}

int cli_cutoff(const struct config *config)
{
    return config ? config->cutoff : PERIOD_CUTOFF_SECONDS;
}

void cli_session_close(struct cli_session *session)
{
    store_close(session->store);
    config_free(session->config);
    *session = (struct cli_session){0};
}

static bool table_put(const struct cli *cli, const struct table *t, FILE *out, struct error *e)
{
    bool terminal = isatty(fileno(out));
    const char *no_colour = environment_get(ENVIRONMENT_NO_COLOR);
    struct winsize size = {0};
    int width = terminal && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    const struct table_look look = {.format = cli->format,
                                    .colour = terminal && !no_colour,
                                    .width = width,
                                    .separator = cli->separator,
                                    .bom = cli->bom,
                                    .decimal_comma =
                                        cli->separator == ';' && strcmp(text_language(), "vi") == 0};
    return table_write(t, &look, out, e);
}

bool cli_write_table(const struct cli *cli, const struct table *t, struct error *e)
{
    if (cli->sink)
        return cli->sink->take(cli->sink->context, t, e);
    struct output_file *file = output_file_begin(cli->output ? cli->output : "-", NULL, e);
    return file && output_file_end(file, table_put(cli, t, output_file_stream(file), e), e);
}

bool cli_write_bytes(const struct cli *cli, const struct buffer *bytes, struct error *e)
{
    return output_file_write(cli->output ? cli->output : "-", NULL, buffer_string(bytes), bytes->used, e);
}
