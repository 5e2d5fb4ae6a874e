#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "adapters/table/sheet_tape.h"

/* A table of `rows` rows whose parses are counted; row `fault` cannot be read. */
struct table {
    size_t at, rows, parses, fault, bytes;
};

static enum sheet_result next(void *handle, struct sheet_row *row, struct error *e)
{
    struct table *t = handle;
    char text[64];
    if (t->at == t->rows)
        return SHEET_END;
    t->parses++;
    sheet_row_begin(row, ++t->at * 2);
    if (t->at == t->fault)
        return SHEET_FAILED;
    snprintf(text, sizeof text, "row %zu", t->at);
    assert_true(sheet_row_put(row, 1, text, strlen(text), t->at % 2, e));
    assert_true(sheet_row_fault(row, 3, CELL_FORMULA, e));
    for (size_t n = 0; n < t->bytes; n += sizeof text - 1) {
        memset(text, 'x', sizeof text - 1);
        assert_true(sheet_row_put(row, 4 + n / (sizeof text - 1), text, sizeof text - 1, false, e));
    }
    return SHEET_ROW;
}

static const struct sheet_format format = {.next = next, .costly = true};

static void row_check(const struct sheet_row *row, size_t i)
{
    char text[32];
    snprintf(text, sizeof text, "row %zu", i);
    assert_int_equal(row->line, i * 2);
    assert_true(row->count >= 4);
    assert_string_equal(row->bytes.data + row->cells[1].at, text);
    assert_int_equal(row->cells[1].length, strlen(text));
    assert_int_equal(row->cells[1].number, i % 2);
    assert_int_equal(row->cells[0].length, 0);
    assert_int_equal(row->cells[3].fault, CELL_FORMULA);
}

/* Each row is parsed once, whoever goes back wherever, and comes again as it was. */
static void test_again(void **state)
{
    (void)state;
    struct table table = {.rows = 5};
    struct sheet_tape tape;
    struct sheet_row row;
    struct error e = {0};
    tape_init(&tape);
    sheet_row_init(&row);
    assert_false(tape_rewind(&tape, 0));
    tape_begin(&tape, 7);
    for (size_t read = 2; read <= 5; read++) {
        for (size_t i = 1; i <= read; i++) {
            assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_ROW);
            row_check(&row, i);
        }
        if (read == 5)
            assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_END);
        assert_false(tape_rewind(&tape, 6));
        assert_true(tape_rewind(&tape, 7));
    }
    for (size_t i = 1; i <= 5; i++)
        assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_ROW);
    assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_END);
    assert_int_equal(table.parses, 5);
    sheet_row_free(&row);
    tape_free(&tape);
}

/* After a fault, and above the limit, the table is read anew. */
static void test_not_kept(void **state)
{
    (void)state;
    struct table table = {.rows = 3, .fault = 2};
    struct sheet_tape tape;
    struct sheet_row row;
    struct error e = {0};
    tape_init(&tape);
    sheet_row_init(&row);
    tape_begin(&tape, 0);
    assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_ROW);
    assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_FAILED);
    assert_false(tape_rewind(&tape, 0));
    table = (struct table){.rows = LIMIT_TAPE_BYTES / 10000 + 10, .bytes = 12000};
    tape_begin(&tape, 0);
    for (size_t i = 1; i <= table.rows; i++) {
        assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_ROW);
        row_check(&row, i);
    }
    assert_int_equal(tape_next(&tape, &format, &table, &row, &e), SHEET_END);
    assert_false(tape_rewind(&tape, 0));
    assert_true(tape.bytes.used <= LIMIT_TAPE_BYTES);
    sheet_row_free(&row);
    tape_free(&tape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_again), cmocka_unit_test(test_not_kept)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
