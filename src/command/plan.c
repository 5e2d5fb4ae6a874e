/* The plan command: criteria whose points are to grow, as far as they have come. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/score_session.h"
#include "index/gain_plan.h"
#include "index/score_words.h"
#include "show/score_cells.h"

struct job {
    struct score_session s;
    struct table *table;
    bool machine, units; /* for programs; a column for the unit */
};

static void columns_add(const struct job *job)
{
    struct table *t = job->table;
    if (job->units)
        table_column(t, "unit", _("Unit"), false);
    table_column(t, "criterion", _("Code"), false);
    table_column(t, "title", _("Criterion"), false);
    table_column(t, "start", _("At the\nstart"), true);
    table_column(t, "current", _("Now"), true);
    table_column(t, "gain", _("Gain\nplanned"), true);
    table_column(t, "target", _("Target"), true);
    table_column(t, "max", _("Maximum"), true);
    table_column(t, "left", _("To go"), true);
    table_column(t, "state", _("State"), false);
    table_column(t, "responsible", _("Responsible"), false);
    table_column(t, "deadline", _("Deadline"), false);
}

static void cell_state(struct table *t, enum gain_plan_state state)
{
    static const struct {
        const char *words;
        enum table_mark mark;
    } states[] = {[GAIN_UNKNOWN] = {N_("not known"), MARK_QUIET},
                  [GAIN_OPEN] = {N_("to go"), MARK_NONE},
                  [GAIN_OVERDUE] = {N_("OVERDUE"), MARK_BAD},
                  [GAIN_REACHED] = {N_("reached"), MARK_GOOD}};
    table_word(t, gain_plan_state_name(state), _(states[state].words));
    table_mark(t, states[state].mark);
}

static void row_add(const struct job *job, const struct score *s, size_t i, const struct gain_plan *m)
{
    struct table *t = job->table;
    char day[MOMENT_TEXT_BYTES];
    table_row(t);
    if (job->units)
        table_text(t, s->subject.code);
    table_text(t, s->rules->criteria[i].code);
    table_text(t, s->rules->criteria[i].title);
    score_cell_points(t, m->has_start, m->start);
    score_cell_points(t, m->has_current, m->current);
    score_cell_points(t, m->has_gain, m->gain);
    score_cell_points(t, m->has_target, m->target);
    score_cell_points(t, true, s->nodes[i].max);
    score_cell_points(t, m->has_target && m->has_current, m->left);
    cell_state(t, m->state);
    score_cell_text(t, score_responsible(s, i));
    score_cell_text(t, moment_write(m->deadline, job->machine ? "yyyy-MM-dd" : "dd/MM/yyyy", day));
}

struct sums {
    decimal gain, left, adds;
    size_t count, reached, overdue;
};

static void sums_add(struct sums *sums, const struct score *s, size_t i, const struct gain_plan *m)
{
    sums->count++;
    sums->gain += m->has_gain ? m->gain : 0;
    sums->left += m->left;
    sums->adds += gain_plan_adds(s, i, m);
    sums->reached += m->state == GAIN_REACHED;
    sums->overdue += m->state == GAIN_OVERDUE;
}

/* The whole: points now (so far), gain planned, what they would be, the maximum. */
static void total_add(const struct job *job, const struct score *s, const struct sums *sums)
{
    struct table *t = job->table;
    const struct sum *total = score_standing(&s->nodes[0]);
    table_rule(t);
    table_row(t);
    if (job->units)
        table_text(t, s->subject.code);
    table_text(t, RULESET_TOTAL);
    table_text(t, _("Total"));
    table_none(t);
    score_cell_points(t, total->known || total->known_max > 0, total->points);
    if (!total->known && total->known_max > 0)
        table_note(t, _("so far"));
    score_cell_points(t, true, sums->gain);
    score_cell_points(t, true, total->points + sums->adds);
    if (!total->known)
        table_note(t, _("so far"));
    score_cell_points(t, true, s->nodes[0].max);
    score_cell_points(t, true, sums->left);
}

static void caption_add(const struct job *job, const struct score *s, const struct sums *sums)
{
    char line[512], name[LIMIT_VALUE_BYTES];
    snprintf(line, sizeof line, _("%s: %zu criteria planned, %zu reached, %zu overdue"),
             text_unit_short(s->subject.name, name, sizeof name), sums->count, sums->reached, sums->overdue);
    table_footnote(job->table, line);
}

static bool unit_add(const struct job *job, const struct score *s, struct error *e)
{
    struct sums sums = {0};
    if (job->units && table_rows(job->table))
        table_rule(job->table);
    for (size_t i = 1; i < s->rules->count; i++) {
        struct gain_plan m;
        if (!score_session_criterion(job->s.cli, s->rules->criteria[i].code))
            continue;
        if (!gain_plan_make(s, i, job->s.session.store, &m, e))
            return false;
        if (!m.planned)
            continue;
        sums_add(&sums, s, i, &m);
        row_add(job, s, i, &m);
    }
    if (sums.count) {
        total_add(job, s, &sums);
        caption_add(job, s, &sums);
    }
    return true;
}

static bool has_plan(const struct score *s)
{
    for (size_t i = 1; i < s->rules->count; i++) {
        const struct entry *entry = s->nodes[i].entry;
        if (entry && (entry->has_target || entry->has_gain))
            return true;
    }
    return false;
}

static bool table_fill(struct job *job, struct error *e)
{
    const struct score_board *b = &job->s.board;
    size_t planned = 0;
    job->table = table_new();
    if (!job->table)
        return error_memory(e, "table");
    for (size_t i = 0; i < b->count; i++)
        planned += score_session_unit(job->s.cli, b->scores[i].subject.code) && has_plan(&b->scores[i]);
    job->machine = format_for_programs(job->s.cli->format);
    job->units = job->machine || planned > 1;
    table_caption(job->table, b->rules->title);
    columns_add(job);
    for (size_t i = 0; i < b->count; i++)
        if (score_session_unit(job->s.cli, b->scores[i].subject.code) && has_plan(&b->scores[i]) &&
            !unit_add(job, &b->scores[i], e))
            return false;
    if (!planned)
        table_footnote(job->table, _("no plan is entered: import entries with a target or a gain"));
    table_footnote(job->table, b->rules->document);
    return !table_failed(job->table) || error_memory(e, "table");
}

static bool run(const struct cli *cli, struct error *e)
{
    struct job job = {.s = {.cli = cli}};
    bool ok = score_session_open(cli, &job.s, e) && table_fill(&job, e) && cli_write_table(cli, job.table, e);
    table_free(job.table);
    score_session_close(&job.s);
    return ok;
}

const struct command command_plan = {
    .name = "plan",
    .words = "",
    .summary = N_("plans to gain points: start, current, target, who, by when, what the total would be"),
    .group = GROUP_POINTS,
    .place = 2,
    .takes = "@table @figures",
    .formats = FORMATS_OF_TABLES,
    .examples = "  motcua plan --unit hai-hau --of 2019 --ruleset nam-dinh-2019\n"
                "  motcua plan --inputs giao-nhiem-vu-2019.json\n",
    .run = run,
};
