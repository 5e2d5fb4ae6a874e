#include "report/directed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/phrase.h"

enum { DIRECTED_MOST = 10, DIRECTED_SHORT = 3, WEAKEST = 3 };

static size_t broken_count(const struct report_row *row)
{
    return row->now.judged - row->now.kept;
}

size_t directed_count(const struct report *r, size_t least)
{
    size_t found = 0;
    for (size_t i = 0; i < r->bound_count; i++)
        found += broken_count(&r->rows[i]) >= least;
    return found;
}

/* Orders the worse standing first, of whatever kind the units are; of equal units the later row. */
static int row_worse(const void *a, const void *b)
{
    const struct report_row *x = *(const struct report_row *const *)a,
                            *y = *(const struct report_row *const *)b;
    int order = standing_compare(&x->now, &y->now);
    return order ? -order : (x < y) - (x > y);
}

const struct report_row **directed_rows(const struct report *r, size_t least, size_t *count)
{
    const struct report_row **rows = calloc(r->bound_count + 1, sizeof *rows);
    *count = 0;
    for (size_t i = 0; rows && i < r->bound_count; i++)
        if (broken_count(&r->rows[i]) >= least)
            rows[(*count)++] = &r->rows[i];
    if (rows)
        qsort(rows, *count, sizeof *rows, row_worse);
    return rows;
}

const char *directed_none(const struct report *r, char *out, size_t size)
{
    if (!report_judges(r))
        snprintf(out, size, "%s", _("No commitment is in force in this period, so no unit is judged."));
    else if (!report_judged(r) && report_idle(r))
        snprintf(out, size, "%s", _("Nothing has arisen under the commitments yet, so no unit is judged."));
    else if (!report_judged(r))
        snprintf(
            out, size, "%s",
            _("No unit could be judged: the data for it are missing. This is not to say that all keep their "
              "commitments."));
    else if (report_judged(r) < r->bound_count)
        snprintf(out, size,
                 P_("The %zu unit that could be judged is not short in what could be judged; %zu could not "
                    "be judged.",
                    "Of the %zu units that could be judged none is short in what could be judged; %zu could "
                    "not be judged.",
                    report_judged(r)),
                 report_judged(r), r->bound_count - report_judged(r));
    else
        snprintf(out, size,
                 P_("The %zu unit could be judged and is not short in what could be judged.",
                    "Of the %zu units, all of which could be judged, none is short in what could be judged.",
                    report_judged(r)),
                 report_judged(r));
    return out;
}

static void directed_row(const struct report *r, struct paper_table *t, const struct report_row *row)
{
    char name[LIMIT_VALUE_BYTES];
    paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        if (!r->column[i])
            continue;
        if (v->kept == KEPT_NO)
            paper_count(t, true, v->fix_existing);
        else
            paper_none(t, v->kept == KEPT_YES ? _("kept") : "–");
    }
    paper_count(t, true, row->now.short_total);
    paper_mark(t, PAPER_UNMARKED, true);
    if (r->overdue.total >= 0) {
        struct tally o = counts_named(&r->now.counts, row->unit, "open_overdue");
        paper_count(t, o.known, o.value);
    }
}

/* The table lists units that are short in many commitments; where no unit is, units that are short in any
 * commitment. */
static size_t directed_least(const struct report *r)
{
    return directed_count(r, DIRECTED_SHORT) ? DIRECTED_SHORT : 1;
}

void directed_table(const struct report *r, struct paper *p)
{
    size_t least = directed_least(r), wanted = directed_count(r, least);
    if (!wanted) {
        paper_block(p, PAPER_PARAGRAPH, 0);
        char line[LIMIT_LINE_BYTES];
        paper_say(p, PAPER_PLAIN, directed_none(r, line, sizeof line));
        return;
    }
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_sayf(p, PAPER_PLAIN,
               least > 1 ? P_("%zu unit is short in %zu commitments or more.",
                              "%zu units are short in %zu commitments or more.", wanted)
                         : P_("%zu unit is short in a commitment (%zu or more).",
                              "%zu units are short in a commitment (%zu or more).", wanted),
               wanted, least);
    if (wanted > DIRECTED_MOST)
        paper_sayf(p, PAPER_PLAIN, _("The %d that are furthest behind are named here."), DIRECTED_MOST);
    paper_say(p, PAPER_PLAIN,
              _("The numbers are dossiers of the period that must still meet the requirement."));
    struct paper_table *t = paper_table(p);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 0);
    for (size_t i = 0; i < r->set->count; i++)
        if (r->column[i])
            paper_column(t, evaluation_metric(&r->now, r->set, i)->name, r->set->items[i].title, PAPER_COUNT,
                         24);
    paper_column(t, "short", _("Together"), PAPER_COUNT, 18);
    if (r->overdue.total >= 0)
        paper_column(t, "overdue", _("Overdue"), PAPER_COUNT, 18);
    const struct report_row **rows = directed_rows(r, least, &wanted);
    p->failed = p->failed || !rows;
    for (size_t i = 0; i < wanted && i < DIRECTED_MOST; i++)
        directed_row(r, t, rows[i]);
    free(rows);
}

/* --- proposals --- */

/* Begins a proposal with its letter: "a)", "b)" ... */
static void propose_begin(struct paper *p, int *number)
{
    static const char *const letters[] = {"a)", "b)", "c)", "d)"};
    paper_block(p, PAPER_ITEM, 0);
    paper_say(p, PAPER_PLAIN, letters[(*number)++ & 3]);
}

static void propose_short(const struct report *r, int *number, struct paper *p)
{
    char to[MOMENT_TEXT_BYTES], name[LIMIT_VALUE_BYTES], count[TEXT_NUMBER_BYTES];
    size_t least = directed_least(r), wanted = directed_count(r, least);
    if (!report_judges(r))
        return;
    propose_begin(p, number);
    if (!wanted) {
        paper_say(p, PAPER_PLAIN,
                  report_judged(r) || report_idle(r)
                      ? _("The units hold what has been reached.")
                      : _("The data that are missing (see the last annex) are brought in first."));
        return;
    }
    const struct report_row *worst = NULL;
    for (size_t i = 0; i < r->bound_count; i++)
        if (broken_count(&r->rows[i]) >= least &&
            (!worst || r->rows[i].now.short_total > worst->now.short_total))
            worst = &r->rows[i];
    paper_sayf(p, PAPER_PLAIN,
               P_("The units named above make up the dossiers in the table by %s; first %.160s, which is "
                  "short of %s dossier.",
                  "The units named above make up the dossiers in the table by %s; first %.160s, which is "
                  "short of %s dossiers.",
                  worst ? worst->now.short_total : 0),
               moment_write(r->now.period.to - MOMENT_DAY, "dd/MM/yyyy", to),
               worst ? phrase_unit(r, worst->unit, name, sizeof name) : "–",
               text_count(worst ? worst->now.short_total : 0, count));
}

static void propose_overdue(const struct report *r, int *number, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES];
    propose_begin(p, number);
    if (r->overdue.total > 0)
        paper_sayf(p, PAPER_PLAIN,
                   P_("The units settle the %s overdue dossier at once, with a written apology and a new "
                      "date as prescribed.",
                      "The units settle the %s overdue dossiers at once, with a written apology and a new "
                      "date as prescribed.",
                      r->overdue.total),
                   text_count(r->overdue.total, count));
    else
        paper_say(p, PAPER_PLAIN, _("The units let no dossier become overdue."));
}

/* Proposes work on the commitment that all units together are furthest from, and names the units with the lowest
 * rates. */
static void propose_weakest(const struct report *r, int *number, struct paper *p)
{
    char rate[TEXT_NUMBER_BYTES], names[LIMIT_LINE_BYTES / 2], name[LIMIT_VALUE_BYTES], n[TEXT_NUMBER_BYTES],
        d[TEXT_NUMBER_BYTES];
    size_t weakest = r->set->count, used = 0;
    bool named[WEAKEST + 1] = {0};
    size_t units[WEAKEST];
    for (size_t i = 0; i < r->set->count; i++)
        if (r->column[i] && r->all.now.verdicts[i].kept == KEPT_NO &&
            (weakest == r->set->count ||
             r->all.now.verdicts[i].fix_existing > r->all.now.verdicts[weakest].fix_existing))
            weakest = i;
    if (weakest == r->set->count)
        return;
    for (size_t k = 0; k < WEAKEST; k++) {
        const struct ratio *low = NULL;
        for (size_t i = 0; i < r->bound_count; i++) {
            const struct ratio *x = &r->rows[i].now.verdicts[weakest].ratio;
            bool taken = false;
            for (size_t j = 0; j < k; j++)
                taken = taken || (named[j] && units[j] == r->rows[i].unit);
            if (r->rows[i].now.verdicts[weakest].kept != KEPT_NO || taken)
                continue;
            if (!low || x->n * low->d < low->n * x->d) {
                low = x;
                units[k] = r->rows[i].unit;
                named[k] = true;
            }
        }
        if (low && used < sizeof names)
            used += (size_t)snprintf(names + used, sizeof names - used,
                                     P_("%s%.160s (%s/%s dossier)", "%s%.160s (%s/%s dossiers)", low->d),
                                     k ? ", " : "", phrase_unit(r, units[k], name, sizeof name),
                                     text_count(low->n, n), text_count(low->d, d));
    }
    const struct verdict *v = &r->all.now.verdicts[weakest];
    propose_begin(p, number);
    if (used)
        paper_sayf(p, PAPER_PLAIN, _("Work goes first into: %s (%s%%). It is lowest in %s."),
                   r->set->items[weakest].title, phrase_rate(v, r->set->items[weakest].target, rate), names);
    else
        paper_sayf(p, PAPER_PLAIN, _("Work goes first into: %s (%s%%)."), r->set->items[weakest].title,
                   phrase_rate(v, r->set->items[weakest].target, rate));
}

void directed_propose(const struct report *r, struct paper *p)
{
    int number = 0;
    propose_short(r, &number, p);
    propose_overdue(r, &number, p);
    propose_weakest(r, &number, p);
}
