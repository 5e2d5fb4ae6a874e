/* The one list of the formats that the program writes, for people and for programs. A command names the formats that it
 * can write (struct command, .formats); another format is refused by name. */
#ifndef MOTCUA_FORMAT_H
#define MOTCUA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* The first of this list that a command can write is the command's default. */
enum format {
    FORMAT_TABLE, /* aligned for a terminal */
    FORMAT_HTML,
    FORMAT_DOCX,
    FORMAT_XLSX,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_TEXT, /* plain words to be pasted; a table is written as FORMAT_TABLE */
    FORMAT_SQL,
    FORMATS
};

#define FORMAT_BIT(format) (1U << (format))
#define FORMATS_OF_TABLES                                                                                    \
    (FORMAT_BIT(FORMAT_TABLE) | FORMAT_BIT(FORMAT_HTML) | FORMAT_BIT(FORMAT_CSV) | FORMAT_BIT(FORMAT_JSON) | \
     FORMAT_BIT(FORMAT_TEXT))

const char *format_name(enum format format); /* "table", "html", "docx" ... */
/* False where no format has that name. */
bool format_read(const char *name, enum format *out);

enum format_told { FORMAT_TOLD, FORMAT_NO_EXTENSION, FORMAT_UNKNOWN_EXTENSION };
/* The format that the extension of a file's name tells, whatever the case of its letters: .txt .html .htm .docx
 * .xlsx .csv .json .sql. */
enum format_told format_of_file(const char *file, enum format *out);

/* The first format of a set of FORMAT_BITs; FORMATS for the empty set. */
enum format format_first(unsigned set);
/* True for formats that programs read: plain numbers and dates, machine words. */
bool format_for_programs(enum format format);
/* Writes the names of a set, "table, html, csv", or its extensions, ".txt, .html, .csv", to out and returns out. */
const char *format_names(unsigned set, char *out, size_t size);
const char *format_extensions(unsigned set, char *out, size_t size);

#endif
