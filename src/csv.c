#include "csv.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "text.h"

struct csv {
    char *text;
    char *at; /* next byte to read; fields are cut inside text */
    char separator;
    size_t line, next_line, count;
    char *fields[LIMIT_CSV_FIELDS];
};

static bool file_read(const char *file, char **out, struct error *e)
{
    FILE *f = fopen(file, "rb");
    if (!f)
        return error_set(e, ERROR_DATA, file, _("Check the name and its permissions."), "%s",
                         strerror(errno));
    char *text = NULL;
    bool ok = fseek(f, 0, SEEK_END) == 0;
    long size = ok ? ftell(f) : -1;
    rewind(f);
    if (size < 0 || size > LIMIT_CSV_BYTES) {
        ok = error_set(e, ERROR_DATA, file, _("Split it into smaller files."),
                       _("larger than %ld bytes, or not a plain file"), (long)LIMIT_CSV_BYTES);
    } else {
        text = malloc((size_t)size + 1);
        ok = text ? true : error_memory(e, file);
    }
    if (ok && fread(text, 1, (size_t)size, f) != (size_t)size)
        ok = error_set(e, ERROR_DATA, file, _("Copy it again."), _("cannot be read to its end"));
    if (ok && memchr(text, '\0', (size_t)size))
        ok = error_set(e, ERROR_DATA, file, _("Save it as CSV in UTF-8."), _("holds binary data"));
    fclose(f);
    if (!ok) {
        free(text);
        return false;
    }
    text[size] = '\0';
    *out = text;
    return true;
}

/* The separator that the first line has most of, outside quotes. */
static char separator_of(const char *text)
{
    const char candidates[] = ",;\t";
    size_t seen[3] = {0};
    bool quoted = false;
    for (const char *p = text; *p && (quoted || *p != '\n'); p++) {
        quoted ^= *p == '"';
        const char *c = quoted ? NULL : strchr(candidates, *p);
        if (c)
            seen[c - candidates]++;
    }
    size_t best = seen[1] > seen[0];
    return candidates[seen[2] > seen[best] ? 2 : best];
}

/* Every quote must close: otherwise one field would swallow the rest of the file. */
static bool quotes_closed(const char *file, const char *text, struct error *e)
{
    size_t line = 1, opened = 0;
    bool quoted = false;
    for (const char *p = text; *p; p++) {
        if (*p == '"' && !quoted)
            opened = line;
        quoted ^= *p == '"';
        line += *p == '\n';
    }
    if (!quoted)
        return true;
    char where[256];
    snprintf(where, sizeof where, "%.200s:%zu", file, opened);
    return error_set(e, ERROR_DATA, where, _("Close the quote, or double it where it is part of the text."),
                     _("a quote never closes"));
}

struct csv *csv_open(const char *file, struct error *e)
{
    struct csv *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(e, file);
        return NULL;
    }
    if (!file_read(file, &c->text, e) || !quotes_closed(file, c->text, e)) {
        csv_close(c);
        return NULL;
    }
    c->at = c->text;
    if (strncmp(c->at, "\xEF\xBB\xBF", 3) == 0)
        c->at += 3;
    c->separator = separator_of(c->at);
    c->next_line = 1;
    return c;
}

void csv_close(struct csv *c)
{
    if (!c)
        return;
    free(c->text);
    free(c);
}

/* Cuts one field in place (unquoting moves bytes to the left); returns the byte that ended it. */
static char field_cut(struct csv *c)
{
    char *from = c->at, *to = c->at;
    bool quoted = false;
    if (c->count < LIMIT_CSV_FIELDS)
        c->fields[c->count++] = to;
    for (;; from++) {
        if (*from == '\0' || (!quoted && (*from == c->separator || *from == '\n')))
            break;
        c->next_line += *from == '\n';
        if (*from == '"' && quoted && from[1] == '"')
            *to++ = *from++;
        else if (*from == '"')
            quoted = !quoted;
        else if (!(*from == '\r' && from[1] == '\n' && !quoted))
            *to++ = *from;
    }
    char end = *from;
    c->at = end ? from + 1 : from;
    c->next_line += end == '\n';
    *to = '\0';
    return end;
}

bool csv_next(struct csv *c)
{
    c->count = 0;
    c->line = c->next_line;
    if (*c->at == '\0')
        return false;
    while (field_cut(c) == c->separator)
        ;
    return true;
}

size_t csv_fields(const struct csv *c)
{
    return c->count;
}

const char *csv_field(const struct csv *c, size_t i)
{
    return i < c->count ? c->fields[i] : "";
}

size_t csv_line(const struct csv *c)
{
    return c->line;
}
