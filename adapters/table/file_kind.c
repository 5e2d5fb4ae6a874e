#include "adapters/table/file_kind.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { DIRECTORY_BYTES = 64 * 1024 };

/* --- OLE2 compound files: [MS-CFB] 2.2; names of streams are UTF-16 in the directory --- */

static uint32_t number_at(const unsigned char *at, size_t bytes)
{
    uint32_t n = 0;
    for (size_t i = bytes; i > 0; i--)
        n = n << 8 | at[i - 1];
    return n;
}

static bool names_hold(const unsigned char *directory, size_t n, const char *name)
{
    unsigned char wide[64] = {0};
    size_t letters = strnlen(name, sizeof wide / 2);
    for (size_t k = 0; k < letters; k++)
        wide[k * 2] = (unsigned char)name[k];
    return memmem(directory, n, wide, letters * 2) != NULL;
}

static bool compound_tell(const char *file, const unsigned char *head, size_t n, struct error *e)
{
    static const struct {
        const char *stream, *what, *hint;
    } kinds[] = {
        {"EncryptedPackage", N_("a workbook with a password"),
         N_("Open it, take the password off (File, Info, Protect Workbook), and save it as .xlsx.")},
        {"WordDocument", N_("an old Word document (.doc)"),
         N_("Copy its table into a spreadsheet and save that as .xlsx.")},
        {"PowerPoint Document", N_("a presentation"), N_("Ask for the spreadsheet that it was made from.")},
        {"__properties_version1.0", N_("a mail (.msg)"),
         N_("Save what is attached to it, and import that.")}};
    static unsigned char directory[DIRECTORY_BYTES];
    size_t got = 0;
    FILE *f = n >= 0x34 ? fopen(file, "rbe") : NULL;
    if (f) {
        unsigned shift = number_at(head + 0x1E, 2) & 15;
        long at = (long)(((uint64_t)number_at(head + 0x30, 4) + 1) << shift);
        if (fseek(f, at, SEEK_SET) == 0)
            got = fread(directory, 1, sizeof directory, f);
        fclose(f);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (names_hold(directory, got, kinds[i].stream))
            return error_set(e, ERROR_DATA, file, _(kinds[i].hint), "%s", _(kinds[i].what));
    if (names_hold(directory, got, "Workbook") || names_hold(directory, got, "Book"))
        return error_set(e, ERROR_DATA, file, _("Open it and save it as .xlsx."),
                         _("an old .xls workbook (Excel 97-2003)"));
    return error_set(e, ERROR_DATA, file, _("Open it and save it as .xlsx without a password."),
                     _("an old .xls workbook, or one with a password"));
}

/* --- other kinds --- */

bool file_kind_readable(const char *file, const char *head, size_t n, struct error *e)
{
    static const struct {
        const char *begin;
        size_t length;
        const char *what, *hint;
    } kinds[] = {
        {"%PDF", 4, N_("a PDF"), N_("Ask for the spreadsheet that it was made from.")},
        {"{\\rtf", 5, N_("an RTF text"), N_("Ask for the spreadsheet that it was made from.")},
        {"\x89PNG", 4, N_("a picture (PNG)"), N_("Ask for the spreadsheet that it was made from.")},
        {"\xFF\xD8\xFF", 3, N_("a picture (JPEG)"), N_("Ask for the spreadsheet that it was made from.")},
        {"GIF8", 4, N_("a picture (GIF)"), N_("Ask for the spreadsheet that it was made from.")},
        {"BM", 2, N_("a picture (BMP)"), N_("Ask for the spreadsheet that it was made from.")},
        {"II*\0", 4, N_("a picture (TIFF)"), N_("Ask for the spreadsheet that it was made from.")},
        {"MM\0*", 4, N_("a picture (TIFF)"), N_("Ask for the spreadsheet that it was made from.")},
        {"RIFF", 4, N_("a picture or a recording (RIFF)"),
         N_("Ask for the spreadsheet that it was made from.")},
        {"\x1F\x8B", 2, N_("a gzip archive"), N_("Unpack it and import the files in it.")},
        {"7z\xBC\xAF", 4, N_("a 7-Zip archive"), N_("Unpack it and import the files in it.")},
        {"Rar!", 4, N_("a RAR archive"), N_("Unpack it and import the files in it.")},
        {"BZh", 3, N_("a bzip2 archive"), N_("Unpack it and import the files in it.")},
        {"\xFD"
         "7zXZ",
         5, N_("an xz archive"), N_("Unpack it and import the files in it.")},
        {"PK\x05\x06", 4, N_("an empty ZIP archive"), N_("Export it again.")},
        {"SQLite format 3", 15, N_("an SQLite database"), N_("Export a table of it as CSV in UTF-8.")},
        {"\x09\x08\x10\0", 4, N_("an old .xls workbook (Excel 5)"), N_("Open it and save it as .xlsx.")},
        {"\x09\x04\x06\0", 4, N_("an old .xls workbook (Excel 4)"), N_("Open it and save it as .xlsx.")},
        {"\x09\x02\x06\0", 4, N_("an old .xls workbook (Excel 3)"), N_("Open it and save it as .xlsx.")},
        {"\x09\0\x04\0", 4, N_("an old .xls workbook (Excel 2)"), N_("Open it and save it as .xlsx.")},
        {"ID;P", 4, N_("a SYLK file"), N_("Open it and save it as .xlsx.")}};
    if (n >= 4 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0)
        return compound_tell(file, (const unsigned char *)head, n, e);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool text = kinds[i].length == 2 && kinds[i].begin[0] >= ' '; /* "BM" also begins words */
        if (n >= kinds[i].length && memcmp(head, kinds[i].begin, kinds[i].length) == 0 &&
            !(text && !memchr(head, '\0', n)))
            return error_set(e, ERROR_DATA, file, _(kinds[i].hint), "%s", _(kinds[i].what));
    }
    return true;
}
