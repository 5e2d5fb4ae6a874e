#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEXT_FIRST_BYTES = 4096, NUMBER_BYTES = 24, FORMAT_BYTES = 1024, FILE_CHUNK_BYTES = 65536 };
#define FILE_BYTES_MAX ((size_t)64 << 20)

bool text_grow(struct text *t, size_t n)
{
    if (t->failed || n > TEXT_MAX_BYTES || t->used > TEXT_MAX_BYTES - n) {
        t->failed = true;
        return false;
    }
    if (t->size - t->used >= n)
        return true;
    size_t size = t->size ? t->size : TEXT_FIRST_BYTES;
    while (size < t->used + n)
        size *= 2;
    char *data = realloc(t->data, size);
    if (!data) {
        t->failed = true;
        return false;
    }
    t->data = data;
    t->size = size;
    return true;
}

void text_free(struct text *t)
{
    free(t->data);
    *t = (struct text){0};
}

void text_digits(struct text *t, uint64_t n, size_t width)
{
    char digits[NUMBER_BYTES];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n && at > 0);
    while (sizeof(digits) - at < width && at > 0)
        digits[--at] = '0';
    text_bytes(t, digits + at, sizeof(digits) - at);
}

void text_number(struct text *t, int64_t n)
{
    if (n < 0)
        text_literal(t, "-");
    text_digits(t, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, 1);
}

void text_json(struct text *t, const char *s)
{
    if (!s) {
        text_literal(t, "null");
        return;
    }
    text_literal(t, "\"");
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') {
            text_literal(t, "\\");
            text_bytes(t, s, 1);
        } else if (c < ' ') {
            text_format(t, "\\u%04x", c);
        } else {
            text_bytes(t, s, 1);
        }
    }
    text_literal(t, "\"");
}

void text_format(struct text *t, const char *fmt, ...)
{
    char line[FORMAT_BYTES];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(line))
        t->failed = true;
    else
        text_bytes(t, line, (size_t)n);
}

bool number_read(const char *s, int64_t min, int64_t max, int64_t *out)
{
    char *end = NULL;
    if (!s || !*s)
        return false;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    if (errno || *end || n < min || n > max)
        return false;
    *out = n;
    return true;
}

bool csv_has(const char *csv, const char *word)
{
    size_t n = strlen(word);
    while (csv) {
        const char *comma = strchr(csv, ',');
        size_t length = comma ? (size_t)(comma - csv) : strlen(csv);
        if (length == n && memcmp(csv, word, n) == 0)
            return true;
        csv = comma ? comma + 1 : NULL;
    }
    return false;
}

bool text_file(struct text *t, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = 0;
    while (t->used < FILE_BYTES_MAX && text_grow(t, FILE_CHUNK_BYTES) &&
           (n = read(fd, t->data + t->used, FILE_CHUNK_BYTES)) > 0)
        t->used += (size_t)n;
    (void)close(fd);
    return n == 0;
}
