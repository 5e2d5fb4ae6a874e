#include "sample.h"

#include <ctype.h>

#include "count/count.h"

#define AT "2022-11-25T15:00"

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static struct period period_of(enum period_kind kind, const char *of, const char *at)
{
    struct error e = {0};
    struct period p;
    assert_ok(period_make(kind, of, moment_of_text(at), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    return p;
}

struct counting {
    struct counter_family *family;
    struct unit_set units;
    struct counts counts;
};

static void count_open(struct counting *c, struct store *s, const char *family, const struct period *p)
{
    struct error e = {0};
    c->family = counter_family_load(family, &e);
    assert_ok(c->family, e);
    assert_ok(unit_set_load(s, &c->units, &e), e);
    assert_ok(counts_compute(s, c->family, &c->units, p, &c->counts, &e), e);
}

static void count_close(struct counting *c)
{
    counts_free(&c->counts);
    unit_set_free(&c->units);
    counter_family_free(c->family);
}

static struct tally tally_of(const struct counting *c, const char *unit, const char *counter)
{
    long row = strcmp(unit, "ALL") == 0 ? (long)c->units.count : unit_find(&c->units, unit);
    long column = counter_find(c->family, counter);
    if (row < 0 || column < 0)
        fail_msg("no %s of %s", counter, unit);
    return counts_get(&c->counts, (size_t)row, (size_t)column);
}

static void expect(const struct counting *c, const char *unit, const char *counter, int64_t value)
{
    struct tally t = tally_of(c, unit, counter);
    if (!t.known || t.value != value)
        fail_msg("%s of %s is %s%lld, not %lld", counter, unit, t.known ? "" : "unknown ", (long long)t.value,
                 (long long)value);
}

/* totalCount -> total_count */
static void snake(const char *name, char *out)
{
    for (; *name; name++) {
        if (isupper((unsigned char)*name))
            *out++ = '_';
        *out++ = (char)tolower((unsigned char)*name);
    }
    *out = '\0';
}

static size_t expect_month(struct store *s, const char *month)
{
    struct error e = {0};
    struct counting c;
    struct period p = period_of(PERIOD_MONTH, month, AT);
    char names[64][LIMIT_NAME_BYTES];
    size_t rows = 0;
    count_open(&c, s, "opencps", &p);
    struct csv *csv = csv_open(TEST_SOURCE_DIR "/tests/cases/opencps/statistics-expected.csv", &e);
    assert_ok(csv, e);
    assert_true(csv_next(csv));
    size_t columns = csv_fields(csv);
    assert_int_equal(columns, 31);
    for (size_t i = 3; i < columns; i++)
        snake(csv_field(csv, i), names[i]);
    while (csv_next(csv)) {
        char of[16];
        snprintf(of, sizeof of, "%s-%02ld", csv_field(csv, 0), strtol(csv_field(csv, 1), NULL, 10));
        if (strcmp(of, month) != 0)
            continue;
        rows++;
        const char *unit = strcmp(csv_field(csv, 2), "all") == 0 ? "ALL" : csv_field(csv, 2);
        for (size_t i = 3; i < columns; i++)
            expect(&c, unit, names[i], strtoll(csv_field(csv, i), NULL, 10));
    }
    csv_close(csv);
    assert_int_equal(c.units.count, 36);
    assert_int_equal(counts_check(&c.counts, NULL, 0), 0);
    count_close(&c);
    return rows;
}

/* The expected file is what the portal's own engine counted. */
static void test_opencps_equals_engine(void **state)
{
    struct sample s;
    (void)state;
    sample_open(&s);
    sample_load_opencps(&s);
    assert_int_equal(s.count, 2400);
    sample_put(&s, "yyen", sample_opencps_knows(), moment_of_text(AT));
    static const char *const months[] = {"2022-09", "2022-10", "2022-11"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(expect_month(s.store, months[i]), 37);
    sample_close(&s);
}

/* OpenCPS has no flag for digitization or an electronic result: unknown, never zero. */
static void test_unknown_is_not_zero(void **state)
{
    struct sample s;
    struct counting c;
    struct period p = period_of(PERIOD_MONTH, "2022-11", AT);
    (void)state;
    sample_open(&s);
    sample_load_opencps(&s);
    sample_put(&s, "yyen", sample_opencps_knows(), moment_of_text(AT));
    count_open(&c, s.store, "core", &p);
    assert_true(tally_of(&c, "ALL", "received").known);
    assert_true(tally_of(&c, "H99.22.01", "late").known);
    static const char *const unknown[] = {"digitized", "electronic_result", "fee_due", "apology_sent",
                                          "full_online"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        assert_false(tally_of(&c, "ALL", unknown[i]).known);
        assert_false(tally_of(&c, "H99.22.01", unknown[i]).known);
    }
    assert_int_equal(counts_check(&c.counts, NULL, 0), 0);
    count_close(&c);
    sample_close(&s);
}

/* A dossier by hand; times as people write them, NULL unknown. */
static struct dossier *dossier_add(struct sample *s, const char *unit, int status, const char *received,
                                   const char *due, const char *finished)
{
    char key[32];
    const char *const times[] = {received, due, finished};
    static const enum dossier_field fields[] = {DOSSIER_RECEIVED, DOSSIER_DUE, DOSSIER_FINISHED};
    struct dossier *d = &s->dossiers[s->count++];
    *d = (struct dossier){0};
    snprintf(key, sizeof key, "k%03zu", s->count);
    d->value[DOSSIER_KEY] = sample_text(s, key);
    d->value[DOSSIER_UNIT] = sample_text(s, unit);
    d->value[DOSSIER_STATUS] = value_number(status);
    d->value[DOSSIER_CHANNEL] = value_number(2);
    d->value[DOSSIER_LEVEL] = value_number(4);
    for (size_t i = 0; i < 3; i++)
        if (times[i])
            d->value[fields[i]] = value_number(moment_of_text(times[i]));
    return d;
}

/* November 2022 evaluated on the 25th at 15:00. Every edge stands here once. */
static void test_core_edges(void **state)
{
    struct sample s;
    struct counting c;
    struct period p = period_of(PERIOD_MONTH, "2022-11", AT);
    (void)state;
    sample_open(&s);
    const char *const u = "X.1";
    dossier_add(&s, u, 10, "2022-11-01 00:00", "2022-11-10 17:00",
                "2022-11-09 23:59"); /* received at from; early */
    dossier_add(&s, u, 10, "2022-11-02 08:00", "2022-11-10 17:00",
                "2022-11-10 00:00"); /* due day begun: on time */
    dossier_add(&s, u, 10, "2022-11-02 08:00", "2022-11-10 17:00",
                "2022-11-10 17:00"); /* at the due moment: on time */
    dossier_add(&s, u, 10, "2022-11-02 08:00", "2022-11-10 17:00", "2022-11-10 17:01"); /* late */
    dossier_add(&s, u, 9, "2022-11-02 08:00", NULL, "2022-11-20 10:00"); /* no due date: on time */
    dossier_add(&s, u, 9, "2022-10-31 23:59", "2022-11-10 17:00",
                "2022-11-01 00:00"); /* carried over; early */
    dossier_add(&s, u, 9, "2022-10-20 08:00", "2022-10-30 17:00",
                "2022-10-31 23:59"); /* over before from: nowhere */
    dossier_add(&s, u, 4, "2022-10-20 08:00", "2022-11-25 15:00",
                NULL); /* carried over, open, due at cut: overdue */
    dossier_add(&s, u, 4, "2022-11-25 14:59", "2022-11-25 15:01", NULL); /* open, due soon */
    dossier_add(&s, u, 5, "2022-11-20 08:00", "2022-11-28 15:00",
                NULL); /* open, due in three days, waiting */
    dossier_add(&s, u, 6, "2022-11-20 08:00", "2022-11-28 15:01", NULL); /* open, waiting */
    dossier_add(&s, u, 4, "2022-11-25 15:00", NULL, NULL);               /* received at cut: nowhere */
    dossier_add(&s, u, 9, "2022-11-20 08:00", "2022-11-24 17:00",
                "2022-11-25 15:00");                                     /* finished at cut: open, overdue */
    dossier_add(&s, u, 3, "2022-11-20 08:00", "2022-11-24 17:00", NULL); /* denied */
    dossier_add(&s, u, 7, "2022-11-20 08:00", "2022-11-24 17:00", "2022-11-22 10:00"); /* withdrawn */
    dossier_add(&s, u, 8, "2022-11-20 08:00", "2022-11-24 17:00", NULL)->value[DOSSIER_RETURNED] =
        value_number(moment_of_text("2022-11-23 09:00"));                /* stopped, by its return */
    dossier_add(&s, u, 7, "2022-11-20 08:00", "2022-11-30 17:00", NULL); /* asked to withdraw: open */
    sample_put(&s, "hand", ~UINT64_C(0), moment_of_text(AT));
    count_open(&c, s.store, "core", &p);
    static const struct {
        const char *counter;
        int64_t value;
    } expected[] = {{"received", 12},      {"carried_over", 2}, {"finished", 6},
                    {"early", 2},          {"on_time", 3},      {"late", 1},
                    {"open", 6},           {"open_overdue", 2}, {"open_due_soon", 2},
                    {"waiting", 2},        {"denied", 1},       {"withdrawn", 1},
                    {"stopped", 1},        {"eligible", 12},    {"online_eligible", 12},
                    {"undated", 1},        {"apology_due", 3},  {"apology_sent", 0},
                    {"received_postal", 0}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        expect(&c, u, expected[i].counter, expected[i].value);
        expect(&c, "ALL", expected[i].counter, expected[i].value);
    }
    assert_int_equal(counts_check(&c.counts, NULL, 0), 0);
    count_close(&c);
    sample_close(&s);
}

/* After the period its end is the cut, whatever happened later. */
static void test_past_month(void **state)
{
    struct sample s;
    struct counting c;
    struct period p = period_of(PERIOD_MONTH, "2022-10", AT);
    (void)state;
    sample_open(&s);
    dossier_add(&s, "X.1", 9, "2022-10-20 08:00", "2022-10-30 17:00", "2022-11-03 10:00");
    dossier_add(&s, "X.1", 9, "2022-10-31 23:59", "2022-11-01 00:00", "2022-11-03 10:00");
    sample_put(&s, "hand", ~UINT64_C(0), moment_of_text(AT));
    count_open(&c, s.store, "core", &p);
    expect(&c, "X.1", "received", 2);
    expect(&c, "X.1", "finished", 0);
    expect(&c, "X.1", "open", 2);
    expect(&c, "X.1", "open_overdue", 2);
    count_close(&c);
    sample_close(&s);
}

static void test_booleans(void **state)
{
    struct sample s;
    struct counting c;
    struct period p = period_of(PERIOD_MONTH, "2022-11", AT);
    (void)state;
    sample_open(&s);
    struct dossier *d =
        dossier_add(&s, "X.1", 10, "2022-11-02 08:00", "2022-11-10 17:00", "2022-11-08 17:00");
    for (enum dossier_field f = DOSSIER_FEE_DUE; f <= DOSSIER_LINKED; f++)
        d->value[f] = value_number(1);
    d = dossier_add(&s, "X.1", 10, "2022-11-02 08:00", "2022-11-10 17:00",
                    "2022-11-11 17:00"); /* late, apology, no fee */
    d->value[DOSSIER_APOLOGY] = value_number(moment_of_text("2022-11-09 08:00"));
    d->value[DOSSIER_FEE_DUE] = value_number(0);
    d->value[DOSSIER_ELECTRONIC_RESULT] = value_number(1);
    d = dossier_add(&s, "X.1", 10, "2022-11-02 08:00", "2022-11-10 17:00",
                    "2022-11-09 17:00"); /* fee paid in cash, level 2 */
    d->value[DOSSIER_FEE_DUE] = value_number(1);
    d->value[DOSSIER_PAID_ONLINE] = value_number(0);
    d->value[DOSSIER_ELECTRONIC_RESULT] = value_number(1);
    d->value[DOSSIER_ACCOUNT] = value_number(1);
    d->value[DOSSIER_LEVEL] = value_number(2);
    d = dossier_add(&s, "X.1", 4, "2022-11-02 08:00", "2022-11-10 17:00",
                    NULL); /* overdue; apology after the cut; all unknown */
    d->value[DOSSIER_APOLOGY] = value_number(moment_of_text("2022-11-25 16:00"));
    d->value[DOSSIER_CHANNEL] = value_number(1);
    sample_put(&s, "hand", ~UINT64_C(0), moment_of_text(AT));
    count_open(&c, s.store, "core", &p);
    static const struct {
        const char *counter;
        int64_t value;
    } expected[] = {{"fee_due", 2},
                    {"paid_online", 1},
                    {"digitized", 1},
                    {"reused", 1},
                    {"account_created", 2},
                    {"verified", 1},
                    {"linked", 1},
                    {"linked_online", 1},
                    {"level2_account", 1},
                    {"received_level2", 1},
                    {"received_counter", 1},
                    {"electronic_result", 3},
                    {"full_online", 2},
                    {"apology_due", 2},
                    {"apology_sent", 1},
                    {"finished_level2", 1},
                    {"finished_level2_electronic", 1},
                    {"eligible", 3},
                    {"online_eligible", 2}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        expect(&c, "X.1", expected[i].counter, expected[i].value);
    count_close(&c);
    sample_close(&s);
}

static void test_tree_and_sources(void **state)
{
    struct sample s;
    struct counting c;
    struct error e = {0};
    struct period p = period_of(PERIOD_MONTH, "2022-11", AT);
    (void)state;
    sample_open(&s);
    dossier_add(&s, "X", 4, "2022-11-02 08:00", NULL, NULL);
    dossier_add(&s, "X.1", 4, "2022-11-02 08:00", NULL, NULL);
    dossier_add(&s, "X.1.a", 4, "2022-11-02 08:00", NULL, NULL);
    dossier_add(&s, "X.2", 4, "2022-11-02 08:00", NULL, NULL); /* left the tree before the period */
    dossier_add(&s, NULL, 4, "2022-11-02 08:00", NULL, NULL);
    sample_put(&s, "whole", ~UINT64_C(0), moment_of_text(AT));
    s.count = 0;
    dossier_add(&s, "X.1", 4, "2022-11-03 08:00", NULL, NULL); /* from a source that knows no levels */
    sample_put(&s, "poor", ~(UINT64_C(1) << DOSSIER_LEVEL), moment_of_text(AT));
    s.count = 0;
    for (int i = 0; i < 3; i++)
        dossier_add(&s, "X.1.a", 4, "2022-11-03 08:00", NULL, NULL); /* only for comparison */
    sample_put(&s, "other", 0, moment_of_text(AT));
    int64_t other;
    assert_ok(store_source_put(s.store, "other", "other", "sample", 0, &other, &e), e);
    assert_ok(store_source_count_set(s.store, other, false, &e), e);
    const struct unit_row rows[] = {
        {.code = "X.1", .parent = "X", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "X.1.a", .parent = "X.1", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "X.2", .parent = "X", .valid_from = MOMENT_NONE, .valid_to = moment_of_text("2022-11-01")},
        {.code = "X.3",
         .name = "UBND xã Mới",
         .parent = "X",
         .valid_from = MOMENT_NONE,
         .valid_to = MOMENT_NONE}};
    assert_ok(store_units_put(s.store, rows, 4, &e), e);
    count_open(&c, s.store, "core", &p);
    expect(&c, "X.1.a", "received", 1);
    expect(&c, "X.1", "received", 3);
    expect(&c, "X", "received", 4);
    expect(&c, "X.2", "received", 1);
    expect(&c, "ALL", "received", 6);
    assert_false(tally_of(&c, "X.3", "received").known);
    expect(&c, "X.1.a", "eligible", 1);
    assert_false(tally_of(&c, "X.1", "eligible").known);
    assert_false(tally_of(&c, "X", "eligible").known);
    assert_false(tally_of(&c, "ALL", "eligible").known);
    expect(&c, "X.2", "eligible", 1);
    count_close(&c);
    sample_close(&s);
}

static void test_identity_break(void **state)
{
    struct sample s;
    struct counting c;
    struct period p = period_of(PERIOD_MONTH, "2022-11", AT);
    struct identity_break broken[4];
    (void)state;
    sample_open(&s);
    dossier_add(&s, "X.1", 9, "2022-11-10 08:00", NULL,
                "2022-10-10 08:00"); /* ended before it was received */
    dossier_add(&s, "X.2", 4, "2022-11-10 08:00", NULL, NULL);
    sample_put(&s, "hand", ~UINT64_C(0), moment_of_text(AT));
    count_open(&c, s.store, "core", &p);
    assert_int_equal(counts_check(&c.counts, broken, 4), 2);
    assert_int_equal(broken[0].unit, 0);
    assert_string_equal(broken[0].identity,
                        "received + carried_over = finished + open + withdrawn + stopped");
    assert_int_equal(broken[0].left, 1);
    assert_int_equal(broken[0].right, 0);
    assert_int_equal(broken[1].unit, 2);
    count_close(&c);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_opencps_equals_engine),
                                       cmocka_unit_test(test_unknown_is_not_zero),
                                       cmocka_unit_test(test_core_edges),
                                       cmocka_unit_test(test_past_month),
                                       cmocka_unit_test(test_booleans),
                                       cmocka_unit_test(test_tree_and_sources),
                                       cmocka_unit_test(test_identity_break)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
