/* Numbers as people write them: one grammar, whose groups are checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/number.h"

static void test_grammar(void **state)
{
    (void)state;
    static const struct {
        const char *text, *number; /* NULL: none */
        bool share;
    } cases[] = {{"1.234", "1234", false},
                 {"1,234", "1234", false},
                 {"1 234", "1234", false},
                 {"1\xC2\xA0"
                  "234",
                  "1234", false},
                 {"1\xE2\x80\xAF"
                  "234",
                  "1234", false},
                 {"1\xE2\x80\x89"
                  "234\xE2\x80\x89"
                  "567",
                  "1234567", false},
                 {"1'234", "1234", false},
                 {"12.345.678", "12345678", false},
                 {"1.234,5", "1234.5", false},
                 {"1,234.5", "1234.5", false},
                 {"1 234,5", "1234.5", false},
                 {"97,5", "97.5", false},
                 {"0,125", "0.125", false},
                 {"1234.000", "1234.000", false},
                 {"12%", "12%", false},
                 {"48,608%", "48.608%", false},
                 {"48,608", "48.608", true},
                 {"48,608", "48608", false},
                 {"(12)", "-12", false},
                 {"−12", "-12", false},
                 {"-1.234", "-1234", false},
                 {"+5", "5", false},
                 {"１２３", "123", false},
                 {"60.000 đ", "60000", false},
                 {"60.000 ₫", "60000", false},
                 {"12 hồ sơ", "12", false},
                 {"007", "007", false},
                 {"\xE2\x80\x8B"
                  "7",
                  "7", false},
                 {"1 2", NULL, false},
                 {"12 3", NULL, false},
                 {"1.23.4", NULL, false},
                 {"1,1,1.2", NULL, false},
                 {"1.234.56", NULL, false},
                 {"1.234 567", NULL, false},
                 {"0.123.456", NULL, false},
                 {"1234.567.890", NULL, false},
                 {"12³", NULL, false},
                 {"12 (3)", NULL, false},
                 {"(12", NULL, false},
                 {"12.", NULL, false},
                 {".5", NULL, false},
                 {"1..2", NULL, false},
                 {"12 con", NULL, false},
                 {"mười", NULL, false},
                 {"1/2", NULL, false},
                 {"1-2", NULL, false},
                 {"", NULL, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[NUMBER_TEXT_BYTES] = "";
        bool is = number_read(cases[i].text, strlen(cases[i].text), cases[i].share, got);
        if (is != (cases[i].number != NULL) || (is && strcmp(got, cases[i].number) != 0))
            fail_msg("%s: %d %s", cases[i].text, is, got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_grammar)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
