#include "adapters/json/mend.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/error.h"
#include "base/text.h"

enum { JUNK_BYTES = 64 }; /* bytes before the data: )]}' of some frameworks, while(1); and the like */

static void note(struct mend *m, enum mend_fault fault, int64_t at)
{
    if (m->count[fault]++ == 0)
        m->first[fault] = at;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
           c == '\x1e'; /* RFC 7464 puts this byte between documents */
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The piece that one call of mend_bytes() works on. */
struct piece {
    struct mend *m;
    const char *bytes;
    size_t n, from; /* from: the first byte that has not gone on to the parser */
    mend_feed *feed;
    void *context;
};

static bool pass(struct piece *p, size_t end)
{
    size_t from = p->from;
    p->from = end;
    return end <= from || p->feed(p->context, p->bytes + from, end - from, p->m->at + (int64_t)from);
}

static bool put(const struct piece *p, const char *text, size_t place)
{
    return p->feed(p->context, text, strlen(text), p->m->at + (int64_t)place);
}

/* Passes on the bytes before i and `text` in place of the bytes from i to next. */
static bool replace(struct piece *p, size_t i, size_t next, const char *text)
{
    bool ok = pass(p, i) && (!*text || put(p, text, i));
    p->from = next;
    return ok;
}

/* May the bytes before the data be left out? A framework's words and a byte order mark may, but no page, nothing
 * packed and no other encoding. */
static bool may_stand_before(const struct mend *m)
{
    bool mark = m->head_used == 3 && memcmp(m->head, "\xEF\xBB\xBF", 3) == 0;
    for (size_t i = 0; !mark && i < m->head_used; i++)
        if (m->head[i] == '<' || (unsigned char)m->head[i] >= 0x80)
            return false;
    return true;
}

static size_t start(struct piece *p, size_t i)
{
    struct mend *m = p->m;
    for (; i < p->n; i++) {
        char c = p->bytes[i];
        bool mark = m->head_used < 3 && c == "\xEF\xBB\xBF"[m->head_used] &&
                    memcmp(m->head, "\xEF\xBB\xBF", m->head_used) == 0;
        if ((c == '{' || c == '[') && m->head_used <= JUNK_BYTES && may_stand_before(m)) {
            bool plain = m->head_used == 0 || (m->head_used == 3 && (unsigned char)m->head[0] == 0xEF);
            if (!plain)
                note(m, MEND_BEFORE, 0);
            m->state = MEND_OUTSIDE;
            break;
        }
        if ((mark || !is_blank(c) || m->head_used) && m->head_used < MEND_HEAD_BYTES)
            m->head[m->head_used++] = c;
    }
    p->from = i;
    return i;
}

/* The place, from i on, of the first quote, backslash or control, or n. The search takes sixteen bytes at a time
 * where the processor can, else eight, of whose sums the lowest bit stands for the first such byte (Hacker's Delight,
 * 6-1). */
static inline size_t plain_end(const char *bytes, size_t i, size_t n)
{
#ifdef __SSE2__
    for (; i + 16 <= n; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
        __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1F)), x);
        __m128i quote = _mm_cmpeq_epi8(x, _mm_set1_epi8('"')), slash = _mm_cmpeq_epi8(x, _mm_set1_epi8('\\'));
        int found = _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, slash)));
        if (found)
            return i + (size_t)__builtin_ctz((unsigned)found);
    }
#endif
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    for (; i + 8 <= n; i += 8) {
        uint64_t x;
        memcpy(&x, bytes + i, sizeof x);
        x = le64toh(x);
        uint64_t quote = x ^ (ones * '"'), slash = x ^ (ones * '\\');
        uint64_t found =
            (((x - ones * 0x20) & ~x) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & high;
        if (found)
            return i + (size_t)__builtin_ctzll(found) / 8;
    }
    while (i < n && bytes[i] != '"' && bytes[i] != '\\' && (unsigned char)bytes[i] >= 0x20)
        i++;
    return i;
}

static bool text(struct piece *p, size_t *at)
{
    struct mend *m = p->m;
    size_t i = *at;
    char code[8];
    for (;;) {
        i = plain_end(p->bytes, i, p->n);
        if (i == p->n || p->bytes[i] == '"' || p->bytes[i] == '\\')
            break;
        note(m, MEND_CONTROL, m->at + (int64_t)i);
        snprintf(code, sizeof code, "\\u%04x", (unsigned)p->bytes[i]);
        if (!replace(p, i, i + 1, code))
            return false;
        i++;
    }
    if (i < p->n) {
        m->state = p->bytes[i] == '"' ? MEND_OUTSIDE : MEND_SLASH;
        i++;
    }
    *at = i;
    return true;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* Is \u followed by fewer than four hexadecimal digits, as far as the piece shows? A path like C:\users is written
 * so. */
static bool is_false_code(const struct piece *p, size_t i)
{
    for (size_t k = i + 1; p->bytes[i] == 'u' && k < p->n && k <= i + 4; k++)
        if (!is_hex(p->bytes[k]))
            return true;
    return false;
}

/* Takes the byte behind a backslash, which has gone on or will: where the backslash escapes nothing, one more makes
 * it a character of the text. */
static bool slash(struct piece *p, size_t *at)
{
    size_t i = *at;
    char c = p->bytes[i];
    p->m->state = MEND_TEXT;
    if (c && strchr("\"\\/bfnrtu", c) && !is_false_code(p, i)) {
        *at = i + 1;
        return true;
    }
    note(p->m, MEND_ESCAPE, p->m->at + (int64_t)i - 1);
    return replace(p, i, i, "\\");
}

static const char *word_mended(const char *word)
{
    static const struct {
        const char *word, *mended;
    } words[] = {{"NaN", "null"},   {"nan", "null"},       {"Infinity", "null"}, {"inf", "null"},
                 {"Inf", "null"},   {"undefined", "null"}, {"None", "null"},     {"NULL", "null"},
                 {"Null", "null"},  {"True", "true"},      {"TRUE", "true"},     {"False", "false"},
                 {"FALSE", "false"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0)
            return words[i].mended;
    return NULL;
}

/* Ends a word outside of texts, and replaces it where JSON has another word or none. */
static bool word_end(struct piece *p, size_t i)
{
    struct mend *m = p->m;
    m->word[m->letters] = '\0';
    const char *mended = word_mended(m->word);
    int64_t first = m->at + (int64_t)i - (int64_t)m->letters;
    m->state = MEND_OUTSIDE;
    m->letters = 0;
    if (mended)
        note(m, MEND_WORD, first);
    return p->feed(p->context, mended ? mended : m->word, strlen(mended ? mended : m->word), first);
}

static bool letters(struct piece *p, size_t *at)
{
    struct mend *m = p->m;
    size_t i = *at;
    while (i < p->n && is_letter(p->bytes[i]) && m->letters < MEND_WORD_BYTES - 1)
        m->word[m->letters++] = p->bytes[i++];
    p->from = *at = i;
    return i == p->n || word_end(p, i);
}

/* Decides by the byte behind a comma whether the comma is one too many; at the end of a piece the comma is held
 * back. */
static bool comma(struct piece *p, size_t *at)
{
    struct mend *m = p->m;
    size_t i = *at, next = i + 1;
    while (next < p->n && is_blank(p->bytes[next]))
        next++;
    *at = next;
    if (next == p->n) {
        m->comma = true;
        return replace(p, i, next, "");
    }
    if (!strchr("]},", p->bytes[next]) || !p->bytes[next])
        return true;
    note(m, MEND_COMMA, m->at + (int64_t)i);
    return replace(p, i, next, "");
}

/* Decides on a comma that was held back. */
static bool comma_take(struct piece *p, size_t *at)
{
    struct mend *m = p->m;
    size_t i = *at;
    while (i < p->n && is_blank(p->bytes[i]))
        i++;
    p->from = *at = i;
    if (i == p->n)
        return true;
    m->comma = false;
    if (!p->bytes[i] || !strchr("]},", p->bytes[i]))
        return p->feed(p->context, ",", 1, m->at);
    note(m, MEND_COMMA, m->at);
    return true;
}

static bool is_odd_word(const struct piece *p, size_t i)
{
    char c = p->bytes[i];
    bool last = i + 1 == p->n;
    if (c == 'n')
        return last || p->bytes[i + 1] == 'a';
    return is_letter(c) && c != 't' && c != 'f' && c != 'e' && c != 'E';
}

/* Takes one byte outside of texts. */
static bool outside(struct piece *p, size_t *at)
{
    struct mend *m = p->m;
    size_t i = *at;
    char c = p->bytes[i];
    *at = i + 1;
    if (c == '"') {
        m->state = MEND_TEXT;
    } else if (c == '{' || c == '[') {
        m->depth++;
    } else if (c == '}' || c == ']') {
        m->depth -= m->depth > 0;
        if (m->depth == 0) {
            m->state = MEND_BETWEEN;
            m->documents++;
            return pass(p, i + 1);
        }
    } else if (c == ',') {
        *at = i;
        return comma(p, at);
    } else if (c == '-' && i + 1 < p->n && (p->bytes[i + 1] == 'I' || p->bytes[i + 1] == 'N')) {
        return replace(p, i, i + 1, "");
    } else if (is_odd_word(p, i)) {
        m->state = MEND_LETTERS;
        *at = i;
        return pass(p, i);
    }
    return true;
}

/* Goes on with a document that follows another; bytes that begin no document are left out. */
static size_t between(struct piece *p, size_t i)
{
    struct mend *m = p->m;
    for (; i < p->n; i++) {
        char c = p->bytes[i];
        if (c == '{' || c == '[') {
            m->state = MEND_OUTSIDE;
            break;
        }
        if (c != ',' && !is_blank(c) && c) {
            note(m, MEND_AFTER, m->at + (int64_t)i);
            m->state = MEND_IGNORE;
            i = p->n;
            break;
        }
    }
    p->from = i;
    return i;
}

/* --- the quick way over bytes without a fault: nearly all of nearly every reply --- */

enum kind { KIND_OTHER, KIND_PLAIN, KIND_QUOTE, KIND_OPEN, KIND_CLOSE, KIND_COMMA, KIND_WORD };
static const unsigned char kinds[256] = {
    ['0'] = KIND_PLAIN, ['1'] = KIND_PLAIN,  ['2'] = KIND_PLAIN,  ['3'] = KIND_PLAIN,  ['4'] = KIND_PLAIN,
    ['5'] = KIND_PLAIN, ['6'] = KIND_PLAIN,  ['7'] = KIND_PLAIN,  ['8'] = KIND_PLAIN,  ['9'] = KIND_PLAIN,
    [' '] = KIND_PLAIN, ['\t'] = KIND_PLAIN, ['\r'] = KIND_PLAIN, ['\n'] = KIND_PLAIN, [':'] = KIND_PLAIN,
    ['.'] = KIND_PLAIN, ['"'] = KIND_QUOTE,  ['{'] = KIND_OPEN,   ['['] = KIND_OPEN,   ['}'] = KIND_CLOSE,
    [']'] = KIND_CLOSE, [','] = KIND_COMMA,  ['t'] = KIND_WORD,   ['f'] = KIND_WORD,   ['n'] = KIND_WORD};

/* The place behind true, false or null, if the word ends in this piece; else i. */
static size_t word_skip(const char *bytes, size_t i, size_t n)
{
    size_t length = bytes[i] == 'f' ? 5 : 4;
    const char *word = bytes[i] == 'f' ? "false" : bytes[i] == 't' ? "true" : "null";
    return i + length < n && memcmp(bytes + i, word, length) == 0 && !is_letter(bytes[i + length])
               ? i + length
               : i;
}

/* The place of what follows the comma, if it follows in this piece; else i. */
static size_t comma_skip(const char *bytes, size_t i, size_t n)
{
    size_t next = i + 1;
    while (next < n && is_blank(bytes[next]))
        next++;
    if (next == n || !bytes[next])
        return i;
    enum kind kind = kinds[(unsigned char)bytes[next]];
    return kind == KIND_CLOSE || kind == KIND_COMMA ? i : next;
}

/* Does another text begin right behind the quote at i, after a colon or a comma? */
static inline bool text_follows(const char *bytes, size_t i, size_t n)
{
    uint16_t two;
    if (n - i < 3)
        return false;
    memcpy(&two, bytes + i + 1, sizeof two);
    two = le16toh(two);
    return two == (':' | '"' << 8) || two == (',' | '"' << 8);
}

/* Goes over bytes that need no mending, inside or outside of texts, and stops where the careful way must look: at any
 * other byte, at the end of a document, at the end of the piece. The careful way would let all these bytes pass. */
static APART size_t clean_skip(struct mend *m, const char *bytes, size_t i, size_t n)
{
    bool inside = m->state == MEND_TEXT;
    size_t depth = m->depth;
    while (i < n) {
        if (inside) {
            i = plain_end(bytes, i, n);
            if (i == n || bytes[i] != '"')
                break;
            inside = text_follows(bytes, i, n);
            i += inside ? 3 : 1;
            continue;
        }
        enum kind kind = kinds[(unsigned char)bytes[i]];
        size_t next = i + 1;
        if (kind == KIND_QUOTE)
            inside = true;
        else if (kind == KIND_COMMA)
            next = comma_skip(bytes, i, n);
        else if (kind == KIND_OPEN)
            depth++;
        else if (kind == KIND_CLOSE && depth > 1) /* else the careful way ends the document */
            depth--;
        else if (kind == KIND_WORD)
            next = word_skip(bytes, i, n);
        else if (kind != KIND_PLAIN)
            break;
        if (next == i)
            break;
        i = next;
    }
    m->state = inside ? MEND_TEXT : MEND_OUTSIDE;
    m->depth = depth;
    return i;
}

bool mend_bytes(struct mend *m, const char *bytes, size_t n, mend_feed *feed, void *context)
{
    struct piece p = {.m = m, .bytes = bytes, .n = n, .feed = feed, .context = context};
    bool ok = true;
    for (size_t i = 0; ok && i < n;) {
        if (!m->comma && m->depth && (m->state == MEND_TEXT || m->state == MEND_OUTSIDE) &&
            (i = clean_skip(m, bytes, i, n)) == n)
            break;
        if (m->comma)
            ok = comma_take(&p, &i);
        else if (m->state == MEND_TEXT)
            ok = text(&p, &i);
        else if (m->state == MEND_OUTSIDE)
            ok = outside(&p, &i);
        else if (m->state == MEND_SLASH)
            ok = slash(&p, &i);
        else if (m->state == MEND_LETTERS)
            ok = letters(&p, &i);
        else if (m->state == MEND_BETWEEN)
            i = between(&p, i);
        else if (m->state == MEND_START)
            i = start(&p, i);
        else
            p.from = i = n;
    }
    ok = ok && pass(&p, n);
    m->at += (int64_t)n;
    return ok;
}

bool mend_end(struct mend *m, mend_feed *feed, void *context)
{
    struct piece p = {.m = m, .feed = feed, .context = context};
    if (m->comma)
        return feed(context, ",", 1, m->at);
    return m->state != MEND_LETTERS || word_end(&p, 0);
}

bool mend_open(const struct mend *m)
{
    return m->state != MEND_START && m->state != MEND_BETWEEN && m->state != MEND_IGNORE;
}

bool mend_none(const struct mend *m)
{
    return m->state == MEND_START;
}

const char *mend_say(const struct mend *m, char *out, size_t size)
{
    static const char *const words[MEND_FAULTS] = {
        [MEND_COMMA] = N_("a comma with nothing behind it"),
        [MEND_CONTROL] = N_("a raw line end or control inside of a text"),
        [MEND_ESCAPE] = N_("a backslash that escapes nothing"),
        [MEND_WORD] = N_("NaN or another word that is no JSON, read as null"),
        [MEND_BEFORE] = N_("words before the data"),
        [MEND_AFTER] = N_("words behind the data")};
    size_t used = 0;
    *out = '\0';
    for (int i = 0; i < MEND_FAULTS; i++) {
        char line[200];
        if (!m->count[i])
            continue;
        int n = snprintf(line, sizeof line, _("%s%s (byte %lld, %lld in all)"), used ? "; " : "", _(words[i]),
                         (long long)m->first[i], (long long)m->count[i]);
        if (n < 0 || (size_t)n >= sizeof line || used + (size_t)n >= size)
            break;
        memcpy(out + used, line, (size_t)n + 1);
        used += (size_t)n;
    }
    return out;
}
