/* motcua completion writes a shell's completions, made from the tables of commands and options. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/option.h"

enum shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH, SHELLS };
static const char *const shells[SHELLS] = {"bash", "zsh", "fish"};

/* --- words that may follow --- */

typedef void word_writer(struct buffer *out, const char *word, size_t n, const struct command *command);

/* Calls the writer for each sub-command in `list|import FILE|map FILE`: a word in small letters after a `|`, a `[` or
 * the beginning. */
static void verbs_each(const struct command *command, word_writer *write, struct buffer *out)
{
    const char *words = command->words;
    for (size_t i = 0; words[i]; i++) {
        bool begins = i == 0 || words[i - 1] == '|' || words[i - 1] == '[';
        size_t n = strspn(words + i, "abcdefghijklmnopqrstuvwxyz-");
        if (begins && n)
            write(out, words + i, n, command);
    }
}

static void word_plain(struct buffer *out, const char *word, size_t n, const struct command *command)
{
    (void)command;
    buffer_printf(out, " %.*s", (int)n, word);
}

/* Writes the values that an option may have, each after a space; writes nothing where any value may be. */
static void values_write(struct buffer *out, const struct command_option *o, const struct command *command)
{
    if (o->kind == OPTION_LANGUAGE)
        buffer_text(out, " vi en");
    if (o->kind == OPTION_CHARACTER)
        buffer_text(out, " tab");
    for (int i = 0; o->kind == OPTION_FORMAT && i < FORMATS; i++)
        if (command->formats & FORMAT_BIT(i))
            buffer_printf(out, " %s", format_name((enum format)i));
    for (int i = 0; o->kind == OPTION_PERIOD && i <= PERIOD_YEAR; i++)
        buffer_printf(out, " %s", period_kind_name((enum period_kind)i));
}

static bool is_path(const struct command_option *o)
{
    return o->argument && (strcmp(o->argument, "FILE") == 0 || strcmp(o->argument, "FOLDER") == 0);
}

/* --- bash --- */

static void bash_write(struct buffer *out)
{
    buffer_text(out, "# bash completion of motcua: made by `motcua completion bash`\n"
                     "_motcua() {\n"
                     "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
                     "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                     "    case ${COMP_WORDS[i]} in -c|--config|--lang) i=$((i + 1)) ;; -*) ;;\n"
                     "      *) command=${COMP_WORDS[i]}; break ;; esac\n"
                     "  done\n"
                     "  local words= values=\n"
                     "  case $command in\n"
                     "    '') words='help");
    for (size_t i = 0; commands[i]; i++)
        buffer_printf(out, " %s", commands[i]->name);
    buffer_text(out, "' ;;\n");
    for (size_t i = 0; commands[i]; i++) {
        buffer_printf(out, "    %s) words='", commands[i]->name);
        verbs_each(commands[i], word_plain, out);
        for (size_t k = 0; k < command_option_count; k++)
            if (option_taken(&command_options[k], commands[i]))
                buffer_printf(out, " --%s", command_options[k].name);
        buffer_text(out, "'\n      case $before in");
        for (size_t k = 0; k < command_option_count; k++) {
            const struct command_option *o = &command_options[k];
            size_t used = out->used;
            if (!o->argument || !option_taken(o, commands[i]))
                continue;
            buffer_printf(out, "\n        --%s) values='", o->name);
            size_t begun = out->used;
            values_write(out, o, commands[i]);
            bool any = out->used > begun;
            buffer_text(out, "' ;;");
            if (!any && !out->failed) { /* any value may follow, so the shell gets no list */
                out->used = used;
                out->data[used] = '\0';
            }
        }
        buffer_text(out, "\n      esac ;;\n");
    }
    buffer_text(out, "  esac\n"
                     "  if [ -n \"$values\" ]; then words=$values; fi\n"
                     "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                     "}\n"
                     "complete -o default -F _motcua motcua\n");
}

/* --- zsh --- */

/* Writes text inside '...' of a shell; a zsh description must escape brackets and colons too. */
static void quoted_write(struct buffer *out, const char *text, bool zsh)
{
    for (; *text; text++) {
        if (*text == '\'')
            buffer_text(out, "'\\''");
        else if (zsh && strchr("[]:\\", *text))
            buffer_printf(out, "\\%c", *text);
        else
            buffer_append(out, text, 1);
    }
}

static void zsh_option(struct buffer *out, const struct command_option *o, const struct command *command)
{
    buffer_printf(out, "        '%s--%s[", o->kind == OPTION_LIST ? "*" : "", o->name);
    quoted_write(out, _(o->help), true);
    buffer_text(out, "]");
    if (o->argument) {
        buffer_printf(out, ":%s:", o->argument);
        size_t begun = out->used;
        buffer_text(out, "(");
        values_write(out, o, command);
        buffer_text(out, ")");
        if (out->used == begun + 2 && !out->failed) {
            out->used = begun;
            buffer_text(out, is_path(o) ? "_files" : " ");
        }
    }
    buffer_text(out, "' \\\n");
}

static void zsh_write(struct buffer *out)
{
    buffer_text(out, "#compdef motcua\n# made by `motcua completion zsh`\n_motcua() {\n"
                     "  local -a commands\n  commands=(\n");
    for (size_t i = 0; commands[i]; i++) {
        buffer_printf(out, "    '%s:", commands[i]->name);
        quoted_write(out, _(commands[i]->summary), true);
        buffer_text(out, "'\n");
    }
    buffer_text(out, "  )\n"
                     "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
                     "  local command=$words[2]\n"
                     "  shift words; (( CURRENT-- ))\n"
                     "  case $command in\n");
    for (size_t i = 0; commands[i]; i++) {
        buffer_printf(out, "    %s)\n      _arguments -s \\\n", commands[i]->name);
        for (size_t k = 0; k < command_option_count; k++)
            if (option_taken(&command_options[k], commands[i]))
                zsh_option(out, &command_options[k], commands[i]);
        buffer_text(out,
                    "        '*:: :->rest'\n      if [[ $state = rest ]]; then _alternative 'words:word:(");
        verbs_each(commands[i], word_plain, out);
        buffer_text(out, ")' 'files:file:_files'; fi ;;\n");
    }
    buffer_text(out, "  esac\n}\n_motcua \"$@\"\n");
}

/* --- fish --- */

static void fish_verb(struct buffer *out, const char *word, size_t n, const struct command *command)
{
    buffer_printf(out, "complete -c motcua -n '__fish_seen_subcommand_from %s' -a %.*s\n", command->name,
                  (int)n, word);
}

static void fish_write(struct buffer *out)
{
    buffer_text(out, "# fish completion of motcua: made by `motcua completion fish`\n");
    for (size_t i = 0; commands[i]; i++) {
        const struct command *command = commands[i];
        buffer_printf(out, "complete -c motcua -f -n __fish_use_subcommand -a %s -d '", command->name);
        quoted_write(out, _(command->summary), false);
        buffer_text(out, "'\n");
        verbs_each(command, fish_verb, out);
        for (size_t k = 0; k < command_option_count; k++) {
            const struct command_option *o = &command_options[k];
            if (!option_taken(o, command))
                continue;
            buffer_printf(out, "complete -c motcua -n '__fish_seen_subcommand_from %s' -l %s%s",
                          command->name, o->name,
                          is_path(o)    ? " -r -F"
                          : o->argument ? " -x"
                                        : "");
            if (o->letter)
                buffer_printf(out, " -s %c", o->letter);
            if (o->argument && !is_path(o)) {
                buffer_text(out, " -a '");
                values_write(out, o, command);
                buffer_text(out, "'");
            }
            buffer_text(out, " -d '");
            quoted_write(out, _(o->help), false);
            buffer_text(out, "'\n");
        }
    }
}

static bool run(struct cli *cli, struct error *e)
{
    static void (*const writers[SHELLS])(struct buffer *) = {bash_write, zsh_write, fish_write};
    const char *name = cli->words.count > 1 ? cli->words.items[1] : "";
    struct buffer text;
    size_t shell = 0;
    while (shell < SHELLS && strcmp(shells[shell], name) != 0)
        shell++;
    if (shell == SHELLS || cli->words.count > 2)
        return error_set(e, ERROR_USAGE, *name ? name : "completion", _("Write one of bash, zsh, fish."),
                         _("which shell?"));
    buffer_init(&text, LIMIT_DOCUMENT_BYTES);
    writers[shell](&text);
    bool ok = (!text.failed || error_memory(e, "completion")) && cli_write_bytes(cli, &text, e);
    buffer_free(&text);
    return ok;
}

const struct command command_completion = {
    .name = "completion",
    .words = "bash|zsh|fish",
    .summary = N_("what a shell offers after TAB: print it for that shell"),
    .group = GROUP_TEND,
    .place = 2,
    .takes = "",
    .formats = 0,
    .examples =
        "  motcua completion bash >/etc/bash_completion.d/motcua\n  source <(motcua completion bash)\n"
        "  motcua completion fish >~/.config/fish/completions/motcua.fish\n",
    .run = run,
};
