/* What SQLite alone must do, beside what every store must (store_test.c). */
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include "store_case.h"

static void sql_run(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void expect_refusal(const char *url, enum error_code code, const char *what)
{
    struct error e = {0};
    assert_null(store_open(url, &e));
    assert_int_equal(e.code, code);
    assert_non_null(strstr(e.what, what));
    /* what is no address may hold a password: it is not quoted */
    assert_string_equal(e.where, code == ERROR_CONFIG ? "store" : url);
    assert_true(*e.hint);
}

static void test_foreign_files(void **state)
{
    struct place p;
    (void)state;
    place_make(&p);
    assert_true(text_language_set("en"));
    FILE *f = fopen(p.file, "w");
    assert_non_null(f);
    for (int i = 0; i < 200; i++)
        fputs("not a database\n", f);
    fclose(f);
    expect_refusal(p.url, ERROR_DATA, "not a database");
    unlink(p.file);
    sql_run(p.file, "CREATE TABLE accounts (id INTEGER)");
    expect_refusal(p.url, ERROR_DATA, "another program");
    sql_run(p.file, "SELECT id FROM accounts");
    unlink(p.file);
    store_close(open_store(p.url));
    sql_run(p.file, "PRAGMA user_version = 9999");
    expect_refusal(p.url, ERROR_UNAVAILABLE, "newer");
    sample_folder_remove(p.folder);
    expect_refusal(p.url, ERROR_IO, "unable to open");
    expect_refusal("motcua.db", ERROR_CONFIG, "address");
    expect_refusal("sqlite:", ERROR_CONFIG, "address");
    expect_refusal("sqlites:/tmp/x", ERROR_CONFIG, "address");
}

/* A fault in the middle of a page, made by a trigger: the same as a kill, for the transaction never commits.
 */
static void test_fault_in_the_middle(void **state)
{
    struct place p;
    struct error e = {0};
    struct page_outcome out;
    (void)state;
    place_make(&p);
    struct store *s = open_store(p.url);
    struct run run = begin_run(s, "a", 100);
    struct dossier d[3] = {dossier_of("k1", 2), dossier_of("k2", 2), dossier_of("k3", 2)};
    put_dossiers(s, &run, 100, d, 1);
    sql_run(p.file, "CREATE TRIGGER fault BEFORE INSERT ON dossier WHEN NEW.key = 'k3' BEGIN SELECT "
                    "RAISE(ABORT, 'fault'); END");
    d[0].value[DOSSIER_STATUS].number = 9;
    struct page_place place = place_of(&run, 200, "next");
    const struct page page = {.dossiers = d, .dossier_count = 3};
    assert_false(store_page_put(s, &place, &page, &out, &e));
    expect_rows(s, "SELECT key, status FROM dossier", "k1|2;");
    expect_rows(s, "SELECT (SELECT COUNT(*) FROM dossier_history), (SELECT COUNT(*) FROM cursor)", "0|0;");
    sql_run(p.file, "DROP TRIGGER fault");
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    expect_outcome(out, 2, 1, 0);
    store_close(s);
    sample_folder_remove(p.folder);
}

/* No file may grow: what a full disk looks like. With room again the same page goes in. */
static void test_disk_full(void **state)
{
    struct place p;
    struct error e = {0};
    struct page_outcome out;
    struct dossier d[200];
    char keys[200][300];
    (void)state;
    place_make(&p);
    struct store *s = open_store(p.url);
    struct run run = begin_run(s, "a", 100);
    for (int i = 0; i < 200; i++) {
        memset(keys[i], 'k', sizeof keys[i]);
        snprintf(keys[i] + 290, 10, "%d", i);
        d[i] = dossier_of(keys[i], 2);
    }
    struct page_place place = place_of(&run, 100, "next");
    const struct page page = {.dossiers = d, .dossier_count = 200};
    struct rlimit whole, little;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
    little = whole;
    little.rlim_cur = 200000;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    bool put = store_page_put(s, &place, &page, &out, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
    assert_false(put);
    assert_int_equal(e.code, ERROR_IO);
    assert_true(*e.hint);
    expect_rows(s, "SELECT COUNT(*) FROM dossier", "0;");
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    expect_outcome(out, 200, 0, 0);
    store_close(s);
    sample_folder_remove(p.folder);
}

static void test_settings(void **state)
{
    struct place p;
    (void)state;
    place_make(&p);
    struct store *s = open_store(p.url);
    expect_rows(
        s,
        "SELECT (SELECT journal_mode FROM pragma_journal_mode), (SELECT foreign_keys FROM "
        "pragma_foreign_keys),"
        " (SELECT synchronous FROM pragma_synchronous), (SELECT application_id FROM pragma_application_id)",
        "wal|1|2|1836020835;");
    expect_rows(s,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT "
                "LIKE 'sqlite%' AND strict = 0",
                "");
    expect_rows(s, "SELECT COUNT(*) FROM dossier_readable", "0;");
    store_close(s);
    sample_folder_remove(p.folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_foreign_files),
        cmocka_unit_test(test_fault_in_the_middle),
        cmocka_unit_test(test_disk_full),
        cmocka_unit_test(test_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
