#include "report/unit_paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/unit_kind.h"
#include "report/cards.h"
#include "report/gap_columns.h"
#include "report/message.h"
#include "report/phrase.h"
#include "report/system_lines.h"
#include "show/advice_words.h"

enum { OVERDUE_MOST = 6 };

static const struct report_row *row_find(const struct report *r, size_t unit)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit == unit)
            return &r->rows[i];
    return NULL;
}

static void title_put(const struct report *r, const struct report_row *row, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], to[PHRASE_BYTES], text[LIMIT_LINE_BYTES];
    phrase_unit(r, row->unit, name, sizeof name);
    p->kind = strdup(name);
    if (r->friday)
        snprintf(text, sizeof text, _("Results up to %s"), phrase_moment(r->now.period.cut, to));
    else
        snprintf(text, sizeof text, "%s", phrase_period(&r->now.period, to));
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    snprintf(text, sizeof text, "%.200s, %s", name, to);
    p->file_title = strdup(text);
    p->made = r->now.period.cut;
    p->failed = p->failed || !p->kind || !p->file_title;
}

/* --- what to do first: the advisor's steps; steps that can still be done come first, the fewest dossiers on top --- */

struct step {
    size_t commitment;
    const struct advised *aim;
    bool late; /* the dossiers cannot arrive in time */
};

static int step_compare(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    int order = (x->late > y->late) - (x->late < y->late);
    if (!order)
        order = (x->aim->cost > y->aim->cost) - (x->aim->cost < y->aim->cost);
    return order ? order : (x->commitment > y->commitment) - (x->commitment < y->commitment);
}

/* Finds the commitments that are not kept and for which the advisor has an answer. */
static size_t steps_of(const struct advisor *a, const struct advised_unit *u, struct step *out)
{
    char words[ADVICE_WORDS_BYTES];
    size_t count = 0;
    for (size_t i = 0; i < a->set->count; i++) {
        const struct advised *aim = &u->kept[i];
        struct step step = {i, aim, aim->state == ADVISED_NEVER};
        if (aim->state != ADVISED_FOUND && aim->state != ADVISED_NEVER)
            continue;
        for (size_t k = 0; k < aim->line_count && !step.late; k++)
            advice_arrivals_words(a, u, &aim->lines[k], &step.late, words);
        out[count++] = step;
    }
    qsort(out, count, sizeof *out, step_compare);
    return count;
}

/* Adds "số hóa hồ sơ: 14 hồ sơ (5 hồ sơ mỗi ngày làm việc); làm được khi chưa trả kết quả, còn 32 hồ sơ". */
static void say_line(const struct report *r, const struct advisor *a, const struct advised_unit *u,
                     const struct advised_line *line, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES], daily[TEXT_NUMBER_BYTES], words[ADVICE_WORDS_BYTES];
    const struct action *action = &a->actions.items[line->action];
    int64_t days = rate_history_days_left(r->history), left = unit_advice_left(a, u->unit, line->action);
    bool late;
    paper_sayf(p, PAPER_PLAIN, P_("%s, %s dossier", "%s, %s dossiers", line->dossiers), action->title,
               text_count(line->dossiers, count));
    if (days > 0)
        paper_sayf(p, PAPER_PLAIN, _("(%s each working day)"),
                   text_count((line->dossiers + days - 1) / days, daily));
    if (*action->until)
        paper_sayf(p, PAPER_PLAIN, _("; possible %s"), action->until);
    if (left >= 0)
        paper_sayf(p, PAPER_PLAIN, P_(", %s dossier still allows it", ", %s dossiers still allow it", left),
                   text_count(left, count));
    if (*advice_arrivals_words(a, u, line, &late, words))
        paper_sayf(p, PAPER_PLAIN, "; %s", words);
}

static void say_step(const struct report *r, const struct advisor *a, const struct advised_unit *u,
                     const struct step *step, int number, struct paper *p)
{
    char label[TEXT_NUMBER_BYTES], words[ADVICE_WORDS_BYTES];
    paper_block(p, PAPER_ITEM, 0);
    snprintf(label, sizeof label, "%d.", number);
    paper_say(p, PAPER_PLAIN, label);
    paper_sayf(p, PAPER_BOLD, "%s:", a->set->items[step->commitment].title);
    if (step->aim->state == ADVISED_NEVER)
        paper_say(p, PAPER_PLAIN, advice_never_words(a, u, step->aim, (long)step->commitment, words));
    for (size_t i = 0; i < step->aim->line_count; i++) {
        if (i)
            paper_say(p, PAPER_PLAIN, ";");
        say_line(r, a, u, &step->aim->lines[i], p);
    }
    paper_say(p, PAPER_PLAIN, ".");
}

/* The advisor's steps for the unit; count is 0 where nothing is to be done, or nothing can be done any more. */
struct found {
    const struct advisor *advisor;
    struct advised_unit unit;
    struct step steps[LIMIT_COMMITMENTS];
    size_t count, late;
};

static bool found_make(const struct report *r, const struct report_row *row, struct found *f, struct error *e)
{
    struct advisor *a = unit_advice_in(r->advice, &r->now.period);
    long unit = a ? unit_find(&a->scored.units, r->now.units.units[row->unit].code) : -1;
    *f = (struct found){.advisor = a};
    if (unit < 0 || !row->bound || row->now.kept == row->now.judged ||
        rate_history_days_left(r->history) <= 0)
        return true;
    if (!advisor_unit(a, (size_t)unit, -1, &f->unit, e))
        return false;
    f->count = steps_of(a, &f->unit, f->steps);
    for (size_t i = 0; i < f->count; i++)
        f->late += f->steps[i].late;
    return true;
}

static void say_steps(const struct report *r, const struct found *f, struct paper *p)
{
    if (f->count)
        paper_heading(p, 2, _("What to do first"));
    for (size_t i = 0; i < f->count; i++)
        say_step(r, f->advisor, &f->unit, &f->steps[i], (int)i + 1, p);
}

/* True if every commitment that has data of the unit has nothing to judge, so that no data are missing. */
static bool nothing_arose(const struct report *r, const struct report_row *row)
{
    size_t none = 0;
    for (size_t i = 0; i < r->set->count; i++)
        none += row->now.verdicts[i].kept == KEPT_NONE;
    return none && !row->now.unknown;
}

/* Adds the sentence that tells the reader whether the unit keeps its commitments. */
static void say_state(const struct report *r, const struct report_row *row, const struct found *f,
                      struct paper *p)
{
    char count[TEXT_NUMBER_BYTES], to[MOMENT_TEXT_BYTES];
    const struct standing *s = &row->now;
    int64_t days = rate_history_days_left(r->history);
    paper_block(p, PAPER_PARAGRAPH, 0);
    size_t open = r->set->count - s->judged;
    if (!report_judges(r))
        paper_say(p, PAPER_PLAIN, _("No commitment is in force in this period, so no unit is judged."));
    else if (!row->bound)
        paper_say(p, PAPER_PLAIN, _("The unit is not held to these commitments."));
    else if (!s->judged)
        paper_say(p, PAPER_PLAIN,
                  nothing_arose(r, row) ? _("Nothing has arisen under the commitments yet.")
                                        : _("There are no data by which the unit could be judged."));
    else if (s->kept == s->judged && open)
        paper_sayf(p, PAPER_BOLD,
                   P_("Of the targets that could be judged %zu of %zu is reached; %zu could not be judged.",
                      "Of the targets that could be judged %zu of %zu are reached; %zu could not be judged.",
                      s->kept),
                   s->kept, s->judged, open);
    else if (s->kept == s->judged)
        paper_sayf(p, PAPER_BOLD, P_("The %zu target is reached.", "All %zu targets are reached.", s->judged),
                   s->judged);
    else if (f->late)
        paper_sayf(p, PAPER_BOLD,
                   _("Targets reached: %zu of %zu; dossiers short: %s; %zu more can be reached in time, %zu "
                     "cannot."),
                   s->kept, s->judged, text_count(s->short_total, count), f->count - f->late, f->late);
    else
        paper_sayf(p, PAPER_BOLD,
                   P_("Targets reached: %zu of %zu; %s more dossier reaches all.",
                      "Targets reached: %zu of %zu; %s more dossiers reach all.", s->short_total),
                   s->kept, s->judged, text_count(s->short_total, count));
    if (row->bound && s->kept < s->judged && open)
        paper_sayf(p, PAPER_PLAIN,
                   P_("%zu target could not be judged.", "%zu targets could not be judged.", open), open);
    if (days > 0 && s->judged)
        paper_sayf(p, PAPER_PLAIN,
                   P_("%lld working day is left to the end of %s.",
                      "%lld working days are left to the end of %s.", days),
                   (long long)days, moment_write(r->now.period.to - MOMENT_DAY, "dd/MM/yyyy", to));
    if (row->rank) {
        paper_sayf(p, PAPER_PLAIN, _("Place %d of %zu"), row->rank, report_places(r, row));
        if (r->has_before && row->rank_before)
            paper_sayf(p, PAPER_PLAIN, _("(%s: %d)"), phrase_before(r), row->rank_before);
        paper_say(p, PAPER_PLAIN, ".");
    }
    system_say(r, row->unit, p);
}

/* Writes both totals of an evaluation with their names: "điểm do Cổng công bố 75,31; tính từ các số thành phần 75,27";
 * "" where no total is published. */
static const char *points_words(const struct report_row *row, char *out, size_t size)
{
    char published[TEXT_NUMBER_BYTES], computed[TEXT_NUMBER_BYTES];
    *out = '\0';
    if (row->now.points.known && row->computed.known)
        snprintf(out, size, _("Points published by the portal: %s; computed from its figures: %s"),
                 text_scaled(row->now.points.number, 2, published),
                 text_scaled(row->computed.number, 2, computed));
    else if (row->now.points.known)
        snprintf(out, size, _("Points published by the portal: %s"),
                 text_scaled(row->now.points.number, 2, published));
    return out;
}

/* --- overdue --- */

/* Adds how late the unit's dossiers are: "1-3 ngày: 0; 4-7 ngày: 1; ...". Adds nothing where the report's list lacks
 * some of the unit's dossiers, because the list was cut or dossiers belong to units below. */
static void say_lateness(const struct report *r, size_t unit, int64_t all, struct paper *p)
{
    static const int most[] = {3, 7, 30};
    char n[4][TEXT_NUMBER_BYTES];
    int64_t late[4] = {0}, sum = 0;
    for (size_t i = 0; i < r->overdue.count; i++) {
        const struct report_overdue *o = &r->overdue.items[i];
        size_t k = 0;
        while (k < 3 && o->days_late > most[k])
            k++;
        late[k] += o->unit == unit;
        sum += o->unit == unit;
    }
    if (sum != all)
        return;
    paper_sayf(p, PAPER_PLAIN, _("Late by 1 to 3 days: %s; 4 to 7: %s; 8 to 30: %s; more than 30: %s."),
               text_count(late[0], n[0]), text_count(late[1], n[1]), text_count(late[2], n[2]),
               text_count(late[3], n[3]));
}

static void say_overdue(const struct report *r, size_t unit, struct paper *p)
{
    struct tally all = counts_named(&r->now.counts, unit, "open_overdue");
    char count[TEXT_NUMBER_BYTES];
    size_t listed = 0;
    paper_heading(p, 2, _("Overdue dossiers"));
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (!all.known) {
        paper_say(p, PAPER_PLAIN, _("What is overdue is not known."));
        return;
    }
    if (!all.value) {
        char none[LIMIT_LINE_BYTES];
        paper_say(p, PAPER_PLAIN, phrase_none_overdue(r, unit, none, sizeof none));
        return;
    }
    paper_sayf(p, PAPER_PLAIN, P_("%s open dossier is overdue.", "%s open dossiers are overdue.", all.value),
               text_count(all.value, count));
    say_lateness(r, unit, all.value, p);
    struct paper_table *t = paper_table(p);
    paper_column(t, "code", _("Dossier code"), PAPER_CODE, 60);
    paper_column(t, "procedure", _("Procedure"), PAPER_WORDS, 0);
    paper_column(t, "due", _("Due"), PAPER_DAY, 26);
    paper_column(t, "days", _("Days\nlate"), PAPER_COUNT, 18);
    if (t)
        t->small = true;
    for (size_t i = 0; i < r->overdue.count && listed < OVERDUE_MOST; i++) {
        const struct report_overdue *o = &r->overdue.items[i];
        if (o->unit != unit)
            continue;
        paper_words(t, o->code);
        paper_words(t, o->procedure);
        paper_day(t, o->due);
        paper_count(t, true, o->days_late);
        listed++;
    }
}

/* --- for programs, and the message --- */

static void sheet_put(const struct report *r, const struct report_row *row, struct paper *p)
{
    char range[PHRASE_BYTES];
    struct paper_table *t = paper_sheet(p, "commitments", _("Commitments"));
    paper_column(t, "commitment", _("Commitment"), PAPER_WORDS, 60);
    gap_columns(t, _("Kept"), 18);
    paper_column(t, "forecast", _("Forecast, end of period"), PAPER_CENTRE, 30);
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        struct forecast f = rate_history_forecast(r->history, row->unit, i);
        bool judged = v->kept == KEPT_YES || v->kept == KEPT_NO;
        paper_words(t, r->set->items[i].title);
        paper_count(t, v->ratio.known, v->ratio.n);
        paper_count(t, v->ratio.known, v->ratio.d);
        paper_rate(t, v->ratio.n, v->ratio.known ? v->ratio.d : 0, NULL);
        paper_target(t, r->set->items[i].target);
        paper_count(t, judged, v->fix_existing);
        paper_words(t, f.state == FORECAST_RANGE ? phrase_range(&f, range) : NULL);
    }
}

static void message_put(const struct report *r, const struct report_row *row, struct paper *p)
{
    char rate[TEXT_NUMBER_BYTES], target[TEXT_NUMBER_BYTES], count[TEXT_NUMBER_BYTES],
        points[LIMIT_VALUE_BYTES];
    paper_message(p, "%s", p->file_title ? p->file_title : "");
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &row->now.verdicts[i];
        if (!v->ratio.known || v->ratio.d <= 0)
            continue;
        if (!row->bound || v->kept == KEPT_UNBOUND)
            paper_message(p, "- %s: %s%%, %s", r->set->items[i].title,
                          text_rate(v->ratio.n, v->ratio.d, 2, rate), kept_words(KEPT_UNBOUND));
        else if (v->kept == KEPT_NO)
            paper_message(p,
                          P_("- %s: %s%% (target %s%%), short %s dossier",
                             "- %s: %s%% (target %s%%), short %s dossiers", v->fix_existing),
                          r->set->items[i].title, phrase_rate(v, r->set->items[i].target, rate),
                          text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target),
                          text_count(v->fix_existing, count));
        else
            paper_message(p, _("- %s: %s%% (target %s%%), reached"), r->set->items[i].title,
                          phrase_rate(v, r->set->items[i].target, rate),
                          text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target));
    }
    if (*points_words(row, points, sizeof points))
        paper_message(p, "%s", points);
    if (row->rank)
        paper_message(p, _("Place %d of %zu"), row->rank, report_places(r, row));
}

static void validity_put(const struct report *r, struct paper *p)
{
    char line[LIMIT_LINE_BYTES];
    if (!evaluation_validity(&r->now, r->set, line, sizeof line))
        return;
    paper_block(p, PAPER_WARNING, 0);
    paper_say(p, PAPER_BOLD, line);
}

static void page_put(const struct report *r, const struct report_row *row, const struct found *f,
                     struct paper *p)
{
    char points[LIMIT_VALUE_BYTES];
    title_put(r, row, p);
    if (r->findings.incomplete) {
        paper_block(p, PAPER_WARNING, 0);
        paper_say(p, PAPER_BOLD, _("The data are not complete: a source was not read whole, or not lately."));
        p->warning = strdup(_("The data are not complete: a source was not read whole, or not lately."));
    }
    validity_put(r, p);
    message_tree(r, p);
    say_state(r, row, f, p);
    if (*points_words(row, points, sizeof points))
        paper_sayf(p, PAPER_PLAIN, "%s.", points);
    cards_table(r, p, row->unit);
    say_steps(r, f, p);
    say_overdue(r, row->unit, p);
    cards_charts(r, p, row->unit, false);
    sheet_put(r, row, p);
    message_put(r, row, p);
}

struct paper *unit_paper_make(const struct report *r, size_t unit, struct error *e)
{
    const struct report_row *row = row_find(r, unit);
    if (!row) {
        error_set(e, ERROR_DATA, r->now.units.units[unit].code,
                  _("'motcua units' lists units and their dates."),
                  _("the unit has neither dossiers nor figures in this period"));
        return NULL;
    }
    struct found *f = malloc(sizeof *f);
    if (!f || !found_make(r, row, f, e)) {
        if (!f)
            error_memory(e, "report");
        else
            advised_unit_free(&f->unit);
        free(f);
        return NULL;
    }
    struct paper *p = paper_new();
    if (p)
        page_put(r, row, f, p);
    advised_unit_free(&f->unit);
    free(f);
    if (p && !p->failed)
        return p;
    paper_free(p);
    error_memory(e, "report");
    return NULL;
}
