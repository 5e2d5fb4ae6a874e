#include "unit_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "text.h"

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_KIND,
    COLUMN_PARENT,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_SUCCESSOR,
    COLUMN_COUNT
};

static const char *const column_names[COLUMN_COUNT] = {"code",       "name",     "kind",     "parent",
                                                       "valid_from", "valid_to", "successor"};
static const char *const kinds[] = {"province", "district", "commune", "department", "other", NULL};

struct import {
    const char *file;
    struct csv *csv;
    size_t place[COLUMN_COUNT]; /* field index, LIMIT_CSV_FIELDS: not in the file */
    struct unit_row *rows;
    char **texts; /* COLUMN_COUNT for each row: csv fields live for one record only */
    size_t count;
};

static bool import_fault(const struct import *i, struct error *e, const char *hint, const char *what,
                         const char *value)
{
    char where[256];
    snprintf(where, sizeof where, "%.200s:%zu", i->file, csv_line(i->csv));
    return error_set(e, ERROR_DATA, where, hint, "%s '%s'", what, value);
}

static bool import_header(struct import *i, struct error *e)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++)
        i->place[c] = LIMIT_CSV_FIELDS;
    if (!csv_next(i->csv))
        return csv_ended(i->csv, e) &&
               error_set(e, ERROR_DATA, i->file,
                         _("The first line names the columns: code,name,kind,parent."),
                         _("the file is empty"));
    for (size_t f = 0; f < csv_fields(i->csv); f++) {
        size_t c = 0;
        while (c < COLUMN_COUNT && strcmp(column_names[c], csv_field(i->csv, f)) != 0)
            c++;
        if (c == COLUMN_COUNT)
            return import_fault(i, e,
                                _("Columns are code, name, kind, parent, valid_from, valid_to, successor."),
                                _("unknown column"), csv_field(i->csv, f));
        i->place[c] = f;
    }
    if (i->place[COLUMN_CODE] == LIMIT_CSV_FIELDS)
        return error_set(e, ERROR_DATA, i->file, _("Add a column named code."), _("no column named code"));
    return true;
}

static bool import_moment(const struct import *i, const char *text, moment *out, struct error *e)
{
    *out = MOMENT_NONE;
    if (!text || moment_read(text, out))
        return true;
    return import_fault(i, e, _("Write a day as 2025-07-01."), _("not a date:"), text);
}

static bool import_row(struct import *i, struct error *e)
{
    char **texts = &i->texts[i->count * COLUMN_COUNT];
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        const char *field = csv_field(i->csv, i->place[c]);
        if (!*field)
            continue;
        texts[c] = text_normalize(field, strlen(field));
        if (!texts[c])
            return import_fault(i, e, _("Save the file as UTF-8."), _("not UTF-8 in column"),
                                column_names[c]);
    }
    if (!texts[COLUMN_CODE])
        return import_fault(i, e, _("Give every unit its code."), _("no code for"),
                            texts[COLUMN_NAME] ? texts[COLUMN_NAME] : "");
    size_t k = 0;
    while (texts[COLUMN_KIND] && kinds[k] && strcmp(kinds[k], texts[COLUMN_KIND]) != 0)
        k++;
    if (texts[COLUMN_KIND] && !kinds[k])
        return import_fault(i, e, _("Kinds are province, district, commune, department, other."),
                            _("unknown kind"), texts[COLUMN_KIND]);
    struct unit_row *row = &i->rows[i->count++];
    *row = (struct unit_row){.code = texts[COLUMN_CODE],
                             .name = texts[COLUMN_NAME],
                             .kind = texts[COLUMN_KIND],
                             .parent = texts[COLUMN_PARENT],
                             .successor = texts[COLUMN_SUCCESSOR]};
    return import_moment(i, texts[COLUMN_FROM], &row->valid_from, e) &&
           import_moment(i, texts[COLUMN_TO], &row->valid_to, e);
}

bool unit_import(struct store *s, const char *file, size_t *count, struct error *e)
{
    struct import i = {.file = file};
    bool ok = false;
    i.csv = csv_open(file, e);
    i.rows = calloc(LIMIT_UNITS, sizeof *i.rows);
    i.texts = calloc((size_t)LIMIT_UNITS * COLUMN_COUNT, sizeof *i.texts);
    if (!i.csv)
        goto out;
    if (!i.rows || !i.texts) {
        error_memory(e, file);
        goto out;
    }
    if (!import_header(&i, e))
        goto out;
    while (csv_next(i.csv)) {
        if (i.count == LIMIT_UNITS) {
            error_set(e, ERROR_DATA, file, _("Split the file."), _("more than %d units"), LIMIT_UNITS);
            goto out;
        }
        if (csv_fields(i.csv) == 1 && !*csv_field(i.csv, 0))
            continue;
        if (!import_row(&i, e))
            goto out;
    }
    ok = csv_ended(i.csv, e) && store_units_put(s, i.rows, i.count, e);
    *count = i.count;
out:
    for (size_t t = 0; i.texts && t < (size_t)LIMIT_UNITS * COLUMN_COUNT; t++)
        free(i.texts[t]);
    free(i.texts);
    free(i.rows);
    csv_close(i.csv);
    return ok;
}
