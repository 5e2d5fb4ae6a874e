#include "adapters/table/number_look.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/limit.h"

enum { LOOKS = 64, STYLES = 65536, LOOK_BYTES = 64 };

/* A format as its letters: '0' for a digit, any other letter stands for itself. */
struct look {
    uint32_t id;
    char letters[LOOK_BYTES];
    bool literal[LOOK_BYTES]; /* a '0' that is no digit */
    size_t length, zeros;
};

struct number_looks {
    struct look looks[LOOKS];
    size_t count;
    uint8_t *styles; /* by style: index of its look, counted from 1; 0: none */
    size_t style_count;
};

static bool letter_add(struct look *l, char letter, bool literal)
{
    if (l->length == LOOK_BYTES)
        return false;
    l->literal[l->length] = literal;
    l->letters[l->length++] = letter;
    l->zeros += !literal;
    return true;
}

/* Reads a format of zeros and texts; false: the format is another one. A zero alone, or with a word behind it ("0 hồ
 * sơ"), shows the number itself. */
static bool format_read(const char *code, struct look *out)
{
    bool quoted = false, before = false;
    for (const char *at = code; *at && *at != ';'; at++) {
        if (*at == '"') {
            quoted = !quoted;
            continue;
        }
        bool escaped = !quoted && *at == '\\' && at[1];
        at += escaped;
        bool literal = quoted || escaped || strchr("-_/ ", *at);
        if ((!literal && *at != '0') || !letter_add(out, *at, literal))
            return false;
        before |= literal && !out->zeros;
    }
    return out->zeros >= 2 || (out->zeros == 1 && before);
}

static uint32_t number_of(const char *text)
{
    return text ? (uint32_t)strtoul(text, NULL, 10) : UINT32_MAX;
}

static void format_see(struct number_looks *l, struct xml_part *p)
{
    struct look look = {0};
    if (l->count == LOOKS)
        return;
    look.id = number_of(xml_part_attribute(p, "numFmtId"));
    const char *code = xml_part_attribute(p, "formatCode");
    if (code && format_read(code, &look))
        l->looks[l->count++] = look;
}

static void style_see(struct number_looks *l, struct xml_part *p)
{
    uint32_t id = number_of(xml_part_attribute(p, "numFmtId"));
    size_t at = l->style_count;
    if (at == STYLES)
        return;
    for (size_t i = 0; i < l->count && !l->styles[at]; i++)
        if (l->looks[i].id == id)
            l->styles[at] = (uint8_t)(i + 1);
    l->style_count++;
}

static bool styles_see(struct number_looks *l, struct xml_part *p, struct error *e)
{
    bool cells = false;
    for (;;) {
        enum xml_event event = xml_part_next(p, e);
        if (event == XML_FAILED || event == XML_OVER)
            return event == XML_OVER;
        if (event == XML_TEXT)
            continue;
        const char *name = xml_part_name(p);
        if (strcmp(name, "cellXfs") == 0)
            cells = event == XML_BEGIN;
        else if (event == XML_BEGIN && strcmp(name, "numFmt") == 0)
            format_see(l, p);
        else if (event == XML_BEGIN && cells && strcmp(name, "xf") == 0)
            style_see(l, p);
    }
}

struct number_looks *number_looks_read(struct xml_part *styles, struct error *e)
{
    struct number_looks *l = calloc(1, sizeof *l);
    if (l)
        l->styles = calloc(STYLES, 1);
    bool ok = l && l->styles ? styles_see(l, styles, e) : error_memory(e, "");
    if (ok && l->count)
        return l;
    number_looks_free(l);
    return NULL;
}

void number_looks_free(struct number_looks *l)
{
    if (l)
        free(l->styles);
    free(l);
}

bool number_looks_show(const struct number_looks *l, const char *style, const char *digits, size_t n,
                       char *out, size_t size)
{
    uint32_t at = number_of(style ? style : "0");
    const struct look *look = at < l->style_count && l->styles[at] ? &l->looks[l->styles[at] - 1] : NULL;
    for (size_t i = 0; look && i < n; i++)
        if (!digit(digits[i]))
            return false;
    if (!look || n == 0 || look->length + n >= size)
        return false;
    size_t used = 0, zeros = look->zeros, taken = 0;
    for (size_t i = 0; i < look->length; i++) {
        if (look->literal[i]) {
            out[used++] = look->letters[i];
            continue;
        }
        /* more digits than zeros stand before the first zero's place */
        for (; taken + zeros < n; taken++)
            out[used++] = digits[taken];
        out[used++] = zeros > n ? '0' : digits[taken];
        taken += zeros <= n;
        zeros--;
    }
    out[used] = '\0';
    return true;
}
