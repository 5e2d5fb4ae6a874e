#include "base/text.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/data_folder.h"
#include "base/decimal.h"
#include "base/limit.h"
#include "base/wide.h"

#define DOMAIN "motcua"

/* --- language --- */

static char language[3] = "vi";

/* glibc loads the letters of a locale when they are first asked for, under a lock. regcomp() would ask inside of
 * memory_try(), which leaves it with the lock held where memory is short; so they are asked for here. */
static void letters_load(void)
{
    wchar_t letter;
    mbstate_t state = {0};
    (void)!mbrtowc(&letter, "a", 1, &state);
}

/* glibc translates in any locale but "C"; C.UTF-8 is part of Debian's libc-bin. */
static bool locale_set(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "vi_VN.UTF-8", "en_US.UTF-8", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_ALL, names[i])) {
            setlocale(LC_NUMERIC, "C");
            letters_load();
            return true;
        }
    return false;
}

bool text_language_set(const char *lang)
{
    char folder[LIMIT_FILE_BYTES];
    if (!lang || (strcmp(lang, "vi") != 0 && strcmp(lang, "en") != 0))
        return false;
    memcpy(language, lang, sizeof language);
    setenv("LANGUAGE", language, 1);
    locale_set();
    if (data_folder(ENVIRONMENT_LOCALEDIR, "locale", folder, sizeof folder))
        bindtextdomain(DOMAIN, folder);
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN); /* also makes gettext forget translations into the language before */
    return true;
}

const char *text_language(void)
{
    return language;
}

/* --- letters --- */

/* Returns the bytes of the letter of several bytes at `at`, if it is one of Vietnamese or of its neighbours: U+00C0 to
 * U+02FF and U+1E00 to U+1EFF have no mark that could be composed with the letter before; else 0. */
static size_t composed_bytes(const unsigned char *at, size_t left)
{
    if (left >= 2 && at[0] >= 0xC3 && at[0] <= 0xCB && (at[1] & 0xC0) == 0x80)
        return 2;
    return left >= 3 && at[0] == 0xE1 && at[1] >= 0xB8 && at[1] <= 0xBB && (at[2] & 0xC0) == 0x80 ? 3 : 0;
}

bool text_is_composed(const char *bytes, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    const unsigned char *at = (const unsigned char *)bytes, *end = at + n;
    while (at < end) {
        uint64_t eight = 0;
        size_t length = 8;
        if (end - at >= 8)
            memcpy(&eight, at, sizeof eight);
        if (end - at < 8 ||
            ((eight | (eight - ones)) & high)) /* a letter of several bytes, or a 0, among them */
            length = *at && *at < 0x80 ? 1 : composed_bytes(at, (size_t)(end - at));
        if (!length)
            return false;
        at += length;
    }
    return true;
}

char *text_normalize(const char *bytes, size_t n)
{
    utf8proc_uint8_t *out = NULL;
    if (n > PTRDIFF_MAX || (n && memchr(bytes, 0, n)))
        return NULL;
    if (n && text_is_composed(bytes, n))
        return strndup(bytes, n);
    if (n == 0)
        return strdup("");
    if (utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)n, &out,
                     UTF8PROC_COMPOSE | UTF8PROC_STABLE) < 0)
        return NULL;
    return (char *)out;
}

/* The letter at *at; *at then points behind that letter. A byte that is not UTF-8 gives -1 and counts as one letter. */
static utf8proc_int32_t letter_next(const char **at)
{
    utf8proc_int32_t letter;
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)*at, (utf8proc_ssize_t)strnlen(*at, 4), &letter);
    *at += n > 0 ? n : 1;
    return n > 0 ? letter : -1;
}

int text_width(const char *text)
{
    int width = 0;
    while (*text) {
        utf8proc_int32_t letter = letter_next(&text);
        int columns = letter < 0 ? 1 : utf8proc_charwidth(letter);
        if (width > INT32_MAX - columns)
            break;
        width += columns;
    }
    return width;
}

/* Folds letters that Unicode does not decompose: U+0110/0111 đ, and U+00D0/00F0 that some keyboards write for it. */
static utf8proc_int32_t letter_fold(utf8proc_int32_t letter, void *context)
{
    (void)context;
    return letter == 0x110 || letter == 0x111 || letter == 0xD0 || letter == 0xF0 ? 'd' : letter;
}

char *text_fold(const char *text)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_option_t how =
        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD;
    utf8proc_ssize_t n = utf8proc_map_custom((const utf8proc_uint8_t *)text, 0, &out, how, letter_fold, NULL);
    return n >= 0 ? (char *)out : strdup(text);
}

static utf8proc_int32_t letter_upper(utf8proc_int32_t letter, void *context)
{
    (void)context;
    return utf8proc_toupper(letter);
}

char *text_upper(const char *text)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_option_t how = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t n =
        utf8proc_map_custom((const utf8proc_uint8_t *)text, 0, &out, how, letter_upper, NULL);
    return n >= 0 ? (char *)out : strdup(text);
}

/* Writes the letters of text to out and returns their number; -1: text has more than LIMIT_NAME_BYTES letters. */
static int letters_read(const char *text, utf8proc_int32_t out[LIMIT_NAME_BYTES])
{
    int n = 0;
    while (*text) {
        if (n == LIMIT_NAME_BYTES)
            return -1;
        out[n++] = letter_next(&text);
    }
    return n;
}

int text_distance(const char *a, const char *b)
{
    utf8proc_int32_t x[LIMIT_NAME_BYTES], y[LIMIT_NAME_BYTES];
    int row[LIMIT_NAME_BYTES + 1]; /* edits from the letters of x so far to each beginning of y */
    int m = letters_read(a, x), n = letters_read(b, y);
    if (m < 0 || n < 0)
        return strcmp(a, b) == 0 ? 0 : LIMIT_NAME_BYTES;
    for (int j = 0; j <= n; j++)
        row[j] = j;
    for (int i = 1; i <= m; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= n; j++) {
            int best = diagonal + (x[i - 1] != y[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[n];
}

void text_nearest_try(struct text_nearest *n, const char *text, const char *wanted)
{
    int distance = text_distance(text, wanted);
    if (distance < n->distance)
        *n = (struct text_nearest){text, distance};
}

/* Controls, marks that turn the direction of writing, and marks that hide what stands beside them (interlinear
 * annotations): shown as U+FFFD, so that a reader sees that something is there. */
static bool letter_unsafe(utf8proc_int32_t letter)
{
    return letter < 0x20 || (letter >= 0x7F && letter < 0xA0) || letter == 0x061C || letter == 0x200E ||
           letter == 0x200F || (letter >= 0x202A && letter <= 0x202E) ||
           (letter >= 0x2066 && letter <= 0x206F) || (letter >= 0xFFF9 && letter <= 0xFFFB);
}

/* Letters that nobody sees (zero-width letters, soft hyphens, tags, fillers): two texts that differ in them alone look
 * the same, and a text can be hidden in them. */
static bool letter_hidden(utf8proc_int32_t letter)
{
    return utf8proc_get_property(letter)->ignorable;
}

size_t text_printable_letter(int32_t letter, const char *bytes, size_t length, bool lines, char out[4])
{
    static const char replacement[] = "\xEF\xBF\xBD";
    if (letter == '\n' && lines)
        return (void)(*out = '\n'), 1;
    if (letter == '\n' || letter == '\r' || letter == '\t' || letter == 0x2028 || letter == 0x2029)
        return (void)(*out = ' '), 1;
    if (letter_unsafe(letter))
        return (void)memcpy(out, replacement, sizeof replacement - 1), sizeof replacement - 1;
    if (letter_hidden(letter))
        return 0;
    memcpy(out, bytes, length);
    return length;
}

static char *printable(const char *text, bool lines)
{
    size_t n = strlen(text);
    char *out = n < SIZE_MAX / 3 - 1 ? malloc(3 * n + 4) : NULL; /* U+FFFD has three bytes, for each byte */
    size_t used = 0;
    if (!out)
        return NULL;
    while (*text) {
        const char *from = text;
        utf8proc_int32_t letter = letter_next(&text);
        used += text_printable_letter(letter, from, (size_t)(text - from), lines, out + used);
    }
    out[used] = '\0';
    return out;
}

/* --- numbers --- */

struct style {
    const char *thousands, *point;
};

static const struct style style_plain = {"", "."};

static const struct style *style_people(void)
{
    static const struct style vi = {".", ","}, en = {",", "."};
    return language[0] == 'v' ? &vi : &en;
}

/* Writes units / 10^decimals to out; zeros at the end are dropped down to min_decimals. */
static const char *number_write(bool negative, wide units, int decimals, int min_decimals,
                                const struct style *style, char out[TEXT_NUMBER_BYTES])
{
    char digits[TEXT_NUMBER_BYTES] = {0}; /* the digits backwards, 39 at most */
    int n = 0;
    negative = negative && units != 0;
    while (decimals > min_decimals && units % 10 == 0) {
        units /= 10;
        decimals--;
    }
    while (units != 0 || n <= decimals) {
        digits[n++] = (char)('0' + (int)(units % 10));
        units /= 10;
    }
    size_t used = 0;
    if (negative)
        out[used++] = '-';
    while (n-- > 0 && used + 2 < TEXT_NUMBER_BYTES) {
        out[used++] = digits[n];
        const char *mark = n == decimals && n                        ? style->point
                           : n > decimals && (n - decimals) % 3 == 0 ? style->thousands
                                                                     : "";
        if (*mark)
            out[used++] = *mark;
    }
    out[used] = '\0';
    return out;
}

static wide magnitude(int64_t n)
{
    return n < 0 ? -(wide)n : n;
}

static const char *rate_write(int64_t n, int64_t d, int decimals, const struct style *style,
                              char out[TEXT_NUMBER_BYTES])
{
    wide scale = 100;
    out[0] = '\0';
    if (d <= 0)
        return out;
    decimals = decimals < 0 ? 0 : decimals > 4 ? 4 : decimals;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    wide whole = magnitude(n) * scale, part = (wide)d; /* at most 2^63 * 10^6: under 2^83 */
    wide units = whole / part;
    wide rest = whole - units * part;
    units += rest >= part - rest; /* half a unit and more is rounded up */
    return number_write(n < 0, units, decimals, decimals, style, out);
}

const char *text_count(int64_t n, char out[TEXT_NUMBER_BYTES])
{
    return number_write(n < 0, magnitude(n), 0, 0, style_people(), out);
}

const char *text_rate(int64_t n, int64_t d, int decimals, char out[TEXT_NUMBER_BYTES])
{
    return rate_write(n, d, decimals, style_people(), out);
}

const char *text_rate_under(int64_t n, int64_t d, int64_t target, char out[TEXT_NUMBER_BYTES])
{
    bool under = d > 0 && (wide)n * FIGURE_SCALE < (wide)target * d;
    wide power = 100;
    for (int decimals = 2; decimals <= 4; power *= 10, decimals++)
        if (!under || ((wide)n * 200 * power + d) / ((wide)d * 2) * 100 < (wide)target * power)
            return text_rate(n, d, decimals, out);
    char limit[TEXT_NUMBER_BYTES];
    snprintf(out, TEXT_NUMBER_BYTES, "<%.40s", text_scaled(target * (FIGURE_SCALE / 100), 0, limit));
    return out;
}

const char *text_rate_plain(int64_t n, int64_t d, int decimals, char out[TEXT_NUMBER_BYTES])
{
    return rate_write(n, d, decimals, &style_plain, out);
}

enum { SCALED_DECIMALS = 4 };
_Static_assert(FIGURE_SCALE == 10000, "FIGURE_SCALE has SCALED_DECIMALS decimals");

const char *text_scaled(int64_t value, int min_decimals, char out[TEXT_NUMBER_BYTES])
{
    return number_write(value < 0, magnitude(value), SCALED_DECIMALS, min_decimals, style_people(), out);
}

const char *text_scaled_plain(int64_t value, int min_decimals, char out[TEXT_NUMBER_BYTES])
{
    return number_write(value < 0, magnitude(value), SCALED_DECIMALS, min_decimals, &style_plain, out);
}

/* --- units --- */

/* The text behind prefix (given in lower case), with which text begins in any case of letters; else NULL. */
static const char *text_after(const char *text, const char *prefix)
{
    while (*prefix)
        if (!*text || utf8proc_tolower(letter_next(&text)) != letter_next(&prefix))
            return NULL;
    return text;
}

/* The length of the name without " - tỉnh ..." (portals add the province to their departments' names). */
static size_t unit_name_length(const char *name)
{
    static const char *const tails[] = {" - tỉnh ", " - thành phố "};
    for (const char *at = name; (at = strstr(at, " - ")) != NULL; at++)
        for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
            if (at > name && text_after(at, tails[i]))
                return (size_t)(at - name);
    return strlen(name);
}

/* Cuts off the last letter where only a part of its bytes fitted. */
static void text_mend(char *out)
{
    for (const char *at = out; *at;) {
        char *from = out + (at - out);
        if (letter_next(&at) < 0 && strlen(from) < 4) {
            *from = '\0';
            return;
        }
    }
}

const char *text_unit_short(const char *name, char *out, size_t size)
{
    static const char *const heads[] = {"ubnd ", "ủy ban nhân dân ", "uỷ ban nhân dân "};
    const char *from = name;
    for (size_t i = 0; i < sizeof heads / sizeof *heads && from == name; i++) {
        const char *rest = text_after(name, heads[i]);
        if (rest && *rest)
            from = rest;
    }
    utf8proc_uint8_t first[4];
    utf8proc_ssize_t first_bytes = 0;
    const char *rest = from;
    utf8proc_int32_t letter = *from ? letter_next(&rest) : -1;
    if (letter >= 0)
        first_bytes = utf8proc_encode_char(utf8proc_toupper(letter), first);
    else
        rest = from;
    snprintf(out, size, "%.*s%.*s", (int)first_bytes, (const char *)first, (int)unit_name_length(rest), rest);
    text_mend(out);
    return out;
}

char *text_printable(const char *text)
{
    return printable(text, false);
}

char *text_printable_lines(const char *text)
{
    return printable(text, true);
}

static bool letter_of(int32_t letter, const char *letters)
{
    return letter > 0 && letter < 0x80 && strchr(letters, letter) != NULL;
}

bool text_is_formula(const char *text)
{
    text += strspn(text, " \t\r\n");
    const char *rest = text;
    utf8proc_int32_t first = letter_next(&rest);
    if (first >= 0xFF01 && first <= 0xFF5E) /* the full-width form of an ASCII letter */
        first -= 0xFEE0;
    if (!*text || !letter_of(first, "=@+-"))
        return false;
    bool sign = first == '+' || first == '-';
    return !sign ||
           rest[strspn(rest, "0123456789.,% ")] != '\0'; /* -1.234,5 and a bare dash are no formulas */
}
