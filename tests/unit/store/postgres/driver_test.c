/* The PostgreSQL store, on a real server of its own that tests/postgres.sh starts: what every store must do
 * (the tests of store_test.c), straight and through pgbouncer in transaction mode; then what only a server
 * can do to us. */
#define main sqlite_main
int sqlite_main(void);
#include "store/store_test.c"
#undef main

#include "both_stores.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

#include "store/postgres/driver.h"

static void server(const char *verb)
{
    char command[512];
    snprintf(command, sizeof command, ". '%s'; %s", POSTGRES_SCRIPT, verb);
    if (system(command) != 0)
        fail_msg("%s failed", verb);
}

static const char *empty_store(void)
{
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_true(text_language_set("en"));
    admin("DROP SCHEMA IF EXISTS motcua CASCADE");
    return getenv("MOTCUA_TEST_POSTGRES");
}

#define CONFORMS_THERE(name)                                                                                 \
    static void postgres_##name(void **state)                                                                \
    {                                                                                                        \
        (void)state;                                                                                         \
        name(empty_store());                                                                                 \
    }                                                                                                        \
    static void pgbouncer_##name(void **state)                                                               \
    {                                                                                                        \
        (void)state;                                                                                         \
        empty_store();                                                                                       \
        assert_non_null(getenv("MOTCUA_TEST_PGBOUNCER"));                                                    \
        name(getenv("MOTCUA_TEST_PGBOUNCER"));                                                               \
    }
CONFORMS_THERE(all_fields)
CONFORMS_THERE(new_changed_unchanged)
CONFORMS_THERE(older_does_not_overwrite)
CONFORMS_THERE(sources_apart)
CONFORMS_THERE(whole_page_or_nothing)
CONFORMS_THERE(cursors)
CONFORMS_THERE(units)
CONFORMS_THERE(unit_names)
CONFORMS_THERE(units_together)
CONFORMS_THERE(figures)
CONFORMS_THERE(rejects)
CONFORMS_THERE(runs)
CONFORMS_THERE(queries)
CONFORMS_THERE(snapshot)
CONFORMS_THERE(together)
CONFORMS_THERE(missing)
CONFORMS_THERE(doubted)
CONFORMS_THERE(reopened)

static void test_error_kinds(void **state)
{
    static const struct {
        const char *sqlstate;
        enum error_code code;
    } cases[] = {{NULL, ERROR_TEMPORARY},      {"08006", ERROR_TEMPORARY},   {"57P01", ERROR_TEMPORARY},
                 {"57P03", ERROR_TEMPORARY},   {"57014", ERROR_TEMPORARY},   {"53100", ERROR_TEMPORARY},
                 {"53300", ERROR_TEMPORARY},   {"53200", ERROR_TEMPORARY},   {"40001", ERROR_TEMPORARY},
                 {"40P01", ERROR_TEMPORARY},   {"40003", ERROR_TEMPORARY},   {"25P04", ERROR_TEMPORARY},
                 {"55P03", ERROR_TEMPORARY},   {"25006", ERROR_TEMPORARY},   {"28P01", ERROR_UNAVAILABLE},
                 {"28000", ERROR_UNAVAILABLE}, {"3D000", ERROR_UNAVAILABLE}, {"42501", ERROR_UNAVAILABLE},
                 {"42P01", ERROR_UNAVAILABLE}, {"42883", ERROR_UNAVAILABLE}, {"3F000", ERROR_UNAVAILABLE},
                 {"58030", ERROR_UNAVAILABLE}, {"22021", ERROR_DATA},        {"23505", ERROR_DATA},
                 {"42601", ERROR_INTERNAL},    {"40002", ERROR_INTERNAL},    {"25P02", ERROR_INTERNAL},
                 {"XX000", ERROR_INTERNAL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct postgres_kind *kind = postgres_kind_of(cases[i].sqlstate);
        if (kind->code != cases[i].code)
            fail_msg("%s gives %d", cases[i].sqlstate ? cases[i].sqlstate : "nothing", kind->code);
        if (kind->code == ERROR_TEMPORARY || kind->code == ERROR_UNAVAILABLE)
            assert_non_null(kind->hint);
    }
}

static void expect_error(const struct error *e, enum error_code code, const char *what)
{
    if (e->code != code || !strstr(e->what, what))
        fail_msg("%d %s: %s", e->code, e->where, e->what);
    assert_null(strstr(e->what, "s3cret"));
    assert_null(strstr(e->where, "s3cret"));
    assert_null(strstr(e->hint, "s3cret"));
}

static void expect_closed(const char *url, enum error_code code, const char *what)
{
    struct error e = {0};
    assert_null(store_open(url, &e));
    expect_error(&e, code, what);
    assert_true(*e.hint);
}

/* An address on the server of the tests. */
static const char *address(const char *user, const char *database, const char *rest)
{
    static char url[512];
    snprintf(url, sizeof url, "postgresql://%s@/%s?host=%s%s", user, database, getenv("PGHOST"), rest);
    return url;
}

static void test_refusals(void **state)
{
    (void)state;
    empty_store();
    expect_closed("postgresql://u:s3cret%zz@h/d", ERROR_CONFIG, "not the address");
    expect_closed("postgresql://u:s3cret@h/d?nonsense=1", ERROR_CONFIG, "not the address");
    expect_closed("postgresql://u:s3cret@/d?host=/nowhere", ERROR_TEMPORARY, "No such file");
    expect_closed(address("motcua:s3cret", "nothing", ""), ERROR_UNAVAILABLE, "does not exist");
    expect_closed(address("nobody", "motcua", ""), ERROR_UNAVAILABLE, "does not exist");
    admin("DROP DATABASE IF EXISTS plain");
    admin("CREATE DATABASE plain ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    expect_closed(address("motcua", "plain", ""), ERROR_UNAVAILABLE, "SQL_ASCII");
    admin("DROP DATABASE plain");
}

/* The two names of the scheme, and nothing but libpq's environment. */
static void test_addresses(void **state)
{
    char url[512];
    (void)state;
    const char *given = empty_store();
    snprintf(url, sizeof url, "postgres%s", strchr(given, ':'));
    store_close(open_store(url));
    assert_int_equal(setenv("PGUSER", "motcua", 1), 0);
    struct store *s = open_store("postgresql://");
    expect_rows(s, "SELECT current_user, current_database(), current_setting('application_name')",
                "motcua|motcua|motcua;");
    assert_string_equal(store_name(s), "postgresql://");
    store_close(s);
    s = open_store(address("motcua:s3cret", "motcua", "&application_name=other"));
    expect_rows(s, "SELECT current_setting('application_name'), current_setting('client_encoding')",
                "other|UTF8;");
    assert_null(strstr(store_name(s), "s3cret"));
    assert_non_null(strstr(store_name(s), "/motcua"));
    store_close(s);
    assert_int_equal(setenv("PGUSER", "postgres", 1), 0);
}

static void test_newer_schema(void **state)
{
    (void)state;
    const char *url = empty_store();
    store_close(open_store(url));
    admin("INSERT INTO motcua.migration (number, name) VALUES (9999, 'of tomorrow')");
    expect_closed(url, ERROR_UNAVAILABLE, "made by a newer motcua (schema 9999");
}

/* Who may not create is told whom to ask; who may only read can read. */
static void test_rights(void **state)
{
    struct error e = {0};
    (void)state;
    const char *url = empty_store();
    admin("DROP ROLE IF EXISTS guest");
    admin("CREATE ROLE guest LOGIN");
    expect_closed(address("guest", "motcua", ""), ERROR_UNAVAILABLE, "permission denied");
    struct store *s = open_store(url);
    begin_run(s, "a", 100);
    store_close(s);
    expect_closed(address("guest", "motcua", ""), ERROR_UNAVAILABLE, "permission denied");
    admin("GRANT USAGE ON SCHEMA motcua TO guest; GRANT SELECT ON ALL TABLES IN SCHEMA motcua TO guest");
    s = open_store(address("guest", "motcua", ""));
    expect_rows(s, "SELECT name FROM source", "a;");
    struct run run = {.source = 1, .observed = 1};
    assert_false(store_run_begin(s, &run, &e));
    expect_error(&e, ERROR_UNAVAILABLE, "permission denied");
    store_close(s);
    /* an owner may have made the schema for a role that may not make one */
    empty_store();
    admin("CREATE SCHEMA motcua AUTHORIZATION guest");
    store_close(open_store(address("guest", "motcua", "")));
    admin("DROP SCHEMA motcua CASCADE");
    admin("DROP ROLE guest");
}

/* A page of many kinds: with rows enough for COPY, a key that comes twice in two versions, figures, rejects.
 */
enum { MANY = 5000 };

static void test_large_page(void **state)
{
    (void)state;
    struct store *s = open_store(empty_store());
    struct run run = begin_run(s, "a", 100);
    struct dossier *d = calloc(MANY, sizeof *d);
    char(*keys)[16] = calloc(MANY, sizeof *keys);
    assert_non_null(d);
    assert_non_null(keys);
    for (int i = 0; i < MANY; i++) {
        snprintf(keys[i], sizeof keys[i], "k%04d", MANY - 1 - i);
        d[i] = dossier_of(keys[i], 2);
    }
    d[MANY - 1] = dossier_of("k4999", 4);
    d[MANY - 2] = dossier_of("k4999", 2);
    expect_outcome(put_dossiers(s, &run, 100, d, MANY), MANY - 2, 1, 1);
    expect_rows(
        s, "SELECT COUNT(*), COUNT(DISTINCT key), MIN(known_from), MAX(first_seen), MIN(run_id) FROM dossier",
        "4998|4998|100|100|1;");
    expect_rows(s, "SELECT key, status FROM dossier WHERE status <> 2", "k4999|4;");
    expect_rows(s, "SELECT key, status, known_from, replaced_at FROM dossier_history", "k4999|2|100|100;");
    for (int i = 1; i < MANY - 2; i += 2)
        d[i].value[DOSSIER_STATUS].number = 9;
    expect_outcome(put_dossiers(s, &run, 200, d, MANY - 2), 0, 2500, 2498);
    expect_rows(s, "SELECT COUNT(*), MIN(known_from), MIN(first_seen) FROM dossier WHERE status = 9",
                "2499|200|100;");
    expect_rows(s, "SELECT COUNT(*), MIN(replaced_at) FROM dossier_history WHERE replaced_at > 100",
                "2500|200;");
    free(d);
    free(keys);
    store_close(s);
}

/* Row-level security forbids COPY: the same rows go in by another way. */
static void test_row_security(void **state)
{
    char keys[200][8];
    struct dossier d[200];
    (void)state;
    store_close(open_store(empty_store()));
    admin("ALTER TABLE motcua.dossier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
    admin("CREATE POLICY all_of_it ON motcua.dossier USING (true)");
    struct store *s = open_store(getenv("MOTCUA_TEST_POSTGRES"));
    struct run run = begin_run(s, "a", 100);
    for (int i = 0; i < 200; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", i);
        d[i] = dossier_of(keys[i], 2);
    }
    expect_outcome(put_dossiers(s, &run, 100, d, 200), 200, 0, 0);
    expect_rows(s, "SELECT COUNT(*) FROM dossier", "200;");
    store_close(s);
}

/* A name that comes back is written again. */
static void test_unit_name_returns(void **state)
{
    struct error e = {0};
    struct page_outcome out;
    (void)state;
    struct store *s = open_store(empty_store());
    struct run run = begin_run(s, "a", 100);
    const struct page_place place = place_of(&run, 100, NULL);
    static const char *const names[] = {"Xã A", "Phường A", "Xã A"};
    for (size_t i = 0; i < 3; i++) {
        struct unit_seen u = {"X.1", names[i], NULL};
        const struct page page = {.units = &u, .unit_count = 1};
        assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    }
    expect_rows(s, "SELECT name FROM unit", "Xã A;");
    store_close(s);
}

static void test_data_error(void **state)
{
    struct error e = {0};
    struct page_outcome out;
    (void)state;
    struct store *s = open_store(empty_store());
    struct run run = begin_run(s, "a", 100);
    admin("ALTER TABLE motcua.dossier ADD CONSTRAINT no_nine CHECK (status <> 9)");
    struct dossier d[100];
    char keys[100][8];
    for (int i = 0; i < 100; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", i);
        d[i] = dossier_of(keys[i], i == 99 ? 9 : 2);
    }
    struct page_place place = place_of(&run, 100, "next");
    const struct page large = {.dossiers = d, .dossier_count = 100},
                      small = {.dossiers = d + 98, .dossier_count = 2};
    assert_false(store_page_put(s, &place, &large, &out, &e));
    expect_error(&e, ERROR_DATA, "no_nine");
    assert_false(store_page_put(s, &place, &small, &out, &e));
    expect_error(&e, ERROR_DATA, "no_nine");
    expect_rows(s, "SELECT (SELECT COUNT(*) FROM dossier), (SELECT COUNT(*) FROM cursor)", "0|0;");
    store_close(s);
}

/* Killed in mid-transaction: nothing stays of it, the page is not lost silently, and the next call works. */
static void test_killed_server(void **state)
{
    struct error e = {0};
    struct page_outcome out;
    (void)state;
    const char *url = empty_store();
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct dossier d = dossier_of("k1", 2);
    put_dossiers(s, &run, 100, &d, 1);
    assert_ok(s->driver->begin(s, true, &e), e);
    d.value[DOSSIER_STATUS].number = 9;
    struct page_place place = place_of(&run, 200, "next");
    const struct page page = {.dossiers = &d, .dossier_count = 1};
    assert_ok(s->driver->page(s, &place, &page, &out, &e), e);
    server("postgres_kill");
    assert_false(s->driver->commit(s, &e));
    expect_error(&e, ERROR_TEMPORARY, "");
    assert_false(store_page_put(s, &place, &page, &out, &e));
    expect_error(&e, ERROR_TEMPORARY, "");
    server("postgres_up");
    expect_rows(s,
                "SELECT (SELECT status FROM dossier), (SELECT COUNT(*) FROM dossier_history),"
                " (SELECT COUNT(*) FROM cursor)",
                "2|0|0;");
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    expect_outcome(out, 0, 1, 0);
    store_close(s);
}

/* Restarted between two calls: nobody notices. Lost inside a snapshot: told, and over with the snapshot. */
static void test_restarted_server(void **state)
{
    struct error e = {0};
    struct text_rows rows = {""};
    (void)state;
    struct store *s = open_store(empty_store());
    server("postgres_down");
    server("postgres_up");
    expect_rows(s, "SELECT 1", "1;");
    assert_ok(store_snapshot_begin(s, &e), e);
    expect_rows(s, "SELECT 1", "1;");
    server("postgres_down");
    server("postgres_up");
    for (int i = 0; i < 2; i++) {
        e = (struct error){0};
        assert_false(store_query(s, "SELECT 1", NULL, 0, rows_text, &rows, &e));
        expect_error(&e, ERROR_TEMPORARY, "");
    }
    store_snapshot_end(s);
    expect_rows(s, "SELECT 1", "1;");
    store_close(s);
}

/* A reader far behind the rows: what is asked inside a row sees the rest parked, in order. */
static bool count_inside(void *context, const struct value *columns, int count, struct error *e)
{
    struct nested *nested = context;
    struct text_rows inner = {""};
    (void)count;
    return columns[0].number == ++nested->calls &&
           (nested->calls % 1000 != 1 ||
            store_query(nested->store, "SELECT 7", NULL, 0, rows_text, &inner, e));
}

static void test_many_rows(void **state)
{
    struct error e = {0};
    (void)state;
    struct store *s = open_store(empty_store());
    struct nested nested = {s, 0};
    assert_ok(
        store_query(s, "SELECT i FROM generate_series(1, 3000) AS g(i)", NULL, 0, count_inside, &nested, &e),
        e);
    assert_int_equal(nested.calls, 3000);
    expect_rows(s, "SELECT SUM(i), COUNT(*) > 5, AVG(i) FROM (SELECT 3000000000 AS i UNION ALL SELECT 5) x",
                "3000000005|0|1500000002;");
    store_close(s);
}

/* A server that accepts and says nothing must not hold us: connecting, and in the middle of a query. */
static void test_silent_server(void **state)
{
    char url[128];
    struct error e = {0};
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof here;
    struct text_rows rows = {""};
    (void)state;
    int mute = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(mute, (struct sockaddr *)&here, sizeof here), 0);
    assert_int_equal(listen(mute, 4), 0);
    assert_int_equal(getsockname(mute, (struct sockaddr *)&here, &length), 0);
    snprintf(url, sizeof url, "postgresql://u:s3cret@127.0.0.1:%d/d?connect_timeout=2", ntohs(here.sin_port));
    expect_closed(url, ERROR_TEMPORARY, "");
    close(mute);
    struct store *s = open_store(empty_store());
    ((struct postgres_store *)s->handle)->wait_seconds = 1;
    assert_false(store_query(s, "SELECT pg_sleep(600)", NULL, 0, rows_text, &rows, &e));
    expect_error(&e, ERROR_TEMPORARY, "no answer in 1 second");
    expect_rows(s, "SELECT 1", "1;");
    store_close(s);
}

static void test_readable_view(void **state)
{
    (void)state;
    struct store *s = open_store(empty_store());
    struct run run = begin_run(s, "a", 1669363200);
    struct dossier d = dossier_of("k1", 10);
    d.value[DOSSIER_RECEIVED] = value_number(1669363200);
    put_dossiers(s, &run, 1669363200, &d, 1);
    expect_rows(
        s,
        "SELECT source, key, status, to_char(received AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI')"
        " FROM dossier_readable",
        "a|k1|đã trả kết quả|2022-11-25 15:00;");
    /* every column of every table is there for the fields that the program knows, and said what it is */
    expect_rows(s,
                "SELECT COUNT(*) FROM pg_attribute WHERE attrelid = 'motcua.dossier'::regclass AND attnum > 0"
                " AND attname <> 'source_id' AND col_description(attrelid, attnum) IS NULL",
                "0;");
    expect_rows(
        s,
        "SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind IN ('r', 'v')"
        " AND obj_description(oid, 'pg_class') IS NULL",
        "");
    store_close(s);
}

#define THERE(name) cmocka_unit_test(postgres_##name), cmocka_unit_test(pgbouncer_##name)

/* Units are added many in a statement, however far away the server is. */
static void test_units_in_few_statements(void **state)
{
    enum { COMMUNES = LIMIT_STATEMENT_ROWS + 1 };
    struct store *s = open_store(empty_store());
    struct error e = {0};
    struct unit_row *rows = calloc(COMMUNES, sizeof *rows);
    static char codes[COMMUNES][8];
    char expected[32];
    (void)state;
    assert_non_null(rows);
    for (int i = 0; i < COMMUNES; i++) {
        snprintf(codes[i], sizeof codes[i], "U%05d", i);
        rows[i] = (struct unit_row){.code = codes[i], .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE};
    }
    admin("CREATE SEQUENCE motcua.statements; GRANT ALL ON SEQUENCE motcua.statements TO PUBLIC;"
          "CREATE FUNCTION motcua.statement_count() RETURNS trigger LANGUAGE plpgsql AS"
          " 'BEGIN PERFORM nextval(''motcua.statements''); RETURN NULL; END';"
          "CREATE TRIGGER counted AFTER INSERT ON motcua.unit FOR EACH STATEMENT"
          " EXECUTE FUNCTION motcua.statement_count()");
    assert_ok(store_units_put(s, rows, COMMUNES, &e), e);
    snprintf(expected, sizeof expected, "%d|2;", COMMUNES);
    expect_rows(s, "SELECT COUNT(*), (SELECT last_value FROM statements) FROM unit", expected);
    free(rows);
    store_close(s);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {THERE(all_fields),
                                       THERE(new_changed_unchanged),
                                       THERE(older_does_not_overwrite),
                                       THERE(sources_apart),
                                       THERE(whole_page_or_nothing),
                                       THERE(cursors),
                                       THERE(units),
                                       THERE(unit_names),
                                       THERE(units_together),
                                       cmocka_unit_test(test_units_in_few_statements),
                                       THERE(figures),
                                       THERE(rejects),
                                       THERE(runs),
                                       THERE(queries),
                                       THERE(snapshot),
                                       THERE(together),
                                       THERE(missing),
                                       THERE(doubted),
                                       THERE(reopened),
                                       cmocka_unit_test(test_error_kinds),
                                       cmocka_unit_test(test_refusals),
                                       cmocka_unit_test(test_addresses),
                                       cmocka_unit_test(test_newer_schema),
                                       cmocka_unit_test(test_rights),
                                       cmocka_unit_test(test_large_page),
                                       cmocka_unit_test(test_row_security),
                                       cmocka_unit_test(test_unit_name_returns),
                                       cmocka_unit_test(test_data_error),
                                       cmocka_unit_test(test_many_rows),
                                       cmocka_unit_test(test_silent_server),
                                       cmocka_unit_test(test_readable_view),
                                       cmocka_unit_test(test_restarted_server),
                                       cmocka_unit_test(test_killed_server)};
    (void)argc;
    return RUN_WITH_SERVER(tests, argv);
}
