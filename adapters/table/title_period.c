#include "adapters/table/title_period.h"

#include <string.h>

enum { NUMBERS = 6 };

/* I to IV or digits; -1: neither. */
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

/* Does text begin with the phrase? # is a number, a word with ? may be missing. Where the text goes on; NULL.
 */
static const char *phrase_read(const char *at, const char *phrase, int numbers[NUMBERS])
{
    int count = 0;
    for (; *phrase; phrase = word_next(phrase)) {
        size_t n = strcspn(at, " "), m = strcspn(phrase, " ");
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

/* The narrowest period that begins on the first of the two days and holds the second. */
static bool span_period(const int n[NUMBERS], enum period_kind *kind, moment *from)
{
    static const struct {
        enum period_kind kind;
        int months;
    } spans[] = {{PERIOD_MONTH, 1}, {PERIOD_QUARTER, 3}, {PERIOD_HALF, 6}, {PERIOD_YEAR, 12}};
    int month = n[1], last = n[4];
    *from = moment_of(n[2], month, n[0], 0, 0, 0);
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

/* A day of issue is no period; a year alone counts only where nothing narrower is said. */
enum meaning { DAY_OF_ISSUE, SPAN, MONTH, QUARTER, FIRST_HALF, SECOND_HALF, YEAR };

static bool meaning_take(enum meaning meaning, const int n[NUMBERS], enum period_kind *kind, moment *from)
{
    switch (meaning) {
    case SPAN:
        return span_period(n, kind, from);
    case MONTH:
        return month_period(PERIOD_MONTH, n[1], n[0], kind, from);
    case QUARTER:
        return n[0] >= 1 && n[0] <= 4 && month_period(PERIOD_QUARTER, n[1], n[0] * 3 - 2, kind, from);
    case FIRST_HALF:
        return month_period(PERIOD_HALF, n[1], 1, kind, from);
    case SECOND_HALF:
        return month_period(PERIOD_HALF, n[1], 7, kind, from);
    case YEAR:
        return month_period(PERIOD_YEAR, n[0], 1, kind, from);
    case DAY_OF_ISSUE:
    default:
        return false;
    }
}

bool title_period(const char *words, enum period_kind *kind, moment *from)
{
    static const struct {
        const char *phrase;
        enum meaning meaning;
    } phrases[] = {{"ngay # thang # nam? #", DAY_OF_ISSUE},
                   {"tu ngay? # # # den het? ngay? # # #", SPAN},
                   {"# thang dau nam #", FIRST_HALF},
                   {"# thang cuoi nam #", SECOND_HALF},
                   {"thang # nam? #", MONTH},
                   {"quy # nam? #", QUARTER},
                   {"nam #", YEAR}};
    bool year = false;
    for (const char *at = words; *at;) {
        const char *next = NULL;
        int numbers[NUMBERS] = {0};
        size_t i = 0;
        while (i < sizeof phrases / sizeof *phrases && !(next = phrase_read(at, phrases[i].phrase, numbers)))
            i++;
        enum period_kind found;
        moment begin;
        if (next && meaning_take(phrases[i].meaning, numbers, &found, &begin) &&
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
