/* Views are made once, after all migrations: the file is that of one migration after the other, from every version. */
#include <sqlite3.h>

#include "store/migration.h"
#include "store_case.h"

enum { SCHEMA_BYTES = 1 << 18 };

static void sql_run(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    if (sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%.200s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

/* Applies migrations by SQLite alone, each in a transaction: those above `from`, up to `to`. */
static void steps_run(const char *file, const struct migration_list *list, int from, int to)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct migration *m = &list->items[i];
        if (m->number <= from || m->number > to)
            continue;
        struct error e = {0};
        char *sql = migration_text(m, &e), *whole = NULL;
        assert_ok(sql, e);
        assert_true(asprintf(&whole, "BEGIN; %s; PRAGMA user_version = %d; COMMIT", sql, m->number) > 0);
        sql_run(file, whole);
        free(whole);
        free(sql);
    }
}

static int row_put(void *context, int count, char **columns, char **names)
{
    char *out = context;
    (void)names;
    size_t used = strlen(out);
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, SCHEMA_BYTES - used, "%s%s", columns[i] ? columns[i] : "-",
                                 i + 1 < count ? "|" : "\n");
    assert_true(used < SCHEMA_BYTES);
    return 0;
}

/* All that a file has declared, and its version; malloc'd. */
static char *schema_of(const char *file)
{
    sqlite3 *db = NULL;
    char *out = calloc(1, SCHEMA_BYTES);
    assert_non_null(out);
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2",
                                  row_put, out, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version", row_put, out, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA application_id", row_put, out, NULL), SQLITE_OK);
    sqlite3_close(db);
    return out;
}

static void schema_expect(const char *file, const char *expected, int from)
{
    char *found = schema_of(file);
    assert_true(strlen(expected) > 40000);
    if (strcmp(expected, found) != 0) {
        size_t at = 0;
        while (expected[at] == found[at])
            at++;
        fail_msg("from version %d: expected \"%.200s\", found \"%.200s\"", from, expected + at, found + at);
    }
    free(found);
}

static void list_get(struct migration_list *list)
{
    struct error e = {0};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_ok(migration_list_read("schema/sqlite", list, &e), e);
}

static void file_copy(const char *from, const char *to)
{
    char bytes[65536];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void test_every_version(void **state)
{
    struct migration_list list;
    struct place stepped, walked;
    (void)state;
    list_get(&list);
    place_make(&stepped);
    place_make(&walked);
    steps_run(stepped.file, &list, 0, list.newest);
    char *expected = schema_of(stepped.file);
    for (size_t i = 0; i <= list.count; i++) {
        struct place p;
        int from = i > 0 ? list.items[i - 1].number : 0;
        place_make(&p);
        if (i > 0) {
            steps_run(walked.file, &list, i > 1 ? list.items[i - 2].number : 0, from);
            file_copy(walked.file, p.file);
        }
        store_close(open_store(p.url));
        schema_expect(p.file, expected, from);
        sample_folder_remove(p.folder);
    }
    free(expected);
    sample_folder_remove(stepped.folder);
    sample_folder_remove(walked.folder);
    migration_list_free(&list);
}

/* Views that an operator has made, one with a name that must be quoted, and triggers on views stay; those on a view
 * that a migration makes anew are dropped with it, as SQLite does. */
static void test_own_views(void **state)
{
    static const char own[] =
        "CREATE VIEW \"của \"\"tôi\"\"\" AS SELECT ';' AS a, code FROM unit; -- CREATE VIEW x;\n"
        "CREATE VIEW Later AS SELECT * FROM \"của \"\"tôi\"\"\";"
        "CREATE TRIGGER on_own INSTEAD OF INSERT ON later BEGIN INSERT INTO fact VALUES (1); END;"
        "CREATE TRIGGER on_ours INSTEAD OF DELETE ON v_evidence BEGIN SELECT 1; END;"
        "CREATE TRIGGER on_replaced INSTEAD OF DELETE ON v_run BEGIN SELECT 1; END;";
    struct migration_list list;
    struct place stepped, made;
    (void)state;
    list_get(&list);
    place_make(&stepped);
    place_make(&made);
    steps_run(stepped.file, &list, 0, 24);
    steps_run(made.file, &list, 0, 24);
    sql_run(stepped.file, own);
    sql_run(made.file, own);
    steps_run(stepped.file, &list, 24, list.newest);
    store_close(open_store(made.url));
    char *expected = schema_of(stepped.file);
    schema_expect(made.file, expected, 24);
    assert_non_null(strstr(expected, "on_ours"));
    assert_null(strstr(expected, "on_replaced"));
    free(expected);
    sample_folder_remove(stepped.folder);
    sample_folder_remove(made.folder);
    migration_list_free(&list);
}

/* More views than are kept: the upgrade is refused, and the file is as it was. */
static void test_too_many(void **state)
{
    struct migration_list list;
    struct place p;
    struct error e = {0};
    (void)state;
    list_get(&list);
    place_make(&p);
    steps_run(p.file, &list, 0, 24);
    char *many = calloc(1, 1100 * 48), *at = many;
    assert_non_null(many);
    for (int i = 0; i < 1001; i++)
        at += sprintf(at, "CREATE VIEW many_%d AS SELECT 1;", i);
    sql_run(p.file, many);
    free(many);
    char *before = schema_of(p.file);
    assert_null(store_open(p.url, &e));
    assert_int_equal(e.code, ERROR_DATA);
    char *after = schema_of(p.file);
    assert_string_equal(before, after);
    free(before);
    free(after);
    sample_folder_remove(p.folder);
    migration_list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_version),
        cmocka_unit_test(test_own_views),
        cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
