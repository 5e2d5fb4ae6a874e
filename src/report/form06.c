#include "report/form06.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/office.h"
#include "report/phrase.h"
#include "store/catalogue.h"

/* Columns 3 to 13 of the form. */
enum {
    RECEIVED_ALL,
    ONLINE,
    DIRECT,
    CARRIED,
    SETTLED_ALL,
    EARLY,
    ON_TIME,
    LATE,
    OPEN_ALL,
    UNDUE,
    OVERDUE,
    FIELDS
};

struct cells {
    struct tally at[FIELDS];
};

struct form {
    const struct form06_ask *ask;
    const struct unit_set *units;
    const struct group_counts *groups;
    const struct catalogue *names;
    struct paper *paper;
    struct paper_table *table, *sheet;
    struct cells all;
    size_t broken; /* rows that break an identity of the form */
    bool blank[FIELDS];
};

/* Adds a part to a sum; a sum with an unknown part becomes unknown. */
static void tally_add(struct tally *sum, struct tally part)
{
    sum->known = sum->known && part.known;
    sum->value += part.value;
}

static struct tally counter_of(const struct form *f, const struct group_row *row, const char *name)
{
    long i = counter_find(f->groups->family, name);
    if (i < 0)
        return (struct tally){0};
    uint64_t knows = row->unit < f->units->count ? f->units->units[row->unit].knows : ~UINT64_C(0);
    bool known = (counter_at(f->groups->family, (size_t)i)->needs & ~knows) == 0;
    return (struct tally){known, known ? row->values[i] : 0};
}

/* Withdrawn and stopped dossiers count as settled on time, as the offices' systems print the form; otherwise 3 = 7 + 11
 * could not hold. */
static void row_add(const struct form *f, const struct group_row *row, struct cells *c)
{
    static const struct {
        int field;
        const char *counter;
    } parts[] = {{RECEIVED_ALL, "received"},  {RECEIVED_ALL, "carried_over"},
                 {ONLINE, "received_online"}, {DIRECT, "received_counter"},
                 {DIRECT, "received_postal"}, {CARRIED, "carried_over"},
                 {SETTLED_ALL, "finished"},   {SETTLED_ALL, "withdrawn"},
                 {SETTLED_ALL, "stopped"},    {EARLY, "early"},
                 {ON_TIME, "on_time"},        {ON_TIME, "withdrawn"},
                 {ON_TIME, "stopped"},        {LATE, "late"},
                 {OPEN_ALL, "open"},          {OVERDUE, "open_overdue"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        tally_add(&c->at[parts[i].field], counter_of(f, row, parts[i].counter));
    struct tally open = counter_of(f, row, "open"), overdue = counter_of(f, row, "open_overdue");
    tally_add(&c->at[UNDUE], (struct tally){open.known && overdue.known, open.value - overdue.value});
}

static struct cells cells_none(void)
{
    struct cells c;
    for (int i = 0; i < FIELDS; i++)
        c.at[i] = (struct tally){true, 0};
    return c;
}

static bool holds(const struct cells *c, int whole, const int *parts, size_t count)
{
    struct tally sum = {true, 0};
    for (size_t i = 0; i < count; i++)
        tally_add(&sum, c->at[parts[i]]);
    return !sum.known || !c->at[whole].known || sum.value == c->at[whole].value;
}

/* True if the columns of a row keep the form's identities: 3 = 4+5+6, 7 = 8+9+10, 11 = 12+13, 3 = 7+11. */
static bool identities_hold(const struct cells *c)
{
    return holds(c, RECEIVED_ALL, (const int[]){ONLINE, DIRECT, CARRIED}, 3) &&
           holds(c, SETTLED_ALL, (const int[]){EARLY, ON_TIME, LATE}, 3) &&
           holds(c, OPEN_ALL, (const int[]){UNDUE, OVERDUE}, 2) &&
           holds(c, RECEIVED_ALL, (const int[]){SETTLED_ALL, OPEN_ALL}, 2);
}

/* --- rows --- */

static void cells_put(struct form *f, struct paper_table *t, const struct cells *c, bool bold)
{
    for (int i = 0; i < FIELDS; i++) {
        if (c->at[i].known)
            paper_count(t, true, c->at[i].value);
        else
            paper_none(t, "");
        paper_mark(t, PAPER_UNMARKED, bold);
        f->blank[i] = f->blank[i] || !c->at[i].known;
    }
}

static void line_put(struct form *f, const char *number, const char *name, const struct cells *c, bool bold)
{
    paper_words(f->table, number);
    paper_mark(f->table, PAPER_UNMARKED, bold);
    paper_words(f->table, name);
    paper_mark(f->table, PAPER_UNMARKED, bold);
    cells_put(f, f->table, c, bold);
    f->broken += !identities_hold(c);
}

struct named {
    const char *name;
    struct cells cells;
};

static int named_compare(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static const char *level_of(const struct form *f, const struct group_row *row)
{
    const char *kind = row->unit < f->units->count ? f->units->units[row->unit].kind : NULL;
    return kind ? kind : "other";
}

static bool row_wanted(const struct form *f, const struct group_row *row)
{
    long up = row->unit < f->units->count ? (long)row->unit : -1;
    if (f->ask->unit < 0)
        return true;
    for (int depth = 0; up >= 0 && depth <= LIMIT_UNIT_DEPTH; depth++) {
        if (up == f->ask->unit)
            return true;
        up = f->units->units[up].parent_index;
    }
    return false;
}

/* Finds the fields (or procedures) of one level in one section, sorted by name. Returns how many there are; the caller
 * frees the list. */
static size_t fields_of(struct form *f, bool central, const char *level, struct named **out,
                        struct cells *sum)
{
    struct named *fields = calloc(f->groups->count + 1, sizeof *fields);
    size_t count = 0;
    *out = fields;
    *sum = cells_none();
    for (size_t i = 0; fields && i < f->groups->count; i++) {
        const struct group_row *row = &f->groups->rows[i];
        size_t k = 0;
        if (row->central != central || strcmp(level_of(f, row), level) != 0 || !row_wanted(f, row))
            continue;
        while (k < count && strcmp(fields[k].name, row->name) != 0)
            k++;
        if (k == count)
            fields[count++] = (struct named){row->name, cells_none()};
        row_add(f, row, &fields[k].cells);
        row_add(f, row, sum);
    }
    f->paper->failed = f->paper->failed || !fields;
    if (fields)
        qsort(fields, count, sizeof *fields, named_compare);
    return count;
}

/* Writes "Đăng ký khai sinh (1.001193)"; a field gets its name without the code, as the form wants. */
static const char *field_words(const struct form *f, const char *code, char out[CATALOGUE_TEXT_BYTES])
{
    if (!*code)
        return _("not told");
    if (f->ask->group == GROUP_PROCEDURE)
        return catalogue_text(f->names, NAME_PROCEDURE, code, out);
    const char *name = catalogue_name(f->names, NAME_SECTOR, code);
    return name ? name : code;
}

static void sheet_put(struct form *f, bool central, const char *level, const struct named *field)
{
    paper_words(f->sheet, central ? "central" : "provincial");
    paper_words(f->sheet, level);
    char words[CATALOGUE_TEXT_BYTES];
    enum name_kind kind = f->ask->group == GROUP_PROCEDURE ? NAME_PROCEDURE : NAME_SECTOR;
    paper_words(f->sheet, *field->name ? catalogue_text(f->names, kind, field->name, words) : NULL);
    paper_words(f->sheet, *field->name ? field->name : NULL);
    cells_put(f, f->sheet, &field->cells, false);
}

static void level_put(struct form *f, bool central, const char *level, const char *title, int *number)
{
    char text[TEXT_NUMBER_BYTES];
    struct named *fields;
    struct cells sum;
    size_t count = fields_of(f, central, level, &fields, &sum);
    if (count) {
        snprintf(text, sizeof text, "%c", 'A' + (*number)++);
        line_put(f, text, title, &sum, true);
        for (size_t i = 0; i < count; i++) {
            snprintf(text, sizeof text, "%zu", i + 1);
            char words[CATALOGUE_TEXT_BYTES];
            line_put(f, text, field_words(f, fields[i].name, words), &fields[i].cells, false);
            sheet_put(f, central, level, &fields[i]);
        }
        for (int i = 0; i < FIELDS; i++)
            tally_add(&f->all.at[i], sum.at[i]);
    }
    free(fields);
}

static bool section_has(const struct form *f, bool central)
{
    for (size_t i = 0; i < f->groups->count; i++)
        if (f->groups->rows[i].central == central && row_wanted(f, &f->groups->rows[i]))
            return true;
    return false;
}

static void sections_put(struct form *f)
{
    static const struct {
        const char *kind, *title;
    } levels[] = {{"province", N_("Province")},
                  {"department", N_("Departments")},
                  {"district", N_("Districts")},
                  {"commune", N_("Communes and wards")},
                  {"other", N_("Other units")}};
    bool both = section_has(f, true) && section_has(f, false);
    for (int central = 1; central >= 0; central--) {
        int number = 0;
        if (!section_has(f, central))
            continue;
        if (both && f->table)
            paper_part(f->table,
                       central ? _("I. On systems of ministries") : _("II. On the system of the province"));
        for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
            level_put(f, central, levels[i].kind, _(levels[i].title), &number);
    }
    line_put(f, "", _("Total"), &f->all, true);
}

/* --- heads, notes --- */

static void columns_put(struct paper_table *t, bool people, const char *first)
{
    static const struct {
        const char *name, *group, *title;
    } heads[FIELDS] = {{"received_total", N_("Dossiers taken in"), N_("Total\n(3)=(4)+(5)+(6)")},
                       {"received_online", N_("Dossiers taken in"), N_("Online\n(4)")},
                       {"received_direct", N_("Dossiers taken in"), N_("At the counter,\nby post\n(5)")},
                       {"carried_over", N_("Dossiers taken in"), N_("From the\nperiod before\n(6)")},
                       {"settled_total", N_("Dossiers settled"), N_("Total\n(7)=(8)+(9)+(10)")},
                       {"early", N_("Dossiers settled"), N_("Early\n(8)")},
                       {"on_time", N_("Dossiers settled"), N_("On time\n(9)")},
                       {"late", N_("Dossiers settled"), N_("Late\n(10)")},
                       {"open_total", N_("Dossiers open"), N_("Total\n(11)=(12)+(13)")},
                       {"open_undue", N_("Dossiers open"), N_("Not due\n(12)")},
                       {"open_overdue", N_("Dossiers open"), N_("Overdue\n(13)")}};
    if (people) {
        paper_column(t, "number", _("No.\n(1)"), PAPER_CENTRE, 10);
        paper_column(t, "name", first, PAPER_WORDS, 0);
    } else {
        paper_column(t, "system", _("System"), PAPER_CODE, 22);
        paper_column(t, "level", _("Level"), PAPER_CODE, 24);
        paper_column(t, "name", first, PAPER_WORDS, 70);
        paper_column(t, "code", _("Code"), PAPER_CODE, 24);
    }
    for (int i = 0; i < FIELDS; i++) {
        paper_column(t, heads[i].name, _(heads[i].title), PAPER_COUNT, people ? 17 : 20);
        paper_column_group(t, _(heads[i].group));
        if (people && (i == RECEIVED_ALL || i == SETTLED_ALL || i == OPEN_ALL))
            paper_column_formula(t, PAPER_SUM, i + 3, i == OPEN_ALL ? i + 4 : i + 5, -1);
    }
    if (t)
        t->small = t->total = t->places = people;
}

static void notes_put(struct form *f)
{
    struct paper *p = f->paper;
    bool none = true;
    paper_block(p, PAPER_NOTE, 0);
    paper_say(
        p, PAPER_PLAIN,
        _("Column 9 holds dossiers that were withdrawn or stopped too; columns 7 and 3 hold them with it."));
    for (int i = 0; i < FIELDS; i++)
        if (f->blank[i]) {
            paper_sayf(p, PAPER_PLAIN,
                       none ? _("Left empty, because some source does not tell it: column %d") : ", %d",
                       i + 3);
            none = false;
        }
    if (!none)
        paper_say(p, PAPER_PLAIN, ".");
    paper_block(p, PAPER_NOTE, 0);
    if (f->broken)
        paper_sayf(p, PAPER_BOLD,
                   P_("In %zu row 3=4+5+6, 7=8+9+10, 11=12+13 or 3=7+11 does not hold: some dossier has no "
                      "channel or dates that contradict each other. Nothing was put right.",
                      "In %zu rows 3=4+5+6, 7=8+9+10, 11=12+13 or 3=7+11 does not hold: some dossier has no "
                      "channel or dates that contradict each other. Nothing was put right.",
                      f->broken),
                   f->broken);
    else
        paper_say(p, PAPER_PLAIN,
                  none ? _("In every row 3=4+5+6, 7=8+9+10, 11=12+13 and 3=7+11 hold.")
                       : _("3=4+5+6, 7=8+9+10, 11=12+13 and 3=7+11 hold wherever all columns of the sum are "
                           "known; with columns that are left empty they could not be checked."));
}

static void title_put(struct form *f)
{
    struct paper *p = f->paper;
    const struct form06_ask *ask = f->ask;
    char text[LIMIT_LINE_BYTES], period[PHRASE_BYTES];
    phrase_period(&ask->period, period);
    p->kind = strdup(ask->group == GROUP_SECTOR ? _("Form II.06a/VPCP/KSTT") : _("Form 06b/VPCP/KSTT"));
    snprintf(text, sizeof text, _("Results in handling administrative procedures, %s%s%.300s"), period,
             ask->unit >= 0 ? ", " : "", ask->unit >= 0 ? f->units->units[ask->unit].name : "");
    paper_run(p, &p->subject, PAPER_PLAIN, text);
    p->file_title = strdup(text);
    p->made = ask->period.cut;
    p->failed = p->failed || !p->kind || !p->file_title;
}

struct paper *form06_make(const struct form06_ask *ask, struct store *s, const struct unit_set *units,
                          const struct counter_family *family, struct error *e)
{
    struct group_counts groups;
    if (!group_counts_load(s, family, units, &ask->period, ask->group, &groups, e))
        return NULL;
    struct catalogue *names = catalogue_load(s, e);
    if (!names) {
        group_counts_free(&groups);
        return NULL;
    }
    struct form f = {.ask = ask,
                     .units = units,
                     .groups = &groups,
                     .names = names,
                     .paper = paper_new(),
                     .all = cells_none()};
    const char *first = ask->group == GROUP_SECTOR ? _("Field, work by level\n(2)") : _("Procedure\n(2)");
    if (f.paper) {
        office_take(f.paper, ask->config, ask->period.cut, ask->fill);
        title_put(&f);
        f.paper->wide = f.paper->form = true;
        paper_block(f.paper, PAPER_NOTE, 0);
        paper_say(f.paper, PAPER_ITALIC, _("Unit of count: dossiers"));
        f.table = paper_table(f.paper);
        f.sheet = paper_sheet(f.paper, "form06", ask->group == GROUP_SECTOR ? "06a" : "06b");
        columns_put(f.table, true, first);
        columns_put(f.sheet, false, first);
        sections_put(&f);
        notes_put(&f);
        paper_message(f.paper, "%s", f.paper->file_title ? f.paper->file_title : "");
    }
    group_counts_free(&groups);
    catalogue_free(names);
    if (f.paper && !f.paper->failed && !f.table->failed && !f.sheet->failed)
        return f.paper;
    paper_free(f.paper);
    error_memory(e, "form 06");
    return NULL;
}
