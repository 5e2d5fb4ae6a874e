/* motcua db looks after the store. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "command/db.h"
#include "rows/value.h"
#include "store/distribute.h"
#include "store/driver.h"
#include "store/migration.h"
#include "store/role.h"

/* --- status --- */
#define SPREAD_MAX 8 /* at most so many distributed tables; there are two today */
struct facts_job {
    struct store *store;
    struct table *table;
    struct spread_table {
        char name[LIMIT_NAME_BYTES];
        struct value bytes, shards;
    } spread[SPREAD_MAX]; /* the distributed tables, with their rows on the workers */
    size_t spread_count;
};

static void cell_number(struct table *t, const struct value *v)
{
    if (v->known)
        table_number(t, v->number);
    else
        table_none(t);
}

/* Counts the rows of a table; the name is safe in SQL because it comes from the database's own catalogue. */
static bool rows_count(struct store *s, const char *table, struct value *out, struct error *e)
{
    char sql[256];
    int n = snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM \"%s\"", table);
    if (strchr(table, '"') || n < 0 || (size_t)n >= sizeof sql)
        return true;
    int64_t rows = 0;
    if (!store_query(s, sql, NULL, 0, value_number_row, &rows, e))
        return false;
    *out = value_number(rows);
    return true;
}

/* People's words for the facts; a fact without a word here is shown under its own name. */
static const char *const fact_words[] = {N_("store"),   N_("schema here"), N_("schema known"),
                                         N_("migrate"), N_("engine"),      N_("role"),
                                         N_("clock"),   N_("table"),       N_("distributed")};

static void fact_begin(struct table *t, const char *what)
{
    const char *words = NULL;
    for (size_t i = 0; i < sizeof fact_words / sizeof *fact_words; i++)
        if (strcmp(fact_words[i], what) == 0)
            words = _(fact_words[i]);
    table_row(t);
    if (words)
        table_word(t, what, words);
    else
        table_text(t, what);
}

static void fact_add(struct table *t, const char *what, const char *name, const struct value *rows,
                     const struct value *bytes)
{
    const struct value none = {0};
    fact_begin(t, what);
    table_text(t, name);
    cell_number(t, rows ? rows : &none);
    cell_number(t, bytes ? bytes : &none);
}

static bool fact_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct facts_job *job = context;
    struct value rows = columns[2];
    if (count != 4 || !columns[0].known || !columns[1].known)
        return error_set(e, ERROR_INTERNAL, store_name(job->store), NULL, _("an answer of another form"));
    const struct spread_table *spread = NULL;
    for (size_t i = 0; strcmp(columns[0].text, "table") == 0 && i < job->spread_count; i++)
        if (strcmp(job->spread[i].name, columns[1].text) == 0)
            spread = &job->spread[i];
    if (spread) /* the coordinator's own table of a distributed table is empty, so its size says nothing */
        rows.known = false;
    if (!rows.known && strcmp(columns[0].text, "table") == 0 &&
        !rows_count(job->store, columns[1].text, &rows, e))
        return false;
    fact_add(job->table, columns[0].text, columns[1].text, &rows, spread ? &spread->bytes : &columns[3]);
    return true;
}

static bool spread_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct facts_job *job = context;
    if (count != 3 || !columns[0].known)
        return error_set(e, ERROR_INTERNAL, store_name(job->store), NULL, _("an answer of another form"));
    if (job->spread_count == SPREAD_MAX)
        return true;
    struct spread_table *t = &job->spread[job->spread_count++];
    snprintf(t->name, sizeof t->name, "%s", columns[0].text);
    t->bytes = columns[1];
    t->shards = columns[2];
    return true;
}

static bool spread_facts(struct facts_job *job, struct error *e)
{
    bool distributed = false;
    if (!store_is_distributed(job->store, &distributed, e) ||
        (distributed &&
         !store_query(job->store, job->store->driver->distributed_sizes, NULL, 0, spread_row, job, e)))
        return false;
    for (size_t i = 0; i < job->spread_count; i++) {
        char name[LIMIT_NAME_BYTES + 40];
        snprintf(name, sizeof name, P_("%s, %lld shard", "%s, %lld shards", job->spread[i].shards.number),
                 job->spread[i].name, (long long)job->spread[i].shards.number);
        fact_add(job->table, "distributed", name, NULL, &job->spread[i].bytes);
    }
    return true;
}

/* Tells what this program would do to the schema: nothing, apply these migrations, or refuse the schema. */
static bool schema_facts(struct facts_job *job, struct error *e)
{
    struct migration_list list = {0};
    const char *verdict = NULL;
    int64_t version = 0;
    char text[64];
    if (!store_version(job->store, &version, e) ||
        !migration_list_read(store_migrations(job->store), &list, e))
        return false;
    snprintf(text, sizeof text, "%lld", (long long)version);
    fact_add(job->table, "schema here", text, NULL, NULL);
    snprintf(text, sizeof text, "%d", list.newest);
    fact_add(job->table, "schema known", text, NULL, NULL);
    if (version == list.newest)
        verdict = N_("nothing to do");
    else if (version > list.newest)
        verdict = N_("refused: made by a newer motcua");
    if (verdict) {
        fact_begin(job->table, "migrate");
        table_word(job->table, verdict, _(verdict));
    }
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].number > version)
            fact_add(job->table, "migrate", list.items[i].name, NULL, NULL);
    migration_list_free(&list);
    return true;
}

static bool columns_add(struct table *t)
{
    return t && table_column(t, "what", _("What"), false) && table_column(t, "name", _("Name"), false) &&
           table_column(t, "rows", _("Rows"), true) && table_column(t, "bytes", _("Bytes"), true);
}

static bool status_fill(struct facts_job *job, struct error *e)
{
    const struct value now = value_number(time(NULL));
    if (!columns_add(job->table))
        return error_memory(e, "db");
    fact_add(job->table, "store", store_name(job->store), NULL, NULL);
    if (!schema_facts(job, e) || !store_snapshot_begin(job->store, e))
        return false;
    bool ok =
        spread_facts(job, e) && store_query(job->store, job->store->driver->facts, &now, 1, fact_row, job, e);
    store_snapshot_end(job->store);
    return ok;
}

static bool db_status(struct cli *cli, struct error *e)
{
    struct cli_session session;
    if (!db_session_connect(cli, false, &session, e))
        return false;
    struct facts_job job = {.store = session.store, .table = table_new()};
    bool ok = status_fill(&job, e) && cli_write_table(cli, job.table, e);
    table_free(job.table);
    cli_session_close(&session);
    return ok;
}

/* --- migrate --- */
static bool db_migrate(struct cli *cli, struct error *e)
{
    struct cli_session session;
    int64_t before = 0, after = 0;
    if (!db_session_connect(cli, true, &session, e))
        return false;
    bool ok = store_version(session.store, &before, e) && store_migrate(session.store, e) &&
              store_version(session.store, &after, e);
    if (ok && before == after)
        fprintf(stderr, _("%s: schema %d, nothing to do\n"), store_name(session.store), (int)after);
    else if (ok)
        fprintf(stderr, _("%s: schema %d brought to %d\n"), store_name(session.store), (int)before,
                (int)after);
    if (ok && before && before != after && session.store->driver->roles)
        fprintf(
            stderr, "%s\n",
            _("If there are roles, run 'motcua db roles' too: it gives them their rights on what is new."));
    cli_session_close(&session);
    return ok;
}

/* --- roles --- */

/* The words that roles.sql leaves as the comments of roles, in the language of who asks; "unit CODE" behind them. */
static void role_use(struct table *t, const char *told)
{
    static const char *const uses[] = {N_("collects"), N_("reads views"), N_("reads all"),
                                       N_("what roles of units have in common")};
    char words[LIMIT_LINE_BYTES];
    snprintf(words, sizeof words, "%s", told);
    if (strncmp(told, "unit ", 5) == 0)
        snprintf(words, sizeof words, _("reads unit %s"), told + 5);
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
        if (strcmp(told, uses[i]) == 0)
            snprintf(words, sizeof words, "%s", _(uses[i]));
    table_word(t, told, words);
}

static bool role_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct table *t = context;
    (void)count;
    table_row(t);
    table_text(t, columns[0].text);
    role_use(t, columns[1].known ? columns[1].text : "");
    return !table_failed(t) || error_memory(e, "db");
}

static bool roles_tell(const struct cli *cli, struct store *s, struct error *e)
{
    struct table *t = table_new();
    bool ok = (t && table_column(t, "role", _("Role"), false) && table_column(t, "for", _("Use"), false)) ||
              error_memory(e, "db");
    ok = ok && role_list(s, role_row, t, e) && cli_write_table(cli, t, e);
    table_free(t);
    return ok;
}

/* Prints the SQL in one transaction, so that psql runs all of it or nothing, as this program does. */
static bool roles_print(const struct cli *cli, const struct buffer *sql, struct error *e)
{
    struct buffer whole;
    buffer_init(&whole, LIMIT_DOCUMENT_BYTES);
    buffer_text(&whole, "\\set ON_ERROR_STOP 1\nBEGIN;\n");
    buffer_append(&whole, sql->data, sql->used);
    buffer_text(&whole, "COMMIT;\n");
    bool ok = (!whole.failed || error_memory(e, "db")) && cli_write_bytes(cli, &whole, e);
    buffer_free(&whole);
    return ok;
}

static bool db_roles(struct cli *cli, struct error *e)
{
    struct cli_session session;
    struct unit_set units = {0};
    struct buffer sql;
    if (!cli_session_open(cli, false, &session, e))
        return false;
    buffer_init(&sql, LIMIT_DOCUMENT_BYTES);
    bool ok = !cli->units.count || (unit_set_load(session.store, &units, e) &&
                                    cli_units_settle(cli, unit_label_of_set, &units, units.count, false, e));
    const struct role_wish wish = {cli->units.items, cli->units.count, cli->prune};
    ok = ok && role_sql(session.store, &wish, &sql, e);
    if (ok)
        ok = cli->print || cli->format == FORMAT_SQL
                 ? roles_print(cli, &sql, e)
                 : role_apply(session.store, &sql, e) && roles_tell(cli, session.store, e);
    buffer_free(&sql);
    unit_set_free(&units);
    cli_session_close(&session);
    return ok;
}

/* --- the second word --- */
#define FIRST_WORD "db "
static const struct command verbs[] = {
    {.name = "db status", .words = "", .takes = "@table", .formats = FORMATS_OF_TABLES, .run = db_status},
    {.name = "db migrate", .words = "", .takes = "", .run = db_migrate},
    {.name = "db check", .words = "", .takes = "@table", .formats = FORMATS_OF_TABLES, .run = db_check},
    {.name = "db roles",
     .words = "",
     .takes = "@table",
     .formats = FORMATS_OF_TABLES | FORMAT_BIT(FORMAT_SQL),
     .run = db_roles},
    {.name = "db prune", .words = "", .takes = "@table", .formats = FORMATS_OF_TABLES, .run = db_prune},
    {.name = "db mend", .words = "", .takes = "@table", .formats = FORMATS_OF_TABLES, .run = db_mend},
    {.name = "db distribute",
     .words = "",
     .takes = "@table",
     .formats = FORMATS_OF_TABLES,
     .run = db_distribute},
    {.name = "db sample", .words = "", .takes = "", .run = db_sample},
    {.name = NULL}};

static bool run(struct cli *cli, struct error *e)
{
    const char *name = cli->words.count > 1 ? cli->words.items[1] : "";
    for (const struct command *verb = verbs; verb->name; verb++) {
        if (strcmp(verb->name + strlen(FIRST_WORD), name) != 0)
            continue;
        struct cli rest = *cli;
        rest.words.count--;
        memmove(rest.words.items, rest.words.items + 1, rest.words.count * sizeof *rest.words.items);
        return cli_check(&rest, verb, e) && verb->run(&rest, e);
    }
    return error_set(e, ERROR_USAGE, *name ? name : "db", _("See 'motcua help db'."),
                     *name ? _("not understood") : _("what of the store?"));
}

const struct command command_db = {
    .name = "db",
    .words = "status|migrate|check|roles|sample|prune|mend|distribute",
    .summary = N_("look after the store: its schema, whether it holds together, its roles"),
    .group = GROUP_TEND,
    .place = 1,
    .takes = "@table",
    .formats = FORMATS_OF_TABLES | FORMAT_BIT(FORMAT_SQL),
    .examples =
        "  motcua db status\n  motcua db migrate\n  motcua db check\n  motcua db roles\n"
        "  motcua db mend --dry-run\n  motcua db sample --since 2022-01\n  motcua db prune --dry-run\n  "
        "motcua db prune --before "
        "2023-01\n"
        "  motcua db distribute --dry-run\n"
        "  motcua db roles --unit H99.22 --unit H99.22.01 --prune\n  motcua db roles --print | psql motcua\n",
    .run = run,
};
