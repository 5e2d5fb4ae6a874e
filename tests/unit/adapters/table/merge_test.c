/* Merged cells that reach into rows below: what cannot be carried down is told, or carries nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/table/merge.h"
#include "base/text.h"

static void test_rows(void **state)
{
    static const struct {
        size_t row, last, column;
        bool taken;
    } cells[] = {{2, 9, 1, true},
                 {2, 1048576, 0, true}, /* a whole column of a workbook */
                 {2, 2, 1, true},       /* a title over columns */
                 {2, 9, LIMIT_SHEET_COLUMNS, true},
                 {0, 9, 1, false},
                 {2, (size_t)1 << 40, 1, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct error e = {0};
        struct merges *m = merges_new(&e);
        assert_non_null(m);
        assert_int_equal(merges_add(m, cells[i].row, cells[i].last, cells[i].column, &e), cells[i].taken);
        assert_int_equal(e.code, cells[i].taken ? ERROR_NONE : ERROR_DATA);
        merges_free(m);
    }
}

/* A reference past the last row that any sheet has is one, so that it can be refused. */
static void test_reference(void **state)
{
    size_t column, row;
    (void)state;
    assert_true(cell_reference("BC12", &column, &row, NULL));
    assert_int_equal(column, 54);
    assert_int_equal(row, 12);
    assert_true(cell_reference("B99999999999999999999", &column, &row, NULL));
    assert_true(row > 1048576);
    assert_false(cell_reference("12", &column, &row, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_reference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
