/* What a paper is made of, and what its writers must not let through. */
#include "sample.h"

#include "report/office.h"
#include "report/paper.h"
#include "report/phrase.h"
#include "report/publish.h"

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void test_runs(void **state)
{
    (void)state;
    struct paper *p = paper_new();
    assert_non_null(p);
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_say(p, PAPER_PLAIN, "Một câu.");
    paper_sayf(p, PAPER_BOLD, "%d câu", 2);
    paper_say(p, PAPER_PLAIN, ".");
    char *whole = paper_text_join(&p->blocks[0].text);
    assert_string_equal(whole, "Một câu. 2 câu."); /* no blank before a full stop */
    free(whole);
    assert_false(p->failed);
    paper_free(p);
}

/* Each "…" is a blank; one name is told once. */
static void test_blanks(void **state)
{
    (void)state;
    struct paper *p = paper_new();
    assert_non_null(p);
    struct paper_text t = {0};
    paper_run_blanks(p, &t, "…/BC-VHTT", "số");
    assert_int_equal(t.count, 2);
    assert_int_equal(t.runs[0].style, PAPER_BLANK);
    assert_string_equal(t.runs[0].text, "……");
    assert_string_equal(t.runs[1].text, "/BC-VHTT");
    paper_block(p, PAPER_PARAGRAPH, 0);
    paper_say_blank(p, "số");
    paper_say_blank(p, "tên");
    assert_int_equal(p->blank_count, 2);
    for (size_t i = 0; i < t.count; i++)
        free(t.runs[i].text);
    free(t.runs);
    paper_free(p);
}

static struct paper *office(const char *json, moment day)
{
    struct config c = {0};
    struct paper *p = paper_new();
    assert_non_null(p);
    c.document = json_loads(json, 0, NULL);
    assert_non_null(c.document);
    const json_t *report = json_object_get(c.document, "report");
    c.parent_body = json_string_value(json_object_get(report, "parent_body"));
    c.issuing_body = json_string_value(json_object_get(report, "issuing_body"));
    c.place = json_string_value(json_object_get(report, "place"));
    c.number = json_string_value(json_object_get(report, "number"));
    c.signer_title = json_string_value(json_object_get(report, "signer_title"));
    office_take(p, &c, day, NULL);
    assert_false(p->failed);
    json_decref(c.document);
    return p;
}

static void expect_text(const struct paper_text *t, const char *text)
{
    char *whole = paper_text_join(t);
    assert_non_null(whole);
    assert_string_equal(whole, text);
    free(whole);
}

/* Decree 30/2020, II.3.c, II.4.b, II.9.d */
static void test_office(void **state)
{
    (void)state;
    assert_true(text_language_set("vi"));
    struct paper *p = office(
        "{\"report\": {\"parent_body\": \"A\", \"issuing_body\": \"B\", \"place\": \"Mẫu\", \"number\":"
        " \"5/BC-VHTT\", \"signer_title\": [\"KT. CHỦ TỊCH\", \"PHÓ CHỦ TỊCH\"], \"signer_name\": \"C\","
        " \"drafting_unit\": \"VHTT\", \"copies\": 2}}",
        moment_of_text("2023-02-03T15:00"));
    expect_text(&p->office.number, "Số: 05/BC-VHTT");
    expect_text(&p->office.place_day, "Mẫu, ngày 03 tháng 02 năm 2023");
    assert_string_equal(p->office.addressed[0], "A");
    assert_int_equal(p->office.title_count, 2);
    assert_string_equal(p->office.recipients[0], "Như trên");
    assert_string_equal(p->office.recipients[p->office.recipient_count - 1], "Lưu: VT, VHTT (2b)");
    assert_int_equal(p->blank_count, 0);
    paper_free(p);
    p = office("{\"report\": {}}", moment_of_text("2023-03-13T15:00"));
    expect_text(&p->office.number, "Số: ……/BC");
    expect_text(&p->office.place_day, "……, ngày 13 tháng 3 năm 2023");
    assert_int_equal(p->office.addressed_count, 0);
    assert_string_equal(p->office.recipients[p->office.recipient_count - 1], "Lưu: VT");
    assert_int_equal(p->blank_count, 5); /* body, number, place, title, name */
    paper_free(p);
}

static void test_periods(void **state)
{
    static const struct {
        enum period_kind kind;
        const char *of, *words;
    } cases[] = {{PERIOD_MONTH, "2022-11", "tháng 11 năm 2022"},
                 {PERIOD_QUARTER, "2026-Q3", "quý III năm 2026"},
                 {PERIOD_HALF, "2026-H1", "6 tháng đầu năm 2026"},
                 {PERIOD_YEAR, "2026", "năm 2026"},
                 {PERIOD_WEEK, "2022-W47", "tuần từ ngày 18/11/2022 đến ngày 25/11/2022"}};
    (void)state;
    assert_true(text_language_set("vi"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period p;
        struct error e = {0};
        char out[PHRASE_BYTES];
        assert_ok(period_make(cases[i].kind, cases[i].of, MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, &e), e);
        assert_string_equal(phrase_period(&p, out), cases[i].words);
    }
    char out[PHRASE_BYTES];
    struct period nine = {
        .kind = PERIOD_FORTNIGHT, .from = moment_of_text("2026-01-01"), .to = moment_of_text("2026-10-01")};
    assert_string_equal(phrase_period(&nine, out), "9 tháng đầu năm 2026");
    nine.to = moment_of_text("2026-11-01"); /* the end is the last day */
    assert_string_equal(phrase_period(&nine, out), "từ ngày 01/01/2026 đến ngày 31/10/2026");
}

/* Small counts and dossier codes do not reach the public. */
static void test_publish(void **state)
{
    (void)state;
    struct paper *p = paper_new();
    assert_non_null(p);
    struct paper_table *t = paper_table(p);
    paper_column(t, "code", "Mã", PAPER_CODE, 0);
    paper_column(t, "rank", "Hạng", PAPER_COUNT, 0);
    paper_column(t, "n", "n", PAPER_COUNT, 0);
    paper_column(t, "rate", "%", PAPER_RATE, 0);
    paper_column(t, "short", "thiếu", PAPER_CENTRE, 0);
    static const struct {
        int64_t n, rate_n, rate_d;
        const char *words, *shown[3];
    } rows[] = {{4, 3, 4, "▲ 3", {"<5", "*", "*"}},
                {5, 10, 20, "▲ 5", {"5", "50,00", "▲ 5"}},
                {0, 18, 20, "1.204/1.400", {"0", "*", "1.204/1.400"}},
                {1000, 2, 100, "2/100", {"1.000", "*", "*"}}};
    assert_true(text_language_set("vi"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        paper_words(t, "H99.1-1");
        paper_count(t, true, 1);
        paper_count(t, true, rows[i].n);
        paper_rate(t, rows[i].rate_n, rows[i].rate_d, NULL);
        paper_words(t, rows[i].words);
    }
    publish(p);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(paper_cell(t, i, 0)->text, "");
        assert_string_equal(paper_cell(t, i, 1)->text, "1"); /* a rank counts no dossiers */
        for (size_t k = 0; k < 3; k++)
            assert_string_equal(paper_cell(t, i, 2 + k)->text, rows[i].shown[k]);
    }
    paper_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_runs), cmocka_unit_test(test_blanks),
                                       cmocka_unit_test(test_office), cmocka_unit_test(test_periods),
                                       cmocka_unit_test(test_publish)};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
