#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows/dossier.h"

static void test_fields(void **state)
{
    (void)state;
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        assert_int_equal(dossier_field_find(dossier_fields[i].name), i);
    assert_int_equal(dossier_field_find("key"), DOSSIER_KEY);
    assert_int_equal(dossier_fields[DOSSIER_FINISHED].type, FIELD_MOMENT);
    assert_int_equal(dossier_field_find("applicant_name"), -1);
    assert_int_equal(dossier_field_find(""), -1);
}

static void test_numbers(void **state)
{
    static const struct {
        int field;
        int64_t number;
        bool fits;
    } cases[] = {{DOSSIER_STATUS, 1, true},    {DOSSIER_STATUS, 10, true}, {DOSSIER_STATUS, 0, false},
                 {DOSSIER_STATUS, 11, false},  {DOSSIER_CHANNEL, 3, true}, {DOSSIER_CHANNEL, 0, false},
                 {DOSSIER_LEVEL, 0, true},     {DOSSIER_LEVEL, 5, false},  {DOSSIER_LEVEL, -1, false},
                 {DOSSIER_VIA_POSTAL, 9, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(dossier_number_fits(cases[i].field, cases[i].number), cases[i].fits);
}

static void test_hash(void **state)
{
    char first[] = "H99.22.01", second[] = "H99.22.01";
    struct dossier a = {0}, b = {0};
    (void)state;
    a.value[DOSSIER_UNIT] = (struct value){.known = true, .text = first, .length = 9};
    b.value[DOSSIER_UNIT] = (struct value){.known = true, .text = second, .length = 9};
    assert_int_equal(dossier_hash(&a), dossier_hash(&b));
    second[8] = '2';
    assert_int_not_equal(dossier_hash(&a), dossier_hash(&b));
    second[8] = '1';
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++) {
        struct value *v = &b.value[i], was = *v;
        int64_t unknown, zero, empty;
        *v = (struct value){0};
        unknown = dossier_hash(&b);
        *v = (struct value){.known = true};
        zero = dossier_hash(&b);
        *v = (struct value){.known = true, .text = ""};
        empty = dossier_hash(&b);
        assert_int_not_equal(unknown, zero);
        assert_int_not_equal(unknown, empty);
        assert_int_not_equal(zero, empty);
        *v = was;
    }
    a.value[DOSSIER_DUE].number = 5; /* of an unknown value nothing counts */
    assert_int_equal(dossier_hash(&a), dossier_hash(&b));
}

/* A field that is added, first or last, changes nothing where it is unknown, and the hash where it is known. */
static void test_hash_of_more_fields(void **state)
{
    enum { FIELDS = 3 };
    const struct dossier_field_info before[] = {{"key", FIELD_TEXT, ""}, {"level", FIELD_NUMBER, ""}},
                                    first[] = {{"new", FIELD_NUMBER, ""}, before[0], before[1]},
                                    last[] = {before[0], before[1], {"new", FIELD_NUMBER, ""}};
    const struct value key = {.known = true, .text = "k", .length = 1}, four = {.known = true, .number = 4},
                       none = {0};
    const struct value had[] = {key, four}, new_first[] = {none, key, four}, new_last[] = {key, four, none},
                       told[] = {key, four, four}, swapped[] = {key, none, four};
    int64_t hash = dossier_hash_of(before, had, 2);
    (void)state;
    assert_int_equal(dossier_hash_of(first, new_first, FIELDS), hash);
    assert_int_equal(dossier_hash_of(last, new_last, FIELDS), hash);
    assert_int_not_equal(dossier_hash_of(last, told, FIELDS), hash);
    assert_int_not_equal(dossier_hash_of(last, swapped, FIELDS), hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fields), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_hash),
                                       cmocka_unit_test(test_hash_of_more_fields)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
