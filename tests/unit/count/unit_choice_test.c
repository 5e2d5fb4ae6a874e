#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "count/unit_choice.h"

static const struct unit_label labels[] = {
    {"H99", "UBND tỉnh Mẫu", 0},      {"H99.1", "UBND xã Hòa Bình", 1}, {"H99.2", "UBND xã Hoa Binh", 2},
    {"H99.3", "UBND phường Đông", 3}, {"H99.4", "UBND xã Trùng", 4},    {"H99.5", "UBND xã Trùng", 5},
    {"H99.6", "UBND xã Lộc", 6},      {"000.H99.6", "UBND xã Lộc", 6},  {"sở-y", NULL, 8}};

static void label_get(const void *context, size_t i, struct unit_label *out)
{
    (void)context;
    *out = labels[i];
}

enum { COUNT = sizeof labels / sizeof *labels };

static void chosen(const char *given, long expected)
{
    struct error e = {0};
    long found = unit_choose(label_get, NULL, COUNT, given, &e);
    if (found != expected)
        fail_msg("%s: %ld, not %ld (%s %s)", given, found, expected, e.what, e.hint);
}

static void refused(const char *given, const char *in_hint)
{
    struct error e = {0};
    assert_int_equal(unit_choose(label_get, NULL, COUNT, given, &e), -1);
    assert_int_equal(e.code, ERROR_USAGE);
    assert_string_equal(e.where, given);
    if (!strstr(e.hint, in_hint))
        fail_msg("%s: '%s' is not in '%s'", given, in_hint, e.hint);
}

static void test_codes(void **state)
{
    (void)state;
    chosen("H99.3", 3);
    chosen("h99.3", 3);
    chosen("000.h99.6", 7);
    chosen("Sở-y", 8);
}

static void test_names(void **state)
{
    (void)state;
    chosen("UBND phường Đông", 3);
    chosen("ubnd PHƯỜNG đông", 3);
    chosen("Phường Đông", 3);
    chosen("phuong dong", 3);
    chosen("Xã Hòa Bình", 1); /* the diacritics decide */
    chosen("xã hoa binh", 2);
    chosen("Xã Lộc", 6); /* a portal's own code for it is no second unit */
}

static void test_refused(void **state)
{
    (void)state;
    refused("xã trùng", "H99.4");
    refused("xã trùng", "H99.5");
    refused("xa hoa binh", "H99.1"); /* without diacritics two are called so */
    refused("H99.33", "H99.3");
    refused("xã Lôc X", "H99.6");
    refused("Đông", "H99.3");
    refused("nowhere near anything", "motcua units");
    refused("", "motcua units");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
