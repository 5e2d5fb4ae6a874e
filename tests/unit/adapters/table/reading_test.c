/* What a cell is taken for: words, numbers as Vietnamese write them, dates of every shape, codes of units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/reading.h"
#include "base/limit.h"
#include "base/words.h"

static const char *read_as(const char *how, const char *text, bool number, bool from_1904)
{
    static struct buffer out;
    const struct reading *r = reading_find(how, strlen(how));
    const struct reading_input in = {
        .text = text, .length = strlen(text), .number = number, .from_1904 = from_1904};
    assert_non_null(r);
    buffer_free(&out);
    buffer_init(&out, 4096);
    assert_true(r->read(&in, &out));
    static char kept[256];
    snprintf(kept, sizeof kept, "%s", buffer_string(&out));
    buffer_free(&out);
    return kept;
}

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words, *bare;
    } cases[] = {{"Mức độ 4", "muc do 4", "muc do 4"},
                 {"  Phí,  lệ phí (đồng) ", "phi le phi dong", "phi le phi"},
                 {"ĐÃ TRẢ-KẾT QUẢ", "da tra ket qua", "da tra ket qua"},
                 {"(a) b (c", "a b c", "b"},
                 {"%", "", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *words = words_of(cases[i].text, false), *bare = words_of(cases[i].text, true);
        assert_string_equal(words, cases[i].words);
        assert_string_equal(bare, cases[i].bare);
        free(words);
        free(bare);
    }
    char *slug = slug_of("UBND xã Đại Lộc (mới)");
    assert_string_equal(slug, "ubnd-xa-dai-loc-moi");
    free(slug);
    char longer[400];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    slug = slug_of(longer);
    assert_int_equal(strlen(slug), LIMIT_NAME_BYTES - 1);
    free(slug);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text, *number;
    } cases[] = {{"1.234", "1234"},      {"1,234", "1234"},
                 {"1 234", "1234"},      {"97,5", "97.5"},
                 {"97.5", "97.5"},       {"97,5%", "97.5%"},
                 {"48,608%", "48.608%"}, {"1.234.567", "1234567"},
                 {"1.234,5", "1234.5"},  {"1,234.5", "1234.5"},
                 {"60.000 đ", "60000"},  {"60.000 đồng", "60000"},
                 {"-3", "-3"},           {"0", "0"},
                 {"12 hồ sơ", "12"},     {"mười", "mười"},
                 {"12 con", "12 con"},   {"7%", "7%"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read_as("number", cases[i].text, false, false), cases[i].number);
    assert_string_equal(read_as("number", "1.234", true, false), "1.234"); /* the file's own number is one */
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text, *date;
    } cases[] = {{"25/11/2022 15:04", "2022-11-25 15:04:00"},
                 {"5/1/2022", "2022-01-05 00:00:00"},
                 {"25-11-2022 07:00:09", "2022-11-25 07:00:09"},
                 {"2022-11-25", "2022-11-25 00:00:00"},
                 {"15:04 25/11/2022", "2022-11-25 15:04:00"},
                 {"2022-11-25T15:04:05.000+0700", "2022-11-25 15:04:05"},
                 {"20221125150405", "2022-11-25 15:04:05"},
                 {"44890", "2022-11-25 00:00:00"},
                 {"44890.625", "2022-11-25 15:00:00"},
                 {"44890.6249999", "2022-11-25 15:00:00"},
                 {"2022", "2022"},
                 {"30/02/2022", "30/02/2022"},
                 {"hôm qua", "hôm qua"},
                 {"999999999999", "999999999999"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read_as("date", cases[i].text, false, false), cases[i].date);
    assert_string_equal(read_as("date", "43428.5", true, true), "2022-11-25 12:00:00"); /* 1462 days apart */
    assert_string_equal(read_as("day_end", "25/11/2022", false, false), "2022-11-25 23:59:59");
    assert_string_equal(read_as("day_end", "25/11/2022 17:00", false, false), "2022-11-25 17:00:00");
}

static void test_codes(void **state)
{
    (void)state;
    assert_string_equal(read_as("digits", "Mức 1, 2", false, false), "1-2");
    assert_string_equal(read_as("digits", "Mức độ 3", false, false), "3");
    assert_string_equal(read_as("digits", "khác", false, false), "");
    assert_string_equal(read_as("slug", "Hộ tịch", false, false), "ho-tich");
    assert_string_equal(read_as("word", "Trực tuyến!", false, false), "truc tuyen");
    assert_string_equal(read_as("unit_of_code", "H99.22.02-221125-0001", false, false), "H99.22.02");
    assert_string_equal(read_as("unit_of_code", "0001/2022", false, false), "");
    static const struct {
        const char *text, *code, *title;
    } names[] = {
        {"1.001193 - Đăng ký khai sinh", "1.001193", "Đăng ký khai sinh"},
        {"Đăng ký khai sinh (1.001193)", "1.001193", "Đăng ký khai sinh"},
        {"1.004884.000.00.00.H99 - Đăng ký lại khai sinh", "1.004884.000.00.00.H99", "Đăng ký lại khai sinh"},
        {"[2.000815] Chứng thực", "2.000815", "Chứng thực"},
        {"Đăng ký khai sinh", "", "Đăng ký khai sinh"},
        {"Cấp phép theo 1.001193 tại xã", "1.001193", "Cấp phép theo 1.001193 tại xã"},
        {"Thu 11.001193 đồng", "", "Thu 11.001193 đồng"},
        {"1.0011934", "", "1.0011934"},
        {"1.001193", "1.001193", ""}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_string_equal(read_as("procedure_code", names[i].text, false, false), names[i].code);
        assert_string_equal(read_as("procedure_title", names[i].text, false, false), names[i].title);
    }
    assert_null(reading_find("dat", 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_dates), cmocka_unit_test(test_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
