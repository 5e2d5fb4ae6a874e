/* A mail as bytes (RFC 5322 with MIME); heads that are not ASCII follow RFC 2047, names of files RFC 2231. Text and
 * files are base64, so that no line is too long and no line begins with a dot. Controls, marks of writing direction and
 * line ends of a text never get into a head. The same letter gives the same bytes. */
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

/* All texts are borrowed until letter_write() returns. */
struct letter {
    const char *from, *from_name, *to,
        *to_name;               /* addresses must pass letter_address_ok(); names may be NULL */
    const char *subject, *text; /* text may have several lines */
    const char *id;             /* without angle brackets: KEY@HOST */
    moment at;
    struct letter_file files[LETTER_FILES];
    size_t file_count;
};

/* True for LOCAL@DOMAIN of ASCII letters that need no quoting, so that the address can stand in a head and in a
 * command. */
bool letter_address_ok(const char *address);
/* Adds the letter to `out`, with CRLF at every line end. ERROR_DATA: an address is not valid; ERROR_INTERNAL: no
 * memory, or the letter is longer than `out` may hold. */
MUST_CHECK bool letter_write(const struct letter *l, struct buffer *out, struct error *e);

#endif
