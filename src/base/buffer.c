#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

void buffer_init(struct buffer *b, size_t max)
{
    *b = (struct buffer){.max = max};
}

void buffer_free(struct buffer *b)
{
    if (!b)
        return;
    free(b->data);
    *b = (struct buffer){.max = b->max};
}

void buffer_reset(struct buffer *b)
{
    b->used = 0;
    b->failed = false;
    if (b->data)
        b->data[0] = '\0';
}

/* Makes room for n more bytes and the NUL. */
static bool buffer_grow(struct buffer *b, size_t n)
{
    if (b->failed || n > b->max || b->used > b->max - n) {
        b->failed = true;
        return false;
    }
    size_t need = b->used + n + 1;
    if (need <= b->size)
        return true;
    size_t size = b->size ? b->size : FIRST_SIZE;
    while (size < need)
        size *= 2;
    char *data = realloc(b->data, size);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->size = size;
    return true;
}

bool buffer_append_more(struct buffer *b, const void *bytes, size_t n)
{
    if (!buffer_grow(b, n))
        return false;
    if (n)
        memcpy(b->data + b->used, bytes, n);
    b->used += n;
    b->data[b->used] = '\0';
    return true;
}

bool buffer_text(struct buffer *b, const char *text)
{
    return buffer_append(b, text, strlen(text));
}

bool buffer_printf(struct buffer *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    bool ok = n >= 0 && buffer_grow(b, (size_t)n);
    if (ok) {
        vsnprintf(b->data + b->used, (size_t)n + 1, fmt, again);
        b->used += (size_t)n;
    } else {
        b->failed = true;
    }
    va_end(again);
    return ok;
}

const char *buffer_string(const struct buffer *b)
{
    return b->data ? b->data : "";
}
