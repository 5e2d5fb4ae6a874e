/* The league of a score board has a row for each unit. The cells that all tables of scores share are here too. */
#include <stdio.h>
#include <string.h>

#include "index/score_words.h"
#include "show/score_cells.h"
#include "show/score_table.h"

int64_t score_scaled(decimal points)
{
    return decimal_round(points, 4) / (DECIMAL_SCALE / FIGURE_SCALE);
}

void score_cell_points(struct table *t, bool known, decimal points)
{
    if (known)
        table_points(t, score_scaled(points));
    else
        table_none(t);
}

void score_cell_sum(struct table *t, const struct sum *s)
{
    score_cell_points(t, s->known || s->known_max > 0, s->points);
    if (!s->known)
        table_mark(t, MARK_QUIET);
}

void score_cell_difference(struct table *t, const struct criterion_score *c)
{
    bool both = c->self.known && c->appraised.known;
    decimal difference = c->appraised.points - c->self.points;
    score_cell_points(t, both, difference);
    if (both && difference)
        table_mark(t, difference > 0 ? MARK_GOOD : MARK_BAD);
}

void score_cell_value(struct table *t, const struct value *v)
{
    if (v->known)
        table_points(t, v->number);
    else
        table_none(t);
}

void score_cell_text(struct table *t, const char *text)
{
    table_text(t, text && *text ? text : NULL);
}

/* --- captions --- */

static bool basis_any(const struct ruleset *r, enum basis basis)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->criteria[i].max_basis == basis || r->criteria[i].rule_basis == basis)
            return true;
    return false;
}

void score_captions_add(const struct score_board *b, struct table *t)
{
    char from[MOMENT_TEXT_BYTES], cut[MOMENT_TEXT_BYTES], line[256];
    table_caption(t, b->rules->title);
    snprintf(line, sizeof line, _("From %s to %s"), moment_write(b->period.from, "dd/MM/yyyy", from),
             moment_write(b->period.cut, "HH:mm dd/MM/yyyy", cut));
    table_caption(t, line);
}

void score_footnotes_add(const struct score_board *b, struct table *t)
{
    table_footnote(t, b->rules->document);
    if (*b->rules->note)
        table_footnote(t, b->rules->note);
    if (basis_any(b->rules, BASIS_DERIVED))
        table_footnote(
            t, _("derived: it follows from figures that the document states; the document does not state "
                 "the rule"));
    if (basis_any(b->rules, BASIS_ASSUMED))
        table_footnote(t, _("assumed: no document states it; put your province's figure into the ruleset"));
}

/* --- league --- */

/* The league leaves out columns that are empty for every unit; programs get all columns. */
struct league_shape {
    bool appraised, unproven, missing, published, week, before, year, rating, plan;
};

static struct league_shape league_shape(const struct score_board *b, bool machine)
{
    struct league_shape shape = {machine, machine, machine, machine, machine,
                                 machine, machine, machine, machine};
    shape.appraised |= b->any_appraised;
    for (size_t i = 0; i < b->count; i++) {
        const struct score *s = &b->scores[i];
        shape.unproven |= s->nodes[0].unproven > 0;
        shape.missing |= score_standing(&s->nodes[0])->missing > 0;
        shape.published |= s->nodes[0].published.known;
        shape.week |= b->changes[i].has_week;
        shape.before |= b->changes[i].has_before;
        shape.year |= b->changes[i].has_year;
        shape.rating |= score_rating(s) >= 0;
        shape.plan |= score_remedy(s).due;
    }
    return shape;
}

static void column_if(struct table *t, bool shown, const char *name, const char *title, bool right)
{
    if (shown)
        table_column(t, name, title, right);
}

static void area_columns(const struct score_board *b, struct table *t)
{
    for (size_t i = 1; i < b->rules->count; i++)
        if (b->rules->criteria[i].depth == 1)
            table_column(t, b->rules->criteria[i].code, b->rules->criteria[i].code, true);
}

/* Programs get the appraised points of each area in columns of their own, behind all other columns. */
static void area_columns_appraised(const struct score_board *b, struct table *t)
{
    char name[LIMIT_NAME_BYTES];
    for (size_t i = 1; i < b->rules->count; i++)
        if (b->rules->criteria[i].depth == 1) {
            snprintf(name, sizeof name, "%s_appraised", b->rules->criteria[i].code);
            table_column(t, name, name, true);
        }
}

static void league_columns(const struct score_board *b, const struct league_shape *shape, bool machine,
                           struct table *t)
{
    bool appraised = shape->appraised;
    table_column(t, "rank", appraised && !machine ? _("Self\nrank") : _("Rank"), true);
    if (appraised)
        table_column(t, "rank_appraised", _("Appraised\nrank"), true);
    table_column(t, "unit", _("Unit"), false);
    table_column(t, "name", _("Name"), false);
    table_column(t, "points", appraised ? _("Self-score") : _("Points"), true);
    if (appraised) {
        table_column(t, "appraised", _("Appraised"), true);
        table_column(t, "difference", _("Difference"), true);
    }
    table_column(t, "max", _("Maximum"), true);
    area_columns(b, t);
    table_column(t, "lost", _("Lost"), true);
    column_if(t, appraised, "lost_appraised", _("Lost\n(appraised)"), true);
    column_if(t, shape->unproven, "unproven", _("Without\nevidence"), true);
    column_if(t, shape->missing, "missing", _("No data"), true);
    column_if(t, shape->published, "published", _("Published"), true);
    column_if(t, shape->week, "change_week", _("Since last\nweek"), true);
    column_if(t, shape->before, "change_before", _("Since last\nperiod"), true);
    column_if(t, shape->year, "change_year", _("Since last\nyear"), true);
    column_if(t, shape->rating, "rating", _("Rating"), false);
    column_if(t, shape->plan, "plan_due", _("Plan due"), false);
    column_if(t, machine, "by", "by", false);
    if (machine && b->any_appraised)
        area_columns_appraised(b, t);
}

/* Adds the points of each area: people see the points that count, programs get the self-score here and the appraised
 * points in the last columns. An area with unknown figures shows its points so far with a quiet mark. */
static void league_areas(const struct score *s, bool machine, struct table *t)
{
    for (size_t i = 1; i < s->rules->count; i++) {
        const struct criterion_score *c = &s->nodes[i];
        if (s->rules->criteria[i].depth != 1)
            continue;
        if (c->applies)
            score_cell_sum(t, machine ? &c->self : score_standing(c));
        else
            table_none(t);
        if (c->applies && !machine && c->appraised.known && c->self.known)
            table_note(t, "*");
    }
}

static void league_areas_appraised(const struct score *s, struct table *t)
{
    for (size_t i = 1; i < s->rules->count; i++)
        if (s->rules->criteria[i].depth == 1)
            score_cell_sum(t, &s->nodes[i].appraised);
}

static void cell_rank(struct table *t, const struct score_rank *rank)
{
    char of[64];
    if (!rank->place) {
        table_none(t);
        return;
    }
    table_number(t, (int64_t)rank->place);
    snprintf(of, sizeof of, "/%zu%s", rank->of, rank->announced ? _(" (announced)") : "");
    table_note(t, of);
}

static void cell_change(struct table *t, bool has, decimal change)
{
    score_cell_points(t, has, change);
    if (has && change)
        table_mark(t, change > 0 ? MARK_GOOD : MARK_BAD);
}

static void cell_rating(const struct score *s, struct table *t)
{
    long rating = score_rating(s);
    if (rating >= 0)
        table_word(t, s->rules->ratings[rating].code, s->rules->ratings[rating].title);
    else
        table_none(t);
}

static void cell_plan(const struct score *s, struct table *t)
{
    struct score_remedy due = score_remedy(s);
    struct buffer words;
    buffer_init(&words, LIMIT_WORDS_BYTES);
    score_remedy_words(s, &due, &words);
    score_cell_text(t, buffer_string(&words));
    if (due.due)
        table_mark(t, MARK_BAD);
    buffer_free(&words);
}

static void league_end(const struct score_board *b, const struct league_shape *shape, size_t i,
                       struct table *t)
{
    const struct score *s = &b->scores[i];
    const struct score_change *change = &b->changes[i];
    if (shape->unproven)
        score_cell_points(t, s->nodes[0].unproven > 0, s->nodes[0].unproven);
    if (shape->missing)
        table_number(t, (int64_t)score_standing(&s->nodes[0])->missing);
    if (shape->published)
        score_cell_value(t, &s->nodes[0].published);
    if (shape->week)
        cell_change(t, change->has_week, change->week);
    if (shape->before)
        cell_change(t, change->has_before, change->before);
    if (shape->year)
        cell_change(t, change->has_year, change->year);
    if (shape->rating)
        cell_rating(s, t);
    if (shape->plan)
        cell_plan(s, t);
}

/* Adds one rank (announced, or by points) where no total is appraised; else a rank by self-scores and a rank by
 * appraised totals. */
static void league_ranks(const struct score_board *b, size_t i, bool appraised, struct table *t)
{
    const struct score_rank *rank = &b->ranks[i];
    if (!appraised) {
        cell_rank(t, rank);
        return;
    }
    bool announced = rank->announced;
    cell_rank(t, announced && rank->side == SIDE_SELF ? rank : &b->self_ranks[i]);
    cell_rank(t, announced && rank->side == SIDE_APPRAISED ? rank : &b->appraised_ranks[i]);
}

static void league_total(const struct score *s, bool appraised, struct table *t)
{
    const struct criterion_score *total = &s->nodes[0];
    score_cell_sum(t, &total->self);
    if (!total->self.known && total->self.known_max > 0)
        table_note(t, _("so far"));
    if (appraised) {
        score_cell_sum(t, &total->appraised);
        if (score_appraised(total) && !total->appraised.known)
            table_note(t, _("so far"));
        score_cell_difference(t, total);
    }
    table_scaled(t, score_scaled(total->max));
}

static void cell_lost(const struct sum *s, struct table *t)
{
    score_cell_points(t, s->known_max > 0, sum_lost(s));
}

static void league_row(const struct score_board *b, const struct league_shape *shape, size_t i, bool machine,
                       struct table *t)
{
    char name[LIMIT_VALUE_BYTES];
    const struct score *s = &b->scores[i];
    table_row(t);
    league_ranks(b, i, shape->appraised, t);
    table_text(t, s->subject.code);
    table_text(t, machine ? s->subject.name : text_unit_short(s->subject.name, name, sizeof name));
    league_total(s, shape->appraised, t);
    league_areas(s, machine, t);
    cell_lost(&s->nodes[0].self, t);
    if (shape->appraised)
        cell_lost(&s->nodes[0].appraised, t);
    league_end(b, shape, i, t);
    if (machine) {
        table_text(t, score_side_name(b->ranks[i].side));
        if (b->any_appraised)
            league_areas_appraised(s, t);
    }
}

static void league_footnotes(const struct score_board *b, struct table *t)
{
    bool mixed = false;
    for (size_t i = 0; i < b->count; i++)
        mixed |= b->changes[i].mixed;
    if (b->any_appraised)
        table_footnote(
            t, _("Order, rating and plan follow the appraised points (*) where they are there, else the "
                 "self-score"));
    if (mixed)
        table_footnote(t, _("some changes compare an appraised total with a self-scored one"));
}

void score_league_table(const struct score_board *b, bool machine, struct table *t)
{
    struct league_shape shape = league_shape(b, machine);
    score_captions_add(b, t);
    league_columns(b, &shape, machine, t);
    for (size_t i = 0; i < b->count; i++) {
        if (i > 0 && strcmp(b->scores[i].subject.kind, b->scores[i - 1].subject.kind) != 0)
            table_rule(t);
        league_row(b, &shape, i, machine, t);
    }
    league_footnotes(b, t);
    score_footnotes_add(b, t);
}
