#include "base/plain_text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/words.h"

int plain_letter(const char *at, const char *end, size_t *length)
{
    utf8proc_int32_t letter = (unsigned char)*at;
    *length = 1;
    if (letter < 0x80)
        return letter;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)at, end - at, &letter);
    if (n <= 0)
        return -1;
    *length = (size_t)n;
    return letter;
}

bool plain_invisible(int letter)
{
    return letter == 0xAD || (letter >= 0x200B && letter <= 0x200F) ||
           (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2060 && letter <= 0x206F) ||
           (letter >= 0xFE00 && letter <= 0xFE0F) || letter == 0xFEFF || letter == 0x34F || letter == 0x61C ||
           letter == 0x180E;
}

bool plain_blank(int letter)
{
    return letter == ' ' || (letter >= '\t' && letter <= '\r') || letter == 0x85 || letter == 0xA0 ||
           letter == 0x1680 || (letter >= 0x2000 && letter <= 0x200A) || letter == 0x2028 ||
           letter == 0x2029 || letter == 0x202F || letter == 0x205F || letter == 0x3000;
}

bool plain_dash(int letter)
{
    return letter == '-' || (letter >= 0x2010 && letter <= 0x2015) || letter == 0x2212 || letter == 0x2043 ||
           letter == 0xFE58 || letter == 0xFE63 || letter == 0xFF0D;
}

bool plain_text_is(const char *text, size_t n)
{
    if (n && ((unsigned char)text[0] <= ' ' || (unsigned char)text[n - 1] <= ' '))
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        /* C2 and E1..E3, EF begin the letters that may be invisible or blank; letters of Vietnamese that
         * begin with E1 go on with BA or BB. */
        if (c < ' ' || c == 0xC2 || c == 0xCD || c == 0xD8 || c == 0xE2 || c == 0xE3 || c == 0xEF ||
            (c == ' ' && text[i + 1] == ' ' && i + 1 < n))
            return false;
        if (c == 0xE1 && i + 1 < n && (unsigned char)text[i + 1] != 0xBA &&
            (unsigned char)text[i + 1] != 0xBB)
            return false;
    }
    return true;
}

size_t plain_text(char *text, size_t n)
{
    size_t used = 0;
    bool gap = false;
    for (size_t at = 0, length; at < n; at += length) {
        int letter = plain_letter(text + at, text + n, &length);
        if (plain_invisible(letter))
            continue;
        if (plain_blank(letter)) {
            gap = used > 0;
            continue;
        }
        if (gap)
            text[used++] = ' '; /* never overtakes `at`, because the gap had at least one byte */
        gap = false;
        memmove(text + used, text + at, length);
        used += length;
    }
    return used;
}

/* Cuts off ="...", a leading ', quotes around the whole text, and marks that end a sentence. */
static size_t marks_cut(char *text, size_t n)
{
    size_t from = 0;
    while (from < n && (text[from] == '\'' || text[from] == '`' || text[from] == '=' || text[from] == '"'))
        from++;
    while (n > from && strchr("\"'.,;", text[n - 1]) && text[n - 1])
        n--;
    memmove(text, text + from, n - from);
    return n - from;
}

/* True for the letters of codes as nearly every portal writes them; such a letter stays unchanged. */
static bool is_code(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Reduces =HYPERLINK("address";"code") to the text that a spreadsheet shows, in place. */
static size_t link_cut(char *text, size_t n)
{
    static const char front[] = "=HYPERLINK(";
    size_t end = n, begin;
    if (n < sizeof front || memcmp(text, front, sizeof front - 1) != 0)
        return n;
    while (end && text[end - 1] != '"')
        end--;
    for (begin = end ? end - 1 : 0; begin && text[begin - 1] != '"';)
        begin--;
    if (begin == 0 || end <= begin + 1)
        return n;
    memmove(text, text + begin, end - 1 - begin);
    return end - 1 - begin;
}

size_t plain_code(char *text, size_t n)
{
    size_t used = 0;
    while (used < n && is_code(text[used]))
        used++;
    for (size_t at = used, length; at < n; at += length) {
        int letter = plain_letter(text + at, text + n, &length);
        if (plain_invisible(letter) || plain_blank(letter))
            continue;
        if (letter >= 0xFF01 && letter <= 0xFF5E)
            letter -= 0xFEE0;
        if (plain_dash(letter))
            letter = '-';
        if (letter == 0x2018 || letter == 0x2019 || letter == 0x2032)
            letter = '\'';
        if (letter == 0x201C || letter == 0x201D)
            letter = '"';
        if (letter >= 'a' && letter <= 'z')
            letter -= 'a' - 'A';
        if (letter >= 0 && letter < 0x80) {
            text[used++] = (char)letter;
            continue;
        }
        memmove(text + used, text + at, length);
        used += length;
    }
    return marks_cut(text, link_cut(text, used));
}

/* True if the text has dashes, dots, strokes and blanks alone. */
static bool marks_only(const char *text, size_t n)
{
    for (size_t at = 0, length; at < n; at += length) {
        int letter = plain_letter(text + at, text + n, &length);
        if (!plain_dash(letter) && !plain_blank(letter) && !plain_invisible(letter) && letter != '.' &&
            letter != '_' && letter != '/' && letter != 0x2026)
            return false;
    }
    return true;
}

/* True if the text begins like one of the words for nothing. Every cell is asked, so that the look must be cheap:
 * "Trực tuyến" and "Toàn trình" stand in every row. */
static bool may_be_nothing(const char *text, size_t n)
{
    size_t at = 0;
    while (at < n && strchr("(#[<\" ", text[at]) && text[at])
        at++;
    const char *word = text + at;
    size_t left = n - at;
    if (left < 2)
        return false;
    switch (*word | 32) {
    case 'n':
        return strchr("uUaAoOiI /.-", word[1]) && word[1]; /* null, nan, none, nil, n/a */
    case 'u':
        return (word[1] | 32) == 'n';
    case 't': /* trống, with its letter ố in any form of Unicode */
        return (word[1] | 32) == 'r' && left > 4 &&
               ((word[2] | 32) == 'o' || memcmp(word + 2, "\xE1\xBB\x91", 3) == 0 ||
                memcmp(word + 2, "\xE1\xBB\x90", 3) == 0 || (unsigned char)word[2] == 0xC3);
    default:
        return false;
    }
}

bool plain_nothing(const char *text, size_t n)
{
    static const char *const words[] = {"null", "n a", "nan", "nat", "none", "nil", "undefined", "trong"};
    enum { LONGEST = 16 };
    char copy[LONGEST + 1];
    const char first = n ? (char)(*text | 32) : '\0';
    if (n > LONGEST || (first >= '0' && first <= '9') ||
        (first >= 'a' && first <= 'z' && first != 'n' && first != 'u' && first != 't'))
        return false; /* nearly every cell ends here */
    if (marks_only(text, n) || (n == 2 && memcmp(text, "\\N", 2) == 0))
        return true;
    if (!may_be_nothing(text, n))
        return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    char *folded = words_of(copy, false);
    bool found = false;
    for (size_t i = 0; folded && i < sizeof words / sizeof *words; i++)
        found |= strcmp(folded, words[i]) == 0;
    free(folded);
    return found;
}
