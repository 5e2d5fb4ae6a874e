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

static int code_order(enum name_kind kind, const char *code, enum name_kind other, const char *other_code)
{
    return kind != other ? (kind > other) - (kind < other) : strcmp(code, other_code);
}

static int row_compare(const void *a, const void *b)
{
    const struct catalogue_row *x = *(const struct catalogue_row *const *)a;
    const struct catalogue_row *y = *(const struct catalogue_row *const *)b;
    int order = code_order(x->kind, x->code, y->kind, y->code);
    return order ? order : (x > y) - (x < y); /* of two rows of one code the file's last is put last */
}

/* All sources share these rows: written in one order, here and by catalogue_page_put(), two programs at once never wait
 * for each other in a circle. */
bool catalogue_import(struct store *s, const struct catalogue_row *rows, size_t count, struct error *e)
{
    const struct catalogue_row **sorted = calloc(count + 1, sizeof *sorted);
    if (!sorted)
        return error_memory(e, "catalogue");
    for (size_t i = 0; i < count; i++)
        sorted[i] = &rows[i];
    qsort(sorted, count, sizeof *sorted, row_compare);
    bool ok = store_write_begin(s, e);
    if (ok) {
        for (size_t i = 0; ok && i < count; i++) {
            ok = row_put(s, sorted[i], e);
            if (!ok)
                error_within(e, sorted[i]->code);
        }
        ok = store_write_end(s, ok, e);
    }
    free(sorted);
    return ok;
}

static bool seen_put(struct store *s, const struct name_seen *n, struct error *e)
{
    const struct value params[] = {value_text(kind_names[n->kind]), value_text(n->code), value_text(n->name),
                                   value_text(n->sector), value_if(n->level >= 0, n->level)};
    return store_write(s,
                       "INSERT INTO catalogue (kind, code, name, sector, level) VALUES ($1, $2, $3, $4, $5)"
                       " ON CONFLICT (kind, code) DO UPDATE SET name = excluded.name,"
                       " sector = COALESCE(excluded.sector, catalogue.sector),"
                       " level = COALESCE(excluded.level, catalogue.level)"
                       " WHERE catalogue.imported = 0 AND (catalogue.name <> excluded.name"
                       " OR COALESCE(excluded.sector, '') <> COALESCE(catalogue.sector, '')"
                       " OR COALESCE(excluded.level, -1) <> COALESCE(catalogue.level, -1))",
                       params, (int)(sizeof params / sizeof *params), NULL, NULL, e);
}

static int seen_compare(const void *a, const void *b)
{
    const struct name_seen *x = *(const struct name_seen *const *)a, *y = *(const struct name_seen *const *)b;
    int order = code_order(x->kind, x->code, y->kind, y->code);
    return order ? order : (x > y) - (x < y); /* of two names of one code the page's last is put last */
}

bool catalogue_page_put(struct store *s, const struct page *page, struct error *e)
{
    if (!page->name_count)
        return true;
    const struct name_seen **names = calloc(page->name_count, sizeof *names);
    bool ok = names || error_memory(e, "catalogue");
    for (size_t i = 0; ok && i < page->name_count; i++)
        names[i] = &page->names[i];
    if (ok)
        qsort(names, page->name_count, sizeof *names, seen_compare);
    for (size_t i = 0; ok && i < page->name_count; i++)
        ok = seen_put(s, names[i], e);
    free(names);
    return ok;
}

/* --- reading --- */

static int entry_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return code_order(x->kind, x->code, y->kind, y->code);
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
