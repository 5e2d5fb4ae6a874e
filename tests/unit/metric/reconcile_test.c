/* Differences between two sources, and which of them a known rule explains. */
#include "sample.h"

#include "metric/reconcile.h"

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void dossier(struct sample *s, const char *key, const char *unit, const char *system,
                    const char *received, const char *finished)
{
    struct value *v = s->dossiers[s->count++].value;
    v[DOSSIER_KEY] = sample_text(s, key);
    v[DOSSIER_UNIT] = sample_text(s, unit);
    v[DOSSIER_SYSTEM] = sample_text(s, system);
    v[DOSSIER_SECTOR] = sample_text(s, "LV");
    v[DOSSIER_PORTAL_STATUS] = sample_text(s, "done");
    v[DOSSIER_RECEIVED] = value_number(at(received));
    v[DOSSIER_DUE] = value_number(at("2022-11-20T17:00"));
    v[DOSSIER_FINISHED] = v[DOSSIER_RETURNED] = value_number(at(finished));
}

static void publish(struct sample *s, const char *manifest, const struct figure *figures, size_t count)
{
    struct error e = {0};
    struct run run = {
        .observed = at("2022-11-25T15:00"), .started = 1, .expected = -1, .outcome = "complete"};
    struct page_outcome outcome;
    struct figure copy[16];
    memcpy(copy, figures, count * sizeof *figures);
    assert_ok(store_source_put(s->store, "b", "b", manifest, 0, &run.source, &e), e);
    assert_ok(store_run_begin(s->store, &run, &e), e);
    const struct page_place place = {.source = run.source,
                                     .run = run.id,
                                     .stream = "month",
                                     .observed = run.observed,
                                     .period_kind = "month",
                                     .period_from = at("2022-11-01")};
    const struct page page = {
        .figures = copy, .figure_count = count, .units = s->units, .unit_count = s->unit_count};
    assert_ok(store_page_put(s->store, &place, &page, &outcome, &e), e);
    assert_ok(store_run_end(s->store, &run, &e), e);
}

/* The rule of the line; "" where both agree; "unexplained"; NULL: not compared. */
static const char *rule_of(const struct reconcile *r, const char *unit, const char *counter)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct reconcile_line *line = &r->lines[i];
        if (strcmp(r->units.units[line->unit].code, unit) != 0 || strcmp(line->counter, counter) != 0)
            continue;
        int64_t a = line->a.known ? line->a.number : 0, b = line->b.known ? line->b.number : 0;
        return line->rule ? line->rule : a == b ? "" : "unexplained";
    }
    return NULL;
}

static void compare(struct sample *s, struct reconcile *r)
{
    struct error e = {0};
    struct period p;
    assert_ok(period_make(PERIOD_MONTH, "2022-11", at("2022-11-25T15:00"), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    assert_ok(reconcile_make(s->store, "a", "b", "opencps", &p, r, &e), e);
}

/* Unit A: two released, one of them at half past twelve. Unit B: one of the national portal's. Unit C:
 * nothing odd. */
static void fill(struct sample *s)
{
    sample_open(s);
    sample_unit(s, "A", "UBND xã A");
    sample_unit(s, "B", "UBND xã B");
    sample_unit(s, "C", "UBND xã C");
    dossier(s, "1", "A", "0", "2022-11-02T08:00", "2022-11-21T12:30");
    dossier(s, "2", "A", "0", "2022-11-02T09:00", "2022-11-10T09:00");
    dossier(s, "3", "B", "0", "2022-11-03T08:00", "2022-11-10T09:00");
    dossier(s, "4", "B", "5", "2022-11-03T09:00", "2022-11-10T09:00");
    dossier(s, "5", "C", "0", "2022-11-04T08:00", "2022-11-10T09:00");
    sample_put(s, "a", sample_opencps_knows(), at("2022-11-25T15:00"));
}

#define FIGURE(u, m, n, s)                                                                                   \
    {                                                                                                        \
        .unit = (u), .metric = (m), .numerator = {.known = true, .number = (n)}, .status = (s)               \
    }

static void test_rules(void **state)
{
    static const struct figure figures[] = {
        FIGURE("A", "release_count", 2, NULL),      FIGURE("A", "overtime_count", 0, NULL),
        FIGURE("A", "ontime_count", 2, NULL),       FIGURE("A", "saturday_count", 7, NULL),
        FIGURE("B", "received_count", 2, NULL),     FIGURE("B", "release_count", 3, NULL),
        FIGURE("C", "received_count", 9, "closed"), FIGURE("C", "release_count", 2, NULL)};
    struct sample s;
    struct reconcile r;
    (void)state;
    fill(&s);
    publish(&s, "opencps_statistics", figures, sizeof figures / sizeof *figures);
    compare(&s, &r);
    assert_string_equal(rule_of(&r, "A", "release_count"), "");
    assert_string_equal(rule_of(&r, "A", "overtime_count"),
                        "noon"); /* 1 here, 0 there: one dossier at noon */
    assert_string_equal(rule_of(&r, "A", "ontime_count"),
                        "unexplained"); /* by two: one dossier cannot explain that */
    assert_string_equal(rule_of(&r, "A", "saturday_count"),
                        "unexplained"); /* not the 0 that is always published */
    assert_string_equal(rule_of(&r, "B", "received_count"), "national_dossiers");
    assert_string_equal(rule_of(&r, "B", "release_count"), "unexplained");
    assert_string_equal(rule_of(&r, "C", "received_count"), "closed_month");
    assert_string_equal(rule_of(&r, "C", "release_count"), "unexplained");
    assert_null(rule_of(&r, "C", "denied_count")); /* published of nobody */
    assert_int_equal(r.explained, 3);
    reconcile_free(&r);
    reconcile_free(&r);
    sample_close(&s);
}

/* The rules are those of one portal family: another one's differences are not explained by them. */
static void test_other_manifest(void **state)
{
    static const struct figure figures[] = {FIGURE("A", "overtime_count", 0, NULL),
                                            FIGURE("A", "via_postal_count", 0, NULL),
                                            FIGURE("C", "received_count", 9, "closed")};
    struct sample s;
    struct reconcile r;
    (void)state;
    fill(&s);
    publish(&s, "tandan", figures, 3);
    compare(&s, &r);
    assert_string_equal(rule_of(&r, "A", "overtime_count"), "unexplained");
    assert_string_equal(rule_of(&r, "A", "via_postal_count"), "");
    assert_string_equal(rule_of(&r, "C", "received_count"), "unexplained");
    assert_int_equal(r.explained, 0);
    reconcile_free(&r);
    sample_close(&s);
}

static void test_faults(void **state)
{
    struct sample s;
    struct error e = {0};
    struct period p;
    struct reconcile r;
    (void)state;
    fill(&s);
    publish(&s, "opencps_statistics", &(struct figure)FIGURE("A", "release_count", 2, NULL), 1);
    assert_ok(period_make(PERIOD_MONTH, "2022-10", at("2022-11-25T15:00"), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    assert_false(reconcile_make(s.store, "a", "b", "opencps", &p, &r, &e)); /* of another month */
    assert_int_equal(e.code, ERROR_USAGE);
    e = (struct error){0};
    assert_false(reconcile_make(s.store, "a", "nobody", "opencps", &p, &r, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_string_equal(e.where, "nobody");
    e = (struct error){0};
    assert_false(reconcile_make(s.store, "a", "b", "nothing", &p, &r, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_other_manifest),
                                       cmocka_unit_test(test_faults)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
