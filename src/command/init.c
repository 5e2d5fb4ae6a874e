/* motcua init writes a config file to start from. On a terminal the command asks five questions and tests each answer;
 * an unanswered question leaves a marked blank. Without a terminal the command writes the file with remarks. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/output_file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "config/json_file.h"
#include "poll/check.h"

enum { ANSWER_FAMILY, ANSWER_ADDRESS, ANSWER_USER, ANSWER_STORE, ANSWER_COMMITMENTS, ANSWERS, TRIES = 3 };

struct interview {
    const char *file;
    char *answers[ANSWERS]; /* owned; NULL: not answered */
    char *password_file;
};

/* Asks one question; an empty line or the end of the input keeps the present answer. */
static bool ask(struct interview *in, int which, const char *question)
{
    char *line = NULL;
    size_t size = 0;
    fprintf(stderr, "%s%s%s%s: ", question, in->answers[which] ? " [" : "",
            in->answers[which] ? in->answers[which] : "", in->answers[which] ? "]" : "");
    ssize_t n = getline(&line, &size, stdin);
    while (n > 0 && isspace((unsigned char)line[n - 1]))
        line[--n] = '\0';
    if (n <= 0) {
        if (n < 0)
            fputc('\n', stderr);
        free(line);
        return false;
    }
    free(in->answers[which]);
    in->answers[which] = line;
    return true;
}

/* Tells what is wrong with an answer, and how to mend it. */
static void wrong(const struct error *e)
{
    fprintf(stderr, "  %s: %s\n", e->where, e->what);
    if (*e->hint)
        fprintf(stderr, "  %s\n", e->hint);
}

/* True if the name is shipped, or is a file of the user, and the file is sound. */
static bool definition_there(const char *kind, const char *schema, const char *name, struct error *e)
{
    char path[LIMIT_FILE_BYTES];
    json_t *document = json_file_named(kind, name, _("there is none of this name"), path, sizeof path, e)
                           ? json_file_load(path, schema, e)
                           : NULL;
    json_decref(document);
    return document != NULL;
}

static void family_ask(struct interview *in)
{
    char known[LIMIT_LINE_BYTES], question[LIMIT_LINE_BYTES + 128];
    json_file_names("adapters", known, sizeof known);
    snprintf(question, sizeof question, _("1/5  Kind of portal (%s)"), known);
    in->answers[ANSWER_FAMILY] = strdup("opencps");
    for (int i = 0; i < TRIES; i++) {
        struct error e = {0};
        ask(in, ANSWER_FAMILY, question);
        if (!in->answers[ANSWER_FAMILY] ||
            definition_there("adapters", "manifest.schema.json", in->answers[ANSWER_FAMILY], &e))
            return;
        wrong(&e);
    }
}

/* Asks for the password without showing it, and keeps it in a file that only the owner may read. */
static void password_ask(struct interview *in)
{
    struct termios before, quiet;
    char *line = NULL;
    size_t size = 0;
    bool hidden = tcgetattr(STDIN_FILENO, &before) == 0;
    fprintf(stderr, "%s: ",
            _("     Its password (not shown; empty: the environment variable MOTCUA_PASSWORD has it)"));
    if (hidden) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ssize_t n = getline(&line, &size, stdin);
    if (hidden)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    struct error e = {0};
    const struct output_wish wish = {.private = true};
    if (n > 1) {
        free(in->password_file);
        if (asprintf(&in->password_file, "%s.password", in->file) < 0)
            in->password_file = NULL;
        if (in->password_file && !output_file_write(in->password_file, &wish, line, (size_t)n, &e)) {
            wrong(&e);
            free(in->password_file);
            in->password_file = NULL;
        }
    }
    if (line)
        explicit_bzero(line, size);
    free(line);
}

static struct config_answers given(const struct interview *in, const char *store)
{
    return (struct config_answers){.manifest = in->answers[ANSWER_FAMILY],
                                   .base_url = in->answers[ANSWER_ADDRESS],
                                   .user = in->answers[ANSWER_USER],
                                   .password_file = in->password_file,
                                   .store = store,
                                   .commitments = in->answers[ANSWER_COMMITMENTS]};
}

/* Looks at the portal once, as `motcua check` does, with a temporary config and store. */
static bool portal_good(const struct interview *in)
{
    char *trial = NULL;
    struct error e = {0};
    const struct config_answers answers = given(in, "sqlite::memory:");
    if (asprintf(&trial, "%s.trial-%ld", in->file, (long)getpid()) < 0)
        return true;
    struct check_report *report = calloc(1, sizeof *report);
    struct config *config = report && config_init(trial, &answers, &e) ? config_load(trial, true, &e) : NULL;
    struct store *store = config ? store_open(config->store, &e) : NULL;
    const struct check_options options = {.observed = moment_now()};
    bool good = store && check_source(&config->sources[0], store, &options, report, &e);
    for (size_t i = 0; report && i < report->count; i++) {
        const struct check_line *line = &report->lines[i];
        fprintf(stderr, "  %s %s: %s\n",
                line->result == CHECK_GOOD  ? "●"
                : line->result == CHECK_BAD ? "▲"
                                            : "◊",
                _(line->what), line->found);
        if (*line->advice)
            fprintf(stderr, "    %s\n", line->advice);
    }
    if (!good && !(report && report->count))
        wrong(&e);
    store_close(store);
    config_free(config);
    free(report);
    unlink(trial);
    free(trial);
    return good;
}

/* Asks for the address and the account and tests both together; a person may keep answers that failed the test. */
static void portal_ask(struct interview *in)
{
    for (int i = 0; i < TRIES; i++) {
        bool changed = ask(in, ANSWER_ADDRESS, _("2/5  Address of the portal (https://...)"));
        if (!in->answers[ANSWER_ADDRESS])
            return;
        bool other =
            ask(in, ANSWER_USER,
                _("3/5  Name of the account at the portal (empty: as the config is filled in later)"));
        if (other)
            password_ask(in);
        if (i && !changed && !other)
            return;
        fprintf(stderr, "  %s\n", _("One look at the portal ..."));
        if (portal_good(in))
            return;
        fprintf(stderr, "  %s\n", _("Enter keeps an answer as it is."));
    }
}

static bool store_good(const char *address, struct error *e)
{
    bool file = strncmp(address, "sqlite:", 7) == 0;
    /* the file does not exist yet, so the folder must be writable */
    if (file && access(address + 7, F_OK) != 0) {
        char *folder = strdup(address + 7), *slash = folder ? strrchr(folder, '/') : NULL;
        if (slash)
            slash[slash == folder] = '\0';
        bool ok = folder && access(slash ? folder : ".", W_OK) == 0;
        free(folder);
        return ok || error_set(e, ERROR_IO, address, _("Name a file in a folder that motcua may write to."),
                               _("no file can be made there"));
    }
    struct store *store = store_connect(address, false, e);
    store_close(store);
    return store != NULL;
}

static void store_ask(struct interview *in)
{
    in->answers[ANSWER_STORE] = strdup("sqlite:motcua.db");
    for (int i = 0; i < TRIES; i++) {
        struct error e = {0};
        bool changed =
            ask(in, ANSWER_STORE, _("4/5  Store (sqlite:FILE, or postgresql://USER@HOST/DATABASE)"));
        if ((i && !changed) || !in->answers[ANSWER_STORE] || store_good(in->answers[ANSWER_STORE], &e))
            return;
        wrong(&e);
    }
}

static void commitments_ask(struct interview *in)
{
    char known[LIMIT_LINE_BYTES], question[LIMIT_LINE_BYTES + 128];
    json_file_names("schema/commitments", known, sizeof known);
    snprintf(question, sizeof question, _("5/5  Which commitments (%s)"), known);
    in->answers[ANSWER_COMMITMENTS] = strdup("nq71-2030");
    for (int i = 0; i < TRIES; i++) {
        struct error e = {0};
        ask(in, ANSWER_COMMITMENTS, question);
        if (!in->answers[ANSWER_COMMITMENTS] ||
            definition_there("schema/commitments", "commitments.schema.json", in->answers[ANSWER_COMMITMENTS],
                             &e))
            return;
        wrong(&e);
    }
}

static bool run(struct cli *cli, struct error *e)
{
    struct interview in = {.file = cli->words.count > 1 ? cli->words.items[1]
                                   : cli->config_file   ? cli->config_file
                                                        : "motcua.json"};
    if (cli->words.count > 2)
        return error_set(e, ERROR_USAGE, cli->words.items[2], _("See 'motcua help init'."),
                         _("one file at most"));
    bool asks = isatty(STDIN_FILENO) && isatty(STDERR_FILENO) && strcmp(in.file, "-") != 0 &&
                access(in.file, F_OK) != 0; /* config_init() refuses a file that exists */
    if (asks) {
        family_ask(&in);
        portal_ask(&in);
        store_ask(&in);
        commitments_ask(&in);
    }
    const struct config_answers answers = given(&in, in.answers[ANSWER_STORE]);
    bool ok = config_init(in.file, &answers, e);
    if (ok)
        fprintf(stderr, _("%s written. Fill in what is marked \"…\", then: motcua collect\n"), in.file);
    for (size_t i = 0; i < ANSWERS; i++)
        free(in.answers[i]);
    free(in.password_file);
    return ok;
}

const struct command command_init = {
    .name = "init",
    .words = "[FILE]",
    .summary = N_("write a config file to start from; on a terminal: five questions, each answer tested"),
    .group = GROUP_START,
    .place = 1,
    .takes = "",
    .formats = 0,
    .examples = "  motcua init\n  motcua init /etc/motcua/motcua.json\n",
    .run = run,
};
