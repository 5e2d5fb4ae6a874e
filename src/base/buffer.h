/* A growing run of bytes with a stated maximum, always ending in a NUL that is not counted.
 * Once it could not grow (maximum or memory), `failed` stays true and further appends do nothing:
 * check once at the end. */
#ifndef MOTCUA_BASE_BUFFER_H
#define MOTCUA_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

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
void buffer_reset(struct buffer *b); /* empties, keeps the memory */
bool buffer_append(struct buffer *b, const void *bytes, size_t n);
bool buffer_text(struct buffer *b, const char *text);
bool buffer_printf(struct buffer *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *buffer_string(const struct buffer *b); /* never NULL; borrowed */

#endif
