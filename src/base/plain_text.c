#include "base/plain_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/digit.h"
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

/* Bytes that a plain text may hold only where what stands beside is looked at, too: controls; C2, CD, D8 and E1 to
 * E3, EF, with which the letters begin that may be invisible or blank; and the blank itself. */
static const unsigned char doubtful[256] = {
    [0] = 1,   [1] = 1,    [2] = 1,    [3] = 1,    [4] = 1,    [5] = 1,    [6] = 1,    [7] = 1,
    [8] = 1,   [9] = 1,    [10] = 1,   [11] = 1,   [12] = 1,   [13] = 1,   [14] = 1,   [15] = 1,
    [16] = 1,  [17] = 1,   [18] = 1,   [19] = 1,   [20] = 1,   [21] = 1,   [22] = 1,   [23] = 1,
    [24] = 1,  [25] = 1,   [26] = 1,   [27] = 1,   [28] = 1,   [29] = 1,   [30] = 1,   [31] = 1,
    [' '] = 1, [0xC2] = 1, [0xCD] = 1, [0xD8] = 1, [0xE1] = 1, [0xE2] = 1, [0xE3] = 1, [0xEF] = 1};

/* Is the doubtful byte a single blank, or does it begin a letter of Vietnamese (E1 BA, E1 BB)? */
static bool is_plain_at(const char *text, size_t n, size_t i)
{
    unsigned char c = (unsigned char)text[i], next = i + 1 < n ? (unsigned char)text[i + 1] : 0;
    return c == ' ' ? next != ' ' : c == 0xE1 && (i + 1 == n || next == 0xBA || next == 0xBB);
}

bool plain_text_is(const char *text, size_t n)
{
    if (n && ((unsigned char)text[0] <= ' ' || (unsigned char)text[n - 1] <= ' '))
        return false;
    for (size_t i = 0; i < n; i++)
        if (doubtful[(unsigned char)text[i]] && !is_plain_at(text, n, i))
            return false;
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

/* The mark that ends what the mark at the front begins; 0: the mark begins nothing. */
static char closing_of(char mark)
{
    static const char pairs[] = "()[]{}<>";
    const char *at = mark ? strchr(pairs, mark) : NULL;
    return at && (at - pairs) % 2 == 0 ? at[1] : '\0';
}

/* Cuts off ="...", a leading ' or #, quotes and brackets around the whole text, and marks that end a sentence. */
static size_t marks_cut(char *text, size_t n)
{
    size_t from = 0, last = SIZE_MAX;
    while (n - from != last) {
        last = n - from;
        while (from < n && text[from] && strchr("'`=\"#", text[from]))
            from++;
        while (n > from && text[n - 1] && strchr("\"'.,;", text[n - 1]))
            n--;
        char closing = n > from + 2 ? closing_of(text[from]) : '\0';
        if (closing && text[n - 1] == closing && !memchr(text + from + 1, closing, n - from - 2)) {
            from++;
            n--;
        }
    }
    memmove(text, text + from, n - from);
    return n - from;
}

/* True for the letters of codes as nearly every portal writes them; such a letter stays unchanged. */
static bool is_code(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Reduces a formula around texts, =HYPERLINK("address";"code") or =T("code"), to the text that a spreadsheet shows,
 * the last one; in place. */
static size_t formula_cut(char *text, size_t n)
{
    size_t end = n, begin, name = 1;
    while (name < n && text[name] >= 'A' && text[name] <= 'Z')
        name++;
    if (n < 4 || text[0] != '=' || name == 1 || name >= n || text[name] != '(')
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

/* --- a dossier's code among other words --- */

/* Bytes of the dossier code (UNIT-yymmdd-number) that begins here; 0: none does. */
static size_t code_bytes(const char *text, size_t n)
{
    enum { DAY = 6, NUMBER_LEAST = 3 };
    size_t unit = 0;
    while (unit < n && is_code(text[unit]) && text[unit] != '-')
        unit++;
    if (!unit || text[0] == '.' || n - unit < DAY + 2 || text[unit] != '-' || text[unit + 1 + DAY] != '-' ||
        digit_count(text + unit + 1, DAY) != DAY)
        return 0;
    size_t at = unit + DAY + 2, number = digit_count(text + at, n - at);
    return number < NUMBER_LEAST ? 0 : at + number;
}

/* May a code end before, or begin behind, what stands beside it here? A blank parts a code only from what is no
 * digit: a line end may stand inside of its number. */
static bool is_apart(char beside, char next)
{
    return beside == ' ' ? !digit(next) : strchr("()[]{}<>\"':;,|=#/", beside) && beside;
}

/* Reduces the text to the one dossier code in it ("Mã: H57.01-221101-0001", "... (bản sao)"), in place. */
static size_t words_cut(char *text, size_t n)
{
    size_t found = 0, from = 0, length = 0;
    for (size_t at = 0; at < n; at++) {
        bool begins = at == 0 || is_apart(text[at - 1], at > 1 ? text[at - 2] : ' ');
        size_t bytes = begins ? code_bytes(text + at, n - at) : 0;
        size_t end = at + bytes;
        if (!bytes || (end < n && !is_apart(text[end], end + 1 < n ? text[end + 1] : ' ')))
            continue;
        found++;
        from = at;
        length = bytes;
        at = end - 1;
    }
    if (found != 1)
        return n;
    memmove(text, text + from, length);
    return length;
}

static size_t blanks_cut(char *text, size_t n)
{
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        if (text[i] != ' ')
            text[used++] = text[i];
    return used;
}

/* Letters of other alphabets that look like a letter of codes: Н57 in Cyrillic. */
static int letter_latin(int letter)
{
    static const struct {
        int other;
        char latin;
    } alike[] = {{0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41A, 'K'}, {0x41C, 'M'}, {0x41D, 'H'},
                 {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x425, 'X'}, {0x391, 'A'},
                 {0x392, 'B'}, {0x397, 'H'}, {0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}};
    for (size_t i = 0; letter >= 0x391 && letter <= 0x425 && i < sizeof alike / sizeof *alike; i++)
        if (alike[i].other == letter)
            return alike[i].latin;
    return letter;
}

/* The letter as codes have it. */
static int letter_plain(int letter)
{
    if (letter >= 0xFF01 && letter <= 0xFF5E)
        letter -= 0xFEE0;
    if (plain_dash(letter))
        return '-';
    if (letter == 0x2018 || letter == 0x2019 || letter == 0x2032)
        return '\'';
    if (letter == 0x201C || letter == 0x201D)
        return '"';
    return letter >= 'a' && letter <= 'z' ? letter - ('a' - 'A') : letter_latin(letter);
}

/* True for a dash between blanks before which stands no digit, as in "H57.01-221101-0002 - bản sao": text is what
 * follows the dash. "H57.01 - 221101 - 0003" is one code. */
static bool dash_parts(const char *text, const char *end)
{
    const char *at = text;
    size_t length = 0;
    while (at < end && plain_blank(plain_letter(at, end, &length)))
        at += length;
    return at > text && at < end && !digit(*at);
}

size_t plain_code(char *text, size_t n)
{
    size_t used = 0;
    bool gap = false;
    while (used < n && is_code(text[used]))
        used++;
    if (used == n && (!n || text[n - 1] != '.'))
        return n;
    for (size_t at = used, length; at < n; at += length) {
        int letter = plain_letter(text + at, text + n, &length);
        if (plain_invisible(letter))
            continue;
        if (plain_blank(letter)) {
            gap = used > 0;
            continue;
        }
        letter = letter_plain(letter);
        bool parts = gap && letter == '-' && dash_parts(text + at + length, text + n);
        if (parts) {
            text[used++] = ' ';
            continue; /* the blank behind the dash becomes the gap */
        }
        if (gap && letter != '-' && letter != '.' && text[used - 1] != '-' && text[used - 1] != '.' &&
            text[used - 1] != ' ')
            text[used++] = ' '; /* never overtakes `at`, because the gap had at least one byte */
        gap = false;
        if (letter >= 0 && letter < 0x80) {
            text[used++] = (char)letter;
            continue;
        }
        memmove(text + used, text + at, length);
        used += length;
    }
    used = words_cut(text, formula_cut(text, used));
    used = marks_cut(text, blanks_cut(text, used));
    return words_cut(text,
                     used); /* without blanks and a full stop a code may stand apart that did not before */
}

/* --- a code quoted in a text --- */

static bool is_word(int letter)
{
    switch (utf8proc_category(letter)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ND:
        return true;
    default:
        return false;
    }
}

/* What joins the parts of one code, if a part stands on both sides. */
static bool is_joint(int letter)
{
    return letter == '-' || letter == '.' || letter == '_';
}

/* Where the code that begins at `at` ends; NULL: the text says something else there. */
static const char *code_end(const char *at, const char *end, const char *code)
{
    for (size_t length; *code; at += length) {
        if (at >= end)
            return NULL;
        int letter = letter_plain(plain_letter(at, end, &length));
        if (plain_invisible(letter) || plain_blank(letter))
            continue;
        size_t bytes = 1;
        if (letter_plain(plain_letter(code, code + strlen(code), &bytes)) != letter)
            return NULL;
        code += bytes;
    }
    return at;
}

/* True if the code's word goes on behind its end. */
static bool goes_on(const char *at, const char *end)
{
    size_t length, more;
    if (at >= end)
        return false;
    int letter = letter_plain(plain_letter(at, end, &length));
    return is_word(letter) ||
           (is_joint(letter) && at + length < end && is_word(plain_letter(at + length, end, &more)));
}

bool plain_code_quoted(const char *text, size_t n, const char *code)
{
    const char *end = text + n;
    int before = ' ', further = ' ';
    size_t length;
    for (const char *at = text; *code && at < end; at += length) {
        int letter = letter_plain(plain_letter(at, end, &length));
        bool begins = !is_word(before) && !(is_joint(before) && is_word(further)) && !plain_blank(letter) &&
                      !plain_invisible(letter);
        const char *behind = begins ? code_end(at, end, code) : NULL;
        if (behind && !goes_on(behind, end))
            return true;
        further = before;
        before = letter;
    }
    return false;
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
