#include "store/sqlite/views.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limit.h"
#include "base/text.h"

static bool view_add(struct sqlite_store *q, struct sqlite_views *v, const char *name, size_t name_length,
                     const char *sql, struct error *e)
{
    if (v->count == LIMIT_VIEWS)
        return error_set(e, ERROR_DATA, q->name, _("Take views of your own out of the file."),
                         _("more than %d views"), LIMIT_VIEWS);
    if (v->count == v->room) {
        size_t room = v->room ? 2 * v->room : 64;
        struct sqlite_view *items = realloc(v->items, room * sizeof *items);
        if (!items)
            return error_memory(e, q->name);
        v->items = items;
        v->room = room;
    }
    struct sqlite_view view = {.name = strndup(name, name_length), .sql = strdup(sql)};
    v->items[v->count++] = view;
    return (view.name && view.sql) || error_memory(e, q->name);
}

static void view_free(struct sqlite_view *view)
{
    free(view->name);
    free(view->sql);
    view->name = view->sql = NULL;
}

void sqlite_views_free(struct sqlite_views *v)
{
    for (size_t i = 0; i < v->count; i++)
        view_free(&v->items[i]);
    free(v->items);
    *v = (struct sqlite_views){0};
}

/* Forgets a view and the triggers on it. False: no such view is noted, so that the file is asked to drop it and says
 * what is wrong. */
static bool view_forget(struct sqlite_views *v, const char *name, size_t length)
{
    bool known = false;
    for (size_t i = 0; i < v->count; i++) {
        struct sqlite_view *view = &v->items[i];
        if (!view->name || strlen(view->name) != length || strncasecmp(view->name, name, length) != 0)
            continue;
        view_free(view);
        known = true;
    }
    return known;
}

static bool views_drop(struct sqlite_store *q, const struct sqlite_views *v, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < v->count; i++) {
        if (v->items[i].trigger)
            continue;
        char *sql = sqlite3_mprintf("DROP VIEW \"%w\"", v->items[i].name);
        ok = sql ? sqlite_exec(q, sql, e) : error_memory(e, q->name);
        sqlite3_free(sql);
    }
    return ok;
}

bool sqlite_views_take(struct sqlite_store *q, struct sqlite_views *v, struct error *e)
{
    static const char sql[] =
        "SELECT tbl_name, sql, type = 'trigger' FROM sqlite_master WHERE type = 'view' OR"
        " (type = 'trigger' AND tbl_name COLLATE NOCASE IN (SELECT name FROM sqlite_master WHERE type = "
        "'view'))"
        " ORDER BY rowid";
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(q->db, sql, -1, &stmt, NULL);
    bool ok = code == SQLITE_OK || sqlite_failed(q, e);
    while (ok && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        const char *text = (const char *)sqlite3_column_text(stmt, 1);
        ok = name && text ? view_add(q, v, name, strlen(name), text, e) : error_memory(e, q->name);
        if (ok)
            v->items[v->count - 1].trigger = sqlite3_column_int(stmt, 2) != 0;
    }
    ok = ok && (code == SQLITE_DONE || sqlite_failed(q, e));
    sqlite3_finalize(stmt);
    return ok && views_drop(q, v, e);
}

/* Behind white space and comments of SQL. */
static const char *blank_skip(const char *sql)
{
    for (;;) {
        sql += strspn(sql, " \t\r\n");
        if (strncmp(sql, "--", 2) != 0)
            return sql;
        sql += strcspn(sql, "\n");
    }
}

/* Moves *sql behind a word and what is blank after it; false: another word stands there. */
static bool word_take(const char **sql, const char *word)
{
    size_t n = strlen(word);
    if (strncasecmp(*sql, word, n) != 0 || !isspace((unsigned char)(*sql)[n]))
        return false;
    *sql = blank_skip(*sql + n);
    return true;
}

/* One statement, that ends with its ';'. */
static bool statement_run(struct sqlite_store *q, struct sqlite_views *v, const char *sql, struct error *e)
{
    const char *start = blank_skip(sql), *at = start;
    bool made = word_take(&at, "CREATE");
    size_t name = 0;
    if ((made || word_take(&at, "DROP")) && word_take(&at, "VIEW"))
        name = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    if (made && name > 0)
        return view_add(q, v, at, name, start, e);
    return (name > 0 && view_forget(v, at, name)) || sqlite_exec(q, start, e);
}

/* The character behind the first statement; NULL: no whole statement is left. */
static char *statement_end(char *sql)
{
    for (char *end = strchr(sql, ';'); end; end = strchr(end + 1, ';')) {
        char next = end[1];
        end[1] = '\0';
        bool whole = sqlite3_complete(sql) != 0;
        end[1] = next;
        if (whole)
            return end + 1;
    }
    return NULL;
}

bool sqlite_views_script(struct sqlite_store *q, struct sqlite_views *v, char *sql, struct error *e)
{
    bool ok = true;
    for (char *end; ok && (end = statement_end(sql)); sql = end) {
        char next = *end;
        *end = '\0';
        ok = statement_run(q, v, sql, e);
        *end = next;
    }
    return ok && sqlite_exec(q, sql, e);
}

bool sqlite_views_put(struct sqlite_store *q, const struct sqlite_views *v, struct error *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < v->count; i++)
        ok = !v->items[i].sql || sqlite_exec(q, v->items[i].sql, e);
    return ok;
}
