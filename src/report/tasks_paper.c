#include "report/tasks_paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "commitment/validity.h"
#include "report/office.h"
#include "report/phrase.h"

enum { NAMED_MOST = 15, SOON_DAYS = 30, MESSAGE_MOST = 8 };

static size_t in_state(const struct tasks_ask *ask, enum task_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < ask->count; i++)
        count += ask->lines[i].duty->state == state;
    return count;
}

static const char *state_words(const struct duty *d, char out[PHRASE_BYTES])
{
    char number[TEXT_NUMBER_BYTES], day[MOMENT_TEXT_BYTES];
    bool done = d->state == TASK_DONE || d->state == TASK_DONE_LATE;
    moment_write(done && d->entry ? d->entry->at : d->last, "dd/MM/yyyy", day);
    switch (d->state) {
    case TASK_DONE:
        snprintf(out, PHRASE_BYTES, _("done on %s"), day);
        break;
    case TASK_DONE_LATE:
        snprintf(out, PHRASE_BYTES, P_("done on %s, %s day late", "done on %s, %s days late", d->days_late),
                 day, text_count(d->days_late, number));
        break;
    case TASK_OVERDUE:
        snprintf(out, PHRASE_BYTES, P_("overdue by %s day", "overdue by %s days", d->days_late),
                 text_count(d->days_late, number));
        break;
    case TASK_OPEN:
        snprintf(out, PHRASE_BYTES, "%s", _("to do"));
        break;
    default:
        snprintf(out, PHRASE_BYTES, "%s", _("day not known"));
    }
    return out;
}

static const char *period_words(const struct duty *d, char out[PHRASE_BYTES])
{
    char last[MOMENT_TEXT_BYTES];
    out[0] = '\0';
    if (d->task->recurs && d->period.kind < PERIOD_MONTH) /* a fortnight is named by its last day */
        snprintf(out, PHRASE_BYTES, _("to the end of %s"), moment_write(d->period.to, "dd/MM/yyyy", last));
    else if (d->task->recurs)
        phrase_period(&d->period, out);
    return out;
}

/* --- tables --- */

/* Returns the name of the only unit, for the title; NULL: there are several units. */
static const char *only_unit(const struct tasks_ask *ask)
{
    for (size_t i = 1; i < ask->count; i++)
        if (strcmp(ask->lines[i].unit, ask->lines[0].unit) != 0)
            return NULL;
    return ask->count ? ask->lines[0].name : NULL;
}

static void columns_put(const struct tasks_ask *ask, struct paper_table *t, bool all)
{
    if (!only_unit(ask))
        paper_column(t, "unit", _("Unit"), PAPER_WORDS, all ? 42 : 34);
    paper_column(t, "task", _("Task"), PAPER_WORDS, 0);
    paper_column(t, "responsible", _("Responsible"), PAPER_WORDS, all ? 48 : 40);
    paper_column(t, "deadline", _("Deadline"), PAPER_CENTRE, all ? 32 : 24);
    if (all) {
        paper_column(t, "state", _("State"), PAPER_CENTRE, 36);
        paper_column(t, "evidence", _("Evidence"), PAPER_WORDS, 40);
    } else {
        paper_column(t, "days_late", _("Days"), PAPER_CENTRE, 16);
    }
    if (t)
        t->small = true;
}

static void deadline_put(struct paper_table *t, const struct duty *d)
{
    char text[LIMIT_LINE_BYTES];
    if (d->last != MOMENT_NONE)
        moment_write(d->last, "dd/MM/yyyy", text);
    else if (*d->task->after)
        snprintf(text, sizeof text, P_("+%d day after: %s", "+%d days after: %s", d->task->days),
                 d->task->days, d->task->after);
    else
        snprintf(text, sizeof text, "–");
    paper_words(t, text);
}

static void line_put(const struct tasks_ask *ask, const struct tasks_line *line, bool all,
                     struct paper_table *t)
{
    char name[LIMIT_VALUE_BYTES], words[PHRASE_BYTES], task[LIMIT_LINE_BYTES], number[TEXT_NUMBER_BYTES];
    const struct duty *d = line->duty;
    const char *there = d->entry ? d->entry->evidence : "";
    bool done = d->state == TASK_DONE || d->state == TASK_DONE_LATE;
    if (!only_unit(ask))
        paper_words(t, text_unit_short(line->name, name, sizeof name));
    period_words(d, words);
    snprintf(task, sizeof task, *words ? "%.400s (%s)" : "%.400s%s", d->task->title, words);
    paper_words(t, task);
    paper_words(t, d->entry && *d->entry->responsible ? d->entry->responsible : d->task->responsible);
    deadline_put(t, d);
    if (!all) {
        int64_t days =
            d->state == TASK_OVERDUE ? d->days_late : (d->last - moment_day(ask->year.at)) / MOMENT_DAY;
        paper_words(t, text_count(days, number));
        return;
    }
    paper_words(t, state_words(d, words));
    paper_mark(t,
               d->state == TASK_OVERDUE ? PAPER_SHORT
               : done                   ? PAPER_KEPT
                                        : PAPER_UNMARKED,
               d->state == TASK_OVERDUE);
    paper_words(t, done && *there ? there : d->task->evidence);
}

static bool comes_soon(const struct tasks_ask *ask, const struct duty *d)
{
    return d->state == TASK_OPEN && d->last != MOMENT_NONE &&
           d->last <= moment_day(ask->year.at) + (moment)SOON_DAYS * MOMENT_DAY;
}

/* Orders the most overdue duty first; among future duties the nearest comes first. */
static int line_compare(const void *a, const void *b)
{
    const struct tasks_line *x = *(const struct tasks_line *const *)a,
                            *y = *(const struct tasks_line *const *)b;
    if (x->duty->last != y->duty->last)
        return x->duty->last < y->duty->last ? -1 : 1;
    return (x > y) - (x < y);
}

static void list_put(const struct tasks_ask *ask, bool overdue, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES];
    const struct tasks_line **lines = calloc(ask->count + 1, sizeof *lines);
    size_t found = 0;
    p->failed = p->failed || !lines;
    for (size_t i = 0; lines && i < ask->count; i++)
        if (overdue ? ask->lines[i].duty->state == TASK_OVERDUE : comes_soon(ask, ask->lines[i].duty))
            lines[found++] = &ask->lines[i];
    if (!found) {
        paper_block(p, PAPER_PARAGRAPH, 0);
        size_t dated = ask->count - in_state(ask, TASK_WAITING);
        paper_sayf(p, PAPER_PLAIN,
                   overdue
                       ? P_("The %zu task with a known day is not overdue.",
                            "Of the %zu tasks with a known day none is overdue.", dated)
                       : P_("The %zu task with a known day does not fall due in the next 30 days.",
                            "Of the %zu tasks with a known day none falls due in the next 30 days.", dated),
                   dated);
        free(lines);
        return;
    }
    qsort(lines, found, sizeof *lines, line_compare);
    struct paper_table *t = paper_table(p);
    columns_put(ask, t, false);
    for (size_t i = 0; i < found && i < NAMED_MOST; i++)
        line_put(ask, lines[i], false, t);
    if (found > NAMED_MOST) {
        paper_block(p, PAPER_NOTE, 0);
        paper_sayf(p, PAPER_PLAIN, _("And %s more: see the annex."),
                   text_count((int64_t)(found - NAMED_MOST), count));
    }
    free(lines);
}

/* --- the text --- */

static void title_put(const struct tasks_ask *ask, struct paper *p)
{
    char text[LIMIT_LINE_BYTES], period[PHRASE_BYTES], name[LIMIT_VALUE_BYTES];
    const char *only = only_unit(ask);
    phrase_period(&ask->year, period);
    p->kind = strdup(_("REPORT"));
    if (only)
        snprintf(text, sizeof text, _("How the tasks of %.400s stand, %s"),
                 text_unit_short(only, name, sizeof name), period);
    else
        snprintf(text, sizeof text, _("How the tasks stand, %s"), period);
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    p->file_title = strdup(text);
    p->made = ask->year.at;
    p->failed = p->failed || !p->kind || !p->file_title;
}

static void judgement_put(const struct tasks_ask *ask, struct paper *p)
{
    char at[PHRASE_BYTES];
    const struct task_set *set = ask->set;
    size_t late = in_state(ask, TASK_DONE_LATE), done = in_state(ask, TASK_DONE) + late;
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_sayf(p, PAPER_PLAIN, _("%.400s (%.400s)."), set->title, set->document);
    paper_sayf(p, PAPER_PLAIN, _("Tasks up to %s: %zu; done: %zu, of these late: %zu;"),
               phrase_moment(ask->year.at, at), ask->count, done, late);
    paper_sayf(p, in_state(ask, TASK_OVERDUE) ? PAPER_BOLD : PAPER_PLAIN, _("overdue: %zu;"),
               in_state(ask, TASK_OVERDUE));
    paper_sayf(p, PAPER_PLAIN, _("to be done: %zu; without a known day yet: %zu."), in_state(ask, TASK_OPEN),
               in_state(ask, TASK_WAITING));
    if (!validity_holds(set->valid_from, set->valid_to, &ask->year)) {
        char line[LIMIT_LINE_BYTES];
        paper_block(p, PAPER_WARNING, 0);
        paper_say(p, PAPER_BOLD,
                  validity_say(set->title, set->valid_from, set->valid_to, true, line, sizeof line));
    }
}

static void message_put(const struct tasks_ask *ask, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], words[PHRASE_BYTES];
    size_t named = 0, overdue = in_state(ask, TASK_OVERDUE);
    paper_message(p, "%s", p->file_title ? p->file_title : "");
    paper_message(p,
                  P_("Done %zu, overdue %zu, to do %zu of %zu task",
                     "Done %zu, overdue %zu, to do %zu of %zu tasks", ask->count),
                  in_state(ask, TASK_DONE) + in_state(ask, TASK_DONE_LATE), overdue, in_state(ask, TASK_OPEN),
                  ask->count);
    for (size_t i = 0; i < ask->count && named < MESSAGE_MOST; i++) {
        const struct duty *d = ask->lines[i].duty;
        if (d->state != TASK_OVERDUE)
            continue;
        paper_message(p, "- %.120s: %.200s, %s", text_unit_short(ask->lines[i].name, name, sizeof name),
                      d->task->title, state_words(d, words));
        named++;
    }
    if (overdue > named)
        paper_message(p, _("- and %zu more"), overdue - named);
}

static void sheet_put(const struct tasks_ask *ask, struct paper *p)
{
    struct paper_table *t = paper_sheet(p, "tasks", _("Tasks"));
    char words[PHRASE_BYTES];
    paper_column(t, "unit", _("Code"), PAPER_CODE, 26);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 44);
    paper_column(t, "task", _("Code"), PAPER_CODE, 16);
    paper_column(t, "title", _("Task"), PAPER_WORDS, 90);
    paper_column(t, "period", _("Period"), PAPER_WORDS, 40);
    paper_column(t, "responsible", _("Responsible"), PAPER_WORDS, 60);
    paper_column(t, "deadline", _("Deadline"), PAPER_DAY, 24);
    paper_column(t, "state", _("State"), PAPER_CENTRE, 40);
    paper_column(t, "days_late", _("Days late"), PAPER_COUNT, 16);
    paper_column(t, "evidence", _("Evidence"), PAPER_WORDS, 50);
    for (size_t i = 0; i < ask->count; i++) {
        const struct duty *d = ask->lines[i].duty;
        bool done = d->state == TASK_DONE || d->state == TASK_DONE_LATE;
        paper_words(t, ask->lines[i].unit);
        paper_words(t, ask->lines[i].name);
        paper_words(t, d->task->code);
        paper_words(t, d->task->title);
        paper_words(t, phrase_period(&d->period, words));
        paper_words(t, d->entry && *d->entry->responsible ? d->entry->responsible : d->task->responsible);
        paper_day(t, d->last);
        paper_words(t, state_words(d, words));
        paper_mark(t, d->state == TASK_OVERDUE ? PAPER_SHORT : PAPER_UNMARKED, false);
        paper_count(t, d->days_late > 0, d->days_late);
        paper_words(t, done && d->entry && *d->entry->evidence ? d->entry->evidence : d->task->evidence);
    }
}

static void annex_put(const struct tasks_ask *ask, struct paper *p)
{
    paper_annex(p, _("All tasks"), true);
    struct paper_table *t = paper_table(p);
    columns_put(ask, t, true);
    for (size_t i = 0; i < ask->count; i++)
        line_put(ask, &ask->lines[i], true, t);
    if (*ask->set->note) {
        paper_block(p, PAPER_NOTE, 0);
        paper_say(p, PAPER_PLAIN, ask->set->note);
    }
}

struct paper *tasks_paper_make(const struct tasks_ask *ask, struct error *e)
{
    struct paper *p = paper_new();
    if (p) {
        if (ask->config)
            office_take(p, ask->config, ask->year.at, NULL);
        title_put(ask, p);
        judgement_put(ask, p);
        paper_heading(p, 2, _("1. Overdue tasks"));
        list_put(ask, true, p);
        paper_heading(p, 2, _("2. Tasks that fall due in the next 30 days"));
        list_put(ask, false, p);
        paper_block(p, PAPER_PARAGRAPH, 0);
        paper_say(p, PAPER_PLAIN, _("The units are asked to carry this out./."));
        annex_put(ask, p);
        sheet_put(ask, p);
        message_put(ask, p);
    }
    if (p && !p->failed)
        return p;
    paper_free(p);
    error_memory(e, "report");
    return NULL;
}
