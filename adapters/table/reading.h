/* Readings: what a manifest of tables may take a cell for. A column "received" is its text as it stands;
 * "received.date" the same cell read as a date, "level.word" as a word of a code list, and so on. */
#ifndef MOTCUA_ADAPTERS_TABLE_READING_H
#define MOTCUA_ADAPTERS_TABLE_READING_H

#include "adapters/manifest/rule.h"
#include "base/buffer.h"
#include "base/date_text.h"

struct reading_input {
    const char *text; /* NUL-terminated, not empty */
    size_t length;
    bool number;             /* the file itself marks the cell as a number */
    bool from_1904;          /* serial dates count from 1904 */
    bool share;              /* a column of shares, not of counts: its numbers have no groups */
    const struct rule *list; /* whose list of words the text is held against (listed_word.h); NULL: none */
    /* order of day and month in the column; NULL: day first, numbers as they stand */
    const struct date_order *order;
    moment from, to; /* span in which the dossier's code says that the dates lie; MOMENT_NONE: no span */
    struct {         /* the code that stands beside a unit's name; length 0: none does */
        const char *text;
        size_t length;
    } code;
    /* The code of the unit of that name, borrowed until the next call; NULL: no memory. Without a function a unit's
     * name stays as it is. */
    const char *(*unit)(void *context, const char *name);
    void *context;
};

struct reading {
    const char *name;
    /* Appends what the cell says; a cell that cannot be read is appended as it stands, for the rule to reject. false:
     * no memory, or the buffer is full. */
    bool (*read)(const struct reading_input *in, struct buffer *out);
    bool constant; /* the result depends on the text alone */
    bool perhaps;  /* only some files write the value there: the column does not make its field known */
};

extern const struct reading readings[];                         /* ends with a NULL name */
const struct reading *reading_find(const char *name, size_t n); /* NULL: no such reading */
void reading_names(char *out, size_t size);                     /* ".date, .word, ...", for a hint */

/* How ".date" writes a date; the manifest's pattern of dates must be this. */
#define READING_DATES "yyyy-MM-dd HH:mm:ss"

#endif
