/* The tasks command: who owes what by when, done with which evidence, late by how many days. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/score_session.h"
#include "commitment/validity.h"
#include "index/task.h"
#include "show/score_cells.h"
#include "show/table_write.h"

struct job {
    struct cli cli; /* the caller's, with the ruleset of the set */
    struct score_session s;
    struct task_set *set;
    struct table *table;
    struct period year;
    bool machine;
    size_t overdue, open, done, waiting;
};

/* --- rows --- */

static void columns_add(struct table *t)
{
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "name", _("Name"), false);
    table_column(t, "task", _("Code"), false);
    table_column(t, "title", _("Task"), false);
    table_column(t, "period", _("Period"), false);
    table_column(t, "responsible", _("Responsible"), false);
    table_column(t, "deadline", _("Deadline"), false);
    table_column(t, "state", _("State"), false);
    table_column(t, "days_late", _("Days\nlate"), true);
    table_column(t, "done_at", _("Done on"), false);
    table_column(t, "evidence", _("Evidence"), false);
}

static void cell_state(struct table *t, enum task_state state)
{
    static const struct {
        const char *words;
        enum table_mark mark;
    } states[] = {[TASK_DONE] = {N_("done"), MARK_GOOD},
                  [TASK_DONE_LATE] = {N_("done late"), MARK_QUIET},
                  [TASK_OPEN] = {N_("to do"), MARK_NONE},
                  [TASK_OVERDUE] = {N_("OVERDUE"), MARK_BAD},
                  [TASK_WAITING] = {N_("day not known"), MARK_QUIET}};
    table_word(t, task_state_name(state), _(states[state].words));
    table_mark(t, states[state].mark);
}

static void cell_day(const struct job *job, moment day)
{
    char text[MOMENT_TEXT_BYTES];
    if (day == MOMENT_NONE || day == 0)
        table_none(job->table);
    else
        table_text(job->table, moment_write(day, job->machine ? "yyyy-MM-dd" : "dd/MM/yyyy", text));
}

/* Of a task after an event the rule stands where the day is not known. */
static void cell_deadline(const struct job *job, const struct duty *d)
{
    char words[LIMIT_VALUE_BYTES];
    if (d->last != MOMENT_NONE || !*d->task->after) {
        cell_day(job, d->last);
        return;
    }
    snprintf(words, sizeof words, _("+%d days after: %s"), d->task->days, d->task->after);
    table_text(job->table, words);
}

static void cell_evidence(struct table *t, const struct duty *d, bool done)
{
    const char *there = d->entry ? d->entry->evidence : "";
    score_cell_text(t, done && *there ? there : d->task->evidence);
    if (!(done && *there) && *d->task->evidence)
        table_note(t, _("(asked for)"));
}

static void row_add(struct job *job, const char *unit, const char *name, const struct duty *d)
{
    struct table *t = job->table;
    char from[MOMENT_TEXT_BYTES], number[TEXT_NUMBER_BYTES];
    bool done = d->entry && (d->state == TASK_DONE || d->state == TASK_DONE_LATE);
    table_row(t);
    table_text(t, unit);
    table_text(t, name);
    table_text(t, d->task->code);
    table_text(t, d->task->title);
    table_text(t, d->task->recurs
                      ? moment_write(d->period.from, job->machine ? "yyyy-MM-dd" : "dd/MM/yyyy", from)
                      : moment_write(d->period.from, "yyyy", from));
    score_cell_text(t, d->entry && *d->entry->responsible ? d->entry->responsible : d->task->responsible);
    cell_deadline(job, d);
    cell_state(t, d->state);
    table_text(t, d->days_late ? text_count(d->days_late, number) : NULL);
    cell_day(job, done ? d->entry->at : MOMENT_NONE);
    cell_evidence(t, d, done);
    job->done += done;
    job->overdue += d->state == TASK_OVERDUE;
    job->open += d->state == TASK_OPEN;
    job->waiting += d->state == TASK_WAITING;
}

/* --- which --- */

static bool is_wanted(const struct job *job, const struct task *t)
{
    char *name = job->cli.responsible ? text_fold(t->responsible) : NULL,
         *part = job->cli.responsible ? text_fold(job->cli.responsible) : NULL;
    bool wanted = !job->cli.responsible || (name && part && strstr(name, part));
    free(name);
    free(part);
    return wanted;
}

/* A plan of remedy answers the index of the year before: the board is of that year. NULL: no plan is owed. */
static const struct score *owes_remedy(const struct job *job, const char *unit)
{
    long i = score_board_find(&job->s.board, unit);
    struct score_remedy due = {0};
    if (i >= 0)
        due = score_remedy(&job->s.board.scores[i]);
    return due.areas || due.by_rating ? &job->s.board.scores[i] : NULL;
}

static void task_add(struct job *job, const struct task *t, const char *code, const char *name)
{
    struct duty duties[LIMIT_DUTIES];
    const struct score *owes = t->remedy ? owes_remedy(job, code) : NULL;
    if (t->remedy && !owes)
        return;
    size_t count = task_duties(job->set, t, code, job->s.inputs, &job->year,
                               cli_cutoff(job->s.session.config), duties, LIMIT_DUTIES);
    for (size_t k = 0; k < count; k++) {
        if (owes && owes->remedy)
            duty_take(&duties[k], owes->remedy, job->year.at);
        row_add(job, code, name, &duties[k]);
    }
}

static void unit_add(struct job *job, const char *code, const char *name, const char *kind)
{
    if (!score_session_unit(&job->cli, code))
        return;
    for (size_t i = 0; i < job->set->count; i++)
        if (task_binds(&job->set->items[i], kind, name) && is_wanted(job, &job->set->items[i]))
            task_add(job, &job->set->items[i], code, name);
}

/* Units of the store, then those that only the file of entries knows. */
static void units_add(struct job *job)
{
    const struct unit_set *units = &job->s.v.units;
    for (size_t i = 0; i < units->count; i++)
        if (unit_heir(units, i, job->year.from) == i)
            unit_add(job, units->units[i].code, units->units[i].name, units->units[i].kind);
    for (size_t i = 0; i < entry_set_unit_count(job->s.inputs); i++) {
        const struct entry_unit *u = entry_set_unit(job->s.inputs, i);
        if (unit_find(units, u->code) < 0)
            unit_add(job, u->code, u->name, u->kind);
    }
}

static void footnotes_add(struct job *job)
{
    const struct task_set *set = job->set;
    char line[LIMIT_LINE_BYTES];
    snprintf(line, sizeof line, _("%zu overdue, %zu to do, %zu done, %zu without a day yet"), job->overdue,
             job->open, job->done, job->waiting);
    table_footnote(job->table, line);
    if (!validity_holds(set->valid_from, set->valid_to, &job->year))
        table_warning(job->table,
                      validity_say(set->title, set->valid_from, set->valid_to, true, line, sizeof line));
    table_footnote(job->table, set->document);
    if (*set->note)
        table_footnote(job->table, set->note);
}

static bool table_fill(struct job *job, struct error *e)
{
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    table_caption(job->table, job->set->title);
    columns_add(job->table);
    units_add(job);
    if (job->cli.units.count && !table_rows(job->table))
        return error_set(e, ERROR_USAGE, job->cli.units.items[0],
                         _("'motcua units' lists the codes; a file of entries may name more."),
                         _("no unit of this code has such a task"));
    footnotes_add(job);
    return !table_failed(job->table) || error_memory(e, "table");
}

/* --- the command --- */

/* The year that is asked for; the board, where the set has a ruleset, is of the year before. */
static bool year_open(struct job *job, const struct cli *cli, struct error *e)
{
    static char of[2 * LIMIT_NAME_BYTES];
    moment at = cli->at;
    if (!period_make(PERIOD_YEAR, cli->of, at, PERIOD_CUTOFF_SECONDS, &job->year, e))
        return false;
    job->year.at = at == MOMENT_NONE ? moment_now() : at;
    snprintf(of, sizeof of, "%d", moment_wall(job->year.from).year - 1);
    job->cli.of = of;
    job->cli.period = PERIOD_YEAR;
    job->cli.period_given = true;
    return true;
}

static bool session_open(struct job *job, struct error *e)
{
    size_t asked = job->cli.units.count;
    bool ok;
    job->cli.units.count = 0; /* a department has tasks, though no index scores it */
    if (*job->set->ruleset)
        job->cli.ruleset = job->set->ruleset;
    ok = *job->set->ruleset ? score_session_open(&job->cli, &job->s, e)
                            : score_session_begin(&job->cli, &job->s, e);
    job->cli.units.count = asked;
    return ok;
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.cli = *cli, .machine = format_for_programs(cli->format), .s = {.any_entries = true}};
    bool ok = cli->set || error_set(e, ERROR_USAGE, "--set",
                                    _("Name a set with --set: hai-hau-2019, quang-tho-2020, y-yen-2022, "
                                      "cam-giang-2023, or a file of your own."),
                                    _("which tasks?"));
    job.set = ok ? task_set_load(cli->set, e) : NULL;
    ok = job.set && year_open(&job, cli, e) && session_open(&job, e) && table_fill(&job, e) &&
         cli_write_table(cli, job.table, e);
    table_free(job.table);
    score_session_close(&job.s);
    task_set_free(job.set);
    return ok;
}

const struct command command_tasks = {
    .name = "tasks",
    .words = "",
    .summary = N_(
        "duties that are no points: who owes what by when, done with which evidence, late by how many days"),
    .group = GROUP_POINTS,
    .place = 5,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua tasks --set quang-tho-2020 --of 2020 --unit quang-tho\n"
                "  motcua tasks --set cam-giang-2023 --of 2023 --inputs nhap-tay.json\n",
    .run = run,
};
