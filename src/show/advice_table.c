#include "show/advice_table.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "index/score_words.h"
#include "show/advice_words.h"
#include "show/forecast_words.h"

enum { NAME_BYTES = 200, LINE_BYTES = 512 };

static const char *unit_name(const struct advisor *a, size_t unit, char out[NAME_BYTES])
{
    return unit_short_name(&a->scored.units.units[unit], out, NAME_BYTES);
}

/* --- cells --- */

/* Adds an empty cell: people see a blank, programs get an unknown value. */
static void empty(struct table *t, bool machine)
{
    table_text(t, machine ? NULL : " ");
}

static void empties(struct table *t, bool machine, size_t count)
{
    for (size_t i = 0; i < count; i++)
        empty(t, machine);
}

static int64_t scaled(decimal points)
{
    return decimal_round(points, 4) / (DECIMAL_SCALE / FIGURE_SCALE);
}

static void cell_gain(struct table *t, bool machine, const struct rank_place *before,
                      const struct rank_place *after)
{
    if (after->scored)
        table_points(t, scaled(after->points) - scaled(before->points));
    else
        empty(t, machine);
}

static void cell_total(struct table *t, bool machine, const struct rank_place *p)
{
    if (p->scored)
        table_points(t, scaled(p->points));
    else
        empty(t, machine);
}

static void cell_rank(struct table *t, bool machine, const struct rank_place *p)
{
    if (p->rank)
        table_number(t, (int64_t)p->rank);
    else
        empty(t, machine);
}

static void cell_kept(struct table *t, bool machine, const struct rank_place *p)
{
    char text[TEXT_NUMBER_BYTES];
    snprintf(text, sizeof text, "%zu/%zu", p->kept, p->judged);
    if (!p->judged) {
        empty(t, machine);
        return;
    }
    table_text(t, text);
    table_mark(t, p->kept == p->judged ? MARK_GOOD : MARK_NONE);
}

/* Names the units that the unit overtakes on the way from one place to a better place. */
static void cell_overtaken(const struct advisor *a, size_t unit, const struct rank_place *before,
                           const struct rank_place *after, bool machine, struct table *t)
{
    char name[NAME_BYTES], text[NAME_BYTES + 64];
    size_t count;
    long best = advisor_overtaken(a, unit, before, after, &count);
    if (best < 0) {
        empty(t, machine);
        return;
    }
    unit_name(a, (size_t)best, name);
    if (count > 1) {
        snprintf(text, sizeof text, _("%s and %zu more"), name, count - 1);
        table_text(t, text);
    } else {
        table_text(t, name);
    }
}

/* --- one unit --- */

struct sheet {
    const struct advisor *a;
    const struct advised_unit *u;
    struct table *table;
    bool machine;
    int64_t days_left;
};

static const struct {
    const char *name, *title;
    bool right, machine; /* machine: only programs get the column; people read "forecast" in its place */
} columns[] = {{"goal", N_("Goal"), false, false},
               {"rate", N_("Now"), true, false},
               {"target", N_("Target"), true, true},
               {"forecast", N_("Forecast"), true, false},
               {"forecast_low", "", true, true},
               {"forecast_high", "", true, true},
               {"arrivals_low", "", true, true},
               {"arrivals_high", "", true, true},
               {"state", "", false, true},
               {"step", N_("Task"), false, false},
               {"dossiers", N_("Dossiers"), true, false},
               {"per_day", N_("A working\nday"), true, false},
               {"points", N_("Points\ngained"), true, false},
               {"total", N_("Points\nafter"), true, false},
               {"rank", N_("Rank\nafter"), true, false},
               {"kept", N_("Kept\nafter"), true, false},
               {"overtakes", N_("Overtakes"), false, false},
               {"dossier_codes", "", false, true},
               {"at", "", false, true}}; /* the unit below that takes the share */

static bool column_shown(const struct sheet *s, size_t i)
{
    if (strcmp(columns[i].name, "forecast") == 0)
        return !s->machine;
    return s->machine || !columns[i].machine;
}

static const char *state_name(enum advised_state state)
{
    static const char *const names[] = {[ADVISED_THERE] = "there",
                                        [ADVISED_FOUND] = "found",
                                        [ADVISED_UNKNOWN] = "unknown",
                                        [ADVISED_NEVER] = "never"};
    return names[state];
}

struct goal {
    const char *name, *title; /* name: for programs; title: for people */
    const struct advised *advised;
    long commitment; /* index in the set; -1: the goal is no commitment */
};

static void cells_forecast(const struct sheet *s, const struct forecast *f)
{
    char text[FORECAST_TEXT_BYTES];
    if (!s->machine) {
        table_text(s->table, !f                           ? " "
                             : f->state == FORECAST_RANGE ? forecast_text(f, text)
                             : f->state == FORECAST_NONE  ? _("too little data")
                                                          : " ");
        return;
    }
    bool range = f && f->state != FORECAST_NONE, come = f && f->state == FORECAST_RANGE;
    const int64_t numbers[] = {range ? f->low : 0, range ? f->high : 0};
    for (size_t i = 0; i < 2; i++)
        if (range)
            table_rate(s->table, numbers[i], FORECAST_SCALE);
        else
            table_none(s->table);
    if (come) {
        table_number(s->table, f->arrivals_low);
        table_number(s->table, f->arrivals_high);
    } else {
        table_none(s->table);
        table_none(s->table);
    }
}

static void cells_goal(const struct sheet *s, const struct goal *g, bool first)
{
    const struct advisor *a = s->a;
    table_text(s->table, s->machine ? g->name : first ? g->title : " ");
    if (g->commitment < 0 || (!first && !s->machine)) {
        empties(s->table, s->machine, s->machine ? 2 : 1);
        cells_forecast(s, NULL);
    } else {
        size_t i = (size_t)g->commitment;
        struct ratio r = evaluation_ratio(a->judged, evaluation_metric(a->judged, a->set, i), s->u->unit);
        enum kept kept = commitment_judge(&r, a->set->items[i].target);
        if (r.known && r.d > 0) {
            table_rate_of(s->table, r.n, r.d, a->set->items[i].target);
            bool near = kept == KEPT_YES && s->u->forecasts[i].state == FORECAST_RANGE &&
                        s->u->forecasts[i].low < a->set->items[i].target;
            table_mark(s->table, near ? MARK_NEAR : kept == KEPT_YES ? MARK_GOOD : MARK_BAD);
            if (near)
                table_note(s->table, _("just kept"));
        } else {
            table_none(s->table);
            table_note(s->table, r.known ? _("nothing arose") : _("no data"));
        }
        if (s->machine)
            table_rate(s->table, a->set->items[i].target, TARGET_SCALE);
        cells_forecast(s, &s->u->forecasts[i]);
    }
    if (s->machine)
        table_word(s->table, state_name(g->advised->state), "");
}

/* Adds the row of a goal that needs no step, or that no step reaches. */
static void row_stepless(const struct sheet *s, const struct goal *g)
{
    enum advised_state state = g->advised->state;
    char never[ADVICE_WORDS_BYTES];
    advice_never_words(s->a, s->u, g->advised, g->commitment, never);
    table_row(s->table);
    cells_goal(s, g, true);
    table_none(s->table);
    table_note(s->table, state == ADVISED_THERE     ? _("nothing needed")
                         : state == ADVISED_UNKNOWN ? _("no data")
                                                    : never);
    empties(s->table, s->machine, s->machine ? 8 : 7);
}

/* Adds how many dossiers each day must bring, with the expected arrivals as a note where the arrivals may not
 * suffice. */
static void cell_per_day(const struct sheet *s, const struct advised_line *line)
{
    char note[ADVICE_WORDS_BYTES];
    bool late;
    if (s->days_left <= 0) {
        empty(s->table, s->machine);
        return;
    }
    table_scaled(s->table, (line->dossiers * 10 + s->days_left - 1) / s->days_left * (FIGURE_SCALE / 10));
    if (!*advice_arrivals_words(s->a, s->u, line, &late, note))
        return;
    table_note(s->table, note);
    if (late)
        table_mark(s->table, MARK_BAD);
}

/* Adds the row of one unit below, or (share NULL) of the rest of the units that share the step. */
static void share_row(const struct sheet *s, const struct goal *g, const struct advised_line *line,
                      const struct advised_share *share, size_t rest, int64_t dossiers)
{
    const struct action *action = &s->a->actions.items[line->action];
    char name[NAME_BYTES], text[NAME_BYTES + 64];
    table_row(s->table);
    table_text(s->table, s->machine ? g->name : " ");
    empties(s->table, s->machine, s->machine ? 2 : 1);
    cells_forecast(s, NULL);
    if (s->machine) {
        table_word(s->table, "part", "");
        table_word(s->table, action->name, action->title);
    } else {
        if (share && share->unit < 0)
            snprintf(text, sizeof text, "   %s", _("units without figures of their own"));
        else if (share)
            snprintf(text, sizeof text, "   %s", unit_name(s->a, (size_t)share->unit, name));
        else
            snprintf(text, sizeof text, P_("   %zu more unit", "   %zu more units", rest), rest);
        table_text(s->table, text);
    }
    table_number(s->table, dossiers);
    empties(s->table, s->machine, 4);
    struct rank_place after = {.kept = share ? share->kept : 0, .judged = share ? share->judged : 0};
    cell_kept(s->table, s->machine, &after);
    empties(s->table, s->machine, 1);
    if (s->machine) {
        table_text(s->table, share->codes);
        table_text(s->table, share->unit < 0 ? NULL : s->a->scored.units.units[share->unit].code);
    }
}

/* Adds which units below share the step: people see the largest shares. */
static void share_rows(const struct sheet *s, const struct goal *g, size_t i)
{
    const struct advised_line *line = &g->advised->lines[i];
    const struct advised_share *unplaced = NULL;
    size_t shown = 0, rest = 0;
    int64_t dossiers = 0;
    for (size_t k = 0; k < s->u->share_count; k++) {
        const struct advised_share *share = &s->u->shares[k];
        if (advised_goal(s->u, share->goal) != g->advised || share->line != i)
            continue;
        if (share->unit < 0) {
            unplaced = share;
        } else if (s->machine || shown < ADVICE_PARTS) {
            share_row(s, g, line, share, 0, share->dossiers);
            shown++;
        } else {
            rest++;
            dossiers += share->dossiers;
        }
    }
    if (rest)
        share_row(s, g, line, NULL, rest, dossiers);
    if (unplaced)
        share_row(s, g, line, unplaced, 0, unplaced->dossiers);
}

static void goal_rows(const struct sheet *s, const struct goal *g, bool rule)
{
    const struct rank_place *before = &s->u->now;
    if (rule)
        table_rule(s->table);
    if (g->advised->state != ADVISED_FOUND) {
        row_stepless(s, g);
        return;
    }
    for (size_t i = 0; i < g->advised->line_count; i++) {
        const struct advised_line *line = &g->advised->lines[i];
        const struct action *action = &s->a->actions.items[line->action];
        table_row(s->table);
        cells_goal(s, g, i == 0);
        table_word(s->table, action->name, action->title);
        if (line->costs)
            table_note(s->table, _("costs a commitment or a place"));
        table_number(s->table, line->dossiers);
        cell_per_day(s, line);
        cell_gain(s->table, s->machine, before, &line->after);
        cell_total(s->table, s->machine, &line->after);
        cell_rank(s->table, s->machine, &line->after);
        cell_kept(s->table, s->machine, &line->after);
        cell_overtaken(s->a, s->u->unit, before, &line->after, s->machine, s->table);
        if (s->machine) {
            table_text(s->table, s->u->codes[line->action]);
            table_none(s->table);
        }
        share_rows(s, g, i);
        before = &line->after;
    }
}

static void place_caption(const struct sheet *s)
{
    const struct rank_place *p = &s->u->now;
    char points[TEXT_NUMBER_BYTES], line[LINE_BYTES];
    size_t used = 0;
    line[0] = '\0';
    if (p->scored)
        used += (size_t)snprintf(line, sizeof line,
                                 p->has_total ? _("%s points") : _("%s points of what is known"),
                                 decimal_text(p->points, 2, points));
    if (p->rank)
        used += (size_t)snprintf(line + used, sizeof line - used, _("%splace %zu of %zu"), used ? "; " : "",
                                 p->rank, p->of);
    if (p->judged)
        snprintf(line + used, sizeof line - used,
                 P_("%s%zu of %zu commitment kept", "%s%zu of %zu commitments kept", p->judged),
                 used ? "; " : "", p->kept, p->judged);
    if (*line)
        table_caption(s->table, line);
}

static void period_caption(const struct advisor *a, struct table *t)
{
    const struct period *p = &a->judged->period;
    char cut[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES], line[LINE_BYTES];
    int64_t days = workdays_between(a->workdays, p->cut, p->to);
    snprintf(line, sizeof line,
             P_("At %s; %lld working day to the end of %s. Points by: %s",
                "At %s; %lld working days to the end of %s. Points by: %s", days),
             moment_write(p->cut, "HH:mm dd/MM/yyyy", cut), (long long)days,
             moment_write(p->to - MOMENT_DAY, "dd/MM/yyyy", to), a->rules->title);
    table_caption(t, line);
    const struct commitment_set *set = a->set ? a->set : a->unbound;
    if (a->unbound)
        table_warning(t, validity_say(set->title, set->valid_from, set->valid_to, false, line, sizeof line));
    else if (set && evaluation_validity(a->judged, set, line, sizeof line))
        table_warning(t, line);
    if (score_validity(a->rules, &a->board.period, true, line, sizeof line))
        table_warning(t, line);
    if (!workdays_decided(a->workdays, p->cut < p->to ? p->cut : p->to - 1, p->to))
        table_caption(t,
                      _("Not all holidays of that time are announced yet: there may be fewer working days."));
}

/* Notes which dossiers still allow each step, and until which moment. */
static void dossier_notes(const struct sheet *s)
{
    for (size_t i = 0; i < s->a->actions.count; i++) {
        const struct action *x = &s->a->actions.items[i];
        struct buffer line;
        if (s->machine || !s->u->codes[i])
            continue;
        buffer_init(&line, strlen(s->u->codes[i]) + LIMIT_LINE_BYTES);
        if (s->u->found[i])
            buffer_printf(&line,
                          P_("%s: possible %s; %zu dossier: %s%s", "%s: possible %s; %zu dossiers: %s%s",
                             s->u->found[i]),
                          x->title, x->until, s->u->found[i], s->u->codes[i],
                          s->u->found[i] > ADVICE_CODES ? " …" : "");
        else
            buffer_printf(&line, _("%s: possible %s; the store holds no dossier that still allows it"),
                          x->title, x->until);
        table_footnote(s->table, buffer_string(&line));
        buffer_free(&line);
    }
}

static void unit_notes(const struct sheet *s)
{
    char line[LINE_BYTES];
    snprintf(
        line, sizeof line,
        _("Forecast: the rate at the %s if work goes on as it did, right four times out of five; no step is "
          "taken into it."),
        forecast_end_words(s->a->set ? s->a->set->period : s->a->rules->period));
    if (s->a->set)
        table_footnote(s->table, line);
    table_footnote(
        s->table, _("Points, rank and commitments are those after the step and the steps above it; each goal "
                    "begins anew."));
}

void advice_table_unit(const struct advisor *a, const struct advised_unit *u, bool machine, struct table *t)
{
    struct sheet s = {a, u, t, machine,
                      workdays_between(a->workdays, a->judged->period.cut, a->judged->period.to)};
    char name[NAME_BYTES], title[NAME_BYTES + 64], words[LINE_BYTES];
    snprintf(title, sizeof title, _("Advice for %s"), unit_name(a, u->unit, name));
    table_caption(t, title);
    place_caption(&s);
    period_caption(a, t);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (column_shown(&s, i))
            table_column(t, columns[i].name, *columns[i].title ? _(columns[i].title) : columns[i].name,
                         columns[i].right);
    bool all = u->now.rank || u->now.judged;
    const struct goal best = {u->has_budget ? "budget"
                              : all         ? "all"
                                            : "first",
                              u->has_budget   ? _("Best use of the budget")
                              : u->now.rank   ? _("All commitments and the next place")
                              : u->now.judged ? _("All commitments")
                                              : _("The first step"),
                              &u->best, -1},
                      rank = {"rank", _("The next place"), &u->rank, -1};
    goal_rows(&s, &best, false);
    if (u->now.rank)
        goal_rows(&s, &rank, true);
    for (size_t i = 0; u->now.judged && i < a->set->count; i++) {
        char target[TEXT_NUMBER_BYTES];
        text_scaled(a->set->items[i].target * (FIGURE_SCALE / 100), 0, target);
        snprintf(words, sizeof words, "%s ≥ %s%%", a->set->items[i].title, target);
        const struct goal kept = {evaluation_metric(a->judged, a->set, i)->name, words, &u->kept[i], (long)i};
        goal_rows(&s, &kept, true);
    }
    unit_notes(&s);
    if (u->has_parts)
        table_footnote(
            t, _("Under a step: the units that take it, with their own commitments kept after it. First "
                 "come those that reach a target of their own by it, then those with most dossiers "
                 "that still allow it. 'motcua advise --unit CODE' of one of them lists the dossiers."));
    dossier_notes(&s);
}

/* --- all units --- */

void advice_table_head(const struct advisor *a, struct table *t)
{
    table_caption(t, _("Advice: the first step of each unit"));
    period_caption(a, t);
    table_column(t, "unit", _("Code"), false);
    table_column(t, "name", _("Unit"), false);
    table_column(t, "total", _("Points"), true);
    table_column(t, "rank", _("Rank"), true);
    table_column(t, "kept", _("Kept"), true);
    table_column(t, "step", _("Task"), false);
    table_column(t, "dossiers", _("Dossiers"), true);
    table_column(t, "points", _("Points\ngained"), true);
    table_column(t, "rank_after", _("Rank\nafter"), true);
    table_column(t, "kept_after", _("Kept\nafter"), true);
    table_column(t, "overtakes", _("Overtakes"), false);
}

/* Notes which of the units below take the first step. */
static void shares_note(const struct advisor *a, const struct advised_unit *u, struct table *t)
{
    char name[NAME_BYTES], text[NAME_BYTES + 64];
    if (!u->share_count || u->shares[0].unit < 0)
        return;
    unit_name(a, (size_t)u->shares[0].unit, name);
    if (u->share_count == 1)
        snprintf(text, sizeof text, "%s", name);
    else
        snprintf(text, sizeof text, _("%s and %zu more"), name, u->share_count - 1);
    table_note(t, text);
}

void advice_table_row(const struct advisor *a, const struct advised_unit *u, bool machine, struct table *t)
{
    const struct advised *first = &u->best;
    const struct advised_line *line = &first->lines[0];
    const struct rank_place *now = &u->now;
    size_t unit = u->unit;
    char name[NAME_BYTES];
    table_row(t);
    table_text(t, a->scored.units.units[unit].code);
    table_text(t, unit_name(a, unit, name));
    cell_total(t, machine, now);
    cell_rank(t, machine, now);
    cell_kept(t, machine, now);
    if (first->state != ADVISED_FOUND) {
        table_none(t);
        table_note(t, _("no step gains anything"));
        empties(t, machine, 5);
        return;
    }
    table_word(t, a->actions.items[line->action].name, a->actions.items[line->action].title);
    if (line->costs)
        table_note(t, _("costs a commitment or a place"));
    else if (!machine)
        shares_note(a, u, t);
    table_number(t, line->dossiers);
    cell_gain(t, machine, now, &line->after);
    cell_rank(t, machine, &line->after);
    cell_kept(t, machine, &line->after);
    cell_overtaken(a, unit, now, &line->after, machine, t);
}

void advice_table_notes(struct table *t)
{
    table_footnote(t,
                   _("The step that gives most for its dossiers and gives up no commitment. 'motcua advise "
                     "--unit CODE' shows the whole way: to each commitment, to the next place."));
}
