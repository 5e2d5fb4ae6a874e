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

char *title_vietnamese(const char *words)
{
    const char *from = words, *end = words + strlen(words);
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
