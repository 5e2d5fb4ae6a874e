/* Puts texts into the page: in NFC, without invisible characters, codes folded, and texts that come again once. */
#ifndef MOTCUA_ADAPTERS_MANIFEST_TEXT_WRITER_H
#define MOTCUA_ADAPTERS_MANIFEST_TEXT_WRITER_H

#include "rows/dossier.h"
#include "rows/page.h"

enum {
    INTERN_PLACES = 1024
}; /* texts written lately, so that a code or a name is in the page once, not once a row */

struct interned {
    uint64_t hash; /* of the bytes as they came; 0: free */
    const char *text;
    uint32_t length;
    bool is_unit; /* a unit's code, which needs no folding */
};

/* Zeroed but for page and key_is_code: nothing was written. */
struct text_writer {
    struct page *page; /* borrowed */
    bool key_is_code;  /* a dossier's key is its code, not an identity of the source's own */
    struct interned interned[INTERN_PLACES];
};

enum taken { TAKEN, TAKEN_NOT_TEXT, TAKEN_FULL };

/* Copies text into the page, in NFC and without invisible characters; a text of which nothing is left is unknown. */
enum taken text_writer_copy(struct text_writer *w, const char *bytes, size_t n, struct value *out);
/* The same for text that comes again and again: repeated text is in the page once. */
enum taken text_writer_intern(struct text_writer *w, const char *bytes, size_t n, struct value *out);
/* Is the text a code, which is written in capitals and without blanks? A key that is no dossier code is left as the
 * source writes it. */
bool text_writer_is_code(const struct text_writer *w, int target, const struct value *v);
/* Puts the text of a rule's value (at most LIMIT_VALUE_BYTES) into the page as the target asks; *v is the text there. */
enum taken text_writer_take(struct text_writer *w, int target, struct value *v);

#endif
