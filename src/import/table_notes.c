#include "import/table_notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { NOTES = 64 };

struct note {
    char *name; /* owned */
    size_t at;
    bool hidden, lost, empty, codes, continues;
    char missing[160];
};

struct table_notes {
    struct note items[NOTES];
    size_t count, more; /* more: tables beyond NOTES, which are only counted */
    int64_t lost, sums;
    int64_t faults[CELL_SPOILT + 1];
    char first[CELL_SPOILT + 1][64];
    char letters[24];
    struct {
        int64_t total, records;
    } told[NOTES]; /* lists that have fewer records than they say */
    size_t told_count;
    int64_t records; /* of all lists of dossiers */
};

struct table_notes *table_notes_new(void)
{
    return calloc(1, sizeof(struct table_notes));
}

void table_notes_free(struct table_notes *n)
{
    for (size_t i = 0; n && i < n->count; i++)
        free(n->items[i].name);
    free(n);
}

bool table_notes_add(struct table_notes *n, const char *name, size_t at, bool hidden,
                     const struct tabular_miss *miss)
{
    bool lacks = miss->matched > 0 && miss->needed > 0 && miss->needed_there * 2 >= miss->needed;
    bool lost = !hidden && (lacks || miss->codes);
    n->lost += lost;
    if (miss->empty && !hidden && !*name)
        return true; /* a table of a page that only lays the page out */
    if (n->count == NOTES) {
        n->more++;
        return true;
    }
    struct note *note = &n->items[n->count++];
    *note = (struct note){.name = text_printable(name),
                          .at = at,
                          .hidden = hidden,
                          .lost = lost && lacks,
                          .empty = miss->empty,
                          .codes = lost};
    snprintf(note->missing, sizeof note->missing, "%.150s", miss->missing);
    return note->name != NULL;
}

bool table_notes_continue(struct table_notes *n, const char *name, size_t at)
{
    if (n->count == NOTES)
        return true;
    struct note *note = &n->items[n->count++];
    *note = (struct note){.name = text_printable(name), .at = at, .continues = true};
    return note->name != NULL;
}

void table_notes_read(struct table_notes *n, const struct tabular *t)
{
    n->sums += (int64_t)tabular_sums(t);
    if (tabular_stream(t)->kind == STREAM_DOSSIER)
        n->records += (int64_t)tabular_records(t);
    if (tabular_told(t) && n->told_count < NOTES) {
        n->told[n->told_count].total = tabular_told(t);
        n->told[n->told_count++].records = (int64_t)tabular_records(t);
    }
    for (int fault = CELL_FORMULA; fault <= CELL_SPOILT; fault++) {
        const char *where;
        size_t count = tabular_faults(t, (enum cell_fault)fault, &where);
        if (count && !n->faults[fault])
            snprintf(n->first[fault], sizeof n->first[fault], "%s", where);
        n->faults[fault] += (int64_t)count;
    }
    if (tabular_letters(t))
        snprintf(n->letters, sizeof n->letters, "%s", tabular_letters(t));
}

static void note_print(const struct note *note)
{
    char place[32];
    snprintf(place, sizeof place, _("table %zu"), note->at + 1);
    const char *name = *note->name ? note->name : place;
    if (note->continues)
        fprintf(stderr, _("  %s has no heading: it was read under that of the table before\n"), name);
    else if (note->hidden)
        fprintf(stderr, _("  not read: %s: it is hidden\n"), name);
    else if (note->empty)
        fprintf(stderr, _("  not read: %s: it is empty\n"), name);
    else if (note->lost)
        fprintf(stderr, _("  not read: %s: it lacks these columns: %s\n"), name, note->missing);
    else if (note->codes)
        fprintf(stderr, _("  not read: %s: it has codes of dossiers, and no heading that is known\n"), name);
    else
        fprintf(stderr, _("  not read: %s: no list of dossiers and no counts that are known\n"), name);
}

void table_notes_print(const struct table_notes *n, const char *file)
{
    char count[TEXT_NUMBER_BYTES], other[TEXT_NUMBER_BYTES];
    if (n->faults[CELL_FORMULA])
        fprintf(stderr,
                P_("%s: %s cell holds a formula without a value (%s): open the file in a spreadsheet program "
                   "and save it\n",
                   "%s: %s cells hold formulas without a value (%s): open the file in a spreadsheet program "
                   "and save it\n",
                   n->faults[CELL_FORMULA]),
                file, text_count(n->faults[CELL_FORMULA], count), n->first[CELL_FORMULA]);
    if (n->faults[CELL_ERROR])
        fprintf(stderr,
                P_("%s: %s cell holds an error in place of a value (%s)\n",
                   "%s: %s cells hold an error in place of a value (%s)\n", n->faults[CELL_ERROR]),
                file, text_count(n->faults[CELL_ERROR], count), n->first[CELL_ERROR]);
    if (n->faults[CELL_SPOILT])
        fprintf(stderr,
                P_("%s: %s cell holds bytes that are no letters (%s)\n",
                   "%s: %s cells hold bytes that are no letters (%s)\n", n->faults[CELL_SPOILT]),
                file, text_count(n->faults[CELL_SPOILT], count), n->first[CELL_SPOILT]);
    if (*n->letters)
        fprintf(stderr, _("  its letters are of the font %s; they were read as Unicode\n"), n->letters);
    if (n->sums)
        fprintf(stderr,
                P_("  %s row is a sum or a group: it is no unit, and was held against its parts\n",
                   "  %s rows are sums and groups: they are no units, and were held against their parts\n",
                   n->sums),
                text_count(n->sums, count));
    for (size_t i = 0; i < n->told_count; i++)
        if (n->told[i].total != n->records)
            fprintf(stderr,
                    P_("%s: a list says that it has %s dossier, and has %s\n",
                       "%s: a list says that it has %s dossiers, and has %s\n", n->told[i].total),
                    file, text_count(n->told[i].total, count), text_count(n->told[i].records, other));
    for (size_t i = 0; i < n->count; i++)
        note_print(&n->items[i]);
    if (n->more)
        fprintf(stderr, P_("  not read: %zu further table\n", "  not read: %zu further tables\n", n->more),
                n->more);
}

/* A list that goes on over several sheets states its total on one of them. */
int64_t table_notes_short(const struct table_notes *n)
{
    int64_t lacks = 0;
    for (size_t i = 0; i < n->told_count; i++)
        if (n->told[i].total != n->records)
            lacks += n->told[i].total - n->told[i].records;
    return lacks;
}

int64_t table_notes_lost(const struct table_notes *n)
{
    return n->lost;
}

int64_t table_notes_cells(const struct table_notes *n)
{
    return n->faults[CELL_FORMULA] + n->faults[CELL_ERROR];
}
