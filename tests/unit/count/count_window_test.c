/* Which dates the shipped aggregates look at, and that those which look at none leave the window open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "count/count_window.h"

static struct counter_family *family;
static const json_t *define;

static int setup(void **state)
{
    struct error e = {0};
    (void)state;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    family = counter_family_load("core", &e);
    define = family ? json_object_get(family->definition, "define") : NULL;
    return define ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    counter_family_free(family);
    return 0;
}

static void add(struct count_window *w, const char *aggregate, moment from, moment cut)
{
    const struct period p = {.kind = PERIOD_MONTH, .from = from, .to = cut + 50, .at = cut, .cut = cut};
    for (size_t i = 0; i < family->aggregate_count; i++)
        if (strcmp(family->aggregates[i].name, aggregate) == 0) {
            count_window_add(w, &family->aggregates[i], define, &p);
            return;
        }
    fail_msg("no aggregate %s", aggregate);
}

static void assert_sql(const struct count_window *w, const char *expected)
{
    struct buffer sql;
    struct error e = {0};
    buffer_init(&sql, LIMIT_SQL_BYTES);
    assert_true(count_window_sql(w, define, &sql, &e));
    assert_string_equal(buffer_string(&sql), expected);
    buffer_free(&sql);
}

static void test_dates(void **state)
{
    struct count_window w = {0};
    (void)state;
    assert_sql(&w, "1 = 0 AND ");
    add(&w, "received", 100, 200);
    assert_sql(&w, "(((received_at >= 100) AND (received_at < 200))) AND ");
    add(&w, "received", 50, 120); /* both periods together */
    assert_sql(&w, "(((received_at >= 50) AND (received_at < 200))) AND ");
    add(&w, "finished", 300, 400);
    assert_sql(&w, "(((received_at >= 50) AND (received_at < 200)) OR "
                   "((COALESCE(finished_at, returned_at) >= 300) AND "
                   "(COALESCE(finished_at, returned_at) < 400))) AND ");
}

/* A dossier that stands open may have come years before. */
static void test_open(void **state)
{
    struct count_window w = {0};
    (void)state;
    add(&w, "received", 100, 200);
    add(&w, "standing", 100, 200);
    assert_true(w.open);
    assert_sql(&w, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates), cmocka_unit_test(test_open)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
