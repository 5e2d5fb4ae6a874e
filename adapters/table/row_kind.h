/* Tells by number and label what a row of a table of counts is: a record, a sum, the title of a group, or an aside
 * that is no part of either. The words are the manifest's ("rows"); they are compared with their diacritics, for
 * "Cộng" is a sum and "Công an" an office. */
#ifndef MOTCUA_ADAPTERS_TABLE_ROW_KIND_H
#define MOTCUA_ADAPTERS_TABLE_ROW_KIND_H

#include <jansson.h>

#include "base/error.h"

enum row_kind {
    ROW_RECORD,
    ROW_SUM,   /* "Tổng cộng (I+II)" */
    ROW_GROUP, /* "Khối Sở, ban, ngành" */
    ROW_ASIDE  /* "Lũy kế", "Tỷ lệ": of other rows or another time */
};

struct row_words; /* the patterns of a manifest */

/* words: {"sums": [...], "groups": [...], "asides": [...], "units": [...], "sections": {"ministry": [...]}}, NULL: none; borrowed for
 * their names. A pattern that ends in * fits any label that begins so. The caller frees. NULL and e: no memory, or
 * more than LIMIT_ROW_PATTERNS patterns in `file`. */
MUST_CHECK struct row_words *row_words_make(const json_t *words, const char *file, struct error *e);
void row_words_free(struct row_words *w); /* safe with NULL */

enum row_kind row_kind_of(const struct row_words *w, const char *label);
/* The part of a title behind a label that announces a unit ("Đơn vị báo cáo: UBND xã An Bình"; "" where the next cell
 * may hold the name); NULL: the title has no such label. Borrowed. */
const char *row_unit(const struct row_words *w, const char *title);
/* The name of the section that a title means; NULL: the title means none. Borrowed. */
const char *row_section(const struct row_words *w, const char *title);

/* The manifest's section names, i from 0; NULL: there are no more. Borrowed. */
const char *row_section_name(const struct row_words *w, size_t i);

/* Levels of an outline: A, I, 1, 1.1, 1.1.1, a, - */
enum row_level {
    LEVEL_NONE = -1,
    LEVEL_LETTER,
    LEVEL_ROMAN,
    LEVEL_NUMBER,
    LEVEL_PART,
    LEVEL_PART_OF_PART,
    LEVEL_SMALL,
    LEVEL_DASH
};
/* The level of a number ("II.", "1.2", "b)"). *last: the latest letter at LEVEL_LETTER, 0: none; the letters I, V, X,
 * C, D are told from Roman numbers by their predecessor. The call updates *last. */
enum row_level row_level_of(const char *number, char *last);
/* Skips a number that stands before the label ("I. SỞ, BAN, NGÀNH"): *number gets the number, and the rest is
 * returned; without such a number `label` itself is returned. */
const char *row_label(const char *label, char *number, size_t size);

#endif
