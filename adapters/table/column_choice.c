#include "adapters/table/column_choice.h"

#include <stdlib.h>
#include <string.h>

struct chooser {
    const struct table_manifest *manifest;
    const struct table_stream *stream;
    const struct head *head;
    struct sheet *sheet;
    struct sheet_row *row;
    struct heading *heading;
    struct column_choice *choice;
};

static bool rule_reads(const struct rule *r, int slot)
{
    for (size_t i = 0; slot >= 0 && i < r->from_count; i++)
        if (r->from[i] == slot)
            return true;
    return false;
}

bool column_read_by(const struct plan *p, const struct member_node *column, const struct rule *r)
{
    bool reads = rule_reads(r, column->slot);
    for (const struct member_node *n = table_child(p, column, NULL); n; n = table_child(p, column, n))
        reads |= rule_reads(r, n->slot);
    return reads;
}

/* Does a rule of that target read the column, or one of the column's readings? */
static bool column_gives(const struct plan *p, const struct member_node *column, int target)
{
    for (size_t i = 0; i < p->rule_count; i++)
        if (p->rules[i].target == target && column_read_by(p, column, &p->rules[i]))
            return true;
    return false;
}

static bool node_is(const struct member_node *n, const char *name)
{
    return strlen(name) == n->length && memcmp(name, n->name, n->length) == 0;
}

static void fit_describe(const struct plan *p, const struct member_node *column, struct survey_fit *f)
{
    static const int events[] = {DOSSIER_SUBMITTED, DOSSIER_RECEIVED, DOSSIER_FINISHED, DOSSIER_RETURNED,
                                 DOSSIER_APOLOGY};
    for (const struct member_node *n = table_child(p, column, NULL); n; n = table_child(p, column, n)) {
        if (node_is(n, "date") || node_is(n, "day_end"))
            f->kind = SURVEY_DATE;
        else if (node_is(n, "number"))
            f->kind = SURVEY_NUMBER;
        else if (node_is(n, "word") && f->kind == SURVEY_TEXT) {
            f->kind = SURVEY_WORD;
            f->word = n;
        }
    }
    f->reception = f->kind == SURVEY_DATE && column_gives(p, column, DOSSIER_RECEIVED);
    for (size_t i = 0; f->kind == SURVEY_DATE && i < sizeof events / sizeof *events; i++)
        f->event |= column_gives(p, column, events[i]);
}

static size_t fits_of(const struct heading *h, size_t name)
{
    size_t count = 0;
    for (size_t i = 0; i < h->fit_count; i++)
        count += h->fits[i].name == name;
    return count;
}

/* Makes a fit of the survey for each fit of the heading. Words are looked up only where there is a choice. */
static void survey_describe(struct chooser *t, struct survey *s)
{
    const struct plan *p = t->stream->stream->plan;
    const struct member_node *record = table_record(p);
    const struct heading *h = t->heading;
    *s = (struct survey){.plan = p,
                         .code = HEADING_NONE,
                         .count = h->fit_count,
                         .from_1904 = sheet_from_1904(t->sheet),
                         .now = moment_now()};
    for (size_t i = 0; i < h->fit_count; i++) {
        const char *name = titles_name(t->manifest->titles, h->fits[i].name);
        const struct member_node *column = member_tree_find(&p->tree, record, name, strlen(name));
        s->fits[i] = (struct survey_fit){.at = h->fits[i].column,
                                         .newest = {{MOMENT_NONE, MOMENT_NONE}, {MOMENT_NONE, MOMENT_NONE}}};
        if (!column)
            continue;
        fit_describe(p, column, &s->fits[i]);
        if (s->fits[i].kind == SURVEY_WORD && fits_of(h, h->fits[i].name) < 2)
            s->fits[i].kind = SURVEY_TEXT;
        if (h->column_of[h->fits[i].name] == h->fits[i].column &&
            (column_gives(p, column, DOSSIER_CODE) || column_gives(p, column, DOSSIER_KEY)))
            s->code = h->fits[i].column;
    }
}

/* A row whose cells moved says nothing of the columns. */
static void row_survey(const struct chooser *t, struct survey *s)
{
    if (!sheet_row_moved(t->sheet, t->row, t->heading->width))
        survey_row(s, t->row);
}

/* Looks at all rows, and goes back to the end of the head. A row that cannot be read ends the survey: whoever reads
 * the rows for good meets the same fault. */
static bool survey_rows(struct chooser *t, size_t table, struct survey *s, struct error *e)
{
    struct error ignored = {0};
    bool more = false;
    for (size_t i = t->heading->end; i < head_rows(t->head); i++) {
        head_row(t->head, i, t->row);
        row_survey(t, s);
    }
    while (sheet_next(t->sheet, t->row, &ignored) == SHEET_ROW) {
        row_survey(t, s);
        more = true;
    }
    survey_end(s);
    if (!more && ignored.code == ERROR_NONE)
        return true;
    if (!sheet_select(t->sheet, table, e))
        return false;
    for (size_t i = head_lent(t->head); i < head_rows(t->head); i++)
        if (sheet_next(t->sheet, t->row, e) == SHEET_FAILED)
            return false;
    return true;
}

static bool is_needed(const struct table_stream *s, size_t name)
{
    for (size_t i = 0; i < s->need_count; i++)
        if (s->needs[i] == name)
            return true;
    return false;
}

static enum heading_worth fit_worth(const struct chooser *t, size_t i)
{
    const struct survey_fit *f = &t->choice->survey.fits[i];
    bool poor = f->fitting * 2 < f->filled;
    if (f->filled == 0)
        return HEADING_EMPTY;
    if (f->kind == SURVEY_WORD)
        return f->fitting ? HEADING_GOOD : HEADING_EMPTY;
    if (!poor || (f->kind != SURVEY_DATE && f->kind != SURVEY_NUMBER))
        return HEADING_GOOD;
    bool last = t->stream->stream->kind != STREAM_DOSSIER || is_needed(t->stream, t->heading->fits[i].name);
    return last ? HEADING_POOR : HEADING_REFUSED;
}

static bool column_read(const struct heading *h, size_t column)
{
    for (size_t name = 0; name < LIMIT_HEADING_NAMES; name++)
        if (h->column_of[name] == column)
            return true;
    return false;
}

static bool fit_tell(struct chooser *t, size_t i, enum misgiving_kind kind, int64_t rows)
{
    const struct heading_fit *fit = &t->heading->fits[i];
    const char *title = head_text(t->head, t->heading->end - 1, fit->column);
    return rows == 0 || misgiving_add(&t->choice->issues, kind, titles_name(t->manifest->titles, fit->name),
                                      title, strlen(title), rows);
}

/* A column of words that is empty in every row tells nothing: its field is as unknown as without the column. An empty
 * column of dates or crosses says that nothing ended, or that no row is marked. */
static bool empty_tell(struct chooser *t, size_t i)
{
    static const int targets[] = {DOSSIER_STATUS, DOSSIER_CHANNEL, DOSSIER_LEVEL};
    const struct plan *p = t->stream->stream->plan;
    const char *name = titles_name(t->manifest->titles, t->heading->fits[i].name);
    const struct member_node *column = member_tree_find(&p->tree, table_record(p), name, strlen(name));
    uint64_t empty = 0;
    for (size_t k = 0; column && p->kind == STREAM_DOSSIER && k < sizeof targets / sizeof *targets; k++)
        if (column_gives(p, column, targets[k]))
            empty |= UINT64_C(1) << targets[k];
    t->choice->empty |= empty;
    return !empty || fit_tell(t, i, MISGIVING_EMPTY, t->choice->survey.rows);
}

static bool fits_tell(struct chooser *t, const enum heading_worth *worth)
{
    bool ok = true;
    for (size_t i = 0; ok && i < t->heading->fit_count; i++) {
        const struct survey_fit *f = &t->choice->survey.fits[i];
        const struct heading_fit *fit = &t->heading->fits[i];
        if (worth[i] == HEADING_REFUSED) {
            ok = fit_tell(t, i, MISGIVING_KIND, f->filled);
        } else if (t->heading->column_of[fit->name] != fit->column) {
            ok = worth[i] != HEADING_GOOD || column_read(t->heading, fit->column) ||
                 fit_tell(t, i, MISGIVING_COLUMN, f->filled);
        } else if (f->filled == 0 && t->choice->survey.rows) {
            ok = empty_tell(t, i);
        } else if (f->kind == SURVEY_DATE) {
            int64_t swapped = 0, uncertain = 0;
            for (int form = 0; form < 2; form++) {
                enum date_turn turn = form ? f->order.machine : f->order.written;
                swapped += turn == DATE_SWAPPED ? f->both[form] : 0;
                uncertain += turn == DATE_UNCERTAIN ? f->both[form] : 0;
            }
            ok = fit_tell(t, i, MISGIVING_SWAPPED, swapped) && fit_tell(t, i, MISGIVING_UNCERTAIN, uncertain);
        }
    }
    return ok;
}

/* Does the column hold names or codes of units? */
static bool unit_is_read(const struct chooser *t, size_t i)
{
    const struct plan *p = t->stream->stream->plan;
    const char *name = titles_name(t->manifest->titles, t->heading->fits[i].name);
    const struct member_node *column = member_tree_find(&p->tree, table_record(p), name, strlen(name));
    return column && t->stream->stream->kind == STREAM_DOSSIER && column_gives(p, column, DOSSIER_UNIT);
}

static void choice_note(struct chooser *t)
{
    struct column_choice *c = t->choice;
    for (size_t i = 0; i < c->survey.count; i++) {
        const struct survey_fit *f = &c->survey.fits[i];
        if (t->heading->column_of[t->heading->fits[i].name] != f->at)
            continue;
        c->needs_reception |= f->reception && is_needed(t->stream, t->heading->fits[i].name);
        if (c->unit_count < sizeof c->units / sizeof *c->units && f->filled && f->at != c->survey.code &&
            unit_is_read(t, i))
            c->units[c->unit_count++] = f->at;
        c->uncertain |= f->order.written == DATE_UNCERTAIN || f->order.machine == DATE_UNCERTAIN;
    }
}

struct column_choice *column_choose(const struct table_manifest *m, const struct table_stream *stream,
                                    const struct head *head, struct heading *h, struct sheet *sheet,
                                    size_t table, struct sheet_row *row, struct error *e)
{
    enum heading_worth worth[LIMIT_HEADING_FITS] = {0};
    struct chooser t = {m, stream, head, sheet, row, h, calloc(1, sizeof *t.choice)};
    if (!t.choice) {
        error_memory(e, "");
        return NULL;
    }
    survey_describe(&t, &t.choice->survey);
    bool ok = survey_rows(&t, table, &t.choice->survey, e);
    for (size_t i = 0; ok && i < h->fit_count; i++)
        worth[i] = fit_worth(&t, i);
    if (ok) {
        heading_choose(h, worth);
        choice_note(&t);
        ok = fits_tell(&t, worth) || error_memory(e, "");
    }
    if (ok)
        return t.choice;
    column_choice_free(t.choice);
    return NULL;
}

bool column_choice_holds(const struct column_choice *c, const struct table_stream *s, const struct heading *h)
{
    for (size_t i = 0; i < s->need_count; i++) {
        size_t at = h->column_of[s->needs[i]];
        const struct survey_fit *f = at == HEADING_NONE ? NULL : column_choice_fit(c, h, at);
        if (!f || f->filled == 0 || (f->kind != SURVEY_TEXT && f->fitting * 2 < f->filled))
            return false;
    }
    return true;
}

void column_choice_free(struct column_choice *c)
{
    if (c)
        misgiving_list_free(&c->issues);
    free(c);
}

const struct survey_fit *column_choice_fit(const struct column_choice *c, const struct heading *h, size_t at)
{
    for (size_t i = 0; i < c->survey.count; i++)
        if (c->survey.fits[i].at == at && h->column_of[h->fits[i].name] == at)
            return &c->survey.fits[i];
    return NULL;
}
