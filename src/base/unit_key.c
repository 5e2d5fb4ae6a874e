#include "base/unit_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xxhash.h>

#include "base/limit.h"
#include "base/plain_text.h"

enum { WORDS = 48, WORD_BYTES = 48 };

struct word {
    char text[WORD_BYTES]; /* ASCII: letters, digits, and marks for diacritics, the tone last */
    bool parted;           /* a comma, a dash between blanks or a bracket stands before the word */
};

struct words {
    struct word all[WORDS];
    size_t count;
    bool bare;
};

/* --- words --- */

/* The mark of a diacritic as VIQR writes the mark. A tone's mark stands at the end of the word, wherever the name
 * has the tone. */
static char mark_of(int letter, bool *tone)
{
    static const struct {
        int letter;
        char mark;
        bool tone;
    } marks[] = {{0x300, '`', true}, {0x301, '\'', true}, {0x303, '~', true},  {0x309, '?', true},
                 {0x323, '.', true}, {0x302, '^', false}, {0x306, '(', false}, {0x31B, '+', false},
                 {0x340, '`', true}, {0x341, '\'', true}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].letter == letter) {
            *tone = marks[i].tone;
            return marks[i].mark;
        }
    return '\0';
}

struct writer {
    struct words *words;
    struct word *word; /* the word that is being written; NULL: between two words */
    size_t used;
    char tone;
    bool parted, blank;
};

static void word_end(struct writer *w)
{
    if (w->word && w->tone && w->used + 1 < WORD_BYTES)
        w->word->text[w->used++] = w->tone;
    if (w->word)
        w->word->text[w->used] = '\0';
    w->word = NULL;
    w->tone = '\0';
}

static void letter_add(struct writer *w, char c)
{
    if (!w->word) {
        if (w->words->count == WORDS)
            return;
        w->word = &w->words->all[w->words->count++];
        w->word->parted = w->parted;
        w->parted = false;
        w->used = 0;
    }
    if (w->used + 2 < WORD_BYTES)
        w->word->text[w->used++] = c;
}

static void letter_take(struct writer *w, int letter)
{
    bool tone = false;
    char mark = mark_of(letter, &tone);
    if (letter == 0x111 || letter == 0xF0) { /* đ, and the ð that some keyboards write for it */
        letter_add(w, 'd');
        mark = '-';
    }
    if (mark) {
        w->words->bare = false;
        if (tone)
            w->tone = mark;
        else
            letter_add(w, mark);
    } else if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
        letter_add(w, (char)letter);
    } else if (!plain_invisible(letter)) {
        bool dash = plain_dash(letter) && w->blank;
        word_end(w);
        w->blank = plain_blank(letter);
        w->parted = w->parted || dash || (letter > 0 && letter < 0x80 && strchr(",;(/|", letter));
        return;
    }
    w->blank = false;
}

static bool words_read(const char *name, struct words *out)
{
    utf8proc_uint8_t *text = NULL;
    utf8proc_option_t how =
        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
    *out = (struct words){.bare = true};
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)name, 0, &text, how);
    const char *from = n >= 0 ? (const char *)text : name, *end = from + strlen(from);
    struct writer w = {.words = out, .blank = true};
    for (size_t length; from < end; from += length)
        letter_take(&w, plain_letter(from, end, &length));
    word_end(&w);
    free(text);
    return n >= 0 || n == UTF8PROC_ERROR_INVALIDUTF8;
}

static void word_fold(const char *text, char out[WORD_BYTES])
{
    for (; *text; text++)
        if ((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9'))
            *out++ = *text;
    *out = '\0';
}

/* How many words the phrase has, if the words from `at` on begin with the phrase (its words as keys write them);
 * else 0. A name without diacritics is compared without diacritics. */
static size_t phrase_at(const struct words *w, size_t at, const char *phrase)
{
    char wanted[WORD_BYTES], folded[WORD_BYTES];
    size_t count = 0;
    while (*phrase) {
        size_t n = strcspn(phrase, " ");
        if (at + count >= w->count)
            return 0;
        snprintf(wanted, sizeof wanted, "%.*s", (int)n, phrase);
        if (w->bare) {
            word_fold(wanted, folded);
            memcpy(wanted, folded, sizeof wanted);
        }
        if (strcmp(w->all[at + count].text, wanted) != 0)
            return 0;
        count++;
        phrase += n + (phrase[n] == ' ');
    }
    return count;
}

/* --- kinds and offices in front of names --- */

struct kind {
    const char *phrase, *as;
    bool commune, place; /* place: other units lie in such a unit */
};
static const struct kind kinds[] = {{"xa~", "xa~", true, false},
                                    {"phu+o+ng`", "phu+o+ng`", true, false},
                                    {"thi. tra^n'", "thi. tra^n'", true, false},
                                    {"d-a(c. khu", "d-a(c. khu", true, false},
                                    {"thi. xa~", "thi. xa~", false, true},
                                    {"thanh` pho^'", "thanh` pho^'", false, true},
                                    {"huye^n.", "huye^n.", false, true},
                                    {"qua^n.", "qua^n.", false, true},
                                    {"tinh?", "tinh?", false, true},
                                    {"x", "xa~", true, false},
                                    {"p", "phu+o+ng`", true, false},
                                    {"tt", "thi. tra^n'", true, false},
                                    {"d-k", "d-a(c. khu", true, false},
                                    {"tx", "thi. xa~", false, true},
                                    {"tp", "thanh` pho^'", false, true},
                                    {"h", "huye^n.", false, true},
                                    {"q", "qua^n.", false, true},
                                    {"t", "tinh?", false, true}};

/* The kind that stands at `at`, and in *count its words; NULL: no kind stands there, or no word follows. shorter:
 * abbreviations count too, which is so in front of a name alone. */
static const struct kind *kind_at(const struct words *w, size_t at, bool shorter, size_t *count)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool is_short = strlen(kinds[i].phrase) <= 3 && strcmp(kinds[i].phrase, kinds[i].as) != 0;
        *count = is_short && !shorter ? 0 : phrase_at(w, at, kinds[i].phrase);
        if (*count && at + *count < w->count)
            return &kinds[i];
    }
    return NULL;
}

/* Parts "p5", "q1" into two words, the kind and the number. */
static void number_part(struct words *w)
{
    char *text = w->count ? w->all[0].text : NULL;
    if (!text || w->count >= WORDS || (text[0] != 'p' && text[0] != 'q') || text[1] < '0' || text[1] > '9')
        return;
    memmove(&w->all[1], &w->all[0], w->count * sizeof w->all[0]);
    w->count++;
    w->all[0].text[1] = '\0';
    memmove(w->all[1].text, w->all[1].text + 1, strlen(w->all[1].text));
    w->all[1].parted = false;
}

/* How many words at the front name an office of the unit and not the unit. */
static size_t office_words(const struct words *w)
{
    static const char *const councils[] = {"ubnd", "uy? ban nha^n da^n", "vp hd-nd va` ubnd",
                                           "va(n pho`ng hd-nd va` ubnd"};
    static const char *const desks[] = {"trung ta^m phuc. vu. hanh` chinh' co^ng",
                                        "tt phuc. vu. hanh` chinh' co^ng",
                                        "trung ta^m phuc. vu. hcc",
                                        "tt phuc. vu. hcc",
                                        "trung ta^m hanh` chinh' co^ng",
                                        "tt hanh` chinh' co^ng",
                                        "trung ta^m hcc",
                                        "tt hcc",
                                        "trung ta^m pvhcc",
                                        "tt pvhcc",
                                        "ttpvhcc",
                                        "tthcc",
                                        "bo^. pha^n. mo^t. cu+a?",
                                        "bo^. pha^n. mot cu+a?",
                                        "bpmc",
                                        "bo^. pha^n. tie^p' nha^n. va` tra? ke^t' qua?",
                                        "bo^. pha^n. tn tkq"};
    size_t at = 0, count, kind;
    for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
        count = phrase_at(w, 0, desks[i]);
        const struct kind *k = count ? kind_at(w, count, true, &kind) : NULL;
        /* the centre of a province is an office of its own */
        if ((k && k->commune) || (count && phrase_at(w, count, "ubnd")) ||
            (count && phrase_at(w, count, "uy? ban nha^n da^n")))
            at = count;
    }
    for (size_t i = 0; i < sizeof councils / sizeof *councils; i++) {
        count = phrase_at(w, at, councils[i]);
        if (count && at + count < w->count)
            return at + count;
    }
    return at;
}

/* --- the key --- */

static void text_add(char *out, size_t size, const char *more)
{
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%s", used ? " " : "", more);
}

/* The word at which the name tells the place that the unit lies in; w->count: the name tells none. */
static size_t place_find(const struct words *w, size_t from, bool commune)
{
    for (size_t at = from; at < w->count; at++) {
        size_t count;
        const struct kind *k = kind_at(w, at, w->all[at].parted, &count);
        if (k && k->place && (w->all[at].parted || (commune && at >= from + w->bare)))
            return at;
    }
    return w->count;
}

/* The words from..to as one text, their kind written out; malloc'd. */
static char *words_join(const struct words *w, size_t from, size_t to)
{
    char text[WORDS * WORD_BYTES] = "";
    size_t count = 0;
    const struct kind *k = kind_at(w, from, true, &count);
    if (k && from + count < to) {
        text_add(text, sizeof text, k->as);
        from += count;
    }
    for (; from < to; from++)
        text_add(text, sizeof text, w->all[from].text);
    return strdup(text);
}

bool unit_key_make(const char *name, struct unit_key *out)
{
    struct words w;
    size_t count;
    *out = (struct unit_key){0};
    if (!words_read(name, &w))
        return false;
    number_part(&w);
    out->bare = w.bare;
    size_t from = office_words(&w);
    const struct kind *k = kind_at(&w, from, true, &count);
    size_t at = place_find(&w, from + (k ? count + 1 : 1), k && k->commune);
    out->own = words_join(&w, from, at);
    bool ok = out->own != NULL;
    while (ok && at < w.count && out->place_count < UNIT_KEY_PLACES) {
        kind_at(&w, at, true, &count);
        size_t end = place_find(&w, at + count + 1, true);
        out->places[out->place_count] = words_join(&w, at, end);
        ok = out->places[out->place_count++] != NULL;
        at = end;
    }
    if (!ok)
        unit_key_free(out);
    return ok;
}

void unit_key_free(struct unit_key *k)
{
    free(k->own);
    for (size_t i = 0; i < UNIT_KEY_PLACES; i++)
        free(k->places[i]);
    *k = (struct unit_key){0};
}

char *unit_key_folded(const char *own)
{
    char *copy = strdup(own), *to = copy;
    for (const char *from = own; copy && *from; from++)
        if (*from == ' ' || (*from >= 'a' && *from <= 'z') || (*from >= '0' && *from <= '9'))
            *to++ = *from;
    if (copy)
        *to = '\0';
    return copy;
}

/* Writes i for y where y is the whole vowel of a word or follows qu (ky, ly, my, quy), and numbers without zeros in
 * front. */
char *unit_key_spelled(const char *own)
{
    char *copy = strdup(own), *to = copy;
    for (const char *at = copy; at && *at; at++) {
        bool first = at == copy || at[-1] == ' ', last = !(at[1] >= 'a' && at[1] <= 'z');
        bool alone = !first && at[-1] >= 'a' && at[-1] <= 'z' && !strchr("aeiouy", at[-1]);
        bool qu = at - copy >= 2 && at[-1] == 'u' && at[-2] == 'q';
        if (first && *at == '0' && at[1] >= '0' && at[1] <= '9') {
            at += strspn(at, "0") - 1;
            at -= !(at[1] >= '0' && at[1] <= '9');
            continue;
        }
        *to++ = *at == 'y' && last && (alone || qu) ? 'i' : *at;
    }
    if (copy)
        *to = '\0';
    return copy;
}

const char *unit_key_name(const char *own)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = strlen(kinds[i].as);
        if (strncmp(own, kinds[i].as, n) == 0 && own[n] == ' ')
            return own + n + 1;
    }
    return "";
}

char *unit_key_code(const struct unit_key *k, bool apart)
{
    char text[LIMIT_VALUE_BYTES * 2] = "", code[LIMIT_NAME_BYTES];
    snprintf(text, sizeof text, "%s", k->own);
    for (size_t i = 0; i < k->place_count; i++)
        if (strncmp(k->places[i], "tinh?", 5) != 0)
            text_add(text, sizeof text, k->places[i]);
    size_t used = 0, room = sizeof code - (apart ? 8 : 1);
    for (const char *at = text; *at && used < room; at++)
        if ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9'))
            code[used++] = *at;
        else if (*at == ' ' && used)
            code[used++] = '-';
    if (apart)
        used += (size_t)snprintf(code + used, sizeof code - used, "-%06x",
                                 (unsigned)(XXH3_64bits(text, strlen(text)) & 0xFFFFFF));
    return strndup(code, used);
}
