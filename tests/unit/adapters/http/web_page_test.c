/* A web page in place of data: what it is, told from its first bytes, and what to do about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/http/web_page.h"

static void test_is_page(void **state)
{
    static const struct {
        const char *head;
        bool page, html;
    } cases[] = {{"<!DOCTYPE html><html>", true, true},
                 {"\xEF\xBB\xBF \n<html>", true, true},
                 {"<HTML lang=vi>", true, true},
                 {"<?xml version=\"1.0\"?><a/>", true, false},
                 {"<soap:Envelope>", true, false},
                 {"{\"a\": \"<html>\"}", false, false},
                 {"[]", false, false},
                 {"", false, false},
                 {"Xin chào <b>", false, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = strlen(cases[i].head);
        if (web_page_is(cases[i].head, n) != cases[i].page ||
            web_page_is_html(cases[i].head, n) != cases[i].html)
            fail_msg("%s", cases[i].head);
    }
}

static void test_kinds(void **state)
{
    static const struct {
        const char *body;
        enum web_page kind;
    } cases[] = {{"<title>Request Rejected</title>Your support ID is: 1", WEB_PAGE_FIREWALL},
                 {"<h1>Truy cập của bạn bị chặn bởi tường lửa</h1>", WEB_PAGE_FIREWALL},
                 {"<title>Attention Required! | Cloudflare</title>", WEB_PAGE_FIREWALL},
                 {"<title>Just a moment...</title>", WEB_PAGE_CAPTCHA},
                 {"<label>Mã xác nhận</label><input>", WEB_PAGE_CAPTCHA},
                 {"<form><input type=\"password\"></form>", WEB_PAGE_LOGIN},
                 {"<h2>Đăng nhập hệ thống</h2>", WEB_PAGE_LOGIN},
                 {"<h1>Hệ thống đang BẢO TRÌ</h1>", WEB_PAGE_MAINTENANCE},
                 {"<h1>503 Service Unavailable</h1>", WEB_PAGE_MAINTENANCE},
                 {"<h1>Không tìm thấy trang</h1>", WEB_PAGE_OTHER},
                 {"", WEB_PAGE_OTHER}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (web_page_kind(cases[i].body, strlen(cases[i].body)) != cases[i].kind)
            fail_msg("%s", cases[i].body);
}

/* The error names the page and its status; only one that is closed for work is to be tried again. */
static void test_refusal(void **state)
{
    static const char wall[] = "<html><title>Request Rejected</title>", closed[] = "<html>Đang bảo trì";
    const struct config_source with = {.user = (char *)"canbo"}, without = {.user = NULL};
    struct error e = {0};
    (void)state;
    assert_false(web_page_refuse(wall, sizeof wall - 1, 403, &without, &e));
    assert_int_equal(e.code, ERROR_UNAVAILABLE);
    assert_non_null(strstr(e.what, "(status 403): Request Rejected"));
    assert_non_null(strstr(e.hint, "no account"));
    assert_false(web_page_refuse(wall, sizeof wall - 1, 200, &with, &e));
    assert_null(strstr(e.what, "status"));
    assert_non_null(strstr(e.hint, "not about user or password"));
    assert_false(web_page_refuse(closed, sizeof closed - 1, 200, &with, &e));
    assert_int_equal(e.code, ERROR_TEMPORARY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_is_page), cmocka_unit_test(test_kinds),
                                       cmocka_unit_test(test_refusal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
