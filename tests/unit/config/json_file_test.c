#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"

static char folder[] = "/tmp/motcua-document-XXXXXX";

static void file_write(const char *name, const void *bytes, size_t n)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *const made[] = {"schema/name.schema.json", "schema/zeta.json", "schema/alpha.json",
                                   "schema/notes.txt",        "schema/.json",     "good.json",
                                   "adapters/opencps.json"};

static int set_up(void **state)
{
    static const char schema[] = "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": "
                                 "{\"name\": {\"type\": \"string\"}}}";
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(path_of("schema"), 0700), 0);
    assert_int_equal(mkdir(path_of("adapters"), 0700), 0);
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        file_write(made[i], "{}", 2);
    file_write("schema/name.schema.json", schema, sizeof schema - 1);
    setenv("MOTCUA_DATADIR", folder, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(path_of(made[i]));
    rmdir(path_of("schema"));
    rmdir(path_of("adapters"));
    rmdir(folder);
    unsetenv("MOTCUA_DATADIR");
    return 0;
}

static json_t *parse(const char *text, struct error *e)
{
    *e = (struct error){0};
    return json_file_parse("sample", text, strlen(text), "name.schema.json", e);
}

static void test_good(void **state)
{
    struct error e;
    (void)state;
    json_t *d = parse("{\"name\": \"xã Mẫu\"}", &e);
    assert_non_null(d);
    assert_string_equal(json_string_value(json_object_get(d, "name")), "xã Mẫu");
    json_decref(d);
    d = parse("\xEF\xBB\xBF{\"name\": \"a\"}\r\n", &e); /* with a byte order mark */
    assert_non_null(d);
    json_decref(d);
    file_write("good.json", "{\"name\": \"b\"}", 13);
    d = json_file_load(path_of("good.json"), "name.schema.json", &e);
    assert_non_null(d);
    assert_string_equal(json_string_value(json_object_get(d, "name")), "b");
    json_decref(d);
}

static void test_wrong(void **state)
{
    static const struct {
        const char *text, *what;
    } wrong[] = {{"{\"name\": \"hunter2\" \"x\"}", "line 1, column"},
                 {"{\n  \"name\": \"a\",\n}", "line 3, column 1: not valid JSON"},
                 {"{\"name\": \"a\", \"name\": \"b\"}", "a key is there twice"},
                 {"{\"name\": \"a\"", "ends too early"},
                 {"", "ends too early"},
                 {"{} {}", "follows the end"},
                 {"{\"name\": \"\xFF\"}", "not UTF-8"},
                 {"{\"name\": \"a\\u0000b\"}", "NUL"},
                 {"{\"name\": 99999999999999999999}", "too large"},
                 {"{\"name\": 5}", "/name: expected text, found 5"},
                 {"[]", "expected an object"},
                 {"{\"nmae\": \"a\"}", "/nmae: unknown key \"nmae\""}};
    struct error e;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(parse(wrong[i].text, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        assert_string_equal(e.where, "sample");
        if (!strstr(e.what, wrong[i].what))
            print_error("'%s' is not in '%s'\n", wrong[i].what, e.what);
        assert_non_null(strstr(e.what, wrong[i].what));
        assert_null(strstr(e.what, "hunter2"));
        if (strncmp(e.what, "line ", 5) == 0)
            assert_non_null(strstr(e.hint, "commas"));
    }
    assert_non_null(strstr(e.hint, "\"name\""));
}

static void test_deep(void **state)
{
    char text[20001];
    struct error e;
    (void)state;
    memset(text, '[', 10000);
    memset(text + 10000, ']', 10000);
    text[20000] = '\0';
    assert_null(parse(text, &e));
    assert_non_null(strstr(e.what, "nested too deep"));
}

static void test_long(void **state)
{
    size_t n = LIMIT_DOCUMENT_BYTES + 1;
    char *text = malloc(n);
    struct error e = {0};
    (void)state;
    assert_non_null(text);
    memset(text, ' ', n);
    text[0] = '{';
    text[n - 2] = '}';
    json_t *d = json_file_parse("sample", text, n - 1, "name.schema.json", &e);
    assert_non_null(d);
    json_decref(d);
    assert_null(json_file_parse("sample", text, n, "name.schema.json", &e));
    assert_non_null(strstr(e.what, "longer than"));
    file_write("good.json", text, n);
    assert_null(json_file_load(path_of("good.json"), "name.schema.json", &e));
    assert_non_null(strstr(e.what, "longer than"));
    free(text);
    assert_null(json_file_load("/dev/zero", "name.schema.json", &e));
    assert_non_null(strstr(e.what, "longer than"));
}

static void test_unreadable(void **state)
{
    struct error e = {0};
    (void)state;
    assert_null(json_file_load(path_of("none.json"), "name.schema.json", &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_string_equal(e.where, path_of("none.json"));
    assert_non_null(strstr(e.what, "cannot be read"));
    assert_null(json_file_load(folder, "name.schema.json", &e));
    assert_non_null(strstr(e.what, "cannot be read"));
    assert_null(json_file_parse("sample", "{}", 2, "none.schema.json", &e));
    assert_string_equal(e.where, "schema/none.schema.json");
}

static void test_find(void **state)
{
    static const char *const outside[] = {"../etc/passwd", "/etc/passwd", "schema/../../etc", "..",
                                          "schema/.."};
    char path[256], small[8];
    struct error e = {0};
    (void)state;
    assert_true(json_file_find("adapters/opencps.json", path, sizeof path, &e));
    assert_string_equal(path, path_of("adapters/opencps.json"));
    assert_false(json_file_find("adapters/none.json", path, sizeof path, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_string_equal(e.where, "adapters/none.json");
    assert_false(json_file_find("adapters/opencps.json", small, sizeof small, &e));
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        assert_false(json_file_find(outside[i], path, sizeof path, &e));
}

static void test_names(void **state)
{
    char out[64], small[12];
    (void)state;
    json_file_names("schema", out, sizeof out);
    assert_string_equal(out, "alpha, zeta");
    json_file_names("schema", small, sizeof small);
    assert_true(strlen(small) < sizeof small);
    json_file_names("schema", out, 14);
    assert_string_equal(out, "alpha, ...");
    json_file_names("none", out, sizeof out);
    assert_string_equal(out, "");
}

static void test_title(void **state)
{
    json_t *text = json_string("một"), *both = json_pack("{s:s, s:s}", "vi", "hai", "en", "two"),
           *vi = json_pack("{s:s}", "vi", "ba");
    json_t *wrong = json_pack("{s:i}", "vi", 5);
    (void)state;
    setenv("MOTCUA_LOCALEDIR", folder, 1);
    text_language_set("en");
    assert_string_equal(json_file_title(text), "một");
    assert_string_equal(json_file_title(both), "two");
    assert_string_equal(json_file_title(vi), "ba");
    text_language_set("vi");
    assert_string_equal(json_file_title(both), "hai");
    assert_string_equal(json_file_title(NULL), "");
    assert_string_equal(json_file_title(wrong), "");
    json_decref(text);
    json_decref(both);
    json_decref(vi);
    json_decref(wrong);
    unsetenv("MOTCUA_LOCALEDIR");
}

/* The program's own files are read once: but each caller has a document of its own, and a file that changed, or another
 * schema, is read anew. */
static void test_kept(void **state)
{
    struct error e;
    (void)state;
    file_write("schema/zeta.json", "{\"name\": \"a\"}", 13);
    json_t *one = json_file_load(path_of("schema/zeta.json"), "name.schema.json", &e);
    assert_int_equal(json_object_set_new(one, "name", json_string("of the caller")), 0);
    json_t *two = json_file_load(path_of("schema/zeta.json"), "name.schema.json", &e);
    assert_string_equal(json_string_value(json_object_get(two, "name")), "a");
    file_write("schema/zeta.json", "{\"name\": \"other\"}", 17);
    json_t *three = json_file_load(path_of("schema/zeta.json"), "name.schema.json", &e);
    assert_string_equal(json_string_value(json_object_get(three, "name")), "other");
    file_write("schema/zeta.json", "{\"nama\": 1}", 11);
    assert_null(json_file_load(path_of("schema/zeta.json"), "name.schema.json", &e));
    file_write("schema/zeta.json", "{\"name\": \"a\"}", 13);
    static const char numbers[] = "{\"type\": \"array\"}";
    file_write("schema/alpha.json", numbers, sizeof numbers - 1);
    assert_null(json_file_load(path_of("schema/zeta.json"), "alpha.json", &e)); /* by another schema */
    json_decref(one);
    json_decref(two);
    json_decref(three);
    file_write("schema/zeta.json", "{}", 2);
    file_write("schema/alpha.json", "{}", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),  cmocka_unit_test(test_wrong),      cmocka_unit_test(test_deep),
        cmocka_unit_test(test_long),  cmocka_unit_test(test_unreadable), cmocka_unit_test(test_find),
        cmocka_unit_test(test_names), cmocka_unit_test(test_title),      cmocka_unit_test(test_kept)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
