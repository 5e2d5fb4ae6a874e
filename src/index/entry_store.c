/* Reads the entries of the store: imported entries made by hand, and files of evidence. */
#include <stdio.h>

#include "base/text.h"
#include "index/entry.h"
#include "rows/value.h"

static const char *points_of(const struct value *v, char out[TEXT_NUMBER_BYTES])
{
    return v->known ? text_scaled_plain(v->number, 0, out) : NULL;
}

/* Sets in->value or in->text from a stored value: a number, words that measure_read() can read (85/100), or other
 * words, which stay words. */
static void value_of(const struct value *number, const struct value *words, char out[TEXT_NUMBER_BYTES],
                     struct entry_text *in)
{
    decimal list[LIMIT_MEASURES];
    struct measure m;
    in->value = points_of(number, out);
    if (words->known && measure_read(words->text, list, &m))
        in->value = words->text;
    else
        in->text = value_to_text(words);
}

/* criterion, unit, period_kind, period_from, entered_at, ruleset, entered_by, then numbers (1/10000) and
 * texts */
enum {
    ROW_VALUE = 7,
    ROW_WORDS,
    ROW_POINTS,
    ROW_APPRAISED,
    ROW_TARGET,
    ROW_GAIN,
    ROW_DEADLINE,
    ROW_RESPONSIBLE,
    ROW_NOTE,
    ROW_EVIDENCE
};

/* Reads the key columns. False: the row has a kind of period that this program does not know. */
static bool row_begin(const struct value *columns, struct entry_text *in)
{
    *in = (struct entry_text){.criterion = columns[0].text,
                              .unit = columns[1].text,
                              .period_from = columns[3].number,
                              .at = columns[4].number,
                              .ruleset = columns[5].text,
                              .by = columns[6].text};
    return period_kind_read(columns[2].text, &in->period_kind);
}

static bool store_row_add(void *context, const struct value *columns, int count, struct error *e)
{
    char value[TEXT_NUMBER_BYTES], points[4][TEXT_NUMBER_BYTES];
    struct entry_text in;
    (void)count;
    if (!row_begin(columns, &in))
        return true;
    value_of(&columns[ROW_VALUE], &columns[ROW_WORDS], value, &in);
    in.points = points_of(&columns[ROW_POINTS], points[0]);
    in.appraised = points_of(&columns[ROW_APPRAISED], points[1]);
    in.target = points_of(&columns[ROW_TARGET], points[2]);
    in.gain = points_of(&columns[ROW_GAIN], points[3]);
    in.deadline = columns[ROW_DEADLINE].known ? columns[ROW_DEADLINE].number : 0;
    in.responsible = value_to_text(&columns[ROW_RESPONSIBLE]);
    in.note = value_to_text(&columns[ROW_NOTE]);
    in.evidence = value_to_text(&columns[ROW_EVIDENCE]);
    return entry_set_add(context, &in, e);
}

/* Columns begin as above; name and reference of a file follow. */
static bool evidence_row_add(void *context, const struct value *columns, int count, struct error *e)
{
    char text[2 * LIMIT_VALUE_BYTES + 4];
    struct entry_text in;
    (void)count;
    if (!row_begin(columns, &in))
        return true;
    snprintf(text, sizeof text, columns[8].known ? "%s (%s)" : "%s", columns[7].text,
             columns[8].known ? columns[8].text : "");
    in.evidence = text;
    in.file = true;
    return entry_set_add(context, &in, e);
}

bool entry_set_read(struct entry_set *s, struct store *store, moment known, struct error *e)
{
    const struct value params[] = {value_number(known)};
    return store_query(
               store,
               "SELECT criterion, unit, period_kind, period_from, entered_at, ruleset, entered_by, value,"
               " value_text, points, appraised, target, gain, deadline, responsible, note, evidence"
               " FROM manual_entry WHERE entered_at <= $1 ORDER BY entered_at, id",
               params, 1, store_row_add, s, e) &&
           store_query(
               store,
               "SELECT e.criterion, e.unit, e.period_kind, e.period_from, e.entered_at, e.ruleset,"
               " e.entered_by, e.name, e.reference FROM evidence e WHERE e.withdraws IS NULL"
               " AND e.entered_at <= $1 AND NOT EXISTS (SELECT 1 FROM evidence w WHERE w.withdraws = e.id"
               " AND w.entered_at <= $1) ORDER BY e.entered_at, e.id",
               params, 1, evidence_row_add, s, e);
}
