/* The report by hand: what it must say where something is unknown, hostile, late or partial; and its model
 * against tests/cases/export. */
#include "report/compose.h"
#include "report/phrase.h"
#include "sample.h"
#include "show/html_text.h"

enum { DEEPEST = 32 };

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static const char *const y_yen[] = {"y-yen-2022"}, *const nq71[] = {"nq71-2030"};

static struct config config_of(const char *const *set)
{
    return (struct config){.file = (char *)"test.json",
                           .commitments = (const char **)(uintptr_t)set,
                           .commitment_count = 1,
                           .cutoff = PERIOD_CUTOFF_SECONDS};
}

static struct report *make(const struct config *c, struct store *s, const char *at)
{
    struct error e = {0};
    assert_true(text_language_set("en"));
    struct report *r = report_make(c, s, moment_of_text(at), NULL, &e);
    assert_ok(r, e);
    return r;
}

static const struct report_row *row_of(const struct report *r, const char *unit)
{
    for (size_t i = 0; i < r->row_count; i++)
        if (strcmp(r->now.units.units[r->rows[i].unit].code, unit) == 0)
            return &r->rows[i];
    fail_msg("no row of %s", unit);
    return NULL;
}

/* --- the page: well nested, and nothing in it points outside --- */

static void expect_nested(const char *html)
{
    char open[DEEPEST][16];
    int depth = 0;
    for (const char *p = strchr(html, '<'); p; p = strchr(p, '<')) {
        char name[16];
        bool closes = p[1] == '/';
        if (p[1] == '!' || sscanf(p + 1 + closes, "%15[a-z0-9]", name) != 1) {
            assert_int_equal(p[1], '!');
            p++;
            continue;
        }
        const char *end = strchr(p, '>');
        assert_non_null(end);
        p = strcmp(name, "style") == 0 && !closes ? strstr(end, "</style>") : end;
        assert_non_null(p);
        if (strcmp(name, "meta") == 0 || strcmp(name, "br") == 0 || strcmp(name, "col") == 0 ||
            end[-1] == '/')
            continue;
        if (!closes) {
            assert_true(depth < DEEPEST);
            memcpy(open[depth++], name, sizeof name);
        } else if (depth == 0 || strcmp(open[--depth], name) != 0) {
            fail_msg("</%s> closes <%s>: %.60s", name, depth < 0 ? "nothing" : open[depth], p);
        }
    }
    assert_int_equal(depth, 0);
}

static void page(const struct report *r, struct buffer *html)
{
    static const char *const outside[] = {
        "http://", "https://", "src=", "href=", "url(", "@import", "<script", "<link"};
    struct error e = {0};
    buffer_init(html, LIMIT_REPORT_BYTES);
    struct paper *p = compose_report(r, &e);
    assert_ok(p, e);
    assert_ok(paper_html(p, html, &e), e);
    paper_free(p);
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (strstr(buffer_string(html), outside[i]))
            fail_msg("%s is in the page", outside[i]);
    expect_nested(buffer_string(html));
}

static void expect_said(const struct buffer *html, const char *text)
{
    if (!strstr(buffer_string(html), text))
        fail_msg("not in the page: %s", text);
}

static void expect_not_said(const struct buffer *html, const char *text)
{
    if (strstr(buffer_string(html), text))
        fail_msg("in the page: %s", text);
}

/* --- 22 communes --- */

static void expect_row(const struct report *r, const struct csv *row)
{
    const char *unit = csv_field(row, 3), *kept = csv_field(row, 9);
    const struct standing *s = strcmp(unit, "ALL") == 0 ? &r->all.now : &row_of(r, unit)->now;
    for (size_t i = 0; i < r->set->count; i++)
        if (strcmp(r->set->items[i].metrics[0]->name, csv_field(row, 4)) == 0) {
            assert_int_equal(s->verdicts[i].ratio.n, strtol(csv_field(row, 5), NULL, 10));
            assert_int_equal(s->verdicts[i].ratio.d, strtol(csv_field(row, 6), NULL, 10));
            assert_string_equal(kept_name(s->verdicts[i].kept), kept);
            assert_int_equal(s->verdicts[i].fix_existing, strtol(csv_field(row, 10), NULL, 10));
            assert_int_equal(s->verdicts[i].need_new, strtol(csv_field(row, 11), NULL, 10));
        }
}

/* By commitments kept, then by dossiers short, as the gaps of expected.csv add up. */
static void expect_places(const struct report *r)
{
    static const struct {
        const char *unit;
        int rank;
    } places[] = {{"H99.22.01", 1},  {"H99.22.07", 2},  {"H99.22.11", 3},  {"H99.22.17", 4}, {"H99.22.21", 5},
                  {"H99.22.03", 6},  {"H99.22.15", 6},  {"H99.22.02", 8},  {"H99.22.08", 9}, {"H99.22.20", 9},
                  {"H99.22.18", 11}, {"H99.22.41", 12}, {"H99.22.13", 13}, {"H99.22.05", 14}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        assert_string_equal(r->now.units.units[r->rows[i].unit].code, places[i].unit);
        assert_int_equal(r->rows[i].rank, places[i].rank);
    }
}

static void test_communes(void **state)
{
    struct sample s;
    struct error e = {0};
    struct buffer html;
    const struct config c = config_of(y_yen);
    size_t rows = 0;
    (void)state;
    sample_open(&s);
    sample_load_export(&s);
    sample_put(&s, "export", ~UINT64_C(0), moment_of_text("2022-11-25T15:00"));
    struct report *r = make(&c, s.store, "2022-11-25T15:00");
    struct csv *csv = csv_open(TEST_SOURCE_DIR "/tests/cases/export/expected.csv", &e);
    assert_ok(csv, e);
    while (csv_next(csv))
        if (strcmp(csv_field(csv, 0), "month") == 0) {
            expect_row(r, csv);
            rows++;
        }
    csv_close(csv);
    assert_int_equal(rows, 115);
    assert_int_equal(r->row_count, 22);
    assert_int_equal(r->bound_count, 22);
    for (size_t i = 0; i < r->set->count; i++) {
        int64_t n = 0, d = 0;
        for (size_t k = 0; k < r->row_count; k++) {
            n += r->rows[k].now.verdicts[i].ratio.n;
            d += r->rows[k].now.verdicts[i].ratio.d;
        }
        assert_int_equal(n, r->all.now.verdicts[i].ratio.n);
        assert_int_equal(d, r->all.now.verdicts[i].ratio.d);
    }
    expect_places(r);
    page(r, &html);
    expect_said(&html, "received 735 dossiers and finished 579.");
    expect_said(&html, ">252</td>"); /* of the week alone */
    expect_said(&html, ">171</td>");
    expect_said(&html, "1 of 22 units kept all of their 4 commitments; 8 kept one at most.");
    expect_said(&html, "<b>80.51%</b>");
    expect_said(&html, "<b>▲ short 23</b> <span class=\"e\">or 152 new ones</span>");
    expect_said(&html, "409/508");
    expect_said(&html, "(week from 18/11/2022 to 25/11/2022)");
    buffer_free(&html);
    report_free(r);
    sample_close(&s);
}

/* --- by hand --- */

static struct dossier *dossier(struct sample *s, const char *code, const char *unit, const char *received,
                               int channel)
{
    assert_true(s->count < SAMPLE_MAX);
    struct dossier *d = &s->dossiers[s->count++];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = sample_text(s, code);
    d->value[DOSSIER_UNIT] = sample_text(s, unit);
    d->value[DOSSIER_PROCEDURE] = sample_text(s, "1.001");
    d->value[DOSSIER_STATUS] = value_number(STATUS_PROCESSING);
    d->value[DOSSIER_LEVEL] = value_number(4);
    d->value[DOSSIER_CHANNEL] = value_number(channel);
    d->value[DOSSIER_RECEIVED] = value_number(moment_of_text(received));
    d->value[DOSSIER_FEE_DUE] = value_number(0);
    return d;
}

static uint64_t all_but(enum dossier_field a, enum dossier_field b)
{
    return ~(UINT64_C(1) << a | UINT64_C(1) << b);
}

/* One commune with 3 of 4 online, one with nothing in November, one department; no digitization and no
 * electronic result known. */
static void small_put(struct sample *s, const char *source)
{
    sample_unit(s, "X.1", "UBND xã <b>Một</b> & \"Hai\"");
    sample_unit(s, "X.2", "UBND xã Ba");
    sample_unit(s, "X.3", "Phòng Tư pháp");
    dossier(s, "X.1-<script>alert(1)</script>", "X.1", "2022-11-02", 2)->value[DOSSIER_DUE] =
        value_number(moment_of_text("2022-11-20"));
    dossier(s, "X.1-2", "X.1", "2022-11-03", 2);
    dossier(s, "X.1-3", "X.1", "2022-11-22", 2);
    dossier(s, "X.1-4", "X.1", "2022-11-04", 1);
    struct dossier *old = dossier(s, "X.2-1", "X.2", "2022-10-03", 1);
    old->value[DOSSIER_STATUS] = value_number(STATUS_FINISHED);
    old->value[DOSSIER_FINISHED] = value_number(moment_of_text("2022-10-05"));
    dossier(s, "X.3-1", "X.3", "2022-11-04", 1);
    sample_put(s, source, all_but(DOSSIER_DIGITIZED, DOSSIER_ELECTRONIC_RESULT),
               moment_of_text("2022-11-25T15:00"));
}

static void test_small(void **state)
{
    struct sample s;
    struct buffer html;
    const struct config c = config_of(y_yen);
    (void)state;
    sample_open(&s);
    small_put(&s, "<i>portal</i>");
    struct report *r = make(&c, s.store, "2022-11-25T15:00");
    assert_int_equal(r->row_count, 3);
    assert_int_equal(r->bound_count, 2);
    assert_int_equal(row_of(r, "X.1")->rank, 1);
    assert_int_equal(row_of(r, "X.1")->now.short_total, 1);
    assert_int_equal(row_of(r, "X.2")->rank,
                     0); /* nothing arose: neither better nor worse than one that is short */
    assert_int_equal(row_of(r, "X.3")->rank, 0);
    assert_false(row_of(r, "X.3")->bound);
    assert_true(r->column[0] && !r->column[2] && !r->column[3]);
    assert_int_equal(r->overdue.total, 1);
    assert_int_equal(r->overdue.count, 1);
    assert_int_equal(r->overdue.items[0].days_late, 6); /* 5 days and 15 hours */
    page(r, &html);
    expect_said(&html, "Xã &lt;b&gt;Một&lt;/b&gt; &amp; &quot;Hai&quot;");
    expect_said(&html, "X.1-&lt;script&gt;alert(1)&lt;/script&gt;");
    expect_said(&html, "&lt;i&gt;portal&lt;/i&gt;");
    expect_said(&html, ">75.00");
    expect_said(&html, "<b>▲\u00a01</b>");
    expect_said(&html, "or 9 new ones"); /* of all: 3 of 5, and (3+9)/(5+9) is 0.857 */
    expect_said(&html, "nothing arose");
    expect_said(&html, "No data by unit yet: Digitized, Electronic result.");
    expect_said(&html, "Other units (not held to these commitments)");
    expect_said(&html, "1 open dossier is overdue, by 6 days (Xã &lt;b&gt;Một");
    expect_not_said(&html, ">●<");
    expect_not_said(&html, "X.1-2"); /* no dossier is named but the overdue ones */
    expect_not_said(&html, "class=\"warn\"");
    buffer_free(&html);
    report_free(r);
    sample_close(&s);
}

/* The marks are not worn by the unit that is not bound: 0 of 1 online, and no sign of it. */
static void test_unbound(void **state)
{
    struct sample s;
    struct buffer html;
    const struct config c = config_of(y_yen);
    (void)state;
    sample_open(&s);
    small_put(&s, "portal");
    struct report *r = make(&c, s.store, "2022-11-25T15:00");
    page(r, &html);
    const char *row = strstr(buffer_string(&html), "Phòng Tư pháp</th>");
    assert_non_null(row);
    const char *end = strstr(row, "</tr>"), *mark = strstr(row, "▲");
    assert_non_null(strstr(row, "0.00"));
    assert_true(strstr(row, "0.00") < end && (!mark || mark > end));
    buffer_free(&html);
    report_free(r);
    sample_close(&s);
}

static void test_periods(void **state)
{
    struct sample s;
    struct buffer html;
    const struct config c = config_of(y_yen);
    (void)state;
    sample_open(&s);
    small_put(&s, "portal");
    struct report *r = make(&c, s.store, "2022-11-25T15:00");
    assert_true(r->has_before);
    assert_int_equal(r->before.period.cut, moment_of_text("2022-11-18T15:00"));
    assert_int_equal(row_of(r, "X.1")->before.verdicts[0].ratio.n, 2); /* the third came on the 22nd */
    assert_int_equal(row_of(r, "X.1")->before.verdicts[0].ratio.d, 3);
    report_free(r);
    r = make(&c, s.store, "2022-12-02T15:00"); /* a week that began in November */
    assert_int_equal(r->now.period.from, moment_of_text("2022-12-01"));
    assert_false(r->has_before);
    page(r, &html);
    expect_said(&html, "No change since last Friday is shown: a new period has begun.");
    assert_true(r->findings.incomplete); /* what was read last is a week old */
    expect_said(&html, "portal was last read whole at 15:00 25/11/2022: what came since is missing.");
    buffer_free(&html);
    report_free(r);
    r = make(&c, s.store, "2022-12-01T00:00"); /* closes November, opens nothing */
    assert_int_equal(r->now.period.from, moment_of_text("2022-11-01"));
    assert_int_equal(r->now.period.cut, moment_of_text("2022-12-01"));
    assert_int_equal(r->all.now.verdicts[0].ratio.d, 5);
    report_free(r);
    r = make(&c, s.store, "2022-11-18T15:00"); /* read only after the cut-off, whole: nothing is missing */
    assert_false(r->findings.incomplete);
    assert_int_equal(r->now.sources.items[0].observed, moment_of_text("2022-11-25T15:00"));
    report_free(r);
    sample_close(&s);
}

static void test_partial_run(void **state)
{
    struct sample s;
    struct error e = {0};
    struct buffer html;
    struct run run = {.observed = moment_of_text("2022-11-25T14:00"),
                      .started = 1,
                      .ended = 2,
                      .expected = 9,
                      .got = 6,
                      .outcome = "partial",
                      .message = "the <listing> broke off"};
    const struct config c = config_of(y_yen);
    (void)state;
    sample_open(&s);
    small_put(&s, "portal");
    assert_ok(store_source_put(s.store, "portal", "portal", "sample", ~UINT64_C(0), &run.source, &e), e);
    assert_ok(store_run_begin(s.store, &run, &e), e);
    assert_ok(store_run_end(s.store, &run, &e), e);
    struct report *r = make(&c, s.store, "2022-11-25T15:00");
    assert_true(r->findings.incomplete);
    page(r, &html);
    expect_said(&html, "<p class=\"warn\"><b>The data are not complete");
    expect_said(&html, "6/9");
    expect_said(&html, "<b>PARTIAL</b>");
    expect_said(&html, "PARTIAL");
    expect_said(&html, "portal: the last poll was not complete (the &lt;listing&gt; broke off).");
    buffer_free(&html);
    report_free(r);
    sample_close(&s);
}

static void test_nothing_overdue(void **state)
{
    struct sample s;
    struct buffer html;
    const struct config c = config_of(y_yen);
    (void)state;
    sample_open(&s);
    sample_unit(&s, "X.1", "UBND xã Một");
    dossier(&s, "X.1-1", "X.1", "2022-11-02", 2)->value[DOSSIER_DUE] =
        value_number(moment_of_text("2022-11-30"));
    sample_put(&s, "portal", ~UINT64_C(0), moment_of_text("2022-11-25T15:00"));
    struct report *r = make(&c, s.store, "2022-11-25T15:00");
    assert_int_equal(r->overdue.total, 0);
    page(r, &html);
    expect_said(&html, "The 1 open dossier is not overdue at the cut-off.");
    buffer_free(&html);
    report_free(r);
    sample_close(&s);
}

/* --- published figures --- */

static void figures_put(struct sample *s, const struct figure *figures, size_t count, const char *at)
{
    struct error e = {0};
    struct page_outcome out;
    struct figure copy[8];
    struct run run = {
        .observed = moment_of_text(at), .started = 1, .ended = 2, .expected = -1, .outcome = "complete"};
    assert_ok(store_source_put(s->store, "dvcqg", "dvcqg", "evaluation", 0, &run.source, &e), e);
    assert_ok(store_run_begin(s->store, &run, &e), e);
    assert_true(count <= sizeof copy / sizeof *copy);
    memcpy(copy, figures, count * sizeof *copy);
    const struct page_place place = {.source = run.source,
                                     .run = run.id,
                                     .stream = "all",
                                     .observed = run.observed,
                                     .period_kind = "year",
                                     .period_from = moment_of_text("2026-01-01")};
    const struct page rows = {
        .figures = copy, .figure_count = count, .units = s->units, .unit_count = s->unit_count};
    assert_ok(store_page_put(s->store, &place, &rows, &out, &e), e);
    assert_ok(store_run_end(s->store, &run, &e), e);
}

static struct figure points(const char *unit, int64_t score)
{
    return (struct figure){.unit = unit, .metric = "TOTAL", .score = value_number(score)};
}

static struct figure part(const char *unit, const char *metric, int64_t n, int64_t d)
{
    return (struct figure){
        .unit = unit, .metric = metric, .numerator = value_number(n), .denominator = value_number(d)};
}

static void test_published(void **state)
{
    struct sample s;
    struct buffer html;
    const struct config c = config_of(nq71);
    (void)state;
    sample_open(&s);
    sample_unit(&s, "P.1", "UBND xã A");
    sample_unit(&s, "P.2", "UBND xã B");
    sample_unit(&s, "P.3", "UBND xã C");
    const struct figure first[] = {points("P.1", 701000), points("P.2", 700000),
                                   part("P.3", "PAYMENT_DOSSIER", 9, 10)};
    const struct figure second[] = {
        points("P.1", 700500), points("P.2", 723400), part("P.1", "PAYMENT_DOSSIER", 8, 10),
        part("P.2", "PAYMENT_DOSSIER", 7, 10), part("P.2", "REUSED_DIGITIZED_DATA", 9, 10)};
    figures_put(&s, first, 3, "2026-10-02T15:00");
    figures_put(&s, second, 5, "2026-10-09T15:00");
    struct report *r = make(&c, s.store, "2026-10-09T15:00");
    assert_true(r->has_points);
    assert_int_equal(row_of(r, "P.2")->rank, 1);
    assert_int_equal(row_of(r, "P.2")->rank_before, 2);
    assert_int_equal(row_of(r, "P.1")->rank, 2);
    assert_int_equal(row_of(r, "P.3")->rank, 0); /* without points: last, whatever it keeps */
    assert_string_equal(r->now.units.units[r->rows[2].unit].code, "P.3");
    page(r, &html);
    expect_said(&html, ">72.34 <span class=\"e\">+2.34</span>");
    expect_said(&html, ">70.05 <span class=\"e\">−0.05</span>");
    expect_said(&html, "Against last Friday the score of 1 unit rose, that of 1 fell.");
    expect_said(&html, "Of the 1 unit with complete data 0 kept all commitments (2) and 1 kept one at "
                       "most; of 2 more only a part");
    expect_said(&html, "Data reused: no data of 2 of the 3 units.");
    expect_said(&html, "No data by unit yet: Use of online services, Digitized, Electronic result.");
    expect_said(&html, "The store holds published figures, not dossiers: overdue dossiers cannot be listed.");
    buffer_free(&html);
    report_free(r);
    sample_close(&s);
}

/* --- how numbers are written --- */

static void test_numbers(void **state)
{
    char out[TEXT_NUMBER_BYTES];
    static const struct {
        int64_t n, d;
        enum kept kept;
        const char *shown;
    } rates[] = {{17, 20, KEPT_YES, "85.00"},
                 {84996, 100000, KEPT_NO, "84.996"},
                 {849996, 1000000, KEPT_NO, "84.9996"},
                 {84999999, 100000000, KEPT_NO, "<85"},
                 {8449, 10000, KEPT_NO, "84.49"}};
    static const struct {
        struct ratio now, before;
        bool told;
        int64_t hundredths;
    } changes[] = {{{.known = true, .n = 1, .d = 2}, {.known = true, .n = 1, .d = 4}, true, 2500},
                   {{.known = true, .n = 1, .d = 4}, {.known = true, .n = 1, .d = 3}, true, -833},
                   {{.known = true, .n = 2, .d = 4}, {.known = true, .n = 1, .d = 2}, true, 0},
                   {{.known = true, .n = 0, .d = 0}, {.known = true, .n = 1, .d = 2}, false, 0},
                   {{.known = true, .n = 1, .d = 2}, {.known = false}, false, 0}};
    (void)state;
    assert_true(text_language_set("en"));
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        const struct verdict v = {.ratio = {.known = true, .n = rates[i].n, .d = rates[i].d},
                                  .kept = rates[i].kept};
        assert_string_equal(phrase_rate(&v, 8500, out), rates[i].shown);
    }
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        int64_t moved = -1;
        assert_int_equal(phrase_moved(&changes[i].now, &changes[i].before, &moved), changes[i].told);
        assert_int_equal(moved, changes[i].hundredths);
    }
}

static void test_escapes(void **state)
{
    struct buffer out;
    (void)state;
    buffer_init(&out, 1000);
    html_text_put(&out, "a<b>&\"'\xE2\x80\xAEz\x01");
    assert_string_equal(buffer_string(&out), "a&lt;b&gt;&amp;&quot;&#39;\xEF\xBF\xBDz\xEF\xBF\xBD");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_communes),    cmocka_unit_test(test_small),
        cmocka_unit_test(test_unbound),     cmocka_unit_test(test_periods),
        cmocka_unit_test(test_partial_run), cmocka_unit_test(test_nothing_overdue),
        cmocka_unit_test(test_published),   cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_escapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
