/* Rows that a reader sought and sorted by; expected orders by hand. */
#include "show/table_pick.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/table_write.h"

static struct table *units(void)
{
    static const struct {
        const char *name;
        int64_t n, d;
        enum table_mark mark;
    } rows[] = {{"Xã Đại Lộc", 9, 10, MARK_GOOD},
                {"Xã An", 1, 3, MARK_BAD},
                {"Phường Ẩm", 0, 0, MARK_NONE},
                {"Xã Bình", 2, 3, MARK_BAD}};
    struct table *t = table_new();
    assert_non_null(t);
    table_column(t, "unit", "Đơn vị", false);
    table_column(t, "rate", "Tỷ lệ", true);
    for (size_t i = 0; i < 4; i++) {
        table_row(t);
        table_text(t, rows[i].name);
        table_rate(t, rows[i].n, rows[i].d); /* d 0: unknown */
        table_mark(t, rows[i].mark);
    }
    return t;
}

static void expect(struct table_wish w, const char *csv)
{
    struct table *t = units(), *picked = table_pick(t, &w);
    const struct table_look look = {.format = FORMAT_CSV, .separator = ','};
    char *text = NULL;
    size_t size = 0;
    struct error e = {0};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(picked);
    assert_true(table_write(picked, &look, out, &e));
    fclose(out);
    assert_string_equal(text, csv);
    free(text);
    table_free(picked);
    table_free(t);
}

static void sought_and_sorted(void **state)
{
    (void)state;
    expect((struct table_wish){.holds = "", .column = ""},
           "unit,rate\nXã Đại Lộc,90.00\nXã An,33.33\nPhường Ẩm,\nXã Bình,66.67\n");
    expect((struct table_wish){.holds = "dai loc", .column = ""}, "unit,rate\nXã Đại Lộc,90.00\n");
    expect((struct table_wish){.holds = "ẩM", .column = ""}, "unit,rate\nPhường Ẩm,\n");
    expect((struct table_wish){.holds = "xa", .column = "rate", .down = true},
           "unit,rate\nXã Đại Lộc,90.00\nXã Bình,66.67\nXã An,33.33\n");
    expect((struct table_wish){.holds = "", .column = "rate"},
           "unit,rate\nXã An,33.33\nXã Bình,66.67\nXã Đại Lộc,90.00\nPhường Ẩm,\n");
    expect((struct table_wish){.holds = "", .column = "unit", .down = true},
           "unit,rate\nXã Đại Lộc,90.00\nXã Bình,66.67\nXã An,33.33\nPhường Ẩm,\n");
    expect((struct table_wish){.holds = "", .column = "", .only_bad = true},
           "unit,rate\nXã An,33.33\nXã Bình,66.67\n");
    expect((struct table_wish){.holds = "không có", .column = "rate"}, "unit,rate\n");
    expect((struct table_wish){.holds = "", .column = "khong_co"},
           "unit,rate\nXã Đại Lộc,90.00\nXã An,33.33\nPhường Ẩm,\nXã Bình,66.67\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sought_and_sorted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
