#include "adapters/table/title_words.h"

#include <stdlib.h>
#include <string.h>

/* English words of such titles. No word is here that is also a Vietnamese syllable without its diacritics (no, so, do,
 * to, on, an, by, in): "Số tiền nợ" is no "Số tiền". */
static const char *const english[] = {
    "dossier",     "dossiers",  "code",       "number",       "unit",
    "agency",      "office",    "department", "organization", "organisation",
    "authority",   "received",  "receive",    "receiving",    "reception",
    "receipt",     "date",      "due",        "time",         "deadline",
    "appointment", "finish",    "finished",   "completed",    "completion",
    "returned",    "return",    "result",     "results",      "status",
    "state",       "level",     "channel",    "procedure",    "procedures",
    "field",       "sector",    "name",       "fee",          "fees",
    "payment",     "submitted", "submission", "method",       "service",
    "application", "record",    "handling",   "processing",   "administrative",
    "public",      "online",    "expected",   "actual",       "of",
    "the",         "id",        "type",       "form",         "filing",
    "total",       "resolved",  "pending"};

static bool is_english(const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        if (strlen(english[i]) == n && memcmp(english[i], word, n) == 0)
            return true;
    return false;
}

enum { NUMBER_MOST = 2 }; /* digits of a title's number: "1. Mã hồ sơ" */

char *title_vietnamese(const char *words)
{
    const char *from = words + strspn(words, "0123456789"), *end = words + strlen(words);
    from = from > words && from <= words + NUMBER_MOST && *from == ' ' ? from + 1 : words;
    for (size_t n; *from && is_english(from, n = strcspn(from, " "));)
        from += n + (from[n] == ' ');
    while (end > from) {
        const char *last = end;
        while (last > from && last[-1] != ' ')
            last--;
        if (!is_english(last, (size_t)(end - last)))
            break;
        end = last > from ? last - 1 : from;
    }
    return strndup(from, (size_t)(end - from));
}

/* Short words may be anything: "mahs" is "Mã HS", but no two letters are a title. */
enum { TOGETHER_LEAST = 4 };

bool title_same(const char *title, const char *words)
{
    if (strcmp(title, words) == 0)
        return true;
    size_t n = 0;
    for (; *title && words[n]; title++)
        if (*title != ' ' && *title != words[n++])
            return false;
    return !*title && !words[n] && n >= TOGETHER_LEAST && !strchr(words, ' ');
}

static bool begins_with(const char *words, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(list[i]);
        if (strncmp(words, list[i], n) == 0 && (!words[n] || words[n] == ' '))
            return true;
    }
    return false;
}

bool title_is_aside(const char *words)
{
    static const char *const asides[] = {"luy ke",    "cong don", "cung ky",   "so cung ky",
                                         "nam truoc", "ky truoc", "quy truoc", "thang truoc",
                                         "so voi",    "so sanh",  "ke hoach",  "chi tieu"};
    return begins_with(words, asides, sizeof asides / sizeof *asides);
}

bool title_is_own_time(const char *words)
{
    static const char *const own[] = {"trong thang", "trong ky",   "trong quy",       "trong nam",
                                      "trong tuan",  "ky nay",     "thang nay",       "quy nay",
                                      "nam nay",     "ky bao cao", "trong ky bao cao"};
    return begins_with(words, own, sizeof own / sizeof *own);
}
