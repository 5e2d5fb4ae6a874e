#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "poll/address.h"

static void test_of(void **state)
{
    static const struct {
        const char *url, *host;
    } good[] = {{"https://Cong.Example.VN/a?b#c", "https://cong.example.vn:443"},
                {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
                {"http://u:secret@h/", "http://h:80"},
                {"http://[::1]:81/x", "http://[::1]:81"}};
    static const char *const bad[] = {"", "h", "/path", "http://", "http://h:99999/", "http:// h/", NULL};
    char host[LIMIT_ADDRESS_BYTES], longest[1024] = "http://";
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(address_of(good[i].url, host));
        assert_string_equal(host, good[i].host);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(address_of(bad[i], host));
        assert_string_equal(host, "");
    }
    for (size_t i = 7; i < 600; i++)
        longest[i] = 'a';
    assert_false(address_of(longest, host));
}

static void test_same(void **state)
{
    static const char base[] = "https://portal.example.vn/o/rest";
    static const char *const same[] = {"https://portal.example.vn/", "https://PORTAL.example.vn:443/x",
                                       "https://portal.example.vn?a=b"};
    static const char *const other[] = {"http://portal.example.vn/",               /* in the clear */
                                        "https://portal.example.vn:8443/",         /* another port */
                                        "https://portal.example.vn.evil.example/", /* begins alike */
                                        "https://portal.example.vn@evil.example/", /* looks alike */
                                        "https://u:p@portal.example.vn/",          /* brings an account */
                                        "https://example.vn/",
                                        "ftp://portal.example.vn/",
                                        "",
                                        "/relative"};
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_true(address_same(base, same[i]));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(address_same(base, other[i]));
}

static void test_resolve(void **state)
{
    static const char base[] = "https://h:8443/a/b?c=d";
    static const struct {
        const char *link, *address;
    } links[] = {{"/x?y=z", "https://h:8443/x?y=z"},
                 {"x", "https://h:8443/a/x"},
                 {"//evil.example/x", "https://evil.example/x"},
                 {"http://other/", "http://other/"},
                 {"", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        char *address = address_resolve(base, links[i].link);
        if (links[i].address)
            assert_string_equal(address, links[i].address);
        else
            assert_null(address);
        free(address);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_of), cmocka_unit_test(test_same),
                                       cmocka_unit_test(test_resolve)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
