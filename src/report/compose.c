/* The part of the report that is signed. Longer tables stand in the annexes. */
#include "report/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/annexes.h"
#include "report/cards.h"
#include "report/closed.h"
#include "report/directed.h"
#include "report/duty_table.h"
#include "report/message.h"
#include "report/national_lines.h"
#include "report/office.h"

#include "report/phrase.h"
#include "report/publish.h"
#include "report/system_lines.h"
#include "report/workbook.h"

enum { NAMED_MOST = 4 };

/* --- the paragraph of judgement --- */

/* True if some rate of the report is known, counted from dossiers or published. */
static bool report_knows(const struct report *r)
{
    bool known = report_tally(&r->now, "received").known || r->has_points;
    for (size_t i = 0; i < r->set->count; i++)
        known = known || r->shown[i];
    return known;
}

static void say_dossiers(const struct report *r, struct paper *p)
{
    char from[MOMENT_TEXT_BYTES], to[PHRASE_BYTES], a[TEXT_NUMBER_BYTES], b[TEXT_NUMBER_BYTES],
        rate[TEXT_NUMBER_BYTES], period[PHRASE_BYTES], last[MOMENT_TEXT_BYTES];
    moment_write(r->now.period.from, "dd/MM/yyyy", from);
    phrase_moment(r->now.period.cut, to);
    if (!report_tally(&r->now, "received").known) {
        if (report_knows(r))
            paper_sayf(p, PAPER_PLAIN, _("By the figures published up to %s:"), to);
        else if (r->findings.figures)
            paper_sayf(p, PAPER_PLAIN,
                       P_("Up to %s the store holds no dossiers, and its %s published figure is not one that "
                          "these targets are judged by; so nothing can be said of them.",
                          "Up to %s the store holds no dossiers, and none of its %s published figures is one "
                          "that these targets are judged by; so nothing can be said of them.",
                          r->findings.figures),
                       to, text_count(r->findings.figures, a));
        else
            paper_sayf(p, PAPER_PLAIN,
                       _("Up to %s the store holds neither dossiers nor published figures of this period, so "
                         "nothing can be said of it."),
                       to);
        return;
    }
    const struct tally received = report_tally(&r->now, "received"),
                       finished = report_tally(&r->now, "finished");
    if (!p->official && (publish_hides(received.value, received.value) ||
                         (finished.known && publish_hides(finished.value, finished.value)))) {
        paper_sayf(p, PAPER_PLAIN, _("From %s to %s fewer than %d dossiers were received or finished."), from,
                   to, PUBLISH_LEAST);
        return;
    }
    if (!r->friday && r->now.period.cut == r->now.period.to && r->now.period.kind >= PERIOD_MONTH)
        paper_sayf(p, PAPER_PLAIN,
                   P_("In %s (%s to the end of %s) the units received %s dossier and finished %s.",
                      "In %s (%s to the end of %s) the units received %s dossiers and finished %s.",
                      report_tally(&r->now, "received").value),
                   phrase_period(&r->now.period, period), from,
                   moment_write(r->now.period.to - MOMENT_DAY, "dd/MM/yyyy", last),
                   phrase_count(&r->now, "received", a), phrase_count(&r->now, "finished", b));
    else
        paper_sayf(p, PAPER_PLAIN,
                   P_("From %s to %s the units received %s dossier and finished %s.",
                      "From %s to %s the units received %s dossiers and finished %s.",
                      report_tally(&r->now, "received").value),
                   from, to, phrase_count(&r->now, "received", a), phrase_count(&r->now, "finished", b));
    if (r->all.on_time.known && r->all.on_time.d > 0 &&
        (p->official || !publish_hides(r->all.on_time.n, r->all.on_time.d)))
        paper_sayf(p, PAPER_PLAIN, _("%s%% of these were on time."),
                   text_rate_under(r->all.on_time.n, r->all.on_time.d, TARGET_SCALE, rate));
}

static void say_whole(const struct report *r, struct paper *p)
{
    const struct standing *s = &r->all.now;
    if (!s->judged) {
        if (report_judges(r) && report_knows(r))
            paper_say(p, PAPER_PLAIN,
                      report_idle(r)
                          ? _("Nothing has arisen under the targets yet, so none is judged.")
                          : _("Taken together, no target can be judged: the data for it are missing."));
        return;
    }
    if (s->judged < r->set->count)
        paper_sayf(p, PAPER_BOLD,
                   P_("Taken together, of the targets that could be judged %zu of %zu is reached; %zu could "
                      "not be judged.",
                      "Taken together, of the targets that could be judged %zu of %zu are reached; %zu could "
                      "not be judged.",
                      s->kept),
                   s->kept, s->judged, r->set->count - s->judged);
    else if (s->kept == s->judged)
        paper_sayf(p, PAPER_BOLD,
                   P_("Taken together, the %zu target is reached.",
                      "Taken together, all %zu targets are reached.", s->judged),
                   s->judged);
    else if (s->kept == 0)
        paper_sayf(p, PAPER_BOLD,
                   P_("Taken together, the %zu target is not reached.",
                      "Taken together, none of the %zu targets is reached.", s->judged),
                   s->judged);
    else
        paper_sayf(p, PAPER_BOLD,
                   P_("Taken together, %zu of %zu targets is reached.",
                      "Taken together, %zu of %zu targets are reached.", s->kept),
                   s->kept, s->judged);
}

static void say_units(const struct report *r, struct paper *p)
{
    size_t full = 0, part = 0, whole = 0, poor = 0, most = 0;
    for (size_t i = 0; i < r->bound_count; i++) {
        const struct standing *s = &r->rows[i].now;
        full += s->judged && !s->unknown;
        part += s->unknown > 0;
        whole += standing_whole(s);
        poor += !s->unknown && s->judged > 1 && s->kept <= 1;
        most = s->judged > most ? s->judged : most;
    }
    if (!full && !part) {
        if (report_judges(r) && report_knows(r) && !report_idle(r))
            paper_say(p, PAPER_PLAIN, _("No single unit could be judged."));
        return;
    }
    if (part)
        paper_sayf(p, PAPER_PLAIN,
                   P_("Of the %zu unit with complete data %zu kept all commitments (%zu) and %zu kept one at "
                      "most; of %zu more only a part of the data is there.",
                      "Of the %zu units with complete data %zu kept all commitments (%zu) and %zu kept one "
                      "at most; of %zu more only a part of the data is there.",
                      full),
                   full, whole, most, poor, part);
    else if (most > 1 && most < r->set->count)
        paper_sayf(p, PAPER_PLAIN,
                   P_("%zu of %zu unit kept all of the %zu commitments that could be judged; %zu kept one at "
                      "most.",
                      "%zu of %zu units kept all of the %zu commitments that could be judged; %zu kept one "
                      "at most.",
                      full),
                   whole, full, most, poor);
    else if (most > 1)
        paper_sayf(p, PAPER_PLAIN,
                   P_("%zu of %zu unit kept all of its %zu commitments; %zu kept one at most.",
                      "%zu of %zu units kept all of their %zu commitments; %zu kept one at most.", full),
                   whole, full, most, poor);
    else
        paper_sayf(p, PAPER_PLAIN,
                   P_("%zu of %zu unit kept the commitment for which there is data.",
                      "%zu of %zu units kept the commitment for which there is data.", full),
                   whole, full);
    size_t whole_alone = 0;
    for (size_t i = 0; i < r->set->count; i++)
        whole_alone += r->shown[i] && !r->column[i];
    if (whole_alone)
        paper_sayf(p, PAPER_PLAIN,
                   P_("Of %zu more target there are no data of single units.",
                      "Of %zu more targets there are no data of single units.", whole_alone),
                   whole_alone);
}

static void say_moved(const struct report *r, struct paper *p)
{
    size_t up = 0, down = 0, same = 0;
    int64_t moved;
    if (!r->has_before)
        return;
    for (size_t i = 0; i < r->set->count; i++)
        if (r->shown[i] &&
            phrase_moved(&r->all.now.verdicts[i].ratio, &r->all.before.verdicts[i].ratio, &moved)) {
            up += moved > 0;
            down += moved < 0;
            same += moved == 0;
        }
    if (up + down + same)
        paper_sayf(p, PAPER_PLAIN,
                   P_("Against %s %zu rate rose, %zu fell.", "Against %s %zu rates rose, %zu fell.", up),
                   phrase_before(r), up, down);
}

static void say_forecast(const struct report *r, struct paper *p)
{
    char to[MOMENT_TEXT_BYTES], left[64];
    size_t under = 0, told = 0;
    int64_t days = rate_history_days_left(r->history);
    for (size_t i = 0; i < r->set->count; i++) {
        struct forecast f = rate_history_forecast(r->history, r->now.units.count, i);
        told += f.state == FORECAST_RANGE;
        under += f.state == FORECAST_RANGE && f.high < r->set->items[i].target;
    }
    if (days <= 0)
        return;
    moment_write(r->now.period.to - MOMENT_DAY, "dd/MM/yyyy", to);
    snprintf(left, sizeof left, P_("%lld working day is left", "%lld working days are left", days),
             (long long)days);
    if (told && under && report_judges(r)) /* without a target in force no unit can be below a target */
        paper_sayf(
            p, PAPER_PLAIN,
            P_("By the forecast %zu of %zu rate stays below its target on %s unless something is done; %s.",
               "By the forecast %zu of %zu rates stay below their target on %s unless something is done; %s.",
               told),
            under, told, to, left);
    else
        paper_sayf(p, PAPER_PLAIN,
                   P_("%lld working day is left to the end of %s.",
                      "%lld working days are left to the end of %s.", days),
                   (long long)days, to);
}

/* Names the sources, and how many records their figures lack, at the top, where readers see the figures. */
static void say_sources(const struct report *r, struct paper *p)
{
    char line[LIMIT_LINE_BYTES];
    for (size_t i = 0; i < r->now.sources.count; i++) {
        const struct source_state *s = &r->now.sources.items[i];
        if (s->outcome && !source_is_whole(s))
            paper_sayf(p, PAPER_PLAIN, " %s", source_state_say(s, line, sizeof line));
        else if (s->outcome && source_is_old(s))
            paper_sayf(p, PAPER_PLAIN, " %s", source_state_note(s, line, sizeof line));
    }
}

static void say_judgement(const struct report *r, struct paper *p)
{
    char validity[LIMIT_LINE_BYTES];
    if (r->findings.incomplete) {
        p->warning = strdup(r->now.sources.count
                                ? _("The data are not complete: a source was not read whole, or not lately.")
                                : _("The store holds no data of any source."));
        p->failed = p->failed || !p->warning;
        paper_block(p, PAPER_WARNING, 0);
        paper_say(
            p, PAPER_BOLD,
            r->now.sources.count
                ? _("The data are not complete: a source was not read whole, or not lately. See the last "
                    "annex before using these figures.")
                : _("The store holds no data of any source."));
        say_sources(r, p);
    }
    message_tree(r, p);
    if (evaluation_validity(&r->now, r->set, validity, sizeof validity)) {
        paper_block(p, PAPER_WARNING, 0);
        paper_say(p, PAPER_BOLD, validity);
    }
    closed_say(r, p);
    paper_block(p, PAPER_PARAGRAPH, 0);
    say_dossiers(r, p);
    say_whole(r, p);
    say_units(r, p);
    say_moved(r, p);
    say_forecast(r, p);
    national_say(r, p);
    if (p->official) /* its counts may be small */
        system_say(r, r->now.units.count, p);
}

/* --- changes, overdue dossiers --- */

static size_t movers(const struct report *r, int sign, char *names, size_t size)
{
    char name[LIMIT_VALUE_BYTES];
    size_t found = 0, used = 0;
    for (size_t i = 0; i < r->bound_count; i++) {
        const struct report_row *row = &r->rows[i];
        int moved = (row->now.kept > row->before.kept) - (row->now.kept < row->before.kept);
        if (moved != sign || !row->before.judged)
            continue;
        if (found < NAMED_MOST && used < size)
            used += (size_t)snprintf(names + used, size - used, "%s%.160s", found ? ", " : "",
                                     phrase_unit(r, row->unit, name, sizeof name));
        found++;
    }
    if (found > NAMED_MOST && used < size)
        snprintf(names + used, size - used, _(" and %zu more"), found - NAMED_MOST);
    return found;
}

/* Adds those past their date that wait for the applicant since before it: they are not overdue, and not hidden. */
static void say_excused(const struct report *r, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES];
    struct tally excused = report_tally(&r->now, "open_excused");
    if (excused.known && excused.value > 0)
        paper_sayf(p, PAPER_PLAIN,
                   P_("%s dossier is past its date and not counted as overdue: it waits for the applicant "
                      "since before it.",
                      "%s dossiers are past their date and not counted as overdue: they wait for the "
                      "applicant since "
                      "before it.",
                      excused.value),
                   text_count(excused.value, count));
}

static void say_overdue(const struct report *r, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES], name[LIMIT_VALUE_BYTES], late[64];
    const struct report_overdue *oldest = r->overdue.count ? &r->overdue.items[0] : NULL;
    if (r->overdue.total < 0 && !r->overdue.count) {
        paper_say(
            p, PAPER_PLAIN,
            report_tally(&r->now, "received").known
                ? _("The sources do not tell due dates: what is overdue is not known.")
            : report_knows(r)
                ? _("The store holds published figures, not dossiers: overdue dossiers cannot be listed.")
                : _("Without dossiers in the store it is not known what is overdue."));
        return;
    }
    if (r->overdue.total == 0) {
        char none[LIMIT_LINE_BYTES];
        paper_say(p, PAPER_PLAIN, phrase_none_overdue(r, r->now.units.count, none, sizeof none));
        say_excused(r, p);
        return;
    }
    int64_t overdue = r->overdue.total < 0 ? (int64_t)r->overdue.count : r->overdue.total;
    int days = oldest ? oldest->days_late : 0;
    snprintf(late, sizeof late, P_("%d day", "%d days", days), days);
    paper_sayf(p, PAPER_PLAIN,
               P_("%s open dossier is overdue, by %s (%.160s).",
                  "%s open dossiers are overdue, the oldest by %s (%.160s).", overdue),
               text_count(overdue, count), late,
               oldest && oldest->unit < r->now.units.count ? phrase_unit(r, oldest->unit, name, sizeof name)
                                                           : "–");
    if (r->overdue.total < 0)
        paper_say(p, PAPER_PLAIN, _("Some source does not tell due dates: there may be more than these."));
    struct tally waiting = report_tally(&r->now, "open_overdue_waiting");
    if (waiting.known && waiting.value > 0)
        paper_sayf(
            p, PAPER_PLAIN,
            P_("%s of them waits for the applicant; no time is taken off for that, because it was asked for "
               "after the due date, or the sources do not tell since when.",
               "%s of them wait for the applicant; no time is taken off for that, because they were asked "
               "for "
               "after the due date, or the sources do not tell since when.",
               waiting.value),
            text_count(waiting.value, count));
    say_excused(r, p);
}

static void say_points(const struct report *r, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], points[TEXT_NUMBER_BYTES], computed[TEXT_NUMBER_BYTES];
    size_t up = 0, down = 0;
    const struct report_row *first = NULL;
    for (size_t i = 0; i < r->bound_count;
         i++) /* rows are ordered by kind before they are ordered by points */
        if (r->rows[i].now.points.known &&
            (!first || r->rows[i].now.points.number > first->now.points.number))
            first = &r->rows[i];
    if (first && first->now.points.known && first->computed.known)
        paper_sayf(p, PAPER_PLAIN,
                   _("The highest total score that is published is that of %.160s (%s; computed from the "
                     "published parts: "
                     "%s)."),
                   phrase_unit(r, first->unit, name, sizeof name),
                   text_scaled(first->now.points.number, 2, points),
                   text_scaled(first->computed.number, 2, computed));
    else if (first && first->now.points.known)
        paper_sayf(p, PAPER_PLAIN, _("The highest total score that is published is that of %.160s (%s)."),
                   phrase_unit(r, first->unit, name, sizeof name),
                   text_scaled(first->now.points.number, 2, points));
    for (size_t i = 0; i < r->bound_count; i++) {
        const struct report_row *row = &r->rows[i];
        bool both = row->now.points.known && row->before.points.known;
        up += both && row->now.points.number > row->before.points.number;
        down += both && row->now.points.number < row->before.points.number;
    }
    if (r->has_before && up + down)
        paper_sayf(p, PAPER_PLAIN,
                   P_("Against %s the score of %zu unit rose, that of %zu fell.",
                      "Against %s the score of %zu units rose, that of %zu fell.", up),
                   phrase_before(r), up, down);
}

/* Refers to the annexes by their numbers. */
static void say_annexes(bool overdue, struct paper *p)
{
    paper_say(
        p, PAPER_PLAIN,
        overdue ? _("Results of all units are in Annex I, overdue dossiers in Annex II, definitions, sources "
                    "and quality of the data in Annex III.")
                : _("Results of all units are in Annex I, definitions, sources and quality of the data in "
                    "Annex II."));
}

static void say_issued(const struct issue_changes *changes, struct paper *p)
{
    char cut[PHRASE_BYTES];
    if (changes && changes->count)
        paper_sayf(
            p, PAPER_PLAIN,
            P_("Late edits have changed %zu figure of the report up to %s; the last annex lists it.",
               "Late edits have changed %zu figures of the report up to %s; the last annex lists them.",
               changes->count),
            changes->count, phrase_moment(changes->cut, cut));
}

static void say_changes(const struct report *r, const struct issue_changes *changes, struct paper *p)
{
    char names[LIMIT_LINE_BYTES / 2];
    paper_block(p, PAPER_PARAGRAPH, 0);
    say_overdue(r, p);
    say_points(r, p);
    if (r->has_before && movers(r, 1, names, sizeof names))
        paper_sayf(p, PAPER_PLAIN, _("More commitments kept than %s: %s."), phrase_before(r), names);
    if (r->has_before && movers(r, -1, names, sizeof names))
        paper_sayf(p, PAPER_PLAIN, _("Fewer kept: %s."), names);
    say_issued(changes, p);
    say_annexes(r->overdue.count > 0, p);
}

static void say_closing(const struct report *r, struct paper *p)
{
    const char *to = office_addressed(p);
    (void)r;
    paper_block(p, PAPER_PARAGRAPH, 0);
    if (to)
        paper_sayf(p, PAPER_PLAIN, _("%.300s reports to %.300s for its consideration and direction./."),
                   p->office.issuing, to);
    else
        paper_say(p, PAPER_PLAIN, _("The units are asked to carry this out./."));
}

/* --- the whole --- */

static void subject_take(const struct report *r, struct paper *p)
{
    char period[PHRASE_BYTES], text[LIMIT_LINE_BYTES], date[MOMENT_TEXT_BYTES];
    snprintf(text, sizeof text, _("Results of administrative procedures and online public services (%s)"),
             phrase_period(r->friday ? &r->week.period : &r->now.period, period));
    p->kind = strdup(_("REPORT"));
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    snprintf(text, sizeof text, r->friday ? _("Weekly report, %s") : _("Report, %s"),
             r->friday ? moment_write(r->now.period.cut, "dd/MM/yyyy", date) : period);
    p->file_title = strdup(text);
    p->failed = p->failed || !p->kind || !p->file_title;
    p->made = r->now.period.cut;
}

static void say_person(struct paper *p, const char *before, const char *name)
{
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_say(p, PAPER_PLAIN, before);
    paper_say_blank(p, name);
    paper_say(p, PAPER_PLAIN, ".");
}

static void body_in_three(const struct report *r, const struct issue_changes *changes, struct paper *p)
{
    say_judgement(r, p);
    paper_heading(p, 2, _("1. Results against the targets"));
    cards_table(r, p, r->now.units.count);
    cards_charts(r, p, r->now.units.count, false);
    say_changes(r, changes, p);
    paper_heading(p, 2, _("2. Units that need attention"));
    directed_table(r, p);
    duty_table_say(r, p);
    paper_heading(p, 2, _("3. What is proposed"));
    directed_propose(r, p);
    say_closing(r, p);
}

/* Offices of the centre ask for four parts: I đánh giá chung, II kết quả, III tồn tại, hạn chế, IV phương hướng, nhiệm
 * vụ. Texts that only a person can write are blanks. */
static void body_in_four(const struct report *r, const struct issue_changes *changes, struct paper *p)
{
    paper_heading(p, 1, _("I. General assessment"));
    say_judgement(r, p);
    paper_heading(p, 1, _("II. Results"));
    cards_table(r, p, r->now.units.count);
    cards_charts(r, p, r->now.units.count, false);
    say_changes(r, changes, p);
    paper_heading(p, 1, _("III. Shortcomings"));
    directed_table(r, p);
    duty_table_say(r, p);
    say_person(p, _("Causes:"), _("causes"));
    paper_heading(p, 1, _("IV. Directions and tasks"));
    directed_propose(r, p);
    say_person(p, _("Other tasks:"), _("other tasks"));
    say_closing(r, p);
}

/* The public reads the results, without the office's words to the units. */
static void body_for_public(const struct report *r, struct paper *p)
{
    p->official = false;
    say_judgement(r, p);
    cards_table(r, p, r->now.units.count);
    cards_charts(r, p, r->now.units.count, false);
    paper_block(p, PAPER_PARAGRAPH, 0);
    say_annexes(false, p);
    paper_sayf(p, PAPER_PLAIN, _("Counts below %d, and rates that would tell them, are hidden (<%d, *)."),
               PUBLISH_LEAST, PUBLISH_LEAST);
}

struct paper *compose_report(const struct report *r, struct error *e)
{
    return compose_report_with(r, &(struct compose_wish){0}, e);
}

static void body_make(const struct report *r, const struct compose_wish *wish, struct paper *p)
{
    if (wish->for_public)
        body_for_public(r, p);
    else if (office_four_parts(r->config))
        body_in_four(r, wish->changes, p);
    else
        body_in_three(r, wish->changes, p);
}

struct paper *compose_report_with(const struct report *r, const struct compose_wish *wish, struct error *e)
{
    struct paper *p = paper_new();
    if (!p) {
        error_memory(e, "report");
        return NULL;
    }
    office_take(p, r->config, r->now.period.cut, wish->fill);
    subject_take(r, p);
    body_make(r, wish, p);
    if (!wish->no_annexes)
        annexes_add(r, wish->for_public ? NULL : wish->changes, !wish->for_public, p);
    if (!wish->no_sheets)
        workbook_add(r, p);
    message_add(r, wish->for_public, p);
    if (wish->for_public)
        publish(p);
    if (!p->failed)
        return p;
    paper_free(p);
    error_memory(e, "report");
    return NULL;
}
