#include "report/phrase.h"
#include "base/wide.h"
#include "show/forecast_words.h"

#include <stdio.h>
#include <string.h>

const char *phrase_unit(const struct report *r, size_t unit, char *out, size_t size)
{
    if (unit < r->now.units.count)
        return unit_short_name(&r->now.units.units[unit], out, size);
    snprintf(out, size, "%s", _("Total"));
    return out;
}

const char *phrase_rate(const struct verdict *v, int64_t target, char out[TEXT_NUMBER_BYTES])
{
    return v->kept == KEPT_NO ? text_rate_under(v->ratio.n, v->ratio.d, target, out)
                              : text_rate(v->ratio.n, v->ratio.d, 2, out);
}

bool phrase_moved(const struct ratio *now, const struct ratio *before, int64_t *hundredths)
{
    *hundredths = 0;
    if (!now->known || !before->known || now->d <= 0 || before->d <= 0)
        return false;
    int64_t a = (int64_t)(((wide)now->n * 20000 + now->d) / ((wide)now->d * 2));
    int64_t b = (int64_t)(((wide)before->n * 20000 + before->d) / ((wide)before->d * 2));
    *hundredths = a - b;
    return true;
}

const char *phrase_moment(moment m, char out[PHRASE_BYTES])
{
    char date[MOMENT_TEXT_BYTES];
    struct wall w = moment_wall(m);
    snprintf(out, PHRASE_BYTES, _("%02d:%02d on %s"), w.hour, w.minute, moment_write(m, "dd/MM/yyyy", date));
    return out;
}

const char *phrase_day(moment m, char out[PHRASE_BYTES])
{
    char month[TEXT_NUMBER_BYTES];
    struct wall day = moment_wall(m);
    /* Decree 30/2020 wants a zero before days below 10 and before the months 1 and 2 */
    snprintf(month, sizeof month, day.month < 3 ? "%02d" : "%d", day.month);
    snprintf(out, PHRASE_BYTES, _("day %02d month %s year %04d"), day.day, month, day.year);
    return out;
}

/* Words a kind of period without a name in papers by its first and last day; nine months are named as the forms do. */
static const char *span_words(const struct period *p, char out[PHRASE_BYTES])
{
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES];
    struct wall first = moment_wall(p->from), end = moment_wall(p->to);
    bool months = first.day == 1 && end.day == 1 && !first.hour && !end.hour;
    if (months && first.month == 1 && end.month == 10 && first.year == end.year) {
        snprintf(out, PHRASE_BYTES, _("first nine months of %d"), first.year);
        return out;
    }
    snprintf(out, PHRASE_BYTES, p->kind == PERIOD_WEEK ? _("week from %s to %s") : _("from %s to %s"),
             moment_write(p->from, "dd/MM/yyyy", from),
             moment_write(months ? p->to - MOMENT_DAY : p->to, "dd/MM/yyyy", to));
    return out;
}

const char *phrase_period(const struct period *p, char out[PHRASE_BYTES])
{
    static const char *const roman[] = {"I", "II", "III", "IV"};
    struct wall w = moment_wall(p->from);
    switch (p->kind) {
    case PERIOD_MONTH:
        snprintf(out, PHRASE_BYTES, _("month %d of %d"), w.month, w.year);
        return out;
    case PERIOD_QUARTER:
        snprintf(out, PHRASE_BYTES, _("quarter %s of %d"), roman[(w.month - 1) / 3 % 4], w.year);
        return out;
    case PERIOD_HALF:
        snprintf(out, PHRASE_BYTES, w.month < 7 ? _("first half of %d") : _("second half of %d"), w.year);
        return out;
    case PERIOD_NINE:
        snprintf(out, PHRASE_BYTES, _("first nine months of %d"), w.year);
        return out;
    case PERIOD_YEAR:
        snprintf(out, PHRASE_BYTES, _("year %d"), w.year);
        return out;
    default:
        return span_words(p, out);
    }
}

const char *phrase_before(const struct report *r)
{
    return r->friday ? _("last Friday") : _("the period before");
}

const char *phrase_state(const struct report *r, size_t unit, size_t i, const struct verdict *v,
                         enum kept *state, bool *near, char out[PHRASE_BYTES])
{
    char count[TEXT_NUMBER_BYTES], words[PHRASE_BYTES / 2];
    (void)r;
    (void)unit;
    (void)i;
    *state = v->kept;
    *near = v->near;
    if (v->kept == KEPT_NO) {
        snprintf(words, sizeof words, _("short %s"), text_count(v->fix_existing, count));
        snprintf(out, PHRASE_BYTES, "▲ %s", words);
    } else if (v->kept == KEPT_YES) {
        snprintf(out, PHRASE_BYTES, *near ? "◊ %s" : "● %s", *near ? _("just kept") : _("kept"));
    } else {
        snprintf(out, PHRASE_BYTES, "%s", kept_words(v->kept));
    }
    return out;
}

const char *phrase_range(const struct forecast *f, char out[PHRASE_BYTES])
{
    char range[FORECAST_TEXT_BYTES];
    snprintf(out, PHRASE_BYTES, "%s", forecast_text(f, range));
    return out;
}

const char *phrase_count(const struct evaluation *v, const char *counter, char out[TEXT_NUMBER_BYTES])
{
    struct tally t = report_tally(v, counter);
    return t.known ? text_count(t.value, out) : "–";
}

const char *phrase_none_overdue(const struct report *r, size_t unit, char *out, size_t size)
{
    struct tally open = counts_named(&r->now.counts, unit, "open");
    char count[TEXT_NUMBER_BYTES];
    if (!open.known)
        snprintf(out, size, "%s", _("No overdue dossier is known; how many are open is not known."));
    else if (!open.value)
        snprintf(out, size, "%s", _("No dossier of the store is open at the cut-off."));
    else
        snprintf(
            out, size,
            r->findings.incomplete
                ? P_("The %s open dossier that the store holds is not overdue; the data are not complete.",
                     "Of the %s open dossiers that the store holds none is overdue; the data are not "
                     "complete.",
                     open.value)
                : P_("The %s open dossier is not overdue at the cut-off.",
                     "Of the %s open dossiers none is overdue at the cut-off.", open.value),
            text_count(open.value, count));
    return out;
}
