/* True for the digits 0 to 9 alone; unlike isdigit(), the locale has no say. */
#ifndef MOTCUA_BASE_DIGIT_H
#define MOTCUA_BASE_DIGIT_H

#include <stdbool.h>
#include <stddef.h>

static inline bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many digits stand at the front of n bytes. */
static inline size_t digit_count(const char *text, size_t n)
{
    size_t count = 0;
    while (count < n && digit(text[count]))
        count++;
    return count;
}

#endif
