#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/output_file.h"
#include "base/text.h"

enum option_id { OPT_CONFIG = 'c', OPT_OUTPUT = 'o', OPT_HELP = 'h', OPT_VERSION = 'V', OPT_LONG = 256 };
enum long_option {
    LONG_LANG = OPT_LONG,
    LONG_PERIOD,
    LONG_OF,
    LONG_AT,
    LONG_UNIT,
    LONG_METRIC,
    LONG_FAMILY,
    LONG_FORMAT,
    LONG_FULL,
    LONG_SET,
    LONG_KNOWN_AT,
    LONG_BEFORE,
    LONG_SINCE,
    LONG_PRINT,
    LONG_PRUNE,
    LONG_DRY_RUN,
    LONG_SOURCE,
    LONG_MANIFEST,
    LONG_MANUAL,
    LONG_RULESET,
    LONG_INPUTS,
    LONG_EXPLAIN,
    LONG_CRITERION,
    LONG_NOTE,
    LONG_BY,
    LONG_REFERENCE,
    LONG_RECORD,
    LONG_REPLAY,
    LONG_BUDGET,
    LONG_ACCEPT_MISSING
};

static const struct option long_options[] = {{"config", required_argument, NULL, OPT_CONFIG},
                                             {"output", required_argument, NULL, OPT_OUTPUT},
                                             {"help", no_argument, NULL, OPT_HELP},
                                             {"version", no_argument, NULL, OPT_VERSION},
                                             {"lang", required_argument, NULL, LONG_LANG},
                                             {"period", required_argument, NULL, LONG_PERIOD},
                                             {"of", required_argument, NULL, LONG_OF},
                                             {"at", required_argument, NULL, LONG_AT},
                                             {"unit", required_argument, NULL, LONG_UNIT},
                                             {"metric", required_argument, NULL, LONG_METRIC},
                                             {"family", required_argument, NULL, LONG_FAMILY},
                                             {"format", required_argument, NULL, LONG_FORMAT},
                                             {"full", no_argument, NULL, LONG_FULL},
                                             {"set", required_argument, NULL, LONG_SET},
                                             {"known-at", required_argument, NULL, LONG_KNOWN_AT},
                                             {"before", required_argument, NULL, LONG_BEFORE},
                                             {"since", required_argument, NULL, LONG_SINCE},
                                             {"print", no_argument, NULL, LONG_PRINT},
                                             {"prune", no_argument, NULL, LONG_PRUNE},
                                             {"dry-run", no_argument, NULL, LONG_DRY_RUN},
                                             {"source", required_argument, NULL, LONG_SOURCE},
                                             {"manifest", required_argument, NULL, LONG_MANIFEST},
                                             {"manual", no_argument, NULL, LONG_MANUAL},
                                             {"ruleset", required_argument, NULL, LONG_RULESET},
                                             {"inputs", required_argument, NULL, LONG_INPUTS},
                                             {"explain", required_argument, NULL, LONG_EXPLAIN},
                                             {"criterion", required_argument, NULL, LONG_CRITERION},
                                             {"note", required_argument, NULL, LONG_NOTE},
                                             {"by", required_argument, NULL, LONG_BY},
                                             {"reference", required_argument, NULL, LONG_REFERENCE},
                                             {"record", required_argument, NULL, LONG_RECORD},
                                             {"replay", required_argument, NULL, LONG_REPLAY},
                                             {"budget", required_argument, NULL, LONG_BUDGET},
                                             {"accept-missing", no_argument, NULL, LONG_ACCEPT_MISSING},
                                             {NULL, 0, NULL, 0}};

static bool list_add(struct cli_list *list, const char *item, struct error *e)
{
    if (list->count == CLI_MAX_LIST)
        return error_set(e, ERROR_USAGE, item, _("Ask for all and filter the CSV instead."),
                         _("more than %d values of one option"), CLI_MAX_LIST);
    list->items[list->count++] = item;
    return true;
}

bool cli_list_has(const struct cli_list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return true;
    return false;
}

static bool moment_take(const char *option, const char *value, moment *out, struct error *e)
{
    if (moment_read(value, out))
        return true;
    return error_set(e, ERROR_USAGE, option, _("Write a moment as 2022-11-25T15:00 or a day as 2022-11-25."),
                     _("'%s' is not a moment"), value);
}

static bool budget_take(const char *value, int64_t *out, struct error *e)
{
    char *end;
    errno = 0;
    *out = strtoll(value, &end, 10);
    if (*value >= '0' && *value <= '9' && !*end && errno == 0)
        return true;
    return error_set(e, ERROR_USAGE, "--budget", _("Write a number of dossiers, such as 20."),
                     _("'%s' is not a whole number"), value);
}

static bool option_take(struct cli *cli, int option, const char *value, struct error *e)
{
    switch (option) {
    case OPT_CONFIG:
        cli->config_file = value;
        return true;
    case OPT_OUTPUT:
        cli->output = value;
        return true;
    case OPT_HELP:
        return cli->help = true;
    case OPT_VERSION:
        return cli->version = true;
    case LONG_FULL:
        return cli->full = true;
    case LONG_ACCEPT_MISSING:
        return cli->accept_missing = true;
    case LONG_PRINT:
        return cli->print = true;
    case LONG_PRUNE:
        return cli->prune = true;
    case LONG_DRY_RUN:
        return cli->dry = true;
    case LONG_SOURCE:
        cli->source = value;
        return true;
    case LONG_MANIFEST:
        cli->manifest = value;
        return true;
    case LONG_MANUAL:
        return cli->manual = true;
    case LONG_RECORD:
        cli->record = value;
        return true;
    case LONG_REPLAY:
        cli->replay = value;
        return true;
    case LONG_RULESET:
        cli->ruleset = value;
        return true;
    case LONG_INPUTS:
        cli->inputs = value;
        return true;
    case LONG_EXPLAIN:
        cli->explain = value;
        return true;
    case LONG_BUDGET:
        return budget_take(value, &cli->budget, e);
    case LONG_NOTE:
        cli->note = value;
        return true;
    case LONG_BY:
        cli->by = value;
        return true;
    case LONG_REFERENCE:
        cli->reference = value;
        return true;
    case LONG_CRITERION:
        return list_add(&cli->criteria, value, e);
    case LONG_LANG:
        cli->language = value;
        if (strcmp(value, "vi") == 0 || strcmp(value, "en") == 0)
            return true;
        return error_set(e, ERROR_USAGE, "--lang", _("Write --lang vi or --lang en."),
                         _("unknown language '%s'"), value);
    case LONG_PERIOD:
        cli->period_given = true;
        if (period_kind_read(value, &cli->period))
            return true;
        return error_set(e, ERROR_USAGE, "--period",
                         _("Write one of week, fortnight, month, quarter, half, year."),
                         _("unknown period '%s'"), value);
    case LONG_OF:
        cli->of = value;
        return true;
    case LONG_AT:
        cli->at_day = strchr(value, ':') == NULL;
        return moment_take("--at", value, &cli->at, e);
    case LONG_BEFORE:
        cli->before = value;
        return true;
    case LONG_SINCE:
        cli->since = value;
        return true;
    case LONG_KNOWN_AT:
        if (!moment_take("--known-at", value, &cli->known_at, e))
            return false;
        if (!strchr(value, ':'))
            cli->known_at += MOMENT_DAY - 1;
        return true;
    case LONG_UNIT:
        return list_add(&cli->units, value, e);
    case LONG_METRIC:
        return list_add(&cli->metrics, value, e);
    case LONG_SET:
        cli->set = value;
        return true;
    case LONG_FAMILY:
        cli->family = value;
        return true;
    default: /* LONG_FORMAT */
        cli->format_given = true;
        if (table_format_read(value, &cli->format))
            return true;
        return error_set(e, ERROR_USAGE, "--format", _("Write one of table, csv, json, html."),
                         _("unknown format '%s'"), value);
    }
}

bool cli_read(int argc, char **argv, struct cli *out, struct error *e)
{
    *out = (struct cli){.family = "core",
                        .at = MOMENT_NONE,
                        .known_at = MOMENT_NONE,
                        .budget = -1,
                        .period = PERIOD_MONTH,
                        .format = TABLE_TEXT};
    opterr = 0;
    for (;;) {
        int before = optind;
        int option = getopt_long(argc, argv, ":c:o:hV", long_options, NULL);
        if (option == -1)
            break;
        if (option == ':')
            return error_set(e, ERROR_USAGE, argv[optind - 1], _("See 'motcua help'."),
                             _("this option needs a value"));
        if (option == '?')
            return error_set(e, ERROR_USAGE, argv[before < argc ? before : argc - 1],
                             _("'motcua help COMMAND' lists the options of a command."), _("unknown option"));
        if (!option_take(out, option, optarg, e))
            return false;
    }
    for (int i = optind; i < argc; i++)
        if (!list_add(&out->words, argv[i], e))
            return false;
    return true;
}

static bool option_allowed(const struct command *command, const char *name)
{
    char wanted[LIMIT_NAME_BYTES];
    snprintf(wanted, sizeof wanted, " %s ", name);
    return strstr(command->options, wanted) != NULL;
}

bool cli_check(const struct cli *cli, const struct command *command, struct error *e)
{
    const struct {
        const char *name;
        bool given;
    } given[] = {{"period", cli->period_given},
                 {"of", cli->of != NULL},
                 {"at", cli->at != MOMENT_NONE},
                 {"unit", cli->units.count},
                 {"metric", cli->metrics.count},
                 {"criterion", cli->criteria.count},
                 {"ruleset", cli->ruleset != NULL},
                 {"inputs", cli->inputs != NULL},
                 {"explain", cli->explain != NULL},
                 {"budget", cli->budget >= 0},
                 {"note", cli->note != NULL},
                 {"by", cli->by != NULL},
                 {"reference", cli->reference != NULL},
                 {"set", cli->set != NULL},
                 {"full", cli->full},
                 {"known-at", cli->known_at != MOMENT_NONE},
                 {"before", cli->before != NULL},
                 {"since", cli->since != NULL},
                 {"print", cli->print},
                 {"prune", cli->prune},
                 {"dry-run", cli->dry},
                 {"source", cli->source != NULL},
                 {"manifest", cli->manifest != NULL},
                 {"manual", cli->manual},
                 {"record", cli->record != NULL},
                 {"replay", cli->replay != NULL},
                 {"accept-missing", cli->accept_missing},
                 {"format", cli->format_given},
                 {"family", strcmp(cli->family, "core") != 0},
                 {"output", cli->output != NULL}};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (given[i].given && !option_allowed(command, given[i].name)) {
            char option[LIMIT_NAME_BYTES], hint[LIMIT_NAME_BYTES * 2];
            snprintf(option, sizeof option, "--%s", given[i].name);
            snprintf(hint, sizeof hint, _("See 'motcua help %s'."), command->name);
            return error_set(e, ERROR_USAGE, option, hint, _("'%s' does not take this option"),
                             command->name);
        }
    if (cli->words.count > 1 && !*command->words) {
        char hint[LIMIT_NAME_BYTES * 2];
        snprintf(hint, sizeof hint, _("See 'motcua help %s'."), command->name);
        return error_set(e, ERROR_USAGE, cli->words.items[1], hint, _("'%s' takes no further words"),
                         command->name);
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
    period_cutoff_set(out->config->cutoff_hour, out->config->cutoff_minute);
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
    return cli->at + config->cutoff_hour * (moment)3600 + config->cutoff_minute * (moment)60;
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
    return table_write(t, cli->format, terminal && !no_colour, width, out, e);
}

bool cli_write_table(const struct cli *cli, const struct table *t, struct error *e)
{
    struct output_file *file = output_file_begin(cli->output ? cli->output : "-", NULL, e);
    return file && output_file_end(file, table_put(cli, t, output_file_stream(file), e), e);
}

bool cli_write_bytes(const struct cli *cli, const struct buffer *bytes, struct error *e)
{
    return output_file_write(cli->output ? cli->output : "-", NULL, buffer_string(bytes), bytes->used, e);
}
