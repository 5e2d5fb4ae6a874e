/* Explains one criterion of one unit, step by step. */
#include <stdio.h>
#include <string.h>

#include "count/counter_family.h"
#include "index/score_board.h"
#include "index/score_words.h"
#include "show/score_table.h"

typedef char number_text[TEXT_NUMBER_BYTES];

static void step(struct table *t, const char *name, const char *words, const char *value, const char *note)
{
    table_row(t);
    table_word(t, name, words);
    table_text(t, value && *value ? value : NULL);
    table_text(t, note && *note ? note : NULL);
}

/* --- definition --- */

static void steps_definition(const struct score_board *b, const struct criterion *c, struct table *t)
{
    struct buffer words;
    number_text max;
    char source[600];
    snprintf(source, sizeof source, "%s: %s", score_basis_words(c->max_basis), b->rules->document);
    step(t, "criterion", _("Criterion"), c->code, c->title);
    step(t, "max", _("Maximum"), decimal_text(c->rule.max, 0, max),
         c->max_basis == BASIS_ASSUMED ? score_basis_words(BASIS_ASSUMED) : source);
    buffer_init(&words, LIMIT_WORDS_BYTES);
    score_rule_words(&c->rule, &words);
    step(t, "rule", _("Rule"), buffer_string(&words), score_basis_words(c->rule_basis));
    buffer_free(&words);
    if (*c->formula)
        step(t, "formula", _("Formula"), c->formula, NULL);
    if (*c->note)
        step(t, "note", _("Note"), c->note, NULL);
    if (*c->responsible)
        step(t, "responsible", _("Responsible"), c->responsible, NULL);
}

/* --- figures --- */

static const char *whose_words(enum whose whose)
{
    static const char *const words[] = {[WHOSE_TREE] = N_("the unit's own and those of the units below it"),
                                        [WHOSE_OWN] = N_("of the unit's own competence alone"),
                                        [WHOSE_BELOW] = N_("those of the units below it alone")};
    return _(words[whose]);
}

static void step_whose(enum whose whose, struct table *t)
{
    table_row(t);
    table_word(t, "whose", _("Whose dossiers"));
    table_word(t, whose_name(whose), whose_words(whose));
    table_text(t, NULL);
}

static void steps_counters(const struct score *s, const struct metric_term *terms, size_t count,
                           enum whose whose, const char *name, const char *words, struct table *t)
{
    const struct evaluation *v = s->subject.v;
    for (size_t i = 0; i < count; i++) {
        const struct counter *counter = counter_at(v->family, terms[i].counter);
        struct tally tally = counts_get_whose(&v->counts, s->subject.unit, terms[i].counter, whose);
        number_text number = "";
        char value[TEXT_NUMBER_BYTES + 8], note[300];
        if (tally.known)
            text_count(tally.value, number);
        snprintf(value, sizeof value, "%s%s",
                 terms[i].sign < 0 ? "- "
                 : count > 1       ? "+ "
                                   : "",
                 tally.known ? number : "?");
        snprintf(note, sizeof note, "%s (%s)", counter->title, counter->name);
        step(t, name, words, value, note);
    }
}

static void steps_metric(const struct score *s, const struct metric *m, enum whose whose, struct table *t)
{
    step(t, "metric", _("Metric"), m->name, m->formula);
    step(t, "definition", _("Definition"), m->document, m->version);
    if (m->figure) {
        step(t, "figure", _("Published figure"), m->figure, NULL);
        return;
    }
    step_whose(whose, t);
    steps_counters(s, m->numerator, m->numerator_count, whose, "numerator", _("Numerator"), t);
    steps_counters(s, m->denominator, m->denominator_count, whose, "denominator", _("Denominator"), t);
}

static void steps_input(const struct score *s, const struct criterion_score *c, struct table *t)
{
    const struct criterion_input *in = c->input;
    if (!in || !s->subject.v)
        return;
    if (in->kind == INPUT_METRIC && in->metric)
        steps_metric(s, in->metric, in->whose, t);
    else if (in->kind == INPUT_COUNTER) {
        step_whose(in->whose, t);
        step(t, "counter", _("Counter"), in->name, counter_at(s->subject.v->family, in->counter)->title);
    } else
        step(t, "figure", _("Published figure"), in->name, NULL);
}

/* Writes out the arithmetic of scoring_rule.c step by step; the two files must agree. */
static void step_arithmetic(const struct criterion *c, const struct criterion_score *node, struct table *t)
{
    number_text max, rate, threshold, points;
    char line[LIMIT_LINE_BYTES];
    const struct scoring_result *r = &node->result;
    bool divides = c->rule.kind == KIND_RATIO_LINEAR || c->rule.kind == KIND_RATIO_THRESHOLD;
    if (!divides || r->state != STATE_SCORED || node->self.points >= node->max || node->self.points == 0)
        return;
    snprintf(line, sizeof line, "%s × %s / %s = %s", decimal_text(c->rule.max, 0, max),
             decimal_text(r->rate, 2, rate), decimal_text(c->rule.threshold, 0, threshold),
             decimal_text(node->self.points, 0, points));
    step(t, "arithmetic", _("Arithmetic"), line,
         c->rule.rate_places >= 0 ? _("with the rounded rate")
                                  : _("with the exact rate, half up at the end"));
}

static void steps_entry(const struct entry *entry, struct table *t)
{
    char at[MOMENT_TEXT_BYTES];
    number_text number;
    if (!entry)
        return;
    if (entry->has_points)
        step(t, "entered", _("Entered"), decimal_text(entry->points, 0, number), entry->note);
    else if (*entry->note)
        step(t, "note", _("Note"), entry->note, NULL);
    if (entry->has_target)
        step(t, "target", _("Planned"), decimal_text(entry->target, 0, number), NULL);
    if (*entry->by || entry->at)
        step(t, "by", _("Entered by"), entry->by,
             entry->at ? moment_write(entry->at, "HH:mm dd/MM/yyyy", at) : NULL);
    step(t, "evidence", _("Evidence"), *entry->evidence ? entry->evidence : _("missing"), NULL);
}

static void steps_children(const struct score *s, size_t parent, struct table *t)
{
    for (size_t i = parent + 1; i < s->rules->count; i++) {
        number_text points, max;
        char value[2 * TEXT_NUMBER_BYTES + 4];
        const struct criterion_score *c = &s->nodes[i];
        if (s->rules->criteria[i].parent != (long)parent || !c->applies)
            continue;
        const struct sum *sum = score_standing(c);
        snprintf(value, sizeof value, "%s/%s", sum->known ? decimal_text(sum->points, 0, points) : "?",
                 decimal_text(c->max, 0, max));
        char line[LIMIT_LINE_BYTES];
        snprintf(line, sizeof line, "%s %s", s->rules->criteria[i].code, s->rules->criteria[i].title);
        step(t, "part", _("Part"), value, line);
    }
}

static void steps_points(const struct score *s, size_t i, struct table *t)
{
    const struct criterion_score *c = &s->nodes[i];
    struct buffer cause;
    number_text number;
    buffer_init(&cause, LIMIT_WORDS_BYTES);
    score_cause(s, i, &cause);
    if (c->self.known)
        step(t, "points", c->appraised.known ? _("Self-score") : _("Points"),
             decimal_text(c->self.points, 0, number), score_source_words(c->source));
    else
        step(t, "points", _("Points"), "?", score_source_words(SOURCE_NONE));
    if (c->appraised.known)
        step(t, "appraised", _("Appraised"), decimal_text(c->appraised.points, 0, number),
             c->entry && c->entry->has_appraised ? NULL : score_source_words(SOURCE_SUM));
    if (score_standing(c)->known_max > 0)
        step(t, "lost", _("Lost"), decimal_text(score_lost(c), 0, number), buffer_string(&cause));
    else
        step(t, "cause", _("Cause"), buffer_string(&cause), NULL);
    if (c->published.known)
        step(t, "published", _("Published"), text_scaled(c->published.number, 0, number), NULL);
    buffer_free(&cause);
}

/* Adds a row for each number of a rule that asks for a number in each period, with the points that the number costs. */
static void steps_numbers(const struct criterion *c, const struct criterion_score *node, struct table *t)
{
    const struct measure *m = &node->measure;
    for (size_t i = 0; m->kind == MEASURE_LIST && i < m->count; i++) {
        number_text number, missing, lost;
        char words[64], note[120] = "";
        bool there = m->list[i] != MEASURE_HOLE;
        snprintf(words, sizeof words, c->rule.periods == 12 ? _("Month %zu") : _("Period %zu"), i + 1);
        if (!there)
            snprintf(note, sizeof note, "%s", _("not entered yet"));
        else if (c->rule.kind == KIND_DEDUCT_SHORTFALL && m->list[i] < c->rule.least) {
            decimal lacking = c->rule.least - m->list[i];
            snprintf(note, sizeof note, _("%s missing, %s off"), decimal_text(lacking, 0, missing),
                     decimal_text(lacking / DECIMAL_SCALE * c->rule.per, 0, lost));
        }
        step(t, "number", words, there ? decimal_text(m->list[i], 0, number) : "?", note);
    }
}

static void step_rate(const struct criterion_score *c, struct table *t)
{
    number_text n, d, rate;
    char line[LIMIT_LINE_BYTES];
    if (!c->result.has_rate)
        return;
    decimal_text(c->result.rate, 2, rate);
    if (c->measure.percent)
        snprintf(line, sizeof line, "%s%%", rate);
    else
        snprintf(line, sizeof line, "%s / %s = %s%%", text_count(c->measure.n, n),
                 text_count(c->measure.d, d), rate);
    step(t, "rate", _("Rate %"), line, NULL);
}

void score_explain_table(const struct score_board *b, size_t unit, size_t i, struct table *t)
{
    const struct score *s = &b->scores[unit];
    const struct criterion *c = &b->rules->criteria[i];
    table_caption(t, b->rules->title);
    table_caption(t, s->subject.name);
    table_column(t, "step", _("Step"), false);
    table_column(t, "value", _("Value"), false);
    table_column(t, "note", _("Note"), false);
    steps_definition(b, c, t);
    steps_input(s, &s->nodes[i], t);
    step_rate(&s->nodes[i], t);
    steps_numbers(c, &s->nodes[i], t);
    steps_children(s, i, t);
    step_arithmetic(c, &s->nodes[i], t);
    steps_points(s, i, t);
    steps_entry(s->nodes[i].entry, t);
}
