/* Words of strangers: what may be shown of them; expectations by hand. */
#include "base/remark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_clean(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {{"Bạn không có quyền", "Bạn không có quyền"},
                 {"status 503\r\nbusy", "status 503 busy"},
                 {"Ông Nguyễn Văn Mẫu không có quyền", "… không có quyền"},
                 {"phone 0912345678 unknown", "phone … unknown"},
                 {"mail mau@example.invalid unknown", "mail … unknown"},
                 {"value \"bi mat\" wrong", "value wrong"},
                 {"0912345678", ""},
                 {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[REMARK_BYTES];
        assert_string_equal(remark_clean(cases[i].text, strlen(cases[i].text), out), cases[i].shown);
    }
}

static void test_cut(void **state)
{
    char text[2000], out[REMARK_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 5 == 4 ? ' ' : 'a';
    assert_true(strlen(remark_clean(text, sizeof text, out)) < REMARK_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clean), cmocka_unit_test(test_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
