#include "adapters/table/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/scalar.h"
#include "adapters/table/listed_word.h"
#include "base/digit.h"
#include "base/limit.h"
#include "base/moment.h"
#include "base/number.h"
#include "base/words.h"

/* --- words --- */

static bool read_word(const struct reading_input *in, struct buffer *out)
{
    const struct rule_word *listed = NULL;
    size_t whole = strspn(in->text, "0123456789"), point = in->text[whole] == '.';
    if (whole && point && in->text[whole + 1] && !in->text[whole + 1 + strspn(in->text + whole + 1, "0")])
        return buffer_append(out, in->text, whole); /* 4.0, which a program made of 4 */
    char *words = words_of(in->text, false);
    bool ok = words && (!in->list || listed_word(in->list, words, in->text, &listed));
    ok = ok && buffer_text(out, listed ? listed->from.text : words);
    free(words);
    return ok;
}

static bool read_slug(const struct reading_input *in, struct buffer *out)
{
    char *slug = slug_of(in->text);
    bool ok = slug && buffer_text(out, slug);
    free(slug);
    return ok;
}

/* "Mức 1, 2": "1-2". */
static bool read_digits(const struct reading_input *in, struct buffer *out)
{
    size_t start = out->used;
    bool ok = true, gap = false;
    for (size_t i = 0; ok && i < in->length; i++) {
        if (digit(in->text[i])) {
            ok = (!gap || buffer_append(out, "-", 1)) && buffer_append(out, &in->text[i], 1);
            gap = false;
        } else {
            gap = out->used > start;
        }
    }
    return ok;
}

static bool read_unit(const struct reading_input *in, struct buffer *out)
{
    if (in->code.length)
        return buffer_append(out, in->code.text, in->code.length);
    const char *code = in->unit ? in->unit(in->context, in->text) : in->text;
    return code && buffer_text(out, code);
}

static bool read_unit_of_code(const struct reading_input *in, struct buffer *out)
{
    return buffer_append(out, in->text, scalar_unit_of_code(in->text, in->length));
}

/* Where the national code of a procedure stands in a text, "1.001193" or "1.004884.000.00.00.H10", and its length, 0:
 * nowhere. */
static const char *procedure_code_in(const char *text, size_t *n)
{
    static const char national[] = "#.######", local[] = ".###.##.##", place[] = ".@##";
    *n = 0;
    for (const char *c = text; *c; c++) {
        const char *const parts[] = {national, local, place};
        const char *end = c;
        if (c > text && (digit(c[-1]) || c[-1] == '.'))
            continue;
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            size_t k = 0;
            while (parts[i][k] && (parts[i][k] == '#'   ? digit(end[k])
                                   : parts[i][k] == '@' ? end[k] >= 'A' && end[k] <= 'Z'
                                                        : end[k] == parts[i][k]))
                k++;
            if (parts[i][k])
                break;
            end += k;
        }
        if (end > c && !digit(*end)) {
            *n = (size_t)(end - c);
            return c;
        }
    }
    return NULL;
}

/* "1.001193 - Đăng ký khai sinh": "1.001193"; a text without a code: nothing. */
static bool read_procedure_code(const struct reading_input *in, struct buffer *out)
{
    size_t n;
    const char *code = procedure_code_in(in->text, &n);
    return !code || buffer_append(out, code, n);
}

static bool is_between(char c)
{
    return c != '\0' && strchr(" -:.,;()[]_/\t\n", c);
}

/* "1.001193 - Đăng ký khai sinh", "Đăng ký khai sinh (1.001193)": "Đăng ký khai sinh". A code in the middle of a name
 * stays, as a name without a code does. */
static bool read_procedure_title(const struct reading_input *in, struct buffer *out)
{
    size_t n, end = in->length;
    const char *code = procedure_code_in(in->text, &n), *text = in->text;
    size_t before = code ? (size_t)(code - text) : 0, behind = code ? before + n : 0;
    while (before && is_between(text[before - 1]))
        before--;
    while (code && behind < end && is_between(text[behind]))
        behind++;
    if (code && before == 0)
        return buffer_append(out, text + behind, end - behind);
    if (code && behind == end)
        end = before;
    return buffer_append(out, text, end);
}

/* --- numbers --- */

/* Bytes of the count in "8 (66,7%)", the share of which stands behind; other texts have all their bytes. */
static size_t count_bytes(const char *text, size_t n)
{
    static const char end[] = "%)";
    char digits[NUMBER_TEXT_BYTES];
    const char *open = n > 2 && memcmp(text + n - 2, end, 2) == 0 ? memrchr(text, '(', n) : NULL;
    size_t before = open ? (size_t)(open - text) : 0;
    if (!before || !number_read(open + 1, n - 2 - before, true, digits))
        return n;
    while (before && text[before - 1] == ' ')
        before--;
    return before ? before : n;
}

static bool read_number(const struct reading_input *in, struct buffer *out)
{
    char digits[NUMBER_TEXT_BYTES];
    size_t n = in->share ? in->length : count_bytes(in->text, in->length);
    if (!digit(*in->text) && number_says_zero(in->text))
        return buffer_append(out, "0", 1);
    if (in->number || !number_read(in->text, n, in->share, digits))
        return buffer_append(out, in->text, in->length);
    return buffer_text(out, digits);
}

/* --- dates --- */

/* A word for "no date" is written as nothing; a cell that cannot be read, or reads two ways without evidence for
 * either, is written as it stands. */
static bool date_write(const struct reading_input *in, bool whole_day, struct buffer *out)
{
    static const struct date_order plain = {DATE_AS_IS, DATE_AS_IS};
    char text[MOMENT_TEXT_BYTES];
    struct date_text d;
    date_text_read(in->text, in->length, in->number, in->from_1904, &d);
    if (d.form == DATE_NONE)
        return true;
    moment m = date_text_moment(&d, in->order ? in->order : &plain, in->from, in->to);
    if (m == MOMENT_NONE)
        return buffer_append(out, in->text, in->length);
    if (whole_day && m == moment_day(m))
        m += MOMENT_DAY - 1;
    return buffer_text(out, moment_write(m, READING_DATES, text));
}

static bool read_date(const struct reading_input *in, struct buffer *out)
{
    return date_write(in, false, out);
}

/* A day without an hour is meant to its end: a dossier due on the 10th is on time at noon of the 10th. */
static bool read_day_end(const struct reading_input *in, struct buffer *out)
{
    return date_write(in, true, out);
}

const struct reading readings[] = {{"word", read_word, true, false},
                                   {"number", read_number, false, false},
                                   {"date", read_date, false, false},
                                   {"day_end", read_day_end, false, false},
                                   {"unit", read_unit, false, false},
                                   {"digits", read_digits, true, false},
                                   {"slug", read_slug, true, false},
                                   {"unit_of_code", read_unit_of_code, false, false},
                                   {"procedure_code", read_procedure_code, true, true},
                                   {"procedure_title", read_procedure_title, true, false},
                                   {NULL, NULL, false, false}};

const struct reading *reading_find(const char *name, size_t n)
{
    for (const struct reading *r = readings; r->name; r++)
        if (strlen(r->name) == n && memcmp(r->name, name, n) == 0)
            return r;
    return NULL;
}

void reading_names(char *out, size_t size)
{
    size_t used = 0;
    *out = '\0';
    for (const struct reading *r = readings; r->name && used < size; r++) {
        int n = snprintf(out + used, size - used, "%s.%s", used ? ", " : "", r->name);
        used += n > 0 ? (size_t)n : 0;
    }
}
