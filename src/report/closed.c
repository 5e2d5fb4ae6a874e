#include "report/closed.h"

#include <stdio.h>

#include "report/phrase.h"

void closed_say(const struct report *r, struct paper *p)
{
    const struct report_closed *c = &r->closed;
    char period[PHRASE_BYTES];
    size_t judged = 0, whole = 0;
    if (!c->there)
        return;
    for (size_t i = 0; i < c->bound_count; i++) {
        judged += c->rows[i].now.judged > 0;
        whole += standing_whole(&c->rows[i].now);
    }
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_sayf(p, PAPER_BOLD,
               P_("The %s is over: taken together %zu of %zu targets was reached; of the units that could be "
                  "judged %zu of %zu kept all of theirs. The final results are in Annex I.",
                  "The %s is over: taken together %zu of %zu targets were reached; of the units that could "
                  "be judged %zu of %zu kept all of theirs. The final results are in Annex I.",
                  c->all.now.kept),
               phrase_period(&c->v.period, period), c->all.now.kept, c->all.now.judged, whole, judged);
}

static void verdict_cells(const struct report_closed *c, struct paper_table *t, const struct report_row *row,
                          size_t i)
{
    const struct verdict *v = &row->now.verdicts[i];
    char rate[TEXT_NUMBER_BYTES], state[PHRASE_BYTES], count[TEXT_NUMBER_BYTES];
    if (!v->ratio.known || v->ratio.d <= 0) {
        paper_none(t, v->ratio.known ? "–" : "…");
        paper_none(t, "");
        return;
    }
    paper_rate(t, v->ratio.n, v->ratio.d, phrase_rate(v, c->set->items[i].target, rate));
    if (!row->bound || (v->kept != KEPT_YES && v->kept != KEPT_NO)) {
        paper_none(t, "");
        return;
    }
    enum paper_mark mark = v->kept == KEPT_YES ? PAPER_KEPT : PAPER_SHORT;
    paper_mark(t, mark, false);
    if (v->kept == KEPT_YES)
        snprintf(state, sizeof state, "●");
    else
        snprintf(state, sizeof state, "▲ %s", text_count(v->fix_existing, count));
    paper_words(t, state);
    paper_mark(t, mark, v->kept == KEPT_NO);
}

static void closed_row(const struct report_closed *c, struct paper_table *t, const struct report_row *row,
                       const char *name)
{
    char kept[TEXT_NUMBER_BYTES];
    if (row->rank)
        paper_count(t, true, row->rank);
    else
        paper_none(t, "");
    paper_words(t, name);
    for (size_t i = 0; i < c->set->count; i++)
        if (evaluation_by_unit(&c->v, c->set, i))
            verdict_cells(c, t, row, i);
    if (row->bound && row->now.judged) {
        snprintf(kept, sizeof kept, "%zu/%zu", row->now.kept, row->now.judged);
        paper_words(t, kept);
    } else {
        paper_none(t, "");
    }
}

void closed_table(const struct report *r, struct paper *p)
{
    const struct report_closed *c = &r->closed;
    char period[PHRASE_BYTES], title[LIMIT_LINE_BYTES], group[LIMIT_COLUMN_BYTES], target[TEXT_NUMBER_BYTES],
        name[LIMIT_VALUE_BYTES];
    if (!c->there)
        return;
    snprintf(title, sizeof title, _("Final results of the units, %s"), phrase_period(&c->v.period, period));
    paper_heading(p, 2, title);
    struct paper_table *t = paper_table(p);
    paper_column(t, "rank", _("Rank"), PAPER_CENTRE, 14);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 0);
    for (size_t i = 0; i < c->set->count; i++) {
        if (!evaluation_by_unit(&c->v, c->set, i))
            continue;
        snprintf(group, sizeof group, "%.200s\n≥ %s%%", c->set->items[i].title,
                 text_scaled(c->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
        paper_column(t, evaluation_metric(&c->v, c->set, i)->name, "%", PAPER_RATE, 13);
        paper_column_group(t, group);
        paper_column(t, "short", _("short"), PAPER_CENTRE, 11);
        paper_column_group(t, group);
    }
    paper_column(t, "kept", _("Kept"), PAPER_CENTRE, 9);
    if (t)
        t->small = t->total = t->places = true;
    for (size_t i = 0; i < c->row_count; i++) {
        if (c->judges && i == c->bound_count)
            paper_part(t, _("Other units (not held to these commitments)"));
        closed_row(c, t, &c->rows[i], unit_short_name(&c->v.units.units[c->rows[i].unit], name, sizeof name));
    }
    struct report_row all = c->all;
    all.bound = c->judges;
    closed_row(c, t, &all, _("Total"));
}
