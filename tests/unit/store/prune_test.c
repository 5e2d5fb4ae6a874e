/* Forgetting by age, on SQLite and on a real PostgreSQL: what a dry run tells is what goes, and each subject goes
 * by its own age. The rows are composed by hand. */
#include "both_stores.h"

#include "store/prune.h"

static moment at_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void write_sql(struct store *s, const char *sql, moment at)
{
    struct error e = {0};
    const struct value param = value_number(at);
    assert_ok(store_write(s, sql, &param, 1, NULL, NULL, &e), e);
}

/* One row of counters, one of metrics and two of scores at each of two moments, in November and December. */
static struct store *filled(const char *url)
{
    static const char *const moments[] = {"2022-11-15T15:00", "2022-12-15T15:00"};
    struct error e = {0};
    struct store *s = open_store(url);
    assert_ok(store_write_begin(s, &e), e);
    assert_ok(store_samples_ahead(s, at_text(moments[0]), &e), e);
    for (size_t i = 0; i < 2; i++) {
        moment at = at_text(moments[i]);
        write_sql(s,
                  "INSERT INTO count_sample (unit, counter, observed_at, period_kind, period_from, value)"
                  " VALUES ('X.1', 'received', $1, 'month', 0, 7)",
                  at);
        write_sql(s,
                  "INSERT INTO metric_sample (unit, metric, observed_at, period_kind, period_from, numerator,"
                  " denominator) VALUES ('X.1', 'online_rate', $1, 'month', 0, 3, 4)",
                  at);
        write_sql(s,
                  "INSERT INTO score_sample (unit, ruleset, criterion, observed_at, period_kind, period_from,"
                  " version, points, maximum, known, missing) VALUES"
                  " ('X.1', 'r', 'TOTAL', $1, 'year', 0, '1@0', 5, 10, 10, 0),"
                  " ('X.1', 'r', '1', $1, 'year', 0, '1@0', 5, 10, 10, 0)",
                  at);
    }
    assert_ok(store_write_end(s, true, &e), e);
    return s;
}

static void expect_left(struct store *s, int counts, int metrics, int scores)
{
    char expected[64];
    snprintf(expected, sizeof expected, "%d|%d|%d;", counts, metrics, scores);
    expect_rows(s,
                "SELECT (SELECT COUNT(*) FROM count_sample), (SELECT COUNT(*) FROM metric_sample),"
                " (SELECT COUNT(*) FROM score_sample)",
                expected);
}

struct told {
    char text[1024];
};

static bool tell(void *context, const struct prune_item *item, struct error *e)
{
    struct told *told = context;
    size_t used = strlen(told->text);
    (void)e;
    snprintf(told->text + used, sizeof told->text - used, "%s %s ", prune_subject_name(item->subject),
             item->name);
    used = strlen(told->text);
    if (item->rows.known)
        snprintf(told->text + used, sizeof told->text - used, "%lld;", (long long)item->rows.number);
    else
        snprintf(told->text + used, sizeof told->text - used, "?;");
    return true;
}

static void expect_told(struct store *s, const struct prune_wish *wish, const char *sqlite,
                        const char *postgres)
{
    struct error e = {0};
    struct told told = {""};
    assert_ok(prune(s, wish, tell, &told, &e), e);
    assert_string_equal(told.text, store_is_far(s) ? postgres : sqlite);
}

static void told_as_done(const char *url)
{
    const moment december = at_text("2022-12-01");
    struct store *s = filled(url);
    struct prune_wish wish = {.dry = true};
    for (int i = 0; i < PRUNE_SUBJECTS; i++)
        wish.before[i] = december;
    for (int round = 0; round < 2; round++) {
        expect_left(s, 2, 2, 4);
        wish.dry = round == 0;
        expect_told(s, &wish, "samples count_sample 1;samples metric_sample 1;scores score_sample 2;",
                    "samples count_sample_2022_11 ?;samples metric_sample_2022_11 ?;"
                    "scores score_sample_2022_11 ?;");
    }
    expect_left(s, 1, 1, 2);
    expect_told(s, &wish, "", "");
    store_close(s);
}

static void each_by_its_own_age(const char *url)
{
    struct store *s = filled(url);
    struct prune_wish wish = {0};
    for (int i = 0; i < PRUNE_SUBJECTS; i++)
        wish.before[i] = MOMENT_NONE;
    wish.before[PRUNE_SAMPLES] = at_text("2022-12-01");
    expect_told(s, &wish, "samples count_sample 1;samples metric_sample 1;",
                "samples count_sample_2022_11 ?;samples metric_sample_2022_11 ?;");
    expect_left(s, 1, 1, 4);
    wish.before[PRUNE_SAMPLES] = MOMENT_NONE;
    wish.before[PRUNE_SCORES] = at_text("2023-01-01");
    expect_told(s, &wish, "scores score_sample 4;",
                "scores score_sample_2022_11 ?;scores score_sample_2022_12 ?;");
    expect_left(s, 1, 1, 0);
    store_close(s);
}

static void version_add(struct store *s, moment at, const char *runs)
{
    char sql[400];
    snprintf(
        sql, sizeof sql,
        "INSERT INTO dossier_history (source_id, key, unit, first_seen, known_from, replaced_at,"
        " content_hash, run_id, replaced_by) SELECT source_id, 'k', 'X.1', $1, $1, $1 + 1, 1, %s FROM run"
        " WHERE id = 1",
        runs);
    write_sql(s, sql, at);
}

/* A run that only versions of dossiers hold goes with them, and the dry run knows that it will. */
static void runs_after_versions(const char *url)
{
    const moment december = at_text("2022-12-01");
    struct store *s = open_store(url);
    struct prune_wish wish = {0};
    struct error e = {0};
    for (int i = 0; i < 3; i++) {
        struct run run = begin_run(s, "a", at_text("2022-10-01") + i * MOMENT_DAY);
        assert_ok(store_run_end(s, &run, &e), e);
    }
    write_sql(s, "UPDATE run SET sampled = 1 WHERE $1 > 0", 1);
    /* Of each unit the first version stays; the second is all that holds run 2. */
    version_add(s, at_text("2022-10-01"), "3, 3");
    version_add(s, at_text("2022-10-02"), "2, 3");
    for (int i = 0; i < PRUNE_SUBJECTS; i++)
        wish.before[i] = december;
    for (int round = 0; round < 2; round++) {
        wish.dry = round == 0;
        expect_told(s, &wish, "history dossier_history 1;runs run 2;",
                    "history dossier_history 1;runs run 2;");
    }
    expect_rows(s, "SELECT id FROM run", "3;");
    store_close(s);
}

ON_BOTH(told_as_done)
ON_BOTH(each_by_its_own_age)
ON_BOTH(runs_after_versions)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {BOTH(told_as_done), BOTH(each_by_its_own_age),
                                       BOTH(runs_after_versions)};
    (void)argc;
    return RUN_WITH_SERVER(tests, argv);
}
