/* Lines of OpenMetrics, held against the text of its specification (escapes of label values: backslash, line feed, quote). */
#include "serve/measure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void lines(void **state)
{
    struct buffer b;
    (void)state;
    buffer_init(&b, 4096);
    measure_about(&b, "x_seconds", "gauge", "How long.");
    measure_of(&b, "x_seconds", NULL, NULL, -5);
    measure_of(&b, "x_seconds", "source", "a\"b\\c\nd", INT64_MAX);
    measure_thousandths(&b, "x_seconds", "source", "e", 1005);
    measure_thousandths(&b, "x_seconds", "source", "f", 0);
    assert_string_equal(buffer_string(&b),
                        "# TYPE x_seconds gauge\n# HELP x_seconds How long.\nx_seconds -5\n"
                        "x_seconds{source=\"a\\\"b\\\\c\\nd\"} 9223372036854775807\n"
                        "x_seconds{source=\"e\"} 1.005\nx_seconds{source=\"f\"} 0.000\n");
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
