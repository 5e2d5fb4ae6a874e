/* What makes a run complete, partial or failed, and the exit code of each; expectations from the contract of
 * outcome.h, worked out by hand. */
#include "rows/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct outcome whole(int64_t rows)
{
    return (struct outcome){.came = rows, .read = rows, .reject_limit = OUTCOME_REJECT_LIMIT};
}

static void all_read_is_complete(void **state)
{
    (void)state;
    struct outcome o = whole(120);
    assert_int_equal(outcome_verdict(&o), OUTCOME_COMPLETE);
    assert_int_equal(outcome_code(&o), ERROR_NONE);
}

/* Nothing came: an honest answer of an empty listing, a failure of anything else. */
static void nothing_is_a_failure_unless_honest(void **state)
{
    (void)state;
    struct outcome o = whole(0);
    assert_int_equal(outcome_verdict(&o), OUTCOME_FAILED);
    assert_int_equal(outcome_code(&o), ERROR_DATA);
    o.idle = true;
    assert_int_equal(outcome_verdict(&o), OUTCOME_COMPLETE);
}

/* 1 % of 300 is 3; of 40 it is less than one row, and one row may be. */
static void rejects_up_to_the_limit(void **state)
{
    (void)state;
    static const struct {
        int64_t came, rejected;
        int limit;
        enum outcome_verdict verdict;
    } cases[] = {{300, 3, 100, OUTCOME_COMPLETE}, {300, 4, 100, OUTCOME_PARTIAL},
                 {40, 1, 100, OUTCOME_COMPLETE},  {40, 2, 100, OUTCOME_PARTIAL},
                 {40, 1, 0, OUTCOME_PARTIAL},     {1000, 5, 50, OUTCOME_COMPLETE},
                 {1000, 6, 50, OUTCOME_PARTIAL},  {10, 9, 10000, OUTCOME_COMPLETE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = whole(cases[i].came);
        o.read -= cases[i].rejected;
        o.count[OUTCOME_REJECTED] = cases[i].rejected;
        o.reject_limit = cases[i].limit;
        assert_int_equal(outcome_verdict(&o), cases[i].verdict);
        assert_int_equal(outcome_code(&o), cases[i].verdict == OUTCOME_PARTIAL ? ERROR_DATA : ERROR_NONE);
    }
}

static void all_rejected_is_a_failure(void **state)
{
    (void)state;
    struct outcome o = {.came = 1, .count[OUTCOME_REJECTED] = 1, .reject_limit = OUTCOME_REJECT_LIMIT};
    assert_int_equal(outcome_verdict(&o), OUTCOME_FAILED);
    assert_int_equal(outcome_code(&o), ERROR_DATA);
    assert_true(*outcome_hint(&o));
}

/* Another poll may bring what is lacking; a broken reply somebody must mend, and of both that is graver. */
static void exit_codes_of_partial_runs(void **state)
{
    (void)state;
    static const struct {
        enum outcome_reason reason;
        enum error_code code;
    } cases[] = {{OUTCOME_LACKING, ERROR_TEMPORARY},  {OUTCOME_STREAMS, ERROR_TEMPORARY},
                 {OUTCOME_CUT, ERROR_TEMPORARY},      {OUTCOME_BROKEN, ERROR_DATA},
                 {OUTCOME_REPEATED, ERROR_TEMPORARY}, {OUTCOME_CAPPED, ERROR_TEMPORARY},
                 {OUTCOME_DOUBTED, ERROR_TEMPORARY},  {OUTCOME_TABLES, ERROR_DATA},
                 {OUTCOME_TOTALS, ERROR_NONE},        {OUTCOME_TWICE, ERROR_NONE},
                 {OUTCOME_MENDED, ERROR_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = whole(10);
        o.count[cases[i].reason] = 2;
        assert_int_equal(outcome_code(&o), cases[i].code);
        assert_int_equal(outcome_verdict(&o), cases[i].code ? OUTCOME_PARTIAL : OUTCOME_COMPLETE);
    }
    struct outcome both = whole(10);
    both.count[OUTCOME_LACKING] = 5;
    both.count[OUTCOME_TABLES] = 1;
    assert_int_equal(outcome_code(&both), ERROR_DATA);
}

static void words_name_every_count(void **state)
{
    (void)state;
    char line[256], small[30];
    struct outcome o = whole(1200);
    assert_string_equal(outcome_say(&o, line, sizeof line), "");
    o.count[OUTCOME_REJECTED] = 3;
    o.count[OUTCOME_LACKING] = 12;
    outcome_say(&o, line, sizeof line);
    assert_non_null(strstr(line, "3/1"));
    assert_non_null(strstr(line, ": 12"));
    assert_int_equal(outcome_missing(&o), 15);
    assert_true(strlen(outcome_say(&o, small, sizeof small)) < sizeof small);
}

static void kept_and_read_again(void **state)
{
    (void)state;
    char text[OUTCOME_TEXT_BYTES];
    struct outcome o = whole(INT64_MAX), back;
    for (int i = 0; i < OUTCOME_REASONS; i++)
        o.count[i] = INT64_MAX - i;
    outcome_read(outcome_write(&o, text), &back);
    assert_int_equal(back.came, o.came);
    assert_memory_equal(back.count, o.count, sizeof o.count);
    outcome_read(NULL, &back);
    assert_int_equal(outcome_missing(&back), 0);
    outcome_read("{\"came\":7,\"twice\":2}", &back);
    assert_int_equal(back.came, 7);
    assert_int_equal(back.count[OUTCOME_TWICE], 2);
    assert_int_equal(back.count[OUTCOME_REJECTED], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_read_is_complete),       cmocka_unit_test(nothing_is_a_failure_unless_honest),
        cmocka_unit_test(rejects_up_to_the_limit),    cmocka_unit_test(all_rejected_is_a_failure),
        cmocka_unit_test(exit_codes_of_partial_runs), cmocka_unit_test(words_name_every_count),
        cmocka_unit_test(kept_and_read_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
