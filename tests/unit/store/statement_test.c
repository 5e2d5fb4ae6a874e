/* A script is parted where the server would part it, and nowhere else. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/statement.h"

static void expect(const char *script, const char *const *wanted)
{
    const char *begin;
    size_t n;
    for (; *wanted; wanted++) {
        assert_true(statement_next(&script, &begin, &n));
        char *got = strndup(begin, n);
        assert_string_equal(got, *wanted);
        free(got);
    }
    assert_false(statement_next(&script, &begin, &n));
}
#define EXPECT(script, ...) expect(script, (const char *const[]){__VA_ARGS__, NULL})

static void plain(void **state)
{
    (void)state;
    expect("", (const char *const[]){NULL});
    expect(" -- nothing\n;; /* at all */ ;", (const char *const[]){NULL});
    EXPECT("SELECT 1", "SELECT 1");
    EXPECT("SELECT 1;SELECT 2 ;\n\nSELECT 3;", "SELECT 1", "SELECT 2 ", "SELECT 3");
    EXPECT("-- one; two\nSELECT 1; -- behind; it\nSELECT 2", "SELECT 1", "SELECT 2");
    EXPECT("SELECT 1 -- a; b", "SELECT 1 -- a; b");
}

static void quotes(void **state)
{
    (void)state;
    EXPECT("SELECT ';', 'it''s; so'; SELECT 2", "SELECT ';', 'it''s; so'", "SELECT 2");
    EXPECT("SELECT \"a;b\", \"c\"\";d\"; SELECT 2", "SELECT \"a;b\", \"c\"\";d\"", "SELECT 2");
    EXPECT("SELECT E'it\\'s; so', '\\'; SELECT 2", "SELECT E'it\\'s; so', '\\'", "SELECT 2");
    EXPECT("SELECT e'\\\\'; SELECT 2", "SELECT e'\\\\'", "SELECT 2");
    EXPECT("SELECT size'\\'; SELECT 2", "SELECT size'\\'", "SELECT 2"); /* a word that ends with e is no E */
    EXPECT("SELECT '-- not'; SELECT '/* nor'; SELECT 3", "SELECT '-- not'", "SELECT '/* nor'", "SELECT 3");
}

static void bodies(void **state)
{
    (void)state;
    EXPECT("DO $$ BEGIN; x; END $$; SELECT 2", "DO $$ BEGIN; x; END $$", "SELECT 2");
    EXPECT("DO $a$ $$ ; $b$ ; $$ '; $a$; SELECT 2", "DO $a$ $$ ; $b$ ; $$ '; $a$", "SELECT 2");
    EXPECT("SELECT $1; SELECT $2", "SELECT $1", "SELECT $2");
    EXPECT("SELECT a$b$; SELECT c$b$", "SELECT a$b$", "SELECT c$b$"); /* a name may have dollars */
    EXPECT("DO $đ$ ; $đ$; SELECT 2", "DO $đ$ ; $đ$", "SELECT 2");
    EXPECT("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; "
           "SELECT 2",
           "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
           "SELECT 2");
    EXPECT("CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3",
           "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)", "SELECT 3");
}

static void comments(void **state)
{
    (void)state;
    EXPECT("/* a; /* b; */ c; */ SELECT 1; SELECT 2", "SELECT 1", "SELECT 2");
    EXPECT("SELECT /* ; /* ' */ $$ */ 1; SELECT 2", "SELECT /* ; /* ' */ $$ */ 1", "SELECT 2");
    EXPECT("SELECT 4 / 2; SELECT 4 - -2; SELECT 2 * 3", "SELECT 4 / 2", "SELECT 4 - -2", "SELECT 2 * 3");
    EXPECT("SELECT 1 -- it's\n; SELECT 2", "SELECT 1 -- it's\n", "SELECT 2");
}

static void open_at_the_end(void **state)
{
    (void)state;
    EXPECT("SELECT 1; SELECT 'a; b", "SELECT 1", "SELECT 'a; b");
    EXPECT("SELECT 1; DO $x$ a; $y$;", "SELECT 1", "DO $x$ a; $y$;");
    expect("/* never; ends", (const char *const[]){NULL});
    EXPECT("SELECT E'\\", "SELECT E'\\");
    EXPECT("SELECT (1;", "SELECT (1;");
}

/* Every statement of the shipped scripts begins with a verb: a body or a comment that was cut would begin otherwise. */
static size_t verbs_of(const char *file)
{
    static const char *const verbs[] = {"ALTER ",  "COMMENT ", "CREATE ", "DO ",     "DROP ", "GRANT ",
                                        "INSERT ", "LOCK ",    "REVOKE ", "SELECT ", "SET ",  "UPDATE "};
    static char text[1 << 20];
    FILE *f = fopen(file, "r");
    assert_non_null(f);
    size_t count = 0, n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    fclose(f);
    const char *rest = text, *begin;
    while (statement_next(&rest, &begin, &n)) {
        bool known = false;
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
            known = known || strncmp(begin, verbs[i], strlen(verbs[i])) == 0;
        if (!known)
            fail_msg("%s: a statement that begins with '%.40s'", file, begin);
        count++;
    }
    return count;
}

static void shipped(void **state)
{
    (void)state;
    static const char folder[] = TEST_SOURCE_DIR "/schema/postgres";
    char file[4096];
    size_t files = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *d; (d = readdir(dir));) {
        if (!strstr(d->d_name, ".sql"))
            continue;
        snprintf(file, sizeof file, "%s/%s", folder, d->d_name);
        assert_true(verbs_of(file) > 0);
        files++;
    }
    closedir(dir);
    assert_true(files > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain),           cmocka_unit_test(quotes),
                                       cmocka_unit_test(bodies),          cmocka_unit_test(comments),
                                       cmocka_unit_test(open_at_the_end), cmocka_unit_test(shipped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
