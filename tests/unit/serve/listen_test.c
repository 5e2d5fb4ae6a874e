/* Where to listen, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/listen.h"

static void addresses_are_read(void **state)
{
    struct sockaddr_storage a;
    struct error e = {0};
    char text[80];
    (void)state;
    assert_true(listen_read("127.0.0.1:8080", &a, &e));
    assert_string_equal(listen_write(&a, 8080, text), "127.0.0.1:8080");
    assert_true(listen_is_local(&a));
    assert_true(listen_read("[::1]:0", &a, &e));
    assert_string_equal(listen_write(&a, 9, text), "[::1]:9");
    assert_true(listen_is_local(&a));
    assert_true(listen_read("0.0.0.0:65535", &a, &e));
    assert_false(listen_is_local(&a));
}

static void others_are_refused(void **state)
{
    static const char *const bad[] = {"",
                                      ":",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      "127.0.0.1:65536",
                                      "127.0.0.1:-1",
                                      "127.0.0.1:8x",
                                      "localhost:80",
                                      "::1:80",
                                      "[::1]",
                                      "[::1:80",
                                      "1.2.3:80",
                                      "[127.0.0.1]:80"};
    struct sockaddr_storage a;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error e = {0};
        if (listen_read(bad[i], &a, &e))
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(e.code, ERROR_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(addresses_are_read),
                                       cmocka_unit_test(others_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
