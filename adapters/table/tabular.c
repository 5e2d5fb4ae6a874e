#include "adapters/table/tabular.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/row_writer.h"
#include "adapters/table/title_period.h"
#include "base/text.h"
#include "base/words.h"

enum { WAYS = 8 }; /* readings of one column */

/* A column of the table that the stream reads. */
struct bound {
    size_t at; /* the sheet's column */
    const struct member_node *column;
    struct {
        const struct reading *reading;
        const struct member_node *node;
    } ways[WAYS];
    size_t way_count;
};

struct tabular {
    const struct table_manifest *manifest;
    const struct table_stream *stream;
    const struct plan *plan;
    struct sheet *sheet;
    struct head *head;
    struct heading heading;
    size_t head_at; /* the next row of the head; then the sheet goes on */
    struct bound bounds[LIMIT_HEADING_NAMES];
    size_t bound_count;
    struct sheet_row row;
    struct row_writer writer;
    struct member_cell *cells; /* by slot */
    struct buffer bytes;
    struct portal_row record;
    size_t records, skipped;
};

/* --- which stream fits --- */

static void miss_note(const struct table_manifest *m, const struct table_stream *s, const struct heading *h,
                      struct tabular_miss *miss)
{
    size_t used = 0;
    if (h->matched <= miss->matched)
        return;
    miss->matched = h->matched;
    *miss->missing = '\0';
    for (size_t i = 0; i < s->need_count && used < sizeof miss->missing; i++)
        if (h->column_of[s->needs[i]] == HEADING_NONE) {
            int n = snprintf(miss->missing + used, sizeof miss->missing - used, "%s%s", used ? ", " : "",
                             titles_first(m->titles, s->needs[i]));
            used += n > 0 ? (size_t)n : 0;
        }
}

static bool stream_fits(const struct table_stream *s, const struct heading *h)
{
    for (size_t i = 0; i < s->need_count; i++)
        if (h->column_of[s->needs[i]] == HEADING_NONE)
            return false;
    return true;
}

static void stream_choose(struct tabular *t, struct table_manifest *const *manifests, size_t count,
                          struct tabular_miss *miss)
{
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < manifests[k]->manifest->stream_count; i++) {
            const struct table_stream *s = &manifests[k]->streams[i];
            struct heading h;
            heading_find(t->head, manifests[k]->titles, s->used, s->stream->kind == STREAM_DOSSIER, &h);
            if (h.matched && !stream_fits(s, &h)) {
                miss_note(manifests[k], s, &h, miss);
            } else if (h.matched > t->heading.matched) {
                t->heading = h;
                t->manifest = manifests[k];
                t->stream = s;
            }
        }
}

static void column_bind(struct tabular *t, const struct member_node *column, size_t at)
{
    struct bound *b = &t->bounds[t->bound_count++];
    *b = (struct bound){.at = at, .column = column};
    for (const struct member_node *n = table_child(t->plan, column, NULL); n && b->way_count < WAYS;
         n = table_child(t->plan, column, n)) {
        b->ways[b->way_count].reading = reading_find(n->name, n->length);
        b->ways[b->way_count++].node = n;
    }
}

static bool stream_bind(struct tabular *t, struct error *e)
{
    t->plan = t->stream->stream->plan;
    t->head_at = t->heading.end;
    t->cells = calloc((size_t)t->plan->slots[MEMBER_LEVEL_RECORD] + 1, sizeof *t->cells);
    if (!t->cells)
        return error_memory(e, "");
    const struct member_node *record = table_record(t->plan);
    for (const struct member_node *n = table_child(t->plan, record, NULL); n;
         n = table_child(t->plan, record, n)) {
        long column = titles_find(t->manifest->titles, n->name, n->length);
        if (column >= 0 && t->heading.column_of[column] != HEADING_NONE)
            column_bind(t, n, t->heading.column_of[column]);
    }
    return true;
}

bool tabular_open(struct sheet *s, size_t table, struct table_manifest *const *manifests, size_t count,
                  struct tabular **out, struct tabular_miss *miss, struct error *e)
{
    struct tabular *t = calloc(1, sizeof *t);
    *out = NULL;
    if (!t)
        return error_memory(e, "");
    t->sheet = s;
    sheet_row_init(&t->row);
    buffer_init(&t->bytes, LIMIT_RECORD_BYTES);
    bool ok = sheet_select(s, table, e);
    if (ok) {
        t->head = head_read(s, &t->row, e);
        ok = t->head != NULL;
    }
    if (ok)
        stream_choose(t, manifests, count, miss);
    if (ok && t->stream && (ok = stream_bind(t, e))) {
        *out = t;
        return true;
    }
    tabular_close(t);
    return ok;
}

void tabular_close(struct tabular *t)
{
    if (!t)
        return;
    head_free(t->head);
    sheet_row_free(&t->row);
    if (t->bytes.data)
        explicit_bzero(t->bytes.data, t->bytes.size);
    buffer_free(&t->bytes);
    free(t->cells);
    free(t);
}

const struct table_manifest *tabular_manifest(const struct tabular *t)
{
    return t->manifest;
}

const struct stream *tabular_stream(const struct tabular *t)
{
    return t->stream->stream;
}

size_t tabular_records(const struct tabular *t)
{
    return t->records;
}

size_t tabular_skipped(const struct tabular *t)
{
    return t->skipped;
}

static bool rule_bound(const struct tabular *t, const struct rule *r)
{
    for (size_t i = 0; i < t->bound_count; i++) {
        const struct bound *b = &t->bounds[i];
        for (size_t k = 0; k < r->case_count; k++)
            if (b->column->seen >> r->cases[k].test & 1)
                return true;
        for (size_t k = 0; k < r->from_count; k++)
            if (b->column->slot == r->from[k])
                return true;
        for (size_t w = 0; w < b->way_count; w++)
            for (size_t k = 0; k < r->from_count; k++)
                if (b->ways[w].node->slot == r->from[k])
                    return true;
    }
    return false;
}

uint64_t tabular_knows(const struct tabular *t)
{
    uint64_t knows = 0;
    for (size_t i = 0; t->plan->kind == STREAM_DOSSIER && i < t->plan->rule_count; i++)
        if (t->plan->rules[i].target < DOSSIER_FIELD_COUNT && rule_bound(t, &t->plan->rules[i]))
            knows |= UINT64_C(1) << t->plan->rules[i].target;
    return knows;
}

bool tabular_period(const struct tabular *t, enum period_kind *kind, moment *from)
{
    bool found = false;
    for (size_t row = 0; row < t->heading.end; row++)
        for (size_t column = 0; column < LIMIT_SHEET_COLUMNS; column++) {
            enum period_kind k;
            moment m;
            const char *words = head_words(t->head, row, column);
            if (!*words || !title_period(words, &k, &m))
                continue;
            if (found && k == PERIOD_YEAR)
                continue;
            *kind = k;
            *from = m;
            found = true;
            if (k != PERIOD_YEAR)
                return true;
        }
    return found;
}

/* --- rows --- */

static enum sheet_result row_next(struct tabular *t, struct error *e)
{
    if (t->head_at < head_rows(t->head)) {
        head_row(t->head, t->head_at++, &t->row);
        return SHEET_ROW;
    }
    return sheet_next(t->sheet, &t->row, e);
}

/* "" where there is nothing, or a dash that says so. */
static const char *cell_text(const struct tabular *t, size_t column, const struct sheet_cell **cell)
{
    static const char *const nothing[] = {"-", "--", "–", "—", "…", "..."};
    if (column >= t->row.count || t->row.cells[column].length == 0)
        return "";
    *cell = &t->row.cells[column];
    const char *text = t->row.bytes.data + (*cell)->at;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (strcmp(text, nothing[i]) == 0)
            return "";
    return text;
}

/* What was appended from `start` on becomes the value of a node. */
static void node_take(struct tabular *t, const struct member_node *node, size_t start, bool number)
{
    size_t n = t->bytes.used - start;
    const char *text = buffer_string(&t->bytes) + start;
    if (node->slot >= 0)
        t->cells[node->slot] = (struct member_cell){n > LIMIT_VALUE_BYTES ? MEMBER_LONG
                                                    : number              ? MEMBER_NUMBER
                                                                          : MEMBER_TEXT,
                                                    (uint32_t)start, (uint32_t)n};
    for (size_t i = 0; i < t->plan->test_count; i++)
        if (node->tests >> i & 1 && rule_test_holds(&t->plan->tests[i], text, n))
            t->record.hits |= UINT64_C(1) << i;
}

static bool column_take(struct tabular *t, const struct tabular_use *use, const struct bound *b,
                        const char *text, const struct sheet_cell *cell)
{
    struct reading_input in = {.text = text,
                               .length = cell->length,
                               .number = cell->number,
                               .from_1904 = sheet_from_1904(t->sheet),
                               .from = MOMENT_NONE,
                               .unit = use->unit_code,
                               .context = use->context};
    size_t start = t->bytes.used;
    t->record.seen |= b->column->seen;
    if (!buffer_append(&t->bytes, text, cell->length))
        return false;
    node_take(t, b->column, start, cell->number);
    for (size_t i = 0; i < b->way_count; i++) {
        start = t->bytes.used;
        if (!b->ways[i].reading->read(&in, &t->bytes))
            return false;
        node_take(t, b->ways[i].node, start, cell->number);
    }
    return true;
}

/* file.unit, file.source */
static bool file_take(struct tabular *t, const struct tabular_use *use)
{
    const struct {
        const char *name, *text;
    } known[] = {{"unit", use->unit}, {"source", use->source}};
    const struct member_node *record = table_record(t->plan),
                             *file = member_tree_find(&t->plan->tree, record, TABLE_FILE, strlen(TABLE_FILE));
    for (size_t i = 0; file && i < sizeof known / sizeof *known; i++) {
        const struct member_node *n =
            member_tree_find(&t->plan->tree, file, known[i].name, strlen(known[i].name));
        size_t start = t->bytes.used;
        if (!n || !known[i].text)
            continue;
        if (!buffer_text(&t->bytes, known[i].text))
            return false;
        node_take(t, n, start, false);
    }
    return true;
}

/* false: no memory, or too long. */
static bool row_take(struct tabular *t, const struct tabular_use *use)
{
    buffer_reset(&t->bytes);
    memset(t->cells, 0, ((size_t)t->plan->slots[MEMBER_LEVEL_RECORD] + 1) * sizeof *t->cells);
    t->record = (struct portal_row){.cells = t->cells};
    bool ok = file_take(t, use);
    for (size_t i = 0; ok && i < t->bound_count; i++) {
        const struct sheet_cell *cell = NULL;
        const char *text = cell_text(t, t->bounds[i].at, &cell);
        ok = !*text || column_take(t, use, &t->bounds[i], text, cell);
    }
    t->record.bytes = buffer_string(&t->bytes);
    return ok;
}

/* Forms number their columns below the heading: A, B, 1, 2, (3)=(4)+(5)+(6). */
static bool is_numbering(const struct tabular *t)
{
    long last = 0;
    size_t numbers = 0;
    for (size_t i = 0; i < t->row.count; i++) {
        const char *text = t->row.cells[i].length ? t->row.bytes.data + t->row.cells[i].at : "";
        size_t bracket = strspn(text, "([ ");
        bool letter = text[0] >= 'A' && text[0] <= 'Z' && !text[1];
        if (!*text || letter)
            continue;
        char *end;
        long number = strtol(text + bracket, &end, 10);
        if (end == text + bracket || number <= last || number > last + 3 || (*end && !strchr(")]= ", *end)))
            return false;
        last = number;
        numbers++;
    }
    return numbers >= 3;
}

/* A heading that is printed again on each sheet of paper. */
static bool is_heading(const struct tabular *t)
{
    size_t same = 0;
    for (size_t i = 0; i < t->bound_count; i++) {
        const struct sheet_cell *cell = NULL;
        const char *text = cell_text(t, t->bounds[i].at, &cell);
        same += *text && strcmp(text, head_text(t->head, t->heading.end - 1, t->bounds[i].at)) == 0;
    }
    return same * 2 > t->bound_count;
}

/* Does the row look like a record: is more than a third of the stream's columns filled? */
static bool is_record(struct tabular *t)
{
    size_t filled = 0;
    for (size_t i = 0; i < t->bound_count; i++) {
        const struct sheet_cell *cell = NULL;
        filled += *cell_text(t, t->bounds[i].at, &cell) != '\0';
    }
    bool few = filled * 3 < t->bound_count;
    t->skipped += filled && few;
    return filled && !few && !(t->records == 0 && is_numbering(t)) && !is_heading(t);
}

static bool is_passed_over(const struct tabular *t)
{
    return (t->record.hits & t->plan->only) != t->plan->only || (t->record.hits & t->plan->skip);
}

/* --- figures: the group in their names, identities between them --- */

/* The value that tells this row from the unit's others, empty where the row is of all of them. */
static bool group_read(struct tabular *t, struct buffer *group, struct error *e)
{
    const struct table_stream *s = t->stream;
    const struct sheet_cell *cell = NULL;
    size_t column = s->group == HEADING_NONE ? HEADING_NONE : t->heading.column_of[s->group];
    const char *text = column == HEADING_NONE ? "" : cell_text(t, column, &cell);
    char *words = words_of(text, false);
    bool whole = !*text;
    for (size_t i = 0; words && i < s->whole_count; i++)
        whole |= strcmp(words, s->whole[i]) == 0;
    free(words);
    if (whole)
        return words || error_memory(e, "");
    struct reading_input in = {.text = text, .length = cell->length};
    return (buffer_text(group, s->group_as) && s->group_reading->read(&in, group)) || error_memory(e, "");
}

/* "received" becomes "received_level3". */
static bool figures_name(struct page *page, size_t first, const struct buffer *group, struct error *e)
{
    for (size_t i = first; group->used && i < page->figure_count; i++) {
        char name[LIMIT_NAME_BYTES * 2];
        int n = snprintf(name, sizeof name, "%s_%s", page->figures[i].metric, buffer_string(group));
        const char *kept = n > 0 && n < LIMIT_NAME_BYTES ? page_copy(page, name, (size_t)n) : NULL;
        if (!kept)
            return error_set(e, ERROR_DATA, "", _("Shorten what stands in the first column."),
                             _("the name of a figure would be longer than %d bytes"), LIMIT_NAME_BYTES - 1);
        page->figures[i].metric = kept;
    }
    return true;
}

/* The sum of figures by their names (before the group); false: one is not there. */
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

/* The figure on the left is marked: its status tells the identity and both sums. */
static bool break_note(struct page *page, size_t first, const struct tabular_break *b, size_t cut,
                       struct error *e)
{
    char text[200], status[300];
    size_t n = strlen(b->identity->left[0]);
    snprintf(status, sizeof status, "%s: %lld / %lld", table_identity_text(b->identity, text, sizeof text),
             (long long)b->left, (long long)b->right);
    for (size_t i = first; i < page->figure_count; i++) {
        struct figure *f = &page->figures[i];
        if (strncmp(f->metric, b->identity->left[0], n) != 0 || strlen(f->metric) != n + cut || f->status)
            continue;
        f->status = page_copy(page, status, strlen(status));
        return f->status || error_memory(e, "");
    }
    return true;
}

static bool figures_check(struct tabular *t, const struct tabular_use *use, struct page *page, size_t first,
                          struct error *e)
{
    struct buffer group;
    buffer_init(&group, LIMIT_NAME_BYTES);
    bool ok = group_read(t, &group, e) && figures_name(page, first, &group, e);
    size_t cut = group.used ? group.used + 1 : 0;
    for (size_t i = 0; ok && i < t->stream->identity_count; i++) {
        const struct table_identity *identity = &t->stream->identities[i];
        struct tabular_break b = {.group = buffer_string(&group), .identity = identity};
        if (!terms_sum(page, first, identity->left, identity->left_count, cut, &b.left) ||
            !terms_sum(page, first, identity->right, identity->right_count, cut, &b.right) ||
            b.left == b.right)
            continue;
        b.unit = page->figures[first].unit;
        ok = break_note(page, first, &b, cut, e);
        if (ok && use->broken)
            use->broken(use->context, &b);
    }
    buffer_free(&group);
    return ok;
}

static bool record_put(struct tabular *t, const struct tabular_use *use, struct page *page, struct error *e)
{
    size_t first = page->figure_count;
    struct portal_record record = {.position = (int64_t)t->row.line, .row = t->record};
    t->records++;
    page->record_count++;
    return row_writer_record(&t->writer, &record, e) &&
           (page->figure_count == first || figures_check(t, use, page, first, e));
}

bool tabular_fill(struct tabular *t, const struct tabular_use *use, struct page *page, bool *done,
                  struct error *e)
{
    row_writer_init(&t->writer, t->plan, page);
    *done = false;
    while (page->record_count < LIMIT_IMPORT_ROWS && page->figure_count + LIMIT_FIGURES < LIMIT_PAGE_ROWS) {
        enum sheet_result result = row_next(t, e);
        if (result == SHEET_FAILED)
            return false;
        *done = result == SHEET_END;
        if (*done)
            return true;
        if (!is_record(t))
            continue;
        if (!row_take(t, use))
            return error_set(e, ERROR_DATA, "", _("Look at this row: it is no table row."),
                             _("the row is too long"));
        if (!is_passed_over(t) && !record_put(t, use, page, e))
            return false;
    }
    return true;
}
