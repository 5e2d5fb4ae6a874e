/* motcua mandates tells n and d of each unit that a mandate binds, and the dossiers that break the mandate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "cli/cli.h"
#include "commitment/evaluation.h"
#include "commitment/mandate.h"
#include "show/procedure_cell.h"
#include "show/source_warning.h"

enum { SHOWN_CODES = 3 };

struct breaker {
    size_t unit;
    char *code;
    char *procedure; /* or NULL */
    moment due;      /* MOMENT_NONE: the dossier has no due date */
};

struct job {
    struct cli *cli;
    struct cli_session session;
    struct evaluation v;
    struct period period;
    const struct mandate_set *set; /* the set that is shown */
    struct table *table;
    bool machine;
    struct ratio *ratios; /* of the mandate that is shown, by unit */
    struct breaker *breakers;
    size_t breaker_count, breaker_size;
    struct catalogue *names; /* of the procedures; loaded only where dossiers are explained */
    size_t rows;             /* rows of the units that were asked for, over all sets */
};

static void breakers_clear(struct job *job)
{
    for (size_t i = 0; i < job->breaker_count; i++) {
        free(job->breakers[i].code);
        free(job->breakers[i].procedure);
    }
    job->breaker_count = 0;
}

/* Takes a row of key, code, unit, procedure, due_at. */
static bool breaker_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct job *job = context;
    long unit = columns[2].known ? unit_find(&job->v.units, columns[2].text) : -1;
    const char *code = columns[1].known && *columns[1].text ? columns[1].text : columns[0].text;
    (void)count;
    if (unit < 0)
        return true;
    if (!array_room(&job->breakers, &job->breaker_size, job->breaker_count, sizeof *job->breakers))
        return error_memory(e, "mandates");
    struct breaker *b = &job->breakers[job->breaker_count];
    *b = (struct breaker){(size_t)unit, strdup(code), columns[3].known ? strdup(columns[3].text) : NULL,
                          columns[4].known ? columns[4].number : MOMENT_NONE};
    if (!b->code || (columns[3].known && !b->procedure)) {
        free(b->code);
        free(b->procedure);
        return error_memory(e, "mandates");
    }
    job->breaker_count++;
    return true;
}

/* --- the table --- */

static void columns_add(struct table *t)
{
    table_column(t, "mandate", _("Code"), false);
    table_column(t, "title", _("Mandate"), false);
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "name", _("Name"), false);
    table_column(t, "numerator", _("Numerator"), true);
    table_column(t, "denominator", _("Denominator"), true);
    table_column(t, "rate", _("Rate %"), true);
    table_column(t, "target", _("Target"), true);
    table_column(t, "kept", _("Kept"), false);
    table_column(t, "short", _("Short"), true);
    table_column(t, "dossiers", _("Dossiers that break it"), false);
}

/* Adds codes of dossiers, separated by spaces: people see the first, programs get many. */
static void cell_dossiers(const struct job *job, const struct mandate *m, size_t unit)
{
    struct buffer text;
    size_t found = 0, most = job->machine ? LIMIT_EXPLAIN_DOSSIERS : SHOWN_CODES;
    buffer_init(&text, LIMIT_EXPLAIN_DOSSIERS * (LIMIT_VALUE_BYTES + 1) + 64);
    for (size_t i = 0; i < job->breaker_count; i++) {
        if (!mandate_covers(m, &job->v.units, &job->period, unit, job->breakers[i].unit))
            continue;
        if (found++ < most)
            buffer_printf(&text, "%s%s", found > 1 ? " " : "", job->breakers[i].code);
    }
    if (found > most && !job->machine)
        buffer_printf(&text, " … (+%zu)", found - most);
    table_text(job->table, text.used ? buffer_string(&text) : NULL);
    buffer_free(&text);
}

/* Adds the cells of a ratio; judged false: the set is not in force and was not asked for. */
static void cells_ratio(struct table *t, const struct ratio *r, int64_t target, bool judged)
{
    enum kept kept = commitment_judge(r, target);
    if (!judged && kept != KEPT_UNKNOWN)
        kept = KEPT_UNBOUND;
    const char *words = kept_words(kept);
    if (r->known) {
        table_number(t, r->n);
        table_number(t, r->d);
        table_rate_of(t, r->n, r->d, judged ? target : 0);
    } else {
        table_none(t);
        table_none(t);
        table_none(t);
    }
    table_rate(t, target, TARGET_SCALE);
    table_word(t, kept_name(kept), words);
    table_mark(t, kept == KEPT_YES ? MARK_GOOD : kept == KEPT_NO ? MARK_BAD : MARK_QUIET);
    if (kept == KEPT_NO)
        table_number(t, commitment_fix_existing(r, target));
    else
        table_none(t);
}

static void row_add(struct job *job, const struct mandate *m, size_t unit)
{
    const struct unit *u = &job->v.units.units[unit];
    struct table *t = job->table;
    char name[LIMIT_VALUE_BYTES];
    table_row(t);
    table_text(t, m->code);
    table_text(t, m->title);
    table_text(t, u->code);
    table_text(t, job->machine ? u->name : text_unit_short(u->name, name, sizeof name));
    cells_ratio(t, &job->ratios[unit], m->target,
                job->cli->set || validity_holds(job->set->valid_from, job->set->valid_to, &job->period));
    cell_dossiers(job, m, unit);
    job->rows++;
}

static bool unit_has_any(const struct job *job, const struct mandate *m, size_t top)
{
    for (size_t i = 0; i < job->v.units.count; i++)
        if (job->v.units.units[i].has_dossiers && mandate_covers(m, &job->v.units, &job->period, top, i))
            return true;
    return false;
}

static bool unit_wanted(const struct job *job, const struct mandate *m, size_t unit)
{
    const struct unit *u = &job->v.units.units[unit];
    return mandate_binds(m, u) && (job->cli->units.count == 0 || cli_list_has(&job->cli->units, u->code)) &&
           unit_has_any(job, m, unit);
}

static bool mandate_load(struct job *job, const struct mandate *m, struct error *e)
{
    breakers_clear(job);
    return mandate_count(job->session.store, job->v.family, &job->v.units, m, &job->period, job->ratios, e) &&
           mandate_breakers(job->session.store, job->v.family, m, &job->period, LIMIT_SEEN, breaker_row, job,
                            e);
}

static bool mandate_show(struct job *job, const struct mandate *m, struct error *e)
{
    if (!mandate_load(job, m, e))
        return false;
    if (table_rows(job->table))
        table_rule(job->table);
    for (size_t unit = 0; unit < job->v.units.count; unit++)
        if (unit_wanted(job, m, unit))
            row_add(job, m, unit);
    return true;
}

/* --- the dossiers of one mandate --- */

static bool mandate_explain(struct job *job, const struct mandate *m, struct error *e)
{
    struct table *t = job->table;
    char line[160];
    long top = unit_find(&job->v.units, job->cli->units.items[0]);
    size_t found = 0;
    if (!job->names)
        job->names = catalogue_load(job->session.store, e);
    if (!job->names || !mandate_load(job, m, e))
        return false;
    table_caption(t, m->title);
    table_column(t, "dossier", _("Dossier"), false);
    table_column(t, "unit", _("Unit"), false);
    procedure_columns(t, job->machine);
    table_column(t, "due", _("Due"), false);
    for (size_t i = 0; i < job->breaker_count; i++) {
        const struct breaker *b = &job->breakers[i];
        if (!mandate_covers(m, &job->v.units, &job->period, (size_t)top, b->unit))
            continue;
        found++;
        table_row(t);
        table_text(t, b->code);
        table_text(t, job->v.units.units[b->unit].code);
        procedure_cells(t, job->names, b->procedure, job->machine);
        table_moment(t, b->due);
    }
    snprintf(line, sizeof line, P_("%zu dossier breaks it", "%zu dossiers break it", found), found);
    table_footnote(t, line);
    job->rows++;
    return true;
}

/* --- sets --- */

static void score_captions_add(struct job *job, const struct mandate_set *set)
{
    char from[MOMENT_TEXT_BYTES], cut[MOMENT_TEXT_BYTES], line[LIMIT_LINE_BYTES];
    table_caption(job->table, set->title);
    snprintf(line, sizeof line, _("From %s to %s"), moment_write(job->period.from, "dd/MM/yyyy", from),
             moment_write(job->period.cut, "HH:mm dd/MM/yyyy", cut));
    table_caption(job->table, line);
    if (!validity_holds(set->valid_from, set->valid_to, &job->period))
        table_warning(job->table, validity_say(set->title, set->valid_from, set->valid_to,
                                               job->cli->set != NULL, line, sizeof line));
    unit_faults_warn(&job->v.units, job->table);
    table_footnote(job->table, set->document);
    if (*set->note)
        table_footnote(job->table, set->note);
}

static bool set_show(struct job *job, const struct mandate_set *set, struct error *e)
{
    const struct cli *cli = job->cli;
    moment at = cli_at(cli, job->session.config);
    if (!period_make(cli->period_given ? cli->period : set->period, cli->of, at, job->session.config->cutoff,
                     &job->period, e))
        return false;
    job->set = set;
    score_captions_add(job, set);
    for (size_t i = 0; i < set->count; i++) {
        if (cli->explain && strcmp(cli->explain, set->items[i].code) != 0)
            continue;
        if (!(cli->explain ? mandate_explain(job, &set->items[i], e) : mandate_show(job, &set->items[i], e)))
            return false;
    }
    return true;
}

static bool sets_show(struct job *job, struct error *e)
{
    const struct config *c = job->session.config;
    const char *const *names = job->cli->set ? &job->cli->set : c->mandates;
    size_t count = job->cli->set ? 1 : c->mandate_count;
    if (count == 0)
        return error_set(
            e, ERROR_CONFIG, "mandates",
            _("Add for example \"mandates\": [\"y-yen-2022\"] to the config file, or write --set NAME."),
            _("no set of mandates is configured"));
    for (size_t i = 0; i < count; i++) {
        struct mandate_set *set = mandate_set_load(names[i], job->v.family, e);
        bool ok = set && set_show(job, set, e);
        mandate_set_free(set);
        if (!ok)
            return false;
    }
    return true;
}

static bool names_check(const struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    if (!cli_units_settle(job->cli, unit_label_of_set, &job->v.units, job->v.units.count, false, e))
        return false;
    return !cli->explain || cli->units.count == 1 ||
           error_set(e, ERROR_USAGE, "--explain", _("Name one unit with --unit."),
                     _("it takes one unit to explain"));
}

static bool found_check(const struct job *job, struct error *e)
{
    return !job->cli->explain || job->rows ||
           error_set(e, ERROR_USAGE, job->cli->explain, _("'motcua mandates' lists them."),
                     _("no such mandate"));
}

static bool job_run(struct job *job, struct error *e)
{
    const struct cli *cli = job->cli;
    if (!cli_session_open(cli, false, &job->session, e) ||
        !evaluation_open(&job->v, job->session.config, job->session.store, "core", e) || !names_check(job, e))
        return false;
    job->machine = format_for_programs(cli->format);
    job->table = table_new();
    job->ratios = calloc(job->v.units.count + 1, sizeof *job->ratios);
    if (!job->table || !job->ratios)
        return error_memory(e, "mandates");
    if (!cli->explain)
        columns_add(job->table);
    return sets_show(job, e) && found_check(job, e) &&
           (!table_failed(job->table) || error_memory(e, "table")) && cli_write_table(cli, job->table, e);
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.cli = cli};
    bool ok = job_run(&job, e);
    breakers_clear(&job);
    catalogue_free(job.names);
    free(job.breakers);
    free(job.ratios);
    table_free(job.table);
    evaluation_close(&job.v);
    cli_session_close(&job.session);
    return ok;
}

const struct command command_mandates = {
    .name = "mandates",
    .words = "",
    .summary = N_("what single units must do with all dossiers of some kind, and which dossiers break it"),
    .group = GROUP_TELL,
    .place = 4,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua mandates --of 2022-11\n  motcua mandates --set y-yen-2022 --unit H99.22.P1 "
                "--explain 2.2.1\n",
    .run = run,
};
