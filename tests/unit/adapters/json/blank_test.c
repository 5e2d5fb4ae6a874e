/* What is left of a reply when it is recorded. */
#include "decode.h"

#include "adapters/json/blank.h"

static const char manifest[] =
    "{\"name\":\"t\",\"title\":\"t\",\"driver\":\"rest_json\",\"dates\":\"yyyy-MM-dd\","
    "\"session\":{\"login\":{\"path\":\"/l\"},\"token\":\"s.token\"},"
    "\"streams\":[{\"name\":\"d\",\"kind\":\"dossier\",\"request\":{\"path\":\"/"
    "d\"},\"records\":\"data\",\"total\":\"total\","
    "\"fields\":{\"key\":\"id\",\"unit\":\"office.code\",\"level\":\"level\",\"digitized\":{\"any\":\"files[]"
    ".scanned\",\"is\":\"1\"},"
    "\"electronic_result\":{\"any\":\"results[].link\",\"present\":true},\"fee_due\":{\"any\":\"fees[]."
    "price\",\"positive\":true}}}]}";

static void expect(const struct plan *plan, const char *text, const char *blanked)
{
    struct error e = {0};
    struct buffer out;
    buffer_init(&out, 65536);
    if (!blank_reply(plan, text, strlen(text), &out, NULL, &e))
        fail_msg("%s: %s", text, e.what);
    assert_string_equal(buffer_string(&out), blanked);
    buffer_free(&out);
}

static void test_values(void **state)
{
    struct manifest *m = decode_manifest(manifest);
    const struct plan *plan = m->streams[0].plan;
    (void)state;
    expect(plan,
           "{\"total\":12,\"by\":\"Lê An\",\"data\":[{\"id\":\"H1-7\",\"name\":\"Lê An "
           "12\",\"age\":41,\"vip\":true,\"note\":null,"
           "\"office\":{\"code\":\"X.1\",\"phone\":\"0900 123\"},\"level\":4}]}",
           "{\"total\":12,\"by\":\"xx xx\",\"data\":[{\"id\":\"H1-7\",\"name\":\"xx xx "
           "99\",\"age\":9,\"vip\":false,\"note\":null,"
           "\"office\":{\"code\":\"X.1\",\"phone\":\"9999 999\"},\"level\":4}]}");
    /* One object in place of a list; what is only asked for being there keeps its shape. */
    expect(plan,
           "{\"data\":{\"files\":[{\"scanned\":\"1\",\"file\":\"a.pdf\"}],\"results\":[{\"link\":\"https://h/"
           "an\"},{\"link\":\"\"}],"
           "\"fees\":[{\"price\":0},{\"price\":15000}],\"0900123456\":{\"id\":\"not a record\"}}}",
           "{\"data\":{\"files\":[{\"scanned\":\"1\",\"file\":\"x.xxx\"}],\"results\":[{\"link\":\"xxxxx://x/"
           "xx\"},{\"link\":\"\"}],"
           "\"fees\":[{\"price\":0},{\"price\":15000}],\"9999999999\":{\"id\":\"xxx x xxxxxx\"}}}");
    expect(m->session->plan, "{\"s\":{\"token\":\"secret\",\"user\":\"an\"}}",
           "{\"s\":{\"token\":\"recorded\",\"user\":\"xx\"}}");
    manifest_free(m);
}

static void test_seen(void **state)
{
    static const char text[] = "\xEF\xBB\xBF{\"data\":[{\"id\":1,\"office\":null}]}";
    struct manifest *m = decode_manifest(manifest);
    const struct plan *plan = m->streams[0].plan;
    struct error e = {0};
    struct buffer out;
    bool seen[64] = {0};
    size_t missing = 0;
    (void)state;
    buffer_init(&out, 65536);
    assert_true(plan->tree.count < 64);
    assert_true(blank_reply(plan, text, sizeof text - 1, &out, seen, &e));
    for (size_t i = 1; i < plan->tree.count; i++) {
        static const char *const named[] = {"total",
                                            "data[].office.code",
                                            "data[].level",
                                            "data[].files[].scanned",
                                            "data[].results[].link",
                                            "data[].fees[].price"};
        char path[128];
        blank_path(plan, i, path, sizeof path);
        if (!blank_named(plan, i) || seen[i])
            continue;
        size_t k = 0;
        while (k < 6 && strcmp(named[k], path) != 0)
            k++;
        if (k == 6)
            fail_msg("%s", path);
        missing++;
    }
    assert_int_equal(missing, 6);
    buffer_free(&out);
    manifest_free(m);
}

static void test_hostile(void **state)
{
    static const char *const texts[] = {"",           "{",    "{\"data\":[",  "<html>",
                                        "{\"a\":1}}", "[1,]", "{\"a\":\"\xC3"};
    struct manifest *m = decode_manifest(manifest);
    char deep[400];
    (void)state;
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    for (size_t i = 0; i <= sizeof texts / sizeof *texts; i++) {
        const char *text = i < sizeof texts / sizeof *texts ? texts[i] : deep;
        struct error e = {0};
        struct buffer out;
        buffer_init(&out, 65536);
        if (blank_reply(m->streams[0].plan, text, strlen(text), &out, NULL, &e) || e.code != ERROR_DATA)
            fail_msg("%zu", i);
        buffer_free(&out);
    }
    manifest_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_seen),
                                       cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
