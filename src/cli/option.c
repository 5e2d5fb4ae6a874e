#include "cli/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"

#define OPTION(member, KIND, name, letter, argument, commands, help)                                         \
    {name, OPTION_##KIND, letter, argument, commands, help},
const struct command_option command_options[] = {
#include "cli/options.def"
};
#undef OPTION

#define OPTION(member, KIND, name, letter, argument, commands, help) OPTION_OF_##member,
enum {
#include "cli/options.def"
    OPTIONS
};
#undef OPTION
const size_t command_option_count = OPTIONS;
_Static_assert(OPTIONS <= 64, "struct cli has one bit for each option");

/* --- reading a value, by kind --- */

static bool list_add(struct cli_list *list, const char *item, struct error *e)
{
    if (list->count == CLI_MAX_LIST)
        return error_set(e, ERROR_USAGE, item, _("Ask for all and filter the CSV instead."),
                         _("more than %d values of one option"), CLI_MAX_LIST);
    list->items[list->count++] = item;
    return true;
}

static bool read_moment(const char *option, const char *value, moment *out, bool *day, struct error *e)
{
    *day = strchr(value, ':') == NULL;
    return moment_read(value, out) ||
           error_set(e, ERROR_USAGE, option, _("Write a moment as 2022-11-25T15:00 or a day as 2022-11-25."),
                     _("'%s' is not a moment"), value);
}

static bool read_count(const char *option, const char *value, int64_t *out, struct error *e)
{
    char *end;
    errno = 0;
    *out = strtoll(value, &end, 10);
    return (*value >= '0' && *value <= '9' && !*end && errno == 0) ||
           error_set(e, ERROR_USAGE, option, _("Write a number of dossiers, such as 20."),
                     _("'%s' is not a whole number"), value);
}

static bool read_period(const char *option, const char *value, enum period_kind *out, struct error *e)
{
    return period_kind_read(value, out) ||
           error_set(e, ERROR_USAGE, option, _("Write one of week, fortnight, month, quarter, half, year."),
                     _("unknown period '%s'"), value);
}

static bool read_format(const char *option, const char *value, enum format *out, struct error *e)
{
    char known[128], hint[LIMIT_HINT_BYTES];
    snprintf(hint, sizeof hint, _("Write one of %s."), format_names(~0U, known, sizeof known));
    return format_read(value, out) ||
           error_set(e, ERROR_USAGE, option, hint, _("unknown format '%s'"), value);
}

static bool read_language(const char *option, const char *value, const char **out, struct error *e)
{
    *out = value;
    return strcmp(value, "vi") == 0 || strcmp(value, "en") == 0 ||
           error_set(e, ERROR_USAGE, option, _("Write --lang vi or --lang en."), _("unknown language '%s'"),
                     value);
}

/* Reads a separator of CSV; "tab" and "\t" are easier to type than the letter itself. */
static bool read_character(const char *option, const char *value, char *out, struct error *e)
{
    bool tab = strcmp(value, "tab") == 0 || strcmp(value, "\\t") == 0;
    *out = tab ? '\t' : *value;
    return tab || (*value && strchr(",;\t", *value) && !value[1]) ||
           error_set(e, ERROR_USAGE, option, _("Write ',', ';' or tab."), _("not a separator"));
}

#define TAKE_FLAG(member) return cli->member = true;
#define TAKE_TEXT(member)                                                                                    \
    cli->member = value;                                                                                     \
    return true;
#define TAKE_LIST(member)      return list_add(&cli->member, value, e);
#define TAKE_COUNT(member)     return read_count(option, value, &cli->member, e);
#define TAKE_MOMENT(member)    return read_moment(option, value, &cli->member, &cli->member##_day, e);
#define TAKE_PERIOD(member)    return read_period(option, value, &cli->member, e);
#define TAKE_FORMAT(member)    return read_format(option, value, &cli->member, e);
#define TAKE_LANGUAGE(member)  return read_language(option, value, &cli->member, e);
#define TAKE_CHARACTER(member) return read_character(option, value, &cli->member, e);

static bool option_take(struct cli *cli, size_t index, const char *value, struct error *e)
{
    char option[LIMIT_NAME_BYTES] = "";
    if (index < OPTIONS)
        snprintf(option, sizeof option, "--%s", command_options[index].name);
    cli->given |= UINT64_C(1) << index;
    switch (index) {
#define OPTION(member, KIND, name, letter, argument, commands, help)                                         \
    case OPTION_OF_##member:                                                                                 \
        TAKE_##KIND(member)
#include "cli/options.def"
#undef OPTION
    }
    return false;
}

#define EMPTY_FLAG(member)
#define EMPTY_TEXT(member)
#define EMPTY_LIST(member)
#define EMPTY_COUNT(member)  out->member = -1;
#define EMPTY_MOMENT(member) out->member = MOMENT_NONE;
#define EMPTY_PERIOD(member) out->member = PERIOD_MONTH;
#define EMPTY_FORMAT(member) out->member = FORMATS;
#define EMPTY_LANGUAGE(member)
#define EMPTY_CHARACTER(member)

static void cli_empty(struct cli *out)
{
    *out = (struct cli){0};
#define OPTION(member, KIND, name, letter, argument, commands, help) EMPTY_##KIND(member)
#include "cli/options.def"
#undef OPTION
    out->family = "core";
}

/* --- the whole line --- */

/* The table in getopt's form gives each long option the value LONG_FIRST + its index. */
enum { LONG_FIRST = 256 };

static void getopt_make(struct option longs[OPTIONS + 1], char shorts[2 * OPTIONS + 2])
{
    char *next = shorts;
    *next++ = ':';
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct command_option *o = &command_options[i];
        longs[i] = (struct option){o->name, o->argument ? required_argument : no_argument, NULL,
                                   (int)i + LONG_FIRST};
        if (o->letter)
            *next++ = (char)o->letter;
        if (o->letter && o->argument)
            *next++ = ':';
    }
    *next = '\0';
    longs[OPTIONS] = (struct option){0};
}

static size_t option_index(int told)
{
    size_t i = 0;
    if (told >= LONG_FIRST)
        return (size_t)(told - LONG_FIRST);
    while (i < OPTIONS && command_options[i].letter != told)
        i++;
    return i;
}

/* A moment ahead of the clock is refused without --ahead, because data dated ahead would count as the newest until
 * then. */
static bool at_check(const struct cli *cli, struct error *e)
{
    return cli->at == MOMENT_NONE || cli->ahead || cli->at <= moment_now() + LIMIT_AHEAD_SECONDS ||
           error_set(e, ERROR_USAGE, "--at", _("Look at the year; if it is meant so, add --ahead."),
                     _("the moment is more than a day ahead of the clock"));
}

bool cli_read(int argc, char **argv, struct cli *out, struct error *e)
{
    struct option longs[OPTIONS + 1];
    char shorts[2 * OPTIONS + 2];
    getopt_make(longs, shorts);
    optind = 0; /* a process may read more than one command line */
    cli_empty(out);
    opterr = 0;
    for (;;) {
        int told = getopt_long(argc, argv, shorts, longs, NULL);
        if (told == -1)
            break;
        if (told == ':')
            return error_set(e, ERROR_USAGE, argv[optind - 1], _("See 'motcua help'."),
                             _("this option needs a value"));
        if (told == '?') {
            const char letter[] = {'-', (char)optopt,
                                   '\0'}; /* getopt_long() does not pass a word of letters at once */
            bool is_letter = optopt > 0 && optopt < LONG_FIRST;
            return error_set(e, ERROR_USAGE, is_letter ? letter : argv[optind - 1],
                             _("'motcua help COMMAND' lists the options of a command."),
                             optopt >= LONG_FIRST ? _("this option takes no value") : _("unknown option"));
        }
        if (!option_take(out, option_index(told), optarg, e))
            return false;
    }
    if (out->known_at_day) /* a day without an hour means the day's last second */
        out->known_at += MOMENT_DAY - 1;
    if (!at_check(out, e))
        return false;
    out->period_given = out->given >> OPTION_OF_period & 1;
    for (int i = optind; i < argc; i++)
        if (!list_add(&out->words, argv[i], e))
            return false;
    return true;
}

/* --- the options that a command takes --- */

static bool word_taken(const char *word, size_t n, const struct command *command)
{
    size_t name = strlen(command->name);
    if (n == 1 && *word == '*')
        return true;
    if (*word == '@') {
        const char *found = strstr(command->takes, "@");
        for (; found; found = strstr(found + 1, "@"))
            if (strncmp(found, word, n) == 0 && (found[n] == ' ' || !found[n]))
                return true;
        return false;
    }
    return n >= name && strncmp(word, command->name, name) == 0 && (n == name || word[name] == ' ');
}

bool option_taken(const struct command_option *option, const struct command *command)
{
    for (const char *word = option->commands; *word;) {
        size_t n = strcspn(word, ",");
        if (word_taken(word, n, command))
            return true;
        word += n + strspn(word + n, ", ");
    }
    return false;
}

static const char *hint_see(const struct command *command, char *out, size_t size)
{
    snprintf(out, size, _("See 'motcua help %s'."), command->name);
    return out;
}

/* Settles the format: --format, else the extension of the file's name, else the command's first format. */
static bool format_settle(struct cli *cli, const struct command *command, struct error *e)
{
    char known[256], hint[LIMIT_HINT_BYTES];
    bool given = cli->given >> OPTION_OF_format & 1;
    enum format_told told = FORMAT_NO_EXTENSION;
    if (!given && cli->output && strcmp(cli->output, "-") != 0)
        told = format_of_file(cli->output, &cli->format);
    if (told == FORMAT_UNKNOWN_EXTENSION ||
        (told == FORMAT_TOLD && !(command->formats & FORMAT_BIT(cli->format)))) {
        snprintf(hint, sizeof hint, _("'%s' writes %s; --format wins over the name."), command->name,
                 format_extensions(command->formats, known, sizeof known));
        return error_set(e, ERROR_USAGE, cli->output, hint,
                         told == FORMAT_TOLD ? _("'%s' does not write this format")
                                             : _("'%s' knows no format by this extension"),
                         command->name);
    }
    if (given && !(command->formats & FORMAT_BIT(cli->format))) {
        snprintf(hint, sizeof hint, _("Write one of %s."),
                 format_names(command->formats, known, sizeof known));
        return error_set(e, ERROR_USAGE, "--format", hint, _("'%s' does not write %s"), command->name,
                         format_name(cli->format));
    }
    if (!given && told == FORMAT_NO_EXTENSION)
        cli->format = format_first(command->formats);
    if ((cli->bom || cli->separator) && cli->format != FORMAT_CSV)
        return error_set(e, ERROR_USAGE, cli->bom ? "--bom" : "--separator",
                         _("Add --format csv, or write to a .csv file."), _("for CSV only"));
    return true;
}

/* A period of --of that begins after the moment of evaluation is refused or told, as --at ahead of the clock is. The cut-off
 * hour of weeks is the config's, which is not read yet: a week, and a fortnight that ends with the week, may have begun
 * so much earlier. */
static bool of_check(const struct cli *cli, struct error *e)
{
    moment at = cli->at == MOMENT_NONE ? moment_now() : cli->at + (cli->at_day ? MOMENT_DAY : 0);
    char *own = strdup(cli->of), *next = NULL;
    bool ok = own || error_memory(e, "--of");
    for (char *of = own ? strtok_r(own, ",", &next) : NULL; ok && of; of = strtok_r(NULL, ",", &next)) {
        struct period p;
        if (!period_told(of, PERIOD_CUTOFF_SECONDS, &p))
            continue; /* whoever reads the period says what is wrong */
        if (p.kind == PERIOD_WEEK)
            p.from -= (cli->period == PERIOD_FORTNIGHT ? 8 : 1) * MOMENT_DAY;
        ok = period_begun_check(&p, at, "--of", e);
    }
    free(own);
    return ok;
}

/* Tells the fault of of_check() where the command goes on all the same; false: the command must not. */
static bool of_tell(const struct command *command, struct error *e)
{
    if (command->early != EARLY_TOLD || e->code != ERROR_USAGE)
        return false;
    fprintf(stderr, "motcua: %s: %s\n", e->where, e->what);
    *e = (struct error){0};
    return true;
}

bool cli_check(struct cli *cli, const struct command *command, struct error *e)
{
    char option[LIMIT_NAME_BYTES], hint[LIMIT_NAME_BYTES * 2];
    hint_see(command, hint, sizeof hint);
    for (size_t i = 0; i < OPTIONS; i++)
        if (cli->given >> i & 1 && !option_taken(&command_options[i], command)) {
            snprintf(option, sizeof option, "--%s", command_options[i].name);
            return error_set(e, ERROR_USAGE, option, hint, _("'%s' does not take this option"),
                             command->name);
        }
    if (cli->words.count > 1 && !*command->words)
        return error_set(e, ERROR_USAGE, cli->words.items[1], hint, _("'%s' takes no further words"),
                         command->name);
    if (cli->of && command->early != EARLY_TAKEN && !of_check(cli, e) && !of_tell(command, e))
        return false;
    return !command->formats || format_settle(cli, command, e);
}
