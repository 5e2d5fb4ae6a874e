/* True for the digits 0 to 9 alone; unlike isdigit(), the locale has no say. */
#ifndef MOTCUA_BASE_DIGIT_H
#define MOTCUA_BASE_DIGIT_H

#include <stdbool.h>

static inline bool digit(char c)
{
    return c >= '0' && c <= '9';
}

#endif
