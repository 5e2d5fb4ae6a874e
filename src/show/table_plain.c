/* Writes tables for programs: CSV after RFC 4180, and JSON. Neither has marks, notes, captions or footnotes; a table
 * with warnings has a further column for them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/table_inner.h"

/* Writes a text as a CSV field; false: no memory. A text that a spreadsheet would run as a formula gets an apostrophe
 * in front, so that the spreadsheet shows the text. */
static bool csv_text(const char *given, FILE *out)
{
    char *text = text_printable(given);
    bool formula = text && text_is_formula(text), quoted = text && (formula || text[strcspn(text, ",;\"")]);
    if (!text)
        return false;
    fputs(quoted ? "\"" : "", out);
    fputs(formula ? "'" : "", out);
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            fputc('"', out);
        fputc(*c, out);
    }
    fputs(quoted ? "\"" : "", out);
    free(text);
    return true;
}

static bool csv_cell(const struct table_cell *c, bool decimal_comma, FILE *out)
{
    char plain[CELL_TEXT_BYTES], *point;
    const char *text = table_cell_plain(c, plain);
    if (c && c->kind == CELL_TEXT)
        return csv_text(text, out);
    if (decimal_comma && c && (c->kind == CELL_RATE || c->kind == CELL_SCALED) &&
        (point = strchr(plain, '.')))
        *point = ',';
    fputs(text, out);
    return true;
}

static bool csv_warning(const char *warnings, char separator, FILE *out)
{
    if (!*warnings)
        return true;
    fputc(separator, out);
    return csv_text(warnings, out);
}

bool table_write_csv(const struct table *t, const struct table_look *look, FILE *out)
{
    char separator = look->separator ? look->separator : ',', *warnings = table_warnings(t);
    bool ok = warnings != NULL;
    fputs(look->bom ? "\xEF\xBB\xBF" : "", out);
    for (size_t i = 0; ok && i < t->column_count; i++) {
        if (i)
            fputc(separator, out);
        ok = csv_text(t->columns[i].name, out);
    }
    if (ok && *warnings)
        fprintf(out, "%cwarning", separator);
    fputc('\n', out);
    for (size_t row = 0; ok && row < t->row_count && !ferror(out); row++) {
        for (size_t i = 0; ok && i < t->column_count; i++) {
            if (i)
                fputc(separator, out);
            ok = csv_cell(table_cell(t, row, i), look->decimal_comma, out);
        }
        ok = ok && csv_warning(warnings, separator, out);
        fputc('\n', out);
    }
    free(warnings);
    return ok;
}

/* Writes a JSON string; false: no memory. */
static bool json_text(const char *given, FILE *out)
{
    char *text = text_printable(given);
    if (!text)
        return false;
    fputc('"', out);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            fputc('\\', out);
        fputc(*c, out);
    }
    fputc('"', out);
    free(text);
    return true;
}

static bool json_cell(const struct table_cell *c, FILE *out)
{
    char plain[CELL_TEXT_BYTES];
    if (c && (c->kind == CELL_TEXT || c->kind == CELL_MOMENT))
        return json_text(table_cell_plain(c, plain), out);
    fputs(!c || c->kind == CELL_NONE ? "null" : table_cell_plain(c, plain), out);
    return true;
}

bool table_write_json(const struct table *t, FILE *out)
{
    char *warnings = table_warnings(t);
    bool ok = warnings != NULL;
    fputc('[', out);
    for (size_t row = 0; ok && row < t->row_count && !ferror(out); row++) {
        fputs(row ? ",\n {" : "\n {", out);
        for (size_t i = 0; ok && i < t->column_count; i++) {
            fputs(i ? ", " : "", out);
            ok = json_text(t->columns[i].name, out);
            fputs(": ", out);
            ok = ok && json_cell(table_cell(t, row, i), out);
        }
        fputs(ok && *warnings ? ", \"warning\": " : "", out);
        if (ok && *warnings)
            ok = json_text(warnings, out);
        fputc('}', out);
    }
    free(warnings);
    fputs(t->row_count ? "\n]\n" : "]\n", out);
    return ok;
}
