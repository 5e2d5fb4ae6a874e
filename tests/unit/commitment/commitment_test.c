#include "sample.h"

#include "commitment/commitment.h"

static struct ratio ratio(int64_t n, int64_t d)
{
    return (struct ratio){.known = true, .n = n, .d = d};
}

/* Worked out by hand: target, n/d, verdict, how many must change, how many new ones it takes. */
static void test_arithmetic(void **state)
{
    static const struct {
        int64_t n, d, target;
        enum kept kept;
        int64_t fix, new_ones;
    } cases[] = {
        {409, 508, 8500, KEPT_NO, 23, 152},
        {85, 100, 8500, KEPT_YES, 0, 0},
        {8499, 10000, 8500, KEPT_NO, 1, 7},
        {0, 0, 8500, KEPT_NONE, 0, 0},
        {0, 1, 5000, KEPT_NO, 1, 1},
        {1, 2, 5000, KEPT_YES, 0, 0},
        {2, 3, 6667, KEPT_NO, 1, 1},
        {2, 3, 6666, KEPT_YES, 0, 0},
        {9, 10, 10000, KEPT_NO, 1, -1},
        {10, 10, 10000, KEPT_YES, 0, 0},
        {0, 5, 0, KEPT_YES, 0, 0},
        {12, 10, 10000, KEPT_YES, 0, 0},
        {84996, 100000, 8500, KEPT_NO, 4, 27}, /* 84,996 % is shown as 85,00 % and is not 85 % */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ratio r = ratio(cases[i].n, cases[i].d);
        assert_int_equal(commitment_judge(&r, cases[i].target), cases[i].kept);
        assert_int_equal(commitment_fix_existing(&r, cases[i].target), cases[i].fix);
        assert_int_equal(commitment_need_new(&r, cases[i].target), cases[i].new_ones);
    }
}

/* The smallest x, for all small ratios: x keeps the target and x - 1 does not. */
static void test_smallest(void **state)
{
    static const int64_t targets[] = {1, 3333, 5000, 8500, 9999};
    (void)state;
    for (size_t t = 0; t < sizeof targets / sizeof *targets; t++)
        for (int64_t d = 1; d <= 30; d++)
            for (int64_t n = 0; n <= d; n++) {
                struct ratio r = ratio(n, d);
                int64_t fix = commitment_fix_existing(&r, targets[t]),
                        x = commitment_need_new(&r, targets[t]);
                assert_true((n + fix) * 10000 >= targets[t] * d);
                assert_true(fix == 0 || (n + fix - 1) * 10000 < targets[t] * d);
                assert_true((n + x) * 10000 >= targets[t] * (d + x));
                assert_true(x == 0 || (n + x - 1) * 10000 < targets[t] * (d + x - 1));
            }
}

static void test_large(void **state)
{
    struct ratio r = ratio(INT64_MAX / 2, INT64_MAX);
    (void)state;
    assert_int_equal(commitment_judge(&r, 5000), KEPT_NO);
    assert_int_equal(commitment_fix_existing(&r, 5000), 1);
    assert_int_equal(commitment_judge(&r, 4999), KEPT_YES);
    assert_int_equal(commitment_need_new(&r, 9999), INT64_MAX);
}

static void test_unknown(void **state)
{
    const struct ratio r = {.known = false};
    (void)state;
    assert_int_equal(commitment_judge(&r, 5000), KEPT_UNKNOWN);
    assert_int_equal(commitment_fix_existing(&r, 5000), 0);
    assert_string_equal(kept_name(KEPT_YES), "yes");
    assert_string_equal(kept_name(KEPT_NO), "no");
    assert_string_equal(kept_name(KEPT_NONE), "none");
    assert_string_equal(kept_name(KEPT_UNKNOWN), "unknown");
}

struct definitions {
    struct counter_family *family;
    struct metric_set *metrics;
};

static void definitions_load(struct definitions *d)
{
    struct error e = {0};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_true(text_language_set("vi"));
    d->family = counter_family_load("core", &e);
    assert_ok(d->family, e);
    d->metrics = metric_set_load(d->family, &e);
    assert_ok(d->metrics, e);
}

static void definitions_free(struct definitions *d)
{
    metric_set_free(d->metrics);
    counter_family_free(d->family);
}

/* November 2022. */
static const struct period month = {PERIOD_MONTH, 1667235600, 1669827600, 1669363200, 1669363200};

static void test_y_yen(void **state)
{
    static const struct {
        const char *metric;
        int64_t target;
    } expected[] = {{"online_rate", 8500},
                    {"payment_rate", 5000},
                    {"digitization_rate", 7000},
                    {"electronic_result_rate", 8000}};
    struct error e = {0};
    struct definitions d;
    struct unit commune = {.kind = (char[]){"commune"}, .valid_to = MOMENT_NONE},
                department = {.kind = (char[]){"department"}, .valid_to = MOMENT_NONE};
    char text[MOMENT_TEXT_BYTES];
    (void)state;
    definitions_load(&d);
    struct commitment_set *s = commitment_set_load("y-yen-2022", d.metrics, &e);
    assert_ok(s, e);
    assert_string_equal(s->document, "Thông báo kết luận của Chủ tịch UBND huyện Ý Yên, ngày 05/11/2022");
    assert_int_equal(s->period, PERIOD_MONTH);
    assert_int_equal(s->count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(s->items[i].metrics[0]->name, expected[i].metric);
        assert_int_equal(s->items[i].target, expected[i].target);
    }
    assert_true(commitment_binds(s, &commune, &month));
    assert_false(commitment_binds(s, &department, &month));
    assert_string_equal(moment_write(s->valid_from, "dd/MM/yyyy HH:mm", text), "01/11/2022 00:00");
    assert_string_equal(moment_write(s->valid_to, "dd/MM/yyyy HH:mm", text), "01/01/2023 00:00");
    commitment_set_free(s);
    definitions_free(&d);
}

static void test_nq71(void **state)
{
    static const int64_t targets[] = {8000, 8000, 10000, 10000, 8000};
    struct error e = {0};
    struct definitions d;
    struct unit department = {.kind = (char[]){"department"}, .valid_to = MOMENT_NONE};
    (void)state;
    definitions_load(&d);
    struct commitment_set *s = commitment_set_load("nq71-2030", d.metrics, &e);
    assert_ok(s, e);
    assert_int_equal(s->period, PERIOD_YEAR);
    assert_int_equal(s->count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(s->items[i].target, targets[i]);
        assert_int_equal(s->items[i].metric_count, 2);
        assert_null(s->items[i].metrics[0]->figure);
        assert_non_null(s->items[i].metrics[1]->figure);
    }
    assert_true(commitment_binds(s, &department, &month));
    commitment_set_free(s);
    definitions_free(&d);
}

static void set_write(const char *file, const char *text)
{
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

#define SET(metric, target, valid)                                                                           \
    "{\"name\": \"own\", \"title\": \"T\", \"document\": \"D\", \"period\": \"quarter\", \"valid\": "        \
    "{\"from\": \"" valid "\"}, \"commitments\": [{\"title\": \"A\", \"metrics\": [\"" metric                \
    "\"], \"target\": " target "}]}"

static void test_own_files(void **state)
{
    static const struct {
        const char *text, *found;
    } wrong[] = {{SET("online_rat", "85", "2022-11-01"), "online_rat"},
                 {SET("online_rate", "85.001", "2022-11-01"), "target"},
                 {SET("online_rate", "85", "2022-02-30"), "day"},
                 {SET("online_rate", "101", "2022-11-01"), "100"}};
    struct error e = {0};
    struct definitions d;
    char folder[256], file[300];
    (void)state;
    sample_folder(folder, sizeof folder);
    definitions_load(&d);
    assert_true(text_language_set("en"));
    snprintf(file, sizeof file, "%s/own.json", folder);
    set_write(file, SET("online_rate", "97.5", "2022-11-01"));
    struct commitment_set *s = commitment_set_load(file, d.metrics, &e);
    assert_ok(s, e);
    assert_int_equal(s->items[0].target, 9750);
    assert_int_equal(s->period, PERIOD_QUARTER);
    assert_int_equal(s->valid_to, MOMENT_NONE);
    commitment_set_free(s);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        e = (struct error){0};
        set_write(file, wrong[i].text);
        assert_null(commitment_set_load(file, d.metrics, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        assert_non_null(strstr(e.where, "own.json"));
        if (!strstr(e.what, wrong[i].found) && !strstr(e.hint, wrong[i].found))
            fail_msg("%s (%s) does not name %s", e.what, e.hint, wrong[i].found);
    }
    unlink(file);
    e = (struct error){0};
    assert_null(commitment_set_load("y-yen-2023", d.metrics, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_non_null(strstr(e.hint, "y-yen-2022"));
    definitions_free(&d);
    sample_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_smallest),
                                       cmocka_unit_test(test_large),      cmocka_unit_test(test_unknown),
                                       cmocka_unit_test(test_y_yen),      cmocka_unit_test(test_nq71),
                                       cmocka_unit_test(test_own_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
