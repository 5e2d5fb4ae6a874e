/* The decoder on what no portal should send: an error or a reject, never a crash, never a wrong row. */
#include "decode.h"

#include "base/buffer.h"

static const char small_manifest[] =
    "{\"name\":\"t\",\"title\":\"t\",\"driver\":\"rest_json\",\"dates\":\"dd/MM/yyyy\",\"streams\":["
    "{\"name\":\"d\",\"kind\":\"dossier\",\"request\":{\"path\":\"/"
    "d\"},\"total\":\"page.total\",\"records\":\"data.items\",\"fields\":{"
    "\"key\":\"id\",\"code\":\"code\",\"unit\":{\"from\":\"office.code\",\"required\":true},\"unit_name\":"
    "\"office.name\",\"due_at\":\"due\","
    "\"level\":\"level\",\"status\":{\"from\":\"state\",\"map\":{\"open\":4,\"shut\":9}},"
    "\"digitized\":{\"any\":\"files[].scanned\",\"is\":[\"1\",\"true\"]},\"fee_due\":{\"any\":\"fees[].sum\","
    "\"positive\":true},"
    "\"channel\":{\"when\":[{\"any\":\"web\",\"is\":\"true\",\"then\":2}],\"else\":1}}},"
    "{\"name\":\"f\",\"kind\":\"figure\",\"period\":\"month\",\"request\":{\"path\":\"/"
    "f\"},\"records\":\"rows\",\"fields\":{\"unit\":\"unit\"},"
    "\"figures\":[{\"each\":\"list[]\",\"metric_from\":\"m\",\"numerator\":\"n\",\"ratio\":\"r\"}]}]}";

struct sample {
    struct manifest *m;
    struct error e;
};

static struct page *read(struct sample *s, const char *stream, const char *text)
{
    s->e = (struct error){0};
    return decode(decode_stream(s->m, stream)->plan, text, strlen(text), 5000, &s->e);
}

static int setup(void **state)
{
    static struct sample s;
    s.m = decode_manifest(small_manifest);
    *state = &s;
    return 0;
}

static int teardown(void **state)
{
    manifest_free(((struct sample *)*state)->m);
    return 0;
}

#define ITEM(members) "{\"data\":{\"items\":[{" members "}]},\"page\":{\"total\":1}}"
#define GOOD          "\"id\":\"k\",\"office\":{\"code\":\"u\"}"

static void test_envelopes(void **state)
{
    static const struct {
        const char *text;
        size_t records, dossiers, rejects;
        int64_t total;
    } cases[] = {{ITEM(GOOD), 1, 1, 0, 1},
                 {"{\"data\":{\"items\":{" GOOD "}}}", 1, 1, 0, -1},
                 {"{\"data\":{\"items\":[]},\"page\":{\"total\":\"0\"}}", 0, 0, 0, 0},
                 {"{\"data\":{\"items\":null},\"page\":{\"total\":0}}", 0, 0, 0, 0},
                 {"{\"data\":{\"items\":\"\"},\"page\":{\"total\":0}}", 0, 0, 0, 0},
                 {"{\"data\":null}", 0, 0, 0, -1},
                 {"{}", 0, 0, 0, -1},
                 {"[]", 0, 0, 0, -1},
                 {"\xEF\xBB\xBF{\"page\":{\"total\":0}}", 0, 0, 0, 0},
                 {"{\"page\":{\"total\":\"many\"}}", 0, 0, 0, -1},
                 {"{\"page\":{\"total\":-3}}", 0, 0, 0, -1},
                 {"{\"page\":{\"total\":[1]}}", 0, 0, 0, -1},
                 {"{\"page\":[{\"total\":1}]}", 0, 0, 0, -1},
                 {"{\"page\":{\"total\":9},\"data\":{\"items\":[null,3,\"x\",[],{" GOOD "}]}}", 5, 1, 4, 9},
                 {"{\"data\":{\"items\":[[{" GOOD "}]]}}", 1, 0, 1, -1},
                 {"{\"data\":{\"items\":5}}", 1, 0, 1, -1},
                 {"{\"data\":{\"items\":[{" GOOD "}],\"items\":[{" GOOD "}]}}", 2, 2, 0, -1},
                 {"{\"items\":[{" GOOD "}],\"data\":{\"other\":{\"items\":[{" GOOD "}]}}}", 0, 0, 0, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page *p = read(*state, "d", cases[i].text);
        if (!p || p->record_count != cases[i].records || p->dossier_count != cases[i].dossiers ||
            p->reject_count != cases[i].rejects || p->total != cases[i].total)
            fail_msg("%s", cases[i].text);
        page_free(p);
    }
}

/* A dossier is not lost for one field that cannot be read: the field is unknown, and told. */
static void test_issues(void **state)
{
    static const struct {
        const char *text, *field, *word;
    } cases[] = {{ITEM(GOOD ",\"due\":\"31/02/2022\""), "due_at", "99/99/9999"},
                 {ITEM("\"due\":\"hôm nay\"," GOOD), "due_at", "xxx xxx"},
                 {ITEM(GOOD ",\"due\":[\"25/11/2022\"]"), "due_at", "[] / {}"},
                 {ITEM(GOOD ",\"level\":\"four\""), "level", "xxxx"},
                 {ITEM(GOOD ",\"level\":9"), "level", "9"},
                 {ITEM(GOOD ",\"level\":3.5"), "level", "9.9"},
                 {ITEM(GOOD ",\"level\":true"), "level", "xxxx"},
                 {ITEM(GOOD ",\"level\":99999999999999999999999999"), "level", "99999999999999999999999999"},
                 {ITEM(GOOD ",\"state\":\"Nguyễn Văn A\""), "status", "xxxxxx xxx x"},
                 {ITEM(GOOD ",\"web\":{\"is\":true}"), "channel", "[] / {}"},
                 {ITEM(GOOD ",\"files\":[{\"scanned\":[1]}]"), "digitized", "[] / {}"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page *p = read(*state, "d", cases[i].text);
        if (!p || p->dossier_count != 1 || p->reject_count != 0 || p->issues.count != 1 ||
            strcmp(p->issues.items[0].field, cases[i].field) != 0 ||
            strcmp(p->issues.items[0].word, cases[i].word) != 0)
            fail_msg("%s: %s", cases[i].text, p && p->issues.count ? p->issues.items[0].word : "");
        page_free(p);
    }
}

static void test_rejects(void **state)
{
    static const struct {
        const char *text, *key, *field, *shape;
    } cases[] = {{ITEM("\"office\":{\"code\":\"u\"}"), NULL, "key", ""},
                 {ITEM("\"id\":\"\",\"office\":{\"code\":\"u\"}"), NULL, "key", ""},
                 {ITEM("\"id\":null,\"office\":{\"code\":\"u\"}"), NULL, "key", ""},
                 {ITEM("\"id\":{\"a\":1},\"office\":{\"code\":\"u\"}"), NULL, "key", "[] / {}"},
                 {ITEM("\"id\":\"k\""), "k", "unit", ""},
                 {ITEM("\"id\":\"k\",\"office\":\"u\""), "k", "unit", ""},
                 {ITEM(GOOD ",\"code\":\"a\xff\x62\""), "k", "code", "xxx"},
                 {ITEM(GOOD ",\"code\":\"a\\u0000b\""), "k", "code", "x?x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page *p = read(*state, "d", cases[i].text);
        if (!p || p->dossier_count != 0 || p->unit_count != 0 || p->reject_count != 1 || p->total != 1)
            fail_msg("%s", cases[i].text);
        const struct reject *r = &p->rejects[0];
        if (strcmp(r->field, cases[i].field) != 0 || strcmp(r->shape, cases[i].shape) != 0 || !*r->reason ||
            !r->key != !cases[i].key || (r->key && strcmp(r->key, cases[i].key) != 0))
            fail_msg("%s: %s '%s' %s", cases[i].text, r->field, r->shape, r->key ? r->key : "-");
        page_free(p);
    }
}

static void test_values(void **state)
{
    static const struct {
        const char *text;
        int field;
        int64_t number;
    } cases[] = {{ITEM(GOOD ",\"level\":\"3\""), DOSSIER_LEVEL, 3},
                 {ITEM(GOOD ",\"level\":3.0"), DOSSIER_LEVEL, 3},
                 {ITEM(GOOD ",\"level\":\"\""), DOSSIER_LEVEL, UNKNOWN},
                 {ITEM(GOOD ",\"level\":2,\"level\":4"), DOSSIER_LEVEL, 4},
                 {ITEM(GOOD ",\"level\":2,\"level\":null"), DOSSIER_LEVEL, UNKNOWN},
                 {ITEM(GOOD ",\"due\":\"\""), DOSSIER_DUE, UNKNOWN},
                 {ITEM(GOOD ",\"state\":\"shut\""), DOSSIER_STATUS, 9},
                 {ITEM(GOOD), DOSSIER_CHANNEL, 1},
                 {ITEM(GOOD ",\"web\":true"), DOSSIER_CHANNEL, 2},
                 {ITEM(GOOD ",\"web\":\"true\""), DOSSIER_CHANNEL, 2},
                 {ITEM(GOOD ",\"web\":false"), DOSSIER_CHANNEL, 1},
                 {ITEM(GOOD), DOSSIER_DIGITIZED, UNKNOWN},
                 {ITEM(GOOD ",\"files\":null"), DOSSIER_DIGITIZED, UNKNOWN},
                 {ITEM(GOOD ",\"files\":[]"), DOSSIER_DIGITIZED, 0},
                 {ITEM(GOOD ",\"files\":{\"scanned\":1}"), DOSSIER_DIGITIZED, 1},
                 {ITEM(GOOD ",\"files\":[{\"scanned\":0},{\"scanned\":true},{}]"), DOSSIER_DIGITIZED, 1},
                 {ITEM(GOOD ",\"files\":[{\"scanned\":\"11\"}]"), DOSSIER_DIGITIZED, 0},
                 {ITEM(GOOD ",\"fees\":[{\"sum\":\"0\"},{\"sum\":0.0}]"), DOSSIER_FEE_DUE, 0},
                 {ITEM(GOOD ",\"fees\":[{\"sum\":-5}]"), DOSSIER_FEE_DUE, 0},
                 {ITEM(GOOD ",\"fees\":[{\"sum\":\"15000\"}]"), DOSSIER_FEE_DUE, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page *p = read(*state, "d", cases[i].text);
        if (!p || p->dossier_count != 1)
            fail_msg("%s", cases[i].text);
        const struct value *v = &p->dossiers[0].value[cases[i].field];
        if (v->known != (cases[i].number != UNKNOWN) || (v->known && v->number != cases[i].number))
            fail_msg("%s: %d %lld", cases[i].text, v->known, (long long)v->number);
        page_free(p);
    }
    /* Letters and their marks apart (as a Mac writes them) are put together. */
    struct page *p =
        read(*state, "d",
             ITEM("\"id\":5,\"office\":{\"code\":\"u\",\"name\":\"xa\xCC\x83\"},\"applicant\":\"\xff\""));
    assert_non_null(p);
    assert_value_text(&p->dossiers[0].value[DOSSIER_KEY], "5");
    assert_string_equal(p->units[0].name, "x\xC3\xA3");
    page_free(p);
}

static void test_figures(void **state)
{
    static const char text[] = "{\"rows\":[{\"list\":[{\"m\":\"A\",\"n\":1},{\"n\":null,\"m\":\"B\"},{\"m\":"
                               "\"C\",\"r\":\"12.345678\"}],\"unit\":\"u1\"},"
                               "{\"unit\":\"u2\",\"list\":{\"m\":\"A\",\"n\":\"7\"}},{\"unit\":\"u3\","
                               "\"list\":[{\"m\":\"A\",\"n\":1},{\"m\":\"B\",\"n\":1.5}]},"
                               "{\"unit\":\"u4\",\"list\":[{\"n\":1}]},{\"unit\":\"u5\"}]}";
    struct page *p = read(*state, "f", text);
    assert_non_null(p);
    assert_int_equal(p->record_count, 5);
    assert_int_equal(p->figure_count, 3); /* B says nothing; of u3 and u4 nothing is kept */
    assert_string_equal(p->figures[0].unit, "u1");
    assert_string_equal(p->figures[1].metric, "C");
    assert_value_number(&p->figures[1].numerator, UNKNOWN);
    assert_value_number(&p->figures[1].ratio, 123457);
    assert_value_number(&p->figures[2].numerator, 7);
    assert_int_equal(p->reject_count, 2);
    assert_string_equal(p->rejects[0].key, "u3");
    assert_string_equal(p->rejects[0].field, "numerator");
    assert_string_equal(p->rejects[1].field, "metric");
    assert_int_equal(p->rejects[1].position, 3);
    assert_int_equal(p->unit_count, 3); /* u1, u2 and u5 */
    page_free(p);
}

static void many(struct buffer *b, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_text(b, text);
}

/* Too much of anything: an error that says so. */
static void test_limits(void **state)
{
    static const struct {
        const char *stream, *before, *again, *after, *word;
        size_t count;
    } cases[] = {{"d", "{\"x\":", "[", "", "deep", 100000},
                 {"d", "{\"data\":{\"items\":[{\"x\":", "{\"a\":", "", "deep", 100000},
                 {"d", "{\"data\":{\"items\":[{\"id\":\"", "aaaaaaaaaaaaaaaa", "", "longer", 200000},
                 {"d", "{\"x\":", "1111111111111111", "", "longer", 200000},
                 {"d", "{", "                ", "", "longer", 200000},
                 {"d", "{\"data\":{\"items\":[", "{" GOOD "},", "", "long", 30000},
                 {"d", "{\"data\":{\"items\":[{", "\"id\":\"0123456789012345678901234567890123456789\",", "",
                  "bytes", 60000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample *s = *state;
        struct buffer b;
        buffer_init(&b, 16 * 1024 * 1024);
        buffer_text(&b, cases[i].before);
        many(&b, cases[i].again, cases[i].count);
        buffer_text(&b, cases[i].after);
        assert_false(b.failed);
        assert_null(read(s, cases[i].stream, buffer_string(&b)));
        assert_int_equal(s->e.code, ERROR_DATA);
        if (!strstr(s->e.what, cases[i].word))
            fail_msg("%zu: %s", i, s->e.what);
        buffer_free(&b);
    }
}

/* What may be long: a value is rejected above its maximum, a member that nobody asked for is not looked at;
 * inner records have a maximum. */
static void test_long_values(void **state)
{
    static const struct {
        const char *stream, *before, *again, *after;
        size_t count, dossiers, rejects;
    } cases[] = {
        {"d", "{\"data\":{\"items\":[{" GOOD ",\"note\":\"", "aaaaaaaa", "\"}]}}", 100000, 1, 0},
        {"d", "{\"data\":{\"items\":[{" GOOD ",\"code\":\"", "aaaaaaaa", "\"},{" GOOD "}]}}", 64, 2, 0},
        {"d", "{\"data\":{\"items\":[{" GOOD ",\"code\":\"", "aaaaaaaa", "\"},{" GOOD "}]}}", 65, 1, 1},
        {"d", "{\"data\":{\"items\":[{\"id\":\"", "aaaaaaaa", "\"},{" GOOD "}]}}", 65, 1, 1},
        {"f", "{\"rows\":[{\"unit\":\"u\",\"list\":[{\"m\":\"A\"}", ",{\"m\":\"A\"}", "]}]}", 255, 0, 0},
        {"f", "{\"rows\":[{\"unit\":\"u\",\"list\":[{\"m\":\"A\"}", ",{\"m\":\"A\"}", "]}]}", 256, 0, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer b;
        buffer_init(&b, 16 * 1024 * 1024);
        buffer_text(&b, cases[i].before);
        many(&b, cases[i].again, cases[i].count);
        buffer_text(&b, cases[i].after);
        struct page *p = read(*state, cases[i].stream, buffer_string(&b));
        if (!p || p->dossier_count != cases[i].dossiers || p->reject_count != cases[i].rejects)
            fail_msg("%zu: %s", i, ((struct sample *)*state)->e.what);
        page_free(p);
        buffer_free(&b);
    }
}

static void test_no_json(void **state)
{
    static const char *const cases[] = {
        "",     " ",         "{",       "{\"data\":", "nonsense",  "7",
        "null", "\"words\"", "{'a':1}", "{\"a\":01}", "\xff\xfe{", "<html></html>"};
    struct sample *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct page *p = read(s, "d", cases[i]);
        if (p || s->e.code != ERROR_DATA || !s->e.what[0])
            fail_msg("%s", cases[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_envelopes),   cmocka_unit_test(test_rejects),
                                       cmocka_unit_test(test_issues),      cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_figures),     cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_long_values), cmocka_unit_test(test_no_json)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
