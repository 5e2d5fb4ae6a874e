#include "store/migration.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"

/* The number NNNN of a file NNNN_name.sql; 0: another file. */
static int migration_number(const char *name)
{
    size_t n = strlen(name);
    if (strspn(name, "0123456789") != 4 || name[4] != '_' || n < 10 || strcmp(name + n - 4, ".sql") != 0)
        return 0;
    return (int)strtol(name, NULL, 10);
}

static int is_migration(const struct dirent *entry)
{
    return migration_number(entry->d_name) > 0;
}

static bool list_fill(const char *folder, struct dirent **files, int count, struct migration_list *out,
                      struct error *e)
{
    out->items = calloc((size_t)count, sizeof *out->items);
    for (int i = 0; out->items && i < count; i++) {
        struct migration *m = &out->items[out->count++];
        m->number = migration_number(files[i]->d_name);
        if (m->number == out->newest)
            return error_set(e, ERROR_INTERNAL, folder,
                             _("Install the program again: its data files are not whole."),
                             _("two migrations have the number %d"), m->number);
        out->newest = m->number;
        m->name = strdup(files[i]->d_name);
        if (!m->name || asprintf(&m->file, "%s/%s", folder, m->name) < 0)
            return error_memory(e, folder);
    }
    return out->items || error_memory(e, folder);
}

bool migration_list_read(const char *folder, struct migration_list *out, struct error *e)
{
    char path[3072];
    struct dirent **files = NULL;
    *out = (struct migration_list){0};
    if (!json_file_find(folder, path, sizeof path, e))
        return false;
    int count = scandir(path, &files, is_migration, alphasort);
    bool ok = count > 0 && count <= LIMIT_MIGRATIONS;
    if (ok)
        ok = list_fill(path, files, count, out, e);
    else
        error_set(e, ERROR_IO, path, _("Install the program again: its data files are not whole."),
                  _("no migrations to be read"));
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    if (!ok)
        migration_list_free(out);
    return ok;
}

void migration_list_free(struct migration_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].name);
        free(list->items[i].file);
    }
    free(list->items);
    *list = (struct migration_list){0};
}

char *migration_text(const struct migration *m, struct error *e)
{
    FILE *f = fopen(m->file, "rbe");
    char *text = malloc(LIMIT_DOCUMENT_BYTES + 1);
    size_t n = f && text ? fread(text, 1, LIMIT_DOCUMENT_BYTES + 1, f) : 0;
    if (!f || !text || ferror(f) || n > LIMIT_DOCUMENT_BYTES) {
        error_set(e, ERROR_IO, m->file, _("Install the program again: its data files are not whole."), "%s",
                  n > LIMIT_DOCUMENT_BYTES ? _("too long") : strerror(errno));
        free(text);
        text = NULL;
    } else {
        text[n] = '\0';
    }
    if (f)
        fclose(f);
    return text;
}

bool migration_known(const struct migration_list *list, int version, const char *store, struct error *e)
{
    if (version <= list->newest)
        return true;
    return error_set(e, ERROR_UNAVAILABLE, store,
                     _("Use the newer program that made it, or name another store."),
                     _("made by a newer motcua (schema %d, this program knows %d)"), version, list->newest);
}
