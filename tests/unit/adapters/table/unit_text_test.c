#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "adapters/table/unit_text.h"

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *code;
    } cases[] = {{"Xã Một", "Xã Một", ""},
                 {"1. Xã Một", "Xã Một", ""},
                 {"12/ Xã Một", "Xã Một", ""},
                 {"- Xã Một", "Xã Một", ""},
                 {"Xã Một (1)", "Xã Một", ""},
                 {"Xã Một (*)", "Xã Một", ""},
                 {"Xã Một*", "Xã Một", ""},
                 {"Xã Một [2]", "Xã Một", ""},
                 {"Xã Một (12 hồ sơ)", "Xã Một", ""},
                 {"Xã Một (huyện Hai)", "Xã Một (huyện Hai)", ""},
                 {"Phường 4", "Phường 4", ""},
                 {"1.5 Xã Một", "1.5 Xã Một", ""},
                 {"2022", "2022", ""},
                 {"H57.01 - Xã Một", "Xã Một", "H57.01"},
                 {"Xã Một (H57.01.02)", "Xã Một", "H57.01.02"},
                 {"H57.01", "H57.01", ""},
                 {"H57.01 -", "H57.01 -", ""},
                 {"(H57)", "(H57)", ""},
                 {"(1)", "(1)", ""},
                 {"*", "*", ""},
                 {"", "", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct unit_text u;
        unit_text_read(cases[i].text, strlen(cases[i].text), &u);
        assert_int_equal(u.length, strlen(cases[i].name));
        assert_memory_equal(u.name, cases[i].name, u.length);
        assert_int_equal(u.code_length, strlen(cases[i].code));
        if (u.code_length)
            assert_memory_equal(u.code, cases[i].code, u.code_length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
