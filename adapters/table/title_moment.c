#include "adapters/table/title_moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/words.h"

/* Documents that a form names in its heading: their dates are older than any export. */
static const char *const documents[] = {"quyet dinh",  "thong tu", "nghi dinh", "nghi quyet", "cong van",
                                        "ban hanh",    "kem theo", "can cu",    "chi thi",    "luat",
                                        "ke hoach so", "qd ttg",   "nd cp",     "tt vpcp",    "qd ubnd"};

static bool names_document(const char *words)
{
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (strstr(words, documents[i]))
            return true;
    return false;
}

/* Reads a number of 1 to `most` digits and moves *at behind it; -1: there is no number. */
static int number_take(const char **at, int most)
{
    int value = -1, digits = 0;
    for (; digits < most && digit(**at); digits++, (*at)++)
        value = (value < 0 ? 0 : value) * 10 + (**at - '0');
    return digit(**at) ? -1 : value;
}

/* Reads a date such as 25/11/2022, 25-11-2022, 25.11.2022 or 2022-11-25 and moves *at behind it. */
static moment date_take(const char **at)
{
    const char *p = *at;
    int parts[3];
    char between = '\0';
    for (int i = 0; i < 3; i++) {
        if (i && (!*p || !strchr("/-.", *p) || (between && *p != between)))
            return MOMENT_NONE;
        if (i)
            between = *p++;
        parts[i] = number_take(&p, 4);
        if (parts[i] < 0)
            return MOMENT_NONE;
    }
    bool year_first = parts[0] > 1900;
    if (parts[2] < 1900 && !year_first)
        return MOMENT_NONE;
    *at = p;
    return year_first ? moment_of(parts[0], parts[1], parts[2], 0, 0, 0)
                      : moment_of(parts[2], parts[1], parts[0], 0, 0, 0);
}

/* The hour at p, "15:30", "15h30", "15h" or "15 giờ 00", in seconds of the day; -1: there is no hour. */
static int hour_at(const char *p)
{
    int hour = number_take(&p, 2), minute = 0;
    bool blank = *p == ' ';
    p += blank;
    if (hour < 0 || hour > 24)
        return -1;
    if (strncmp(p, "giờ", strlen("giờ")) == 0)
        p += strlen("giờ");
    else if (!blank && (*p == ':' || *p == 'h' || *p == 'H'))
        p++;
    else
        return -1;
    p += *p == ' ';
    if (digit(*p))
        minute = number_take(&p, 2);
    return minute < 0 || minute > 59 ? -1 : hour * 3600 + minute * 60;
}

struct found {
    moment date;
    int hour;
    size_t dates;
};

static void date_add(struct found *f, moment date)
{
    if (date == MOMENT_NONE)
        return;
    f->dates += date != f->date;
    f->date = date > f->date ? date : f->date;
}

static void digits_scan(const char *text, struct found *f)
{
    for (const char *p = text; *p;) {
        const char *start = p;
        if (!digit(*p)) {
            p++;
            continue;
        }
        moment date = date_take(&p);
        int hour = date == MOMENT_NONE ? hour_at(start) : -1;
        date_add(f, date);
        f->hour = hour >= 0 && f->hour < 0 ? hour : f->hour;
        for (p = p > start ? p : start; digit(*p); p++)
            ;
    }
}

/* Reads a number of at most so many digits behind a word and moves *at behind both; -1: no such word or number is
 * there. */
static int number_after(const char **at, const char *word, int digits)
{
    int number = 0, n = 0;
    if (!*at || strncmp(*at, word, strlen(word)) != 0) {
        *at = NULL;
        return -1;
    }
    for (*at += strlen(word); n < digits && digit(**at); n++, ++*at)
        number = number * 10 + (**at - '0');
    return n ? number : -1;
}

/* Finds dates in words, "ngay 25 thang 11 nam 2022", as many as there are. */
static void words_scan(const char *words, struct found *f)
{
    for (const char *p = strstr(words, "ngay "); p; p = strstr(p + 1, "ngay ")) {
        const char *at = p;
        int day = number_after(&at, "ngay ", 2), month = number_after(&at, " thang ", 2),
            year = number_after(&at, " nam ", 4);
        if (day >= 0 && month >= 0 && year >= 0)
            date_add(f, moment_of(year, month, day, 0, 0, 0));
    }
}

/* The part of a title behind words that an export's moment follows, "thời điểm kết xuất: 07:30 02/11/2026": a span of
 * the figures may stand before them. The whole text where there are no such words. */
static const char *export_part(const char *text)
{
    static const char *const words[] = {"kết xuất", "thời điểm", "xuất lúc", "ngày xuất",
                                        "ngày in",  "in lúc",    "tính đến", "cập nhật"};
    const char *part = text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (const char *c = text; (c = strcasestr(c, words[i])) != NULL; c++)
            part = c > part ? c : part;
    return part;
}

static moment part_moment(const char *text, bool *span);

moment title_moment(const char *text, bool *span)
{
    const char *part = export_part(text);
    char *words = words_of(text, false);
    bool document = words && names_document(words);
    free(words);
    moment m = part > text && !document ? part_moment(part, span) : MOMENT_NONE;
    return m != MOMENT_NONE && !*span ? m : part_moment(text, span);
}

static moment part_moment(const char *text, bool *span)
{
    struct found f = {.date = MOMENT_NONE, .hour = -1};
    char *words = words_of(text, false);
    if (words && !names_document(words)) {
        digits_scan(text, &f);
        words_scan(words, &f);
    }
    free(words);
    *span = f.dates > 1;
    if (f.date == MOMENT_NONE)
        return MOMENT_NONE;
    return f.hour >= 0 && f.dates == 1 ? f.date + f.hour : f.date + MOMENT_DAY - 1;
}
