/* A growing run of bytes with a stated maximum; a NUL, which is not counted, ends the bytes. An append that exceeds the
 * maximum or finds no memory returns false and sets `failed`; further appends then do nothing until buffer_reset(), so
 * that a caller may look at `failed` once, at the end. */
#ifndef MOTCUA_BASE_BUFFER_H
#define MOTCUA_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"

struct buffer {
    char *data; /* NULL until the first append; owned by the buffer */
    size_t used;
    size_t size;
    size_t max;
    bool failed;
};

void buffer_init(struct buffer *b, size_t max);
void buffer_free(struct buffer *b);  /* safe on a zeroed or freed buffer */
void buffer_reset(struct buffer *b); /* empties the buffer, clears `failed`, keeps the memory */
bool buffer_append_more(struct buffer *b, const void *bytes, size_t n); /* the part of buffer_append() */
static inline bool buffer_append(struct buffer *b, const void *bytes, size_t n)
{
    if (b->failed || n >= b->size - b->used || n > b->max - b->used || n == 0)
        return buffer_append_more(b, bytes, n);
    memcpy(b->data + b->used, bytes, n);
    b->used += n;
    b->data[b->used] = '\0';
    return true;
}
bool buffer_text(struct buffer *b, const char *text);
bool buffer_printf(struct buffer *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *buffer_string(const struct buffer *b); /* never NULL; borrowed until the next append */

#endif
