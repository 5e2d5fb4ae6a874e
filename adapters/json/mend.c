#include "adapters/json/mend.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { JUNK_BYTES = 64 }; /* before the data: )]}' of some frameworks, while(1); and the like */

static void note(struct mend *m, enum mend_fault fault, int64_t at)
{
    if (m->count[fault]++ == 0)
        m->first[fault] = at;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
           c == '\x1e'; /* RFC 7464 parts documents by it */
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What one call of mend_bytes works on. */
struct piece {
    struct mend *m;
    const char *bytes;
    size_t n, from; /* from: the first byte that has not gone on */
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

/* Bytes before i go on, those up to next are left out, and `text` stands in their place. */
static bool replace(struct piece *p, size_t i, size_t next, const char *text)
{
    bool ok = pass(p, i) && (!*text || put(p, text, i));
    p->from = next;
    return ok;
}

/* Words of a framework, or a byte order mark; no page, nothing packed, no other encoding. */
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

/* Eight bytes at a time: is a quote, a backslash or a control among them? (Hacker's Delight, 6-1.) */
static bool eight_plain(const char *bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t x;
    memcpy(&x, bytes, sizeof x);
    uint64_t quote = x ^ (ones * '"'), slash = x ^ (ones * '\\');
    return !((((x - ones * 0x20) & ~x) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & high);
}

static bool text(struct piece *p, size_t *at)
{
    struct mend *m = p->m;
    size_t i = *at;
    char code[8];
    for (;;) {
        while (i + 8 <= p->n && eight_plain(p->bytes + i))
            i += 8;
        while (i < p->n && p->bytes[i] != '"' && p->bytes[i] != '\\' && (unsigned char)p->bytes[i] >= 0x20)
            i++;
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

/* \u and fewer than four hexadecimal digits, as far as the bytes in hand tell: a path like C:\users. */
static bool is_false_code(const struct piece *p, size_t i)
{
    for (size_t k = i + 1; p->bytes[i] == 'u' && k < p->n && k <= i + 4; k++)
        if (!is_hex(p->bytes[k]))
            return true;
    return false;
}

/* The backslash has gone on, or will: one more makes a text of it. */
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

/* Letters outside of a text, gathered until they end. */
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

/* What stands behind a comma says whether it is one too many; at the end of a piece it is held back. */
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

/* The one that was held back. */
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

/* One byte outside of texts. */
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

/* Documents that follow each other are read; what else comes is left. */
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

bool mend_bytes(struct mend *m, const char *bytes, size_t n, mend_feed *feed, void *context)
{
    struct piece p = {.m = m, .bytes = bytes, .n = n, .feed = feed, .context = context};
    bool ok = true;
    for (size_t i = 0; ok && i < n;) {
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
