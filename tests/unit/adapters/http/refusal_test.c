/* What came where data should be: which reply is data, which is a refusal, and in whose words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/http/refusal.h"

static struct reply_head head;

/* Fed in pieces of three bytes; true: all of it is data. */
static bool take(long status, bool good, bool markup, const char *body)
{
    size_t n = strlen(body);
    bool data = true;
    reply_head_begin(&head, status, "text/html; charset=utf-8", good, markup);
    for (size_t at = 0; at < n; at += 3)
        data &= reply_head_take(&head, body + at, n - at < 3 ? n - at : 3);
    return data;
}

static void test_data(void **state)
{
    (void)state;
    assert_true(take(200, true, false, "{\"total\": 1}"));
    assert_true(take(200, true, false, "  \n [1]"));
    assert_false(take(200, true, false, "<html>x"));
    assert_true(take(200, true, true, "<Envelope/>"));
    assert_false(take(500, false, false, "{\"total\": 1}"));
    assert_false(reply_head_is_login(&head));
    assert_false(take(200, true, false, "<html><title>Login</title>"));
    assert_true(reply_head_is_login(&head));
}

/* The account and the password are never repeated; a refusal without an account does not blame one. */
static void test_words(void **state)
{
    const struct manifest m = {.refused = {401, 403}, .refused_count = 2};
    const struct config_source with = {.user = (char *)"canbo", .password = (char *)"bi-mat-9"},
                               without = {.user = NULL};
    static const struct {
        long status;
        const char *body;
        bool account;
        const char *told, *never;
    } cases[] = {{401, "{\"message\": \"Sai mật khẩu\"}", true, "(status 401): Sai mật khẩu", "no account"},
                 {401, "{\"message\": \"canbo / bi-mat-9\"}", true, "(status 401)", "bi-mat"},
                 {403, "{\"error\": {\"message\": \"Hết quyền\"}}", false,
                  "this source has no account: Hết quyền", "authenticated"},
                 {500, "Lỗi máy chủ", true, "status 500 from http://portal/x: Lỗi máy chủ", "authenticated"},
                 {404, "{}", true, "status 404 from http://portal/x", ": {"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        take(cases[i].status, false, false, cases[i].body);
        assert_false(
            reply_head_refuse(&head, &m, cases[i].account ? &with : &without, "http://portal/x", &e));
        assert_int_equal(e.code, ERROR_UNAVAILABLE);
        if (!strstr(e.what, cases[i].told) || strstr(e.what, cases[i].never))
            fail_msg("%ld %s: %s", cases[i].status, cases[i].body, e.what);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_data), cmocka_unit_test(test_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
