#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "poll/retry.h"

static const struct config_source source = {.name = "s", .network = {.retries = 6, .retry_seconds = 100}};

static bool again(struct retry *r, const struct fetch_reply *reply, int64_t *wait, struct error *e)
{
    *e = (struct error){0};
    *wait = -1;
    return retry_again(r, &source, reply, "http://h/x", wait, e);
}

/* A second, two, four, eight, each with up to half more; the fifth failure of one request is the last. */
static void test_backoff(void **state)
{
    const struct fetch_reply reply = {.result = FETCH_OK, .status = 500, .retry_after = -1};
    struct retry r = {0};
    struct error e;
    int64_t wait, base = 1000;
    (void)state;
    for (int i = 0; i < LIMIT_RETRIES; i++, base *= 2) {
        assert_true(again(&r, &reply, &wait, &e));
        assert_in_range(wait, base, base + base / 2);
    }
    assert_false(again(&r, &reply, &wait, &e));
    assert_int_equal(e.code, ERROR_TEMPORARY);
    assert_non_null(strstr(e.what, "status 500 from http://h/x, 5 times"));
}

/* Six tries in a run, over all its requests. */
static void test_run(void **state)
{
    const struct fetch_reply reply = {.result = FETCH_OK, .status = 503, .retry_after = -1};
    struct retry r = {0};
    struct error e;
    int64_t wait;
    (void)state;
    for (int i = 0; i < 6; i++) {
        r.tries = 0; /* a new request each time */
        assert_true(again(&r, &reply, &wait, &e));
    }
    r.tries = 0;
    assert_false(again(&r, &reply, &wait, &e));
    assert_int_equal(e.code, ERROR_TEMPORARY);
    assert_non_null(strstr(e.what, "tries again in this poll: 6"));
    assert_non_null(strstr(e.hint, "goes on from there"));
}

/* The portal's own word counts, as long as the run has the time; then the run ends and says when to come. */
static void test_retry_after(void **state)
{
    struct fetch_reply reply = {.result = FETCH_OK, .status = 503, .retry_after = 60};
    struct retry r = {0};
    struct error e;
    int64_t wait;
    (void)state;
    assert_true(again(&r, &reply, &wait, &e));
    assert_int_equal(wait, 60000);
    assert_false(again(&r, &reply, &wait, &e)); /* 120 of 100 */
    assert_int_equal(e.code, ERROR_TEMPORARY);
    assert_non_null(strstr(e.what, "status 503"));
    assert_non_null(strstr(e.what, "until 15:01:00 25/11/2022"));
    reply.retry_after = LIMIT_RETRY_AFTER_SECONDS;
    r = (struct retry){0};
    assert_false(again(&r, &reply, &wait, &e));
    assert_non_null(strstr(e.what, "until 15:00:00 02/12/2022"));
}

/* What broke the connection is told as it is. */
static void test_connection(void **state)
{
    struct fetch_reply reply = {.result = FETCH_RETRY, .retry_after = -1};
    struct retry r = {.tries = LIMIT_RETRIES};
    struct error e;
    int64_t wait;
    (void)state;
    error_set(&reply.error, ERROR_UNAVAILABLE, "s", "Look.", "nobody answers");
    assert_false(again(&r, &reply, &wait, &e));
    assert_int_equal(e.code, ERROR_UNAVAILABLE);
    assert_string_equal(e.what, "nobody answers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_backoff), cmocka_unit_test(test_run),
                                       cmocka_unit_test(test_retry_after), cmocka_unit_test(test_connection)};
    unsetenv("MOTCUA_RETRY_MS");
    setenv("MOTCUA_NOW", "2022-11-25T15:00", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
