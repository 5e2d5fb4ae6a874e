#include "adapters/table/told_total.h"

#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/number.h"
#include "base/text.h"

enum { WORDS = 64, WORD_BYTES = 24 };

struct words {
    char items[WORDS][WORD_BYTES];
    size_t count;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Splits text into words and numbers with their groups ("1.234"); ";" and its like part words, and are words
 * themselves. */
static void words_read(const char *folded, struct words *w)
{
    w->count = 0;
    for (const char *at = folded; *at && w->count < WORDS;) {
        size_t n = 0;
        while (is_letter(at[n]) ||
               (n && at[n] && strchr(".,", at[n]) && digit(at[n - 1]) && digit(at[n + 1])))
            n++;
        if (n && n < WORD_BYTES) {
            memcpy(w->items[w->count], at, n);
            w->items[w->count++][n] = '\0';
        }
        at += n ? n : 1;
    }
}

static bool among(const char *word, const char *list)
{
    size_t n = strlen(word);
    for (const char *at = strstr(list, word); at && n; at = strstr(at + 1, word))
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

/* Is one of "hồ sơ", "HS", "bản ghi", "dòng" the word at i? */
static bool names_rows(const struct words *w, size_t i)
{
    const char *next = i + 1 < w->count ? w->items[i + 1] : "";
    const char *word = i < w->count ? w->items[i] : "";
    return (strcmp(word, "ho") == 0 && strcmp(next, "so") == 0) ||
           (strcmp(word, "ban") == 0 && strcmp(next, "ghi") == 0) ||
           among(word, "hs records entries rows muc");
}

static bool number_of(const char *word, int64_t *out)
{
    char digits[NUMBER_TEXT_BYTES];
    return digit(*word) && number_read(word, strlen(word), false, digits) && !strpbrk(digits, ".%") &&
           scalar_number(digits, strlen(digits), 0, false, out);
}

/* The number behind "tổng" at word i, if only words of a total stand between; false: there is no such number. */
static bool total_read(const struct words *w, size_t i, int64_t *total)
{
    bool rows = false;
    for (; i < w->count && !digit(*w->items[i]); i++) {
        rows |= names_rows(w, i);
        if (!among(w->items[i], "so cong ho hs ban ghi luong la co gom danh sach cac toan bo of trong nay"))
            return false;
    }
    return i < w->count && number_of(w->items[i], total) && (rows || names_rows(w, i + 1));
}

/* "Hiển thị 1 đến 10 của 57 bản ghi", "1 - 10 / 57 hồ sơ": a count of rows before which a span of rows stands. */
static bool span_read(const struct words *w, size_t i, int64_t *total)
{
    int64_t from, to;
    size_t at = i + 1;
    if (!number_of(w->items[i], &from))
        return false;
    at += at < w->count && among(w->items[at], "den to toi");
    if (at >= w->count || !number_of(w->items[at], &to) || to < from)
        return false;
    at++;
    at += at < w->count && among(w->items[at], "dong");
    while (at < w->count && among(w->items[at], "cua tren trong tong so of cong"))
        at++;
    return at + 1 < w->count && number_of(w->items[at], total) && *total >= to &&
           (names_rows(w, at + 1) || among(w->items[at + 1], "dong"));
}

bool told_total_read(const char *text, int64_t *total)
{
    struct words w;
    char *folded = text_fold(text);
    bool found = false;
    words_read(folded ? folded : "", &w);
    free(folded);
    for (size_t i = 0; !found && i < w.count; i++) {
        const char *next = i + 1 < w.count ? w.items[i + 1] : "";
        bool list = among(w.items[i], "sach") && i && strcmp(w.items[i - 1], "danh") == 0 &&
                    among(next, "gom co"),
             many = strcmp(w.items[i], "so") == 0 && strcmp(next, "luong") == 0;
        if (strcmp(w.items[i], "tong") == 0 || strcmp(w.items[i], "total") == 0 ||
            strcmp(w.items[i], "of") == 0 || list || many)
            found = total_read(&w, i + 1, total);
        found = found || span_read(&w, i, total);
    }
    return found;
}

void told_total_see(struct told_total *t, size_t records, const char *text)
{
    int64_t total;
    bool fresh = t->bound_count == 0 || t->bounds[t->bound_count - 1] != records;
    if (fresh && t->bound_count == TOLD_BOUNDS)
        t->many = true;
    else if (fresh)
        t->bounds[t->bound_count++] = records;
    if (!told_total_read(text, &total) || total <= 0)
        return;
    if (t->count == TOLD_TOTALS) {
        t->many = true;
        return;
    }
    t->told[t->count].at = records;
    t->told[t->count++].total = total;
}

static bool is_met(const struct told_total *t, size_t i, size_t records)
{
    const int64_t at = (int64_t)t->told[i].at, total = t->told[i].total;
    bool met = total == at || total == (int64_t)records - at || total == (int64_t)records;
    for (size_t k = 0; k < t->bound_count && !met; k++)
        met = llabs((int64_t)t->bounds[k] - at) == total;
    return met;
}

int64_t told_total_unmet(const struct told_total *t, size_t records)
{
    int64_t most = 0;
    for (size_t i = 0; i < t->count && !t->many; i++)
        if (t->told[i].total > (int64_t)records && t->told[i].total > most && !is_met(t, i, records))
            most = t->told[i].total;
    return most;
}
