/* Codes of dossiers and units: the owner of the system, the office of a part. */
#include "sample.h"

#include "rows/dossier_code.h"

static int owner(const char *code)
{
    return dossier_code_owner(code, strlen(code));
}

static void test_owner(void **state)
{
    (void)state;
    assert_int_equal(owner("H21.227.02-260301-131234"), 13);
    assert_int_equal(owner("H21.227.02-260301-13123456"), 13);
    assert_int_equal(owner("H21.227-260301-010001"), 1);
    assert_int_equal(owner("H21-261127-990001"), 99);
    assert_int_equal(owner("G09.101.02-260301-0001"), 9);
    assert_int_equal(owner("G09.101.02-220301-000001"), 9);
    /* the province's own: four or five digits of the day, or noughts in front */
    assert_int_equal(owner("H21.227.02-260301-0123"), OWNER_UNTOLD);
    assert_int_equal(owner("H21.227.02-260301-13123"), OWNER_UNTOLD);
    assert_int_equal(owner("H21.227.02-260301-001234"), OWNER_UNTOLD);
    /* the circular is in force from 25/01/2026 */
    assert_int_equal(owner("H21.227.02-260124-131234"), OWNER_UNTOLD);
    assert_int_equal(owner("H21.227.02-260125-131234"), 13);
    assert_int_equal(owner("H99.22.01-220801-131234"), OWNER_UNTOLD);
}

static void test_owner_of_others(void **state)
{
    static const char *const others[] = {"",
                                         "H21",
                                         "H21.227.02",
                                         "H21.227.02-260301",
                                         "H21.227.02-260301-",
                                         "H21.227.02-260230-131234", /* no such day */
                                         "H21.227.02-260301-13A234",
                                         "H21.227.02-260301-131234-1",
                                         "H21.22.02-260301-131234",
                                         "h21.227.02-260301-131234",
                                         "000.00.16.H57-260301-131234",
                                         "1.001193"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(owner(others[i]), OWNER_UNTOLD);
}

static void test_office(void **state)
{
    static const struct {
        const char *unit;
        size_t office;
        bool national;
    } units[] = {{"H21.227.02", 7, true}, {"H21.227", 7, true},    {"H21", 3, false},
                 {"H99.22.01", 9, false}, {"xa-mau-02", 9, false}, {"H21.227.021", 11, false},
                 {"", 0, false}};
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = strlen(units[i].unit);
        assert_int_equal(unit_code_office(units[i].unit, n), units[i].office);
        assert_int_equal(unit_code_is_national(units[i].unit, n), units[i].national);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_owner), cmocka_unit_test(test_owner_of_others),
                                       cmocka_unit_test(test_office)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
