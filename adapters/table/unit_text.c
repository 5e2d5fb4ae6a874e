#include "adapters/table/unit_text.h"

#include <stdbool.h>
#include <string.h>

#include "base/digit.h"

/* Bytes of the unit code that begins here (H57, H57.01.02); 0: none does. */
static size_t code_bytes(const char *text, size_t n)
{
    enum { PROVINCE = 3 };
    size_t used = PROVINCE;
    if (n < PROVINCE || text[0] < 'A' || text[0] > 'Z' || digit_count(text + 1, 2) != 2 ||
        (n > PROVINCE && digit(text[PROVINCE])))
        return 0;
    for (size_t part;
         used < n && text[used] == '.' && (part = digit_count(text + used + 1, n - used - 1)) > 0;)
        used += 1 + part;
    return used;
}

static size_t blanks(const char *text, size_t n)
{
    size_t count = 0;
    while (count < n && text[count] == ' ')
        count++;
    return count;
}

/* Bytes of "1. ", "2) ", "3/ ", "- " before a name; 0: the text begins with its name. */
static size_t number_bytes(const char *text, size_t n)
{
    size_t used = digit_count(text, n);
    bool numbered = used && used < 4 && used < n && strchr(".)/", text[used]);
    bool listed = !used && n && strchr("-+*", *text);
    if (!numbered && !listed)
        return 0;
    used++;
    size_t gap = blanks(text + used, n - used);
    return gap && used + gap < n && !digit(text[used + gap]) ? used + gap : 0;
}

/* The text without "(12 hồ sơ)", "(12)", "(12 HS)" at its end, where n is behind the bracket. */
static size_t count_cut(const char *text, size_t n)
{
    static const char *const counted[] = {"", "hồ sơ", "Hồ sơ", "HS", "hs"};
    const char *open = memrchr(text, '(', n);
    size_t from = open ? (size_t)(open - text) : 0, at = from + 1, number = digit_count(text + at, n - at);
    at += number;
    at += at < n ? blanks(text + at, n - at) : 0;
    for (size_t i = 0; from && number && i < sizeof counted / sizeof *counted; i++)
        if (strlen(counted[i]) == n - 1 - at && memcmp(counted[i], text + at, n - 1 - at) == 0)
            return from;
    return n;
}

/* The text without a footnote's mark at its end. */
static size_t mark_cut(const char *text, size_t n)
{
    size_t end = n;
    while (end && text[end - 1] == '*')
        end--;
    char closing = end ? text[end - 1] : '\0';
    char opening = closing == ')' ? '(' : closing == ']' ? '[' : '\0';
    size_t from = end ? end - 1 : 0;
    while (opening && from && (digit(text[from - 1]) || text[from - 1] == '*'))
        from--;
    if (opening && from && end - from <= 3 && end - from > 1 && text[from - 1] == opening)
        end = from - 1;
    else if (opening == '(')
        end = count_cut(text, end);
    while (end && text[end - 1] == ' ')
        end--;
    return end ? end : n;
}

void unit_text_read(const char *text, size_t n, struct unit_text *out)
{
    size_t number = number_bytes(text, n);
    *out = (struct unit_text){.name = text + number, .length = mark_cut(text + number, n - number)};
    size_t code = code_bytes(out->name, out->length),
           gap = code ? blanks(out->name + code, out->length - code) : 0;
    size_t at = code + gap;
    if (code && at + 1 < out->length && strchr("-:", out->name[at])) {
        at += 1 + blanks(out->name + at + 1, out->length - at - 1);
        if (at < out->length) {
            out->code = out->name;
            out->code_length = code;
            out->name += at;
            out->length -= at;
        }
        return;
    }
    const char *open =
        out->length > 2 && out->name[out->length - 1] == ')' ? memrchr(out->name, '(', out->length) : NULL;
    size_t inside = open ? (size_t)(out->name + out->length - 1 - (open + 1)) : 0;
    if (!open || open == out->name || !inside || code_bytes(open + 1, inside) != inside)
        return;
    out->code = open + 1;
    out->code_length = inside;
    out->length = (size_t)(open - out->name);
    while (out->length && out->name[out->length - 1] == ' ')
        out->length--;
}
