#include "adapters/table/count_block.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/unit_kind.h"
#include "base/words.h"

#define NOWHERE SIZE_MAX

struct block_row {
    char *label, *unit, *group; /* owned */
    char *name, *office;        /* the unit's name and kind as the table has them, or NULL; owned */
    size_t line, first, count;  /* line of the row; first and count of its figures */
    enum row_level level;
    enum row_kind kind;
    bool title, whole;
    size_t section;   /* the row that names its section; NOWHERE: none */
    bool kept, grand; /* grand: a sum of all records */
};

struct block_figure {
    char *metric, *status; /* owned */
    struct figure f;
};

struct count_block {
    const struct row_words *words;
    bool grouped;
    char letter; /* the latest letter at LEVEL_LETTER, for row_level_of() */
    struct block_row *rows;
    size_t count, size;
    struct block_figure *figures;
    size_t figure_count, figure_size;
};

struct count_block *count_block_new(const struct row_words *words, bool grouped, struct error *e)
{
    struct count_block *b = calloc(1, sizeof *b);
    if (!b) {
        error_memory(e, "");
        return NULL;
    }
    b->words = words;
    b->grouped = grouped;
    return b;
}

static void text_wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

static void rows_drop(struct count_block *b)
{
    for (size_t i = 0; i < b->count; i++) {
        text_wipe(b->rows[i].label);
        free(b->rows[i].unit);
        free(b->rows[i].group);
        free(b->rows[i].name);
        free(b->rows[i].office);
    }
    for (size_t i = 0; i < b->figure_count; i++) {
        free(b->figures[i].metric);
        free(b->figures[i].status);
    }
    b->count = b->figure_count = 0;
    b->letter = '\0';
}

void count_block_free(struct count_block *b)
{
    if (!b)
        return;
    rows_drop(b);
    free(b->rows);
    free(b->figures);
    free(b);
}

/* --- rows --- */

static bool figure_keep(struct count_block *b, const struct figure *f, struct error *e)
{
    if (!array_room(&b->figures, &b->figure_size, b->figure_count, sizeof *b->figures))
        return error_memory(e, "");
    struct block_figure *kept = &b->figures[b->figure_count++];
    *kept = (struct block_figure){
        .metric = strdup(f->metric), .status = f->status ? strdup(f->status) : NULL, .f = *f};
    return (kept->metric && (kept->status || !f->status)) || error_memory(e, "");
}

bool count_block_add(struct count_block *b, const struct count_row *row, struct error *e)
{
    char number[32];
    const char *label = row_label(row->label, number, sizeof number);
    if (b->count >= LIMIT_COUNT_ROWS)
        return error_set(e, ERROR_DATA, "", _("Import the tables in files of their own."),
                         _("more than %d rows of counts"), LIMIT_COUNT_ROWS);
    if (!array_room(&b->rows, &b->size, b->count, sizeof *b->rows))
        return error_memory(e, "");
    struct block_row *r = &b->rows[b->count++];
    const struct page *p = row->page;
    *r = (struct block_row){.label = strdup(label),
                            .unit = strdup(p && p->figure_count ? p->figures[0].unit : ""),
                            .group = strdup(row->group),
                            .line = row->line,
                            .first = b->figure_count,
                            .level = row_level_of(*number ? number : row->number, &b->letter),
                            .kind = row_kind_of(b->words, label),
                            .title = row->title,
                            .whole = row->whole,
                            .section = NOWHERE};
    if (!r->label || !r->unit || !r->group)
        return error_memory(e, "");
    const struct unit_seen *unit = p && p->unit_count ? &p->units[0] : NULL;
    r->name = unit && unit->name ? strdup(unit->name) : NULL;
    r->office = unit && unit->kind ? strdup(unit->kind) : NULL;
    if (row->whole)
        r->kind = ROW_SUM;
    for (size_t i = 0; p && i < p->figure_count; i++, r->count++)
        if (!figure_keep(b, &p->figures[i], e))
            return false;
    return true;
}

/* --- the outline --- */

/* Is the next row, sums and asides apart, deeper than this row? */
static bool has_parts(const struct count_block *b, size_t i)
{
    const struct block_row *r = &b->rows[i];
    if (r->level == LEVEL_NONE)
        return false;
    for (size_t k = i + 1; k < b->count; k++)
        if (b->rows[k].kind != ROW_SUM && b->rows[k].kind != ROW_ASIDE)
            return b->rows[k].level > r->level;
    return false;
}

static bool names_unit(const struct count_block *b, const struct block_row *r)
{
    return !b->grouped && r->kind == ROW_RECORD && unit_kind_told(r->label);
}

/* Is an office among the deeper rows below row i? */
static bool parts_are_units(const struct count_block *b, size_t i)
{
    for (size_t k = i + 1; k < b->count && b->rows[k].level > b->rows[i].level; k++)
        if (names_unit(b, &b->rows[k]))
            return true;
    return false;
}

/* Sets the deeper rows below row i aside: an office with rows of its fields stays a record, for its fields are no
 * units. */
static void parts_aside(struct count_block *b, size_t i)
{
    for (size_t k = i + 1; k < b->count && b->rows[k].level > b->rows[i].level; k++)
        if (b->rows[k].kind == ROW_RECORD && !names_unit(b, &b->rows[k]))
            b->rows[k].kind = ROW_ASIDE;
}

/* Rows below a title such as "Lũy kế từ đầu năm" are of another time, up to the next title. */
static void asides_settle(struct count_block *b)
{
    bool aside = false;
    for (size_t i = 0; i < b->count; i++) {
        struct block_row *r = &b->rows[i];
        if (r->title || r->kind == ROW_GROUP)
            aside = r->kind == ROW_ASIDE;
        else if (aside)
            r->kind = ROW_ASIDE;
    }
}

static void kinds_settle(struct count_block *b)
{
    asides_settle(b);
    for (size_t i = 0; i < b->count; i++) {
        struct block_row *r = &b->rows[i];
        if (r->title && r->kind == ROW_RECORD)
            r->kind = ROW_GROUP;
        if (r->kind != ROW_RECORD || !has_parts(b, i))
            continue;
        if (names_unit(b, r) && !parts_are_units(b, i))
            parts_aside(b, i);
        else
            r->kind = ROW_GROUP;
    }
}

/* A record's section is the deepest group above the record that stands higher in the outline, or has no number. */
static void sections_settle(struct count_block *b)
{
    size_t open[LEVEL_DASH + 2], top = NOWHERE;
    for (size_t i = 0; i < LEVEL_DASH + 2; i++)
        open[i] = NOWHERE;
    for (size_t i = 0; i < b->count; i++) {
        struct block_row *r = &b->rows[i];
        if (r->kind == ROW_GROUP) {
            int level = r->level == LEVEL_NONE ? 0 : r->level;
            for (int k = level; k < LEVEL_DASH + 2; k++)
                open[k] = NOWHERE;
            open[level] = i;
        }
        top = NOWHERE;
        for (int k = 0; k < LEVEL_DASH + 2; k++)
            if (open[k] != NOWHERE && open[k] != i)
                top = open[k];
        r->section = top;
    }
}

static bool is_record(const struct block_row *r)
{
    return r->kind == ROW_RECORD && r->count;
}

/* --- sums --- */

static const struct figure *figure_of(const struct count_block *b, const struct block_row *r,
                                      const char *metric)
{
    for (size_t i = r->first; i < r->first + r->count; i++)
        if (strcmp(b->figures[i].metric, metric) == 0)
            return &b->figures[i].f;
    return NULL;
}

/* Is a record below a group, at any depth? */
static bool is_within(const struct count_block *b, size_t record, size_t group)
{
    size_t at = b->rows[record].section;
    for (int depth = 0; at != NOWHERE && depth <= LEVEL_DASH; depth++) {
        if (at == group)
            return true;
        at = b->rows[at].section;
    }
    return false;
}

/* A run of rows whose sum a sum row may be. */
struct scope {
    size_t first, end;
    size_t group; /* only records below this group; NOWHERE: all records */
    enum row_kind kind;
};

static bool in_scope(const struct count_block *b, const struct scope *s, size_t i)
{
    const struct block_row *r = &b->rows[i];
    if (s->kind == ROW_GROUP)
        return r->kind == ROW_GROUP && r->count && r->section == NOWHERE;
    return is_record(r) && (s->group == NOWHERE || is_within(b, i, s->group));
}

/* Does the sum row fit the records of a scope? *issue: the first figure that does not; *parts: how many parts there
 * were. */
static bool sum_fits(const struct count_block *b, size_t row, const struct scope *s,
                     struct count_issue *issue, size_t *parts)
{
    const struct block_row *r = &b->rows[row];
    *parts = 0;
    for (size_t i = s->first; i < s->end; i++)
        *parts += i != row && in_scope(b, s, i);
    for (size_t k = r->first; *parts && k < r->first + r->count; k++) {
        const struct block_figure *sum = &b->figures[k];
        int64_t total = 0;
        bool known = sum->f.numerator.known && !sum->f.denominator.known;
        for (size_t i = s->first; known && i < s->end; i++) {
            const struct figure *f =
                i != row && in_scope(b, s, i) ? figure_of(b, &b->rows[i], sum->metric) : NULL;
            if (i != row && in_scope(b, s, i))
                known =
                    f && f->numerator.known && !__builtin_add_overflow(total, f->numerator.number, &total);
        }
        if (known && total != sum->f.numerator.number) {
            *issue = (struct count_issue){COUNT_SUM, r->label, sum->metric, sum->f.numerator.number,
                                          total,     r->line};
            return false;
        }
    }
    return *parts > 0;
}

static size_t last_before(const struct count_block *b, size_t row, enum row_kind kind)
{
    for (size_t i = row; i > 0; i--)
        if (b->rows[i - 1].kind == kind)
            return i - 1;
    return NOWHERE;
}

/* A sum row sums all records, its section, the rows since the last sum or above this sum, or the groups' own sums.
 * true: the row fits one of these, or there is nothing to check it against. */
static bool sum_check(struct count_block *b, size_t row, struct count_issue *issue)
{
    size_t sum = last_before(b, row, ROW_SUM), group = last_before(b, row, ROW_GROUP), parts, most = 0;
    const struct scope scopes[] = {
        {0, b->count, NOWHERE, ROW_RECORD},
        {0, row, NOWHERE, ROW_RECORD},
        {group == NOWHERE ? 0 : group, row, group, ROW_RECORD},
        {sum == NOWHERE ? 0 : sum + 1, row, NOWHERE, ROW_RECORD},
        {0, b->count, NOWHERE, ROW_GROUP},
    };
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        struct count_issue one;
        if (sum_fits(b, row, &scopes[i], &one, &parts)) {
            b->rows[row].grand = i == 0 || i == 4;
            return true;
        }
        bool records = scopes[i].kind == ROW_RECORD;
        if (records ? parts > most : parts && !most) {
            most = parts;
            *issue = one;
        }
    }
    return most == 0;
}

static size_t group_end(const struct count_block *b, size_t row)
{
    for (size_t i = row + 1; i < b->count; i++)
        if (b->rows[i].kind == ROW_GROUP && b->rows[i].level <= b->rows[row].level)
            return i;
    return b->count;
}

static bool group_check(const struct count_block *b, size_t row, struct count_issue *issue)
{
    size_t parts;
    const struct scope scope = {row + 1, group_end(b, row), row, ROW_RECORD};
    return sum_fits(b, row, &scope, issue, &parts) || parts == 0;
}

static bool issue_put(const struct count_issue *issue, struct page *rejects, const struct count_use *use,
                      struct error *e)
{
    if (use->issue)
        use->issue(use->context, issue);
    if (issue->kind == COUNT_SUM) /* the records lose nothing by a wrong sum */
        return misgiving_add(&rejects->issues, MISGIVING_SUM, issue->metric, issue->label,
                             strlen(issue->label), 1) ||
               error_memory(e, "");
    struct reject *r = page_add_reject(rejects);
    if (!r)
        return error_memory(e, "");
    *r = (struct reject){.position = (int64_t)issue->line,
                         .key = page_copy(rejects, issue->label, strlen(issue->label)),
                         .field = page_copy(rejects, issue->metric, strlen(issue->metric)),
                         .reason = N_("stands twice in one table, with other counts"),
                         .shape = ""};
    return (r->key && r->field) || error_memory(e, "");
}

static bool sums_check(struct count_block *b, struct page *rejects, const struct count_use *use, size_t *sums,
                       struct error *e)
{
    bool ok = true;
    *sums = 0;
    for (size_t i = 0; ok && i < b->count; i++) {
        struct count_issue issue;
        struct block_row *r = &b->rows[i];
        if (r->kind == ROW_RECORD || !r->count)
            continue;
        if (++*sums > LIMIT_SUM_CHECKS)
            continue;
        if ((r->kind == ROW_SUM && !sum_check(b, i, &issue)) ||
            (r->kind == ROW_GROUP && !group_check(b, i, &issue)))
            ok = issue_put(&issue, rejects, use, e);
    }
    return ok;
}

/* --- rows that stand twice --- */

static bool rows_same(const struct count_block *b, const struct block_row *x, const struct block_row *y)
{
    for (size_t i = x->first; i < x->first + x->count; i++) {
        const struct figure *f = figure_of(b, y, b->figures[i].metric);
        if (!f || f->numerator.known != b->figures[i].f.numerator.known ||
            f->numerator.number != b->figures[i].f.numerator.number)
            return false;
    }
    return x->count == y->count;
}

static bool same_key(const struct block_row *x, const struct block_row *y)
{
    return strcmp(x->unit, y->unit) == 0 && strcmp(x->group, y->group) == 0;
}

static const struct count_block *sorting; /* row_order() reads this: qsort has no context */

static int row_order(const void *a, const void *b)
{
    const struct block_row *x = &sorting->rows[*(const size_t *)a], *y = &sorting->rows[*(const size_t *)b];
    int order = strcmp(x->unit, y->unit);
    order = order ? order : strcmp(x->group, y->group);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* A sum of all records proves that they add up: a row that stands twice is two parts of one whole. */
static bool additive(const struct count_block *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->rows[i].kind == ROW_SUM && b->rows[i].count && b->rows[i].grand)
            return true;
    return false;
}

/* Settles rows of one key and section: equal rows count once; different rows are parts where the sum says so, else
 * none is believed. */
static bool twice_settle(struct count_block *b, const size_t *order, size_t n, bool adds,
                         struct page *rejects, const struct count_use *use, struct error *e)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            struct block_row *x = &b->rows[order[k]], *y = &b->rows[order[i]];
            if (x->section != y->section || !y->kept || adds)
                continue;
            const struct figure *f = y->count ? figure_of(b, x, b->figures[y->first].metric) : NULL;
            bool same = rows_same(b, x, y);
            y->kept = false;
            if (same || !x->count || !y->count)
                continue;
            struct count_issue issue = {COUNT_TWICE,
                                        y->label,
                                        b->figures[y->first].metric,
                                        f ? f->numerator.number : 0,
                                        b->figures[y->first].f.numerator.number,
                                        y->line};
            x->kept = false;
            if (!issue_put(&issue, rejects, use, e))
                return false;
        }
    return true;
}

/* Do rows of one key stand in several sections? If so, the sections are kept apart. */
static bool repeats(const struct count_block *b, const size_t *order, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (b->rows[order[i]].section != b->rows[order[0]].section)
            return true;
    return false;
}

/* --- from rows to the ledger --- */

struct section_name {
    char text[24];
    bool named;
};

/* The name of a record's section: the manifest's name, else a short name made of the title. */
static struct section_name section_of(const struct count_block *b, size_t row, const char *table)
{
    struct section_name out = {0};
    const char *named = NULL;
    size_t at = b->rows[row].section;
    for (int depth = 0; at != NOWHERE && !named && depth <= LEVEL_DASH; depth++, at = b->rows[at].section)
        named = row_section(b->words, b->rows[at].label);
    named = named ? named : table;
    out.named = named != NULL;
    if (named) {
        snprintf(out.text, sizeof out.text, "%s", named);
    } else if (b->rows[row].section != NOWHERE) {
        char *slug = slug_of(b->rows[b->rows[row].section].label);
        snprintf(out.text, sizeof out.text, "%.23s", slug ? slug : "");
        free(slug);
    }
    return out;
}

static bool record_put(const struct count_block *b, size_t row, const struct section_name *section,
                       bool apart, const char *group, struct figure_ledger *ledger, struct error *e)
{
    const struct block_row *r = &b->rows[row];
    for (size_t i = r->first; i < r->first + r->count; i++) {
        const struct figure *f = &b->figures[i].f;
        const struct ledger_entry entry = {.unit = r->unit,
                                           .group = group,
                                           .section = section->text,
                                           .section_named = section->named,
                                           .section_apart = apart,
                                           .metric = b->figures[i].metric,
                                           .status = b->figures[i].status,
                                           .line = r->line,
                                           .numerator = f->numerator,
                                           .denominator = f->denominator,
                                           .ratio = f->ratio,
                                           .score = f->score,
                                           .max = f->max};
        if (!figure_ledger_put(ledger, &entry, e))
            return false;
    }
    return true;
}

/* Adds the unit of a record to the page. */
static bool unit_put(const struct block_row *r, struct page *page, struct error *e)
{
    struct unit_seen *unit = page_add_unit(page);
    if (!unit)
        return error_memory(e, "");
    *unit = (struct unit_seen){.code = page_copy(page, r->unit, strlen(r->unit)),
                               .name = r->name ? page_copy(page, r->name, strlen(r->name)) : NULL,
                               .kind = r->office ? page_copy(page, r->office, strlen(r->office)) : NULL};
    return unit->code || error_memory(e, "");
}

static bool records_put(struct count_block *b, const size_t *order, size_t count,
                        struct figure_ledger *ledger, struct page *rejects, const char *table,
                        const struct count_use *use, struct error *e)
{
    bool ok = true, adds = additive(b);
    for (size_t first = 0, end; ok && first < count; first = end) {
        for (end = first + 1; end < count && same_key(&b->rows[order[first]], &b->rows[order[end]]);)
            end++;
        ok = end - first == 1 || twice_settle(b, order + first, end - first, adds, rejects, use, e);
        bool apart = repeats(b, order + first, end - first);
        ok = ok && (first && strcmp(b->rows[order[first]].unit, b->rows[order[first - 1]].unit) == 0
                        ? true
                        : unit_put(&b->rows[order[first]], rejects, e));
        for (size_t i = first; ok && i < end; i++) {
            struct section_name section = section_of(b, order[i], table);
            if (!apart && !section.named)
                section = (struct section_name){0};
            /* parts without sections: the place among the parts tells each from the others */
            if (adds && !apart && end - first > 1)
                snprintf(section.text, sizeof section.text, "p%zu", i - first + 1);
            ok = !b->rows[order[i]].kept || record_put(b, order[i], &section, apart || section.named,
                                                       b->rows[order[i]].group, ledger, e);
        }
    }
    return ok;
}

/* A unit's own figure is the sum over all its fields; of several sum rows the first that fits counts, else the last. */
static bool whole_put(const struct count_block *b, struct figure_ledger *ledger, struct page *rejects,
                      const char *table, struct error *e)
{
    struct section_name section = {0};
    size_t whole = NOWHERE;
    for (size_t i = 0; i < b->count; i++)
        if (b->rows[i].kind == ROW_SUM && b->rows[i].count && (whole == NOWHERE || !b->rows[whole].grand))
            whole = i;
    if (table) {
        snprintf(section.text, sizeof section.text, "%s", table);
        section.named = true;
    }
    return !b->grouped || whole == NOWHERE ||
           (record_put(b, whole, &section, true, "", ledger, e) && unit_put(&b->rows[whole], rejects, e));
}

bool count_block_close(struct count_block *b, struct figure_ledger *ledger, struct page *rejects,
                       const char *section, const struct count_use *use, size_t *sums, struct error *e)
{
    size_t count = 0, *order = calloc(b->count + 1, sizeof *order);
    if (!order)
        return error_memory(e, "");
    kinds_settle(b);
    sections_settle(b);
    bool ok = sums_check(b, rejects, use, sums, e);
    for (size_t i = 0; i < b->count; i++) {
        b->rows[i].kept = is_record(&b->rows[i]);
        if (b->rows[i].kept)
            order[count++] = i;
    }
    sorting = b;
    if (count)
        qsort(order, count, sizeof *order, row_order);
    ok = ok && records_put(b, order, count, ledger, rejects, section, use, e) &&
         whole_put(b, ledger, rejects, section, e);
    free(order);
    rows_drop(b);
    return ok;
}
