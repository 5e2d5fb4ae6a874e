#include "adapters/json/seek.h"

#include <stdint.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void seek_begin(struct seek *s, bool map)
{
    s->map = map;
    s->state = SEEK_BRACE;
    s->matched = s->tail_used = 0;
    s->before = '\0';
    s->tail_full = false;
}

/* May a record's { stand here? Not as the first of a list, and not as the value of a member (but in a map): there it
 * is a part of the broken record. */
static bool may_open(const struct seek *s)
{
    return s->map ? s->before == ':' : s->before != ':' && s->before != '[';
}

static void tail_keep(struct seek *s, char c)
{
    bool begins = s->before == '}' && c == (s->map ? '}' : ']');
    if (!begins && !s->tail_used)
        return;
    s->tail_full = s->tail_full || s->tail_used == sizeof s->tail;
    if (!s->tail_full)
        s->tail[s->tail_used++] = c;
}

/* Takes one byte of what may be a record's opening; true: the opening is whole. */
static bool opening_take(struct seek *s, char c)
{
    if (s->state == SEEK_NAME) {
        bool fits = c == (s->matched < s->length ? s->name[s->matched] : '"');
        s->state = !fits ? SEEK_BRACE : s->matched++ == s->length ? SEEK_COLON : SEEK_NAME;
        return false;
    }
    if (is_blank(c))
        return false;
    bool fits = c == (s->state == SEEK_QUOTE ? '"' : ':'), whole = fits && s->state == SEEK_COLON;
    s->state = fits && !whole ? SEEK_NAME : SEEK_BRACE;
    s->matched = 0;
    return whole;
}

size_t seek_bytes(struct seek *s, const char *bytes, size_t n, bool *found)
{
    *found = false;
    for (size_t i = 0; i < n && !*found; i++) {
        char c = bytes[i];
        bool opens = c == '{' && may_open(s);
        tail_keep(s, c);
        if (s->state != SEEK_BRACE)
            *found = opening_take(s, c);
        if (opens && s->state == SEEK_BRACE)
            s->state = SEEK_QUOTE;
        s->before = is_blank(c) ? s->before : c;
        if (*found)
            return i + 1;
    }
    return n;
}

size_t seek_list_end(const struct seek *s, size_t from)
{
    char before = from ? '\0' : '}';
    for (size_t i = from; i < s->tail_used && !s->tail_full; i++) {
        if (before == '}' && s->tail[i] == (s->map ? '}' : ']'))
            return i;
        before = is_blank(s->tail[i]) ? before : s->tail[i];
    }
    return SIZE_MAX;
}
