#include "base/csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"

enum { CSV_CHUNK = 64 * 1024, CSV_PROBE_LINES = 50 };

struct csv {
    char *file;
    FILE *in;
    char chunk[CSV_CHUNK];
    size_t at, have;
    int64_t total; /* bytes read */
    char separator;
    size_t line, next_line, opened; /* opened: the line of the latest opening quote */
    struct buffer text;             /* the record's fields, each with a NUL behind its text */
    size_t starts[LIMIT_CSV_FIELDS], count;
    bool failed;
    struct error fault;
};

static bool fail(struct csv *c, size_t line, const char *hint, const char *what)
{
    char where[LIMIT_WHERE_BYTES];
    snprintf(where, sizeof where, "%.200s:%zu", c->file, line);
    c->failed = true;
    return error_set(&c->fault, ERROR_DATA, where, hint, "%s", what);
}

/* Reads the next chunk; false at the end of the file and at a fault. */
static bool fill(struct csv *c)
{
    if (c->failed || c->at < c->have)
        return !c->failed;
    c->at = 0;
    c->have = fread(c->chunk, 1, sizeof c->chunk, c->in);
    c->total += (int64_t)c->have;
    if (ferror(c->in))
        return fail(c, c->next_line, _("Copy it again."), _("cannot be read to its end"));
    if (memchr(c->chunk, '\0', c->have))
        return fail(c, c->next_line, _("Save it as CSV in UTF-8."), _("holds binary data"));
    if (c->total > LIMIT_CSV_BYTES)
        return fail(c, c->next_line, _("Split it into smaller files."), _("the file is too large"));
    return c->have > 0;
}

/* The next byte of the file; -1 at its end. */
static int peek(struct csv *c)
{
    return fill(c) ? (unsigned char)c->chunk[c->at] : -1;
}

/* How many of the first lines share the commonest count of this separator, which is `least` or more; separators inside
 * quotes do not count. */
static size_t lines_agree(const struct csv *c, char separator, size_t least)
{
    size_t counts[CSV_PROBE_LINES] = {0}, lines = 0, best = 0;
    bool quoted = false;
    for (size_t i = c->at; i < c->have && lines < CSV_PROBE_LINES; i++) {
        bool end =
            c->chunk[i] == '\n' || (c->chunk[i] == '\r' && (i + 1 == c->have || c->chunk[i + 1] != '\n'));
        quoted ^= c->chunk[i] == '"';
        counts[lines] += !quoted && c->chunk[i] == separator;
        lines += !quoted && end;
    }
    for (size_t i = 0; i < CSV_PROBE_LINES; i++) {
        size_t same = 0;
        for (size_t k = 0; counts[i] >= least && k < CSV_PROBE_LINES; k++)
            same += counts[k] == counts[i];
        best = same > best ? same : best;
    }
    return best;
}

/* Where two separators agree equally, the comma loses, because numbers and titles have commas too. A caret or a tilde
 * that stands in each line but a few times is part of a text. */
static char separator_of(const struct csv *c)
{
    enum { RARE_LEAST = 3 };
    static const char candidates[] = {'\t', '|', ';', '^', '~', ','};
    char separator = ',';
    size_t best = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        bool rare = candidates[i] == '^' || candidates[i] == '~';
        size_t agree = lines_agree(c, candidates[i], rare ? RARE_LEAST : 1);
        if (agree > best) {
            best = agree;
            separator = candidates[i];
        }
    }
    return separator;
}

/* Spreadsheet programs read the separator from a first line "sep=;" and do not show that line. */
static bool separator_told(struct csv *c)
{
    const char *at = c->chunk + c->at;
    size_t n = c->have - c->at;
    if (n < 6 || strncasecmp(at, "sep=", 4) != 0 || (at[5] != '\n' && at[5] != '\r'))
        return false;
    c->separator = at[4];
    c->at += n > 6 && at[5] == '\r' && at[6] == '\n' ? 7 : 6;
    c->next_line = 2;
    return true;
}

static bool begin(struct csv *c, struct error *e)
{
    c->in = fopen(c->file, "rbe");
    if (!c->in)
        return error_set(e, ERROR_DATA, c->file, _("Check the name and its permissions."), "%s",
                         strerror(errno));
    c->have = fread(c->chunk, 1, sizeof c->chunk, c->in);
    if (ferror(c->in))
        return error_set(e, ERROR_DATA, c->file, _("Check the name and its permissions."), "%s",
                         strerror(errno));
    c->total = (int64_t)c->have;
    const char *head = c->chunk;
    if (c->have >= 2 && (memcmp(head, "\xFF\xFE", 2) == 0 || memcmp(head, "\xFE\xFF", 2) == 0))
        return error_set(e, ERROR_DATA, c->file, _("Save it as \"CSV UTF-8\"."),
                         _("the text is UTF-16, not UTF-8"));
    if (memchr(head, '\0', c->have))
        return error_set(e, ERROR_DATA, c->file, _("Save it as CSV in UTF-8."), _("holds binary data"));
    if (c->have >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
        c->at = 3;
    if (!separator_told(c))
        c->separator = separator_of(c);
    return true;
}

struct csv *csv_open(const char *file, struct error *e)
{
    struct csv *c = calloc(1, sizeof *c);
    if (c)
        c->file = strdup(file);
    if (!c || !c->file) {
        free(c);
        error_memory(e, file);
        return NULL;
    }
    buffer_init(&c->text, LIMIT_RECORD_BYTES);
    c->next_line = 1;
    if (begin(c, e))
        return c;
    csv_close(c);
    return NULL;
}

void csv_close(struct csv *c)
{
    if (!c)
        return;
    if (c->in)
        fclose(c->in);
    if (c->text.data)
        explicit_bzero(c->text.data, c->text.size);
    buffer_free(&c->text);
    free(c->file);
    explicit_bzero(c, sizeof *c);
    free(c);
}

/* Takes a line end: LF, CR LF, or CR alone. */
static void line_end(struct csv *c)
{
    bool cr = peek(c) == '\r';
    c->at++;
    c->next_line++;
    if (cr && peek(c) == '\n')
        c->at++;
}

static bool ends_field(const struct csv *c, int byte)
{
    return byte < 0 || byte == c->separator || byte == '\n' || byte == '\r';
}

static bool never_closes(struct csv *c)
{
    return fail(c, c->opened, _("Close the quote, or double it where it is part of the text."),
                _("a quote never closes"));
}

/* A quoted field over several lines whose closing quote stands in the middle of a text began by mistake: the field has
 * swallowed rows. */
static bool quote_closes(struct csv *c)
{
    if (c->next_line > c->opened && !ends_field(c, peek(c)) && !c->failed)
        return never_closes(c);
    return !c->failed;
}

/* Inline, because most bytes need no growing of the buffer. */
static inline bool byte_add(struct csv *c, int byte)
{
    struct buffer *b = &c->text;
    if (b->failed || !b->data || b->used + 1 >= b->size || b->used + 1 >= b->max)
        return buffer_append(b, &(char){(char)byte}, 1);
    b->data[b->used++] = (char)byte;
    b->data[b->used] = '\0';
    return true;
}

/* Reads between quotes, where every byte but a quote stands for itself and a doubled quote means one quote. */
static bool quoted_read(struct csv *c)
{
    int before = 0;
    c->opened = c->next_line;
    for (int byte = peek(c); byte >= 0; byte = peek(c)) {
        c->at++;
        c->next_line += byte == '\r' || (byte == '\n' && before != '\r');
        before = byte;
        if (byte == '"' && peek(c) != '"')
            return quote_closes(c);
        c->at += byte == '"';
        if (!byte_add(c, byte))
            break;
    }
    return !c->failed && never_closes(c);
}

static bool bare_read(struct csv *c)
{
    for (int byte = peek(c); !ends_field(c, byte); byte = peek(c)) {
        c->at++;
        if (!byte_add(c, byte))
            return fail(c, c->line, _("Look at this line: it is no table row."), _("the record is too long"));
    }
    return !c->failed;
}

/* Empty fields are not limited in number, because spreadsheets write many of them to the right of a table. */
static bool field_read(struct csv *c)
{
    size_t start = c->text.used;
    if (peek(c) == '"') {
        c->at++;
        if (!quoted_read(c))
            return false;
    }
    if (!bare_read(c))
        return false;
    if (c->count == LIMIT_CSV_FIELDS)
        return c->text.used == start ||
               fail(c, c->line, _("Look at this line: it is no table row."), _("too many fields"));
    if (!buffer_append(&c->text, "", 1))
        return fail(c, c->line, _("Look at this line: it is no table row."), _("the record is too long"));
    c->starts[c->count++] = start;
    return true;
}

bool csv_next(struct csv *c)
{
    c->count = 0;
    c->line = c->next_line;
    buffer_reset(&c->text);
    if (peek(c) < 0)
        return false;
    while (field_read(c)) {
        int byte = peek(c);
        if (byte == c->separator)
            c->at++;
        else if (byte >= 0)
            line_end(c);
        if (byte != c->separator)
            return !c->failed;
    }
    return false;
}

bool csv_ended(const struct csv *c, struct error *e)
{
    if (c->failed && e)
        *e = c->fault;
    return !c->failed;
}

size_t csv_fields(const struct csv *c)
{
    return c->count;
}

const char *csv_field(const struct csv *c, size_t i)
{
    return i < c->count ? c->text.data + c->starts[i] : "";
}

size_t csv_line(const struct csv *c)
{
    return c->line;
}
