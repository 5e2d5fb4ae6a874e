#include "base/number.h"

#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/plain_text.h"
#include "base/words.h"

enum { DIGITS_MAX = 18, TEXT_MAX = 64, EXPONENT_MAX = 99 };

/* The digits of a number without its point, and how many of them stand before the point. */
struct digits {
    char text[TEXT_MAX];
    int count, point;
};

static bool exponent_read(const char *at, const char *end, struct digits *d)
{
    int sign = 1, value = 0;
    if (at < end && (*at == '+' || *at == '-'))
        sign = *at++ == '-' ? -1 : 1;
    if (at == end)
        return false;
    for (; at < end; at++) {
        if (!digit(*at) || value > EXPONENT_MAX)
            return false;
        value = value * 10 + (*at - '0');
    }
    d->point += sign * value;
    return true;
}

static bool digits_read(const char *at, const char *end, struct digits *d)
{
    bool any = false, point = false;
    *d = (struct digits){0};
    if (end - at >= TEXT_MAX)
        return false;
    for (; at < end && (digit(*at) || (*at == '.' && !point)); at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        any = true;
        d->point += !point;
        if (d->count || *at != '0')
            d->text[d->count++] = *at;
        else
            d->point--; /* drops a leading zero, on either side of the point */
    }
    if (!any || at[-1] == '.')
        return false;
    return at == end || ((*at == 'e' || *at == 'E') && exponent_read(at + 1, end, d));
}

bool scalar_number(const char *text, size_t n, int decimals, bool round, int64_t *out)
{
    struct digits d;
    bool negative = n > 0 && *text == '-';
    if (!digits_read(text + negative, text + n, &d))
        return false;
    int keep = d.point + decimals;
    int64_t value = 0;
    while (d.count && d.text[d.count - 1] == '0')
        d.count--;
    if (d.count && keep > DIGITS_MAX)
        return false;
    for (int i = 0; d.count && i < keep; i++)
        value = value * 10 + (i < d.count ? d.text[i] - '0' : 0);
    if (d.count > keep && d.count) {
        if (!round)
            return false;
        value += keep >= 0 && d.text[keep] >= '5';
    }
    *out = negative ? -value : value;
    return true;
}

/* --- as people write them --- */

/* A number's letters reduced to ASCII: digits, "." "," " " "'" and a sign in front. */
struct written {
    char text[NUMBER_TEXT_BYTES];
    size_t count;
    bool negative, share;
    const char *rest; /* the text behind the number */
};

static char letter_ascii(int letter)
{
    if (letter >= 0xFF10 && letter <= 0xFF19)
        return (char)('0' + letter - 0xFF10);
    if (plain_blank(letter))
        return ' ';
    if (letter == 0x2019)
        return '\'';
    return letter >= 0 && letter < 0x80 ? (char)letter : '\0';
}

/* Reads the sign and the bracket in front; returns where the digits begin. */
static const char *sign_read(const char *at, const char *end, bool *bracket, bool *negative)
{
    size_t length;
    for (*bracket = *negative = false; at < end; at += length) {
        int letter = plain_letter(at, end, &length);
        bool minus = plain_dash(letter);
        if (letter == '(' && !*bracket)
            *bracket = true;
        else if ((minus || letter == '+') && !*negative)
            *negative = minus;
        else if (!plain_blank(letter) && !plain_invisible(letter))
            break;
    }
    return at;
}

/* Reads the number's letters into w; false: more letters than a number may have. */
static bool written_read(const char *text, size_t n, struct written *w)
{
    const char *end = text + n;
    bool bracket, negative;
    size_t length;
    const char *at = sign_read(text, end, &bracket, &negative);
    *w = (struct written){.negative = bracket || negative};
    for (; at < end; at += length) {
        int letter = plain_letter(at, end, &length);
        char c = letter_ascii(letter);
        if (plain_invisible(letter))
            continue;
        if (!c || !strchr("0123456789., '", c))
            break;
        if (w->count + 1 == sizeof w->text)
            return false;
        w->text[w->count++] = c;
    }
    while (w->count && w->text[w->count - 1] == ' ')
        w->count--;
    if (bracket && (at == end || *at++ != ')'))
        return false;
    w->rest = at;
    return w->count > 0 && digit(w->text[0]);
}

/* True if the text behind the number is a measure, which does not change the number. */
static bool measure_read(struct written *w, const char *end)
{
    static const char *const measures[] = {"", "d", "dong", "vnd", "hs", "ho so"};
    const char *at = w->rest;
    while (at < end && *at == ' ')
        at++;
    if (at < end && *at == '%') {
        w->share = true;
        at++;
    }
    if (end - at >= 3 && memcmp(at, "\xE2\x82\xAB", 3) == 0) /* the sign of the đồng */
        at += 3;
    bool known = at >= end;
    char *rest = known ? NULL : strndup(at, (size_t)(end - at)), *words = rest ? words_of(rest, false) : NULL;
    for (size_t i = 0; words && i < sizeof measures / sizeof *measures; i++)
        /* A raised digit is no word and no measure either: "12³" leaves no words but must be refused. */
        known |= strcmp(words, measures[i]) == 0 && (*words || strspn(rest, " .,") == strlen(rest));
    free(words);
    free(rest);
    return known;
}

/* True if every group of digits between the marks has three digits, but for the first. */
static bool groups_fit(const char *text, size_t n)
{
    size_t first = strcspn(text, "., '");
    if (first >= n)
        return true; /* the number has no mark */
    if (first == 0 || first > 3 || text[0] == '0')
        return false;
    for (size_t at = first; at < n; at += 4)
        if (text[at] != text[first] || n - at < 4 || !digit(text[at + 1]) || !digit(text[at + 2]) ||
            !digit(text[at + 3]))
            return false;
    return true;
}

/* The place of the decimal mark; n: the number has none. */
static size_t decimal_find(const char *text, size_t n, bool share)
{
    size_t marks = 0, last = n;
    for (size_t i = 0; i < n; i++)
        if (!digit(text[i])) {
            marks++;
            last = i;
        }
    if (marks == 0 || (text[last] != '.' && text[last] != ','))
        return n;
    if (marks > 1)
        return memchr(text, text[last], last) ? n : last; /* a mark that comes twice groups digits */
    bool thousand = n - last == 4 && last <= 3 && text[0] != '0' && !share;
    return thousand ? n : last;
}

bool number_read(const char *text, size_t n, bool share, char out[NUMBER_TEXT_BYTES])
{
    struct written w;
    size_t used = 0;
    if (n > 1 && *text == '\'') { /* the mark by which spreadsheets keep text */
        text++;
        n--;
    }
    if (!written_read(text, n, &w) || !measure_read(&w, text + n))
        return false;
    size_t point = decimal_find(w.text, w.count, share || w.share);
    if (!groups_fit(w.text, point) || point + 1 == w.count || w.count + 3 > NUMBER_TEXT_BYTES)
        return false;
    if (w.negative)
        out[used++] = '-';
    for (size_t i = 0; i < w.count; i++)
        if (digit(w.text[i]) || i == point)
            out[used++] = i == point ? '.' : w.text[i];
    if (w.share)
        out[used++] = '%';
    out[used] = '\0';
    return true;
}

/* Reads a code that was written as a number is: 20.221.103.000.501, with three marks of one kind at least, for fewer
 * also part a code. */
static bool groups_read(const char *text, size_t n, char out[NUMBER_TEXT_BYTES])
{
    enum { MARKS_LEAST = 3 };
    size_t used = 0, run = 0, marks = 0;
    char mark = '\0';
    for (size_t i = 0; i < n && used + 1 < NUMBER_TEXT_BYTES; i++) {
        if (digit(text[i])) {
            out[used++] = text[i];
            run++;
            continue;
        }
        if ((text[i] != '.' && text[i] != ',') || (mark && text[i] != mark) ||
            (marks ? run != 3 : run < 1 || run > 3))
            return false;
        mark = text[i];
        marks++;
        run = 0;
    }
    out[used] = '\0';
    return marks >= MARKS_LEAST && run == 3 && n == used + marks && out[0] != '0';
}

enum number_code number_code_read(const char *text, size_t n, bool all, char out[NUMBER_TEXT_BYTES])
{
    enum {
        KEPT = 15,
        FLOATING = 8
    }; /* digits that a spreadsheet keeps; more digits than a plain number has */
    size_t at = 0, used = 0, decimals = 0, exponent = 0;
    bool point = false;
    if (groups_read(text, n, out))
        return NUMBER_CODE_READ;
    for (; at < n && used + 1 < NUMBER_TEXT_BYTES &&
           (digit(text[at]) || ((text[at] == '.' || text[at] == ',') && at && !point));
         at++) {
        point = point || !digit(text[at]);
        decimals += point && digit(text[at]);
        if (digit(text[at]))
            out[used++] = text[at];
    }
    size_t mark = at;
    bool exponential = at < n && used && (text[at] == 'e' || text[at] == 'E') && (point || used == 1);
    at += exponential;
    at += exponential && at < n && text[at] == '+';
    for (; exponential && at < n && digit(text[at]) && exponent < NUMBER_TEXT_BYTES; at++)
        exponent = exponent * 10 + (size_t)(text[at] - '0');
    bool floating = point && decimals == 1 && used > FLOATING && out[used - 1] == '0'; /* 20221103000501.0 */
    if (at != n || (exponential ? mark + 1 == n : !floating && (!all || !point)))
        return all && used > KEPT && at == n ? NUMBER_CODE_LOST : NUMBER_CODE_PLAIN;
    for (; decimals > exponent && used && out[used - 1] == '0'; decimals--)
        used--;
    if (decimals > exponent || used + exponent - decimals > KEPT || (decimals < exponent && !all))
        return NUMBER_CODE_LOST;
    for (; decimals < exponent; decimals++)
        out[used++] = '0';
    out[used] = '\0';
    return NUMBER_CODE_READ;
}

bool number_says_zero(const char *text)
{
    static const char *const zeros[] = {"khong", "mien phi", "khong thu", "khong thu phi", "khong mat phi"};
    char *words = words_of(text, false);
    bool zero = false;
    for (size_t i = 0; words && i < sizeof zeros / sizeof *zeros; i++)
        zero |= strcmp(words, zeros[i]) == 0;
    free(words);
    return zero;
}
