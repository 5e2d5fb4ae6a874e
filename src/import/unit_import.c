#include "import/unit_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "import/unit_check.h"

enum unit_column {
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
static const char *const map_names[COLUMN_COUNT] = {"code", "name", NULL, NULL, NULL, "valid_to", "unit"};
static const char *const kinds[] = {"province", "district", "commune", "department", "other", NULL};

struct import {
    const char *file;
    struct csv *csv;
    const char *const *names;   /* of the columns; NULL: this kind of file has no such column */
    size_t place[COLUMN_COUNT]; /* index of the field; LIMIT_CSV_FIELDS: the file has no such column */
    struct unit_row *rows;
    char **texts; /* COLUMN_COUNT for each row: csv fields live for one record only */
    size_t count;
};

static bool import_fault(const struct import *i, struct error *e, const char *hint, const char *what,
                         const char *value)
{
    char where[LIMIT_WHERE_BYTES];
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
        while (c < COLUMN_COUNT && (!i->names[c] || strcmp(i->names[c], csv_field(i->csv, f)) != 0))
            c++;
        if (c == COLUMN_COUNT)
            return import_fault(
                i, e,
                i->names == map_names
                    ? _("Columns are code, unit, name, valid_to.")
                    : _("Columns are code, name, kind, parent, valid_from, valid_to, successor."),
                _("unknown column"), csv_field(i->csv, f));
        i->place[c] = f;
    }
    if (i->place[COLUMN_CODE] == LIMIT_CSV_FIELDS)
        return error_set(e, ERROR_DATA, i->file, _("Add a column named code."), _("no column named code"));
    if (i->names == map_names && i->place[COLUMN_SUCCESSOR] == LIMIT_CSV_FIELDS)
        return error_set(e, ERROR_DATA, i->file, _("Columns are code, unit, name, valid_to."),
                         _("no column named unit"));
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

/* A code that leads to no unit would hide the rows that stand under that code. */
static bool map_check(const struct unit_row *rows, size_t count, const struct unit_set *set, struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        const char *unit = rows[i].successor;
        long at = unit_find(set, unit);
        if (!unit)
            return error_set(e, ERROR_DATA, rows[i].code, _("Write the unit's code into the column unit."),
                             _("no unit is given for this code"));
        if (at < 0)
            return error_set(
                e, ERROR_DATA, unit,
                _("'motcua units' lists the codes; import new ones with 'motcua units import' first."),
                _("no such unit"));
        const char *next = set->units[at].successor;
        if (strcmp(unit, rows[i].code) == 0 || (next && strcmp(next, rows[i].code) == 0))
            return error_set(e, ERROR_DATA, rows[i].code,
                             _("Choose which of the two codes is the unit's own."),
                             _("the unit would stand for itself"));
    }
    return true;
}

static bool map_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e)
{
    struct unit_set set = {0};
    bool ok = unit_set_load(s, &set, e) && map_check(rows, count, &set, e) &&
              unit_rows_check(&set, rows, count, e) && store_units_put(s, rows, count, e);
    unit_set_free(&set);
    return ok;
}

static bool rows_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e)
{
    struct unit_set set = {0};
    bool ok = unit_set_load(s, &set, e) && unit_rows_check(&set, rows, count, e) &&
              store_units_put(s, rows, count, e);
    unit_set_free(&set);
    return ok;
}

bool unit_map(struct store *s, const char *code, const char *unit, struct error *e)
{
    const struct unit_row row = {
        .code = code, .successor = unit, .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE};
    return map_put(s, &row, 1, e);
}

static bool file_import(struct store *s, const char *file, const char *const *names, size_t *count,
                        struct error *e)
{
    struct import i = {.file = file, .names = names};
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
    ok = csv_ended(i.csv, e) &&
         (names == map_names ? map_put(s, i.rows, i.count, e) : rows_put(s, i.rows, i.count, e));
    *count = i.count;
out:
    for (size_t t = 0; i.texts && t < (size_t)LIMIT_UNITS * COLUMN_COUNT; t++)
        free(i.texts[t]);
    free(i.texts);
    free(i.rows);
    csv_close(i.csv);
    return ok;
}

bool unit_import(struct store *s, const char *file, size_t *count, struct error *e)
{
    return file_import(s, file, column_names, count, e);
}

bool unit_map_import(struct store *s, const char *file, size_t *count, struct error *e)
{
    return file_import(s, file, map_names, count, e);
}
