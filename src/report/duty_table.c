#include "report/duty_table.h"

#include <stdio.h>

#include "report/duties.h"
#include "report/gap_columns.h"
#include "report/phrase.h"

enum { NAMED = 3 };

/* --- the signed part --- */

/* The result of one mandate over the units that the mandate binds. */
struct duty {
    size_t bound, kept, judged, unknown;
    int64_t lacking;     /* dossiers that the units that break the mandate must still bring in order */
    size_t worst[NAMED]; /* units; the unit that lacks most dossiers comes first */
    size_t worst_count;
};

static void worst_add(struct duty *d, const struct report *r, const struct report_mandates *m, size_t k,
                      size_t unit)
{
    int64_t target = m->set->items[k].target,
            mine = commitment_fix_existing(duties_ratio(r, m, k, unit), target);
    size_t at = d->worst_count < NAMED ? d->worst_count++ : NAMED;
    while (at > 0 && commitment_fix_existing(duties_ratio(r, m, k, d->worst[at - 1]), target) < mine) {
        if (at < NAMED)
            d->worst[at] = d->worst[at - 1];
        at--;
    }
    if (at < NAMED)
        d->worst[at] = unit;
}

static struct duty duty_make(const struct report *r, const struct report_mandates *m, size_t k)
{
    struct duty d = {0};
    for (size_t unit = 0; unit < r->now.units.count; unit++) {
        const struct ratio *ratio = duties_ratio(r, m, k, unit);
        if (!duties_bind(r, m, k, unit))
            continue;
        enum kept kept = commitment_judge(ratio, m->set->items[k].target);
        d.bound++;
        d.unknown += kept == KEPT_UNKNOWN;
        d.judged += kept == KEPT_YES || kept == KEPT_NO;
        d.kept += kept == KEPT_YES;
        if (kept != KEPT_NO)
            continue;
        d.lacking += commitment_fix_existing(ratio, m->set->items[k].target);
        worst_add(&d, r, m, k, unit);
    }
    return d;
}

static void names_write(const struct report *r, const struct report_mandates *m, size_t k,
                        const struct duty *d, char *out, size_t size)
{
    char name[LIMIT_VALUE_BYTES], n[TEXT_NUMBER_BYTES], all[TEXT_NUMBER_BYTES];
    size_t used = 0, broken = d->judged - d->kept;
    *out = '\0';
    for (size_t i = 0; i < d->worst_count && used < size; i++) {
        const struct ratio *ratio = duties_ratio(r, m, k, d->worst[i]);
        used += (size_t)snprintf(out + used, size - used, "%s%.100s (%s/%s)", i ? ", " : "",
                                 phrase_unit(r, d->worst[i], name, sizeof name), text_count(ratio->n, n),
                                 text_count(ratio->d, all));
    }
    if (broken > d->worst_count && used < size)
        snprintf(out + used, size - used, _(" and %zu more"), broken - d->worst_count);
}

static void duty_row(const struct report *r, const struct report_mandates *m, size_t k, struct paper_table *t)
{
    const struct mandate *x = &m->set->items[k];
    struct duty d = duty_make(r, m, k);
    char text[LIMIT_LINE_BYTES];
    paper_words(t, x->title);
    paper_target(t, x->target);
    if (!d.judged) {
        paper_none(t, !d.bound ? _("no such unit") : d.unknown ? _("no data") : _("nothing arose"));
        paper_none(t, "–");
        paper_none(t, "–");
        return;
    }
    snprintf(text, sizeof text, "%zu/%zu", d.kept, d.judged);
    paper_words(t, text);
    paper_mark(t, d.kept == d.judged ? PAPER_KEPT : PAPER_SHORT, false);
    if (d.unknown) {
        snprintf(text, sizeof text, _("no data of %zu"), d.unknown);
        paper_note(t, text);
    }
    paper_count(t, true, d.lacking);
    names_write(r, m, k, &d, text, sizeof text);
    if (*text)
        paper_words(t, text);
    else
        paper_none(t, "–");
}

static void set_say(const struct report *r, const struct report_mandates *m, struct paper *p)
{
    char days[LIMIT_LINE_BYTES], from[MOMENT_TEXT_BYTES], cut[PHRASE_BYTES];
    if (!m->judges) {
        paper_block(p, PAPER_PARAGRAPH, 0);
        paper_sayf(p, PAPER_PLAIN, _("%.400s: not in force in this period (%s), so no unit is judged by it."),
                   m->set->title, validity_days(m->set->valid_from, m->set->valid_to, days, sizeof days));
        return;
    }
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_sayf(p, PAPER_PLAIN, _("%.400s (from %s to %s):"), m->set->title,
               moment_write(m->period.from, "dd/MM/yyyy", from), phrase_moment(m->period.cut, cut));
    struct paper_table *t = paper_table(p);
    paper_column(t, "title", _("Mandate"), PAPER_WORDS, 0);
    paper_column(t, "target", _("Target"), PAPER_TARGET, 20);
    paper_column(t, "kept", _("Units that keep it"), PAPER_CENTRE, 24);
    paper_column(t, "short", _("Dossiers short"), PAPER_COUNT, 20);
    paper_column(t, "units", _("Units that do not"), PAPER_WORDS, 60);
    for (size_t k = 0; k < m->set->count; k++)
        duty_row(r, m, k, t);
}

void duty_table_say(const struct report *r, struct paper *p)
{
    for (size_t i = 0; i < r->mandates.count; i++)
        set_say(r, &r->mandates.sets[i], p);
}

/* --- the workbook --- */

static void sheet_row(const struct report *r, const struct report_mandates *m, size_t k, size_t unit,
                      struct paper_table *t)
{
    const struct mandate *x = &m->set->items[k];
    const struct ratio *ratio = duties_ratio(r, m, k, unit);
    enum kept kept = commitment_judge(ratio, x->target);
    enum paper_mark mark = !m->judges         ? PAPER_UNMARKED
                           : kept == KEPT_NO  ? PAPER_SHORT
                           : kept == KEPT_YES ? PAPER_KEPT
                                              : PAPER_QUIET;
    char name[LIMIT_VALUE_BYTES];
    paper_words(t, x->code);
    paper_words(t, x->title);
    paper_words(t, phrase_unit(r, unit, name, sizeof name));
    paper_count(t, ratio->known, ratio->n);
    paper_count(t, ratio->known, ratio->d);
    if (ratio->known && ratio->d > 0)
        paper_rate(t, ratio->n, ratio->d, NULL);
    else
        paper_none(t, kept_words(kept));
    paper_mark(t, mark, false);
    paper_target(t, x->target);
    if (m->judges && (kept == KEPT_YES || kept == KEPT_NO))
        paper_count(t, true, commitment_fix_existing(ratio, x->target));
    else
        paper_none(t, m->judges ? "–" : _("not in force"));
    paper_mark(t, mark, false);
}

static void sheet_rows(const struct report *r, struct paper_table *t)
{
    for (size_t i = 0; i < r->mandates.count; i++) {
        const struct report_mandates *m = &r->mandates.sets[i];
        for (size_t k = 0; k < m->set->count; k++)
            for (size_t unit = 0; unit < r->now.units.count; unit++)
                if (duties_bind(r, m, k, unit))
                    sheet_row(r, m, k, unit, t);
    }
}

void duty_table_sheet(const struct report *r, struct paper *p)
{
    struct paper_table *t = paper_sheet(p, "mandates", _("Tasks of departments"));
    paper_column(t, "mandate", _("Code"), PAPER_CODE, 22);
    paper_column(t, "title", _("Mandate"), PAPER_WORDS, 80);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 44);
    gap_columns(t, _("Done"), 14);
    sheet_rows(r, t);
    if (t && !paper_rows(t)) {
        paper_words(t, NULL);
        paper_words(t, r->mandates.count ? _("No unit is bound by the tasks of the config.")
                                         : _("The config names no tasks of departments (mandates)."));
        while (t->cell_count % t->column_count)
            paper_words(t, NULL);
    }
}
