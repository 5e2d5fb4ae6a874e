/* JSON as portals really send it: a filter before the parser, which mends faults that leave no doubt what was meant.
 * These are a comma before ] or }, line ends and other controls inside of a text, a backslash that escapes nothing,
 * NaN and its like (read as null), words before the data and behind them, and several documents one after the other.
 * Bytes without a fault are never copied: runs of them go on as they are. Every other fault is left to the parser,
 * which tells its place in the reply as it came. */
#ifndef MOTCUA_ADAPTERS_JSON_MEND_H
#define MOTCUA_ADAPTERS_JSON_MEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mend_fault {
    MEND_COMMA,   /* a comma with nothing behind it */
    MEND_CONTROL, /* a raw line end, tab or other control inside of a text */
    MEND_ESCAPE,  /* a backslash that escapes nothing */
    MEND_WORD,    /* NaN, Infinity, undefined, None: null; True, False */
    MEND_BEFORE,  /* bytes before the first { or [ */
    MEND_AFTER,   /* bytes behind the end of the data */
    MEND_FAULTS
};

#define MEND_WORD_BYTES 12
#define MEND_HEAD_BYTES 160 /* bytes kept of words in place of data, for a message to quote */

enum mend_state {
    MEND_START,   /* nothing that counts has come */
    MEND_OUTSIDE, /* between the texts of a document */
    MEND_TEXT,    /* inside of a text */
    MEND_SLASH,   /* behind a backslash in a text */
    MEND_LETTERS, /* inside of a word */
    MEND_BETWEEN, /* behind a whole document */
    MEND_IGNORE   /* behind the last document: no byte goes on */
};

struct mend {
    enum mend_state state;
    int64_t at;       /* bytes of the reply before the piece in hand */
    size_t depth;     /* lists and objects that are open */
    size_t documents; /* whole documents so far */
    bool comma;       /* a comma is held back until the next byte shows whether it is one too many */
    char word[MEND_WORD_BYTES];
    size_t letters, head_used;
    char head[MEND_HEAD_BYTES];                     /* what came where data should begin */
    int64_t count[MEND_FAULTS], first[MEND_FAULTS]; /* how often, and at which byte first */
};

/* Takes bytes that go on to the parser; at: their place in the reply. false ends the feeding. */
typedef bool mend_feed(void *context, const char *bytes, size_t n, int64_t at);

/* Mends a piece of a reply; a zeroed struct begins a reply. false: feed returned false. */
bool mend_bytes(struct mend *m, const char *bytes, size_t n, mend_feed *feed, void *context);
/* The reply is over: what was held back goes on. false: feed returned false. */
bool mend_end(struct mend *m, mend_feed *feed, void *context);
/* Is a document begun but not ended? */
bool mend_open(const struct mend *m);
/* Has no { or [ come at all? If so, head holds how the reply begins. */
bool mend_none(const struct mend *m);
/* "a comma too many at byte 812; 3 raw line ends ...": translated; "" where nothing was mended. Returns out. */
const char *mend_say(const struct mend *m, char *out, size_t size);

#endif
