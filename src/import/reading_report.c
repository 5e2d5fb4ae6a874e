#include "import/reading_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/tabular_titles.h"
#include "base/text.h"
#include "count/gap.h"

void reading_report_init(struct reading_report *r)
{
    *r = (struct reading_report){.first = MOMENT_NONE, .last = MOMENT_NONE, .knows = ~UINT64_C(0)};
    buffer_init(&r->fresh_names, LIMIT_IMPORT_TOLD * (LIMIT_VALUE_BYTES + 2));
}

static void column_free(struct reading_column *c)
{
    free(c->table);
    free(c->title);
    free(c->name);
    free(c->known);
}

void reading_report_free(struct reading_report *r)
{
    for (size_t i = 0; i < r->count; i++)
        column_free(&r->columns[i]);
    free(r->columns);
    key_set_clear(&r->known);
    key_set_clear(&r->fresh);
    buffer_free(&r->fresh_names);
    reading_report_init(r);
}

struct seeing {
    struct reading_report *report;
    const char *table;
};

/* Is the same column of another sheet in the report already? */
static bool is_there(const struct reading_report *r, const struct reading_column *c)
{
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->columns[i].title, c->title) == 0 && !r->columns[i].name == !c->name &&
            (!c->name || strcmp(r->columns[i].name, c->name) == 0))
            return true;
    return false;
}

static bool column_see(void *context, const struct tabular_title *title)
{
    const struct seeing *s = context;
    struct reading_report *r = s->report;
    struct reading_column one = {.table = text_printable(s->table),
                                 .title = text_printable(title->title),
                                 .name = title->name ? strdup(title->name) : NULL,
                                 .known = title->known ? strdup(title->known) : NULL};
    bool ok = one.table && one.title && !title->name == !one.name && !title->known == !one.known;
    if (!ok || is_there(r, &one) || r->count == LIMIT_READING_COLUMNS) {
        r->dropped += ok && r->count == LIMIT_READING_COLUMNS;
        column_free(&one);
        return ok;
    }
    struct reading_column *more = realloc(r->columns, (r->count + 1) * sizeof *more);
    if (!more) {
        column_free(&one);
        return false;
    }
    r->columns = more;
    r->columns[r->count++] = one;
    r->used += one.name != NULL;
    return true;
}

bool reading_report_table(struct reading_report *r, const char *name, const struct tabular *t)
{
    struct seeing s = {r, name};
    return tabular_titles_each(t, column_see, &s);
}

void reading_report_knows(struct reading_report *r, uint64_t knows)
{
    r->knows &= knows;
}

void reading_report_page(struct reading_report *r, const struct page *page, moment observed)
{
    r->rows += (int64_t)page->record_count;
    for (size_t i = 0; i < page->dossier_count; i++) {
        r->homeless += !page->dossiers[i].value[DOSSIER_UNIT].known;
        const struct value *v = &page->dossiers[i].value[DOSSIER_RECEIVED];
        if (!v->known || v->number > observed)
            continue;
        r->first = r->first == MOMENT_NONE || v->number < r->first ? v->number : r->first;
        r->last = v->number > r->last ? v->number : r->last;
    }
}

void reading_report_end(struct reading_report *r, const struct tabular *t)
{
    const char *place = t ? tabular_unit_place(t) : NULL;
    r->skipped += t ? (int64_t)tabular_skipped(t) : 0;
    r->unit_place = place ? place : r->unit_place;
}

bool reading_report_unit(struct reading_report *r, const char *code, bool known, bool *first)
{
    struct key_set *set = known ? &r->known : &r->fresh;
    size_t before = set->count;
    bool ok = key_set_add(set, code, strlen(code));
    *first = set->count > before;
    return ok;
}

/* A line fits a terminal: "..." replaces words that have no room. */
enum { LINE = 78 };

static void unused_print(const struct reading_report *r, int room)
{
    const char *between = " (";
    for (size_t i = 0; i < r->count; i++) {
        const char *title = r->columns[i].title;
        int width = text_width(title);
        if (r->columns[i].name)
            continue;
        if (width + 7 > room) {
            fprintf(stderr, "%s...", between);
            between = ", ";
            break;
        }
        fprintf(stderr, "%s%s", between, title);
        room -= width + 2;
        between = ", ";
    }
    fputs(*between == ',' ? ")\n" : "\n", stderr);
}

static void columns_print(const struct reading_report *r)
{
    char line[LIMIT_LINE_BYTES], n[TEXT_NUMBER_BYTES], m[TEXT_NUMBER_BYTES];
    snprintf(line, sizeof line,
             P_("  %s column read, %s not used", "  %s columns read, %s not used", r->used),
             text_count((int64_t)r->used, n), text_count((int64_t)(r->count - r->used + r->dropped), m));
    fputs(line, stderr);
    unused_print(r, LINE - text_width(line));
}

/* Tells which fields no figure of the file can use, so that a blank figure later has its reason here. */
static void absent_print(const struct reading_report *r)
{
    static const enum dossier_field fields[] = {
        DOSSIER_STATUS,  DOSSIER_FINISHED,  DOSSIER_CHANNEL,          DOSSIER_LEVEL,
        DOSSIER_FEE_DUE, DOSSIER_DIGITIZED, DOSSIER_ELECTRONIC_RESULT};
    const char *before = _("  not in the file, so its figures are left open: ");
    int used = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *words = gap_field_words(fields[i]);
        if (r->knows >> fields[i] & 1)
            continue;
        bool next = used && used + text_width(words) + 2 > LINE;
        fprintf(stderr, "%s%s", next ? ",\n    " : used ? ", " : before, words);
        used = text_width(words) + (next ? 4 : used ? used + 2 : text_width(before));
    }
    if (used)
        fputs("\n", stderr);
    if (!(r->knows >> DOSSIER_STATUS & 1))
        fputs(_("  without the state, dossiers that were refused, withdrawn or stopped are counted as all "
                "others\n"),
              stderr);
}

void reading_report_print(const struct reading_report *r, int64_t unknown_words, int64_t unknown_rows)
{
    char from[MOMENT_TEXT_BYTES], to[MOMENT_TEXT_BYTES], n[TEXT_NUMBER_BYTES], m[TEXT_NUMBER_BYTES];
    if (r->count)
        columns_print(r);
    text_count((int64_t)r->known.count, n);
    text_count((int64_t)r->fresh.count, m);
    if (r->first == MOMENT_NONE)
        fprintf(stderr, _("  units: %s known, %s new\n"), n, m);
    else
        fprintf(stderr, _("  received from %s to %s; units: %s known, %s new\n"),
                moment_write(r->first, "dd/MM/yyyy", from), moment_write(r->last, "dd/MM/yyyy", to), n, m);
    if (r->unit_place)
        fprintf(stderr, _("  units are taken from %s\n"), _(r->unit_place));
    if (r->homeless)
        fputs(_("  --unit tells whose dossiers these are that nothing else gives a unit\n"), stderr);
    absent_print(r);
    if (unknown_words)
        fprintf(stderr,
                P_("  %s word is not known, rows: %s; --word tells what it means\n",
                   "  %s words are not known, in %s rows: --word tells what they mean\n", unknown_words),
                text_count(unknown_words, n), text_count(unknown_rows, m));
}
