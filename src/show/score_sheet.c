/* The sheet of a score board has a row for each unit and criterion. */
#include <stdio.h>
#include <string.h>

#include "index/score_words.h"
#include "show/score_cells.h"
#include "show/score_table.h"

typedef char number_text[TEXT_NUMBER_BYTES];

static void words_cell(struct table *t, void (*write)(const struct score *, size_t, struct buffer *),
                       const struct score *s, size_t i)
{
    struct buffer words;
    buffer_init(&words, LIMIT_WORDS_BYTES);
    write(s, i, &words);
    table_text(t, words.used ? buffer_string(&words) : NULL);
    buffer_free(&words);
}

/* --- sheet --- */

struct row {
    const struct score_board *board;
    size_t unit, node;
    const struct score *score;
    const struct criterion *criterion;
    const struct criterion_score *c;
    bool machine;
};

static void fill_unit(const struct row *r, struct table *t)
{
    table_text(t, r->score->subject.code);
}

static void fill_code(const struct row *r, struct table *t)
{
    table_text(t, r->criterion->code);
}

/* People see the tree of criteria by the indents of the titles. */
static void fill_title(const struct row *r, struct table *t)
{
    char title[2 * LIMIT_VALUE_BYTES];
    int indent = r->machine || r->criterion->depth == 0 ? 0 : 2 * (r->criterion->depth - 1);
    snprintf(title, sizeof title, "%*s%s", indent, "", r->criterion->title);
    table_text(t, title);
}

/* True for points whose rule was derived from stated figures and is in no document; the sheet marks such points. */
static bool is_derived(const struct row *r)
{
    return r->criterion->rule_basis == BASIS_DERIVED && r->c->result.state == STATE_SCORED &&
           r->c->self.points > 0 && r->c->self.points < r->c->max;
}

static void fill_points(const struct row *r, struct table *t)
{
    score_cell_sum(t, &r->c->self);
    if (r->criterion->child_count == 0 && is_derived(r))
        table_note(t, _("derived"));
    if (r->c->self.known && r->criterion->rule.max == 0 && r->c->result.state == STATE_SCORED)
        table_mark(t, r->c->result.missing > 0 ? MARK_BAD : MARK_GOOD);
}

static void fill_max(const struct row *r, struct table *t)
{
    table_scaled(t, score_scaled(r->c->max));
    if (r->criterion->max_basis == BASIS_ASSUMED)
        table_note(t, _("assumed"));
}

static void cell_lost(const struct row *r, const struct sum *sum, struct table *t)
{
    decimal lost = sum_lost(sum);
    score_cell_points(t, sum->known_max > 0, lost);
    if (lost > 0 && r->criterion->child_count == 0)
        table_mark(t, MARK_BAD);
}

static void fill_lost(const struct row *r, struct table *t)
{
    cell_lost(r, &r->c->self, t);
}

static void fill_lost_appraised(const struct row *r, struct table *t)
{
    cell_lost(r, &r->c->appraised, t);
}

static void fill_published(const struct row *r, struct table *t)
{
    const struct sum *self = &r->c->self;
    score_cell_value(t, &r->c->published);
    if (r->c->published.known && self->known && r->c->published.number != score_scaled(self->points))
        table_mark(t, MARK_BAD);
}

static void fill_appraised(const struct row *r, struct table *t)
{
    score_cell_sum(t, &r->c->appraised);
}

static void fill_difference(const struct row *r, struct table *t)
{
    score_cell_difference(t, r->c);
}

static bool has_unproven(const struct row *r)
{
    return r->c->unproven > 0;
}

static void fill_unproven(const struct row *r, struct table *t)
{
    score_cell_points(t, has_unproven(r), r->c->unproven);
    if (has_unproven(r))
        table_mark(t, MARK_BAD);
}

static void fill_target(const struct row *r, struct table *t)
{
    const struct entry *entry = r->c->entry;
    score_cell_points(t, entry && entry->has_target, entry ? entry->target : 0);
}

static void fill_source(const struct row *r, struct table *t)
{
    if (r->c->self.known)
        table_word(t, score_source_name(r->c->source), score_source_words(r->c->source));
    else
        table_none(t);
}

static void fill_max_basis(const struct row *r, struct table *t)
{
    table_word(t, basis_name(r->criterion->max_basis), score_basis_words(r->criterion->max_basis));
}

static void fill_rule_basis(const struct row *r, struct table *t)
{
    table_word(t, basis_name(r->criterion->rule_basis), score_basis_words(r->criterion->rule_basis));
}

static void fill_numerator(const struct row *r, struct table *t)
{
    if (r->c->measure.kind == MEASURE_RATIO && !r->c->measure.percent)
        table_number(t, r->c->measure.n);
    else
        table_none(t);
}

static void fill_denominator(const struct row *r, struct table *t)
{
    if (r->c->measure.kind == MEASURE_RATIO && !r->c->measure.percent)
        table_number(t, r->c->measure.d);
    else
        table_none(t);
}

static void fill_rate(const struct row *r, struct table *t)
{
    score_cell_points(t, r->c->result.has_rate, r->c->result.rate);
}

static void fill_aim(const struct row *r, struct table *t)
{
    score_cell_points(t, r->c->result.state == STATE_SCORED, r->c->result.aim);
}

static void fill_short(const struct row *r, struct table *t)
{
    if (r->c->result.state == STATE_SCORED && !r->c->measure.percent)
        table_number(t, r->c->result.missing);
    else
        table_none(t);
}

static void fill_cause(const struct row *r, struct table *t)
{
    words_cell(t, score_cause, r->score, r->node);
}

static void fill_responsible(const struct row *r, struct table *t)
{
    score_cell_text(t, score_responsible(r->score, r->node));
}

/* True while the deadline is "+15 ngày sau ...", as the ruleset words it, because no entry has given the day yet. */
static bool is_after_event(const struct row *r)
{
    return *r->criterion->deadline == '+';
}

static void fill_deadline(const struct row *r, struct table *t)
{
    char day[MOMENT_TEXT_BYTES];
    moment deadline = score_deadline(r->score, r->node);
    if (deadline == MOMENT_NONE && is_after_event(r)) {
        table_text(t, r->criterion->deadline);
        return;
    }
    score_cell_text(t, moment_write(deadline, r->machine ? "yyyy-MM-dd" : "dd/MM/yyyy", day));
    if (deadline != MOMENT_NONE && deadline + MOMENT_DAY <= r->board->period.at &&
        score_standing(r->c)->known && score_lost(r->c) > 0)
        table_mark(t, MARK_BAD);
}

static bool has_deadline(const struct row *r)
{
    return r->criterion->child_count == 0 &&
           (score_deadline(r->score, r->node) != MOMENT_NONE || is_after_event(r));
}

/* Adds the evidence, because points entered by hand count only as far as documents prove them. */
static void fill_evidence(const struct row *r, struct table *t)
{
    bool asked = *r->criterion->evidence && r->criterion->child_count == 0;
    bool there = r->c->entry && *r->c->entry->evidence;
    if (!asked && !there) {
        table_none(t);
        return;
    }
    table_word(t, there ? "present" : "missing", there ? _("present") : _("missing"));
    table_mark(t, there ? MARK_GOOD : MARK_QUIET);
}

static void fill_evidence_of(const struct row *r, struct table *t)
{
    bool there = r->c->entry && *r->c->entry->evidence;
    score_cell_text(t, there ? r->c->entry->evidence : r->criterion->evidence);
}

static bool has_published(const struct row *r)
{
    return r->c->published.known;
}

static bool has_appraised(const struct row *r)
{
    return score_appraised(r->c);
}

static bool has_target(const struct row *r)
{
    return r->c->entry && r->c->entry->has_target;
}

static bool has_evidence(const struct row *r)
{
    return r->criterion->child_count == 0 &&
           (*r->criterion->evidence || (r->c->entry && *r->c->entry->evidence));
}

static bool has_responsible(const struct row *r)
{
    return *score_responsible(r->score, r->node);
}

static bool has_other_unit(const struct row *r)
{
    (void)r;
    return false; /* the caption names the only unit, so the sheet needs no column for units */
}

/* people: shown to people where some row has a value (NULL: always); a column without `people` is for programs
 * alone. */
static const struct {
    const char *name, *title;
    bool right, people;
    bool (*has)(const struct row *r);
    void (*fill)(const struct row *r, struct table *t);
} columns[] = {
    {"unit", N_("Unit"), false, true, has_other_unit, fill_unit},
    {"criterion", N_("Code"), false, true, NULL, fill_code},
    {"title", N_("Criterion"), false, true, NULL, fill_title},
    {"points", N_("Points"), true, true, NULL, fill_points},
    {"appraised", N_("Appraised"), true, true, has_appraised, fill_appraised},
    {"difference", N_("Difference"), true, true, has_appraised, fill_difference},
    {"max", N_("Maximum"), true, true, NULL, fill_max},
    {"lost", N_("Lost"), true, true, NULL, fill_lost},
    {"lost_appraised", N_("Lost\n(appraised)"), true, true, has_appraised, fill_lost_appraised},
    {"unproven", N_("Without\nevidence"), true, true, has_unproven, fill_unproven},
    {"published", N_("Published"), true, true, has_published, fill_published},
    {"target", N_("Planned"), true, true, has_target, fill_target},
    {"source", N_("Source"), false, true, NULL, fill_source},
    {"max_basis", "", false, false, NULL, fill_max_basis},
    {"rule_basis", "", false, false, NULL, fill_rule_basis},
    {"numerator", N_("Numerator"), true, false, NULL, fill_numerator},
    {"denominator", N_("Denominator"), true, false, NULL, fill_denominator},
    {"rate", N_("Rate %"), true, false, NULL, fill_rate},
    {"aim", "", true, false, NULL, fill_aim},
    {"short", N_("Short"), true, false, NULL, fill_short},
    {"cause", N_("Cause"), false, true, NULL, fill_cause},
    {"responsible", N_("Responsible"), false, true, has_responsible, fill_responsible},
    {"deadline", N_("Deadline"), false, true, has_deadline, fill_deadline},
    {"evidence", N_("Evidence"), false, true, has_evidence, fill_evidence},
    {"evidence_of", "", false, false, NULL, fill_evidence_of},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static bool row_wanted(const struct score_sheet_choice *choice, const struct row *r)
{
    return choice->unit(choice->context, r->score->subject.code) &&
           choice->criterion(choice->context, r->criterion->code) &&
           (r->c->applies || r->c->result.state == STATE_SKIPPED);
}

/* Calls `see` for every chosen row; the total comes last. */
static void rows_each(const struct score_board *b, const struct score_sheet_choice *choice,
                      void (*see)(void *context, const struct row *r), void *context)
{
    for (size_t unit = 0; unit < b->count; unit++)
        for (size_t i = 1; i <= b->rules->count; i++) {
            size_t node = i % b->rules->count;
            const struct score *s = &b->scores[unit];
            const struct row r = {
                b, unit, node, s, &b->rules->criteria[node], &s->nodes[node], choice->machine};
            if (row_wanted(choice, &r))
                see(context, &r);
        }
}

struct sheet {
    struct table *table;
    bool shown[COLUMN_COUNT], appraised;
    const struct score *first; /* the score of the unit that was seen last */
    size_t units;
};

static void sheet_look(void *context, const struct row *r)
{
    struct sheet *s = context;
    s->appraised |= has_appraised(r);
    if (s->first != r->score) {
        s->first = r->score;
        s->units++;
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (columns[i].has && columns[i].has(r))
            s->shown[i] = true;
}

static void sheet_row(void *context, const struct row *r)
{
    struct sheet *s = context;
    if (table_rows(s->table) && (r->node == 0 || r->criterion->depth == 1))
        table_rule(s->table);
    table_row(s->table);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (s->shown[i])
            columns[i].fill(r, s->table);
}

static const char *sign_of(decimal change)
{
    return change > 0 ? "+" : "";
}

static void caption_changes(struct buffer *line, const struct score_change *c)
{
    number_text number;
    if (c->has_before)
        buffer_printf(line, _(", %s%s on the period before"), sign_of(c->before),
                      decimal_text(c->before, 2, number));
    if (c->has_year)
        buffer_printf(line, _(", %s%s on last year"), sign_of(c->year), decimal_text(c->year, 2, number));
    if (c->has_week)
        buffer_printf(line, _(", %s%s since last week"), sign_of(c->week), decimal_text(c->week, 2, number));
    if (c->mixed)
        buffer_text(line, _(" (appraised against self-scored)"));
}

static void caption_total(struct buffer *line, const struct criterion_score *total)
{
    number_text points, max;
    if (total->self.known || !total->appraised.known)
        buffer_printf(line, total->self.known ? _("%s of %s points") : _("%s of %s points so far"),
                      decimal_text(total->self.points, 2, points), decimal_text(total->max, 0, max));
    if (total->self.known && total->appraised.known)
        buffer_text(line, _(" self-scored, "));
    if (total->appraised.known)
        buffer_printf(line, _("%s of %s points appraised"), decimal_text(total->appraised.points, 2, points),
                      decimal_text(total->max, 0, max));
}

static void sheet_unit_caption(const struct score_board *b, const struct score *s, struct table *t)
{
    struct score_rank rank = b->ranks[s - b->scores];
    struct buffer line;
    buffer_init(&line, LIMIT_WORDS_BYTES);
    buffer_printf(&line, "%s: ", s->subject.name);
    caption_total(&line, &s->nodes[0]);
    if (rank.place)
        buffer_printf(&line, rank.announced ? _(", rank %zu of %zu as announced") : _(", rank %zu of %zu"),
                      rank.place, rank.of);
    if (rank.place && b->any_appraised)
        buffer_printf(&line, " (%s)", score_side_words(rank.side));
    caption_changes(&line, &b->changes[s - b->scores]);
    table_caption(t, buffer_string(&line));
    buffer_free(&line);
}

static void sheet_remedy_caption(const struct score_board *b, const struct score *s, struct table *t)
{
    struct score_remedy due = score_remedy(s);
    struct buffer line;
    if (!due.due)
        return;
    buffer_init(&line, LIMIT_WORDS_BYTES);
    buffer_text(&line, _("A plan of remedy is due: "));
    score_remedy_words(s, &due, &line);
    if (*b->rules->remedy.to)
        buffer_printf(&line, "; %s", b->rules->remedy.to);
    buffer_printf(&line, " (%s)", b->rules->remedy.document);
    table_caption(t, buffer_string(&line));
    buffer_free(&line);
}

/* Captions what the plan would add to today's points; the figures equal those of the table of `motcua plan`. */
static void sheet_plan_caption(const struct gain_sum *plan, struct table *t)
{
    struct buffer line;
    number_text number;
    if (!plan || !plan->count)
        return;
    buffer_init(&line, LIMIT_LINE_BYTES);
    buffer_printf(&line,
                  P_("The plan: %s points to go in %zu criterion",
                     "The plan: %s points to go in %zu criteria", plan->count - plan->no_left),
                  decimal_text(plan->left, 2, number), plan->count - plan->no_left);
    if (plan->no_left)
        buffer_printf(&line, _("; of %zu more the points of now or the target are not known"), plan->no_left);
    table_caption(t, buffer_string(&line));
    buffer_free(&line);
}

/* The target is compared with the self-score; where a unit has no self-score, with the appraised points. */
static void sheet_target_caption(const struct score_board *b, const struct score *s, struct table *t)
{
    const struct criterion_score *total = &s->nodes[0];
    const struct sum *sum = total->self.known ? &total->self : &total->appraised;
    char line[LIMIT_LINE_BYTES];
    number_text target;
    if (!b->rules->has_target || !sum->known)
        return;
    bool met = ruleset_target_met(b->rules, sum->points, total->max);
    snprintf(line, sizeof line,
             met ? _("The target of %s%% of the points is met")
                 : _("The target of %s%% of the points is not met"),
             decimal_text(b->rules->target, 0, target));
    table_caption(t, line);
}

static const char *column_title(const struct sheet *s, size_t i)
{
    if (columns[i].fill == fill_points && s->appraised)
        return _("Self-score");
    return *columns[i].title ? _(columns[i].title) : columns[i].name;
}

void score_sheet_table(const struct score_board *b, const struct score_sheet_choice *choice, struct table *t)
{
    struct sheet s = {.table = t};
    rows_each(b, choice, sheet_look, &s);
    score_captions_add(b, t);
    if (s.units == 1) {
        sheet_unit_caption(b, s.first, t);
        sheet_remedy_caption(b, s.first, t);
        sheet_target_caption(b, s.first, t);
        sheet_plan_caption(choice->plan, t);
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        s.shown[i] = choice->machine || (columns[i].people && (!columns[i].has || s.shown[i]));
        if (i == 0 && s.units > 1)
            s.shown[i] = true;
        if (s.shown[i])
            table_column(t, columns[i].name, column_title(&s, i), columns[i].right);
    }
    rows_each(b, choice, sheet_row, &s);
    score_footnotes_add(b, t);
}
