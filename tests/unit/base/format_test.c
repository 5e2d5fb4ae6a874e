#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/format.h"

static void test_names(void **state)
{
    (void)state;
    enum format format;
    assert_true(format_read("table", &format) && format == FORMAT_TABLE);
    assert_true(format_read("csv", &format) && format == FORMAT_CSV);
    assert_true(format_read("docx", &format) && format == FORMAT_DOCX);
    assert_false(format_read("xml", &format));
    assert_false(format_read("CSV", &format));
    assert_false(format_read("", &format));
    for (int i = 0; i < FORMATS; i++) {
        assert_true(format_read(format_name((enum format)i), &format));
        assert_int_equal(format, i);
    }
}

static void test_extensions(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        enum format_told told;
        enum format format;
    } cases[] = {
        {"bc.html", FORMAT_TOLD, FORMAT_HTML},         {"bc.HTM", FORMAT_TOLD, FORMAT_HTML},
        {"a.b/c.Docx", FORMAT_TOLD, FORMAT_DOCX},      {"x.xlsx", FORMAT_TOLD, FORMAT_XLSX},
        {"x.y.csv", FORMAT_TOLD, FORMAT_CSV},          {"x.json", FORMAT_TOLD, FORMAT_JSON},
        {"x.txt", FORMAT_TOLD, FORMAT_TEXT},           {"x.xls", FORMAT_UNKNOWN_EXTENSION, FORMATS},
        {"x.", FORMAT_UNKNOWN_EXTENSION, FORMATS},     {"bc-2022.11.25", FORMAT_UNKNOWN_EXTENSION, FORMATS},
        {"a.csv/bc", FORMAT_NO_EXTENSION, FORMATS},    {".csv", FORMAT_NO_EXTENSION, FORMATS},
        {"/dev/stdout", FORMAT_NO_EXTENSION, FORMATS}, {"", FORMAT_NO_EXTENSION, FORMATS}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum format format = FORMATS;
        assert_int_equal(format_of_file(cases[i].file, &format), cases[i].told);
        assert_int_equal(format, cases[i].format);
    }
}

static void test_sets(void **state)
{
    (void)state;
    char text[128];
    const unsigned report = FORMAT_BIT(FORMAT_CSV) | FORMAT_BIT(FORMAT_HTML) | FORMAT_BIT(FORMAT_DOCX);
    assert_int_equal(format_first(report), FORMAT_HTML);
    assert_int_equal(format_first(FORMATS_OF_TABLES), FORMAT_TABLE);
    assert_int_equal(format_first(0), FORMATS);
    assert_string_equal(format_names(report, text, sizeof text), "html, docx, csv");
    assert_string_equal(format_extensions(report, text, sizeof text), ".html, .docx, .csv");
    assert_string_equal(format_names(report, text, 9), "html, do"); /* cut, and ended */
    assert_string_equal(format_names(0, text, sizeof text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_extensions),
                                       cmocka_unit_test(test_sets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
