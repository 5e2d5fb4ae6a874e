/* Misgivings: what was read but not understood or not believed, counted by field and word. A record with one is
 * kept; the field that it is about is unknown. Words come from closed lists; whatever may be free text is
 * masked before it gets here. */
#ifndef MOTCUA_ROWS_MISGIVING_H
#define MOTCUA_ROWS_MISGIVING_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum misgiving_kind {
    MISGIVING_WORD,      /* a word that the manifest does not have */
    MISGIVING_VALUE,     /* a value that is no date, number or yes-or-no, as the field asks for */
    MISGIVING_BEFORE,    /* a date before the reception, which is not believed */
    MISGIVING_FAR,       /* a date decades from the reception, which is not believed */
    MISGIVING_AHEAD,     /* a date after the moment at which the file was made */
    MISGIVING_SWAPPED,   /* a column whose days and months were exchanged; word: the column's title */
    MISGIVING_UNCERTAIN, /* a column with dates in both orders; a date that reads two ways is unknown
                             unless the dossier's code tells the day; word: the column's title */
    MISGIVING_COLUMN,    /* a second column that fits the field and was not read; word: its title */
    MISGIVING_KIND, /* a column that fits by its title holds something else and was not read; word: its title */
    MISGIVING_UNIT,     /* a name that several units have, so that the unit cannot be told */
    MISGIVING_BLANK,    /* a row without a unit in a table with a column of units; word: its title */
    MISGIVING_SUM,      /* a sum row that differs from its parts; field: the figure, word: the row */
    MISGIVING_TWICE,    /* rows that have another row's code and other values */
    MISGIVING_MEANT,    /* a name without diacritics that may mean a unit with diacritics; word: the name */
    MISGIVING_UNPLACED, /* dossiers of which nothing tells the unit */
    MISGIVING_EMPTY,    /* a column of words that is empty in every row; word: its title */
    MISGIVING_UNDATED,  /* dossiers in work or ended without a date of reception */
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
    int64_t dropped; /* rows of misgivings beyond the first LIMIT_ISSUES */
};

void misgiving_list_free(struct misgiving_list *l); /* zeroes the list; safe on a zeroed list */
/* Adds rows to the misgiving of this kind, field and word (n bytes), which begins at zero. A new misgiving behind
 * the first LIMIT_ISSUES adds its rows to `dropped` alone. false: no memory. */
MUST_CHECK bool misgiving_add(struct misgiving_list *l, enum misgiving_kind kind, const char *field,
                              const char *word, size_t n, int64_t rows);
/* The list as one line of JSON, for the outbox; malloc'd, the caller frees. NULL: no memory. */
char *misgiving_list_write(const struct misgiving_list *l);
/* Adds the misgivings of a line that misgiving_list_write() made; a line of another form, or an unknown kind, adds
 * nothing. false: no memory. */
MUST_CHECK bool misgiving_list_read(const char *text, struct misgiving_list *l);
void misgiving_list_sort(struct misgiving_list *l); /* the most rows first */
/* Adds all misgivings of `from`. false: no memory, and l then lacks some. */
MUST_CHECK bool misgiving_join(struct misgiving_list *l, const struct misgiving_list *from);
/* True if a word may be kept unchanged. A word of more than LIMIT_ISSUE_WORD bytes, with four digits or more, with
 * an @, or written as people's names are may be personal and is refused. */
bool misgiving_word_is_shown(const char *text, size_t n);
/* Writes the misgiving to out as a sentence for people, without a line end; returns out. */
const char *misgiving_say(const struct misgiving *i, char *out, size_t size);
const char *misgiving_kind_name(enum misgiving_kind kind); /* the name that stores keep */
int misgiving_kind_find(const char *name);                 /* the kind of that name, or -1 */

#endif
