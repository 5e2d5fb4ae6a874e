/* The annexes hold tables that are too long for the signer, and details for careful readers. */
#include "report/annexes.h"
#include "report/closed.h"
#include "report/computed.h"

#include <stdio.h>
#include <string.h>

#include "base/unit_kind.h"
#include "report/phrase.h"

enum { WIDE_COLUMNS = 4 };

/* --- all units --- */

/* True if a target is in force, so that the table tells which unit keeps which commitment. */
static bool has_states(const struct report *r)
{
    return report_judges(r);
}

static void rank_cell(const struct report *r, struct paper_table *t, const struct report_row *row)
{
    char text[TEXT_NUMBER_BYTES];
    if (!row->rank) {
        paper_none(t, "");
        return;
    }
    paper_count(t, true, row->rank);
    int up = row->rank_before - row->rank;
    if (r->has_before && row->rank_before && up) {
        snprintf(text, sizeof text, "%s%d", up > 0 ? "+" : "−", up > 0 ? up : -up);
        paper_note(t, text);
    }
}

static void verdict_cells(const struct report *r, struct paper_table *t, const struct report_row *row,
                          size_t i)
{
    const struct verdict *v = &row->now.verdicts[i];
    char rate[TEXT_NUMBER_BYTES], state[PHRASE_BYTES], count[TEXT_NUMBER_BYTES];
    int64_t moved;
    if (!v->ratio.known || v->ratio.d <= 0) {
        /* statistical yearbooks use these two marks: "–" nothing arose, "…" no data */
        paper_none(t, v->ratio.known ? "–" : "…");
        if (has_states(r))
            paper_none(t, "");
        return;
    }
    paper_rate(t, v->ratio.n, v->ratio.d, phrase_rate(v, r->set->items[i].target, rate));
    if (r->has_before && phrase_moved(&v->ratio, &row->before.verdicts[i].ratio, &moved)) {
        char change[TEXT_NUMBER_BYTES + 4], size[TEXT_NUMBER_BYTES];
        snprintf(change, sizeof change, "%s%s",
                 moved > 0   ? "+"
                 : moved < 0 ? "−"
                             : "±",
                 text_scaled((moved < 0 ? -moved : moved) * (FIGURE_SCALE / 100), 2, size));
        paper_note(t, change);
    }
    if (!has_states(r))
        return;
    if (!row->bound) {
        paper_none(t, "");
        return;
    }
    enum paper_mark mark = v->kept != KEPT_YES ? PAPER_SHORT : v->near ? PAPER_NEAR : PAPER_KEPT;
    paper_mark(t, mark, false);
    if (v->kept == KEPT_YES)
        snprintf(state, sizeof state, "%s", v->near ? "◊" : "●");
    else
        snprintf(state, sizeof state, "▲\u00a0%s", text_count(v->fix_existing, count));
    paper_words(t, state);
    paper_mark(t, mark, v->kept == KEPT_NO);
}

static void points_cell(const struct report *r, struct paper_table *t, const struct report_row *row)
{
    char change[TEXT_NUMBER_BYTES + 4], size[TEXT_NUMBER_BYTES];
    paper_points(t, row->now.points.known, row->now.points.number);
    if (!row->now.points.known || !r->has_before || !row->before.points.known)
        return;
    int64_t moved = row->now.points.number - row->before.points.number;
    snprintf(change, sizeof change, "%s%s",
             moved > 0   ? "+"
             : moved < 0 ? "−"
                         : "±",
             text_scaled(moved < 0 ? -moved : moved, 2, size));
    paper_note(t, change);
}

static void unit_row(const struct report *r, struct paper_table *t, const struct report_row *row)
{
    char name[LIMIT_VALUE_BYTES], kept[TEXT_NUMBER_BYTES];
    if (has_states(r) || r->has_points)
        rank_cell(r, t, row);
    paper_words(t, phrase_unit(r, row->unit, name, sizeof name));
    if (r->has_points)
        points_cell(r, t, row);
    if (computed_known(r))
        paper_points(t, row->computed.known, row->computed.number);
    for (size_t i = 0; i < r->set->count; i++)
        if (r->column[i])
            verdict_cells(r, t, row, i);
    if (row->on_time.known && row->on_time.d > 0)
        paper_rate(t, row->on_time.n, row->on_time.d, NULL);
    else
        paper_none(t, row->on_time.known ? "–" : "…");
    if (!has_states(r))
        return;
    if (row->bound && row->now.judged) {
        snprintf(kept, sizeof kept, "%zu/%zu", row->now.kept, row->now.judged);
        paper_words(t, kept);
    } else {
        paper_none(t, "");
    }
}

/* Returns the width of the columns of missing dossiers, wide enough that "▲ 1.289" stays on one line. */
static int short_width(const struct report *r, bool wide)
{
    int64_t most = 0;
    for (size_t k = 0; k <= r->row_count; k++) {
        const struct standing *s = k < r->row_count ? &r->rows[k].now : &r->all.now;
        for (size_t i = 0; i < r->set->count; i++)
            if (s->verdicts[i].kept == KEPT_NO && s->verdicts[i].fix_existing > most)
                most = s->verdicts[i].fix_existing;
    }
    return wide ? 21 : most < 100 ? 11 : most < 1000 ? 13 : 16;
}

static void units_columns(const struct report *r, struct paper_table *t, bool wide)
{
    char group[LIMIT_COLUMN_BYTES], target[TEXT_NUMBER_BYTES];
    if (has_states(r) || r->has_points)
        paper_column(t, "rank", _("Rank"), PAPER_CENTRE, wide ? 17 : 13);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 0);
    if (r->has_points)
        paper_column(t, "points", _("Points,\npublished"), PAPER_POINTS, 16);
    if (computed_known(r))
        paper_column(t, "computed", _("Points,\ncomputed"), PAPER_POINTS, 13);
    for (size_t i = 0; i < r->set->count; i++) {
        if (!r->column[i])
            continue;
        if (!has_states(r)) {
            snprintf(group, sizeof group, "%.200s, %%", r->set->items[i].title);
            paper_column(t, evaluation_metric(&r->now, r->set, i)->name, group, PAPER_RATE, 24);
            continue;
        }
        snprintf(group, sizeof group, "%.200s\n≥ %s%%", r->set->items[i].title,
                 text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
        paper_column(t, evaluation_metric(&r->now, r->set, i)->name, "%", PAPER_RATE, wide ? 16 : 12);
        paper_column_group(t, group);
        paper_column(t, "short", _("short"), PAPER_CENTRE, short_width(r, wide));
        paper_column_group(t, group);
    }
    paper_column(t, "on_time", _("On time,\n%"), PAPER_RATE, has_states(r) && !wide ? 12 : 14);
    if (has_states(r))
        paper_column(t, "kept", _("Kept"), PAPER_CENTRE, 9);
    if (t) {
        t->small = t->total = true;
        t->places = has_states(r) || r->has_points;
    }
}

static void units_below(const struct report *r, struct paper *p)
{
    bool none = true;
    paper_block(p, PAPER_NOTE, 0);
    if (!has_states(r))
        paper_say(p, PAPER_PLAIN, _("–: nothing arose; …: no data."));
    else
        paper_say(p, PAPER_PLAIN,
                  _("● kept; ◊ just kept: the forecast for the end of the period reaches below the target; ▲ "
                    "n: not "
                    "kept, n dossiers of the period must still meet the requirement; –: nothing arose; …: no "
                    "data."));
    if (has_states(r) || r->has_points)
        paper_say(p, PAPER_PLAIN,
                  r->has_points
                      ? _("Rank among units of the same kind, by the published total score; 'motcua "
                          "score' ranks by the "
                          "score that is computed. Equal units share a place.")
                      : _("Rank among units of the same kind, by commitments kept, then by fewest "
                          "dossiers short; equal "
                          "units share a place."));
    if (r->has_before && (has_states(r) || r->has_points))
        paper_sayf(p, PAPER_PLAIN, _("Beside a rank: places won (+) or lost (−) since %s."),
                   phrase_before(r));
    else if (!r->has_before)
        paper_say(p, PAPER_PLAIN, _("No change since last Friday is shown: a new period has begun."));
    paper_say(
        p, PAPER_PLAIN,
        r->row_count > r->bound_count
            ? _("The total adds dossiers, those of units not held to these commitments included; it is not a "
                "mean of rates.")
            : _("The total adds dossiers; it is not a mean of rates."));
    for (size_t i = 0; i < r->set->count; i++)
        if (!r->column[i]) {
            paper_sayf(p, PAPER_PLAIN, none ? _("No data by unit yet: %s") : ", %s", r->set->items[i].title);
            none = false;
        }
    if (!none)
        paper_say(p, PAPER_PLAIN, ".");
}

static void annex_units(const struct report *r, struct paper *p)
{
    char period[PHRASE_BYTES], title[LIMIT_LINE_BYTES], to[PHRASE_BYTES], from[MOMENT_TEXT_BYTES];
    size_t columns = (size_t)r->has_points + computed_known(r), kinds = 0;
    for (size_t i = 0; i < r->set->count; i++)
        columns += r->column[i];
    if (r->friday)
        snprintf(title, sizeof title, _("Results of the units from %s to %s"),
                 moment_write(r->now.period.from, "dd/MM/yyyy", from), phrase_moment(r->now.period.cut, to));
    else
        snprintf(title, sizeof title, _("Results of the units, %s"), phrase_period(&r->now.period, period));
    paper_annex(p, title, columns > WIDE_COLUMNS);
    for (size_t i = 0; i < r->bound_count; i++)
        kinds += report_row_begins(&r->now.units, r->rows, i);
    struct paper_table *t = paper_table(p);
    units_columns(r, t, columns > WIDE_COLUMNS);
    for (size_t i = 0; i < r->row_count; i++) {
        if (report_judges(r) && i == r->bound_count)
            paper_part(t, _("Other units (not held to these commitments)"));
        else if (kinds > 1 && report_row_begins(&r->now.units, r->rows, i))
            paper_part(t, unit_kind_words(r->now.units.units[r->rows[i].unit].kind));
        unit_row(r, t, &r->rows[i]);
    }
    struct report_row all = r->all;
    all.bound = report_judges(r);
    unit_row(r, t, &all);
    units_below(r, p);
    closed_table(r, p);
}

/* --- overdue --- */

static void annex_overdue(const struct report *r, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], count[TEXT_NUMBER_BYTES];
    if (!r->overdue.count)
        return;
    paper_annex(p, _("Open dossiers that are overdue"), false);
    if (r->overdue.total < 0) {
        paper_block(p, PAPER_NOTE, 0);
        paper_say(p, PAPER_PLAIN, _("Some source does not tell due dates: there may be more than these."));
    }
    struct paper_table *t = paper_table(p);
    paper_column(t, "code", _("Dossier code"), PAPER_CODE, 52);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 32);
    paper_column(t, "procedure", _("Procedure"), PAPER_WORDS, 0);
    paper_column(t, "due", _("Due"), PAPER_DAY, 22);
    paper_column(t, "days", _("Days\nlate"), PAPER_COUNT, 14);
    if (t)
        t->small = true;
    size_t listed = r->overdue.count < LIMIT_PAPER_OVERDUE ? r->overdue.count : LIMIT_PAPER_OVERDUE;
    for (size_t i = 0; i < listed; i++) {
        const struct report_overdue *o = &r->overdue.items[i];
        paper_words(t, o->code);
        paper_words(t, o->unit < r->now.units.count ? phrase_unit(r, o->unit, name, sizeof name) : "–");
        paper_words(t, o->procedure);
        paper_day(t, o->due);
        paper_count(t, true, o->days_late);
    }
    if (r->overdue.total > (int64_t)listed) {
        paper_block(p, PAPER_NOTE, 0);
        paper_sayf(p, PAPER_PLAIN, _("And %s more: see the workbook."),
                   text_count(r->overdue.total - (int64_t)listed, count));
    }
}

/* --- week, period, year --- */

struct period_column {
    const struct evaluation *v;
    const char *title;
};

static size_t period_columns(const struct report *r, struct period_column *columns)
{
    size_t count = 0;
    if (r->friday && report_tally(&r->now, "received").known)
        columns[count++] = (struct period_column){&r->week, _("Week")};
    if (!r->friday) {
        columns[count++] = (struct period_column){&r->now, _("This period")};
        columns[count++] = (struct period_column){&r->before, _("Period before")};
        columns[count++] = (struct period_column){&r->last_year, _("Same period last year")};
    } else if (r->now.period.kind != PERIOD_YEAR) {
        columns[count++] = (struct period_column){
            &r->now, r->now.period.kind == PERIOD_MONTH ? _("Month to date") : _("Period to date")};
    }
    columns[count++] = (struct period_column){&r->year, _("Year to date")};
    return count;
}

static void metric_row(const struct period_column *columns, size_t count, const struct metric *m,
                       struct paper_table *t)
{
    char rate[TEXT_NUMBER_BYTES], n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES], parts[PHRASE_BYTES],
        shown[TEXT_NUMBER_BYTES + 2];
    paper_words(t, m->title);
    for (size_t i = 0; i < count; i++) {
        const struct evaluation *v = columns[i].v;
        struct ratio r = evaluation_ratio(v, metric_find(v->metrics, m->name), v->units.count);
        if (!r.known || r.d <= 0) {
            paper_none(t, r.known ? _("nothing arose") : _("no data"));
            continue;
        }
        snprintf(shown, sizeof shown, "%s%%", text_rate(r.n, r.d, 2, rate));
        paper_rate(t, r.n, r.d, shown);
        snprintf(parts, sizeof parts, "%s/%s", text_count(r.n, n), text_count(r.d, d));
        paper_note(t, parts);
    }
}

/* True if a commitment is measured by the rate of dossiers in time, so that the rate needs no line of its own. */
static bool on_time_shown(const struct report *r)
{
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i] && strcmp(evaluation_metric(&r->now, r->set, i)->name, r->on_time->name) == 0)
            return true;
    return false;
}

static void periods_table(const struct report *r, struct paper *p)
{
    static const struct {
        const char *title, *counter;
    } lines[] = {{N_("Received"), "received"},
                 {N_("Finished"), "finished"},
                 {N_("Open at the cut-off"), "open"},
                 {N_("of these overdue"), "open_overdue"}};
    struct period_column columns[4];
    char from[MOMENT_TEXT_BYTES], head[PHRASE_BYTES];
    size_t count = period_columns(r, columns);
    struct paper_table *t = paper_table(p);
    paper_column(t, "figure", _("All units"), PAPER_WORDS, 0);
    for (size_t i = 0; i < count; i++) {
        snprintf(head, sizeof head, "%.80s\n%s %s", columns[i].title, _("from"),
                 moment_write(columns[i].v->period.from, "dd/MM/yyyy", from));
        paper_column(t, "value", head, PAPER_COUNT, 31);
    }
    if (t)
        t->small = true;
    for (size_t k = 0; report_tally(&r->now, "received").known && k < sizeof lines / sizeof *lines; k++) {
        paper_words(t, _(lines[k].title));
        for (size_t i = 0; i < count; i++) {
            struct tally tally = report_tally(columns[i].v, lines[k].counter);
            if (tally.known)
                paper_count(t, true, tally.value);
            else
                paper_none(t, "–");
        }
    }
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            metric_row(columns, count, evaluation_metric(&r->now, r->set, i), t);
    if (!on_time_shown(r))
        metric_row(columns, count, r->on_time, t);
}

/* --- where the numbers come from --- */

static const char *outcome_word(const char *outcome)
{
    if (!outcome)
        return _("never polled");
    return strcmp(outcome, "complete") == 0      ? _("complete")
           : strcmp(outcome, "partial") == 0     ? _("PARTIAL")
           : strcmp(outcome, "failed") == 0      ? _("FAILED")
           : strcmp(outcome, "running") == 0     ? _("under way")
           : strcmp(outcome, "interrupted") == 0 ? _("interrupted")
                                                 : outcome;
}

static void sources_table(const struct report *r, struct paper *p)
{
    char got[TEXT_NUMBER_BYTES], expected[TEXT_NUMBER_BYTES], records[PHRASE_BYTES];
    struct paper_table *t = paper_table(p);
    paper_column(t, "source", _("Source"), PAPER_WORDS, 0);
    paper_column(t, "last", _("Last poll"), PAPER_MOMENT, 32);
    paper_column(t, "complete", _("Last complete"), PAPER_MOMENT, 32);
    paper_column(t, "records", _("Records"), PAPER_CENTRE, 24);
    paper_column(t, "rejected", _("Rejected"), PAPER_COUNT, 17);
    paper_column(t, "outcome", _("Outcome"), PAPER_CENTRE, 22);
    if (t)
        t->small = true;
    for (size_t i = 0; i < r->now.sources.count; i++) {
        const struct source_state *s = &r->now.sources.items[i];
        bool whole = s->outcome && strcmp(s->outcome, "complete") == 0;
        paper_words(t, s->name);
        paper_moment(t, s->observed);
        paper_moment(t, s->complete);
        paper_mark(t, s->stale ? PAPER_SHORT : PAPER_UNMARKED, s->stale);
        snprintf(records, sizeof records, "%s%s%s", text_count(s->got, got), s->expected >= 0 ? "/" : "",
                 s->expected >= 0 ? text_count(s->expected, expected) : "");
        paper_words(t, records);
        paper_count(t, true, s->rejected);
        paper_words(t, outcome_word(s->outcome));
        paper_mark(t, whole ? PAPER_UNMARKED : PAPER_SHORT, !whole);
    }
}

static void quality_lines(const struct report *r, struct paper *p)
{
    const struct finding_lines *lists[] = {&r->findings.faults, &r->findings.checked};
    if (!p->official) { /* the findings name units and counts, however small */
        paper_block(p, PAPER_PARAGRAPH, 0);
        if (lists[0]->count)
            paper_sayf(p, PAPER_PLAIN,
                       P_("In what was looked at there is %zu finding; the report of the office has it.",
                          "In what was looked at there are %zu findings; the report of the office has them.",
                          lists[0]->count),
                       lists[0]->count);
        else
            paper_say(p, PAPER_PLAIN, _("In what was looked at nothing wrong was found."));
        return;
    }
    for (size_t k = 0; k < 2; k++) {
        paper_block(p, PAPER_PARAGRAPH, 0);
        paper_say(p, PAPER_PLAIN,
                  k                 ? _("What was looked at, and how much of it:")
                  : lists[0]->count ? _("What was found:")
                                    : _("In what is listed below nothing wrong was found."));
        for (size_t i = 0; i < lists[k]->count; i++) {
            paper_block(p, PAPER_ITEM, 1);
            paper_say(p, PAPER_PLAIN, "-");
            paper_say(p, PAPER_PLAIN, lists[k]->items[i]);
        }
    }
}

static void definition_line(const struct metric *m, struct paper *p)
{
    paper_block(p, PAPER_ITEM, 1);
    paper_say(p, PAPER_PLAIN, "-");
    paper_say(p, PAPER_BOLD, m->title);
    paper_sayf(p, PAPER_PLAIN, "= %s (%s; %s, %s %s).", m->formula, m->document, m->name, _("version"),
               m->version);
}

/* Adds the figures of an issued report beside the figures known now for the same period up to the same cut-off. */
static void changes_table(const struct report *r, const struct issue_changes *changes, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], n[TEXT_NUMBER_BYTES], d[TEXT_NUMBER_BYTES], parts[PHRASE_BYTES];
    struct paper_table *t = paper_table(p);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 0);
    paper_column(t, "commitment", _("Commitment"), PAPER_WORDS, 50);
    paper_column(t, "told", _("Reported"), PAPER_CENTRE, 32);
    paper_column(t, "now", _("Now"), PAPER_CENTRE, 32);
    if (t)
        t->small = true;
    for (size_t i = 0; i < changes->count; i++) {
        const struct issue_change *change = &changes->items[i];
        const struct ratio *ratios[] = {&change->told, &change->now};
        paper_words(t, phrase_unit(r, change->unit, name, sizeof name));
        paper_words(t, r->set->items[change->commitment].title);
        for (size_t k = 0; k < 2; k++) {
            snprintf(parts, sizeof parts, "%s/%s", text_count(ratios[k]->n, n), text_count(ratios[k]->d, d));
            paper_words(t, ratios[k]->known ? parts : _("not known"));
        }
    }
}

static void annex_changes(const struct report *r, const struct issue_changes *changes, struct paper *p)
{
    char issued[PHRASE_BYTES], cut[PHRASE_BYTES];
    if (!changes || changes->issued == MOMENT_NONE)
        return;
    paper_heading(p, 2, _("5. Figures that were reported before"));
    paper_block(p, PAPER_NOTE, 0);
    paper_sayf(p, PAPER_PLAIN, _("The report with figures up to %s was issued at %s."),
               phrase_moment(changes->cut, cut), phrase_moment(changes->issued, issued));
    if (!changes->count) {
        paper_say(p, PAPER_PLAIN, _("Its figures are the same today."));
        return;
    }
    paper_sayf(p, PAPER_PLAIN,
               _("Late edits have changed %zu of its figures (dossiers that count / dossiers):"),
               changes->count);
    changes_table(r, changes, p);
}

static void annex_data(const struct report *r, struct paper *p)
{
    paper_annex(p, _("Definitions, sources and quality of the data"), false);
    paper_heading(p, 2, r->friday ? _("1. Week, month and year") : _("1. This period and those before"));
    periods_table(r, p);
    paper_heading(p, 2, _("2. Definitions"));
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i])
            definition_line(evaluation_metric(&r->now, r->set, i), p);
    if (!on_time_shown(r))
        definition_line(r->on_time, p);
    paper_block(p, PAPER_ITEM, 1);
    paper_say(p, PAPER_PLAIN, "-");
    paper_say(p, PAPER_BOLD, _("Targets:"));
    paper_sayf(p, PAPER_PLAIN, "%s; %s.", r->set->title, r->set->document);
    paper_say(p, PAPER_PLAIN,
              _("Rates are compared with their targets as whole numbers, before rounding; the total adds "
                "dossiers, it is not a mean of rates."));
    paper_heading(p, 2, _("3. Sources"));
    sources_table(r, p);
    paper_heading(p, 2, _("4. Quality of the data"));
    quality_lines(r, p);
}

void annexes_add(const struct report *r, const struct issue_changes *changes, bool codes, struct paper *p)
{
    annex_units(r, p);
    if (codes)
        annex_overdue(r, p);
    annex_data(r, p);
    annex_changes(r, changes, p);
}
