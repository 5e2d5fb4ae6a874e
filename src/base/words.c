#include "base/words.h"

#include <stdlib.h>

#include "base/digit.h"
#include "base/limit.h"
#include "base/text.h"

char *words_of(const char *text, bool bare)
{
    char *folded = text_fold(text), *to = folded;
    int depth = 0;
    bool gap = false;
    for (const char *from = folded; folded && *from; from++) {
        bool letter = digit(*from) || (*from >= 'a' && *from <= 'z') || (unsigned char)*from >= 0x80;
        depth += bare && *from == '(';
        if (letter && !depth) {
            if (gap && to != folded)
                *to++ = ' '; /* never overtakes from: a gap was at least one byte */
            *to++ = *from;
        }
        gap = letter && !depth ? false : true;
        depth -= depth && *from == ')';
    }
    if (to)
        *to = '\0';
    return folded;
}

char *slug_of(const char *text)
{
    char *words = words_of(text, false), *to = words;
    for (const char *from = words; words && *from && to - words < LIMIT_NAME_BYTES - 1; from++)
        if (digit(*from) || (*from >= 'a' && *from <= 'z'))
            *to++ = *from;
        else if (*from == ' ' && to != words)
            *to++ = '-';
    if (to)
        *to = '\0';
    return words;
}
