/* Reads tables of counts: finds the group of each row, checks identities between its figures, and settles the rows
 * when the table is over. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/tabular_inner.h"
#include "adapters/table/title_period.h"
#include "base/text.h"
#include "base/words.h"

/* The column with the names of rows: of the groups, else of the units. */
static size_t label_column(const struct tabular *t)
{
    if (t->stream->group != HEADING_NONE)
        return t->heading.column_of[t->stream->group];
    for (size_t i = 0; i < t->plan->rule_count; i++)
        for (size_t k = 0;
             t->plan->rules[i].target == RULE_TARGET_UNIT_NAME && k < t->plan->rules[i].from_count; k++)
            for (size_t n = 0; n < t->bound_count; n++)
                if (t->bounds[n].column->slot == t->plan->rules[i].from[k])
                    return t->bounds[n].at;
    return t->stream->need_count ? t->heading.column_of[t->stream->needs[0]] : HEADING_NONE;
}

bool table_counts_make(struct tabular *t, struct error *e)
{
    t->counts = calloc(1, sizeof *t->counts);
    if (!t->counts)
        return error_memory(e, "");
    t->counts->label = label_column(t);
    t->counts->block = count_block_new(t->manifest->row_words, t->stream->group != HEADING_NONE, e);
    t->counts->scratch = page_new();
    return t->counts->block && (t->counts->scratch || error_memory(e, ""));
}

void table_counts_free(struct table_counts *c)
{
    if (!c)
        return;
    count_block_free(c->block);
    page_free(c->scratch);
    free(c);
}

/* --- figures: the group in their names, identities between them --- */

/* Reads the value that tells this row from the unit's other rows; empty where the row is about all groups. */
static bool group_read(struct tabular *t, struct buffer *group, bool *all, struct error *e)
{
    const struct table_stream *s = t->stream;
    const struct sheet_cell *cell = NULL;
    size_t column = s->group == HEADING_NONE ? HEADING_NONE : t->heading.column_of[s->group];
    const char *text = column == HEADING_NONE ? "" : tabular_text(t, column, &cell);
    char *words = words_of(text, false);
    bool whole = !*text;
    for (size_t i = 0; words && i < s->whole_count; i++)
        whole |= strcmp(words, s->whole[i]) == 0;
    free(words);
    *all = whole && *text;
    if (whole)
        return words || error_memory(e, "");
    struct reading_input in = {.text = text, .length = cell->length};
    return (buffer_text(group, s->group_as) && s->group_reading->read(&in, group)) || error_memory(e, "");
}

/* Sums figures by their names (without the group); false: a figure is missing or unknown. */
static bool terms_sum(const struct page *page, size_t first, const char *const *names, size_t count,
                      size_t cut, int64_t *out)
{
    *out = 0;
    for (size_t k = 0; k < count; k++) {
        size_t i = first, n = strlen(names[k]);
        while (i < page->figure_count && (strncmp(page->figures[i].metric, names[k], n) != 0 ||
                                          strlen(page->figures[i].metric) != n + cut))
            i++;
        if (i == page->figure_count || !page->figures[i].numerator.known ||
            __builtin_add_overflow(*out, page->figures[i].numerator.number, out))
            return false;
    }
    return true;
}

const char *table_identity_text(const struct table_identity *identity, char *out, size_t size)
{
    size_t used = 0;
    *out = '\0';
    for (size_t i = 0; i < identity->left_count + identity->right_count && used < size; i++) {
        bool right = i >= identity->left_count;
        const char *name = right ? identity->right[i - identity->left_count] : identity->left[i];
        int n = snprintf(out + used, size - used, "%s%s",
                         i == identity->left_count ? " = "
                         : i                       ? " + "
                                                   : "",
                         name);
        used += n > 0 ? (size_t)n : 0;
    }
    return out;
}

/* Marks the figure on the left: its status names the identity and both sums. */
static bool break_note(struct page *page, size_t first, const struct tabular_break *b, size_t cut,
                       struct error *e)
{
    char text[200], status[300];
    size_t n = strlen(b->identity->left[0]);
    snprintf(status, sizeof status, "%s: %lld / %lld", table_identity_text(b->identity, text, sizeof text),
             (long long)b->left, (long long)b->right);
    for (size_t i = first; i < page->figure_count; i++) {
        struct figure *f = &page->figures[i];
        char both[sizeof status * 2];
        if (strncmp(f->metric, b->identity->left[0], n) != 0 || strlen(f->metric) != n + cut)
            continue;
        int used = snprintf(both, sizeof both, "%.299s%s%s", f->status ? f->status : "",
                            f->status ? "; " : "", status);
        f->status = page_copy(page, both, (size_t)used);
        return f->status || error_memory(e, "");
    }
    return true;
}

/* Checks the identities between the figures of a row. */
static bool figures_check(const struct tabular *t, const struct tabular_use *use, struct page *page,
                          const char *group, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < t->stream->identity_count; i++) {
        const struct table_identity *identity = &t->stream->identities[i];
        struct tabular_break b = {.group = group, .identity = identity};
        if (!terms_sum(page, 0, identity->left, identity->left_count, 0, &b.left) ||
            !terms_sum(page, 0, identity->right, identity->right_count, 0, &b.right) || b.left == b.right)
            continue;
        b.unit = page->figures[0].unit;
        ok = break_note(page, 0, &b, 0, e);
        if (ok && use->broken)
            use->broken(use->context, &b);
    }
    return ok;
}

/* --- rows of counts --- */

/* Copies the name of a sum from the columns before into the empty column of names, for a sum's cells may be merged
 * over both. */
void table_counts_label_mend(struct tabular *t)
{
    size_t label = t->counts->label;
    if (label == HEADING_NONE || *tabular_text_at(t, label))
        return;
    for (size_t i = label; i > 0; i--) {
        char last = '\0';
        const char *text = tabular_text_at(t, i - 1);
        if (!*text || row_level_of(text, &last) != LEVEL_NONE)
            continue;
        while (t->row.count <= label)
            t->row.cells[t->row.count++] = (struct sheet_cell){0};
        t->row.cells[label] = t->row.cells[i - 1];
        return;
    }
}

/* The section that the last fitting line above a page's table names; NULL: none. */
static const char *around_section(const struct tabular *t)
{
    const char *found = NULL;
    for (const char *at = sheet_table_title(t->sheet, t->table); *at;) {
        size_t n = strcspn(at, "\n");
        char *line = strndup(at, n);
        const char *one = line ? row_section(t->manifest->row_words, line) : NULL;
        found = one ? one : found;
        free(line);
        at += n + (at[n] != '\0');
    }
    return found;
}

static bool titles_section(const struct tabular *t, const char **section)
{
    *section = NULL;
    for (size_t row = 0; !*section && row < t->heading.first; row++)
        for (size_t k = 0; !*section && k < LIMIT_SHEET_COLUMNS; k++)
            if (*head_text(t->head, row, k))
                *section = row_section(t->manifest->row_words, head_text(t->head, row, k));
    return *section != NULL;
}

/* Finds the period of the rows that wait. */
static bool rows_period(const struct tabular *t, const struct tabular_use *use, enum period_kind *kind,
                        moment *from)
{
    const struct table_counts *c = t->counts;
    if (use->asked)
        return false;
    if (c->dated) {
        *kind = c->kind;
        *from = c->from;
        return true;
    }
    char *words = words_of(sheet_table_name(t->sheet, t->table), false);
    bool stated = tabular_period(t, kind, from);
    bool part = words && (!stated || *kind == PERIOD_YEAR) &&
                title_part_in(words, stated ? moment_wall(*from).year : 0, use->now, kind, from);
    free(words);
    return stated || part;
}

/* Closes the rows that wait as a block of their own. */
static bool counts_flush(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    const struct count_use told = {use->issue, use->context};
    const char *section;
    enum period_kind kind = PERIOD_MONTH;
    moment from = MOMENT_NONE;
    size_t sums;
    bool stated = rows_period(t, use, &kind, &from);
    if (stated && kind == PERIOD_WEEK)
        from += use->cutoff;
    if (!titles_section(t, &section))
        section = around_section(t);
    if (!section && *sheet_table_name(t->sheet, t->table))
        section = row_section(t->manifest->row_words, sheet_table_name(t->sheet, t->table));
    t->counts->rows = 0;
    bool ok = figure_ledger_block(use->ledger, t->stream->stream->name, stated, kind, from, e) &&
              count_block_close(t->counts->block, use->ledger, page, section, &told, &sums, e);
    t->counts->sums += ok ? sums : 0;
    return ok;
}

/* The number of the row: the cell nearest before its name. */
static const char *number_of_row(const struct tabular *t)
{
    for (size_t i = t->counts->label == HEADING_NONE ? 0 : t->counts->label; i > 0; i--)
        if (*tabular_text_at(t, i - 1))
            return tabular_text_at(t, i - 1);
    return "";
}

/* The year that bare months of the table belong to; 0: the table states no year. */
static int table_year(const struct tabular *t)
{
    enum period_kind kind;
    moment from;
    return tabular_period(t, &kind, &from) ? moment_wall(from).year : 0;
}

/* Does the row's title state a period: "Tháng 10/2022", "Tháng 10"? */
static bool title_states(const struct tabular *t, const struct tabular_use *use, const char *label,
                         enum period_kind *kind, moment *from)
{
    char number[32], *words = words_of(row_label(label, number, sizeof number), false);
    bool states =
        words && row_kind_of(t->manifest->row_words, label) != ROW_ASIDE &&
        (title_period(words, kind, from) || title_part_in(words, table_year(t), use->now, kind, from));
    free(words);
    return states;
}

bool table_counts_title(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    const char *label = tabular_text_at(t, t->counts->label);
    struct table_counts *c = t->counts;
    enum period_kind kind;
    moment from;
    if (*label && !use->asked && title_states(t, use, label, &kind, &from)) {
        if (c->rows && !counts_flush(t, use, page, e))
            return false;
        c->dated = true;
        c->kind = kind;
        c->from = from;
        t->skipped -= t->skipped > 0;
        return true;
    }
    const struct count_row row = {
        .number = number_of_row(t), .label = label, .group = "", .line = t->row.line, .title = true};
    if (!*label)
        return true;
    t->skipped -= t->skipped > 0; /* a section's title is no note */
    return count_block_add(t->counts->block, &row, e);
}

/* Has no cell of the row a digit? A line of signatures has none, but names of people; a row of counts has its numbers. */
static bool has_words_alone(const struct tabular *t)
{
    for (size_t i = 0; i < t->row.count; i++)
        if (strpbrk(tabular_text_at(t, i), "0123456789"))
            return false;
    return true;
}

static bool is_filled(const struct tabular *t)
{
    for (size_t i = 0; i < t->bound_count; i++)
        if (!*tabular_text_at(t, t->bounds[i].at))
            return false;
    return true;
}

/* Moves the rejects of a row into the page; their key names the row's unit and group, unless it may name a person. */
static bool rejects_move(const struct page *from, const char *group, bool nameless, struct page *to,
                         struct error *e)
{
    for (size_t i = 0; i < from->reject_count; i++) {
        const struct reject *was = &from->rejects[i];
        struct reject *r = page_add_reject(to);
        char key[LIMIT_VALUE_BYTES * 2];
        snprintf(key, sizeof key, "%s%s%s", was->key ? was->key : "", was->key && *group ? " " : "", group);
        *key = nameless ? '\0' : *key;
        if (!r)
            return error_memory(e, "");
        *r = *was;
        r->key = *key ? page_copy(to, key, strlen(key)) : NULL;
        r->shape = page_copy(to, was->shape ? was->shape : "", was->shape ? strlen(was->shape) : 0);
    }
    return true;
}

bool table_counts_put(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    struct portal_record record = {.position = (int64_t)t->row.line, .row = t->record};
    struct table_counts *c = t->counts;
    struct buffer group;
    bool whole = false;
    page_reset(c->scratch);
    row_writer_init(&t->writer, t->plan, c->scratch);
    buffer_init(&group, LIMIT_VALUE_BYTES * 2);
    bool record_like = row_kind_of(t->manifest->row_words, tabular_text_at(t, c->label)) == ROW_RECORD;
    bool ok = row_writer_record(&t->writer, &record, e) && group_read(t, &group, &whole, e);
    bool words = ok && c->scratch->reject_count && has_words_alone(t);
    if (words && !is_filled(t)) { /* a line of signatures */
        t->skipped++;
        buffer_free(&group);
        return true;
    }
    if (ok && c->scratch->figure_count && (record_like || t->stream->group != HEADING_NONE))
        ok = figures_check(t, use, c->scratch, buffer_string(&group), e);
    const struct count_row row = {.number = number_of_row(t),
                                  .label = tabular_text_at(t, c->label),
                                  .group = buffer_string(&group),
                                  .line = t->row.line,
                                  .whole = whole,
                                  .page = c->scratch};
    t->records += record_like;
    c->rows++;
    page->record_count += record_like;
    ok = ok && (!record_like || rejects_move(c->scratch, buffer_string(&group), words, page, e)) &&
         (c->scratch->reject_count || count_block_add(c->block, &row, e));
    buffer_free(&group);
    return ok;
}

/* Flushes the rows that still wait. */
bool table_counts_close(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    t->counts->over = true;
    return counts_flush(t, use, page, e);
}
