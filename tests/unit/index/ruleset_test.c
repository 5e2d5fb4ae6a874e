#include "sample.h"

#include "index/ruleset_load.h"

struct definitions {
    struct counter_family *family;
    struct metric_set *metrics;
};

static void definitions_load(struct definitions *d)
{
    struct error e = {0};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_true(text_language_set("en"));
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

static decimal points(double value)
{
    return (decimal)(value * 10000 + 0.5) * 100;
}

/* Every shipped ruleset is read without a fault, its maxima add up to 100, and what each document states is
 * there. */
static void test_shipped(void **state)
{
    static const struct {
        const char *name;
        size_t areas;
        enum basis total;
    } shipped[] = {{"qd-766", 6, BASIS_DOCUMENT},        {"tan-dan-766", 6, BASIS_DOCUMENT},
                   {"nam-dinh-2019", 8, BASIS_ASSUMED},  {"quang-dien-2017", 3, BASIS_ASSUMED},
                   {"thanh-hoa-2022", 8, BASIS_ASSUMED}, {"y-yen-2022", 4, BASIS_ASSUMED},
                   {"cam-giang-2023", 8, BASIS_ASSUMED}};
    struct definitions d;
    (void)state;
    definitions_load(&d);
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
        struct error e = {0};
        struct ruleset *r = ruleset_load(shipped[i].name, d.family, d.metrics, &e);
        assert_ok(r, e);
        assert_string_equal(r->name, shipped[i].name);
        assert_int_equal(r->criteria[0].rule.max, points(100));
        assert_int_equal(r->criteria[0].child_count, shipped[i].areas);
        assert_int_equal(r->criteria[0].max_basis, shipped[i].total);
        assert_true(*r->document && *r->title);
        ruleset_free(r);
    }
    definitions_free(&d);
}

/* Maxima that the documents state, and which are assumed. */
static void test_maxima(void **state)
{
    static const struct {
        const char *ruleset, *code;
        double max;
        enum basis basis;
    } stated[] = {
        {"nam-dinh-2019", "7.2.1", 1, BASIS_SEED},     {"nam-dinh-2019", "7.2.2", 1, BASIS_SEED},
        {"nam-dinh-2019", "7.2.3", 0.5, BASIS_SEED},   {"nam-dinh-2019", "8.1.1", 0.5, BASIS_SEED},
        {"nam-dinh-2019", "8.1.2", 0.5, BASIS_SEED},   {"nam-dinh-2019", "8.2.2", 1, BASIS_ASSUMED},
        {"nam-dinh-2019", "8.3.1", 0.25, BASIS_SEED},  {"nam-dinh-2019", "8.3.2", 0.25, BASIS_SEED},
        {"nam-dinh-2019", "7.5.1", 5, BASIS_SEED},     {"nam-dinh-2019", "7.5.3", 0.5, BASIS_SEED},
        {"nam-dinh-2019", "7.5.4", 0.5, BASIS_SEED},   {"nam-dinh-2019", "5.6.2", 0.75, BASIS_SEED},
        {"quang-dien-2017", "1.3.3", 2, BASIS_SEED},   {"quang-dien-2017", "1.4", 6, BASIS_SEED},
        {"quang-dien-2017", "2.1", 11, BASIS_SEED},    {"quang-dien-2017", "2.1.1.1", 1.5, BASIS_SEED},
        {"quang-dien-2017", "2.1.3", 4, BASIS_SEED},   {"thanh-hoa-2022", "3.6.1", 0.5, BASIS_ASSUMED},
        {"thanh-hoa-2022", "7.3.2", 1, BASIS_ASSUMED}, {"qd-766", "CKMB", 18, BASIS_DOCUMENT},
        {"qd-766", "TDGQ", 20, BASIS_DOCUMENT},        {"qd-766", "CLGQ", 12, BASIS_DOCUMENT},
        {"qd-766", "TTTT", 10, BASIS_DOCUMENT},        {"qd-766", "MDSH", 22, BASIS_DOCUMENT},
        {"qd-766", "MDHL", 18, BASIS_DOCUMENT}};
    struct definitions d;
    struct ruleset *r = NULL;
    (void)state;
    definitions_load(&d);
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
        struct error e = {0};
        if (!r || strcmp(r->name, stated[i].ruleset) != 0) {
            ruleset_free(r);
            r = ruleset_load(stated[i].ruleset, d.family, d.metrics, &e);
            assert_ok(r, e);
        }
        long c = ruleset_find(r, stated[i].code);
        assert_true(c > 0);
        assert_int_equal(r->criteria[c].rule.max, points(stated[i].max));
        assert_int_equal(r->criteria[c].max_basis, stated[i].basis);
    }
    ruleset_free(r);
    definitions_free(&d);
}

static void test_tree(void **state)
{
    struct definitions d;
    struct error e = {0};
    (void)state;
    definitions_load(&d);
    struct ruleset *r = ruleset_load("quang-dien-2017", d.family, d.metrics, &e);
    assert_ok(r, e);
    long leaf = ruleset_find(r, "2.1.1.1"), above = ruleset_find(r, "2.1.1");
    assert_int_equal(r->criteria[leaf].parent, above);
    assert_int_equal(r->criteria[leaf].depth, 4);
    assert_int_equal(r->criteria[above].rule.max, points(1.5)); /* not stated: the sum of those below */
    assert_int_equal(r->criteria[above].max_basis, BASIS_SEED); /* of stated maxima */
    assert_int_equal(r->criteria[ruleset_find(r, "2")].max_basis, BASIS_SEED);
    assert_int_equal(r->criteria[ruleset_find(r, "2.1.KHAC")].max_basis, BASIS_ASSUMED);
    assert_int_equal(r->criteria[0].parent, -1);
    assert_int_equal(ruleset_find(r, RULESET_TOTAL), 0);
    assert_int_equal(ruleset_find(r, "9.9"), -1);
    for (size_t i = 1; i < r->count; i++)
        assert_true(r->criteria[i].parent >= 0 && (size_t)r->criteria[i].parent < i);
    ruleset_free(r);
    r = ruleset_load("cam-giang-2023", d.family, d.metrics, &e);
    assert_ok(r, e);
    assert_int_equal(ruleset_rating(r, points(90), points(100)), 0);
    assert_int_equal(ruleset_rating(r, points(89.9999), points(100)), 1);
    assert_int_equal(ruleset_rating(r, points(0), points(100)), 3);
    assert_int_equal(ruleset_rating(r, 0, 0), -1);
    ruleset_free(r);
    ruleset_free(NULL);
    definitions_free(&d);
}

static void test_not_there(void **state)
{
    struct definitions d;
    struct error e = {0};
    (void)state;
    definitions_load(&d);
    assert_null(ruleset_load("ha-noi-2030", d.family, d.metrics, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_non_null(strstr(e.hint, "qd-766"));
    definitions_free(&d);
}

/* --- the usual mistakes --- */

#define HEAD "{\"name\":\"x\",\"title\":\"T\",\"document\":\"D\",\"version\":\"1\","
#define AREA(rest)                                                                                           \
    HEAD "\"max\":2,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":2,\"basis\":\"seed\","                \
         "\"responsible\":\"N\",\"evidence\":\"B\"," rest "}]}"

struct mistake {
    const char *text;
    bool fatal;
    const char *where, *what; /* NULL: no finding is expected */
    const char *hint;
};

static const struct mistake mistakes[] = {
    {AREA("\"rule\":{\"kind\":\"ratio_threshold\",\"threshold\":85},\"inputs\":[{\"metric\":\"online_rate\"}"
          "]"),
     false, NULL, NULL, NULL},
    {AREA("\"rule\":{\"kind\":\"ratio_threshold\"}"), true, "1", "the rule lacks \"threshold\"", "threshold"},
    {AREA("\"rule\":{\"kind\":\"ratio_linear\",\"per\":1}"), true, "1", "\"per\" means nothing",
     "ratio_linear"},
    {AREA("\"rule\":{\"kind\":\"ratio_threshold\",\"threshold\":0.85}"), false, "1", "\"threshold\" is 0.85",
     "write 85"},
    {AREA("\"rule\":{\"kind\":\"ratio_linear\"},\"inputs\":[{\"metric\":\"online_rat\"}]"), true, "1",
     "there is no \"online_rat\"", "online_rate"},
    {AREA("\"rule\":{\"kind\":\"bands\",\"bands\":[{\"from\":0,\"points\":0},{\"from\":1,\"points\":2}]},"
          "\"inputs\":[{\"counter\":\"recieved\"}]"),
     true, "1", "there is no \"recieved\"", "received"},
    {AREA("\"inputs\":[{\"metric\":\"online_rate\"}]"), true, "1", "no rule makes points", NULL},
    {AREA("\"rule\":{\"kind\":\"ratio_linear\"},\"inputs\":[{\"counter\":\"received\"}]"), true, "1",
     "a counter alone is no ratio", "metric"},
    {AREA("\"rule\":{\"kind\":\"bands\",\"bands\":[{\"from\":50,\"points\":1},{\"from\":20,\"points\":2}]}"),
     true, "1", "not in order", "rising"},
    {AREA("\"rule\":{\"kind\":\"bands\",\"bands\":[{\"from\":0,\"points\":1},{\"from\":20,\"points\":3}]}"),
     true, "1", "more points than the maximum", NULL},
    {AREA("\"rule\":{\"kind\":\"ratio_threshold\",\"threshold\":50,\"floor\":60}"), true, "1",
     "\"floor\" lies above", NULL},
    {AREA("\"rule\":{\"kind\":\"per_item_cap\",\"per\":0}"), true, "1", "\"per\" is 0", NULL},
    {HEAD "\"max\":3,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":2}]}", true, "TOTAL",
     "add up to 2, its maximum is 3", "rest"},
    {HEAD "\"max\":2,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1},{\"code\":\"1\",\"title\":\"B\","
          "\"max\":1}]}",
     true, "1", "there twice", NULL},
    {HEAD "\"max\":0,\"areas\":[{\"code\":\"1\",\"title\":\"A\"}]}", true, "1", "the maximum is missing",
     NULL},
    {HEAD "\"max\":1.00001,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1.00001}]}", true, "TOTAL",
     "\"max\" is no such number", "four decimals"},
    {HEAD "\"max\":1,\"valid\":{\"from\":\"2023-01-01\",\"to\":\"2022-01-01\"},"
          "\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1}]}",
     true, "TOTAL", "ends before it begins", NULL},
    {HEAD "\"max\":1,\"remedy\":{\"document\":\"D\",\"areas\":[\"9\"],\"floor\":75},"
          "\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1}]}",
     true, "remedy", "no such area: 9", NULL},
    {HEAD "\"max\":1,\"ratings\":[{\"code\":\"B\",\"title\":\"b\",\"from\":50},{\"code\":\"A\",\"title\":"
          "\"a\",\"from\":80}],"
          "\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1}]}",
     true, "A", "not in order", "best"},
    {HEAD "\"max\":2,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1,\"basis\":\"seed\",\"responsible\":"
          "\"N\"},"
          "{\"code\":\"2\",\"title\":\"B\",\"max\":1,\"basis\":\"seed\",\"responsible\":\"N\",\"evidence\":"
          "\"E\"}]}",
     false, "1", "no evidence is asked for", "appraiser"},
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void mistake_try(const struct definitions *d, const struct mistake *m, const char *path)
{
    struct error e = {0};
    struct ruleset_findings *f = calloc(1, sizeof *f);
    assert_non_null(f);
    write_file(path, m->text);
    struct ruleset *r = ruleset_examine(path, d->family, d->metrics, f, &e);
    assert_ok(r, e);
    ruleset_free(r);
    if (!m->what) {
        assert_int_equal(f->count, 0);
    } else if (f->count == 0 || !strstr(f->items[0].what, m->what) ||
               strcmp(f->items[0].where, m->where) != 0 || f->items[0].fatal != m->fatal ||
               (m->hint && !strstr(f->items[0].hint, m->hint))) {
        fail_msg("%s\nfound %zu: %s: %s (%s)", m->text, f->count, f->items[0].where, f->items[0].what,
                 f->items[0].hint);
    }
    r = ruleset_load(path, d->family, d->metrics, &e);
    assert_int_equal(r == NULL, m->fatal);
    ruleset_free(r);
    free(f);
}

static void test_mistakes(void **state)
{
    char folder[] = TEST_BINARY_DIR "/ruleset-XXXXXX", path[sizeof folder + 16];
    struct definitions d;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x.json", folder);
    definitions_load(&d);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        mistake_try(&d, &mistakes[i], path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    definitions_free(&d);
}

/* What the schema itself refuses. */
static void test_schema(void **state)
{
    static const char *const wrong[] = {
        "{}",
        HEAD "\"max\":1,\"areas\":[]}",
        HEAD "\"max\":1,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1,\"rule\":{\"kind\":\"rato\"}}]}",
        HEAD "\"max\":1,\"areas\":[{\"code\":\"1 2\",\"title\":\"A\",\"max\":1}]}",
        HEAD "\"max\":1,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":\"0,5\"}]}",
        HEAD "\"max\":1,\"areas\":[{\"code\":\"1\",\"title\":\"A\",\"max\":1,\"points\":1}]}"};
    char folder[] = TEST_BINARY_DIR "/ruleset-XXXXXX", path[sizeof folder + 16];
    struct definitions d;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x.json", folder);
    definitions_load(&d);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error e = {0};
        write_file(path, wrong[i]);
        assert_null(ruleset_load(path, d.family, d.metrics, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    definitions_free(&d);
}

/* A hostile depth ends in an error. */
static void test_deep(void **state)
{
    char folder[] = TEST_BINARY_DIR "/ruleset-XXXXXX", path[sizeof folder + 16];
    struct buffer text;
    struct definitions d;
    struct error e = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x.json", folder);
    buffer_init(&text, 65536);
    buffer_text(&text, HEAD "\"max\":1,\"areas\":[");
    for (int i = 0; i < 12; i++)
        buffer_printf(&text, "{\"code\":\"%d\",\"title\":\"A\",\"max\":1,\"criteria\":[", i);
    buffer_text(&text, "{\"code\":\"x\",\"title\":\"A\",\"max\":1}");
    for (int i = 0; i < 12; i++)
        buffer_text(&text, "]}");
    buffer_text(&text, "]}");
    write_file(path, buffer_string(&text));
    buffer_free(&text);
    definitions_load(&d);
    assert_null(ruleset_load(path, d.family, d.metrics, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_non_null(strstr(e.what, "deep"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    definitions_free(&d);
}

/* Thông báo 149/TB-UBND of Hải Hậu, section 4: all evidence by 15/12/2019, that of Tư pháp's six criteria too
 * (05/12 is the day of each office's own report, section 1); a day without a year is that of the scored year;
 * what says none has none. */
static void test_deadlines(void **state)
{
    struct criterion yearly = {.deadline = "02-29"}, none = {.deadline = ""};
    struct error e = {0};
    struct definitions d;
    struct period p, leap;
    (void)state;
    definitions_load(&d);
    struct ruleset *r = ruleset_load("nam-dinh-2019", d.family, d.metrics, &e);
    assert_ok(r, e);
    assert_true(period_make(PERIOD_YEAR, "2019", MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, &e));
    assert_true(period_make(PERIOD_MONTH, "2024-12", MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &leap, &e));
    const struct criterion *legal = &r->criteria[ruleset_find(r, "2.1.3")],
                           *post = &r->criteria[ruleset_find(r, "8.3.2")];
    assert_int_equal(criterion_deadline(legal, &p), moment_of(2019, 12, 15, 0, 0, 0));
    assert_int_equal(criterion_deadline(post, &p), moment_of(2019, 12, 15, 0, 0, 0));
    assert_int_equal(criterion_deadline(&yearly, &leap), moment_of(2024, 2, 29, 0, 0, 0));
    assert_int_equal(criterion_deadline(&yearly, &p), MOMENT_NONE);
    assert_int_equal(criterion_deadline(&none, &p), MOMENT_NONE);
    assert_true(period_make(PERIOD_YEAR, "2020", MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, &e));
    assert_int_equal(criterion_deadline(legal, &p), moment_of(2020, 12, 15, 0, 0, 0));
    const struct remedy april = {.before = "04-10"}, fixed = {.before = "2023-04-10"},
                        december = {.before = "12-31"};
    assert_int_equal(remedy_before(&april, &p),
                     moment_of(2021, 4, 10, 0, 0, 0)); /* the index of 2020 is known in 2021 */
    assert_int_equal(remedy_before(&fixed, &p), moment_of(2023, 4, 10, 0, 0, 0));
    assert_int_equal(remedy_before(&december, &leap), moment_of(2025, 12, 31, 0, 0, 0));
    assert_true(period_make(PERIOD_QUARTER, "2022-Q2", MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, &e));
    assert_int_equal(remedy_before(&april, &p),
                     moment_of(2023, 4, 10, 0, 0, 0)); /* 10/4/2022 is before its end */
    ruleset_free(r);
    definitions_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped),  cmocka_unit_test(test_maxima),
                                       cmocka_unit_test(test_tree),     cmocka_unit_test(test_not_there),
                                       cmocka_unit_test(test_mistakes), cmocka_unit_test(test_schema),
                                       cmocka_unit_test(test_deep),     cmocka_unit_test(test_deadlines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
