#include "base/words.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/digit.h"
#include "base/limit.h"
#include "base/text.h"

/* The text that spreadsheets write for a line end inside of a cell. */
#define LINE_END "_x000d_"

enum role { ROLE_GAP, ROLE_LETTER, ROLE_TICK, ROLE_CROSS, ROLE_NOTHING };

/* The role of a letter beyond ASCII. Marks of filters and sorting, raised digits and signs separate words as blanks
 * do; a tick stands for the x that other people write, an empty box or a cross that is the whole text for their 0;
 * invisible letters have no role. */
static enum role role_of(const char *at, size_t left, size_t *length)
{
    utf8proc_int32_t letter;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)left, &letter);
    *length = n > 0 ? (size_t)n : 1;
    if (n <= 0)
        return ROLE_LETTER; /* a byte that is not UTF-8 stays */
    if (letter == 0x2713 || letter == 0x2714 || letter == 0x2611 || letter == 0x221A || letter == 0x2612 ||
        letter == 0x2705)
        return ROLE_TICK;
    if (letter == 0x2610 || letter == 0x2717 || letter == 0x2718 || letter == 0x274C)
        return ROLE_CROSS;
    switch (utf8proc_category(letter)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
        return ROLE_LETTER;
    case UTF8PROC_CATEGORY_CF:
        return ROLE_NOTHING;
    default:
        return ROLE_GAP;
    }
}

char *words_of(const char *text, bool bare)
{
    char *folded = text_fold(text), *to = folded;
    int depth = 0;
    bool gap = false;
    size_t left = folded ? strlen(folded) : 0;
    for (const char *from = folded; left;) {
        size_t length = 1;
        enum role role = digit(*from) || (*from >= 'a' && *from <= 'z') ? ROLE_LETTER : ROLE_GAP;
        if ((unsigned char)*from >= 0x80)
            role = role_of(from, left, &length);
        if (role == ROLE_CROSS && (from != folded || left != length))
            role = ROLE_GAP;
        else if (*from == '_' && strncmp(from, LINE_END, strlen(LINE_END)) == 0)
            length = strlen(LINE_END);
        depth += bare && *from == '(';
        bool kept = (role == ROLE_LETTER || role == ROLE_TICK || role == ROLE_CROSS) && !depth;
        if (kept && gap && to != folded)
            *to++ = ' '; /* never overtakes `from`, because a gap had at least one byte */
        if (kept && role != ROLE_LETTER)
            *to++ = role == ROLE_TICK ? 'x' : '0';
        else if (kept)
            for (size_t i = 0; i < length; i++)
                *to++ = from[i];
        gap = kept ? false : gap || role != ROLE_NOTHING;
        depth -= depth && *from == ')';
        from += length;
        left -= length;
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
