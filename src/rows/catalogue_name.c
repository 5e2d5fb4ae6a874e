#include "rows/catalogue_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/text.h"

enum { DIGITS_TOGETHER = 5, DIGITS_PARTED = 8, SYLLABLE_BYTES = 32 };

static bool digits_fit(const char *text)
{
    size_t together = 0, parted = 0;
    for (const char *c = text; *c; c++) {
        if (digit(*c)) {
            together++;
            parted++;
            if (together > DIGITS_TOGETHER || parted > DIGITS_PARTED)
                return false;
            continue;
        }
        together = 0;
        bool joins = (*c == ' ' || *c == '.' || *c == '-') && digit(c[1]);
        parted = joins ? parted : 0;
    }
    return true;
}

/* True if the first letter is a capital: its bytes tell, because text_fold() takes off diacritics as well as case. */
static bool is_capital(const char *syllable)
{
    unsigned char a = (unsigned char)syllable[0], b = (unsigned char)syllable[1];
    if (a < 0x80)
        return a >= 'A' && a <= 'Z';
    /* The Vietnamese capitals are U+00C0..U+00DD, the even letters of U+0100..U+0170, U+01A0, U+01AF, and the even
     * letters of U+1EA0..U+1EF8. */
    if (a == 0xC3)
        return b <= 0x9D;
    if (a == 0xC4 || a == 0xC5)
        return b % 2 == 0;
    if (a == 0xC6)
        return b == 0xA0 || b == 0xAF;
    return a == 0xE1 && (b == 0xBA || b == 0xBB) && (unsigned char)syllable[2] % 2 == 0;
}

/* True for family names. A plain one is also an ordinary word or a part of a place's name, and so counts only with two
 * given names behind. */
static bool is_family_name(const char *syllable, bool *plain)
{
    static const char *const sure[] = {"Nguyễn", "Trần", "Phạm", "Huỳnh", "Phan", "Đặng", "Bùi", "Ngô",
                                       "NGUYỄN", "TRẦN", "PHẠM", "HUỲNH", "ĐẶNG", "BÙI",  NULL};
    static const char *const either[] = {
        "Lê",    "Hoàng", "Vũ",  "Võ", "Đỗ",  "Hồ",  "Dương", "Lý",    "Đinh", "Đoàn", "Đào",  "Tô", "Trương",
        "Trịnh", "Lương", "Mai", "Hà", "Cao", "Lâm", "Tạ",    "Phùng", "Châu", "Nông", "Thái", NULL};
    *plain = false;
    for (size_t i = 0; sure[i]; i++)
        if (strcmp(sure[i], syllable) == 0)
            return true;
    *plain = true;
    for (size_t i = 0; either[i]; i++)
        if (strcmp(either[i], syllable) == 0)
            return true;
    return false;
}

/* Reads the next word of letters; *at then points behind the word. *parted: a mark stands before the word. False: no
 * word is left. */
static bool syllable_next(const char **at, char out[SYLLABLE_BYTES], bool *parted)
{
    const char *c = *at;
    size_t n = 0;
    *parted = false;
    while (*c && strchr(" \t.,;:()[]/\\-\"'", *c)) {
        *parted = *parted || *c != ' ';
        c++;
    }
    while (*c && !strchr(" \t.,;:()[]/\\-\"'", *c)) {
        if (n + 1 < SYLLABLE_BYTES)
            out[n++] = *c;
        c++;
    }
    out[n] = '\0';
    *at = c;
    return n > 0;
}

static bool is_honorific(const char *syllable)
{
    static const char *const words[] = {"ông", "bà", "anh", "chị", "Ông", "Bà", "Anh", "Chị", NULL};
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], syllable) == 0)
            return true;
    return false;
}

/* False if the text may name a person: capitals behind a family name are given names. */
static bool person_free(const char *text)
{
    char syllable[SYLLABLE_BYTES], family[SYLLABLE_BYTES] = "", before[SYLLABLE_BYTES] = "";
    bool parted, plain = false;
    int given = 0;
    while (syllable_next(&text, syllable, &parted)) {
        bool capital = is_capital(syllable), family_plain;
        if (capital && !parted && is_honorific(before))
            return false;
        given = capital && !parted && *family ? given + 1 : 0;
        bool city = strcmp(family, "Hồ") == 0 && ((given == 1 && strcmp(syllable, "Chí") == 0) ||
                                                  (given == 2 && strcmp(syllable, "Minh") == 0));
        if (given >= (plain ? 2 : 1) && !city)
            return false;
        if (!given && is_family_name(syllable, &family_plain)) {
            memcpy(family, syllable, sizeof family);
            plain = family_plain;
        } else if (!given) {
            *family = '\0';
        }
        memcpy(before, syllable, sizeof before);
    }
    return true;
}

bool catalogue_name_fits(const char *text, size_t n)
{
    if (n < CATALOGUE_NAME_LEAST || n > CATALOGUE_NAME_MOST)
        return false;
    char *normal = text_normalize(text, n);
    bool fits = normal && !strpbrk(normal, "@\r\n\t<>") && !strstr(normal, "://") &&
                !strstr(normal, "www.") && digits_fit(normal) && person_free(normal);
    if (normal)
        explicit_bzero(normal, strlen(normal));
    free(normal);
    return fits;
}
