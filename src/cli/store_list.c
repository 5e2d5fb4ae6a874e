#include "cli/store_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rows/outcome.h"

struct list_job {
    struct table *table;
    const struct list_column *columns;
    char **said; /* owned: words that cells of the table show */
    size_t said_count;
};

/* Adds the dossier fields that a source can know, as words. */
static bool list_add_knows(struct table *t, uint64_t knows)
{
    struct buffer words;
    buffer_init(&words, LIMIT_SQL_BYTES);
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        if (knows >> i & 1)
            buffer_printf(&words, "%s%s", words.used ? " " : "", dossier_fields[i].name);
    bool ok = !words.failed && table_text(t, buffer_string(&words));
    buffer_free(&words);
    return ok;
}

/* Returns people's word for a word that the program keeps in the store. Reasons of rejects are marked for translation
 * where they are made. */
static const char *word_of(const char *word)
{
    static const char *const words[] = {N_("complete"),   N_("partial"),  N_("failed"),     N_("interrupted"),
                                        N_("running"),    N_("province"), N_("district"),   N_("commune"),
                                        N_("department"), N_("other"),    N_("other code"), N_("former"),
                                        N_("new")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return _(words[i]);
    return _(word);
}

/* A word without a translation is borrowed from the row, so the table must copy the word. */
static void word_add(struct table *t, const char *word)
{
    const char *shown = word_of(word);
    if (shown == word)
        table_text(t, word);
    else
        table_word(t, word, shown);
}

static bool reasons_add(struct list_job *job, const char *kept)
{
    struct outcome o;
    char words[LIMIT_LINE_BYTES];
    outcome_read(kept, &o);
    if (!*outcome_say(&o, words, sizeof words))
        return table_word(job->table, kept, "–");
    char **longer = reallocarray(job->said, job->said_count + 1, sizeof *longer);
    char *copy = longer ? strdup(words) : NULL;
    if (longer)
        job->said = longer;
    if (copy)
        job->said[job->said_count++] = copy;
    return copy && table_word(job->table, kept, copy);
}

static bool list_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct list_job *job = context;
    bool ok = true;
    table_row(job->table);
    for (int i = 0; ok && i < count; i++) {
        const struct value *v = &columns[i];
        enum list_kind kind = job->columns[i].kind;
        if (!v->known)
            table_none(job->table);
        else if (kind == LIST_TEXT)
            table_text(job->table, v->text);
        else if (kind == LIST_WORD)
            word_add(job->table, v->text);
        else if (kind == LIST_REASONS)
            ok = reasons_add(job, v->text);
        else if (kind == LIST_NUMBER)
            table_number(job->table, v->number);
        else if (kind == LIST_MOMENT)
            table_moment(job->table, v->number);
        else
            list_add_knows(job->table, (uint64_t)v->number);
    }
    return (ok && !table_failed(job->table)) || error_memory(e, "list");
}

bool store_list_print(const struct cli *cli, const struct list_column *columns, const char *sql,
                      const char *empty, struct error *e)
{
    struct cli_session session;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct table *t = table_new();
    struct list_job job = {.table = t, .columns = columns};
    const struct value latest = value_number(moment_now() + LIMIT_AHEAD_SECONDS);
    bool ok = t || error_memory(e, "list");
    for (const struct list_column *c = columns; ok && c->name; c++)
        ok = table_column(t, c->name, _(c->title), c->kind == LIST_NUMBER) || error_memory(e, "list");
    ok = ok && store_query(session.store, sql, &latest, strstr(sql, "$1") ? 1 : 0, list_row, &job, e);
    if (ok && table_rows(t) == 0)
        fprintf(stderr, "%s\n", empty);
    ok = ok && cli_write_table(cli, t, e);
    table_free(t);
    while (job.said_count)
        free(job.said[--job.said_count]);
    free(job.said);
    cli_session_close(&session);
    return ok;
}
