/* A mail as bytes: RFC 5322 with MIME; heads that are no ASCII by RFC 2047, names of files by RFC 2231. Text and files go as
 * base64, so that no line is too long and none begins with a dot. No control, no mark of writing direction and no end of a
 * line gets from a text into a head. The same letter gives the same bytes. */
#ifndef MOTCUA_LETTER_H
#define MOTCUA_LETTER_H

#include "base/buffer.h"
#include "base/moment.h"

enum { LETTER_FILES = 2 };

struct letter_file {
    const char *name, *type; /* type: "application/pdf" */
    const void *bytes;
    size_t n;
};

/* All text is borrowed. */
struct letter {
    const char *from, *from_name, *to,
        *to_name;               /* addresses as letter_address_ok() has them; names may be NULL */
    const char *subject, *text; /* text: of several lines */
    const char *id;             /* without angle brackets: KEY@HOST */
    moment at;
    struct letter_file files[LETTER_FILES];
    size_t file_count;
};

/* LOCAL@DOMAIN of the ASCII letters that need no quoting: it can stand in a head and in a command as it is. */
bool letter_address_ok(const char *address);
/* Adds the letter to `out`, with CRLF at all ends of lines. ERROR_DATA: an address that is none; ERROR_INTERNAL: no memory,
 * or more than `out` may hold. */
MUST_CHECK bool letter_write(const struct letter *l, struct buffer *out, struct error *e);

#endif
