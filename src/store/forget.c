#include "store/forget.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/plain_text.h"
#include "base/text.h"
#include "store/driver.h"

#define IS_OF_CODE "(UPPER(REPLACE(code, ' ', '')) = $1 OR key = $2)"
#define ITS_KEYS                                                                                             \
    "(SELECT source_id, key FROM dossier WHERE " IS_OF_CODE                                                  \
    " UNION SELECT source_id, key FROM dossier_history WHERE " IS_OF_CODE ")"

/* $1: the code as plain_code() makes it; $2: the code as typed. The order matters: a step may read rows that a later
 * step removes. */
static const struct step {
    const char *place;
    const char *sql;
} steps[] = {
    {"reject",
     "DELETE FROM reject WHERE UPPER(REPLACE(key, ' ', '')) = $1 OR key = $2 OR (source_id, key) IN " ITS_KEYS
     " RETURNING 1"},
    {"supplement",
     "DELETE FROM supplement WHERE same = $1 OR key = $2 OR (source_id, key) IN " ITS_KEYS " RETURNING 1"},
    {"dossier_history",
     "DELETE FROM dossier_history WHERE " IS_OF_CODE " OR (source_id, key) IN " ITS_KEYS " RETURNING 1"},
    {"dossier", "DELETE FROM dossier WHERE " IS_OF_CODE " RETURNING 1"},
};

/* Texts that hold the code's letters, blanks left out; whether they quote the code is for plain_code_quoted(). */
#define MAY_QUOTE(column)                                                                                    \
    "REPLACE(UPPER(REPLACE(" column ", ' ', '')), $1, '') <> UPPER(REPLACE(" column ", ' ', ''))"

struct forgetting {
    struct store *s;
    struct value params[2];
    struct word {
        char *text;
    } * words; /* words of issues that quote the code */
    size_t word_count;
    struct column {
        char *table, *name;
    } * columns; /* all columns of text of the store */
    size_t count;
};

static bool word_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct forgetting *f = context;
    (void)count;
    if (!columns->known || (!plain_code_quoted(columns->text, columns->length, f->params[0].text) &&
                            strcmp(columns->text, f->params[1].text) != 0))
        return true;
    struct word *more = reallocarray(f->words, f->word_count + 1, sizeof *more);
    if (!more)
        return error_memory(e, "forget");
    f->words = more;
    more[f->word_count].text = strdup(columns->text);
    return more[f->word_count++].text || error_memory(e, "forget");
}

/* A word that a reading did not understand may quote the code. */
static bool words_strike(struct forgetting *f, forget_take *take, void *context, struct error *e)
{
    int64_t rows = 0;
    bool ok =
        store_query(f->s, "SELECT DISTINCT word FROM run_issue WHERE " MAY_QUOTE("word") " OR word = $2",
                    f->params, 2, word_row, f, e);
    for (size_t i = 0; ok && i < f->word_count; i++) {
        const struct value word = value_text(f->words[i].text);
        ok = store_write(f->s, "DELETE FROM run_issue WHERE word = $1 RETURNING 1", &word, 1, value_count_row,
                         &rows, e);
    }
    for (size_t i = 0; i < f->word_count; i++)
        free(f->words[i].text);
    free(f->words);
    return ok && (!rows || take(context, "run_issue", rows, true, e));
}

static bool steps_run(struct forgetting *f, forget_take *take, void *context, struct error *e)
{
    int64_t counted = 0;
    if (!words_strike(f, take, context, e))
        return false;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int64_t rows = 0;
        if (!store_write(f->s, steps[i].sql, f->params, 2, value_count_row, &rows, e) ||
            (rows && !take(context, steps[i].place, rows, true, e)))
            return false;
        counted += strncmp(steps[i].place, "dossier", 7) == 0 ? rows : 0;
    }
    return !counted || store_write(f->s, "UPDATE sample_period SET definitions = 0", NULL, 0, NULL, NULL, e);
}

/* --- places that still quote the code --- */

static bool column_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct forgetting *f = context;
    (void)count;
    /* count_own.numbers is text that holds numbers alone */
    if (strcmp(columns[2].text, "text") != 0 || strcmp(columns[0].text, "count_own") == 0)
        return true;
    struct column *more = reallocarray(f->columns, f->count + 1, sizeof *more);
    if (!more)
        return error_memory(e, "forget");
    f->columns = more;
    more[f->count++] = (struct column){strdup(columns[0].text), strdup(columns[1].text)};
    return (more[f->count - 1].table && more[f->count - 1].name) || error_memory(e, "forget");
}

struct quoting {
    const char *code;
    int64_t rows;
};

static bool quoting_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct quoting *q = context;
    (void)count;
    (void)e;
    q->rows += columns->known && plain_code_quoted(columns->text, columns->length, q->code);
    return true;
}

/* Searches every column of text of every table, so that tables of later versions are searched, too. */
static bool rest_tell(struct forgetting *f, forget_take *take, void *context, struct error *e)
{
    bool ok = store_query(f->s, f->s->driver->columns, NULL, 0, column_row, f, e);
    for (size_t i = 0; ok && i < f->count; i++) {
        char sql[512], place[160];
        struct quoting q = {.code = f->params[0].text};
        const struct column *c = &f->columns[i];
        snprintf(place, sizeof place, "%s.%s", c->table, c->name);
        int n = snprintf(sql, sizeof sql, "SELECT \"%s\" FROM %s WHERE " MAY_QUOTE("\"%s\""), c->name,
                         c->table, c->name, c->name);
        ok = (n > 0 && n < (int)sizeof sql) || error_memory(e, "forget");
        ok = ok && store_query(f->s, sql, f->params, 1, quoting_row, &q, e) &&
             (!q.rows || take(context, place, q.rows, false, e));
    }
    for (size_t i = 0; i < f->count; i++) {
        free(f->columns[i].table);
        free(f->columns[i].name);
    }
    free(f->columns);
    return ok;
}

static bool is_sqlite(const struct store *s)
{
    return strcmp(s->driver->scheme, "sqlite") == 0;
}

bool forget_dossier(struct store *s, const char *code, bool dry, forget_take *take, void *context,
                    struct error *e)
{
    struct error undone = {0};
    char *plain = strdup(code);
    if (!plain)
        return error_memory(e, "forget");
    plain[plain_code(plain, strlen(plain))] = '\0';
    struct forgetting f = {.s = s, .params = {value_text(plain), value_text(code)}};
    bool ok =
        *plain || error_set(e, ERROR_USAGE, code, _("Write the code as it was given out."), _("not a code"));
    ok = ok && (!is_sqlite(s) || store_write(s, "PRAGMA secure_delete = ON", NULL, 0, NULL, NULL, e)) &&
         store_write_begin(s, e);
    if (ok) {
        ok = steps_run(&f, take, context, e) && rest_tell(&f, take, context, e);
        if (dry && ok)
            (void)!store_write_end(s, false, &undone);
        else
            ok = store_write_end(s, ok, e);
    }
    if (ok && !dry && is_sqlite(s))
        ok = store_write(s, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, 0, NULL, NULL, e);
    free(plain);
    return ok;
}
