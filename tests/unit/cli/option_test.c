/* One table of options: what help says, what the parser takes, what the manual explains and what a shell offers are the
 * same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/option.h"

static char *file_read(const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
    fclose(f);
    return text;
}

static char *help_of(const struct command *command)
{
    enum { SIZE = 1 << 16 };
    char *text = calloc(1, SIZE);
    assert_non_null(text);
    FILE *out = fmemopen(text, SIZE - 1, "w");
    assert_non_null(out);
    cli_help(command, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* `--name` as a word of its own: --set is not in --settle. */
static bool names(const char *text, const char *before, const char *name)
{
    char wanted[80];
    snprintf(wanted, sizeof wanted, "%s%s", before, name);
    for (const char *found = strstr(text, wanted); found; found = strstr(found + 1, wanted)) {
        char next = found[strlen(wanted)];
        if (next != '-' && !(next >= 'a' && next <= 'z'))
            return true;
    }
    return false;
}

static const char *value_for(const struct command_option *o)
{
    switch (o->kind) {
    case OPTION_FLAG:
        return NULL;
    case OPTION_COUNT:
        return "1";
    case OPTION_MOMENT:
        return "2022-11-25";
    case OPTION_PERIOD:
        return "week";
    case OPTION_FORMAT:
        return "csv";
    case OPTION_LANGUAGE:
        return "en";
    case OPTION_CHARACTER:
        return ";";
    default:
        return "x";
    }
}

/* Whether the command line `motcua COMMAND --option VALUE` is one that the command takes. */
static bool accepted(const struct command *command, const struct command_option *o, struct error *e)
{
    static struct cli cli;
    char name[80], line[80];
    snprintf(name, sizeof name, "%s", command->name);
    if (value_for(o))
        snprintf(line, sizeof line, "--%s=%s", o->name, value_for(o));
    else
        snprintf(line, sizeof line, "--%s", o->name);
    char *argv[] = {(char[]){"motcua"}, name, line, NULL};
    optind = 0;
    assert_true(cli_read(3, argv, &cli, e));
    return cli_check(&cli, command, e);
}

static void test_help_and_parser(void **state)
{
    (void)state;
    for (size_t i = 0; commands[i]; i++) {
        char *help = help_of(commands[i]);
        for (size_t k = 0; k < command_option_count; k++) {
            const struct command_option *o = &command_options[k];
            struct error e = {0};
            bool told = names(help, "--", o->name), refused = !accepted(commands[i], o, &e);
            /* a format of the wrong kind is refused by what it says, not by who takes it */
            if (refused && told &&
                (o->kind == OPTION_FORMAT || strcmp(o->name, "bom") == 0 ||
                 strcmp(o->name, "separator") == 0))
                refused = false;
            if (told == refused)
                fail_msg("help %s and --%s: told %d, refused %d (%s)", commands[i]->name, o->name, told,
                         refused, e.what);
        }
        free(help);
    }
}

/* Two that were forgotten while the options stood in seven lists. */
static void test_forgotten(void **state)
{
    (void)state;
    char *advise = help_of(command_find("advise")), *collect = help_of(command_find("collect"));
    assert_true(names(advise, "--", "budget"));
    assert_true(names(collect, "--", "accept-missing"));
    assert_false(names(collect, "--", "budget"));
    free(advise);
    free(collect);
}

static void test_manual(void **state)
{
    (void)state;
    char *manual = file_read(TEST_SOURCE_DIR "/docs/motcua.1");
    for (size_t k = 0; k < command_option_count; k++)
        if (!names(manual, "Fl -", command_options[k].name))
            fail_msg("docs/motcua.1 does not explain --%s", command_options[k].name);
    for (size_t i = 0; commands[i]; i++)
        if (!names(manual, "It Cm ", commands[i]->name))
            fail_msg("docs/motcua.1 does not explain '%s'", commands[i]->name);
    /* the other way: what it explains is there */
    for (const char *at = strstr(manual, "Fl -"); at; at = strstr(at + 1, "Fl -")) {
        size_t n = strspn(at + 4, "abcdefghijklmnopqrstuvwxyz-"), k = 0;
        while (k < command_option_count &&
               (strlen(command_options[k].name) != n || strncmp(command_options[k].name, at + 4, n) != 0))
            k++;
        if (k == command_option_count)
            fail_msg("docs/motcua.1 explains --%.*s, which there is not", (int)n, at + 4);
    }
    free(manual);
}

/* Who takes an option is a command that there is. */
static void test_commands_of_options(void **state)
{
    (void)state;
    for (size_t k = 0; k < command_option_count; k++)
        for (const char *word = command_options[k].commands; *word;) {
            char name[64];
            size_t n = strcspn(word, ","), first = strcspn(word, " ,");
            snprintf(name, sizeof name, "%.*s", (int)first, word);
            if (*word != '*' && *word != '@' && !command_find(name))
                fail_msg("--%s: no command '%s'", command_options[k].name, name);
            word += n + strspn(word + n, ", ");
        }
}

static void test_values(void **state)
{
    (void)state;
    static const char *const bad[] = {"--budget=-1",  "--budget=x",     "--at=yesterday",
                                      "--period=day", "--format=doc",   "--lang=fr",
                                      "--separator=", "--separator=ab", "--separator=."};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        static struct cli cli;
        struct error e = {0};
        char line[64];
        snprintf(line, sizeof line, "%s", bad[i]);
        char *argv[] = {(char[]){"motcua"}, line, NULL};
        optind = 0;
        if (cli_read(2, argv, &cli, &e))
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(e.code, ERROR_USAGE);
    }
}

static void format_is(const char *command, const char *output, const char *format, int expected)
{
    static struct cli cli;
    struct error e = {0};
    char name[32], o[64], f[64];
    int n = 2;
    snprintf(name, sizeof name, "%s", command);
    char *argv[5] = {(char[]){"motcua"}, name};
    if (output) {
        snprintf(o, sizeof o, "-o%s", output);
        argv[n++] = o;
    }
    if (format) {
        snprintf(f, sizeof f, "--format=%s", format);
        argv[n++] = f;
    }
    optind = 0;
    assert_true(cli_read(n, argv, &cli, &e));
    bool ok = cli_check(&cli, command_find(command), &e);
    if (ok != (expected >= 0) || (ok && (int)cli.format != expected))
        fail_msg("%s -o %s --format %s: %d, %s", command, output ? output : "", format ? format : "",
                 cli.format, e.what);
    if (!ok)
        assert_int_equal(e.code, ERROR_USAGE);
}

static void test_format(void **state)
{
    (void)state;
    format_is("status", NULL, NULL, FORMAT_TABLE);
    format_is("status", "x.csv", NULL, FORMAT_CSV);
    format_is("status", "x.HTML", NULL, FORMAT_HTML);
    format_is("status", "x.json", "csv", FORMAT_CSV);
    format_is("status", "x.pdf", NULL, -1);
    format_is("status", "x.pdf", "csv", FORMAT_CSV);
    format_is("status", "x", NULL, FORMAT_TABLE);
    format_is("status", "-", NULL, FORMAT_TABLE);
    format_is("status", "/dev/stdout", "json", FORMAT_JSON);
    format_is("status", "x.sql", NULL, -1);
    format_is("report", NULL, NULL, FORMAT_TABLE);
    format_is("report", "bc", NULL, FORMAT_TABLE);
    format_is("report", "bc.docx", NULL, FORMAT_DOCX);
    format_is("report", "bc.xlsx", NULL, FORMAT_XLSX);
    format_is("report", "bc.sql", NULL, -1);
    format_is("report", NULL, "sql", -1);
}

/* The message names the option, wherever it stands, and not the program. */
static void unknown_is_named(void **state)
{
    static const struct {
        const char *words[5], *where;
    } lines[] = {{{"motcua", "import", "a.csv", "--name", "x"}, "--name"},
                 {{"motcua", "--units", "status"}, "--units"},
                 {{"motcua", "status", "-zq"}, "-z"},
                 {{"motcua", "status", "--ahead=3"}, "--ahead=3"},
                 {{"motcua", "status", "--set"}, "--set"}};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char *argv[6] = {0};
        int argc = 0;
        struct cli cli;
        struct error e = {0};
        for (; argc < 5 && lines[i].words[argc]; argc++)
            argv[argc] = (char *)(uintptr_t)lines[i].words[argc];
        assert_false(cli_read(argc, argv, &cli, &e));
        assert_string_equal(e.where, lines[i].where);
        assert_int_equal(e.code, ERROR_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_and_parser), cmocka_unit_test(test_forgotten),
        cmocka_unit_test(test_manual),          cmocka_unit_test(test_commands_of_options),
        cmocka_unit_test(test_values),          cmocka_unit_test(test_format),
        cmocka_unit_test(unknown_is_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
