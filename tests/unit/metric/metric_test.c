#include "sample.h"

#include "commitment/commitment.h"

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

struct measuring {
    struct counter_family *family;
    struct metric_set *metrics;
    struct commitment_set *set;
    struct unit_set units;
    struct counts counts;
    struct figure_set *figures;
};

static void measure_open(struct measuring *m, struct store *s, const char *set, const struct period *p)
{
    struct error e = {0};
    m->family = counter_family_load("core", &e);
    assert_ok(m->family, e);
    m->metrics = metric_set_load(m->family, &e);
    assert_ok(m->metrics, e);
    m->set = commitment_set_load(set, m->metrics, &e);
    assert_ok(m->set, e);
    assert_ok(unit_set_load(s, &m->units, &e), e);
    assert_ok(counts_compute(s, m->family, &m->units, p, &m->counts, &e), e);
    m->figures = figure_set_load(s, &m->units, p, &e);
    assert_ok(m->figures, e);
}

static void measure_close(struct measuring *m)
{
    figure_set_free(m->figures);
    counts_free(&m->counts);
    unit_set_free(&m->units);
    commitment_set_free(m->set);
    metric_set_free(m->metrics);
    counter_family_free(m->family);
}

static struct ratio ratio_of(const struct measuring *m, const char *unit, const char *metric)
{
    const struct metric *found = metric_find(m->metrics, metric);
    long row = strcmp(unit, "ALL") == 0 ? (long)m->units.count : unit_find(&m->units, unit);
    if (!found || row < 0)
        fail_msg("no %s of %s", metric, unit);
    return metric_value(found, &m->counts, m->figures, (size_t)row);
}

static const struct commitment *commitment_of(const struct measuring *m, const char *metric)
{
    for (size_t i = 0; i < m->set->count; i++)
        if (strcmp(m->set->items[i].metrics[0]->name, metric) == 0)
            return &m->set->items[i];
    return NULL;
}

static void expect_text(const struct csv *row, size_t column, const char *got)
{
    if (strcmp(csv_field(row, column), got) != 0)
        fail_msg("line %zu: %s is %s, not %s", csv_line(row), csv_field(row, 4), got, csv_field(row, column));
}

static void expect_number(const struct csv *row, size_t column, int64_t got)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)got);
    expect_text(row, column, text);
}

/* period,from,to,unit,metric,numerator,denominator,rate,target,kept,fix_existing,need_new */
static void expect_row(const struct measuring *m, const struct csv *row)
{
    char text[TEXT_NUMBER_BYTES];
    struct ratio r = ratio_of(m, csv_field(row, 3), csv_field(row, 4));
    const struct commitment *c = commitment_of(m, csv_field(row, 4));
    assert_true(r.known);
    expect_text(row, 1,
                moment_write(m->counts.period.from, "yyyy-MM-ddTHH:mm", (char[MOMENT_TEXT_BYTES]){0}));
    expect_text(row, 2, moment_write(m->counts.period.cut, "yyyy-MM-ddTHH:mm", (char[MOMENT_TEXT_BYTES]){0}));
    expect_number(row, 5, r.n);
    expect_number(row, 6, r.d);
    expect_text(row, 7, r.d ? text_rate_plain(r.n, r.d, 2, text) : "");
    if (!c) {
        expect_text(row, 8, "");
        return;
    }
    expect_number(row, 8, c->target * 100 / TARGET_SCALE);
    expect_text(row, 9, kept_name(commitment_judge(&r, c->target)));
    if (r.d == 0)
        return;
    expect_number(row, 10, commitment_fix_existing(&r, c->target));
    expect_number(row, 11, commitment_need_new(&r, c->target));
}

static size_t expect_period(struct store *s, enum period_kind kind)
{
    struct error e = {0};
    struct period p;
    struct measuring m;
    size_t rows = 0;
    assert_ok(period_make(kind, NULL, moment_of_text("2022-11-25T15:00"), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    measure_open(&m, s, "y-yen-2022", &p);
    struct csv *csv = csv_open(TEST_SOURCE_DIR "/tests/cases/export/expected.csv", &e);
    assert_ok(csv, e);
    while (csv_next(csv))
        if (strcmp(csv_field(csv, 0), period_kind_name(kind)) == 0) {
            expect_row(&m, csv);
            rows++;
        }
    csv_close(csv);
    assert_int_equal(counts_check(&m.counts, NULL, 0), 0);
    measure_close(&m);
    return rows;
}

static void test_export(void **state)
{
    struct sample s;
    (void)state;
    sample_open(&s);
    sample_load_export(&s);
    assert_int_equal(s.count, 1500);
    sample_put(&s, "export", ~UINT64_C(0), moment_of_text("2022-11-25T15:00"));
    assert_int_equal(expect_period(s.store, PERIOD_MONTH), 115);
    assert_int_equal(expect_period(s.store, PERIOD_WEEK), 115);
    sample_close(&s);
}

/* The same counters, defined two ways: of 12 dossiers to handle 10 finished (1 late), 2 open (1 overdue). */
static void test_definitions_differ(void **state)
{
    struct sample s;
    struct error e = {0};
    struct period p;
    struct measuring m;
    (void)state;
    sample_open(&s);
    for (int i = 0; i < 12; i++) {
        struct dossier *d = &s.dossiers[s.count++];
        char key[16];
        snprintf(key, sizeof key, "k%02d", i);
        d->value[DOSSIER_KEY] = sample_text(&s, key);
        d->value[DOSSIER_UNIT] = value_text("X.1");
        d->value[DOSSIER_STATUS] = value_number(i < 10 ? 9 : 4);
        d->value[DOSSIER_RECEIVED] = value_number(moment_of_text(i < 2 ? "2022-10-20" : "2022-11-02"));
        d->value[DOSSIER_DUE] = value_number(moment_of_text(i == 9 || i == 10 ? "2022-11-05" : "2022-11-29"));
        if (i < 10)
            d->value[DOSSIER_FINISHED] = value_number(moment_of_text("2022-11-10"));
    }
    sample_put(&s, "hand", ~UINT64_C(0), moment_of_text("2022-11-25"));
    assert_ok(period_make(PERIOD_MONTH, "2022-11", moment_of_text("2022-11-25T15:00"), PERIOD_CUTOFF_SECONDS,
                          &p, &e),
              e);
    measure_open(&m, s.store, "y-yen-2022", &p);
    static const struct {
        const char *metric;
        int64_t n, d;
    } expected[] = {{"on_time_rate", 9, 10},
                    {"on_time_rate_766", 10, 12},
                    {"late_rate_gialai", 2, 12},
                    {"apology_rate", 0, 2},
                    {"payment_rate", 0, 0}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct ratio r = ratio_of(&m, "X.1", expected[i].metric);
        assert_true(r.known);
        assert_int_equal(r.n, expected[i].n);
        assert_int_equal(r.d, expected[i].d);
    }
    struct ratio none = ratio_of(&m, "X.1", "payment_rate");
    assert_int_equal(commitment_judge(&none, 5000), KEPT_NONE);
    measure_close(&m);
    sample_close(&s);
}

static void figure_add(struct figure *f, const char *unit, int64_t n, int64_t d, int64_t ratio)
{
    *f = (struct figure){.unit = unit,
                         .metric = "PAYMENT_DOSSIER",
                         .numerator = value_number(n),
                         .denominator = value_number(d),
                         .ratio = value_number(ratio)};
}

static void put_figures(struct store *store, int64_t source, int64_t run, const struct figure *figures,
                        size_t count, const struct unit_seen *units, size_t unit_count, const char *at)
{
    struct error e = {0};
    struct page_outcome out;
    struct page page = {.figure_count = count, .unit_count = unit_count};
    struct figure figures_copy[8];
    struct unit_seen units_copy[8];
    memcpy(figures_copy, figures, count * sizeof *figures);
    if (unit_count)
        memcpy(units_copy, units, unit_count * sizeof *units);
    page.figures = figures_copy;
    page.units = units_copy;
    const struct page_place place = {.source = source,
                                     .run = run,
                                     .stream = "payment",
                                     .observed = moment_of_text(at),
                                     .period_kind = "year",
                                     .period_from = moment_of_text("2026-01-01")};
    assert_ok(store_page_put(store, &place, &page, &out, &e), e);
}

/* ALL of a published figure is the province's own, or, without one, the sum of what the units have. */
static void test_published(void **state)
{
    struct sample s;
    struct error e = {0};
    struct period p;
    struct measuring m;
    struct run run = {.observed = 1, .started = 1, .expected = -1};
    struct figure figures[3];
    static const struct unit_seen units[] = {
        {"H21", "Tỉnh Gia Lai", NULL}, {"H21.100", "UBND xã A", NULL}, {"H21.227", "UBND xã B", NULL}};
    (void)state;
    sample_open(&s);
    assert_ok(store_source_put(s.store, "dvcqg", "x", "evaluation", 0, &run.source, &e), e);
    assert_ok(store_run_begin(s.store, &run, &e), e);
    figure_add(&figures[0], "H21.100", 1, 2, 500000);
    figure_add(&figures[1], "H21.227", 1, 3, 333300);
    figure_add(&figures[2], "H21", 10, 12, 833300);
    put_figures(s.store, run.source, run.id, figures, 2, units, 3, "2026-10-02T15:00");
    put_figures(s.store, run.source, run.id, figures + 2, 1, NULL, 0, "2026-10-09T15:00");
    assert_ok(
        period_make(PERIOD_YEAR, "2026", moment_of_text("2026-10-02T15:00"), PERIOD_CUTOFF_SECONDS, &p, &e),
        e);
    measure_open(&m, s.store, "nq71-2030", &p);
    struct ratio r = ratio_of(&m, "ALL", "dvcqg_payment_rate");
    assert_true(r.known && r.published && !r.ratio.known);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.d, 5);
    r = ratio_of(&m, "H21.227", "dvcqg_payment_rate");
    assert_int_equal(r.ratio.number, 333300);
    assert_false(ratio_of(&m, "H21", "dvcqg_payment_rate").known);
    assert_false(ratio_of(&m, "ALL", "payment_rate").known);
    assert_false(ratio_of(&m, "ALL", "dvcqg_reuse_rate").known);
    measure_close(&m);
    assert_ok(
        period_make(PERIOD_YEAR, "2026", moment_of_text("2026-10-09T15:00"), PERIOD_CUTOFF_SECONDS, &p, &e),
        e);
    measure_open(&m, s.store, "nq71-2030", &p);
    r = ratio_of(&m, "ALL", "dvcqg_payment_rate");
    assert_int_equal(r.n, 10);
    assert_int_equal(r.d, 12);
    assert_int_equal(r.ratio.number, 833300);
    measure_close(&m);
    sample_close(&s);
}

static void test_texts(void **state)
{
    struct error e = {0};
    (void)state;
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    struct counter_family *f = counter_family_load("core", &e);
    assert_ok(f, e);
    static const char *const languages[] = {"vi", "en"};
    for (size_t k = 0; k < 2; k++) {
        assert_true(text_language_set(languages[k]));
        struct metric_set *set = metric_set_load(f, &e);
        assert_ok(set, e);
        assert_true(metric_count(set) >= 13);
        for (size_t i = 0; i < metric_count(set); i++) {
            const struct metric *m = metric_at(set, i);
            assert_true(*m->title && *m->short_title && *m->formula && *m->document && *m->version);
            assert_true(m->figure || (m->numerator_count && m->denominator_count));
        }
        assert_string_equal(metric_find(set, "digitization_rate")->short_title,
                            k ? "Digitized" : "Số hóa hồ sơ");
        assert_null(metric_find(set, "no_such"));
        metric_set_free(set);
    }
    counter_family_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_export),
                                       cmocka_unit_test(test_definitions_differ),
                                       cmocka_unit_test(test_published), cmocka_unit_test(test_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
