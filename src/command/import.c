/* motcua import reads files into the store, with or without a config. */
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "import/import_job.h"
#include "import/supplement_import.h"
#include "index/entry_rules.h"
#include "sample/sample.h"

struct job {
    const struct cli *cli;
    struct cli_session session;
    struct import_job import;
};

/* --- how a file was read --- */

/* Adds a row for each title, in the order of the file; unused columns come last. */
static void explain_columns(struct table *t, const struct reading_report *r, bool used)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct reading_column *c = &r->columns[i];
        if (!c->name == used)
            continue;
        table_row(t);
        table_word(t, used ? "column" : "unused", used ? _("column") : _("not used"));
        table_text(t, c->title);
        if (used) {
            table_text(t, c->known);
            table_text(t, c->name);
        }
    }
}

/* Adds the words that no list of words has, by field, the most frequent first. */
static bool explain_words(struct table *t, const struct misgiving_list *issues)
{
    bool any = false;
    for (size_t i = 0; i < issues->count; i++) {
        const struct misgiving *one = &issues->items[i];
        if (one->kind != MISGIVING_WORD)
            continue;
        any = true;
        table_row(t);
        table_word(t, "word", _("word"));
        table_text(t, one->word);
        table_none(t);
        table_text(t, one->field);
        table_number(t, one->rows);
    }
    return any;
}

static bool explain_write(const struct cli *cli, const struct import *i, struct error *e)
{
    const struct reading_report *r = import_report(i);
    struct table *t = table_new();
    if (!t)
        return error_memory(e, "import");
    table_column(t, "what", _("What"), false);
    table_column(t, "in_file", _("In the file"), false);
    table_column(t, "taken_for", _("Taken for"), false);
    table_column(t, "name", _("Name"), false);
    table_column(t, "rows", _("Rows"), true);
    explain_columns(t, r, true);
    explain_columns(t, r, false);
    bool words = explain_words(t, import_issues(i));
    table_footnote(t, _("Nothing was stored. --column 'TITLE=NAME' tells what a column is."));
    if (words)
        table_footnote(t, _("--word 'FIELD:WORD=VALUE' tells what a word means."));
    bool ok = table_failed(t) ? error_memory(e, "import") : cli_write_table(cli, t, e);
    table_free(t);
    return ok;
}

static bool options_make(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    struct period p;
    job->import.options = (struct import_options){.explain = cli->explain != NULL,
                                                  .unit = cli->units.count ? cli->units.items[0] : NULL,
                                                  .observed = cli_at(cli, job->session.config),
                                                  .period_given = cli->period_given || cli->of};
    if (cli->units.count > 1)
        return error_set(e, ERROR_USAGE, cli->units.items[1],
                         _("Import the files of each unit by themselves."), _("one unit at most"));
    if (!import_job_source(&job->import, cli->source, e) || !job->import.options.period_given)
        return job->import.options.source != NULL;
    if (!period_make(cli->period, cli->of, job->import.options.observed, job->session.config->cutoff, &p, e))
        return false;
    job->import.options.kind = p.kind;
    job->import.options.from = p.from;
    return true;
}

/* Loads the manifests with the given words. Words are kept only after they proved right; --explain only tries them. */
static bool manifests_load(struct job *job, struct error *e)
{
    const struct cli_list *columns = &job->cli->column_words, *words = &job->cli->code_words;
    const struct import_said said = {.manifest = job->cli->manifest,
                                     .columns = columns->items,
                                     .column_count = columns->count,
                                     .words = words->items,
                                     .word_count = words->count};
    if (!import_job_words(&job->import, &said, e) ||
        !import_job_manifests(&job->import, job->cli->manifest, e))
        return false;
    if (job->import.options.explain || !job->import.words.changed)
        return true;
    if (!source_words_save(&job->import.words, e))
        return false;
    fprintf(stderr, _("%s: kept for the next imports of the source %s\n"), job->import.words.file,
            job->import.options.source);
    return true;
}

/* Opens the store, which is made only for a file that can be read. Where nothing is to be stored, an existing store
 * gives the known units, and a missing store gives none. */
static bool store_there(struct job *job, struct error *e)
{
    const char *name = job->session.config->store;
    if (job->session.store)
        return true;
    if (!job->import.options.explain)
        job->session.store = store_open(name, e);
    else if (strncmp(name, "sqlite:", 7) == 0 && access(name + 7, F_OK) != 0)
        job->session.store = store_open("sqlite::memory:", e);
    else
        job->session.store = store_connect(name, false, e);
    return job->session.store != NULL;
}

static bool file_import(struct job *job, const char *file, struct error *e)
{
    struct import *i = import_open(file, job->import.manifests, e);
    bool ok = i && store_there(job, e) && import_run(i, job->session.store, &job->import.options, e);
    if (i && job->import.options.explain && job->session.store) {
        struct error late = {0};
        bool told = explain_write(job->cli, i, &late);
        if (!told && ok)
            *e = late;
        ok = ok && told;
    }
    import_close(i);
    return ok;
}

/* Imports a supplement: fields that a clerk knows of a polled source's dossiers. */
static bool file_supplement(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    if (!cli->source)
        return error_set(e, ERROR_USAGE, "--supplement", _("Add --source NAME; 'motcua sources' lists them."),
                         _("which source is supplemented?"));
    if (cli->words.count > 1)
        return error_set(e, ERROR_USAGE, cli->words.items[1], _("Give one file: --supplement FILE."),
                         _("one file at a time"));
    return store_there(job, e) && supplement_import(cli->supplement, cli->source, job->session.store,
                                                    job->import.options.observed, e);
}

static bool file_manual(struct job *job, const char *file, struct error *e)
{
    struct entry_file *entries = entry_file_read(file, job->session.config->cutoff, e);
    size_t added = 0;
    bool ok = entries && store_there(job, e) &&
              entry_file_hold(entries, job->session.config->rulesets, job->session.config->ruleset_count,
                              job->session.store, e) &&
              entry_file_store(entries, job->session.store, &added, e);
    if (ok)
        fprintf(
            stderr,
            P_("%s: %zu entry, %zu new\n", "%s: %zu entries, %zu of them new\n", entry_file_count(entries)),
            file, entry_file_count(entries), added);
    entry_file_free(entries);
    return ok;
}

/* Imports each file by itself: a file that cannot be read stops no other file; the first fault becomes the command's
 * error. */
static bool files_import(struct job *job, struct error *e)
{
    const struct cli_list *words = &job->cli->words;
    bool whole = true;
    for (size_t i = job->cli->explain ? 0 : 1; i < words->count; i++) {
        const char *file = i ? words->items[i] : job->cli->explain;
        struct error fault = {0};
        bool ok = job->cli->manual ? file_manual(job, file, &fault) : file_import(job, file, &fault);
        if (!ok && !whole)
            error_print(&fault);
        else if (!ok)
            *e = fault;
        whole = whole && ok;
    }
    return whole;
}

/* Adds the new figures to the time series, as after a poll. */
static bool samples_add(const struct job *job, struct error *e)
{
    struct sample_summary summary;
    moment observed =
        job->import.options.observed == MOMENT_NONE ? moment_now() : job->import.options.observed;
    if (!job->session.store || job->cli->manual || job->import.options.explain)
        return true;
    if (!samples_write(job->session.store, job->session.config, observed, MOMENT_NONE, &summary, e))
        return false;
    sample_summary_tell(&summary);
    return true;
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.cli = cli};
    if (cli->words.count < 2 && !cli->explain && !cli->supplement && !cli->column_words.count &&
        !cli->code_words.count)
        return error_set(e, ERROR_USAGE, "import", _("Write 'motcua import FILE...'."),
                         _("no file is named"));
    job.session.config = config_load_bare(cli->config_file, e);
    if (!job.session.config)
        return false;
    if (!cli->language)
        text_language_set(job.session.config->language);
    job.import.config = job.session.config;
    bool ok =
        cli->supplement
            ? (job.import.options.observed = cli_at(cli, job.session.config), file_supplement(&job, e))
            : options_make(&job, e) && (cli->manual || manifests_load(&job, e)) && files_import(&job, e);
    struct error late = {0};
    if (!samples_add(&job, &late) && ok) {
        *e = late;
        ok = false;
    }
    import_job_free(&job.import);
    cli_session_close(&job.session);
    return ok;
}

const struct command command_import = {
    .name = "import",
    .early = EARLY_TOLD,
    .words = "FILE...",
    .summary = N_("take in exported files: CSV, XLSX, saved HTML pages; or entries made by hand"),
    .group = GROUP_READ,
    .place = 2,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES,
    .examples =
        "  motcua import ho-so.xlsx\n  motcua import --explain ho-so.xlsx\n  motcua import bieu-06.xlsx "
        "--period month --of 2022-11\n"
        "  motcua import thong-ke.html --source hue --unit H57\n  motcua import --manual diem-tu-cham.csv\n"
        "  motcua import ban-ghi.ndjson --source truc\n",
    .run = run,
};
