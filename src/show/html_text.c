#include "show/html_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Returns the entity of a character; NULL: HTML takes the character as written. */
static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text_put(struct buffer *out, const char *text)
{
    char *safe = text_printable(text);
    if (!safe)
        out->failed = true;
    for (const char *c = safe; c && *c; c++) {
        const char *entity = entity_of(*c);
        if (entity)
            buffer_text(out, entity);
        else
            buffer_append(out, c, 1);
    }
    free(safe);
}

bool html_text_write(const char *text, const char *line_end, FILE *out)
{
    char *copy = strdup(text);
    bool ok = copy != NULL;
    for (char *rest = copy, *line; ok && (line = strsep(&rest, "\n")) != NULL;) {
        char *safe = text_printable(line);
        ok = safe != NULL;
        for (const char *c = safe; ok && *c; c++) {
            const char *entity = entity_of(*c);
            if (entity)
                fputs(entity, out);
            else
                fputc(*c, out);
        }
        if (rest)
            fputs(line_end, out);
        free(safe);
    }
    free(copy);
    return ok;
}
