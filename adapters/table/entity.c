#include "adapters/table/entity.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <utf8proc.h>

enum { NAME_MOST = 8, LETTER_MOST = 4 };

/* The letter that the text between "&" and ";" means; -1: none. Controls are no letters. */
static int letter_of(const char *name, size_t n)
{
    char copy[NAME_MOST + 1], *end;
    memcpy(copy, name, n);
    copy[n] = '\0';
    if (*copy != '#') {
        const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)copy);
        return known ? (int)known->value : -1;
    }
    bool hex = copy[1] == 'x' || copy[1] == 'X';
    long letter = strtol(copy + 1 + hex, &end, hex ? 16 : 10);
    bool whole = end > copy + 1 + hex && !*end && copy[1 + hex] != '-' && copy[1 + hex] != '+';
    return whole && letter >= ' ' && utf8proc_codepoint_valid((utf8proc_int32_t)letter) ? (int)letter : -1;
}

size_t entities_read(char *text, size_t n)
{
    size_t used = 0;
    for (size_t at = 0; at < n;) {
        const char *end = text[at] == '&' ? memchr(text + at, ';', n - at) : NULL;
        size_t name = end ? (size_t)(end - (text + at + 1)) : 0;
        int letter = name > 1 && name <= NAME_MOST ? letter_of(text + at + 1, name) : -1;
        if (letter < 0) {
            text[used++] = text[at++];
            continue;
        }
        utf8proc_uint8_t bytes[LETTER_MOST];
        size_t length =
            (size_t)utf8proc_encode_char(letter, bytes); /* "&lt;" has as many bytes as any letter */
        memcpy(text + used, bytes, length);
        used += length;
        at += name + 2;
    }
    return used;
}
