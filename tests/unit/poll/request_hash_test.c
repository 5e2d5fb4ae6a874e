#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "poll/request_hash.h"

static void test_round(void **state)
{
    const struct reply_tag v = {.request = 0xfedcba9876543210,
                                .since = 1669363200,
                                .rows = 149,
                                .etag = "W/\"a b;c\"",
                                .modified = "Fri, 25 Nov 2022 08:00:00 GMT"};
    struct reply_tag got;
    char cursor[LIMIT_VALUE_BYTES];
    (void)state;
    reply_tag_write(&v, cursor);
    assert_string_equal(cursor,
                        "unless fedcba9876543210 1669363200 149 W/\"a b;c\"\tFri, 25 Nov 2022 08:00:00 GMT");
    assert_true(reply_tag_read(cursor, &got));
    assert_true(got.request == v.request && got.since == v.since && got.rows == 149);
    assert_string_equal(got.etag, v.etag);
    assert_string_equal(got.modified, v.modified);
    reply_tag_write(&(struct reply_tag){.request = 1, .rows = 2}, cursor);
    assert_string_equal(cursor, ""); /* nothing to come back with */
}

static void test_longest(void **state)
{
    struct reply_tag v = {.request = UINT64_MAX, .since = INT64_MIN, .rows = INT64_MAX}, got;
    char cursor[LIMIT_VALUE_BYTES];
    (void)state;
    memset(v.etag, 'e', sizeof v.etag - 1);
    memset(v.modified, 'm', sizeof v.modified - 1);
    reply_tag_write(&v, cursor);
    assert_true(reply_tag_read(cursor, &got));
    assert_string_equal(got.modified, v.modified);
}

static void test_wrong(void **state)
{
    static const char *const wrong[] = {"",
                                        "500;page=1 start=500",
                                        "unless ",
                                        "unless 1",
                                        "unless 1 2",
                                        "unless 1 2 3",
                                        "unless 1 2 3 etag without a date",
                                        "unless 1 2 -3 \"a\"\t",
                                        "unless x y z \"a\"\t"};
    struct reply_tag got;
    char cursor[LIMIT_VALUE_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(reply_tag_read(wrong[i], &got));
    snprintf(cursor, sizeof cursor, "unless 1 2 3 %0*d\t", LIMIT_VALIDATOR_BYTES, 0);
    assert_false(reply_tag_read(cursor, &got));
}

/* Whatever the figures depend on makes another request of it; a session does not. */
static void test_request(void **state)
{
    json_t *vars = json_pack("{s:s}", "group_id", "1"), *other = json_pack("{s:s}", "group_id", "2");
    struct manifest m = {.json = json_pack("{s:s}", "name", "a")}, n = {.json = json_pack("{}")};
    const struct config_source s = {.name = "s", .vars = vars, .user = "u"};
    const struct config_source t = {.name = "s", .vars = other, .user = "u"}, u = {.name = "s", .vars = vars};
    const struct portal_request r = {.method = "GET",
                                     .url = "http://h/a",
                                     .stream = "x",
                                     .period_kind = "month",
                                     .period_from = 100,
                                     .headers = {"a: b"}};
    struct portal_request changed[6];
    uint64_t is = request_hash(&m, &s, &r);
    (void)state;
    for (size_t i = 0; i < 6; i++)
        changed[i] = r;
    changed[0].method = "POST";
    changed[1].url = "http://h/b";
    changed[2].body = "{}";
    changed[3].stream = "y";
    changed[4].period_kind = "year";
    changed[5].period_from = 101;
    for (size_t i = 0; i < 6; i++)
        assert_true(request_hash(&m, &s, &changed[i]) != is);
    assert_true(request_hash(&n, &s, &r) != is);
    assert_true(request_hash(&m, &t, &r) != is);
    assert_true(request_hash(&m, &u, &r) != is);
    struct portal_request session = r;
    session.headers[0] = "Authorization: Bearer other";
    assert_true(request_hash(&m, &s, &session) == is);
    json_decref(vars);
    json_decref(other);
    json_decref(m.json);
    json_decref(n.json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round), cmocka_unit_test(test_longest),
                                       cmocka_unit_test(test_wrong), cmocka_unit_test(test_request)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
