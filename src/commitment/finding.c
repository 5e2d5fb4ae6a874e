#include "commitment/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "count/gap.h"
#include "count/unit_forest.h"
#include "metric/figure_mark.h"

enum { FRESH_SECONDS = 24 * 3600 };

struct finder {
    struct store *store;
    const struct config *config;
    struct evaluation *v;
    const struct commitment_set *set;
    moment since;
    struct findings *out;
    size_t broken, marked; /* figures */
    int64_t received, gaps;
    char mark[LIMIT_VALUE_BYTES]; /* the portal's word that is being counted */
    int64_t mark_count;
    bool failed; /* no memory */
};

static void say(struct finder *f, struct finding_lines *lines, const char *fmt, ...) PRINTF_LIKE(3, 4);
static void say(struct finder *f, struct finding_lines *lines, const char *fmt, ...)
{
    char line[LIMIT_LINE_BYTES];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    char **longer = reallocarray(lines->items, lines->count + 1, sizeof *longer);
    char *copy = longer ? strdup(line) : NULL;
    if (longer)
        lines->items = longer;
    if (copy)
        lines->items[lines->count++] = copy;
    f->failed = f->failed || !copy;
}

static const char *unit_name(const struct evaluation *v, size_t unit)
{
    return unit < v->units.count ? v->units.units[unit].name : _("Total");
}

/* --- sources and their records --- */

/* True if the source was first read over a day after the cut-off; before that nothing of it was known. */
static bool source_is_later(const struct finder *f, const struct source_state *s)
{
    return s->complete != MOMENT_NONE && s->complete > f->v->period.cut + FRESH_SECONDS;
}

static void source_find(struct finder *f, struct source_state *s)
{
    struct finding_lines *faults = &f->out->faults;
    char date[MOMENT_TEXT_BYTES], line[LIMIT_LINE_BYTES], count[TEXT_NUMBER_BYTES];
    s->stale = s->complete != MOMENT_NONE && s->complete < f->v->period.cut - FRESH_SECONDS;
    f->out->incomplete = f->out->incomplete || s->stale || source_is_old(s) || !source_is_whole(s);
    if (!s->outcome)
        say(f, faults, _("%s had not been polled by the cut-off."), s->name);
    else if (!source_is_whole(s))
        say(f, faults, "%s", source_state_say(s, line, sizeof line));
    else if (s->stale)
        say(f, faults, _("%s was last read whole at %s: what came since is missing."), s->name,
            moment_write(s->complete, "HH:mm dd/MM/yyyy", date));
    if (source_is_later(f, s))
        say(f, faults,
            _("%s was first read at %s, long after the cut-off: its figures are those that were known then."),
            s->name, moment_write(s->complete, "HH:mm dd/MM/yyyy", date));
    if (s->rejected)
        say(f, faults,
            P_("%s: %s record could not be read and is in no figure ('motcua rejects' lists it).",
               "%s: %s records could not be read and are in no figure ('motcua rejects' lists them).",
               s->rejected),
            s->name, text_count(s->rejected, count));
    if (source_is_old(s))
        say(f, faults, _("%s: the newest figures are of %s, however lately they came."), s->name,
            moment_write(s->newest, "dd/MM/yyyy", date));
    if (s->missing)
        say(f, faults,
            P_("%s: %s dossier is no longer given by the portal; no figure holds it.",
               "%s: %s dossiers are no longer given by the portal; no figure holds them.", s->missing),
            s->name, text_count(s->missing, count));
}

static bool state_of(const struct source_states *states, const char *code)
{
    for (size_t i = 0; i < states->count; i++)
        if (strcmp(states->items[i].code, code) == 0)
            return true;
    return false;
}

static void sources_find(struct finder *f)
{
    struct source_states *states = &f->v->sources;
    size_t whole = 0, never = 0;
    int64_t got = 0, rejected = 0;
    char records[TEXT_NUMBER_BYTES], bad[TEXT_NUMBER_BYTES];
    for (size_t i = 0; i < states->count; i++) {
        source_find(f, &states->items[i]);
        whole += source_is_whole(&states->items[i]) && !states->items[i].stale &&
                 !source_is_later(f, &states->items[i]);
        got += states->items[i].got;
        rejected += states->items[i].rejected;
    }
    for (size_t i = 0; i < f->config->source_count; i++)
        if (!state_of(states, f->config->sources[i].name)) {
            say(f, &f->out->faults, _("%s is configured, and nothing has come of it yet."),
                f->config->sources[i].title);
            never++;
        }
    f->out->incomplete = f->out->incomplete || never || !states->count;
    if (!states->count) {
        say(f, &f->out->faults, "%s", _("The store holds no source: there is nothing to judge by."));
        say(f, &f->out->checked, "%s", _("Sources: none is in the store, so nothing could be looked at."));
        return;
    }
    say(f, &f->out->checked,
        P_("Sources: %zu of %zu was read whole within a day of the cut-off.",
           "Sources: %zu of %zu were read whole within a day of the cut-off.", whole),
        whole, states->count + never);
    say(f, &f->out->checked,
        P_("Records: the newest polls brought %s; %s record of these sources waits unread.",
           "Records: the newest polls brought %s; %s records of these sources wait unread.", rejected),
        text_count(got, records), text_count(rejected, bad));
}

static void units_find(struct finder *f)
{
    char line[LIMIT_LINE_BYTES];
    if (*unit_forest_say(&f->v->units, line, sizeof line))
        say(f, &f->out->faults, "%s", line);
}

/* --- dossiers --- */

static bool gap_seen(void *context, const struct gap *gap, struct error *e)
{
    struct finder *f = context;
    char unknown[TEXT_NUMBER_BYTES], all[TEXT_NUMBER_BYTES];
    (void)e;
    f->received += gap->received;
    if (!gap->status_told)
        say(f, &f->out->faults,
            _("%s: does not tell the state of a dossier; dossiers that were refused, withdrawn or stopped "
              "are counted as all others."),
            gap->source);
    for (size_t i = 0; i < GAP_FIELDS; i++)
        if (gap->unknown[i]) {
            f->gaps += gap->unknown[i];
            say(f, &f->out->faults,
                P_("%s: of %s dossier received in the period %s came without a known %s (missing, or a word "
                   "that is not known).",
                   "%s: of %s dossiers received in the period %s came without a known %s (missing, or a word "
                   "that is not known).",
                   gap->received),
                gap->source, text_count(gap->received, all), text_count(gap->unknown[i], unknown),
                gap_field_words(gap_fields[i]));
        }
    return true;
}

static void undated_find(struct finder *f)
{
    struct tally all = counts_named(&f->v->counts, f->v->units.count, "undated");
    char count[TEXT_NUMBER_BYTES];
    if (all.known && all.value)
        say(f, &f->out->faults,
            P_("%s dossier is said to have ended but has no date; it is counted as open.",
               "%s dossiers are said to have ended but have no date; they are counted as open.", all.value),
            text_count(all.value, count));
}

static bool dossiers_find(struct finder *f, struct error *e)
{
    char received[TEXT_NUMBER_BYTES];
    if (!gaps_each(f->store, &f->v->period, gap_seen, f, e))
        return false;
    undated_find(f);
    if (f->received)
        say(f, &f->out->checked,
            _("Dossiers: %s received in the period were looked through for unknown unit, channel, level, "
              "state, "
              "obligation to pay and digitization, where their source tells these."),
            text_count(f->received, received));
    else
        say(f, &f->out->checked, "%s", _("Dossiers: the store holds none that was received in the period."));
    return true;
}

static void identities_find(struct finder *f)
{
    struct identity_break breaks[LIMIT_IDENTITY_BREAKS];
    size_t found = counts_check(&f->v->counts, breaks, LIMIT_IDENTITY_BREAKS), could = 0, all = 0;
    could = counts_checkable(&f->v->counts, &all);
    for (size_t i = 0; i < found && i < LIMIT_IDENTITY_BREAKS; i++)
        say(f, &f->out->faults, _("%s: %s does not hold (%lld against %lld)."),
            unit_name(f->v, breaks[i].unit), breaks[i].identity, (long long)breaks[i].left,
            (long long)breaks[i].right);
    if (found > LIMIT_IDENTITY_BREAKS)
        say(f, &f->out->faults,
            P_("%zu further broken identity.", "%zu further broken identities.",
               found - LIMIT_IDENTITY_BREAKS),
            found - LIMIT_IDENTITY_BREAKS);
    if (could)
        say(f, &f->out->checked,
            P_("Sums of the counters: %zu of %zu could be checked, %zu does not hold.",
               "Sums of the counters: %zu of %zu could be checked, %zu do not hold.", found),
            could, all, found);
    else
        say(f, &f->out->checked, "%s",
            _("Sums of the counters: none could be checked; no unit has the counters for it."));
}

/* --- published figures --- */

/* Reports the last word and how many marks in a row had that word; a word that comes again later is reported again. */
static void marks_tell(struct finder *f)
{
    char count[TEXT_NUMBER_BYTES];
    if (f->mark_count)
        say(f, &f->out->faults,
            P_("The portal marks %s published figure as \"%s\".",
               "The portal marks %s published figures as \"%s\".", f->mark_count),
            text_count(f->mark_count, count), f->mark);
    f->mark_count = 0;
}

static bool mark_seen(void *context, const struct figure_mark *mark, struct error *e)
{
    struct finder *f = context;
    char from[MOMENT_TEXT_BYTES];
    long unit = unit_find(&f->v->units, mark->unit);
    (void)e;
    if (!mark->broken) {
        if (f->mark_count && strcmp(f->mark, mark->text) != 0)
            marks_tell(f);
        snprintf(f->mark, sizeof f->mark, "%s", mark->text);
        f->mark_count++;
        f->marked++;
        return true;
    }
    if (f->broken++ < LIMIT_IDENTITY_BREAKS)
        say(f, &f->out->faults, _("%s, %s, period from %s: published sums do not hold: %s."), mark->source,
            unit < 0 ? mark->unit : f->v->units.units[unit].name,
            moment_write(mark->period_from, "dd/MM/yyyy", from), mark->text);
    return true;
}

static bool figures_find(struct finder *f, struct error *e)
{
    char count[TEXT_NUMBER_BYTES];
    int64_t figures;
    moment known = store_known(f->store), at = f->v->period.at;
    if (known != MOMENT_NONE && known < at)
        at = known;
    if (!figure_marks_each(f->store, f->since, f->v->period.cut, at, &figures, mark_seen, f, e))
        return false;
    marks_tell(f);
    f->out->figures = figures;
    if (f->broken > LIMIT_IDENTITY_BREAKS)
        say(f, &f->out->faults,
            P_("%zu further published sum that does not hold.",
               "%zu further published sums that do not hold.", f->broken - LIMIT_IDENTITY_BREAKS),
            f->broken - LIMIT_IDENTITY_BREAKS);
    if (figures)
        say(f, &f->out->checked,
            P_("Published figures: %s, of which %zu was found in a sum that did not hold when it was read.",
               "Published figures: %s, of which %zu were found in sums that did not hold when they were "
               "read.",
               f->broken),
            text_count(figures, count), f->broken);
    return true;
}

/* --- judged units --- */

static void unknown_find(struct finder *f)
{
    size_t bound = 0, kindless = 0;
    char names[LIMIT_VALUE_BYTES] = "";
    const struct evaluation *v = f->v;
    size_t unknown[LIMIT_COMMITMENTS] = {0};
    for (size_t unit = 0; unit < v->units.count; unit++) {
        const struct unit *u = &v->units.units[unit];
        if (!evaluation_shows(v, f->set, unit))
            continue;
        if (strcmp(u->kind ? u->kind : "other", "other") == 0 && f->set->unit_kinds[0] && kindless++ == 0)
            snprintf(names, sizeof names, "%.200s", u->name);
        if (!evaluation_binds(v, f->set, unit))
            continue;
        bound++;
        for (size_t i = 0; i < f->set->count; i++)
            unknown[i] += !evaluation_ratio(v, evaluation_metric(v, f->set, i), unit).known;
    }
    for (size_t i = 0; i < f->set->count; i++)
        if (unknown[i] && evaluation_by_unit(v, f->set, i))
            say(f, &f->out->faults,
                P_("%s: no data of %zu of the %zu unit.", "%s: no data of %zu of the %zu units.", bound),
                f->set->items[i].title, unknown[i], bound);
    if (kindless)
        say(f, &f->out->faults,
            P_("%zu unit is of no known kind (%s): whether the commitments bind it is not known, so it is "
               "not judged.",
               "%zu units are of no known kind (%s ...): whether the commitments bind them is not known, so "
               "they are not judged.",
               kindless),
            kindless, names);
    if (evaluation_ended_say(v, names, sizeof names))
        say(f, &f->out->faults, "%s", names);
    if (bound)
        say(f, &f->out->checked,
            P_("Units: %zu that the commitments bind has data in the period.",
               "Units: %zu that the commitments bind have data in the period.", bound),
            bound);
    else
        say(f, &f->out->checked, "%s",
            _("Units: none that the commitments bind has data in the period, so no unit is judged."));
}

static void validity_find(struct finder *f)
{
    char line[LIMIT_LINE_BYTES];
    if (evaluation_validity(f->v, f->set, line, sizeof line))
        say(f, &f->out->faults, "%s", line);
}

bool findings_make(struct store *s, const struct config *c, struct evaluation *v,
                   const struct commitment_set *set, moment since, struct findings *out, struct error *e)
{
    struct finder f = {.store = s, .config = c, .v = v, .set = set, .since = since, .out = out};
    *out = (struct findings){0};
    validity_find(&f);
    sources_find(&f);
    units_find(&f);
    unknown_find(&f);
    bool ok = dossiers_find(&f, e);
    identities_find(&f);
    ok = ok && figures_find(&f, e);
    if (ok && f.failed)
        ok = error_memory(e, "findings");
    if (!ok)
        findings_free(out);
    return ok;
}

static void lines_free(struct finding_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->items[i]);
    free(lines->items);
}

void findings_free(struct findings *f)
{
    lines_free(&f->faults);
    lines_free(&f->checked);
    *f = (struct findings){0};
}
