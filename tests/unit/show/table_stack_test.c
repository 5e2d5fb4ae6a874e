/* A table whose columns do not fit side by side: each row in lines of its own, nothing cut, no line too wide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "show/table_write.h"

static char *written(const struct table *t, int width)
{
    char *text = NULL;
    size_t n = 0;
    struct error e = {0};
    FILE *out = open_memstream(&text, &n);
    assert_non_null(out);
    assert_true(table_write(t, &(struct table_look){.format = FORMAT_TABLE, .width = width}, out, &e));
    assert_int_equal(fclose(out), 0);
    return text;
}

static struct table *wide(void)
{
    struct table *t = table_new();
    assert_non_null(t);
    table_column(t, "unit", "Mã", false);
    table_column(t, "name", "Đơn vị", false);
    table_column(t, "a", "Trực tuyến\n≥ 85%", true);
    table_column(t, "b", "Thanh toán trực tuyến", true);
    table_column(t, "c", "Đạt", true);
    for (int i = 0; i < 2; i++) {
        table_row(t);
        table_text(t, i ? "H99.22.02" : "H99.22.01");
        table_text(t, "Xã có tên dài như nhau, chỉ khác ở chữ cuối là");
        table_rate(t, 19, 22);
        table_mark(t, MARK_BAD);
        table_note(t, i ? "thiếu 12" : "thiếu 1");
        table_rate(t, 1, 2);
        table_text(t, i ? " " : "1/4");
    }
    return t;
}

static void test_stacked(void **state)
{
    (void)state;
    struct table *t = wide();
    char *text = written(t, 44);
    assert_string_equal(text, "H99.22.01  Xã có tên dài như nhau, chỉ khác\n"
                              "ở chữ cuối là\n"
                              "  Trực tuyến ≥ 85%: 86,36% ▲ thiếu 1\n"
                              "  Thanh toán trực tuyến: 50,00%; Đạt: 1/4\n"
                              "H99.22.02  Xã có tên dài như nhau, chỉ khác\n"
                              "ở chữ cuối là\n"
                              "  Trực tuyến ≥ 85%: 86,36% ▲ thiếu 12\n"
                              "  Thanh toán trực tuyến: 50,00%\n");
    free(text);
    table_free(t);
}

/* Side by side where there is room. */
static void test_wide_enough(void **state)
{
    (void)state;
    struct table *t = wide();
    char *text = written(t, 140);
    assert_non_null(strstr(text, "Trực tuyến"));
    assert_null(strstr(text, "≥ 85%:"));
    free(text);
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stacked), cmocka_unit_test(test_wide_enough)};
    return text_language_set("vi") ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
