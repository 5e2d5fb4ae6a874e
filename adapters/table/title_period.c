#include "adapters/table/title_period.h"

#include <stdio.h>
#include <string.h>

enum { NUMBERS = 6, WEEK_LEAST = 4, WEEK_MOST = 8 };
enum { TITLE_BYTES = 2048, WORD_LEAST = 4 }; /* a title beyond is cut: its period stands at its front */

/* The number alone of "t11" and "thang11", other words as they are; *n: the length. */
static const char *month_digits(const char *word, size_t *n)
{
    static const char *const fronts[] = {"thang", "t"};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++) {
        size_t m = strlen(fronts[i]);
        if (*n > m && *n <= m + 2 && memcmp(word, fronts[i], m) == 0 &&
            strspn(word + m, "0123456789") >= *n - m) {
            *n -= m;
            return word + m;
        }
    }
    return word;
}

/* The number of I to IV, or of digits; -1: the word is neither. */
static int number_of(const char *word, size_t n)
{
    static const char *const roman[] = {"i", "ii", "iii", "iv"};
    int number = 0;
    for (int i = 0; i < 4; i++)
        if (strlen(roman[i]) == n && memcmp(roman[i], word, n) == 0)
            return i + 1;
    for (size_t i = 0; i < n; i++) {
        if (n > 4 || word[i] < '0' || word[i] > '9')
            return -1;
        number = number * 10 + (word[i] - '0');
    }
    return number;
}

static const char *word_next(const char *at)
{
    at += strcspn(at, " ");
    return at + strspn(at, " ");
}

/* The place behind the phrase, if text begins with the phrase, else NULL. In a phrase # stands for a number, and a
 * word with ? may be missing. */
static const char *phrase_read(const char *at, const char *phrase, int numbers[NUMBERS])
{
    int count = 0;
    for (; *phrase; phrase = word_next(phrase)) {
        size_t n = strcspn(at, " "), m = strcspn(phrase, " "), length = n;
        if (m == 2 && memcmp(phrase, "t#", m) == 0) { /* a word such as t11 */
            const char *digits = month_digits(at, &length);
            numbers[count++] = digits == at ? -1 : number_of(digits, length);
            if (digits == at)
                return NULL;
            at = word_next(at);
            continue;
        }
        bool may_miss = phrase[m - 1] == '?';
        m -= may_miss;
        int number = *phrase == '#' && n ? number_of(at, n) : -1;
        bool fits = *phrase == '#' ? number >= 0 && count < NUMBERS : n == m && memcmp(at, phrase, n) == 0;
        if (!fits && !may_miss)
            return NULL;
        if (fits && *phrase == '#')
            numbers[count++] = number;
        if (fits)
            at = word_next(at);
    }
    return at;
}

/* Reports by NĐ 09/2019/NĐ-CP hold what happened from the 15th of the month before the period to the 14th of its last
 * month: the first day is moved into the period, so that the months alone are left to compare. */
static void report_days(int n[NUMBERS])
{
    enum { FIRST_DAY = 15, LAST_DAY = 14, MONTHS = 12 };
    if (n[0] != FIRST_DAY || n[3] != LAST_DAY || n[1] < 1 || n[1] > MONTHS)
        return;
    n[0] = 1;
    n[2] += n[1] == MONTHS;
    n[1] = n[1] % MONTHS + 1;
}

/* The narrowest period that begins on the first of the two days and holds the second. */
static bool span_period(const int told[NUMBERS], enum period_kind *kind, moment *from)
{
    int n[NUMBERS];
    memcpy(n, told, sizeof n);
    report_days(n);
    static const struct {
        enum period_kind kind;
        int months;
    } spans[] = {
        {PERIOD_MONTH, 1}, {PERIOD_QUARTER, 3}, {PERIOD_HALF, 6}, {PERIOD_NINE, 9}, {PERIOD_YEAR, 12}};
    int month = n[1], last = n[4];
    moment end = moment_of(n[5], last, n[3], 12, 0, 0), days;
    *from = moment_of(n[2], month, n[0], 0, 0, 0);
    days = end == MOMENT_NONE || *from == MOMENT_NONE ? 0 : (end - *from) / MOMENT_DAY + 1;
    if (days >= WEEK_LEAST && days <= WEEK_MOST) { /* Monday to Friday, Friday to Friday */
        *kind = PERIOD_WEEK;
        *from = moment_day(period_at(PERIOD_WEEK, end, end, PERIOD_CUTOFF_SECONDS).from);
        return true;
    }
    if (*from == MOMENT_NONE || n[0] != 1 || n[2] != n[5] ||
        moment_of(n[5], last, n[3], 0, 0, 0) == MOMENT_NONE)
        return false;
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        *kind = spans[i].kind;
        if ((month - 1) % spans[i].months == 0 && last >= month && last < month + spans[i].months)
            return true;
    }
    return false;
}

static bool month_period(enum period_kind is, int year, int month, enum period_kind *kind, moment *from)
{
    *kind = is;
    *from = moment_of(year, month, 1, 0, 0, 0);
    return *from != MOMENT_NONE;
}

/* A day of issue states no period, nor does what a report is compared with; a year alone counts only where nothing
 * narrower is stated. */
enum meaning {
    DAY_OF_ISSUE,
    COMPARED,
    WEEK,
    WEEK_OF_MONTH,
    SPAN,
    MONTHS,
    QUARTERS,
    MONTH,
    QUARTER,
    FIRST_MONTHS,
    LAST_MONTHS,
    YEARS,
    YEAR
};

/* "Tuần 47 năm 2022": the week of that number whose Friday is in it. */
static bool week_period(const int n[NUMBERS], enum period_kind *kind, moment *from)
{
    char text[24];
    struct period p;
    snprintf(text, sizeof text, "%04d-W%02d", n[1] % 10000, n[0] % 100);
    *kind = PERIOD_WEEK;
    if (!period_told(text, PERIOD_CUTOFF_SECONDS, &p))
        return false;
    *from = moment_day(p.from);
    return true;
}

/* "9 tháng đầu năm": the narrowest period that holds all of them. */
static bool months_period(int year, int first, int last, enum period_kind *kind, moment *from)
{
    const int span[NUMBERS] = {1, first, year, 28, last, year};
    return first >= 1 && last <= 12 && first <= last && span_period(span, kind, from);
}

static bool meaning_take(enum meaning meaning, const int n[NUMBERS], enum period_kind *kind, moment *from)
{
    switch (meaning) {
    case SPAN:
        return span_period(n, kind, from);
    case MONTHS:
        return months_period(n[2], n[0], n[1], kind, from);
    case QUARTERS:
        return months_period(n[2], n[0] * 3 - 2, n[1] * 3, kind, from);
    case MONTH:
        return month_period(PERIOD_MONTH, n[1], n[0], kind, from);
    case QUARTER:
        return n[0] >= 1 && n[0] <= 4 && month_period(PERIOD_QUARTER, n[1], n[0] * 3 - 2, kind, from);
    case FIRST_MONTHS:
        return months_period(n[1], 1, n[0], kind, from);
    case LAST_MONTHS:
        return months_period(n[1], 13 - n[0], 12, kind, from);
    case YEAR:
        return month_period(PERIOD_YEAR, n[0], 1, kind, from);
    case WEEK:
        return week_period(n, kind, from);
    case DAY_OF_ISSUE:
    case COMPARED:
    case WEEK_OF_MONTH:
    case YEARS:
    default:
        return false;
    }
}

/* Writes the numbers of months and quarters that are words ("tháng mười một", "quý ba", "chín tháng đầu năm") as digits.
 * "Năm" is a year, too: it is the fifth month only before another "năm". */
static void numbers_write(const char *words, char out[TITLE_BYTES])
{
    static const struct {
        const char *word;
        int number;
    } names[] = {{"gieng", 1},     {"mot", 1},       {"nhat", 1},  {"hai", 2},  {"ba", 3},
                 {"tu", 4},        {"sau", 6},       {"bay", 7},   {"tam", 8},  {"chin", 9},
                 {"muoi mot", 11}, {"muoi hai", 12}, {"chap", 12}, {"muoi", 10}};
    const char *before = "";
    size_t used = 0;
    for (const char *at = words, *next; *at && used + WORD_LEAST < TITLE_BYTES; at = next) {
        int ignored[NUMBERS], number = 0;
        bool part = phrase_read(before, "thang", ignored) || phrase_read(before, "quy", ignored);
        next = word_next(at);
        before = at;
        if (part && phrase_read(at, "nam nam", ignored))
            number = 5;
        for (size_t i = 0; !number && i < sizeof names / sizeof *names; i++) {
            const char *end = phrase_read(at, names[i].word, ignored);
            if (end &&
                (part || phrase_read(end, "thang dau", ignored) || phrase_read(end, "thang cuoi", ignored))) {
                number = names[i].number;
                next = end;
            }
        }
        int n = number ? snprintf(out + used, TITLE_BYTES - used, "%s%d", used ? " " : "", number)
                       : snprintf(out + used, TITLE_BYTES - used, "%s%.*s", used ? " " : "",
                                  (int)strcspn(at, " "), at);
        used += n > 0 ? (size_t)n : 0;
    }
    out[used < TITLE_BYTES ? used : TITLE_BYTES - 1] = '\0';
}

static bool period_read(const char *words, enum period_kind *kind, moment *from)
{
    static const struct {
        const char *phrase;
        enum meaning meaning;
    } phrases[] = {{"ngay # thang # nam? #", DAY_OF_ISSUE},
                   {"tuan thu? # thang # nam? #", WEEK_OF_MONTH},
                   {"tuan thu? # t# nam? #", WEEK_OF_MONTH},
                   {"tuan thu? # nam? #", WEEK},
                   {"tu ngay? # # # den het? ngay? # # #", SPAN},
                   {"# # # den het? ngay? # # #", SPAN},
                   {"so voi", COMPARED},
                   {"cung ky nam? #", COMPARED},
                   {"luy ke den het? thang? # nam? #", FIRST_MONTHS},
                   {"tu dau nam den het? thang? # nam? #", FIRST_MONTHS},
                   {"thang # den het? thang? # nam? #", MONTHS},
                   {"thang # va thang? # nam? #", MONTHS},
                   {"thang # thang # nam? #", MONTHS},
                   {"thang # # nam #", MONTHS},
                   {"quy # den het? quy? # nam? #", QUARTERS},
                   {"quy # va quy? # nam? #", QUARTERS},
                   {"quy # quy # nam? #", QUARTERS},
                   {"quy # # nam #", QUARTERS},
                   {"# thang dau nam #", FIRST_MONTHS},
                   {"# thang cuoi nam #", LAST_MONTHS},
                   {"# thang nam #", FIRST_MONTHS},
                   {"thang # nam? #", MONTH},
                   {"t# nam? #", MONTH},
                   {"quy # nam? #", QUARTER},
                   {"nam # den nam? #", YEARS},
                   {"nam # nam #", YEARS},
                   {"nam #", YEAR}};
    bool year = false, week = false;
    for (const char *at = words; *at;) {
        const char *next = NULL;
        int numbers[NUMBERS] = {0};
        size_t i = 0;
        while (i < sizeof phrases / sizeof *phrases && !(next = phrase_read(at, phrases[i].phrase, numbers)))
            i++;
        enum period_kind found;
        moment begin;
        week |= next && phrases[i].meaning == WEEK_OF_MONTH;
        if (next && phrases[i].meaning == COMPARED)
            return year;
        if (next && !week && meaning_take(phrases[i].meaning, numbers, &found, &begin) &&
            !(year && phrases[i].meaning == YEAR)) {
            *kind = found;
            *from = begin;
            if (phrases[i].meaning != YEAR)
                return true;
            year = true;
        }
        at = next ? next : word_next(at);
    }
    return year;
}

bool title_period(const char *words, enum period_kind *kind, moment *from)
{
    char numbers[TITLE_BYTES] = "";
    numbers_write(words, numbers);
    return period_read(numbers, kind, from);
}

bool title_part(const char *words, enum period_kind *kind, int *number)
{
    int numbers[NUMBERS] = {0};
    char digits[TITLE_BYTES] = "";
    numbers_write(words, digits);
    const char *at = phrase_read(digits, "thang #", numbers);
    at = at ? at : phrase_read(digits, "t#", numbers);
    bool month = at != NULL;
    at = at ? at : phrase_read(digits, "quy #", numbers);
    if (!at || *at || numbers[0] < 1 || numbers[0] > (month ? 12 : 4))
        return false;
    *kind = month ? PERIOD_MONTH : PERIOD_QUARTER;
    *number = numbers[0];
    return true;
}

bool title_part_in(const char *words, int year, moment now, enum period_kind *kind, moment *from)
{
    enum period_kind is;
    int number;
    if (!title_part(words, &is, &number) || (!year && now == MOMENT_NONE))
        return false;
    int begin = (number - 1) * (is == PERIOD_MONTH ? 1 : 3) + 1;
    *kind = is;
    *from = moment_of(year ? year : moment_wall(now).year, begin, 1, 0, 0, 0);
    if (!year && *from > now)
        *from = moment_of(moment_wall(now).year - 1, begin, 1, 0, 0, 0);
    return true;
}
