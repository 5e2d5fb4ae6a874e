/* The report over the composed export. What it must say was reckoned apart from the program: expected.csv,
 * and the drawing of the report that the export came with (735 received, 579 finished, 1 of 22 keeps all
 * four, 8 keep one at most). */
#include "sample.h"

#include <ctype.h>

#include "report/compose.h"

struct reporting {
    struct sample sample;
    struct config config;
    const char *sets[1];
    struct report *report;
    struct buffer html;
};

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void report_open(struct reporting *r, const char *at)
{
    struct error e = {0};
    r->sets[0] = "y-yen-2022";
    r->config = (struct config){.file = (char *)"motcua.json",
                                .commitments = r->sets,
                                .commitment_count = 1,
                                .cutoff = PERIOD_CUTOFF_SECONDS,
                                .place = "Mẫu & <b>đậm</b>"};
    r->report = report_make(&r->config, r->sample.store, moment_of_text(at), NULL, &e);
    assert_ok(r->report, e);
    buffer_init(&r->html, LIMIT_REPORT_BYTES);
    struct paper *p = compose_report(r->report, &e);
    assert_ok(p, e);
    assert_ok(paper_html(p, &r->html, &e), e);
    paper_free(p);
}

static void report_close(struct reporting *r)
{
    buffer_free(&r->html);
    report_free(r->report);
    sample_close(&r->sample);
}

static void assert_says(const struct reporting *r, const char *text)
{
    if (!strstr(buffer_string(&r->html), text))
        fail_msg("the report does not say: %s", text);
}

static void assert_silent(const struct reporting *r, const char *text)
{
    if (strstr(buffer_string(&r->html), text))
        fail_msg("the report says: %s", text);
}

/* Every tag that opens closes, in order; <br>, <meta> have no end. */
static void assert_balanced(const char *html)
{
    char open[64][16];
    int depth = 0;
    for (const char *p = strchr(html, '<'); p; p = strchr(p + 1, '<')) {
        bool end = p[1] == '/';
        const char *name = p + 1 + end;
        size_t n = 0;
        while (isalnum((unsigned char)name[n]))
            n++;
        const char *closing = strchr(p, '>');
        if (n == 0 || n > 15 || (n == 2 && strncmp(name, "br", 2) == 0) ||
            (n == 3 && strncmp(name, "col", 3) == 0) || (n == 4 && strncmp(name, "meta", 4) == 0) ||
            (closing && closing[-1] == '/'))
            continue;
        if (!end) {
            assert_in_range(depth, 0, 63);
            snprintf(open[depth++], sizeof open[0], "%.*s", (int)n, name);
        } else if (depth == 0 || strlen(open[depth - 1]) != n || strncmp(open[depth - 1], name, n) != 0) {
            fail_msg("</%.*s> closes nothing", (int)n, name);
        } else {
            depth--;
        }
    }
    assert_int_equal(depth, 0);
}

static void test_figures(void **state)
{
    struct reporting r = {0};
    (void)state;
    sample_open(&r.sample);
    sample_load_export(&r.sample);
    sample_put(&r.sample, "export", ~UINT64_C(0), moment_of_text("2022-11-25T14:00"));
    report_open(&r, "2022-11-25T15:00");
    assert_int_equal(r.report->bound_count, 22);
    assert_says(&r, "tiếp nhận 735 hồ sơ");
    assert_says(&r, "giải quyết xong 579 hồ sơ");
    assert_says(&r, "1/22 đơn vị đạt cả 4 chỉ tiêu; 8 đơn vị");
    const char *const cards[] = {
        "80,51%", "▲ thiếu 23", "hoặc 152 hồ sơ mới", "44,36%", "▲ thiếu 24", "hoặc 47 hồ sơ mới",
        "68,03%", "▲ thiếu 15", "hoặc 49 hồ sơ mới",  "70,81%", "▲ thiếu 54", "hoặc 266 hồ sơ mới"};
    for (size_t i = 0; i < sizeof cards / sizeof *cards; i++)
        assert_says(&r, cards[i]);
    const struct report_row *best = &r.report->rows[0];
    assert_string_equal(r.report->now.units.units[best->unit].code, "H99.22.01");
    assert_int_equal(best->rank, 1);
    assert_int_equal(best->now.kept, 4);
    assert_balanced(buffer_string(&r.html));
    assert_silent(&r, "http://");
    assert_silent(&r, "https://");
    assert_silent(&r, "Công dân mẫu");
    report_close(&r);
}

/* Equal rows share a place, and the next place is left out. */
static void test_ranks(void **state)
{
    struct reporting r = {0};
    (void)state;
    sample_open(&r.sample);
    sample_load_export(&r.sample);
    sample_put(&r.sample, "export", ~UINT64_C(0), moment_of_text("2022-11-25T14:00"));
    report_open(&r, "2022-11-25T15:00");
    for (size_t i = 1; i < r.report->bound_count; i++) {
        const struct report_row *a = &r.report->rows[i - 1], *b = &r.report->rows[i];
        bool same = a->now.kept == b->now.kept && a->now.short_total == b->now.short_total;
        assert_int_equal(b->rank, same ? a->rank : (int)i + 1);
        assert_true(a->now.kept >= b->now.kept);
    }
    report_close(&r);
}

static void test_escapes(void **state)
{
    struct reporting r = {0};
    (void)state;
    sample_open(&r.sample);
    sample_load_export(&r.sample);
    sample_unit(&r.sample, "H99.22.01", "UBND xã <script>alert('1')</script> & \"con\"");
    sample_put(&r.sample, "x", ~UINT64_C(0), moment_of_text("2022-11-25T14:00"));
    report_open(&r, "2022-11-25T15:00");
    assert_silent(&r, "<script>");
    assert_says(&r, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;con&quot;");
    assert_says(&r, "Mẫu &amp; &lt;b&gt;đậm&lt;/b&gt;");
    assert_balanced(buffer_string(&r.html));
    report_close(&r);
}

/* In the first week of a month there is no week before it to compare with; a cut-off at midnight closes the
 * month before. */
static void test_borders(void **state)
{
    struct reporting r = {0};
    (void)state;
    sample_open(&r.sample);
    sample_load_export(&r.sample);
    sample_put(&r.sample, "export", ~UINT64_C(0), moment_of_text("2022-11-25T14:00"));
    report_open(&r, "2022-11-04T15:00");
    assert_false(r.report->has_before);
    assert_says(&r, "kỳ mới bắt đầu");
    report_free(r.report);
    buffer_free(&r.html);
    report_open(&r, "2022-11-01T00:00");
    assert_true(r.report->now.period.from == moment_of_text("2022-10-01"));
    assert_true(r.report->now.period.cut == moment_of_text("2022-11-01"));
    report_close(&r);
}

/* What a source cannot know is said so, and has neither column nor verdict; nothing is called zero. */
static void test_unknown(void **state)
{
    struct reporting r = {0};
    (void)state;
    sample_open(&r.sample);
    sample_load_opencps(&r.sample);
    sample_put(&r.sample, "opencps", sample_opencps_knows(), moment_of_text("2022-11-25T14:00"));
    report_open(&r, "2022-11-25T15:00");
    assert_true(r.report->column[0]);
    for (size_t i = 1; i < 4; i++)
        assert_false(r.report->column[i] || r.report->shown[i]);
    assert_says(&r, "Chưa có số liệu theo đơn vị: Thanh toán trực tuyến, Số hóa hồ sơ, Kết quả điện tử.");
    report_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_figures), cmocka_unit_test(test_ranks),
                                       cmocka_unit_test(test_escapes), cmocka_unit_test(test_borders),
                                       cmocka_unit_test(test_unknown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
