/* motcua ruleset lists the shipped rulesets, shows one, and checks one. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "config/json_file.h"
#include "index/ruleset_load.h"
#include "index/score_words.h"

#define FOLDER "schema/rulesets"

struct job {
    const struct cli *cli;
    struct counter_family *family;
    struct metric_set *metrics;
    struct ruleset_findings *findings;
    struct table *table;
};

static void job_close(struct job *job)
{
    table_free(job->table);
    free(job->findings);
    metric_set_free(job->metrics);
    counter_family_free(job->family);
}

static bool job_open(struct job *job, const struct cli *cli, struct error *e)
{
    *job = (struct job){.cli = cli};
    struct config *c =
        /* the config's own definitions may be the measures of a ruleset */
        config_load_bare(cli->config_file, e);
    if (!c)
        return false;
    config_free(c);
    job->family = counter_family_load("core", e);
    job->metrics = job->family ? metric_set_load(job->family, e) : NULL;
    if (!job->metrics)
        return false;
    job->findings = calloc(1, sizeof *job->findings);
    job->table = table_new();
    return (job->findings && job->table) || error_memory(e, "ruleset");
}

/* --- list --- */

static void list_row(struct job *job, const char *name)
{
    struct error e = {0};
    struct ruleset *r = ruleset_examine(name, job->family, job->metrics, job->findings, &e);
    char max[TEXT_NUMBER_BYTES];
    table_row(job->table);
    table_text(job->table, name);
    table_text(job->table, r ? r->title : e.what);
    table_text(job->table, r ? decimal_text(r->criteria[0].rule.max, 0, max) : NULL);
    table_number(job->table, r ? (int64_t)r->count - 1 : 0);
    table_text(job->table, r ? r->document : NULL);
    ruleset_free(r);
}

static bool ruleset_list(struct job *job, struct error *e)
{
    char names[4096], *rest = names;
    const char *name;
    (void)e;
    json_file_names(FOLDER, names, sizeof names);
    table_column(job->table, "name", _("Name"), false);
    table_column(job->table, "title", _("Title"), false);
    table_column(job->table, "max", _("Maximum"), true);
    table_column(job->table, "criteria", _("Criteria"), true);
    table_column(job->table, "document", _("Document"), false);
    while ((name = strsep(&rest, ",")) != NULL) {
        name += strspn(name, " ");
        if (*name && strcmp(name, "...") != 0)
            list_row(job, name);
    }
    return true;
}

/* --- show --- */

static void show_row(struct job *job, const struct criterion *c)
{
    struct buffer words;
    char max[TEXT_NUMBER_BYTES], input[3 * LIMIT_NAME_BYTES] = "";
    buffer_init(&words, 1024);
    score_rule_words(&c->rule, &words);
    for (size_t i = 0; i < c->input_count; i++) {
        size_t used = strlen(input);
        snprintf(input + used, sizeof input - used, "%s%s", i ? ", " : "", c->inputs[i].name);
    }
    if (c->depth == 1)
        table_rule(job->table);
    table_row(job->table);
    table_text(job->table, c->code);
    table_text(job->table, c->title);
    table_text(job->table, decimal_text(c->rule.max, 0, max));
    table_word(job->table, basis_name(c->max_basis), score_basis_words(c->max_basis));
    table_text(job->table, buffer_string(&words));
    table_word(job->table, basis_name(c->rule_basis), score_basis_words(c->rule_basis));
    table_text(job->table, *input ? input : NULL);
    table_text(job->table, *c->responsible ? c->responsible : NULL);
    table_text(job->table, *c->evidence ? c->evidence : NULL);
    buffer_free(&words);
}

static bool ruleset_show(struct job *job, struct error *e)
{
    struct ruleset *r = ruleset_load(job->cli->words.items[2], job->family, job->metrics, e);
    if (!r)
        return false;
    table_caption(job->table, r->title);
    table_column(job->table, "code", _("Code"), false);
    table_column(job->table, "title", _("Criterion"), false);
    table_column(job->table, "max", _("Maximum"), true);
    table_column(job->table, "max_basis", _("Source"), false);
    table_column(job->table, "rule", _("Rule"), false);
    table_column(job->table, "rule_basis", _("Source"), false);
    table_column(job->table, "inputs", _("Measured by"), false);
    table_column(job->table, "responsible", _("Responsible"), false);
    table_column(job->table, "evidence", _("Evidence"), false);
    for (size_t i = 0; i < r->count; i++)
        show_row(job, &r->criteria[i]);
    table_footnote(job->table, r->document);
    ruleset_free(r);
    return true;
}

/* --- check --- */

static void check_row(struct job *job, const struct ruleset_finding *f)
{
    table_row(job->table);
    table_word(job->table, f->fatal ? "error" : "warning", f->fatal ? _("error") : _("warning"));
    table_mark(job->table, f->fatal ? MARK_BAD : MARK_QUIET);
    table_text(job->table, f->where);
    table_text(job->table, f->what);
    table_text(job->table, *f->hint ? f->hint : NULL);
}

static bool ruleset_check_file(struct job *job, struct error *e)
{
    const char *name = job->cli->words.items[2];
    struct ruleset *r = ruleset_examine(name, job->family, job->metrics, job->findings, e);
    const struct ruleset_findings *f = job->findings;
    char line[200];
    if (!r)
        return false;
    table_column(job->table, "severity", _("Severity"), false);
    table_column(job->table, "where", _("Where"), false);
    table_column(job->table, "what", _("What"), false);
    table_column(job->table, "hint", _("What to do"), false);
    for (size_t i = 0; i < f->count && i < LIMIT_RULESET_FINDINGS; i++)
        check_row(job, &f->items[i]);
    snprintf(line, sizeof line, _("criteria: %zu; errors: %zu; warnings: %zu"), r->count - 1, f->fatal,
             f->count - f->fatal);
    table_footnote(job->table, line);
    ruleset_free(r);
    return true;
}

/* --- the command --- */

static const struct {
    const char *word;
    size_t words; /* number of words, with `ruleset` and the verb */
    bool (*run)(struct job *job, struct error *e);
} verbs[] = {{"list", 2, ruleset_list}, {"show", 3, ruleset_show}, {"check", 3, ruleset_check_file}};

static bool run(struct cli *cli, struct error *e)
{
    const char *word = cli->words.count > 1 ? cli->words.items[1] : "list";
    size_t words = cli->words.count > 1 ? cli->words.count : 2, i = 0, count = sizeof verbs / sizeof *verbs;
    struct job job;
    while (i < count && strcmp(verbs[i].word, word) != 0)
        i++;
    if (i == count || verbs[i].words != words)
        return error_set(e, ERROR_USAGE, word, _("Write list, show NAME or check FILE."),
                         _("not a thing to do with rulesets"));
    bool ok = job_open(&job, cli, e) && verbs[i].run(&job, e);
    if (ok && table_failed(job.table))
        ok = error_memory(e, "table");
    ok = ok && cli_write_table(cli, job.table, e);
    if (ok && job.findings->fatal && strcmp(word, "check") == 0)
        ok = error_set(e, ERROR_DATA, cli->words.items[2], _("Mend the errors in the table."),
                       _("the ruleset cannot be used"));
    job_close(&job);
    return ok;
}

const struct command command_ruleset = {
    .name = "ruleset",
    .words = "[list|show NAME|check FILE]",
    .summary = N_("rulesets: which there are, what one says, what is wrong with one"),
    .group = GROUP_POINTS,
    .place = 4,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua ruleset\n  motcua ruleset show thanh-hoa-2022\n  motcua ruleset check tinh-ta-2027.json\n",
    .run = run,
};
