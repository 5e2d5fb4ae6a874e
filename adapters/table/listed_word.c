#include "adapters/table/listed_word.h"

#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/words.h"

/* Words of remarks on time: "quá hạn 3 ngày", "còn 2 giờ làm việc", "trước hạn". */
static const char *const of_time[] = {"qua",  "han",   "truoc", "dung", "trong", "tre",  "cham",
                                      "som",  "sap",   "den",   "toi",  "con",   "ngay", "gio",
                                      "phut", "thang", "nam",   "lai",  "lam",   "viec"};

static bool is_number(const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!digit(word[i]))
            return false;
    return n > 0;
}

static bool is_remark(const char *words)
{
    for (const char *at = words; *at;) {
        size_t n = strcspn(at, " "), i = 0;
        while (i < sizeof of_time / sizeof *of_time &&
               (strlen(of_time[i]) != n || memcmp(of_time[i], at, n) != 0))
            i++;
        if (i == sizeof of_time / sizeof *of_time && !is_number(at, n))
            return false;
        at += n + (at[n] == ' ');
    }
    return true;
}

/* Is the letter an i or y that is its word's whole vowel, which people write either way: xử lý, xử lí? */
static bool is_either(const char *words, size_t i, size_t n)
{
    return i && (words[i] == 'i' || words[i] == 'y') && (i + 1 == n || words[i + 1] == ' ') &&
           strchr("hklmst", words[i - 1]);
}

static bool same_words(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i] && !(is_either(a, i, n) && is_either(b, i, n)))
            return false;
    return true;
}

static const struct rule_word *word_find(const struct rule *list, const char *words, size_t n)
{
    for (size_t i = 0; i < list->map_count; i++)
        if (list->map[i].from.length == n && same_words(list->map[i].from.text, words, n))
            return &list->map[i];
    return NULL;
}

/* The word that stands in front of a remark, or is all there is. A number alone is a remark. */
static const struct rule_word *part_find(const struct rule *list, const char *words)
{
    static const char dossier[] = "ho so ";
    size_t n = strlen(words);
    if (is_remark(words))
        return NULL;
    if (strncmp(words, dossier, strlen(dossier)) == 0 && !word_find(list, words, n))
        return part_find(list, words + strlen(dossier));
    for (; n; n--) {
        const struct rule_word *word = words[n] == ' ' || !words[n] ? word_find(list, words, n) : NULL;
        if (word && is_remark(words[n] ? words + n + 1 : ""))
            return word;
    }
    return NULL;
}

static bool same_value(const struct value *a, const struct value *b)
{
    bool texts = a->text && b->text;
    return a->known == b->known && a->number == b->number && !a->text == !b->text &&
           (!texts || (a->length == b->length && memcmp(a->text, b->text, a->length) == 0));
}

/* Bytes of the mark between parts that begins here; 0: none does. A dash parts words only between blanks. */
static size_t mark_bytes(const char *text, const char *at)
{
    if (strchr("()[]{}/|;:,\n", *at))
        return 1;
    bool between = at > text && at[-1] == ' ';
    if (between && *at == '-' && at[1] == ' ')
        return 1;
    return between && memcmp(at, "\xE2\x80\x93", strnlen(at, 3)) == 0 && strnlen(at, 3) == 3 ? 3 : 0;
}

/* The word of the parts between marks; NULL: see listed_word(). */
static bool parts_find(const struct rule *list, const char *text, char *part, const struct rule_word **out)
{
    const struct rule_word *found = NULL;
    for (const char *from = text, *at = text;; at++) {
        size_t mark = *at ? mark_bytes(text, at) : 0;
        if (*at && !mark)
            continue;
        memcpy(part, from, (size_t)(at - from));
        part[at - from] = '\0';
        char *words = words_of(part, false);
        if (!words)
            return false;
        const struct rule_word *word = part_find(list, words);
        bool clear = (word || is_remark(words)) && (!word || !found || same_value(&word->to, &found->to));
        free(words);
        found = found ? found : word;
        if (!*at || !clear) {
            *out = clear ? found : NULL;
            return true;
        }
        from = at + mark;
        at = from - 1;
    }
}

bool listed_word(const struct rule *list, const char *words, const char *text, const struct rule_word **out)
{
    *out = word_find(list, words, strlen(words));
    char *part = *out ? NULL : strdup(text);
    bool ok = *out || (part && parts_find(list, text, part, out));
    if (part)
        explicit_bzero(part, strlen(text));
    free(part);
    return ok;
}
