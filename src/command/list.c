/* Commands that list what the store holds: units, sources, runs, rejects. Each is one query and its columns.
 */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "count/unit.h"
#include "import/unit_import.h"

enum list_kind { LIST_TEXT, LIST_WORD /* one of our own msgids */, LIST_NUMBER, LIST_MOMENT, LIST_KNOWS };

struct list_column {
    const char *name, *title;
    enum list_kind kind;
};

struct list_job {
    struct table *table;
    const struct list_column *columns;
};

/* The dossier fields that a source can know, as words. */
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

/* Words of ours that stand in the store, for people; the reasons of rejects are marked where they are made.
 */
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

/* A word that has no translation is its own, and only borrowed from the row: the table copies it. */
static void word_add(struct table *t, const char *word)
{
    const char *shown = word_of(word);
    if (shown == word)
        table_text(t, word);
    else
        table_word(t, word, shown);
}

static bool list_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct list_job *job = context;
    table_row(job->table);
    for (int i = 0; i < count; i++) {
        const struct value *v = &columns[i];
        enum list_kind kind = job->columns[i].kind;
        if (!v->known)
            table_none(job->table);
        else if (kind == LIST_TEXT)
            table_text(job->table, v->text);
        else if (kind == LIST_WORD)
            word_add(job->table, v->text);
        else if (kind == LIST_NUMBER)
            table_number(job->table, v->number);
        else if (kind == LIST_MOMENT)
            table_moment(job->table, v->number);
        else
            list_add_knows(job->table, (uint64_t)v->number);
    }
    return !table_failed(job->table) || error_memory(e, "list");
}

/* Columns end with a NULL name. */
static bool list_print(const struct cli *cli, const struct list_column *columns, const char *sql,
                       const char *empty, struct error *e)
{
    struct cli_session session;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    struct table *t = table_new();
    struct list_job job = {t, columns};
    bool ok = t || error_memory(e, "list");
    for (const struct list_column *c = columns; ok && c->name; c++)
        ok = table_column(t, c->name, _(c->title), c->kind == LIST_NUMBER) || error_memory(e, "list");
    ok = ok && store_query(session.store, sql, NULL, 0, list_row, &job, e);
    if (ok && table_rows(t) == 0)
        fprintf(stderr, "%s\n", empty);
    ok = ok && cli_write_table(cli, t, e);
    table_free(t);
    cli_session_close(&session);
    return ok;
}

/* import FILE, map FILE, map CODE UNIT: what writes. */
static bool units_write(const struct cli *cli, struct error *e)
{
    const struct cli_list *words = &cli->words;
    const char *verb = words->items[1];
    bool map = strcmp(verb, "map") == 0, one = map && words->count == 4;
    struct cli_session session;
    size_t count = 1;
    if ((!map && strcmp(verb, "import") != 0) || (words->count != 3 && !one))
        return error_set(
            e, ERROR_USAGE, verb,
            _("Write 'motcua units', 'motcua units import FILE.csv', 'motcua units map FILE.csv' "
              "or 'motcua units map CODE UNIT'."),
            _("not understood"));
    if (!cli_session_open(cli, false, &session, e))
        return false;
    bool ok = one   ? unit_map(session.store, words->items[2], words->items[3], e)
              : map ? unit_map_import(session.store, words->items[2], &count, e)
                    : unit_import(session.store, words->items[2], &count, e);
    if (ok)
        fprintf(stderr, map ? _("%s: %zu codes mapped\n") : _("%s: %zu units imported\n"), words->items[2],
                count);
    cli_session_close(&session);
    return ok;
}

/* A unit that a poll named and nobody has placed yet is "new": it has no parent and stands for nobody. */
bool command_units(const struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"unit", N_("Code"), LIST_TEXT},
                                                 {"name", N_("Name"), LIST_TEXT},
                                                 {"kind", N_("Kind"), LIST_WORD},
                                                 {"parent", N_("Parent"), LIST_TEXT},
                                                 {"valid_from", N_("Valid from"), LIST_MOMENT},
                                                 {"valid_to", N_("Valid to"), LIST_MOMENT},
                                                 {"successor", N_("Successor"), LIST_TEXT},
                                                 {"standing", N_("Standing"), LIST_WORD},
                                                 {NULL, NULL, LIST_TEXT}};
    static const char sql[] =
        "SELECT code, name, kind, parent, valid_from, valid_to, successor,"
        " CASE WHEN successor IS NOT NULL AND valid_to IS NULL THEN 'other code'"
        " WHEN valid_to IS NOT NULL THEN 'former'"
        " WHEN known_from IS NOT NULL AND parent IS NULL AND COALESCE(kind, '') <> 'province' THEN 'new' END"
        " FROM unit ORDER BY code";
    bool list = cli->words.count == 2 && strcmp(cli->words.items[1], "list") == 0;
    if (cli->words.count > 1 && !list)
        return units_write(cli, e);
    return list_print(cli, columns, sql,
                      _("No unit is known yet: run 'motcua collect' or 'motcua units import FILE.csv'."), e);
}

bool command_sources(const struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"source", N_("Source"), LIST_TEXT},
                                                 {"manifest", N_("Manifest"), LIST_TEXT},
                                                 {"dossiers", N_("Dossiers"), LIST_NUMBER},
                                                 {"last_complete", N_("Last complete"), LIST_MOMENT},
                                                 {"last_run", N_("Last run"), LIST_MOMENT},
                                                 {"outcome", N_("Outcome"), LIST_WORD},
                                                 {"knows", N_("Fields it can know"), LIST_KNOWS},
                                                 {"missing", N_("Missing"), LIST_NUMBER},
                                                 {"last_sweep", N_("All read at"), LIST_MOMENT},
                                                 {NULL, NULL, LIST_TEXT}};
    return list_print(
        cli, columns,
        "SELECT s.name, s.manifest, (SELECT COUNT(*) FROM dossier d WHERE d.source_id = s.id),"
        " (SELECT MAX(r.observed_at) FROM run r WHERE r.source_id = s.id AND r.outcome = 'complete'),"
        " (SELECT r.observed_at FROM run r WHERE r.source_id = s.id ORDER BY r.id DESC LIMIT 1),"
        " (SELECT r.outcome FROM run r WHERE r.source_id = s.id ORDER BY r.id DESC LIMIT 1),"
        " s.knows, (SELECT COUNT(*) FROM v_missing m WHERE m.source = s.name),"
        " (SELECT MAX(r.observed_at) FROM run r WHERE r.source_id = s.id AND r.missing IS NOT NULL)"
        " FROM source s ORDER BY s.name",
        _("No source was polled yet: run 'motcua collect'."), e);
}

bool command_runs(const struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {{"run", N_("Run"), LIST_NUMBER},
                                                 {"source", N_("Source"), LIST_TEXT},
                                                 {"observed_at", N_("As at"), LIST_MOMENT},
                                                 {"outcome", N_("Outcome"), LIST_WORD},
                                                 {"expected", N_("Expected"), LIST_NUMBER},
                                                 {"got", N_("Got"), LIST_NUMBER},
                                                 {"new", N_("New"), LIST_NUMBER},
                                                 {"changed", N_("Changed"), LIST_NUMBER},
                                                 {"unchanged", N_("Unchanged"), LIST_NUMBER},
                                                 {"rejected", N_("Rejected"), LIST_NUMBER},
                                                 {"pages", N_("Pages"), LIST_NUMBER},
                                                 {"bytes", N_("Bytes"), LIST_NUMBER},
                                                 {"milliseconds", N_("ms"), LIST_NUMBER},
                                                 {"message", N_("Message"), LIST_TEXT},
                                                 {"missing", N_("Missing"), LIST_NUMBER},
                                                 {NULL, NULL, LIST_TEXT}};
    return list_print(
        cli, columns,
        "SELECT r.id, s.name, r.observed_at, r.outcome, CASE WHEN r.expected >= 0 THEN r.expected END, r.got,"
        " r.new_rows, r.changed, r.unchanged, r.rejected, r.pages, r.bytes, r.milliseconds, "
        "r.message, r.missing"
        " FROM run r JOIN source s ON s.id = r.source_id ORDER BY r.id DESC LIMIT 1000",
        _("Nothing was polled yet: run 'motcua collect'."), e);
}

bool command_rejects(const struct cli *cli, struct error *e)
{
    static const struct list_column columns[] = {
        {"source", N_("Source"), LIST_TEXT},         {"stream", N_("Stream"), LIST_TEXT},
        {"key", N_("Dossier"), LIST_TEXT},           {"position", N_("Position"), LIST_NUMBER},
        {"field", N_("Field"), LIST_TEXT},           {"reason", N_("Reason"), LIST_WORD},
        {"shape", N_("Its shape"), LIST_TEXT},       {"first_seen", N_("First seen"), LIST_MOMENT},
        {"last_seen", N_("Last seen"), LIST_MOMENT}, {NULL, NULL, LIST_TEXT}};
    return list_print(
        cli, columns,
        "SELECT s.name, r.stream, r.key, r.position, r.field, r.reason, r.shape, r.first_seen, r.last_seen"
        " FROM reject r JOIN source s ON s.id = r.source_id ORDER BY s.name, r.stream, r.position LIMIT "
        "10000",
        _("No record was rejected."), e);
}
