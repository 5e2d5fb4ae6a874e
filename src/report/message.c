/* The message that a clerk pastes into a chat has at most twenty lines, no markup, no address and no picture. */
#include "report/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "count/unit_forest.h"
#include "report/directed.h"
#include "report/national_lines.h"
#include "report/phrase.h"
#include "report/publish.h"

enum { NAMED_MOST = 8, SOURCES_TOLD = 2 };

static void message_rates(const struct report *r, bool for_public, struct paper *p)
{
    char rate[TEXT_NUMBER_BYTES], state[PHRASE_BYTES], target[TEXT_NUMBER_BYTES];
    enum kept kept;
    bool near;
    for (size_t i = 0; i < r->set->count; i++) {
        const struct verdict *v = &r->all.now.verdicts[i];
        if (!r->shown[i])
            continue;
        phrase_state(r, r->now.units.count, i, v, &kept, &near, state);
        const char *words =
            strncmp(state, "▲ ", 4) == 0 || strncmp(state, "● ", 4) == 0 || strncmp(state, "◊ ", 4) == 0
                ? state + 4
                : state;
        if (for_public && kept != KEPT_NONE && kept != KEPT_UNKNOWN)
            words = kept_words(kept); /* without the dossiers that are short */
        if (for_public && v->ratio.known && publish_hides(v->ratio.n, v->ratio.d))
            paper_message(p, "- %s: *", r->set->items[i].title);
        else if (v->ratio.known && v->ratio.d > 0)
            paper_message(p, _("- %s: %s%% (target %s%%), %s"), r->set->items[i].title,
                          phrase_rate(v, r->set->items[i].target, rate),
                          text_scaled(r->set->items[i].target * (FIGURE_SCALE / 100), 0, target), words);
        else
            paper_message(p, "- %s: %s", r->set->items[i].title, words);
    }
}

static void message_short(const struct report *r, struct paper *p)
{
    char name[LIMIT_VALUE_BYTES], count[TEXT_NUMBER_BYTES];
    size_t all = directed_count(r, 1);
    if (!all) {
        char line[LIMIT_LINE_BYTES];
        paper_message(p, "%s", directed_none(r, line, sizeof line));
        return;
    }
    paper_message(p, _("Units that are short: %zu of %zu. Furthest behind:"), all, r->bound_count);
    const struct report_row **rows = directed_rows(r, 1, &all);
    p->failed = p->failed || !rows;
    for (size_t i = 0; i < all && i < NAMED_MOST; i++) {
        const struct report_row *row = rows[i];
        paper_message(p,
                      P_("- %.200s: keeps %zu/%zu, short %s dossier",
                         "- %.200s: keeps %zu/%zu, short %s dossiers", row->now.short_total),
                      phrase_unit(r, row->unit, name, sizeof name), row->now.kept, row->now.judged,
                      text_count(row->now.short_total, count));
    }
    free(rows);
}

static void message_overdue(const struct report *r, struct paper *p)
{
    char count[TEXT_NUMBER_BYTES];
    if (r->overdue.total > 0)
        paper_message(p, P_("Overdue: %s dossier", "Overdue: %s dossiers", r->overdue.total),
                      text_count(r->overdue.total, count));
    else if (r->overdue.total == 0)
        paper_message(p, "%s",
                      r->findings.incomplete ? _("Overdue: none among the dossiers that are there")
                                             : _("Overdue: none"));
    else
        paper_message(p, "%s", _("Overdue: not known"));
}

void message_add(const struct report *r, bool for_public, struct paper *p)
{
    char to[PHRASE_BYTES], period[PHRASE_BYTES], line[LIMIT_LINE_BYTES];
    if (r->friday)
        paper_message(p, _("Administrative procedures, figures up to %s"),
                      phrase_moment(r->now.period.cut, to));
    else
        paper_message(p, _("Administrative procedures, %s"), phrase_period(&r->now.period, period));
    message_rates(r, for_public, p);
    national_message(r, p);
    if (!for_public) {
        message_short(r, p);
        message_overdue(r, p);
    }
    if (*unit_forest_say(&r->now.units, line, sizeof line))
        paper_message(p, "%s", line);
    char validity[LIMIT_LINE_BYTES];
    if (evaluation_validity(&r->now, r->set, validity, sizeof validity))
        paper_message(p, "%s", validity);
    if (r->findings.incomplete)
        paper_message(p, "%s",
                      r->now.sources.count
                          ? _("Note: the data are not complete; a source was not read whole, or not lately.")
                          : _("The store holds no data of any source."));
    for (size_t i = 0, told = 0; i < r->now.sources.count && told < SOURCES_TOLD; i++)
        if (!source_is_whole(&r->now.sources.items[i])) {
            paper_message(p, "%s", source_state_say(&r->now.sources.items[i], line, sizeof line));
            told++;
        }
}

void message_tree(const struct report *r, struct paper *p)
{
    char line[LIMIT_LINE_BYTES];
    if (!*unit_forest_say(&r->now.units, line, sizeof line))
        return;
    paper_block(p, PAPER_WARNING, 0);
    paper_sayf(p, PAPER_BOLD, "%s", line);
}
