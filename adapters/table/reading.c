#include "adapters/table/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/manifest/scalar.h"
#include "base/digit.h"
#include "base/limit.h"
#include "base/moment.h"
#include "base/number.h"
#include "base/words.h"

/* --- words --- */

static bool read_word(const struct reading_input *in, struct buffer *out)
{
    char *words = words_of(in->text, false);
    bool ok = words && buffer_text(out, words);
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
    const char *code = in->unit ? in->unit(in->context, in->text) : in->text;
    return code && buffer_text(out, code);
}

static bool read_unit_of_code(const struct reading_input *in, struct buffer *out)
{
    return buffer_append(out, in->text, scalar_unit_of_code(in->text, in->length));
}

/* --- numbers --- */

static bool read_number(const struct reading_input *in, struct buffer *out)
{
    char digits[NUMBER_TEXT_BYTES];
    if (!digit(*in->text) && number_says_zero(in->text))
        return buffer_append(out, "0", 1);
    if (in->number || !number_read(in->text, in->length, in->share, digits))
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

const struct reading readings[] = {{"word", read_word, true},  {"number", read_number, false},
                                   {"date", read_date, false}, {"day_end", read_day_end, false},
                                   {"unit", read_unit, false}, {"digits", read_digits, true},
                                   {"slug", read_slug, true},  {"unit_of_code", read_unit_of_code, false},
                                   {NULL, NULL, false}};

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
