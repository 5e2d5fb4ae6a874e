/* Faults of JSON that are mended, cut into pieces of every length: what goes on to a parser is by hand. */
#include "adapters/json/mend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static char got[512];

static bool take(void *context, const char *bytes, size_t n, int64_t at)
{
    size_t used = strlen(got);
    (void)context;
    assert_true(at >= 0 && used + n < sizeof got);
    memcpy(got + used, bytes, n);
    got[used + n] = '\0';
    return true;
}

static void test_mend(void **state)
{
    static const struct {
        const char *text, *mended;
    } cases[] = {{"{\"a\":[1,2]}", "{\"a\":[1,2]}"},
                 {"{\"a\":[1,2,]}", "{\"a\":[1,2]}"},
                 {"{\"a\":\"x\ny\"}", "{\"a\":\"x\\u000ay\"}"},
                 {"{\"a\":\"C:\\data\"}", "{\"a\":\"C:\\\\data\"}"},
                 {"{\"a\":NaN,\"b\":None}", "{\"a\":null,\"b\":null}"},
                 {"{\"a\":true,\"b\":null}", "{\"a\":true,\"b\":null}"},
                 {"{\"a\":\"NaN,]\"}", "{\"a\":\"NaN,]\"}"},
                 {")]}',{\"a\":1}", "{\"a\":1}"},
                 {"{\"a\":1}<!-- x -->", "{\"a\":1}"},
                 {"{\"a\":1}\n{\"a\":2}", "{\"a\":1}{\"a\":2}"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t piece = 1; piece <= strlen(cases[i].text); piece++) {
            struct mend m = {0};
            size_t n = strlen(cases[i].text);
            got[0] = '\0';
            for (size_t at = 0; at < n; at += piece)
                assert_true(mend_bytes(&m, cases[i].text + at, n - at < piece ? n - at : piece, take, NULL));
            assert_true(mend_end(&m, take, NULL));
            assert_string_equal(got, cases[i].mended);
            assert_false(mend_open(&m) || mend_none(&m));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mend)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
