#include "adapters/table/figure_ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/array.h"
#include "base/key_set.h"
#include "base/limit.h"
#include "base/text.h"

struct ledger_block {
    char *stream; /* owned */
    bool stated;
    enum period_kind kind;
    moment from;
};

struct line {
    /* its values; its texts are the caller's, so that only the copies below may be read */
    struct ledger_entry entry;
    /* owned; name: the figure's name, with its group */
    char *unit, *group, *section, *metric, *status, *name;
    size_t block, turn;
    bool whole;   /* summed over all sections; false: the figure of one section */
    bool differs; /* tables state different values */
    bool tells;   /* this line tells that tables differ, for its unit and group */
};

struct figure_ledger {
    struct ledger_block *blocks;
    size_t block_count, block_size;
    struct line *lines;
    size_t count, size;
    size_t at;           /* the next line to go into a page */
    struct key_set told; /* units and groups for which a difference was told */
};

struct figure_ledger *figure_ledger_new(struct error *e)
{
    struct figure_ledger *l = calloc(1, sizeof *l);
    if (!l)
        error_memory(e, "");
    return l;
}

static void line_free(struct line *one)
{
    free(one->unit);
    free(one->group);
    free(one->section);
    free(one->metric);
    free(one->status);
    free(one->name);
}

void figure_ledger_free(struct figure_ledger *l)
{
    for (size_t i = 0; l && i < l->count; i++)
        line_free(&l->lines[i]);
    for (size_t i = 0; l && i < l->block_count; i++)
        free(l->blocks[i].stream);
    if (l) {
        key_set_clear(&l->told);
        free(l->lines);
        free(l->blocks);
    }
    free(l);
}

bool figure_ledger_block(struct figure_ledger *l, const char *stream, bool stated, enum period_kind kind,
                         moment from, struct error *e)
{
    if (!array_room(&l->blocks, &l->block_size, l->block_count, sizeof *l->blocks))
        return error_memory(e, "");
    char *copy = strdup(stream);
    if (!copy)
        return error_memory(e, "");
    l->blocks[l->block_count++] =
        (struct ledger_block){.stream = copy, .stated = stated, .kind = kind, .from = from};
    return true;
}

/* "received" of "level3": "received_level3"; a name that is too long ends in a hash of the whole name. */
static char *figure_name(const char *metric, const char *group, const char *section)
{
    char name[LIMIT_NAME_BYTES * 8];
    int n = snprintf(name, sizeof name, "%s%s%s%s%s", metric, *group ? "_" : "", group, *section ? "_" : "",
                     section);
    if (n >= LIMIT_NAME_BYTES) {
        unsigned long long hash = XXH3_64bits(name, strlen(name));
        size_t tail = *section ? strlen(section) + 1 : 0;
        size_t keep = LIMIT_NAME_BYTES - 1 - 9 - (tail < 24 ? tail : 0);
        snprintf(name + keep, sizeof name - keep, "-%08llx%s%s", hash & 0xFFFFFFFF,
                 tail && tail < 24 ? "_" : "", tail && tail < 24 ? section : "");
    }
    return strdup(name);
}

static bool line_add(struct figure_ledger *l, const struct ledger_entry *entry, size_t block, bool whole,
                     struct error *e)
{
    if (l->count >= LIMIT_LEDGER_FIGURES)
        return error_set(e, ERROR_DATA, "", _("Import the tables in files of their own."),
                         _("more than %d figures"), LIMIT_LEDGER_FIGURES);
    if (!array_room(&l->lines, &l->size, l->count, sizeof *l->lines))
        return error_memory(e, "");
    struct line *one = &l->lines[l->count++];
    *one = (struct line){.entry = *entry,
                         .unit = strdup(entry->unit),
                         .group = strdup(entry->group),
                         .section = strdup(entry->section),
                         .metric = strdup(entry->metric),
                         .status = entry->status ? strdup(entry->status) : NULL,
                         .name = figure_name(entry->metric, entry->group, whole ? "" : entry->section),
                         .block = block,
                         .turn = l->count,
                         .whole = whole};
    return (one->unit && one->group && one->section && one->metric && one->name &&
            (one->status || !entry->status)) ||
           error_memory(e, "");
}

bool figure_ledger_put(struct figure_ledger *l, const struct ledger_entry *entry, struct error *e)
{
    size_t block = l->block_count - 1;
    return line_add(l, entry, block, true, e) &&
           (!*entry->section || !entry->section_apart || line_add(l, entry, block, false, e));
}

/* --- periods --- */

/* The block with the only period that the file states; NULL: the file states none, or several. *periods: how many. */
static const struct ledger_block *period_only(const struct figure_ledger *l, size_t *periods)
{
    const struct ledger_block *one = NULL;
    *periods = 0;
    for (size_t i = 0; i < l->block_count; i++) {
        const struct ledger_block *b = &l->blocks[i];
        if (!b->stated || (one && one->kind == b->kind && one->from == b->from))
            continue;
        ++*periods;
        one = one ? one : b;
    }
    return *periods == 1 ? one : NULL;
}

static bool periods_settle(struct figure_ledger *l, const struct ledger_given *given, bool *assumed)
{
    size_t periods;
    const struct ledger_block *found = period_only(l, &periods);
    struct ledger_block only = found ? *found : (struct ledger_block){0};
    *assumed = false;
    for (size_t i = 0; i < l->block_count; i++) {
        struct ledger_block *b = &l->blocks[i];
        if (given->given && (!b->stated || periods < 2)) {
            b->kind = given->kind;
            b->from = given->from;
        } else if (!b->stated && found) {
            b->kind = only.kind;
            b->from = only.from;
        } else if (!b->stated) {
            *assumed = true;
            if (!given->assume(given->context, b->stream, &b->kind, &b->from))
                return false;
        }
    }
    return true;
}

/* --- figures that belong together --- */

static const struct figure_ledger *sorted; /* line_compare() reads this: qsort has no context */

static int number_order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Compares by stream, period, unit and name; line_order() adds the order of the file. */
static int line_compare(const struct line *x, const struct line *y)
{
    const struct ledger_block *a = &sorted->blocks[x->block], *b = &sorted->blocks[y->block];
    int order = strcmp(a->stream, b->stream);
    order = order ? order : number_order((int64_t)a->kind, (int64_t)b->kind);
    order = order ? order : number_order(a->from, b->from);
    order = order ? order : strcmp(x->unit, y->unit);
    return order ? order : strcmp(x->name, y->name);
}

static int line_order(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = line_compare(x, y);
    return order ? order : number_order((int64_t)x->turn, (int64_t)y->turn);
}

static bool values_same(const struct value *a, const struct value *b)
{
    return a->known == b->known && (!a->known || a->number == b->number);
}

static bool lines_same(const struct ledger_entry *a, const struct ledger_entry *b)
{
    return values_same(&a->numerator, &b->numerator) && values_same(&a->denominator, &b->denominator) &&
           values_same(&a->ratio, &b->ratio) && values_same(&a->score, &b->score);
}

static bool value_add(struct value *to, const struct value *from)
{
    to->known = to->known && from->known;
    return !to->known || !__builtin_add_overflow(to->number, from->number, &to->number);
}

/* Sections of one table, and tables of sections that the manifest names, are parts of one whole. */
static bool adds_up(const struct line *a, const struct line *b)
{
    if (!a->whole || strcmp(a->section, b->section) == 0)
        return false;
    return a->block == b->block || (a->entry.section_named && b->entry.section_named);
}

/* True if line `at` adds up with each of the lines first .. at, as adds_up() says. */
static bool section_new(const struct figure_ledger *l, size_t first, size_t at)
{
    for (size_t i = first; i < at; i++)
        if (!adds_up(&l->lines[i], &l->lines[at]))
            return false;
    return true;
}

/* Has a difference been told of this unit and group in this period? Notes that it is told now. */
static bool told_before(struct figure_ledger *l, const struct line *one)
{
    char key[LIMIT_VALUE_BYTES * 4];
    const struct ledger_block *b = &l->blocks[one->block];
    int n =
        snprintf(key, sizeof key, "%d %lld %s\t%s", (int)b->kind, (long long)b->from, one->unit, one->group);
    size_t before = l->told.count;
    return !key_set_add(&l->told, key, n > 0 && (size_t)n < sizeof key ? (size_t)n : 0) ||
           l->told.count == before;
}

/* Merges the lines first .. end of one figure into the first line. */
static void lines_merge(struct figure_ledger *l, size_t first, size_t end, const struct ledger_given *given)
{
    struct line *sum = &l->lines[first];
    struct ledger_entry total = sum->entry;
    for (size_t i = first + 1; i < end; i++) {
        const struct line *one = &l->lines[i];
        if (section_new(l, first, i)) {
            sum->differs |= !value_add(&total.numerator, &one->entry.numerator) ||
                            !value_add(&total.denominator, &one->entry.denominator);
            total.ratio = total.score = total.max = (struct value){0};
            continue;
        }
        bool repeated = false;
        for (size_t k = first; k < i; k++)
            repeated |=
                strcmp(l->lines[k].section, one->section) == 0 && lines_same(&l->lines[k].entry, &one->entry);
        if (repeated || sum->differs)
            continue;
        sum->differs = true;
        if (told_before(l, sum))
            continue;
        sum->tells = true;
        given->differ(given->context, sum->unit, sum->group, sum->metric, sum->entry.numerator.number,
                      one->entry.numerator.number);
    }
    sum->entry = total;
}

bool figure_ledger_close(struct figure_ledger *l, const struct ledger_given *given, bool *assumed,
                         struct error *e)
{
    size_t kept = 0;
    if (!periods_settle(l, given, assumed))
        return error_set(e, ERROR_INTERNAL, "", NULL, _("no period"));
    sorted = l;
    if (l->count)
        qsort(l->lines, l->count, sizeof *l->lines, line_order);
    for (size_t first = 0, end; first < l->count; first = end) {
        for (end = first + 1; end < l->count && line_compare(&l->lines[first], &l->lines[end]) == 0;)
            end++;
        lines_merge(l, first, end, given);
        for (size_t i = first + 1; i < end; i++)
            line_free(&l->lines[i]);
        l->lines[kept++] = l->lines[first];
    }
    l->count = kept;
    return true;
}

/* --- pages --- */

static const char *keep(struct page *page, const char *text)
{
    return text ? page_copy(page, text, strlen(text)) : NULL;
}

static bool differ_put(struct page *page, const struct line *one, struct error *e)
{
    struct reject *r = page_add_reject(page);
    if (!r)
        return error_memory(e, "");
    *r = (struct reject){.position = (int64_t)one->entry.line,
                         .key = keep(page, one->unit),
                         .field = keep(page, one->name),
                         .reason = N_("tables of the file differ in this figure"),
                         .shape = ""};
    return (r->key && r->field) || error_memory(e, "");
}

static bool figure_put(struct page *page, const struct line *one, struct error *e)
{
    struct figure *f = page_add_figure(page);
    if (!f)
        return error_set(e, ERROR_DATA, "", _("Ask for smaller pages, or import smaller files."),
                         _("more than %d figures"), LIMIT_PAGE_ROWS);
    *f = (struct figure){.unit = keep(page, one->unit),
                         .metric = keep(page, one->name),
                         .numerator = one->entry.numerator,
                         .denominator = one->entry.denominator,
                         .ratio = one->entry.ratio,
                         .score = one->entry.score,
                         .max = one->entry.max,
                         .status = keep(page, one->status)};
    return (f->unit && f->metric) || error_memory(e, "");
}

bool figure_ledger_fill(struct figure_ledger *l, struct page *page, struct ledger_place *place,
                        struct error *e)
{
    *place = (struct ledger_place){0};
    if (l->at == l->count)
        return true;
    const struct ledger_block *b = &l->blocks[l->lines[l->at].block];
    *place = (struct ledger_place){b->stream, b->kind, b->from};
    for (size_t n = 0; n < LIMIT_IMPORT_ROWS && l->at < l->count; n++, l->at++) {
        const struct line *one = &l->lines[l->at];
        const struct ledger_block *other = &l->blocks[one->block];
        if (strcmp(other->stream, b->stream) != 0 || other->kind != b->kind || other->from != b->from)
            break;
        if (one->differs ? one->tells && !differ_put(page, one, e) : !figure_put(page, one, e))
            return false;
    }
    return true;
}
