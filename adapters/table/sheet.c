#include "adapters/table/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct sheet {
    const struct sheet_format *format;
    void *handle;
    char *file;
};

/* The last one takes whatever is text. */
static const struct sheet_format *const formats[] = {&sheet_xlsx, &sheet_html, &sheet_csv};

/* Kinds of file that people have at hand and that cannot be read, with the way out. */
static bool told_apart(const char *file, const char *head, size_t n, struct error *e)
{
    static const struct {
        const char *begin;
        size_t length;
        const char *what, *hint;
    } kinds[] = {{"\xD0\xCF\x11\xE0", 4, N_("an old .xls workbook, or one with a password"),
                  N_("Open it and save it as .xlsx without a password.")},
                 {"%PDF", 4, N_("a PDF"), N_("Ask for the spreadsheet that it was made from.")},
                 {"{\\rtf", 5, N_("an RTF text"), N_("Ask for the spreadsheet that it was made from.")}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (n >= kinds[i].length && memcmp(head, kinds[i].begin, kinds[i].length) == 0)
            return error_set(e, ERROR_DATA, file, _(kinds[i].hint), "%s", _(kinds[i].what));
    return true;
}

static bool head_read(const char *file, char *head, size_t size, size_t *n, struct error *e)
{
    FILE *f = fopen(file, "rbe");
    *n = f ? fread(head, 1, size, f) : 0;
    bool ok = f && !ferror(f);
    if (!ok)
        error_set(e, ERROR_DATA, file, _("Check the name and its permissions."), "%s", strerror(errno));
    else if (*n == 0)
        ok = error_set(e, ERROR_DATA, file, _("Export it again."), _("the file is empty"));
    if (f)
        fclose(f);
    return ok;
}

struct sheet *sheet_open(const char *file, struct error *e)
{
    char head[64];
    size_t n, i = 0;
    if (!head_read(file, head, sizeof head, &n, e) || !told_apart(file, head, n, e))
        return NULL;
    struct sheet *s = calloc(1, sizeof *s);
    if (s)
        s->file = strdup(file);
    if (!s || !s->file) {
        free(s);
        error_memory(e, file);
        return NULL;
    }
    while (i + 1 < sizeof formats / sizeof *formats && !formats[i]->suits(head, n))
        i++; /* the last one takes what no other takes */
    s->format = formats[i];
    s->handle = s->format->open(file, e);
    if (s->handle)
        return s;
    sheet_close(s);
    return NULL;
}

void sheet_close(struct sheet *s)
{
    if (!s)
        return;
    if (s->handle)
        s->format->close(s->handle);
    free(s->file);
    free(s);
}

size_t sheet_tables(const struct sheet *s)
{
    return s->format->tables(s->handle);
}

const char *sheet_table_name(const struct sheet *s, size_t table)
{
    return s->format->name(s->handle, table);
}

bool sheet_select(struct sheet *s, size_t table, struct error *e)
{
    return s->format->select(s->handle, table, e);
}

/* A fault without a place of its own gets the file and the row. */
enum sheet_result sheet_next(struct sheet *s, struct sheet_row *row, struct error *e)
{
    enum sheet_result result = s->format->next(s->handle, row, e);
    if (result == SHEET_FAILED && e && !*e->where)
        snprintf(e->where, sizeof e->where, "%.200s:%zu", s->file, row->line);
    return result;
}

bool sheet_from_1904(const struct sheet *s)
{
    return s->format->from_1904(s->handle);
}
