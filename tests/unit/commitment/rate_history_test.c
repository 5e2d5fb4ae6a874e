/* History: dossiers put on known days, counted by hand into slices. */
#include "commitment/rate_history.h"
#include "sample.h"

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

/* n dossiers received on a day at nine, of which so many are digitized; all open. */
static void day_put(struct sample *s, const char *day, int n, int digitized)
{
    char key[32];
    for (int i = 0; i < n; i++) {
        assert_true(s->count < SAMPLE_MAX);
        struct dossier *d = &s->dossiers[s->count];
        snprintf(key, sizeof key, "k%zu", s->count++);
        d->value[DOSSIER_KEY] = sample_text(s, key);
        d->value[DOSSIER_CODE] = sample_text(s, key);
        d->value[DOSSIER_UNIT] = sample_text(s, "u");
        d->value[DOSSIER_CHANNEL] = value_number(1);
        d->value[DOSSIER_LEVEL] = value_number(2);
        d->value[DOSSIER_STATUS] = value_number(STATUS_PROCESSING);
        d->value[DOSSIER_RECEIVED] = value_number(at(day) + 9 * 3600);
        d->value[DOSSIER_DIGITIZED] = value_number(i < digitized);
    }
}

static const char *const set_names[] = {"y-yen-2022"};

struct month {
    struct sample sample;
    struct config config;
    struct evaluation v;
    struct workdays *workdays;
    const struct commitment_set *set;
    struct rate_history *history;
    size_t unit, digitized;
};

static void month_open(struct month *m, const char *evaluated)
{
    struct error e = {0};
    struct period p;
    m->config = (struct config){.file = (char *)"test.json",
                                .commitments = (const char **)(uintptr_t)set_names,
                                .commitment_count = 1,
                                .cutoff = PERIOD_CUTOFF_SECONDS};
    assert_ok(evaluation_open(&m->v, &m->config, m->sample.store, "core", &e), e);
    assert_ok(evaluation_choose(&m->v, NULL, NULL, NULL, at(evaluated), &m->set, &p, &e), e);
    assert_int_equal(p.kind, PERIOD_MONTH);
    assert_ok(evaluation_at(&m->v, m->sample.store, &p, &e), e);
    m->workdays = workdays_load(&e);
    assert_ok(m->workdays, e);
    m->history = rate_history_load(m->sample.store, &m->v, m->set, m->workdays, &e);
    assert_ok(m->history, e);
    m->unit = (size_t)unit_find(&m->v.units, "u");
    for (m->digitized = 0;
         strcmp(evaluation_metric(&m->v, m->set, m->digitized)->name, "digitization_rate") != 0;)
        m->digitized++;
}

static void month_close(struct month *m)
{
    rate_history_free(m->history);
    workdays_free(m->workdays);
    evaluation_close(&m->v);
}

static void forecast_expect(struct forecast got, struct forecast wanted)
{
    assert_int_equal(got.state, wanted.state);
    assert_int_equal(got.low, wanted.low);
    assert_int_equal(got.high, wanted.high);
    assert_int_equal(got.arrivals_low, wanted.arrivals_low);
    assert_int_equal(got.arrivals_high, wanted.arrivals_high);
}

/* November 2022: 1/11 is a Tuesday. At 15:00 on Monday 7/11 five working days have passed, the weekend's two
 * dossiers are Friday's; 17 are left. */
static void test_days(void **state)
{
    static const struct forecast_slice slices[] = {{1, 4, 5}, {1, 2, 5}, {1, 3, 3}, {1, 3, 4}, {1, 2, 3}};
    struct month m = {0};
    (void)state;
    sample_open(&m.sample);
    sample_unit(&m.sample, "u", "UBND xã Mẫu");
    day_put(&m.sample, "2022-10-31", 40, 0); /* of the month before */
    day_put(&m.sample, "2022-11-01", 3, 2);
    day_put(&m.sample, "2022-11-02", 4, 3);
    day_put(&m.sample, "2022-11-03", 3, 3);
    day_put(&m.sample, "2022-11-04", 3, 2);
    day_put(&m.sample, "2022-11-05", 2, 0);
    day_put(&m.sample, "2022-11-07", 5, 4);
    sample_put(&m.sample, "s", ~UINT64_C(0), at("2022-11-07T15:00"));
    month_open(&m, "2022-11-07T15:00");
    assert_int_equal(rate_history_days_left(m.history), 17);
    forecast_expect(rate_history_forecast(m.history, m.unit, m.digitized),
                    forecast_make(14, 20, slices, 5, 17));
    forecast_expect(rate_history_forecast(m.history, m.v.units.count, m.digitized),
                    forecast_make(14, 20, slices, 5, 17));
    assert_int_equal(forecast_make(14, 20, slices, 5, 17).state, FORECAST_RANGE);
    month_close(&m);
    /* In the morning Monday is no day yet: four have passed, too few. */
    month_open(&m, "2022-11-07T10:00");
    assert_int_equal(rate_history_days_left(m.history), 18);
    assert_int_equal(rate_history_forecast(m.history, m.unit, m.digitized).state, FORECAST_NONE);
    month_close(&m);
    sample_close(&m.sample);
}

/* At 15:00 on 25/11 nineteen days have passed: nine slices of two, 1/11 is left over. Six dossiers a day, two
 * or three of them digitized. */
static void test_slices(void **state)
{
    struct forecast_slice slices[9];
    struct month m = {0};
    char day[MOMENT_TEXT_BYTES];
    (void)state;
    sample_open(&m.sample);
    sample_unit(&m.sample, "u", "UBND xã Mẫu");
    int64_t passed = 0, n = 0, d = 0;
    for (moment when = at("2022-11-01"); when < at("2022-11-26"); when += MOMENT_DAY) {
        struct wall wall = moment_wall(when);
        if (wall.weekday > 5)
            continue;
        int good = wall.day % 2 ? 2 : 3;
        day_put(&m.sample, moment_write(when, "yyyy-MM-dd", day), 6, good);
        if (passed) { /* slices count from the latest; 1/11 is the first day, and in none */
            struct forecast_slice *slice = &slices[8 - (passed - 1) / 2];
            if ((passed - 1) % 2 == 0)
                *slice = (struct forecast_slice){2, 0, 0};
            slice->n += good;
            slice->d += 6;
        }
        passed++;
        n += good;
        d += 6;
    }
    assert_int_equal(passed, 19);
    sample_put(&m.sample, "s", ~UINT64_C(0), at("2022-11-25T15:00"));
    month_open(&m, "2022-11-25T15:00");
    assert_int_equal(rate_history_days_left(m.history), 3);
    forecast_expect(rate_history_forecast(m.history, m.unit, m.digitized), forecast_make(n, d, slices, 9, 3));
    month_close(&m);
    /* When the month is over there is nothing to foresee. */
    month_open(&m, "2022-11-30T23:59:59");
    forecast_expect(rate_history_forecast(m.history, m.unit, m.digitized), forecast_make(n, d, NULL, 0, 0));
    month_close(&m);
    sample_close(&m.sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days), cmocka_unit_test(test_slices)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
