#include "pages.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATH_BYTES = 4096, FILES_MAX = 10000 };

struct pages {
    json_t *rows;             /* array */
    json_t *words;            /* each code and name once, so that equal texts are equal pointers */
    struct dossier *dossiers; /* NULL for records */
};

static json_t *file_read(const char *path)
{
    json_error_t error;
    json_t *json = json_load_file(path, 0, &error);
    if (!json)
        (void)fprintf(stderr, "motcua-portal: %s: line %d: %s\n", path, error.line, error.text);
    return json;
}

static int is_page(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".json") == 0;
}

static bool rows_read(struct pages *p, const char *path)
{
    json_t *json = file_read(path);
    json_t *data = json_object_get(json, "data");
    bool good = json_is_array(data) && json_array_extend(p->rows, data) == 0;
    if (json && !good)
        (void)fprintf(stderr, "motcua-portal: %s: no array \"data\"\n", path);
    json_decref(json);
    return good;
}

static bool folder_read(struct pages *p, const char *folder)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, is_page, alphasort);
    bool good = n > 0 && n <= FILES_MAX;
    if (!good)
        (void)fprintf(stderr, "motcua-portal: %s: %s\n", folder,
                      n < 0 ? strerror(errno) : "no page files, or too many");
    for (int i = 0; i < n; i++) {
        char path[PATH_BYTES];
        int length = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        good = good && length > 0 && (size_t)length < sizeof(path) && rows_read(p, path);
        free(entries[i]);
    }
    free(entries);
    return good;
}

static const char *word(struct pages *p, json_t *row, const char *name)
{
    const char *s = json_string_value(json_object_get(row, name));
    if (!s || !*s)
        return "";
    json_t *known = json_object_get(p->words, s);
    if (!known) {
        known = json_string(s);
        if (json_object_set_new(p->words, s, known) != 0)
            return "";
    }
    return json_string_value(known);
}

static wall moment(json_t *row, const char *name)
{
    wall t = WALL_NONE;
    const char *s = json_string_value(json_object_get(row, name));
    return s && wall_read_slash(s, &t) ? t : WALL_NONE;
}

/* Portals write numbers as text now and then. */
static int number(json_t *row, const char *name)
{
    json_t *value = json_object_get(row, name);
    int64_t n = json_integer_value(value);
    if (json_is_string(value) && !number_read(json_string_value(value), INT32_MIN, INT32_MAX, &n))
        n = 0;
    return (int)n;
}

static void row_decode(struct pages *p, json_t *row, struct dossier *d)
{
    json_t *online = json_object_get(row, "online");
    *d = (struct dossier){.unit = word(p, row, "govAgencyCode"),
                          .unit_name = word(p, row, "govAgencyName"),
                          .domain = word(p, row, "domainCode"),
                          .domain_name = word(p, row, "domainName"),
                          .procedure = word(p, row, "serviceCode"),
                          .status = word(p, row, "dossierStatus"),
                          .submit = moment(row, "submitDate"),
                          .receive = moment(row, "receiveDate"),
                          .due = moment(row, "dueDate"),
                          .extend = moment(row, "extendDate"),
                          .release = moment(row, "releaseDate"),
                          .finish = moment(row, "finishDate"),
                          .modified = moment(row, "modifiedDate"),
                          .supplement_asked = WALL_NONE,
                          .supplement_given = WALL_NONE,
                          .online = json_is_true(online) || (json_is_string(online) &&
                                                             strcmp(json_string_value(online), "true") == 0),
                          .postal = number(row, "fromViaPostal") > 0,
                          .level = number(row, "serviceLevel"),
                          .via_postal = number(row, "viaPostal"),
                          .fee = number(row, "paymentFee"),
                          .system = number(row, "systemId")};
}

struct pages *pages_open(const char *folder)
{
    struct pages *p = calloc(1, sizeof(*p));
    if (!p)
        return NULL;
    p->rows = json_array();
    p->words = json_object();
    if (!p->rows || !p->words || !folder_read(p, folder) ||
        !(p->dossiers = calloc(json_array_size(p->rows) + 1, sizeof(*p->dossiers)))) {
        pages_close(p);
        return NULL;
    }
    for (size_t i = 0; i < json_array_size(p->rows); i++) {
        row_decode(p, json_array_get(p->rows, i), &p->dossiers[i]);
        p->dossiers[i].index = i;
    }
    return p;
}

struct pages *pages_open_records(const char *file)
{
    json_t *json = file_read(file);
    json_t *rows = json_is_array(json) ? json : json_object_get(json, "result");
    struct pages *p = json_is_array(rows) ? calloc(1, sizeof(*p)) : NULL;
    if (p)
        p->rows = json_incref(rows);
    else if (json)
        (void)fprintf(stderr, "motcua-portal: %s: no array of records\n", file);
    json_decref(json);
    return p;
}

void pages_close(struct pages *p)
{
    if (!p)
        return;
    json_decref(p->rows);
    json_decref(p->words);
    free(p->dossiers);
    free(p);
}

uint64_t pages_count(const struct pages *p)
{
    return json_array_size(p->rows);
}

static int dump_part(const char *bytes, size_t n, void *out)
{
    text_bytes(out, bytes, n);
    return 0;
}

void pages_write(const struct pages *p, uint64_t i, struct text *out)
{
    (void)json_dump_callback(json_array_get(p->rows, i), dump_part, out, JSON_COMPACT | JSON_ENCODE_ANY);
}

void pages_dossier(const struct pages *p, uint64_t i, struct dossier *out)
{
    *out = p->dossiers[i];
}
