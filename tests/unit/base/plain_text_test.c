/* What nobody sees is not there; a code is a code however it was copied. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/plain_text.h"

static void test_codes(void **state)
{
    (void)state;
    static const char *const same[] = {"H57.01-221101-0001",
                                       "=\"H57.01-221101-0001\"",
                                       "'H57.01-221101-0001",
                                       "=HYPERLINK(\"https://x.example/1\";\"H57.01-221101-0001\")",
                                       "=hyperlink(\"https://x.example/1\",\"h57.01-221101-0001\")",
                                       "H57.01-221101-0001.",
                                       "H57.01-221101-0001 - Lan",
                                       "H57.01-221101-0001 \xE2\x80\x93 Tr\xE1\xBA\xA7n",
                                       "Lan - H57.01-221101-0001",
                                       "H57.01 - 221101 - 0001 - Lan",
                                       "H57.01-221101-0001 ;",
                                       "’H57.01-221101-0001",
                                       "\xE2\x80\x8CH57.01-221101-0001",
                                       "H57.01-221101-0001\xE2\x80\x8B",
                                       "\xEF\xBB\xBFH57.01-221101-0001",
                                       "H57.01\xC2\xAD-221101-0001",
                                       "h57.01-221101-0001",
                                       " H57.01 - 221101 - 0001 ",
                                       "H57.01-221101-0001\xC2\xA0",
                                       "H57.01–221101—0001",
                                       "H57.01\xE2\x80\x90"
                                       "221101\xE2\x80\x91"
                                       "0001",
                                       "H57.01−221101‒0001",
                                       "\xE2\x80\xAAH57.01-221101-0001\xE2\x80\xAC",
                                       "Ｈ５７.01-221101-0001",
                                       "\"H57.01-221101-0001\"",
                                       "H57.01-221101-0001\r\n",
                                       "=T(\"H57.01-221101-0001\")",
                                       "=CONCATENATE(\"H57.01-221101-0001\")",
                                       "Mã: H57.01-221101-0001",
                                       "Mã hồ sơ H57.01-221101-0001",
                                       "#H57.01-221101-0001",
                                       "[H57.01-221101-0001]",
                                       "(H57.01-221101-0001)",
                                       "<h57.01-221101-0001>",
                                       "H57.01-221101-0001\n(Chứng thực)",
                                       "H57.01-221101-0001 lần 2",
                                       "H57.01-221101-000\n1", /* wrapped inside of its number */
                                       "H57.01-2211\n01-0001",
                                       "https://x.example/hoso/H57.01-221101-0001",
                                       ("\xD0\x9D"
                                        "57.01-221101-0001")};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char text[100];
        size_t n = strlen(same[i]);
        memcpy(text, same[i], n);
        text[plain_code(text, n)] = '\0';
        assert_string_equal(text, "H57.01-221101-0001");
    }
}

/* Two codes, a code with more behind it, and codes of other kinds stay what they are. */
static void test_other_codes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } cases[] = {{"H57.01-221101-0001, H57.01-221101-0002", "H57.01-221101-0001,H57.01-221101-0002"},
                 {"m=H57.01-221101-0001.", "H57.01-221101-0001"},
                 {"H57.01-221101-0001-2", "H57.01-221101-0001-2"},
                 {"H57.01-221101-0001A", "H57.01-221101-0001A"},
                 {"000.00.19.H26-221101-0001", "000.00.19.H26-221101-0001"},
                 {"[HS 12/2022]", "HS12/2022"},
                 {"#15", "15"},
                 {"12(3)", "12(3)"},
                 {"(1)(2)", "(1)(2)"},
                 {"HS-2022-11-01", "HS-2022-11-01"},
                 {"", ""},
                 {"()", "()"},
                 {"=", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        size_t n = strlen(cases[i].text);
        memcpy(text, cases[i].text, n);
        text[plain_code(text, n)] = '\0';
        assert_string_equal(text, cases[i].plain);
    }
}

static void test_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
    } cases[] = {{"Xã A", "Xã A"},
                 {"  Xã \xC2\xA0 A\t", "Xã A"},
                 {"Xã\xE2\x80\x8B A", "Xã A"},
                 {"Xã\nA", "Xã A"},
                 {"\xC2\xA0", ""},
                 {"a\xFF", "a\xFF"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[100];
        size_t n = strlen(cases[i].text);
        memcpy(text, cases[i].text, n);
        text[plain_text(text, n)] = '\0';
        assert_string_equal(text, cases[i].plain);
        if (strcmp(cases[i].text, cases[i].plain) != 0)
            assert_false(plain_text_is(cases[i].text, n));
    }
    assert_true(plain_text_is("UBND xã Đại Lộc ế", strlen("UBND xã Đại Lộc ế")));
    assert_true(plain_nothing("N/A", 3) && plain_nothing("–", 3) && plain_nothing("NULL", 4));
    assert_false(plain_nothing("Trong hạn", strlen("Trong hạn")) || plain_nothing("0", 1) ||
                 plain_nothing("x", 1));
}

static void test_quoted(void **state)
{
    (void)state;
    static const char code[] = "H57.01-221101-0001";
    static const char *const quoted[] = {"H57.01-221101-0001",
                                         "xem hồ sơ h57.01-221101-0001.",
                                         "(H57.01 - 221101 - 0001)",
                                         "thay cho H57.01–221101–0001/H57.01-221101-0002",
                                         "H57.01-221101-0002, H57.01-221101-0001; hết",
                                         "“H57.01-221101-0001”",
                                         "\xFFH57.01-221101-0001\xFF"};
    static const char *const others[] = {"",
                                         "H57.01-221101-00011",
                                         "1H57.01-221101-0001",
                                         "H57.01-221101-0001-2",
                                         "ĐH57.01-221101-0001",
                                         "A.H57.01-221101-0001",
                                         "H57.01-221101-000",
                                         "H57.01-221101-0001ế"};
    for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++)
        if (!plain_code_quoted(quoted[i], strlen(quoted[i]), code))
            fail_msg("not quoted: %s", quoted[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (plain_code_quoted(others[i], strlen(others[i]), code))
            fail_msg("quoted: %s", others[i]);
    assert_false(plain_code_quoted("UBND xã Mẫu", strlen("UBND xã Mẫu"), "X"));
    assert_false(plain_code_quoted("H99.22.55-1", 11, "1") || plain_code_quoted("x", 1, ""));
    assert_true(plain_code_quoted("số 1, 2", strlen("số 1, 2"), "1"));
    assert_true(plain_code_quoted("đơn Đ-7", strlen("đơn Đ-7"), "Đ-7"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes), cmocka_unit_test(test_other_codes),
                                       cmocka_unit_test(test_text), cmocka_unit_test(test_quoted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
