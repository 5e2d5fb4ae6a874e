#include "adapters/table/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/plain_text.h"
#include "base/words.h"

/* Days around the day in a dossier's code. A reception is entered after that day, hardly ever before. */
enum { RECEPTION_BEFORE = 3, RECEPTION_AFTER = 45, LATER_BEFORE = 1, LATER_AFTER = 400 };
enum { MAJORITY = 10 }; /* a reading with so many times more votes wins: the other votes are slips */

static const char *cell_at(const struct sheet_row *row, size_t at, const struct sheet_cell **cell)
{
    if (at >= row->count || row->cells[at].length == 0)
        return NULL;
    *cell = &row->cells[at];
    const char *text = row->bytes.data + (*cell)->at;
    return plain_nothing(text, (*cell)->length) ? NULL : text;
}

void survey_span(const char *code, size_t n, bool reception, moment *from, moment *to)
{
    char copy[LIMIT_VALUE_BYTES];
    *from = *to = MOMENT_NONE;
    if (n >= sizeof copy)
        return;
    memcpy(copy, code, n);
    moment day = scalar_code_day(copy, plain_code(copy, n));
    if (day == MOMENT_NONE)
        return;
    *from = day - (reception ? RECEPTION_BEFORE : LATER_BEFORE) * MOMENT_DAY;
    *to = day + ((reception ? RECEPTION_AFTER : LATER_AFTER) + 1) * MOMENT_DAY - 1;
}

/* --- words and numbers --- */

static bool word_known(const struct plan *p, const struct member_node *node, const char *text)
{
    char *words = words_of(text, false);
    size_t n = words ? strlen(words) : 0;
    bool known = false;
    for (size_t i = 0; n && i < p->rule_count; i++) {
        const struct rule *rule = &p->rules[i];
        for (size_t k = 0; rule->from_count && rule->from[0] == node->slot && k < rule->map_count; k++)
            known |= rule->map[k].from.length == n && memcmp(rule->map[k].from.text, words, n) == 0;
    }
    for (size_t i = 0; n && i < p->test_count; i++)
        known |= (node->tests >> i & 1) && rule_test_holds(&p->tests[i], words, n);
    free(words);
    return known;
}

static bool number_fits(const char *text, const struct sheet_cell *cell)
{
    char digits[NUMBER_TEXT_BYTES];
    return cell->number || number_read(text, cell->length, false, digits) || number_says_zero(text);
}

/* --- dates --- */

static bool between(moment m, moment from, moment to)
{
    return m != MOMENT_NONE && m >= from && m <= to;
}

/* The only reading that holds; -1: both readings hold, or neither. */
static int only_one(bool as_is, bool swapped)
{
    return as_is == swapped ? -1 : swapped;
}

static void reception_compare(struct survey_fit *f, int form, const struct date_text *d,
                              const struct date_text *reception)
{
    int of = reception->form == DATE_MACHINE;
    for (int r = 0; r < 2; r++) {
        moment begin = r ? reception->swapped : reception->as_is, end = begin + LATER_AFTER * MOMENT_DAY;
        if (begin == MOMENT_NONE)
            continue;
        begin = moment_day(begin);
        int one = only_one(between(d->as_is, begin, end), between(d->swapped, begin, end));
        if (one >= 0)
            f->after[form][r][of][one]++;
    }
}

static void run_note(struct survey_fit *f, int form, moment as_is)
{
    struct wall w = moment_wall(as_is);
    f->run[form].day = f->both[form] == 0 || f->run[form].day == w.day ? w.day : -1;
    f->run[form].months |= 1U << (w.month & 15);
}

static void date_compare(struct survey_fit *f, const struct date_text *d, const struct date_text *reception,
                         const char *code, size_t code_length)
{
    moment from, to;
    int form = d->form == DATE_MACHINE;
    f->fitting++;
    if (d->form == DATE_SURE || d->as_is == d->swapped)
        return;
    if (d->as_is == MOMENT_NONE || d->swapped == MOMENT_NONE) {
        f->sure[form][d->as_is == MOMENT_NONE]++;
        return;
    }
    run_note(f, form, d->as_is);
    f->both[form]++;
    if (code)
        survey_span(code, code_length, f->reception, &from, &to);
    if (code && from != MOMENT_NONE) {
        int one = only_one(between(d->as_is, from, to), between(d->swapped, from, to));
        moment day = from + RECEPTION_BEFORE * MOMENT_DAY;
        if (one < 0 && f->reception)
            one = only_one(moment_day(d->as_is) == day, moment_day(d->swapped) == day);
        if (one >= 0)
            f->near[form][one]++;
    }
    if (reception && !f->reception)
        reception_compare(f, form, d, reception);
}

static void newest_note(struct survey_fit *f, const struct date_text *d, moment now)
{
    moment *newest = f->newest[d->form == DATE_MACHINE];
    const moment readings[] = {d->as_is, d->form == DATE_SURE ? d->as_is : d->swapped};
    for (int i = 0; i < 2; i++)
        if (readings[i] != MOMENT_NONE && !date_is_none(readings[i]) && readings[i] <= now &&
            readings[i] > newest[i])
            newest[i] = readings[i];
}

/* May the row be a dossier's? In a table without codes every row counts. */
static bool row_is_evidence(const struct survey *s, const struct sheet_row *row, const char *code, size_t n)
{
    const struct sheet_cell *cell = NULL;
    size_t filled = 0, digits = 0;
    if (s->code == HEADING_NONE)
        return true;
    for (size_t i = 0; code && i < n; i++)
        digits += code[i] >= '0' && code[i] <= '9';
    for (size_t i = 0; digits && i < s->count; i++)
        filled += cell_at(row, s->fits[i].at, &cell) != NULL;
    return filled * 3 >= s->count && filled > 1;
}

void survey_row(struct survey *s, const struct sheet_row *row)
{
    const struct sheet_cell *cell = NULL, *code_cell = NULL;
    const char *code = s->code == HEADING_NONE ? NULL : cell_at(row, s->code, &code_cell);
    struct date_text dates[LIMIT_HEADING_FITS];
    const struct date_text *reception = NULL;
    if (!row_is_evidence(s, row, code, code ? code_cell->length : 0))
        return;
    s->rows++;
    for (size_t i = 0; i < s->count; i++) {
        struct survey_fit *f = &s->fits[i];
        const char *text = cell_at(row, f->at, &cell);
        dates[i].form = DATE_NOT;
        if (!text)
            continue;
        if (f->kind == SURVEY_DATE)
            date_text_read(text, cell->length, cell->number, s->from_1904, &dates[i]);
        if (f->kind == SURVEY_DATE && f->reception && dates[i].form > DATE_NONE && !reception)
            reception = &dates[i];
        f->filled += f->kind != SURVEY_DATE || dates[i].form != DATE_NONE;
        f->fitting += (f->kind == SURVEY_NUMBER && number_fits(text, cell)) || f->kind == SURVEY_TEXT ||
                      (f->kind == SURVEY_WORD && word_known(s->plan, f->word, text));
    }
    for (size_t i = 0; i < s->count; i++)
        if (dates[i].form > DATE_NONE && s->fits[i].event)
            newest_note(&s->fits[i], &dates[i], s->now);
    for (size_t i = 0; i < s->count; i++)
        if (dates[i].form > DATE_NONE)
            date_compare(&s->fits[i], &dates[i], reception, code, code ? code_cell->length : 0);
}

/* --- the verdict --- */

/* Counts votes for the two readings of a form; votes that depend on the reception are counted by the reading of the
 * reception. */
static void votes_count(const struct survey_fit *f, int form, const struct date_order *reception,
                        int64_t votes[2])
{
    for (int reading = 0; reading < 2; reading++) {
        votes[reading] = f->sure[form][reading] + f->near[form][reading];
        for (int of = 0; reception && of < 2; of++) {
            enum date_turn turn = of ? reception->machine : reception->written;
            if (turn != DATE_UNCERTAIN)
                votes[reading] += f->after[form][turn == DATE_SWAPPED][of][reading];
        }
    }
}

/* A spreadsheet of another country makes a number of every day/month that can be a month/day, and leaves the rest as
 * text: every text has a first part above 12, and every number a day below 13. */
static bool made_by_spreadsheet(const struct survey_fit *f)
{
    return f->sure[0][0] > 0 && f->both[0] == 0 && f->sure[0][1] == 0 && f->both[1] > 0 && f->sure[1][0] == 0;
}

/* Are the dossiers of several months, but all of one day of the month? If so, that day is the month, and the months
 * are days. */
static bool on_one_day(const struct survey_fit *f, int form)
{
    enum { MONTHS = 3 };
    return f->reception && f->both[form] >= MONTHS && f->run[form].day > 0 &&
           __builtin_popcount(f->run[form].months) >= MONTHS;
}

static enum date_turn turn_of(const struct survey_fit *f, int form, const struct date_order *reception,
                              bool *told)
{
    int64_t votes[2];
    votes_count(f, form, reception, votes);
    *told = votes[0] || votes[1];
    if (votes[1] > votes[0] * MAJORITY)
        return DATE_SWAPPED;
    /* the swapped reading has more votes than a single slip */
    if (votes[1] && votes[0] <= votes[1] * MAJORITY && (votes[1] > 1 || votes[0] <= 1))
        return DATE_UNCERTAIN;
    if (!*told && ((form == 1 && made_by_spreadsheet(f)) || on_one_day(f, form))) {
        *told = true;
        return DATE_SWAPPED;
    }
    if (!*told && reception) /* whoever wrote the receptions wrote these dates too */
        return form ? reception->machine : reception->written;
    return DATE_AS_IS;
}

void survey_end(struct survey *s)
{
    const struct date_order *reception = NULL;
    for (int later = 0; later < 2; later++)
        for (size_t i = 0; i < s->count; i++) {
            struct survey_fit *f = &s->fits[i];
            bool told;
            if (f->kind != SURVEY_DATE || f->reception != !later)
                continue;
            f->order.written = turn_of(f, 0, later ? reception : NULL, &told);
            f->order.machine = turn_of(f, 1, later ? reception : NULL, &told);
            if (!later && !reception && f->fitting)
                reception = &f->order;
        }
}

moment survey_newest(const struct survey *s)
{
    moment newest = MOMENT_NONE;
    for (size_t i = 0; i < s->count; i++)
        for (int form = 0; form < 2; form++) {
            const struct survey_fit *f = &s->fits[i];
            enum date_turn turn = form ? f->order.machine : f->order.written;
            moment m = f->event ? f->newest[form][turn == DATE_SWAPPED] : MOMENT_NONE;
            newest = m > newest ? m : newest;
        }
    return newest;
}
