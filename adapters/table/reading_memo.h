/* Remembers what words were lately read as, for exports say the same few words in every row. */
#ifndef MOTCUA_ADAPTERS_TABLE_READING_MEMO_H
#define MOTCUA_ADAPTERS_TABLE_READING_MEMO_H

#include "adapters/table/reading.h"

#define READING_MEMO_PLACES 256
#define READING_MEMO_BYTES  96 /* longer texts are read anew */

struct reading_memo {
    struct {
        const struct reading *reading;      /* NULL: free */
        const struct rule *list;            /* in->list */
        char text[READING_MEMO_BYTES];      /* the text as it came */
        char words[READING_MEMO_BYTES * 2]; /* the text as it was read */
        size_t length, used;                /* bytes of text; bytes of words */
    } places[READING_MEMO_PLACES];
};

/* Reads as reading->read() does. Only constant readings (reading.h) are remembered; others are read anew each time. */
bool reading_memo_read(struct reading_memo *m, const struct reading *reading, const struct reading_input *in,
                       struct buffer *out);

#endif
