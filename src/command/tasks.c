/* motcua tasks tells which unit owes which duty by when, with which evidence a duty was done, and how many days
 * late. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "command/tasks.h"
#include "commitment/validity.h"
#include "show/score_cells.h"
#include "show/table_write.h"

struct job {
    struct tasks_session t;
    struct table *table;
    bool machine;
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

/* Adds the deadline; a task after an event shows its rule while the day of the event is unknown. */
static void cell_deadline(const struct job *job, const struct duty *d)
{
    char words[LIMIT_LINE_BYTES];
    if (d->last != MOMENT_NONE || !*d->task->after) {
        cell_day(job, d->last);
        return;
    }
    snprintf(words, sizeof words, P_("+%d day after: %s", "+%d days after: %s", d->task->days), d->task->days,
             d->task->after);
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
}

static void footnotes_add(struct job *job)
{
    const struct tasks_session *all = &job->t;
    const struct task_set *set = all->set;
    char line[LIMIT_LINE_BYTES];
    snprintf(line, sizeof line, _("%zu overdue, %zu to do, %zu done, %zu without a day yet"),
             tasks_in(all, TASK_OVERDUE), tasks_in(all, TASK_OPEN),
             tasks_in(all, TASK_DONE) + tasks_in(all, TASK_DONE_LATE), tasks_in(all, TASK_WAITING));
    table_footnote(job->table, line);
    if (!validity_holds(set->valid_from, set->valid_to, &all->year))
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
    table_caption(job->table, job->t.set->title);
    columns_add(job->table);
    for (size_t i = 0; i < job->t.count; i++)
        row_add(job, job->t.items[i].unit, job->t.items[i].name, &job->t.items[i].duty);
    footnotes_add(job);
    return !table_failed(job->table) || error_memory(e, "table");
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.machine = format_for_programs(cli->format)};
    bool ok = cli->set || error_set(e, ERROR_USAGE, "--set",
                                    _("Name a set with --set: hai-hau-2019, quang-tho-2020, y-yen-2022, "
                                      "cam-giang-2023, or a file of your own."),
                                    _("which tasks?"));
    ok = ok && tasks_open(cli, cli->set, &job.t, e) && table_fill(&job, e) &&
         cli_write_table(cli, job.table, e);
    table_free(job.table);
    tasks_close(&job.t);
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
    .early = EARLY_TAKEN,
    .run = run,
};
