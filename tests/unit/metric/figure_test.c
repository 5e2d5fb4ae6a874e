#include "sample.h"

#include "metric/figure.h"

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

/* outcome: of the run that brought it; NULL: of no run. */
static void put_by(struct store *s, const char *source, const char *at, const char *kind, const char *from,
                   const char *unit, int64_t n, const char *outcome)
{
    struct error e = {0};
    struct page_outcome out;
    int64_t id;
    struct figure f = {
        .unit = unit, .metric = "M", .numerator = value_number(n), .score = value_number(n * 2)};
    struct figure g = {.unit = unit, .metric = "N", .ratio = value_number(n * 3)};
    struct figure both[] = {f, g};
    const struct page page = {.figures = both, .figure_count = 2};
    assert_ok(store_source_put(s, source, source, "sample", 0, &id, &e), e);
    struct run run = {
        .source = id, .observed = moment_of_text(at), .started = moment_of_text(at), .expected = -1};
    run.outcome = outcome;
    if (outcome)
        assert_ok(store_run_begin(s, &run, &e), e);
    const struct page_place place = {.source = id,
                                     .run = run.id,
                                     .stream = "x",
                                     .observed = moment_of_text(at),
                                     .period_kind = kind,
                                     .period_from = moment_of_text(from)};
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    if (outcome)
        assert_ok(store_run_end(s, &run, &e), e);
}

static void put(struct store *s, const char *source, const char *at, const char *kind, const char *from,
                const char *unit, int64_t n)
{
    put_by(s, source, at, kind, from, unit, n, NULL);
}

static void expect(struct store *s, const char *of, const char *at, const char *unit, int64_t n,
                   const char *observed)
{
    struct error e = {0};
    struct period p;
    struct unit_set units;
    assert_ok(unit_set_load(s, &units, &e), e);
    assert_ok(period_make(PERIOD_YEAR, of, moment_of_text(at), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    struct figure_set *f = figure_set_load(s, &units, &p, &e);
    assert_ok(f, e);
    long i = unit_find(&units, unit);
    assert_true(i >= 0);
    struct figure_value v = figure_get(f, (size_t)i, "M"), other = figure_get(f, (size_t)i, "N");
    assert_int_equal(v.present, n >= 0);
    assert_int_equal(other.present, n >= 0);
    if (n >= 0) {
        assert_true(v.numerator.known && !v.denominator.known && v.score.known && !v.ratio.known);
        assert_int_equal(v.numerator.number, n);
        assert_int_equal(v.score.number, n * 2);
        assert_int_equal(other.ratio.number, n * 3);
        assert_int_equal(v.observed, moment_of_text(observed));
    }
    assert_false(figure_get(f, (size_t)i, "O").present);
    figure_set_free(f);
    unit_set_free(&units);
}

/* What was last said at or before a moment, for the period asked for. */
static void test_as_known_then(void **state)
{
    struct sample s;
    (void)state;
    sample_open(&s);
    put(s.store, "a", "2026-10-02", "year", "2026-01-01", "X.1", 10);
    put(s.store, "a", "2026-10-09", "year", "2026-01-01", "X.1", 20);
    put(s.store, "a", "2026-10-09", "month", "2026-10-01", "X.1", 99);
    put(s.store, "a", "2026-10-09", "year", "2025-01-01", "X.1", 98);
    put(s.store, "a", "2026-10-09", "year", "2026-01-01", "X.2", 5);
    put(s.store, "b", "2026-10-05", "year", "2026-01-01", "X.1", 15);
    expect(s.store, "2026", "2026-10-01", "X.1", -1, NULL);
    expect(s.store, "2026", "2026-10-02", "X.1", 10, "2026-10-02");
    expect(s.store, "2026", "2026-10-08", "X.1", 15, "2026-10-05");
    expect(s.store, "2026", "2026-10-09", "X.1", 20, "2026-10-09");
    expect(s.store, "2026", "2026-10-09", "X.2", 5, "2026-10-09");
    expect(s.store, "2025", "2026-10-09", "X.1", 98, "2026-10-09");
    expect(s.store, "2024", "2026-10-09", "X.1", -1, NULL);
    sample_close(&s);
}

/* A part of today's tables never stands beside the rest of last week's. */
static void test_partial(void **state)
{
    struct sample s;
    (void)state;
    sample_open(&s);
    put_by(s.store, "a", "2026-10-01", "year", "2026-01-01", "X.1", 5, "failed");
    expect(s.store, "2026", "2026-10-01", "X.1", 5, "2026-10-01"); /* nothing better is known */
    put_by(s.store, "a", "2026-10-02", "year", "2026-01-01", "X.1", 10, "complete");
    put_by(s.store, "a", "2026-10-09", "year", "2026-01-01", "X.1", 20, "partial");
    expect(s.store, "2026", "2026-10-09", "X.1", 10, "2026-10-02");
    put_by(s.store, "a", "2026-10-10", "year", "2026-01-01", "X.1", 20, "interrupted");
    expect(s.store, "2026", "2026-10-10", "X.1", 10, "2026-10-02");
    put_by(s.store, "a", "2026-10-11", "year", "2026-01-01", "X.1", 20,
           "complete"); /* as on the 9th: no new row */
    expect(s.store, "2026", "2026-10-10", "X.1", 10, "2026-10-02");
    expect(s.store, "2026", "2026-10-11", "X.1", 20, "2026-10-09");
    sample_close(&s);
}

static void test_empty(void **state)
{
    struct sample s;
    struct error e = {0};
    struct unit_set units;
    struct period p;
    (void)state;
    sample_open(&s);
    assert_ok(unit_set_load(s.store, &units, &e), e);
    assert_ok(period_make(PERIOD_YEAR, "2026", moment_of_text("2026-10-09"), PERIOD_CUTOFF_SECONDS, &p, &e),
              e);
    struct figure_set *f = figure_set_load(s.store, &units, &p, &e);
    assert_ok(f, e);
    assert_false(figure_get(f, 0, "M").present);
    assert_false(figure_get(NULL, 0, "M").present);
    figure_set_free(f);
    figure_set_free(NULL);
    unit_set_free(&units);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_known_then), cmocka_unit_test(test_partial),
                                       cmocka_unit_test(test_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
