#include "base/screen.h"

#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/text.h"

static FILE *raw;

/* The letter that has begun: a write may end in its middle. Guarded by the lock of the stream. */
static struct {
    char bytes[4];
    size_t n;
} begun;

struct line {
    char bytes[1024];
    size_t n;
};

/* A terminal that is gone, or a disk that is full under a log, must not stop the program. */
static void line_write(struct line *line)
{
    const char *from = line->bytes;
    while (line->n) {
        ssize_t put = write(STDERR_FILENO, from, line->n);
        if (put <= 0)
            break;
        from += put;
        line->n -= (size_t)put;
    }
    line->n = 0;
}

static void letter_put(struct line *line, int32_t letter)
{
    if (line->n + sizeof begun.bytes > sizeof line->bytes)
        line_write(line);
    line->n += text_printable_letter(letter, begun.bytes, begun.n, true, line->bytes + line->n);
    begun.n = 0;
}

static void byte_take(struct line *line, char byte)
{
    bool goes_on = ((unsigned char)byte & 0xC0) == 0x80;
    if (begun.n && !goes_on)
        letter_put(line, -1);
    begun.bytes[begun.n++] = byte;
    size_t whole = (size_t)utf8proc_utf8class[(unsigned char)begun.bytes[0]];
    if (begun.n < whole)
        return;
    utf8proc_int32_t letter;
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)begun.bytes, (utf8proc_ssize_t)begun.n, &letter);
    letter_put(line, n > 0 ? letter : -1);
}

static ssize_t guard_write(void *cookie, const char *bytes, size_t n)
{
    struct line line = {.n = 0};
    (void)cookie;
    for (size_t i = 0; i < n; i++)
        byte_take(&line, bytes[i]);
    line_write(&line);
    return (ssize_t)n;
}

void screen_guard(void)
{
    FILE *guarded = fopencookie(NULL, "w", (cookie_io_functions_t){.write = guard_write});
    if (!guarded)
        return;
    setvbuf(guarded, NULL, _IONBF, 0);
    raw = stderr;
    stderr = guarded;
}

FILE *screen_raw(void)
{
    return raw ? raw : stderr;
}
