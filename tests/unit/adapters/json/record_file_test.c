/* Files of JSON records: every shape that a tap gives, records in pieces, broken ones, and what is none. */
#include "decode.h"

#include <sys/stat.h>
#include <unistd.h>

#include "adapters/json/record_file.h"
#include "base/buffer.h"

#define FILE_NAME "record_file_test.json"

struct got {
    struct buffer keys;    /* "a b c " */
    struct buffer rejects; /* "3:record 5:due_at " */
    int64_t records;
    size_t pages;
    bool ok;
    struct error e;
};

static const char manifest_text[] =
    "{\"name\":\"t\",\"title\":\"t\",\"driver\":\"rest_json\",\"dates\":\"yyyyMMddHHmmss\",\"streams\":["
    "{\"name\":\"d\",\"kind\":\"dossier\",\"request\":{\"path\":\"/d\"},\"ok\":{\"code\":[\"0\"]},"
    "\"records\":\"data.items\",\"fields\":{\"key\":\"id\",\"received_at\":\"day\",\"level\":\"level\","
    "\"status\":{\"when\":[{\"any\":\"id\",\"present\":true,\"then\":1}],\"else\":1},"
    "\"due_at\":{\"latest\":[\"due\",\"moves[].to\"]}}}]}";

static int setup(void **state)
{
    *state = decode_manifest(manifest_text);
    return 0;
}

static int teardown(void **state)
{
    manifest_free(*state);
    unlink(FILE_NAME);
    return 0;
}

static void file_write(const char *text, size_t n)
{
    FILE *f = fopen(FILE_NAME, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void page_note(const struct page *page, struct got *got)
{
    for (size_t i = 0; i < page->dossier_count; i++)
        buffer_printf(&got->keys, "%s ", page->dossiers[i].value[DOSSIER_KEY].text);
    for (size_t i = 0; i < page->reject_count; i++)
        buffer_printf(&got->rejects, "%lld:%s ", (long long)page->rejects[i].position,
                      page->rejects[i].field);
    got->pages++;
}

static void got_free(struct got *got)
{
    buffer_free(&got->keys);
    buffer_free(&got->rejects);
}

static struct got read_file(const struct manifest *m, const char *name)
{
    struct got got = {0};
    struct page *page = page_new();
    bool done = false;
    buffer_init(&got.keys, 1024 * 1024);
    buffer_init(&got.rejects, 1024 * 1024);
    assert_non_null(page);
    struct record_file *f = record_file_open(name, m, &got.e);
    got.ok = f != NULL;
    while (got.ok && !done) {
        page_reset(page);
        got.ok = record_file_fill(f, page, &done, &got.e);
        page_note(page, &got);
    }
    if (f)
        got.records = record_file_records(f);
    record_file_close(f);
    page_free(page);
    return got;
}

static struct got read_text(const struct manifest *m, const char *text)
{
    file_write(text, strlen(text));
    assert_true(record_file_suits(FILE_NAME));
    return read_file(m, FILE_NAME);
}

/* keys NULL: an error is expected whose words have `what` in them. */
static void expect(void **state, const char *text, const char *keys, const char *rejects, const char *what)
{
    struct got got = read_text(*state, text);
    if (!got.ok && !what)
        fail_msg("%s: %s", text, got.e.what);
    assert_string_equal(buffer_string(&got.keys), keys);
    assert_string_equal(buffer_string(&got.rejects), rejects);
    assert_int_equal(got.ok, what == NULL);
    if (what && !strstr(got.e.what, what))
        fail_msg("%s: '%s' has no '%s'", text, got.e.what, what);
    got_free(&got);
}

static void test_shapes(void **state)
{
    expect(state, "[{\"id\":\"a\"},{\"id\":\"b\"}]", "a b ", "", NULL);
    expect(state, "\xEF\xBB\xBF\n [\n {\"id\":\"a\"} ,\n{\"id\":\"b\"}\n]\n", "a b ", "", NULL);
    expect(state, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n", "a b ", "", NULL);
    expect(state, "{\"id\":\"a\"}{\"id\":\"b\"} {\n\"id\"\n:\"c\"}", "a b c ", "", NULL);
    expect(state, "{\"code\":0,\"data\":{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}]}}", "a b ", "", NULL);
    expect(state,
           "{\"data\":{\"items\":[{\"id\":\"a\"}]},\"code\":\"0\"}\n{\"data\":{\"items\":{\"id\":\"b\"}}}",
           "a b ", "", NULL);
    expect(state, "[]", "", "", NULL);
    expect(state, "[{\"id\":\"a\"}][{\"id\":\"b\"}]", "a b ", "", NULL);
    expect(state, "{\"extra\":{\"id\":\"x\"},\"id\":\"a\"}", "a ", "", NULL);
}

static void test_rejects(void **state)
{
    expect(
        state,
        "[1,{\"id\":\"a\"},[],{\"id\":\"b\",\"day\":\"x\"},{\"id\":\"c\",\"level\":{}},{\"day\":\"\"},null]",
        "a c ", "0:record 2:record 3:received_at 5:key 6:record ", NULL);
    /* One a line: a line that is no JSON, one without an end, one that ends too often, costs itself alone. */
    expect(state,
           "{\"id\":\"a\"}\nwhat\n{\"id\":\"b\"}\n{\"id\":\"c\",\"day\":\"2022\n{\"id\":\"d\"}\n{\"id\":}\n{"
           "\"id\":\"e\"}}\n{\"id\":\"f\"}\n",
           "a b d e f ", "1:record 3:record 5:record 7:record ", NULL);
    expect(state, "{\"id\":\"a\"\n{\"id\":\"b\"}\n", "b ", "0:record ", NULL);
    expect(state, "{\"id\":\"a\",\n \"day\":nothing}\n{\"id\":\"b\"}\n", "b ", "0:record ", NULL);
    expect(state, "{\"id\":\"\xC3\x28\"}\n{\"id\":\"b\"}\n", "b ", "0:key ", NULL);
}

static void test_errors(void **state)
{
    expect(state, "[{\"id\":\"a\"},{\"id\":\"b\"", "a ", "", "middle of a record");
    expect(state, "{\"id\":\"a\"}\n{\"id\":\"b\"", "a ", "", "middle of a record");
    expect(state, "{\"data\":{\"items\":[{\"id\":\"a\"}]}", "a ", "", "middle of a record");
    expect(state, "[{\"id\":\"a\"},\n{\"id\":},\n{\"id\":\"b\"}]", "a ", "", "from byte 13");
    expect(state, "{\"data\":{\"items\":[{\"id\":\"a\"}]},\"code\":3}", "a ", "", "says itself");
    struct got got = read_file(*state, "no-such-file.json");
    assert_false(got.ok);
    assert_string_equal(got.e.where, "no-such-file.json");
    got_free(&got);
    file_write(" \n", 2);
    assert_false(record_file_suits(FILE_NAME));
    got = read_file(*state, FILE_NAME);
    assert_false(got.ok);
    got_free(&got);
    file_write("a,b\n", 4);
    assert_false(record_file_suits(FILE_NAME));
}

/* Without end, too deep, too long: told, and the next line goes on. */
static void test_hostile(void **state)
{
    struct buffer b;
    buffer_init(&b, 8 * 1024 * 1024);
    for (int i = 0; i < 100000; i++)
        buffer_text(&b, "[");
    expect(state, buffer_string(&b), "", "0:record ", "deeper");
    buffer_reset(&b);
    buffer_text(&b, "{\"id\":\"a\"}\n{\"id\":");
    for (int i = 0; i < 100000; i++)
        buffer_text(&b, "{\"x\":");
    buffer_text(&b, "\n{\"id\":\"b\",\"x\":\"");
    for (int i = 0; i < 3 * 1024 * 1024 / 16; i++)
        buffer_text(&b, "aaaaaaaaaaaaaaaa");
    buffer_text(&b, "\"}\n{\"id\":\"c\",\"day\":123456789012345678901234567890}\n{\"id\":\"d\"}\n");
    assert_false(b.failed);
    expect(state, buffer_string(&b), "a d ", "1:record 2:record 3:received_at ", NULL);
    buffer_free(&b);
}

/* More than a page: every record once, positions go on; records that lie over the border too. */
static void test_pages(void **state)
{
    struct buffer b, keys;
    buffer_init(&b, 8 * 1024 * 1024);
    buffer_init(&keys, 1024 * 1024);
    buffer_text(&b, "[");
    for (int i = 0; i < 5000; i++) {
        buffer_printf(&b, "%s{\"id\":\"k%d\",\"x\":{\"y\":[1,2,3]},\"day\":\"%s\"}", i ? "," : "", i,
                      i == 4321 ? "bad" : "20221101080000");
        if (i != 4321)
            buffer_printf(&keys, "k%d ", i);
    }
    buffer_text(&b, "]");
    file_write(buffer_string(&b), b.used);
    struct got got = read_file(*state, FILE_NAME);
    assert_true(got.ok);
    assert_string_equal(buffer_string(&got.keys), buffer_string(&keys));
    assert_string_equal(buffer_string(&got.rejects), "4321:received_at ");
    assert_int_equal(got.records, 5000);
    assert_true(got.pages >= 3);
    got_free(&got);
    buffer_free(&b);
    buffer_free(&keys);
}

/* Of all due dates that a record has, the latest; a bad one among them rejects it. */
static void test_latest(void **state)
{
    static const struct {
        const char *members;
        int64_t due; /* 0: unknown, -1: rejected; else the hour of 01/11/2022 */
    } cases[] = {
        {"\"due\":\"20221101080000\"", 8},
        {"\"due\":\"20221101080000\",\"moves\":[]", 8},
        {"\"due\":\"20221101080000\",\"moves\":null", 8},
        {"\"due\":\"20221101080000\",\"moves\":[{\"to\":\"20221101100000\"}]", 10},
        {"\"due\":\"20221101120000\",\"moves\":[{\"to\":\"20221101100000\"}]", 12},
        {"\"moves\":[{\"to\":\"20221101100000\"},{\"to\":\"20221101140000\"},{\"to\":\"20221101090000\"}]",
         14},
        {"\"moves\":[{\"to\":\"20221101100000\"},{\"to\":\"\"},{\"to\":null},{\"from\":1},{}]", 10},
        {"\"moves\":{\"to\":\"20221101110000\"}", 11},
        {"\"moves\":[{\"to\":\"\"}],\"due\":\"\"", 0},
        {"\"moves\":[{\"to\":\"x\"},{\"to\":\"20221101110000\"}]", -1},
        {"\"moves\":[{\"to\":\"20221101110000\"},{\"to\":\"x\"}]", -1},
        {"\"due\":\"20221101080000\",\"moves\":[{\"to\":[1]}]", -1}};
    struct manifest *m = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        struct error e = {0};
        snprintf(text, sizeof text, "{\"code\":0,\"data\":{\"items\":[{\"id\":\"a\",%s}]}}",
                 cases[i].members);
        struct page *p = decode(m->streams[0].plan, text, strlen(text), 7, &e);
        assert_non_null(p);
        assert_int_equal(p->reject_count, 0);
        if (cases[i].due >= 0)
            assert_value_number(&p->dossiers[0].value[DOSSIER_DUE],
                                cases[i].due ? moment_of(2022, 11, 1, (int)cases[i].due, 0, 0) : UNKNOWN);
        page_free(p);
    }
}

/* What cannot be looked at without being used up is taken for records. */
static void test_pipe(void **state)
{
    (void)state;
    unlink(FILE_NAME);
    assert_int_equal(mkfifo(FILE_NAME, 0600), 0);
    assert_true(record_file_suits(FILE_NAME));
    assert_true(record_file_suits(RECORD_FILE_STDIN));
    assert_false(record_file_suits("."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shapes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rejects, setup, teardown),
        cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hostile, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_latest, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
