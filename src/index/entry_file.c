#include "index/entry_file.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/limit.h"
#include "base/number.h"
#include "base/period.h"
#include "base/text.h"
#include "config/json_file.h"
#include "index/entry.h"

enum entry_column {
    COLUMN_CRITERION,
    COLUMN_UNIT,
    COLUMN_PERIOD,
    COLUMN_VALUE,
    COLUMN_POINTS,
    COLUMN_EVIDENCE,
    COLUMN_BY,
    COLUMN_AT,
    COLUMN_RULESET,
    COLUMN_APPRAISED,
    COLUMN_TARGET,
    COLUMN_GAIN,
    COLUMN_DEADLINE,
    COLUMN_RESPONSIBLE,
    COLUMN_NOTE,
    COLUMN_COUNT
};

static const char *const column_names[COLUMN_COUNT] = {
    "criterion", "unit",      "period", "value", "points",   "evidence",    "entered_by", "at",
    "ruleset",   "appraised", "target", "gain",  "deadline", "responsible", "note"};

#define COLUMNS_HINT                                                                                         \
    _("The first line names the columns: criterion,unit,period,value,points,evidence,entered_by,at, and if " \
      "you like ruleset,appraised,target,gain,deadline,responsible,note.")

struct file_entry {
    char *texts[COLUMN_COUNT]; /* owned; NULL: empty */
    struct period period;
    struct value numbers[COLUMN_COUNT]; /* numbers of the columns that take a number */
    size_t place;                       /* line, or position in the list */
    bool worded;                        /* the value is several numbers or words */
    moment at;
};

struct entry_file {
    struct file_entry *items;
    size_t count, size;
    int cutoff;                    /* of weeks; see period.h */
    size_t place;                  /* of the entry that is being read */
    char where[LIMIT_WHERE_BYTES]; /* the place in words, for errors */
    char file[200];
};

void entry_file_free(struct entry_file *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->count; i++)
        for (size_t c = 0; c < COLUMN_COUNT; c++)
            free(m->items[i].texts[c]);
    free(m->items);
    free(m);
}

size_t entry_file_count(const struct entry_file *m)
{
    return m->count;
}

static bool fault(const struct entry_file *m, enum entry_column column, const char *hint, const char *what,
                  struct error *e)
{
    return error_set(e, ERROR_DATA, m->where, hint, "%s: %s", column_names[column], what);
}

static struct file_entry *entry_add(struct entry_file *m, struct error *e)
{
    if (m->count == LIMIT_MANUAL_ROWS) {
        error_set(e, ERROR_DATA, m->where, _("Split the file."), _("more than %d entries"),
                  LIMIT_MANUAL_ROWS);
        return NULL;
    }
    if (!array_room(&m->items, &m->size, m->count, sizeof *m->items)) {
        error_memory(e, m->where);
        return NULL;
    }
    m->items[m->count] = (struct file_entry){.place = m->place};
    return &m->items[m->count++];
}

static bool text_take(const struct entry_file *m, struct file_entry *entry, enum entry_column column,
                      const char *text, struct error *e)
{
    if (!*text)
        return true;
    if (strlen(text) > LIMIT_VALUE_BYTES)
        return fault(m, column, _("Shorten it."), _("too long"), e);
    entry->texts[column] = text_normalize(text, strlen(text));
    return entry->texts[column] || fault(m, column, _("Save the file as UTF-8."), _("not UTF-8"), e);
}

/* --- values of the columns --- */

static bool period_take(const struct entry_file *m, struct file_entry *entry, struct error *e)
{
    if (period_told(entry->texts[COLUMN_PERIOD], m->cutoff, &entry->period))
        return true;
    return fault(m, COLUMN_PERIOD, _("Write 2022, 2022-H2, 2022-Q4, 2022-11 or 2022-W47."), _("not a period"),
                 e);
}

/* A decimal comma is read like a point. */
static bool number_take(const struct entry_file *m, struct file_entry *entry, enum entry_column column,
                        struct error *e)
{
    char text[64], *comma;
    const char *given = entry->texts[column];
    struct value *out = &entry->numbers[column];
    if (!given)
        return true;
    snprintf(text, sizeof text, "%s", strlen(given) < sizeof text ? given : "");
    comma = strchr(text, ',');
    if (comma)
        *comma = '.';
    out->known = scalar_number(text, strlen(text), SCALAR_DECIMALS, false, &out->number);
    if (!out->known)
        return fault(m, column, _("Write a number with at most four decimals, as 1,25."), _("not a number"),
                     e);
    return column == COLUMN_VALUE || out->number >= 0 ||
           fault(m, column, _("Write points from 0 on, as 1,25."), _("below zero"), e);
}

/* A value may be 85/100, 16.5%, 4 4 4 3 or words without a digit; a single number is kept as a number. */
static bool value_take(const struct entry_file *m, struct file_entry *entry, struct error *e)
{
    decimal list[LIMIT_MEASURES];
    struct measure measure;
    const char *text = entry->texts[COLUMN_VALUE];
    if (!text)
        return true;
    entry->worded = !strpbrk(text, "0123456789") || strpbrk(text, "/% ;");
    if (!entry->worded)
        return number_take(m, entry, COLUMN_VALUE, e);
    return !strpbrk(text, "0123456789") || measure_read(text, list, &measure) ||
           fault(m, COLUMN_VALUE,
                 _("Write 85/100, 16.5%, 2, one number for each period (4 4 4 3), or words without digits."),
                 _("not a value"), e);
}

static bool deadline_take(const struct entry_file *m, struct file_entry *entry, struct error *e)
{
    moment day;
    if (!entry->texts[COLUMN_DEADLINE])
        return true;
    if (!moment_read(entry->texts[COLUMN_DEADLINE], &day))
        return fault(m, COLUMN_DEADLINE, _("Write a day as 2022-11-25 or 25/11/2022."), _("not a day"), e);
    entry->numbers[COLUMN_DEADLINE] = value_number(moment_day(day));
    return true;
}

static bool numbers_take(const struct entry_file *m, struct file_entry *entry, struct error *e)
{
    static const enum entry_column points[] = {COLUMN_POINTS, COLUMN_APPRAISED, COLUMN_TARGET, COLUMN_GAIN};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        if (!number_take(m, entry, points[i], e))
            return false;
    return value_take(m, entry, e) && deadline_take(m, entry, e);
}

static bool says_something(const struct file_entry *entry)
{
    static const enum entry_column saying[] = {COLUMN_VALUE,  COLUMN_POINTS,      COLUMN_EVIDENCE,
                                               COLUMN_TARGET, COLUMN_APPRAISED,   COLUMN_GAIN,
                                               COLUMN_NOTE,   COLUMN_RESPONSIBLE, COLUMN_DEADLINE};
    for (size_t i = 0; i < sizeof saying / sizeof *saying; i++)
        if (entry->texts[saying[i]])
            return true;
    return false;
}

static bool entry_settle(const struct entry_file *m, struct file_entry *entry, struct error *e)
{
    static const enum entry_column required[] = {COLUMN_CRITERION, COLUMN_UNIT, COLUMN_PERIOD, COLUMN_BY,
                                                 COLUMN_AT};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++)
        if (!entry->texts[required[i]])
            return fault(m, required[i],
                         _("Every entry says what, of whom, for when, by whom and when it was made."),
                         _("missing"), e);
    if (!moment_read(entry->texts[COLUMN_AT], &entry->at))
        return fault(m, COLUMN_AT, _("Write a moment as 2022-11-25T15:00 or a day as 2022-11-25."),
                     _("not a moment"), e);
    if (!period_take(m, entry, e) || !numbers_take(m, entry, e))
        return false;
    return says_something(entry) ||
           fault(m, COLUMN_VALUE, _("Give a value, points, a target, a deadline, or something else to keep."),
                 _("missing"), e);
}

/* --- CSV --- */

static bool header_read(struct entry_file *m, struct csv *csv, const char *file, size_t place[COLUMN_COUNT],
                        struct error *e)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++)
        place[c] = LIMIT_CSV_FIELDS;
    if (!csv_next(csv))
        return csv_ended(csv, e) && error_set(e, ERROR_DATA, file, COLUMNS_HINT, _("the file is empty"));
    snprintf(m->where, sizeof m->where, "%.200s:%zu", file, csv_line(csv));
    for (size_t f = 0; f < csv_fields(csv); f++) {
        size_t c = 0;
        while (c < COLUMN_COUNT && strcmp(column_names[c], csv_field(csv, f)) != 0)
            c++;
        if (c == COLUMN_COUNT)
            return error_set(e, ERROR_DATA, m->where, COLUMNS_HINT, _("unknown column '%.60s'"),
                             csv_field(csv, f));
        place[c] = f;
    }
    return true;
}

static bool csv_take(struct entry_file *m, struct csv *csv, const char *file, struct error *e)
{
    size_t place[COLUMN_COUNT];
    if (!header_read(m, csv, file, place, e))
        return false;
    while (csv_next(csv)) {
        if (csv_fields(csv) == 1 && !*csv_field(csv, 0))
            continue;
        m->place = csv_line(csv);
        snprintf(m->where, sizeof m->where, "%.200s:%zu", file, m->place);
        struct file_entry *entry = entry_add(m, e);
        bool ok = entry != NULL;
        for (size_t c = 0; ok && c < COLUMN_COUNT; c++)
            ok = text_take(m, entry, (enum entry_column)c, csv_field(csv, place[c]), e);
        if (!ok || !entry_settle(m, entry, e))
            return false;
    }
    return csv_ended(csv, e);
}

/* --- JSON --- */

static bool json_text_take(const struct entry_file *m, struct file_entry *entry, enum entry_column column,
                           const json_t *value, struct error *e)
{
    if (!json_is_number(value))
        return text_take(m, entry, column, json_is_string(value) ? json_string_value(value) : "", e);
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    bool ok = text ? text_take(m, entry, column, text, e) : error_memory(e, m->where);
    free(text);
    return ok;
}

static bool json_take(struct entry_file *m, const json_t *document, const char *file, struct error *e)
{
    for (size_t i = 0; i < json_array_size(document); i++) {
        m->place = i;
        snprintf(m->where, sizeof m->where, "%.200s: /%zu", file, i);
        struct file_entry *entry = entry_add(m, e);
        bool ok = entry != NULL;
        for (size_t c = 0; ok && c < COLUMN_COUNT; c++)
            ok = json_text_take(m, entry, (enum entry_column)c,
                                json_object_get(json_array_get(document, i), column_names[c]), e);
        if (!ok || !entry_settle(m, entry, e))
            return false;
    }
    return true;
}

static bool is_json(const char *file)
{
    size_t n = strlen(file);
    return n > 5 && strcmp(file + n - 5, ".json") == 0;
}

struct entry_file *entry_file_read(const char *file, int cutoff, struct error *e)
{
    struct entry_file *m = calloc(1, sizeof *m);
    bool json = is_json(file), ok = m != NULL || error_memory(e, file);
    if (m)
        m->cutoff = cutoff;
    struct csv *csv = ok && !json ? csv_open(file, e) : NULL;
    json_t *document = ok && json ? json_file_load(file, "manual.schema.json", e) : NULL;
    if (ok)
        ok = json ? document && json_take(m, document, file, e) : csv && csv_take(m, csv, file, e);
    if (!ok && e && e->code == ERROR_CONFIG)
        e->code = ERROR_DATA; /* this file holds data, not a definition */
    csv_close(csv);
    json_decref(document);
    if (m)
        snprintf(m->file, sizeof m->file, "%s", file);
    if (ok)
        return m;
    entry_file_free(m);
    return NULL;
}

struct entry_file *entry_file_take(const json_t *list, const char *name, int cutoff, struct error *e)
{
    struct entry_file *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(e, name);
        return NULL;
    }
    m->cutoff = cutoff;
    snprintf(m->file, sizeof m->file, "%s", name);
    if (json_take(m, list, name, e))
        return m;
    entry_file_free(m);
    return NULL;
}

/* --- against rulesets and units --- */

static void claim_value(const struct file_entry *entry, struct entry_claim *out)
{
    decimal list[LIMIT_MEASURES];
    struct measure measure = {0};
    const char *text = entry->texts[COLUMN_VALUE];
    if (!text)
        return;
    if (entry->worded && !strpbrk(text, "0123456789")) {
        out->words = text;
        return;
    }
    out->has_value = true;
    if (!measure_read(text, list, &measure))
        return;
    if (measure.kind == MEASURE_LIST)
        out->numbers = measure.count;
    out->measure = measure;
    out->measure.list = NULL;
}

static bool claim_check(const struct entry_file *m, const struct file_entry *entry,
                        const struct entry_checker *checker, struct error *e)
{
    static const enum entry_column points[ENTRY_POINTS] = {COLUMN_POINTS, COLUMN_APPRAISED, COLUMN_TARGET,
                                                           COLUMN_GAIN};
    char where[LIMIT_WHERE_BYTES];
    struct entry_claim claim = {.where = where,
                                .ruleset = entry->texts[COLUMN_RULESET],
                                .criterion = entry->texts[COLUMN_CRITERION],
                                .unit = entry->texts[COLUMN_UNIT],
                                .period = entry->period.kind};
    snprintf(where, sizeof where, "%s:%zu", m->file, entry->place);
    for (size_t i = 0; i < ENTRY_POINTS; i++) {
        claim.has_points[i] = entry->numbers[points[i]].known;
        claim.points[i] = entry->numbers[points[i]].number * (DECIMAL_SCALE / FIGURE_SCALE);
    }
    claim_value(entry, &claim);
    return entry_claim_check(checker, &claim, e);
}

bool entry_file_check(const struct entry_file *m, const struct entry_checker *checker, struct error *e)
{
    for (size_t i = 0; i < m->count; i++)
        if (!claim_check(m, &m->items[i], checker, e))
            return false;
    return true;
}

/* --- the store --- */

enum { KEY_COLUMNS = 6, ROW_COLUMNS = 17 };

struct entry_now {
    bool there, same;
    const struct value *wanted; /* values of the entry's columns behind the key */
};

static bool now_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct entry_now *now = context;
    (void)e;
    now->there = now->same = true;
    for (int i = 0; i < count; i++) {
        const struct value *a = &columns[i], *b = &now->wanted[i];
        now->same &= a->known == b->known &&
                     (!a->known || (b->text ? strcmp(a->text, b->text) == 0 : a->number == b->number));
    }
    return true;
}

static struct value text_of(const struct file_entry *entry, enum entry_column column)
{
    return value_text(entry->texts[column]);
}

static bool entry_store(const struct file_entry *entry, struct store *s, size_t *added, struct error *e)
{
    const struct value row[ROW_COLUMNS] = {
        value_text(entry->texts[COLUMN_RULESET] ? entry->texts[COLUMN_RULESET] : ""),
        text_of(entry, COLUMN_CRITERION),
        text_of(entry, COLUMN_UNIT),
        value_text(period_kind_name(entry->period.kind)),
        value_number(entry->period.from),
        value_number(entry->at),
        entry->numbers[COLUMN_VALUE],
        entry->worded ? text_of(entry, COLUMN_VALUE) : (struct value){0},
        entry->numbers[COLUMN_POINTS],
        entry->numbers[COLUMN_APPRAISED],
        entry->numbers[COLUMN_TARGET],
        entry->numbers[COLUMN_GAIN],
        entry->numbers[COLUMN_DEADLINE],
        text_of(entry, COLUMN_RESPONSIBLE),
        text_of(entry, COLUMN_NOTE),
        text_of(entry, COLUMN_EVIDENCE),
        text_of(entry, COLUMN_BY)};
    struct entry_now now = {.wanted = row + KEY_COLUMNS};
    if (!store_query(s,
                     "SELECT value, value_text, points, appraised, target, gain, deadline, responsible, note,"
                     " evidence, entered_by FROM manual_entry WHERE ruleset = $1 AND criterion = $2"
                     " AND unit = $3 AND period_kind = $4 AND period_from = $5 AND entered_at = $6",
                     row, KEY_COLUMNS, now_row, &now, e))
        return false;
    if (now.there && !now.same)
        return error_set(
            e, ERROR_DATA, entry->texts[COLUMN_CRITERION],
            _("Entries are never changed: write the correction as a new one with a later moment."),
            _("an entry of this moment is there and says otherwise"));
    if (now.there)
        return true;
    ++*added;
    return store_write(
        s,
        "INSERT INTO manual_entry (ruleset, criterion, unit, period_kind, period_from, entered_at, value,"
        " value_text, points, appraised, target, gain, deadline, responsible, note, evidence, entered_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        row, ROW_COLUMNS, NULL, NULL, e);
}

bool entry_file_store(const struct entry_file *m, struct store *s, size_t *added, struct error *e)
{
    bool ok = true;
    *added = 0;
    if (!store_write_begin(s, e))
        return false;
    for (size_t i = 0; ok && i < m->count; i++)
        ok = entry_store(&m->items[i], s, added, e);
    return store_write_end(s, ok, e);
}
