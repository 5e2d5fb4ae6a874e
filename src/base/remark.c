#include "base/remark.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { WORDS_MAX = 64, TOKEN_BYTES = 24 };

struct word {
    const char *text;
    size_t n;
};

/* The families of nineteen in twenty people, and how people are addressed; folded. */
static const char *const name_begins[] = {
    "nguyen", "tran", "le",    "pham", "hoang", "huynh",  "phan", "vu",  "vo",    "dang", "bui",   "do",
    "ho",     "ngo",  "duong", "ly",   "dinh",  "truong", "doan", "dao", "trinh", "mai",  "luong", "lam",
    "cao",    "ha",   "ta",    "luu",  "chau",  "quach",  "ong",  "ba",  "anh",   "chi"};

/* True if the first letter of the word is a capital, Vietnamese letters included. */
static bool is_capital(const struct word *w)
{
    const unsigned char *b = (const unsigned char *)w->text;
    if (w->n == 0)
        return false;
    if (b[0] < 0x80)
        return b[0] >= 'A' && b[0] <= 'Z';
    if (w->n >= 2 && b[0] == 0xC3)
        return b[1] >= 0x80 && b[1] <= 0x9E;
    if (w->n >= 2 && (b[0] == 0xC4 || b[0] == 0xC5 || b[0] == 0xC6)) {
        unsigned letter = (b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu);
        return letter == 0x102 || letter == 0x110 || letter == 0x128 || letter == 0x168 || letter == 0x1A0 ||
               letter == 0x1AF;
    }
    return w->n >= 3 && b[0] == 0xE1 && (b[1] == 0xBA || b[1] == 0xBB) && !(b[2] & 1);
}

static bool begins_name(const struct word *w)
{
    char plain[TOKEN_BYTES + 1];
    if (!is_capital(w) || w->n > TOKEN_BYTES)
        return false;
    memcpy(plain, w->text, w->n);
    plain[w->n] = '\0';
    char *folded = text_fold(plain);
    bool begins = false;
    for (size_t i = 0; folded && i < sizeof name_begins / sizeof *name_begins; i++)
        begins = begins || strcmp(folded, name_begins[i]) == 0;
    free(folded);
    return begins;
}

/* True for words that may be numbers of people, papers or phones, for addresses, hosts, accounts and tokens. */
static bool is_private(const struct word *w)
{
    size_t digits = 0;
    bool dot_inside = false;
    for (size_t i = 0; i < w->n; i++) {
        char c = w->text[i];
        digits += c >= '0' && c <= '9';
        if (strchr("@=\\\"'<>", c) || (c == '/' && w->n > 4))
            return true;
        dot_inside = dot_inside || (c == '.' && i && i + 1 < w->n);
    }
    return digits > 3 || w->n > TOKEN_BYTES || (dot_inside && digits < w->n - 1);
}

static size_t words_part(char *text, struct word words[WORDS_MAX])
{
    size_t count = 0;
    char *rest = NULL;
    for (char *w = strtok_r(text, " ", &rest); w && count < WORDS_MAX; w = strtok_r(NULL, " ", &rest))
        words[count++] = (struct word){w, strlen(w)};
    return count;
}

/* Blanks out quoted text together with its quotes. */
static void quoted_drop(char *text)
{
    static const char *const open[] = {"\"", "“", "«", "`"}, *const close[] = {"\"", "”", "»", "`"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        for (char *a = strstr(text, open[i]); a; a = strstr(a, open[i])) {
            char *b = strstr(a + strlen(open[i]), close[i]);
            size_t n = b ? (size_t)(b - a) + strlen(close[i]) : strlen(a);
            memset(a, ' ', n);
        }
}

/* How many words from `at` on are a person's name; 0: none. */
static size_t name_length(const struct word *words, size_t at, size_t count)
{
    size_t n = 0;
    if (!begins_name(&words[at]))
        return 0;
    do
        n++;
    while (at + n < count && is_capital(&words[at + n]) &&
           words[at + n - 1].text[words[at + n - 1].n - 1] != '.');
    return n > 1 ? n : 0;
}

static void word_add(char out[REMARK_BYTES], const char *text, size_t n)
{
    static const char dots[] = "…";
    size_t used = strlen(out), gap = used > 0;
    bool again = used >= sizeof dots - 1 && n == sizeof dots - 1 && memcmp(text, dots, n) == 0 &&
                 memcmp(out + used - n, dots, n) == 0;
    if (again || used + gap + n >= REMARK_BYTES)
        return;
    memcpy(out + used, " ", gap);
    memcpy(out + used + gap, text, n);
    out[used + gap + n] = '\0';
}

const char *remark_clean(const char *text, size_t n, char out[REMARK_BYTES])
{
    struct word words[WORDS_MAX];
    char *copy = strndup(text, n), *plain = copy ? text_printable(copy) : NULL;
    *out = '\0';
    free(copy);
    if (!plain)
        return out;
    quoted_drop(plain);
    size_t count = words_part(plain, words);
    for (size_t i = 0; i < count;) {
        size_t name = name_length(words, i, count);
        if (name || is_private(&words[i]))
            word_add(out, "…", strlen("…"));
        else
            word_add(out, words[i].text, words[i].n);
        i += name ? name : 1;
    }
    if (strcmp(out, "…") == 0)
        *out = '\0';
    free(plain);
    return out;
}
