#include "report/unit_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/unit_kind.h"
#include "report/office.h"
#include "report/phrase.h"

enum { TERMS = 3 };

/* A column is a sum of counters; a '-' stands before a counter that is subtracted. A column without terms stays
 * empty. */
struct field {
    const char *name, *group, *title;
    const char *terms[TERMS];
    bool weekly, second; /* second: the column stands in the second table of the layout for a period */
};

static const struct field fields[] = {
    {"received_total", N_("Taken in"), N_("Total"), {"received", "carried_over"}, true, false},
    {"received_full", N_("Taken in"), N_("Online,\nwhole"), {"received_level4_online"}, true, false},
    {"received_part", N_("Taken in"), N_("Online,\nin part"), {"received_level3_online"}, true, false},
    {"received_other",
     N_("Taken in"),
     N_("Online,\nother"),
     {"received_online", "-received_level4_online", "-received_level3_online"},
     false,
     false},
    {"received_postal", N_("Taken in"), N_("By post"), {"received_postal"}, true, false},
    {"received_counter", N_("Taken in"), N_("At the\ncounter"), {"received_counter"}, true, false},
    {"received_for_others", N_("Taken in"), N_("For other\nplaces"), {"handled_elsewhere"}, false, false},
    {"carried_over", N_("Taken in"), N_("Period\nbefore"), {"carried_over"}, true, false},
    {"finished", N_("Settled"), N_("Total"), {"finished"}, true, false},
    {"early", N_("Settled"), N_("Early"), {"early"}, true, false},
    {"on_time", N_("Settled"), N_("On time"), {"on_time"}, true, false},
    {"late", N_("Settled"), N_("Late"), {"late"}, true, false},
    {"late_apologized", N_("Settled"), N_("Late, with\napology"), {"late_apologized"}, false, false},
    {"late_silent", N_("Settled"), N_("Late,\nwithout"), {"late", "-late_apologized"}, false, false},
    {"open", N_("Open"), N_("Total"), {"open"}, true, false},
    {"open_undue", N_("Open"), N_("Not due"), {"open", "-open_overdue"}, true, false},
    {"open_overdue", N_("Open"), N_("Overdue"), {"open_overdue"}, true, false},
    {"overdue_apologized",
     N_("Open"),
     N_("Overdue,\nwith\napology"),
     {"open_overdue_apologized"},
     false,
     false},
    {"overdue_silent",
     N_("Open"),
     N_("Overdue,\nwithout"),
     {"open_overdue", "-open_overdue_apologized"},
     false,
     false},
    {"fee_due", N_("Payment"), N_("Total"), {"fee_due"}, false, true},
    {"paid_online", N_("Payment"), N_("Online"), {"paid_online"}, false, true},
    {"paid_counter", N_("Payment"), N_("At the\ncounter"), {NULL}, false, true},
    {"stopped", NULL, N_("Stopped"), {"stopped"}, false, true},
    {"waiting_in_time", N_("Waiting to be taken in"), N_("In time"), {NULL}, false, true},
    {"waiting_late", N_("Waiting to be taken in"), N_("Too late"), {NULL}, false, true},
    {"denied", NULL, N_("Not\ntaken in"), {"denied"}, false, true},
    {"result_differs", NULL, N_("Electronic result\nnot as on paper"), {NULL}, false, true},
    {"receipts", NULL, N_("Receipts"), {NULL}, false, true},
    {"withdrawn", NULL, N_("Withdrawn"), {"withdrawn"}, false, true},
};

enum { FIELDS = sizeof fields / sizeof *fields };

struct form {
    const struct evaluation *v;
    struct paper *paper;
    bool weekly;
    bool blank[FIELDS];
    size_t broken;  /* rows that break an identity */
    bool unchecked; /* some part of an identity is not known */
};

static struct tally counter_of(const struct form *f, size_t unit, const char *name)
{
    long i = counter_find(f->v->family, name);
    const struct tally unknown = {0};
    return i < 0 ? unknown : counts_get(&f->v->counts, unit, (size_t)i);
}

static struct tally field_of(const struct form *f, size_t unit, const struct field *field)
{
    struct tally sum = {field->terms[0] != NULL, 0};
    for (size_t i = 0; i < TERMS && field->terms[i]; i++) {
        bool off = field->terms[i][0] == '-';
        struct tally part = counter_of(f, unit, field->terms[i] + off);
        sum.known = sum.known && part.known;
        sum.value += off ? -part.value : part.value;
    }
    return sum;
}

static bool is_in(const struct form *f, const struct field *field, bool second)
{
    return f->weekly ? field->weekly && !second : field->second == second;
}

/* --- the rows --- */

static bool equal(struct tally whole, const struct tally *parts, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].known)
            return true;
        sum += parts[i].value;
    }
    return !whole.known || whole.value == sum;
}

/* True if received dossiers equal the sum of the channels, finished dossiers the sum of early, on time and late, and
 * all dossiers the sum of finished, open, withdrawn and stopped. */
static bool identities_hold(const struct form *f, size_t unit)
{
    const struct tally came[] = {counter_of(f, unit, "received_online"),
                                 counter_of(f, unit, "received_postal"),
                                 counter_of(f, unit, "received_counter")};
    const struct tally settled[] = {counter_of(f, unit, "early"), counter_of(f, unit, "on_time"),
                                    counter_of(f, unit, "late")};
    const struct tally ended[] = {counter_of(f, unit, "finished"), counter_of(f, unit, "open"),
                                  counter_of(f, unit, "withdrawn"), counter_of(f, unit, "stopped")};
    return equal(counter_of(f, unit, "received"), came, 3) && equal(ended[0], settled, 3) &&
           equal(field_of(f, unit, &fields[0]), ended, 4);
}

/* True if every counter that identities_hold() needs is known of the unit. */
static bool identities_known(const struct form *f, size_t unit)
{
    static const char *const names[] = {"received",
                                        "received_online",
                                        "received_postal",
                                        "received_counter",
                                        "carried_over",
                                        "finished",
                                        "early",
                                        "on_time",
                                        "late",
                                        "open",
                                        "withdrawn",
                                        "stopped"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!counter_of(f, unit, names[i]).known)
            return false;
    return true;
}

static void cells_put(struct form *f, struct paper_table *t, size_t unit, bool second, bool all)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (!all && !is_in(f, &fields[i], second))
            continue;
        struct tally x = field_of(f, unit, &fields[i]);
        if (x.known)
            paper_count(t, true, x.value);
        else
            paper_none(t, "");
        f->blank[i] = f->blank[i] || !x.known;
    }
}

static bool is_listed(const struct form *f, size_t unit)
{
    /* the sum of a district's communes would count their dossiers twice in the total */
    return unit_shown(&f->v->units, unit, f->v->period.from, f->v->period.cut) &&
           evaluation_shows(f->v, NULL, unit);
}

static void columns_put(const struct form *f, struct paper_table *t, bool second, bool all)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (!all && !is_in(f, &fields[i], second))
            continue;
        paper_column(t, fields[i].name, _(fields[i].title), PAPER_COUNT, f->weekly ? 15 : second ? 19 : 11);
        if (fields[i].group)
            paper_column_group(t, _(fields[i].group));
    }
}

static void page_table(struct form *f, bool second)
{
    static const char *const kinds[] = {"province", "district", "department", "commune", "other"};
    const struct unit_set *units = &f->v->units;
    char number[TEXT_NUMBER_BYTES], name[LIMIT_VALUE_BYTES];
    struct paper_table *t = paper_table(f->paper);
    size_t count = 0;
    paper_column(t, "number", _("No."), PAPER_CENTRE, 10);
    paper_column(t, "unit", _("Unit"), PAPER_WORDS, 0);
    columns_put(f, t, second, false);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool begun = false;
        for (size_t i = 0; i < units->count; i++) {
            const char *kind = units->units[i].kind ? units->units[i].kind : "other";
            if (strcmp(kind, kinds[k]) != 0 || !is_listed(f, i))
                continue;
            if (!begun)
                paper_part(t, unit_kind_words(kind));
            begun = true;
            snprintf(number, sizeof number, "%zu", ++count);
            paper_words(t, number);
            paper_words(t, text_unit_short(units->units[i].name, name, sizeof name));
            cells_put(f, t, i, second, false);
            f->broken += !second && !identities_hold(f, i);
            f->unchecked = f->unchecked || !identities_known(f, i);
        }
    }
    paper_words(t, "");
    paper_words(t, _("Total"));
    cells_put(f, t, units->count, second, false);
    if (t)
        t->small = t->total = t->places = true;
}

static void sheet_put(struct form *f)
{
    const struct unit_set *units = &f->v->units;
    struct paper_table *t = paper_sheet(f->paper, "units", _("By unit"));
    paper_column(t, "unit", _("Code"), PAPER_CODE, 20);
    paper_column(t, "name", _("Unit"), PAPER_WORDS, 44);
    columns_put(f, t, false, true);
    for (size_t i = 0; i <= units->count; i++) {
        if (i < units->count && !is_listed(f, i))
            continue;
        paper_words(t, i < units->count ? units->units[i].code : "ALL");
        paper_words(t, i < units->count ? units->units[i].name : _("Total"));
        cells_put(f, t, i, false, true);
    }
    if (t)
        t->total = true;
}

/* --- the rest of the page --- */

static void notes_put(struct form *f)
{
    struct paper *p = f->paper;
    char title[LIMIT_COLUMN_BYTES], count[TEXT_NUMBER_BYTES];
    bool none = true;
    paper_block(p, PAPER_NOTE, 0);
    struct tally other = field_of(f, f->v->units.count, &fields[3]);
    if (f->weekly && other.known && other.value)
        paper_sayf(p, PAPER_PLAIN,
                   P_("%s dossier came online by other forms; the total holds it.",
                      "%s dossiers came online by other forms; the total holds them.", other.value),
                   text_count(other.value, count));
    for (size_t i = 0; i < FIELDS; i++) {
        if (!f->blank[i] || (f->weekly && !fields[i].weekly))
            continue;
        snprintf(title, sizeof title, "%s%s%s", fields[i].group ? _(fields[i].group) : "",
                 fields[i].group ? " – " : "", _(fields[i].title));
        for (char *c = title; *c; c++)
            if (*c == '\n')
                *c = ' ';
        paper_sayf(p, PAPER_PLAIN,
                   none ? _("Left empty, because nothing that was read tells it: %s") : "; %s", title);
        none = false;
    }
    if (!none)
        paper_say(p, PAPER_PLAIN, ".");
    paper_block(p, PAPER_NOTE, 0);
    if (f->broken)
        paper_sayf(p, PAPER_BOLD,
                   P_("In %zu row the parts do not add up to their total: some dossier has no channel, or "
                      "dates that contradict each other. Nothing was put right.",
                      "In %zu rows the parts do not add up to their total: some dossier has no channel, or "
                      "dates that contradict each other. Nothing was put right.",
                      f->broken),
                   f->broken);
    else if (f->unchecked)
        paper_say(p, PAPER_PLAIN,
                  _("The parts add up to their total wherever all parts are known; with columns that are "
                    "left empty this could not be checked."));
    else
        paper_say(p, PAPER_PLAIN,
                  _("In every row the parts add up to their total; what was taken in is settled, open, "
                    "withdrawn or "
                    "stopped."));
}

static void title_put(struct form *f, const struct config *c)
{
    struct paper *p = f->paper;
    char text[LIMIT_LINE_BYTES], period[PHRASE_BYTES];
    office_take(p, c, f->v->period.cut, NULL);
    phrase_period(&f->v->period, period);
    p->kind = strdup(_("Summary by unit"));
    snprintf(text, sizeof text, _("Results in handling administrative procedures, %s%s%.300s"), period, "",
             "");
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    p->file_title = strdup(text);
    p->made = f->v->period.cut;
    p->wide = p->form = true;
    p->failed = p->failed || !p->kind || !p->file_title;
    paper_block(p, PAPER_NOTE, 0);
    paper_say(p, PAPER_ITALIC, _("Unit of count: dossiers"));
}

static void message_put(struct form *f)
{
    static const size_t told[] = {0, 8, 11, 14, 16};
    struct paper *p = f->paper;
    char count[TEXT_NUMBER_BYTES], title[LIMIT_COLUMN_BYTES];
    paper_message(p, "%s", p->file_title ? p->file_title : "");
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const struct field *field = &fields[told[i]];
        struct tally x = field_of(f, f->v->units.count, field);
        snprintf(title, sizeof title, "%s, %s", _(field->group), _(field->title));
        for (char *c = title; *c; c++)
            if (*c == '\n')
                *c = ' ';
        paper_message(p, "- %s: %s", title, x.known ? text_count(x.value, count) : "–");
    }
}

struct paper *unit_form_make(const struct config *c, const struct evaluation *v, bool weekly, struct error *e)
{
    struct form f = {.v = v, .paper = paper_new(), .weekly = weekly};
    if (f.paper) {
        title_put(&f, c);
        page_table(&f, false);
        if (!weekly) {
            paper_block(f.paper, PAPER_BREAK, 0);
            page_table(&f, true);
        }
        sheet_put(&f);
        notes_put(&f);
        message_put(&f);
        for (size_t i = 0; i < f.paper->count; i++)
            if (f.paper->blocks[i].table && f.paper->blocks[i].table->failed)
                f.paper->failed = true;
    }
    if (f.paper && !f.paper->failed)
        return f.paper;
    paper_free(f.paper);
    error_memory(e, "report");
    return NULL;
}
