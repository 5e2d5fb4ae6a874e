#include "base/format.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const names[FORMATS] = {
    [FORMAT_TABLE] = "table", [FORMAT_HTML] = "html", [FORMAT_DOCX] = "docx", [FORMAT_XLSX] = "xlsx",
    [FORMAT_CSV] = "csv",     [FORMAT_JSON] = "json", [FORMAT_TEXT] = "text", [FORMAT_SQL] = "sql"};

/* A format may have several extensions; messages name the first of them. */
static const struct {
    const char *extension;
    enum format format;
} extensions[] = {{".html", FORMAT_HTML}, {".htm", FORMAT_HTML}, {".docx", FORMAT_DOCX},
                  {".xlsx", FORMAT_XLSX}, {".csv", FORMAT_CSV},  {".json", FORMAT_JSON},
                  {".txt", FORMAT_TEXT},  {".sql", FORMAT_SQL}};

enum { EXTENSIONS = sizeof extensions / sizeof *extensions };

const char *format_name(enum format format)
{
    return names[format];
}

bool format_read(const char *name, enum format *out)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (enum format)i;
            return true;
        }
    return false;
}

enum format_told format_of_file(const char *file, enum format *out)
{
    const char *slash = strrchr(file, '/'), *last = slash ? slash + 1 : file, *dot = strrchr(last, '.');
    if (!dot || dot == last)
        return FORMAT_NO_EXTENSION;
    for (int i = 0; i < EXTENSIONS; i++)
        if (strcasecmp(dot, extensions[i].extension) == 0) {
            *out = extensions[i].format;
            return FORMAT_TOLD;
        }
    return FORMAT_UNKNOWN_EXTENSION;
}

enum format format_first(unsigned set)
{
    int i = 0;
    while (i < FORMATS && !(set >> i & 1))
        i++;
    return (enum format)i;
}

bool format_for_programs(enum format format)
{
    return format == FORMAT_CSV || format == FORMAT_JSON;
}

static void name_add(char *out, size_t size, const char *name)
{
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%s", used ? ", " : "", name);
}

const char *format_names(unsigned set, char *out, size_t size)
{
    *out = '\0';
    for (int i = 0; i < FORMATS; i++)
        if (set >> i & 1)
            name_add(out, size, names[i]);
    return out;
}

const char *format_extensions(unsigned set, char *out, size_t size)
{
    unsigned told = 0;
    *out = '\0';
    for (int i = 0; i < EXTENSIONS; i++) {
        unsigned bit = FORMAT_BIT(extensions[i].format);
        if (set & bit & ~told)
            name_add(out, size, extensions[i].extension);
        told |= bit;
    }
    return out;
}
