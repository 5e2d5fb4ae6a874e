#include "import/catalogue_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "rows/catalogue_name.h"

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_KIND,
    COLUMN_SECTOR,
    COLUMN_LEVEL,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_COUNT
};

/* Titles as folded words; each column goes by any of its titles. */
static const char *const titles[COLUMN_COUNT][6] = {
    [COLUMN_CODE] = {"code", "ma tthc", "ma thu tuc", "ma", "ma so", NULL},
    [COLUMN_NAME] = {"name", "ten tthc", "ten thu tuc", "ten thu tuc hanh chinh", "ten", NULL},
    [COLUMN_KIND] = {"kind", "loai", NULL},
    [COLUMN_SECTOR] = {"sector", "linh vuc", "ma linh vuc", NULL},
    [COLUMN_LEVEL] = {"level", "muc do", "muc do dvc", "muc", NULL},
    [COLUMN_FROM] = {"valid_from", "hieu luc tu", "tu ngay", NULL},
    [COLUMN_TO] = {"valid_to", "het hieu luc", "den ngay", NULL}};

struct reading {
    const char *file;
    struct csv *csv;
    size_t place[COLUMN_COUNT]; /* index of the field; LIMIT_CSV_FIELDS: the file has no such column */
    struct catalogue_row *rows;
    char **texts; /* COLUMN_COUNT for each row */
    size_t count, size;
};

static bool fault(const struct reading *r, const char *hint, const char *what, const char *value,
                  struct error *e)
{
    char where[LIMIT_WHERE_BYTES];
    snprintf(where, sizeof where, "%.200s:%zu", r->file, csv_line(r->csv));
    return error_set(e, ERROR_DATA, where, hint, "%s '%.80s'", what, value);
}

static int column_of(const char *title)
{
    char *folded = text_fold(title);
    int found = -1;
    for (int c = 0; folded && found < 0 && c < COLUMN_COUNT; c++)
        for (size_t i = 0; titles[c][i]; i++)
            if (strcmp(titles[c][i], folded) == 0)
                found = c;
    free(folded);
    return found;
}

/* Columns that no title fits (a running number, a ministry) are passed over. */
static bool header_read(struct reading *r, struct error *e)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        r->place[c] = LIMIT_CSV_FIELDS;
    if (!csv_next(r->csv))
        return csv_ended(r->csv, e) &&
               error_set(e, ERROR_DATA, r->file,
                         _("The first line names the columns: code,name,sector,level."),
                         _("the file is empty"));
    for (size_t f = 0; f < csv_fields(r->csv); f++) {
        int c = column_of(csv_field(r->csv, f));
        if (c >= 0 && r->place[c] == LIMIT_CSV_FIELDS)
            r->place[c] = f;
    }
    if (r->place[COLUMN_CODE] != LIMIT_CSV_FIELDS && r->place[COLUMN_NAME] != LIMIT_CSV_FIELDS)
        return true;
    return error_set(e, ERROR_DATA, r->file, _("The first line names the columns: code,name,sector,level."),
                     _("no columns named code and name"));
}

static int64_t level_of(const char *text)
{
    char *folded = text_fold(text);
    int64_t level = -1;
    if (folded && strstr(folded, "toan trinh"))
        level = 4;
    else if (folded && strstr(folded, "mot phan"))
        level = 3;
    else if (folded && strpbrk(folded, "1234"))
        level = *strpbrk(folded, "1234") - '0';
    free(folded);
    return level;
}

static bool moment_take(const struct reading *r, const char *text, moment *out, struct error *e)
{
    *out = MOMENT_NONE;
    return !text || moment_read(text, out) ||
           fault(r, _("Write a day as 2025-07-01."), _("not a date:"), text, e);
}

static bool room_make(struct reading *r, struct error *e)
{
    if (r->count < r->size)
        return true;
    size_t size = r->size ? r->size * 2 : 1024;
    if (size > LIMIT_CATALOGUE * 2)
        return error_set(e, ERROR_DATA, r->file, _("Split the file."), _("more than %d names"),
                         LIMIT_CATALOGUE);
    struct catalogue_row *rows = reallocarray(r->rows, size, sizeof *rows);
    if (rows)
        r->rows = rows;
    char **texts = rows ? reallocarray(r->texts, size * COLUMN_COUNT, sizeof *texts) : NULL;
    if (!texts)
        return error_memory(e, r->file);
    r->texts = texts;
    r->size = size;
    return true;
}

static bool row_read(struct reading *r, struct error *e)
{
    if (!room_make(r, e))
        return false;
    char **t = &r->texts[r->count * COLUMN_COUNT];
    memset(t, 0, COLUMN_COUNT * sizeof *t);
    struct catalogue_row *row = &r->rows[r->count++];
    for (int c = 0; c < COLUMN_COUNT; c++) {
        const char *field = csv_field(r->csv, r->place[c]);
        if (*field && !(t[c] = text_normalize(field, strlen(field))))
            return fault(r, _("Save the file as UTF-8."), _("not UTF-8 in column"), titles[c][0], e);
    }
    if (!t[COLUMN_CODE] || !t[COLUMN_NAME])
        return fault(r, _("Give every line a code and a name."), _("no code or no name:"),
                     t[COLUMN_CODE] ? t[COLUMN_CODE] : "", e);
    if (strlen(t[COLUMN_NAME]) > CATALOGUE_NAME_MOST || strlen(t[COLUMN_CODE]) >= LIMIT_VALUE_BYTES)
        return fault(r, _("Shorten it."), _("too long:"), t[COLUMN_CODE], e);
    char *kind = t[COLUMN_KIND] ? text_fold(t[COLUMN_KIND]) : NULL;
    bool sector = kind && (strcmp(kind, "sector") == 0 || strcmp(kind, "linh vuc") == 0);
    bool known =
        !t[COLUMN_KIND] || sector ||
        (kind && (strcmp(kind, "procedure") == 0 || strstr(kind, "thu tuc") || strcmp(kind, "tthc") == 0));
    free(kind);
    if (!known)
        return fault(r, _("Kinds are procedure and sector."), _("unknown kind"), t[COLUMN_KIND], e);
    *row = (struct catalogue_row){.kind = sector ? NAME_SECTOR : NAME_PROCEDURE,
                                  .code = t[COLUMN_CODE],
                                  .name = t[COLUMN_NAME],
                                  .sector = t[COLUMN_SECTOR],
                                  .level = t[COLUMN_LEVEL] ? level_of(t[COLUMN_LEVEL]) : -1};
    return moment_take(r, t[COLUMN_FROM], &row->valid_from, e) &&
           moment_take(r, t[COLUMN_TO], &row->valid_to, e);
}

bool catalogue_file_import(struct store *s, const char *file, size_t *count, struct error *e)
{
    struct reading r = {.file = file, .csv = csv_open(file, e)};
    bool ok = r.csv && header_read(&r, e);
    while (ok && csv_next(r.csv))
        if (csv_fields(r.csv) > 1 || *csv_field(r.csv, 0))
            ok = row_read(&r, e);
    ok = ok && csv_ended(r.csv, e) && catalogue_import(s, r.rows, r.count, e);
    *count = r.count;
    for (size_t i = 0; i < r.count * COLUMN_COUNT; i++)
        free(r.texts[i]);
    free(r.texts);
    free(r.rows);
    csv_close(r.csv);
    return ok;
}
