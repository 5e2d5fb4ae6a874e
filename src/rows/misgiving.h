/* Misgivings: what was read but not understood or not believed, counted by field and word. A record with one is
 * kept; the field that it is about is unknown. Words come from closed lists; whatever may be free text is
 * masked before it gets here. */
#ifndef MOTCUA_ROWS_MISGIVING_H
#define MOTCUA_ROWS_MISGIVING_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum misgiving_kind {
    MISGIVING_WORD,      /* a word that the manifest does not know */
    MISGIVING_VALUE,     /* no date, number or yes-or-no, though the field is one */
    MISGIVING_BEFORE,    /* a date before the reception: not believed */
    MISGIVING_FAR,       /* a date decades from the dossier's others: not believed */
    MISGIVING_AHEAD,     /* a date after the moment at which the file was made */
    MISGIVING_SWAPPED,   /* a column whose days and months were exchanged; word: its title */
    MISGIVING_UNCERTAIN, /* a column with dates in both orders: those that read two ways are unknown, unless the
                        dossier's code tells; word: its title */
    MISGIVING_COLUMN,    /* another column fits the field too and was not read; word: its title */
    MISGIVING_KIND, /* a column that fits by its title holds something else and was not read; word: its title */
    MISGIVING_UNIT,  /* a name that several units have: which is meant cannot be told */
    MISGIVING_BLANK, /* no unit in the row, though the table has a column of units; word: its title */
    MISGIVING_SUM,   /* a sum row that does not fit its parts; field: the figure, word: the row */
    MISGIVING_TWICE, /* rows that have the code of another and say something else */
    MISGIVING_KINDS
};

struct misgiving {
    enum misgiving_kind kind;
    char *field, *word; /* owned; word may be "" */
    int64_t rows;
};

struct misgiving_list {
    struct misgiving *items; /* owned */
    size_t count;
    int64_t dropped; /* rows of those beyond LIMIT_ISSUES */
};

void misgiving_list_free(struct misgiving_list *l); /* safe on a zeroed one, which it becomes */
/* Counts rows of an issue. false: no memory. Beyond LIMIT_ISSUES different ones only the rows are counted. */
MUST_CHECK bool misgiving_add(struct misgiving_list *l, enum misgiving_kind kind, const char *field,
                              const char *word, size_t n, int64_t rows);
/* As one line of JSON, for where a list waits. The caller frees; NULL: no memory. */
char *misgiving_list_write(const struct misgiving_list *l);
/* Adds what misgiving_list_write made; a line of another form, or an unknown kind, adds nothing. false: no memory. */
MUST_CHECK bool misgiving_list_read(const char *text, struct misgiving_list *l);
void misgiving_list_sort(struct misgiving_list *l); /* the most rows first */
MUST_CHECK bool misgiving_join(struct misgiving_list *l, const struct misgiving_list *from);
/* May a word be kept as it stands? Not where it may be anything: longer ones, those with many digits, and those
 * that are written as people's names are. */
bool misgiving_word_is_shown(const char *text, size_t n);
/* A sentence for people, without a line end; returns out. */
const char *misgiving_say(const struct misgiving *i, char *out, size_t size);
const char *misgiving_kind_name(enum misgiving_kind kind); /* as stores keep it */
int misgiving_kind_find(const char *name);                 /* or -1 */

#endif
