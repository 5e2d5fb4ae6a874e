/* A second look-up put together with the page that it completes. */
#include "decode.h"

#include "adapters/http/completion.h"

static const char manifest_text[] =
    "{\"name\":\"t\",\"title\":\"t\",\"driver\":\"rest_json\",\"streams\":[{\"name\":\"d\",\"kind\":"
    "\"dossier\",\"request\":{"
    "\"path\":\"/"
    "d\"},\"records\":\"items\",\"fields\":{\"key\":\"id\",\"paid_online\":{\"any\":\"paid\",\"is\":\"1\"}},"
    "\"complete\":{\"request\":{\"path\":\"/"
    "more\",\"query\":{\"ids\":\"{keys}\"}},\"at_once\":2,\"records\":\"\","
    "\"fields\":{\"key\":{\"from\":[\"of.id\",\"id\"]},\"fee_due\":{\"any\":\"sum\",\"positive\":true}}}}]}";

struct sample {
    struct manifest *m;
    const struct completion *c;
    struct page *page;
    struct completing now;
};

static void sample_open(struct sample *s)
{
    static const char text[] =
        "{\"items\":[{\"id\":\"a\",\"paid\":\"1\"},{\"id\":\"b\"},{\"paid\":1},{\"id\":3,\"paid\":\"0\"}]}";
    struct error e = {0};
    *s = (struct sample){.m = decode_manifest(manifest_text)};
    s->c = &s->m->streams[0].completion;
    s->page = decode(s->m->streams[0].plan, text, sizeof text - 1, 100, &e);
    assert_non_null(s->page);
    assert_int_equal(s->page->dossier_count, 3);
}

static void sample_close(struct sample *s)
{
    page_free(s->page);
    manifest_free(s->m);
}

static void take(struct sample *s, const char *reply)
{
    struct error e = {0};
    struct page *said = decode(s->c->plan, reply, strlen(reply), 100, &e);
    if (!said)
        fail_msg("%s", e.what);
    assert_true(completion_take(s->c, said, &s->now, s->page, &e));
    page_free(said);
}

static void expect_fees(const struct sample *s, int64_t a, int64_t b, int64_t c)
{
    const int64_t fees[] = {a, b, c};
    for (size_t i = 0; i < 3; i++)
        assert_value_number(&s->page->dossiers[i].value[DOSSIER_FEE_DUE], fees[i]);
}

/* Keys in their order, some at a time; any yes counts; whoever is not named has none; strangers are nobody.
 */
static void test_steps(void **state)
{
    struct sample s;
    struct buffer keys;
    (void)state;
    sample_open(&s);
    buffer_init(&keys, 100);
    assert_int_equal(s.c->at_once, 2);
    assert_true(manifest_knows(s.m) >> DOSSIER_FEE_DUE & 1);
    expect_fees(&s, UNKNOWN, UNKNOWN, UNKNOWN);
    assert_true(completion_next(s.c, s.page, &s.now));
    assert_true(completion_keys(s.page, &s.now, &keys));
    assert_string_equal(buffer_string(&keys), "a,b");
    take(&s, "[{\"of\":{\"id\":\"b\"},\"sum\":0},{\"id\":\"b\",\"sum\":5},{\"id\":\"b\",\"sum\":0},{\"id\":"
             "\"z\",\"sum\":9},"
             "{\"id\":3,\"sum\":9}]");
    expect_fees(&s, 0, 1, UNKNOWN); /* 3 was not asked for yet */
    assert_true(completion_next(s.c, s.page, &s.now));
    assert_true(completion_keys(s.page, &s.now, &keys));
    assert_string_equal(buffer_string(&keys), "3");
    take(&s, "[{\"id\":\"3\",\"sum\":\"15000\"}]");
    expect_fees(&s, 0, 1, 1);
    assert_false(completion_next(s.c, s.page, &s.now));
    assert_value_number(&s.page->dossiers[0].value[DOSSIER_PAID_ONLINE], 1); /* the listing's own stays */
    assert_value_number(&s.page->dossiers[1].value[DOSSIER_PAID_ONLINE], UNKNOWN);
    assert_int_equal(s.page->reject_count, 1); /* the listing's */
    buffer_free(&keys);
    sample_close(&s);
}

/* Nothing is invented where a record of the reply cannot be read: whose it is cannot be told. */
static void test_rejects(void **state)
{
    struct sample s;
    struct buffer keys;
    (void)state;
    sample_open(&s);
    assert_true(completion_next(s.c, s.page, &s.now));
    take(&s, "[{\"id\":\"a\",\"sum\":5},{\"sum\":7},17]");
    expect_fees(&s, UNKNOWN, UNKNOWN, UNKNOWN);
    assert_int_equal(s.page->reject_count, 3);
    assert_string_equal(s.page->rejects[1].key, "a");
    assert_string_equal(s.page->rejects[1].field, "key");
    assert_int_equal(s.page->rejects[1].position, 1);
    buffer_init(&keys, 2);
    assert_false(completion_keys(s.page, &s.now, &keys)); /* an address holds only so much */
    buffer_free(&keys);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_rejects)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
