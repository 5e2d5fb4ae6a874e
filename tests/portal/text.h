/* An append buffer for replies, and reading of small numbers. One row is some forty appends and a page
 * thousands of rows, so the appends are inline; once memory or the maximum is reached `failed` stays set and
 * appends do nothing. */
#ifndef PORTAL_TEXT_H
#define PORTAL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TEXT_MAX_BYTES ((size_t)1 << 30)

struct text {
    char *data; /* not NUL-terminated; owned */
    size_t used;
    size_t size;
    bool failed;
};

bool text_grow(struct text *t, size_t n); /* room for n more bytes; false and `failed` if there is none */
void text_free(struct text *t);
void text_number(struct text *t, int64_t n);
void text_digits(struct text *t, uint64_t n, size_t width); /* zero-padded, more digits where needed */
void text_json(struct text *t, const char *s);              /* quoted and escaped; NULL is written null */
void text_format(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline void text_bytes(struct text *t, const char *bytes, size_t n)
{
    if (n == 0 || ((!t->data || t->size - t->used < n) && !text_grow(t, n)))
        return;
    memcpy(t->data + t->used, bytes, n);
    t->used += n;
}

static inline void text_string(struct text *t, const char *s)
{
    text_bytes(t, s, strlen(s));
}

#define text_literal(t, s) text_bytes((t), "" s, sizeof(s) - 1)

/* Reads all of s as a decimal number within [min, max]. */
bool number_read(const char *s, int64_t min, int64_t max, int64_t *out);
/* Is word one of the comma-separated items of csv? Spaces count. */
bool csv_has(const char *csv, const char *word);

bool text_file(struct text *t, const char *path); /* all of a file, 64 MiB at most; false: cannot be read */

#endif
