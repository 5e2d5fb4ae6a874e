/* Tables for programs: CSV after RFC 4180 and JSON. Neither has marks, notes, captions or footnotes; warnings
 * are a further column, where there are any. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "show/table_inner.h"

static void csv_text(const char *text, FILE *out)
{
    if (!text[strcspn(text, ",;\t\"\r\n")]) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void csv_cell(const struct table_cell *c, bool decimal_comma, FILE *out)
{
    char plain[CELL_TEXT_BYTES], *point;
    const char *text = table_cell_plain(c, plain);
    if (decimal_comma && c && (c->kind == CELL_RATE || c->kind == CELL_SCALED) &&
        (point = strchr(plain, '.')))
        *point = ',';
    csv_text(text, out);
}

bool table_write_csv(const struct table *t, const struct table_look *look, FILE *out)
{
    char separator = look->separator ? look->separator : ',', *warnings = table_warnings(t);
    if (!warnings)
        return false;
    if (look->bom)
        fputs("\xEF\xBB\xBF", out);
    for (size_t i = 0; i < t->column_count; i++) {
        if (i)
            fputc(separator, out);
        csv_text(t->columns[i].name, out);
    }
    if (*warnings)
        fprintf(out, "%cwarning", separator);
    fputc('\n', out);
    for (size_t row = 0; row < t->row_count && !ferror(out); row++) {
        for (size_t i = 0; i < t->column_count; i++) {
            if (i)
                fputc(separator, out);
            csv_cell(table_cell(t, row, i), look->decimal_comma, out);
        }
        if (*warnings) {
            fputc(separator, out);
            csv_text(warnings, out);
        }
        fputc('\n', out);
    }
    free(warnings);
    return true;
}

/* A JSON string; bytes that are not UTF-8 become U+FFFD, for a reply must be valid whatever a portal sent. */
static void json_text(const char *text, FILE *out)
{
    fputc('"', out);
    while (*text) {
        utf8proc_int32_t letter;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strnlen(text, 4), &letter);
        if (n <= 0)
            fputs("\\ufffd", out);
        else if (letter == '"' || letter == '\\')
            fprintf(out, "\\%c", *text);
        else if (letter == '\n')
            fputs("\\n", out);
        else if (letter < 0x20 || letter == 0x7F)
            fprintf(out, "\\u%04x", (unsigned)letter);
        else
            fwrite(text, 1, (size_t)n, out);
        text += n > 0 ? n : 1;
    }
    fputc('"', out);
}

static void json_cell(const struct table_cell *c, FILE *out)
{
    char plain[CELL_TEXT_BYTES];
    if (!c || c->kind == CELL_NONE)
        fputs("null", out);
    else if (c->kind == CELL_TEXT || c->kind == CELL_MOMENT)
        json_text(table_cell_plain(c, plain), out);
    else
        fputs(table_cell_plain(c, plain), out);
}

bool table_write_json(const struct table *t, FILE *out)
{
    char *warnings = table_warnings(t);
    if (!warnings)
        return false;
    fputc('[', out);
    for (size_t row = 0; row < t->row_count && !ferror(out); row++) {
        fputs(row ? ",\n {" : "\n {", out);
        for (size_t i = 0; i < t->column_count; i++) {
            fputs(i ? ", " : "", out);
            json_text(t->columns[i].name, out);
            fputs(": ", out);
            json_cell(table_cell(t, row, i), out);
        }
        fputs(*warnings ? ", \"warning\": " : "", out);
        if (*warnings)
            json_text(warnings, out);
        fputc('}', out);
    }
    free(warnings);
    fputs(t->row_count ? "\n]\n" : "]\n", out);
    return true;
}
