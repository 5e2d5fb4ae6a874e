/* Finds the duties of the store's units and of units that only a file of entries knows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "command/tasks.h"

static void owed_add(struct tasks_session *job, const char *unit, const char *name, const struct duty *d)
{
    if (!array_room(&job->items, &job->room, job->count, sizeof *job->items)) {
        job->failed = true;
        return;
    }
    job->items[job->count++] = (struct owed){unit, name, *d};
}

/* --- the wanted duties --- */

static bool is_wanted(const struct tasks_session *job, const struct task *t)
{
    char *name = job->cli.responsible ? text_fold(t->responsible) : NULL,
         *part = job->cli.responsible ? text_fold(job->cli.responsible) : NULL;
    bool wanted = !job->cli.responsible || (name && part && strstr(name, part));
    free(name);
    free(part);
    return wanted;
}

/* Returns the score for which a unit owes a plan of remedy; NULL: the unit owes no plan. A plan answers the index of
 * the year before, so the board is of that year. */
static const struct score *owes_remedy(const struct tasks_session *job, const char *unit)
{
    long i = score_board_find(&job->s.board, unit);
    struct score_remedy due = {0};
    if (i >= 0)
        due = score_remedy(&job->s.board.scores[i]);
    return due.areas || due.by_rating ? &job->s.board.scores[i] : NULL;
}

static void task_add(struct tasks_session *job, const struct task *t, const char *code, const char *name)
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
        owed_add(job, code, name, &duties[k]);
    }
}

static void unit_add(struct tasks_session *job, const char *code, const char *name, const char *kind)
{
    if (!score_session_unit(&job->cli, code))
        return;
    for (size_t i = 0; i < job->set->count; i++)
        if (task_binds(&job->set->items[i], kind, name) && is_wanted(job, &job->set->items[i]))
            task_add(job, &job->set->items[i], code, name);
}

/* Adds the store's units, then the units that only the file of entries knows. */
static void units_add(struct tasks_session *job)
{
    const struct unit_set *units = &job->s.v.units;
    for (size_t i = 0; i < units->count; i++)
        if (evaluation_stands(&job->s.v, i, &job->year))
            unit_add(job, units->units[i].code, units->units[i].name, units->units[i].kind);
    for (size_t i = 0; i < entry_set_unit_count(job->s.inputs); i++) {
        const struct entry_unit *u = entry_set_unit(job->s.inputs, i);
        if (unit_find(units, u->code) < 0)
            unit_add(job, u->code, u->name, u->kind);
    }
}

/* Settles the year; the board of a set with a ruleset is of the year before. */
static bool year_open(struct tasks_session *job, const struct cli *cli, struct error *e)
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

static bool session_open(struct tasks_session *job, struct error *e)
{
    size_t asked = job->cli.units.count;
    bool ok;
    job->cli.units.count = 0; /* --unit may name a department, which has tasks but no score */
    if (*job->set->ruleset)
        job->cli.ruleset = job->set->ruleset;
    ok = *job->set->ruleset ? score_session_open(&job->cli, &job->s, e)
                            : score_session_begin(&job->cli, &job->s, e);
    job->cli.units.count = asked;
    return ok;
}

bool tasks_open(const struct cli *cli, const char *set, struct tasks_session *out, struct error *e)
{
    out->cli = *cli;
    out->s.any_entries = true;
    out->set = task_set_load(set, e);
    if (!out->set || !year_open(out, cli, e) || !session_open(out, e))
        return false;
    units_add(out);
    if (out->failed)
        return error_memory(e, "tasks");
    if (out->cli.units.count && !out->count)
        return error_set(e, ERROR_USAGE, out->cli.units.items[0],
                         _("'motcua units' lists the codes; a file of entries may name more."),
                         _("no unit of this code has such a task"));
    return true;
}

void tasks_close(struct tasks_session *t)
{
    free(t->items);
    score_session_close(&t->s);
    task_set_free(t->set);
}

size_t tasks_in(const struct tasks_session *t, enum task_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++)
        count += t->items[i].duty.state == state;
    return count;
}
