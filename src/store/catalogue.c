#include "store/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

static const char *const kind_names[] = {[NAME_PROCEDURE] = "procedure", [NAME_SECTOR] = "sector"};

struct entry {
    enum name_kind kind;
    char *code, *name;
};

struct catalogue {
    struct entry *entries; /* sorted by kind and code */
    size_t count, size;
};

/* --- writing --- */

static bool row_put(struct store *s, const struct catalogue_row *r, struct error *e)
{
    const struct value params[] = {value_text(kind_names[r->kind]),
                                   value_text(r->code),
                                   value_text(r->name),
                                   value_text(r->sector),
                                   value_if(r->level >= 0, r->level),
                                   value_moment(r->valid_from),
                                   value_moment(r->valid_to)};
    return store_write(
        s,
        "INSERT INTO catalogue (kind, code, name, sector, level, valid_from, valid_to, imported)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
        " ON CONFLICT (kind, code) DO UPDATE SET name = excluded.name,"
        " sector = COALESCE(excluded.sector, catalogue.sector),"
        " level = COALESCE(excluded.level, catalogue.level),"
        " valid_from = COALESCE(excluded.valid_from, catalogue.valid_from),"
        " valid_to = COALESCE(excluded.valid_to, catalogue.valid_to), imported = 1",
        params, (int)(sizeof params / sizeof *params), NULL, NULL, e);
}

bool catalogue_import(struct store *s, const struct catalogue_row *rows, size_t count, struct error *e)
{
    bool ok = store_write_begin(s, e);
    if (!ok)
        return false;
    for (size_t i = 0; ok && i < count; i++) {
        ok = row_put(s, &rows[i], e);
        if (!ok)
            error_within(e, rows[i].code);
    }
    return store_write_end(s, ok, e);
}

bool catalogue_page_put(struct store *s, const struct page *page, struct error *e)
{
    for (size_t i = 0; i < page->name_count; i++) {
        const struct name_seen *n = &page->names[i];
        const struct value params[] = {value_text(kind_names[n->kind]), value_text(n->code),
                                       value_text(n->name), value_text(n->sector),
                                       value_if(n->level >= 0, n->level)};
        if (!store_write(s,
                         "INSERT INTO catalogue (kind, code, name, sector, level) VALUES ($1, $2, $3, $4, $5)"
                         " ON CONFLICT (kind, code) DO UPDATE SET name = excluded.name,"
                         " sector = COALESCE(excluded.sector, catalogue.sector),"
                         " level = COALESCE(excluded.level, catalogue.level)"
                         " WHERE catalogue.imported = 0 AND (catalogue.name <> excluded.name"
                         " OR COALESCE(excluded.sector, '') <> COALESCE(catalogue.sector, '')"
                         " OR COALESCE(excluded.level, -1) <> COALESCE(catalogue.level, -1))",
                         params, (int)(sizeof params / sizeof *params), NULL, NULL, e))
            return false;
    }
    return true;
}

/* --- reading --- */

static int entry_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind) : strcmp(x->code, y->code);
}

/* Takes a row: kind, code, name. */
static bool entry_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct catalogue *c = context;
    (void)count;
    if (c->count == LIMIT_CATALOGUE)
        return error_set(e, ERROR_DATA, "catalogue", _("Remove names that are not needed from the store."),
                         _("more than %d names"), LIMIT_CATALOGUE);
    if (!array_room(&c->entries, &c->size, c->count, sizeof *c->entries))
        return error_memory(e, "catalogue");
    struct entry *entry = &c->entries[c->count++];
    *entry = (struct entry){.kind = strcmp(columns[0].text, "sector") == 0 ? NAME_SECTOR : NAME_PROCEDURE,
                            .code = strdup(columns[1].text),
                            .name = strdup(columns[2].text)};
    return (entry->code && entry->name) || error_memory(e, "catalogue");
}

struct catalogue *catalogue_load(struct store *s, struct error *e)
{
    struct catalogue *c = calloc(1, sizeof *c);
    if (!c) {
        error_memory(e, "catalogue");
        return NULL;
    }
    if (store_query(s, "SELECT kind, code, name FROM catalogue", NULL, 0, entry_row, c, e)) {
        if (c->count)
            qsort(c->entries, c->count, sizeof *c->entries, entry_compare);
        return c;
    }
    catalogue_free(c);
    return NULL;
}

void catalogue_free(struct catalogue *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->count; i++) {
        free(c->entries[i].code);
        free(c->entries[i].name);
    }
    free(c->entries);
    free(c);
}

const char *catalogue_name(const struct catalogue *c, enum name_kind kind, const char *code)
{
    struct entry key = {.kind = kind, .code = (char *)(uintptr_t)code};
    const struct entry *found =
        c && code && c->count ? bsearch(&key, c->entries, c->count, sizeof *c->entries, entry_compare) : NULL;
    return found ? found->name : NULL;
}

const char *catalogue_text(const struct catalogue *c, enum name_kind kind, const char *code,
                           char out[CATALOGUE_TEXT_BYTES])
{
    const char *name = catalogue_name(c, kind, code);
    /* a field without a code has its name for a code */
    if (!name || strcmp(name, code) == 0) {
        snprintf(out, CATALOGUE_TEXT_BYTES, "%s", code ? code : "");
        return out;
    }
    snprintf(out, CATALOGUE_TEXT_BYTES, "%.480s (%.120s)", name, code);
    return out;
}
