/* motcua plan shows the criteria whose points are to grow, and how far each has come. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/score_session.h"
#include "index/gain_plan.h"
#include "index/score_words.h"
#include "show/score_cells.h"

typedef char number_text[TEXT_NUMBER_BYTES];

struct job {
    struct score_session s;
    struct table *table;
    bool machine, units; /* machine: for programs; units: the table has a column for the unit */
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

/* Adds the sum of the known points, with a note of how many criteria are unknown. */
static void cell_sum(struct table *t, decimal sum, size_t unknown)
{
    char note[64];
    score_cell_points(t, true, sum);
    snprintf(note, sizeof note, _("+ %zu not known"), unknown);
    if (unknown)
        table_note(t, note);
}

/* Adds the total: points now (so far), planned gain, points after the gain, maximum. */
static void total_add(const struct job *job, const struct score *s, const struct gain_sum *sum)
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
    cell_sum(t, sum->gain, sum->no_gain);
    score_cell_points(t, true, total->points + sum->adds);
    if (!total->known)
        table_note(t, _("so far"));
    score_cell_points(t, true, s->nodes[0].max);
    cell_sum(t, sum->left, sum->no_left);
}

static void caption_add(const struct job *job, const struct score *s, const struct gain_sum *sum)
{
    char line[LIMIT_LINE_BYTES], name[LIMIT_VALUE_BYTES];
    snprintf(line, sizeof line,
             P_("%s: %zu criterion planned, %zu reached, %zu overdue",
                "%s: %zu criteria planned, %zu reached, %zu overdue", sum->count),
             text_unit_short(s->subject.name, name, sizeof name), sum->count, sum->reached, sum->overdue);
    table_footnote(job->table, line);
}

static bool responsible_wanted(const struct job *job, const struct score *s, size_t i)
{
    const char *wanted = job->s.cli->responsible;
    char *name = wanted ? text_fold(score_responsible(s, i)) : NULL,
         *part = wanted ? text_fold(wanted) : NULL;
    bool found = !wanted || (name && part && strstr(name, part));
    free(name);
    free(part);
    return found;
}

/* The planned gain of each office, one row each, for people; a criterion of several offices counts in each office's
 * row. */
struct office {
    char name[LIMIT_VALUE_BYTES];
    struct gain_sum sum;
};
struct offices {
    struct office *items;
    size_t count;
};

static bool office_add(struct offices *o, const struct score *s, size_t i, const struct gain_plan *m,
                       struct error *e)
{
    char name[LIMIT_VALUE_BYTES];
    for (size_t n = 0; responsible_at(score_responsible(s, i), n, name, sizeof name); n++) {
        size_t k = 0;
        while (k < o->count && strcmp(o->items[k].name, name) != 0)
            k++;
        if (k == o->count) {
            struct office *items = reallocarray(o->items, o->count + 1, sizeof *items);
            if (!items)
                return error_memory(e, "plan");
            o->items = items;
            o->items[o->count++] = (struct office){0};
            snprintf(o->items[k].name, sizeof o->items[k].name, "%s", name);
        }
        gain_sum_add(&o->items[k].sum, s, i, m);
    }
    return true;
}

static void offices_show(const struct job *job, const struct offices *o)
{
    for (size_t k = 0; !job->machine && o->count > 1 && k < o->count; k++) {
        const struct office *office = &o->items[k];
        char line[LIMIT_LINE_BYTES];
        number_text left;
        int used = snprintf(
            line, sizeof line,
            P_("%s: %zu criterion, %s points to go", "%s: %zu criteria, %s points to go", office->sum.count),
            office->name, office->sum.count, decimal_text(office->sum.left, 2, left));
        if (office->sum.no_left && used > 0 && (size_t)used < sizeof line)
            snprintf(line + used, sizeof line - (size_t)used, _("; of %zu not known"), office->sum.no_left);
        table_footnote(job->table, line);
    }
}

/* Adds the criteria without a planned gain: held or dropped against the period before. */
static void held_add(const struct job *job, const struct score *s, const struct gain_context *context)
{
    size_t held = 0, dropped = 0;
    struct buffer line;
    decimal before;
    buffer_init(&line, LIMIT_LINE_BYTES);
    for (size_t i = 1; i < s->rules->count; i++) {
        enum gain_held state = gain_held(s, i, context, &before);
        number_text then, now;
        held += state == HELD_YES;
        if (state != HELD_NO)
            continue;
        buffer_printf(&line, "%s%s (%s → %s)", dropped++ ? ", " : ": ", s->rules->criteria[i].code,
                      decimal_text(before, 2, then),
                      decimal_text(score_standing(&s->nodes[i])->points, 2, now));
    }
    if (held + dropped) {
        char text[LIMIT_LINE_BYTES + 128];
        snprintf(text, sizeof text,
                 P_("Held against the period before: %zu criterion; dropped: %zu%s",
                    "Held against the period before: %zu criteria; dropped: %zu%s", held),
                 held, dropped, buffer_string(&line));
        table_footnote(job->table, text);
    }
    buffer_free(&line);
}

static bool unit_add(const struct job *job, size_t unit, struct error *e)
{
    const struct score_board *b = &job->s.board;
    const struct score *s = &b->scores[unit];
    const struct gain_context context = {job->s.session.store, b->before ? &b->before[unit] : NULL};
    struct gain_sum sum = {0};
    struct offices offices = {0};
    bool ok = true;
    if (job->units && table_rows(job->table))
        table_rule(job->table);
    for (size_t i = 1; ok && i < s->rules->count; i++) {
        struct gain_plan m = {0};
        if (!score_session_criterion(job->s.cli, s->rules->criteria[i].code) ||
            !responsible_wanted(job, s, i))
            continue;
        ok = gain_plan_make(s, i, &context, &m, e);
        if (!ok || !m.planned)
            continue;
        gain_sum_add(&sum, s, i, &m);
        row_add(job, s, i, &m);
        ok = office_add(&offices, s, i, &m, e);
    }
    if (ok && sum.count) {
        total_add(job, s, &sum);
        caption_add(job, s, &sum);
        offices_show(job, &offices);
    }
    if (ok)
        held_add(job, s, &context);
    free(offices.items);
    return ok;
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
    score_session_warn(&job->s, job->table);
    table_caption(job->table, b->rules->title);
    columns_add(job);
    for (size_t i = 0; i < b->count; i++)
        if (score_session_unit(job->s.cli, b->scores[i].subject.code) && has_plan(&b->scores[i]) &&
            !unit_add(job, i, e))
            return false;
    if (!planned)
        table_footnote(job->table, _("no plan is entered: import entries with a target or a gain"));
    table_footnote(job->table, b->rules->document);
    return !table_failed(job->table) || error_memory(e, "table");
}

static bool run(struct cli *cli, struct error *e)
{
    struct job job = {.s = {.cli = cli, .keep_before = true}};
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
    .early = EARLY_TAKEN,
    .run = run,
};
