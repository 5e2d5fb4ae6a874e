#include "adapters/manifest/scalar.h"
#include "base/digit.h"
#include "base/plain_text.h"

#include <stdlib.h>
#include <string.h>

static const struct part {
    const char *run;
    int index;
} parts[] = {{"yyyy", 0}, {"MM", 1}, {"dd", 2}, {"HH", 3}, {"mm", 4}, {"ss", 5}};

/* The part whose letters begin here; NULL: the letter stands for itself. */
static const struct part *part_at(const char *pattern)
{
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (strncmp(pattern, parts[k].run, strlen(parts[k].run)) == 0)
            return &parts[k];
    return NULL;
}

static void words_make(struct date_pattern *p)
{
    for (size_t at = 0; p->fixed >= 8 && at < p->fixed; at += 8) {
        struct date_word *word = &p->words[p->word_count++];
        unsigned char letters[8], own[8];
        word->at = (uint8_t)(at + 8 > p->fixed ? p->fixed - 8 : at);
        for (size_t i = 0; i < 8; i++) {
            bool is_digit = p->digits >> (word->at + i) & 1;
            letters[i] = is_digit ? '0' : (unsigned char)p->pattern[word->at + i];
            own[i] = is_digit ? 0 : 0xFF;
        }
        memcpy(&word->letters, letters, sizeof letters);
        memcpy(&word->own, own, sizeof own);
    }
}

bool date_pattern_make(const char *pattern, struct date_pattern *out)
{
    *out = (struct date_pattern){.pattern = pattern};
    memset(out->at, -1, sizeof out->at);
    size_t i = 0;
    while (pattern[i]) {
        const struct part *part = part_at(pattern + i);
        size_t n = part ? strlen(part->run) : 1;
        if (i + n > DATE_FIXED_MAX || (!part && strchr("ydMHmsSZ", pattern[i])))
            break;
        if (part) {
            out->at[part->index] = (int8_t)i;
            out->digits |= ((UINT64_C(1) << n) - 1) << i;
        }
        i += n;
    }
    out->fixed = i;
    words_make(out);
    return moment_pattern_make(pattern + i, &out->rest) && strstr(pattern, "yyyy") && strchr(pattern, 'M') &&
           strchr(pattern, 'd');
}

static int pair(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* Compares eight bytes at once: what differs from the pattern must be nothing at its own characters, and 0 to 9, with
 * which the digits differ from '0', elsewhere. */
static bool words_fit(const struct date_pattern *p, const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    for (int i = 0; i < p->word_count; i++) {
        uint64_t x;
        memcpy(&x, text + p->words[i].at, sizeof x);
        x ^= p->words[i].letters;
        if (((((x & ~high) + ones * (0x7F - 9)) | x) & high) | (x & p->words[i].own))
            return false;
    }
    return true;
}

static bool letters_fit(const struct date_pattern *p, const char *text)
{
    if (p->word_count)
        return words_fit(p, text);
    for (size_t i = 0; i < p->fixed; i++)
        if (p->digits >> i & 1 ? !digit(text[i]) : text[i] != p->pattern[i])
            return false;
    return true;
}

bool scalar_date(const struct date_pattern *p, const char *text, size_t n, moment *out)
{
    int value[6] = {0};
    if (n < p->fixed || (n > p->fixed && !p->rest.count) || !letters_fit(p, text))
        return false;
    if (p->at[0] >= 0)
        value[0] = pair(text + p->at[0]) * 100 + pair(text + p->at[0] + 2);
    for (int i = 1; i < 6; i++)
        if (p->at[i] >= 0)
            value[i] = pair(text + p->at[i]);
    if (p->rest.count)
        return moment_pattern_read(&p->rest, text + p->fixed, n - p->fixed, value, out);
    *out = moment_of(value[0], value[1], value[2], value[3], value[4], value[5]);
    return *out != MOMENT_NONE;
}

size_t scalar_unit_of_code(const char *text, size_t n)
{
    enum { DATE_DIGITS = 6 };
    size_t end = n;
    while (end && digit(text[end - 1]))
        end--;
    if (end == n || end < DATE_DIGITS + 3 || text[end - 1] != '-')
        return 0;
    size_t date = end - 1 - DATE_DIGITS;
    for (size_t i = date; i < end - 1; i++)
        if (!digit(text[i]))
            return 0;
    return text[date - 1] == '-' ? date - 1 : 0;
}

bool scalar_is_unit_code(const char *text, size_t n)
{
    char code[LIMIT_NAME_BYTES];
    if (n >= sizeof code)
        return false;
    memcpy(code, text, n);
    n = plain_code(code, n);
    return n >= 3 && code[0] >= 'A' && code[0] <= 'Z' && digit(code[1]) && digit(code[2]) &&
           (n == 3 || code[3] == '.');
}

moment scalar_code_day(const char *text, size_t n)
{
    size_t unit = scalar_unit_of_code(text, n);
    const char *day = text + unit + 1;
    return unit ? moment_of(2000 + pair(day), pair(day + 2), pair(day + 4), 0, 0, 0) : MOMENT_NONE;
}

/* What a byte is shown as; 0: a byte inside of a letter of several bytes, which is not shown. */
static char mask(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return '9';
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0)
        return 'x';
    if (c >= 0x80)
        return '\0';
    return c < ' ' || c == 0x7F ? '?' : (char)c;
}

const char *scalar_shape(const char *text, size_t n, char out[LIMIT_SHAPE_BYTES])
{
    static const char more[] = "...";
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        char c = mask((unsigned char)text[i]);
        if (c && used == LIMIT_SHAPE_BYTES - sizeof more) {
            memcpy(out + used, more, sizeof more);
            return out;
        }
        if (c)
            out[used++] = c;
    }
    out[used] = '\0';
    return out;
}
