#include "sample.h"

#include "index/ruleset_load.h"
#include "index/score_board.h"
#include "index/score_words.h"

#define CASES TEST_SOURCE_DIR "/tests/cases/scoring/"

struct bench {
    struct counter_family *family;
    struct metric_set *metrics;
};

static int bench_open(void **state)
{
    static struct bench b;
    struct error e = {0};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_true(text_language_set("en"));
    b.family = counter_family_load("core", &e);
    assert_ok(b.family, e);
    b.metrics = metric_set_load(b.family, &e);
    assert_ok(b.metrics, e);
    *state = &b;
    return 0;
}

static int bench_close(void **state)
{
    struct bench *b = *state;
    metric_set_free(b->metrics);
    counter_family_free(b->family);
    return 0;
}

static struct ruleset *rules_open(const struct bench *b, const char *name)
{
    struct error e = {0};
    struct ruleset *r = ruleset_load(name, b->family, b->metrics, &e);
    assert_ok(r, e);
    return r;
}

static struct period period_of(enum period_kind kind, const char *of)
{
    struct error e = {0};
    struct period p;
    assert_ok(period_make(kind, of, MOMENT_NONE, PERIOD_CUTOFF_SECONDS, &p, &e), e);
    return p;
}

static decimal number(const char *text)
{
    decimal d;
    assert_true(decimal_read(text, strlen(text), &d));
    return d;
}

/* --- cases.csv --- */

/* The number after "name=" in the case's input; into out as text. */
static bool number_after(const char *input, const char *name, char *out, size_t size)
{
    const char *at = strstr(input, name);
    if (!at)
        return false;
    at += strlen(name);
    snprintf(out, size, "%.*s", (int)strcspn(at, strcmp(name, "months=") == 0 ? "" : " "), at);
    return true;
}

static void entry_make(const char *input, struct entry_text *entry, char value[200], char points[40])
{
    char n[40], d[40];
    if (number_after(input, "points=", points, 40)) {
        entry->points = points;
        return;
    }
    entry->value = value;
    if ((number_after(input, "n=", n, sizeof n) && number_after(input, "d=", d, sizeof d)) ||
        (number_after(input, "apologised=", n, sizeof n) && number_after(input, "late=", d, sizeof d)))
        snprintf(value, 200, "%s/%s", n, d);
    else
        assert_true(number_after(input, "items=", value, 200) || number_after(input, "months=", value, 200));
}

static void remedy_expect(const struct score *s, const char *expected)
{
    struct score_remedy due = score_remedy(s);
    char day[MOMENT_TEXT_BYTES], told[64];
    snprintf(told, sizeof told, "remedy due %s",
             moment_write(remedy_before(&s->rules->remedy, &s->subject.period), "yyyy-MM-dd", day));
    assert_int_equal(due.areas != 0, strcmp(expected, "no remedy") != 0);
    assert_string_equal(due.areas ? told : "no remedy", expected);
}

/* id, ruleset, criterion, kind, parameters, input, expected_points, max, basis */
static void case_run(const struct bench *b, const struct csv *row)
{
    const char *code = csv_field(row, 2), *kind = csv_field(row, 3), *expected = csv_field(row, 6);
    char value[200] = "", points[40] = "";
    struct error e = {0};
    struct ruleset *rules = rules_open(b, csv_field(row, 1));
    struct entry_set *inputs = entry_set_new();
    struct score_subject subject = {"u", "Xã Mẫu", rules->unit_kinds[0],          NULL,
                                    0,   inputs,   period_of(PERIOD_YEAR, "2022")};
    struct entry_text entry = {.unit = "u",
                               .criterion = strcmp(code, "total") == 0 ? RULESET_TOTAL : code,
                               .period_kind = PERIOD_YEAR,
                               .period_from = subject.period.from};
    struct score s;
    assert_non_null(inputs);
    entry_make(csv_field(row, 5), &entry, value, points);
    assert_ok(entry_set_add(inputs, &entry, &e), e);
    entry_set_seal(inputs);
    long i = ruleset_find(rules, entry.criterion);
    assert_true(i >= 0);
    assert_ok(score_make(rules, &subject, &s, &e), e);
    assert_int_equal(s.nodes[i].max, number(csv_field(row, 7)));
    assert_true(s.nodes[i].self.known);
    if (strcmp(kind, "remedy_trigger") == 0)
        remedy_expect(&s, expected);
    else if (strcmp(kind, "self_score_target") == 0)
        assert_string_equal(
            ruleset_target_met(rules, s.nodes[0].self.points, s.nodes[0].max) ? "met" : "not met", expected);
    else if (s.nodes[i].self.points != number(expected))
        fail_msg("case %s: %lld, expected %s", csv_field(row, 0), (long long)s.nodes[i].self.points,
                 expected);
    score_free(&s);
    entry_set_free(inputs);
    ruleset_free(rules);
}

static void test_cases(void **state)
{
    struct error e = {0};
    size_t count = 0;
    struct csv *csv = csv_open(CASES "cases.csv", &e);
    assert_ok(csv, e);
    assert_true(csv_next(csv));
    while (csv_next(csv)) {
        case_run(*state, csv);
        count++;
    }
    csv_close(csv);
    assert_int_equal(count, 32);
}

/* --- the documents --- */

struct paper {
    struct ruleset *rules;
    struct entry_set *inputs;
    struct score_board board;
};

static void paper_open(const struct bench *b, const char *file, enum period_kind kind, struct paper *p)
{
    struct error e = {0};
    char path[512];
    snprintf(path, sizeof path, CASES "%s", file);
    p->inputs = entry_set_new();
    assert_non_null(p->inputs);
    assert_ok(entry_set_load(p->inputs, path, PERIOD_CUTOFF_SECONDS, &e), e);
    entry_set_seal(p->inputs);
    p->rules = rules_open(b, entry_set_ruleset(p->inputs));
    struct score_board_order order = {
        .rules = p->rules, .inputs = p->inputs, .period = period_of(kind, entry_set_of(p->inputs))};
    assert_ok(score_board_make(&order, &p->board, &e), e);
}

static void paper_close(struct paper *p)
{
    score_board_free(&p->board);
    ruleset_free(p->rules);
    entry_set_free(p->inputs);
}

static const struct criterion_score *node(const struct paper *p, const char *unit, const char *code)
{
    long u = score_board_find(&p->board, unit), i = ruleset_find(p->rules, code);
    assert_true(u >= 0 && i >= 0);
    return &p->board.scores[u].nodes[i];
}

/* Plan 34/KH-UBND of Quảng Thọ: 92.63 points, first of 11, 4.47 more than the year before. */
static void test_quang_tho(void **state)
{
    static const struct {
        const char *code, *points, *max;
    } stated[] = {{"1.3.3", "1.5", "2"},   {"1.4", "5", "6"},     {"2.1", "10", "11"},
                  {"2.1.1.1", "1", "1.5"}, {"2.1.3", "3.5", "4"}, {"TOTAL", "92.63", "100"}};
    struct paper p;
    paper_open(*state, "quang-tho-2019.json", PERIOD_YEAR, &p);
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
        assert_int_equal(node(&p, "quang-tho", stated[i].code)->self.points, number(stated[i].points));
        assert_int_equal(node(&p, "quang-tho", stated[i].code)->max, number(stated[i].max));
    }
    assert_int_equal(node(&p, "quang-tho", "TOTAL")->source, SOURCE_SUM);
    assert_int_equal(node(&p, "quang-tho", "TOTAL")->entry->appraised, number("92.63"));
    long u = score_board_find(&p.board, "quang-tho");
    assert_int_equal(p.board.ranks[u].place, 1);
    assert_int_equal(p.board.ranks[u].of, 11);
    assert_false(p.board.ranks[u].announced);
    assert_true(p.board.changes[u].has_before);
    assert_int_equal(p.board.changes[u].before, number("4.47"));
    assert_false(p.board.changes[u].has_week);
    paper_close(&p);
}

/* Letter 478/UBND-NV of Như Xuân: what every sub-criterion lost, and place 21 of 27. */
static void test_nhu_xuan(void **state)
{
    static const struct {
        const char *code, *lost;
    } stated[] = {{"1.3.3", "1"},      {"1.4.3", "0.75"},   {"1.5", "1"},     {"3.5.1", "0.01"},
                  {"3.6.1", "0.5"},    {"4.1.3", "1"},      {"4.3.3", "1.5"}, {"5.4.3", "1.5"},
                  {"5.4.2", "0.1"},    {"6.2.1", "1"},      {"6.2.2", "1"},   {"7.6.1", "0.5"},
                  {"7.3.2", "0.8042"}, {"7.3.3", "0.8255"}, {"XHH", "0.9"},   {"TOTAL", "12.3897"}};
    struct paper p;
    paper_open(*state, "nhu-xuan-2022.json", PERIOD_YEAR, &p);
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        assert_int_equal(score_lost(node(&p, "nhu-xuan", stated[i].code)), number(stated[i].lost));
    assert_false(node(&p, "nhu-xuan", "TOTAL")->self.known); /* the rest of the index is not in the letter */
    assert_int_equal(node(&p, "nhu-xuan", "TOTAL")->self.missing, 1);
    assert_int_equal(p.board.ranks[0].place, 21);
    assert_int_equal(p.board.ranks[0].of, 27);
    assert_true(p.board.ranks[0].announced);
    paper_close(&p);
}

/* Notice 149/TB-UBND of Hải Hậu: what there is, what is to be gained, out of how much. */
static void test_hai_hau(void **state)
{
    static const struct {
        const char *code, *gain, *target; /* gain NULL: not stated */
    } stated[] = {{"1.5.1", "1", "1"},       {"1.5.2", NULL, "0.5"},  {"2.1.1", "0.25", "0.5"},
                  {"2.1.2", "0.5", "0.5"},   {"2.1.3", "1", "1"},     {"2.2.1", "0.25", "0.5"},
                  {"2.2.2", "0.5", "0.5"},   {"2.2.3", "1", "1"},     {"3.1.2", "0.5", "1"},
                  {"3.1.3", "0.5", "1"},     {"4.2", "0.5", "1"},     {"5.1.2", "1", "1"},
                  {"5.6.2", "0.01", "0.75"}, {"7.2.1", NULL, "1"},    {"7.5.1", NULL, "5"},
                  {"7.5.4", NULL, "0.1"},    {"8.1.1", "0.5", "0.5"}, {"8.1.2", "0.5", "0.5"},
                  {"8.2.2", NULL, "0.6"},    {"8.3.1", NULL, "0.25"}, {"8.3.2", NULL, "0.25"}};
    struct paper p;
    paper_open(*state, "hai-hau-2019.json", PERIOD_YEAR, &p);
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
        const struct criterion_score *c = node(&p, "hai-hau", stated[i].code);
        assert_true(c->entry && c->entry->has_target);
        assert_int_equal(c->entry->target, number(stated[i].target));
        assert_int_equal(c->self.known, stated[i].gain != NULL);
        if (stated[i].gain)
            assert_int_equal(c->entry->target - c->self.points, number(stated[i].gain));
    }
    paper_close(&p);
}

/* Directive 04/CT-UBND of Cẩm Giàng: a plan is due under 75 % of an area, and for a low rating; before
 * 10/04/2023. Of 15 points, 11.25 is exactly 75 %. */
static void test_cam_giang(void **state)
{
    static const struct {
        const char *unit;
        bool due, by_rating;
        const char *words;
    } expected[] = {{"cg-01", false, false, ""},
                    {"cg-02", true, false, "TTHC 74.67% < 75%; before 10/04/2023"},
                    {"cg-03", false, false, ""},
                    {"cg-04", true, false, "TTHC 60.00% < 75%; CQDT 66.67% < 75%; before 10/04/2023"},
                    {"cg-05", true, true, "Hoàn thành nhiệm vụ; before 10/04/2023"}};
    struct paper p;
    paper_open(*state, "cam-giang-2022.json", PERIOD_YEAR, &p);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct score *s = &p.board.scores[score_board_find(&p.board, expected[i].unit)];
        struct score_remedy due = score_remedy(s);
        struct buffer words;
        buffer_init(&words, 1000);
        score_remedy_words(s, &due, &words);
        assert_int_equal(due.due, expected[i].due);
        assert_int_equal(due.by_rating, expected[i].by_rating);
        assert_string_equal(buffer_string(&words), expected[i].words);
        buffer_free(&words);
    }
    paper_close(&p);
}

/* Ý Yên: 4.736 = 5 * 409/508 / 0.85 (4.73598...); 79 of 100 at 80 % of 5 points is 4.9375. Departments have
 * their mandates, communes do not. */
static void test_y_yen(void **state)
{
    struct paper p;
    paper_open(*state, "y-yen-2022-11.json", PERIOD_MONTH, &p);
    assert_int_equal(node(&p, "yy-01", "CK.1")->self.points, number("4.736"));
    assert_int_equal(node(&p, "yy-01", "CK.1")->result.missing, 23);
    assert_int_equal(node(&p, "yy-01", "CK.2")->self.points, number("5"));
    assert_int_equal(node(&p, "yy-01", "CK.4")->self.points, number("4.9375"));
    assert_int_equal(node(&p, "yy-01", "HS.2")->self.points, 0);
    assert_false(
        node(&p, "yy-01", "HS.3")->applies); /* 0/0: neither kept nor broken, 5 points less to have */
    assert_int_equal(node(&p, "yy-01", "TOTAL")->max, number("95"));
    assert_int_equal(node(&p, "yy-01", "TOTAL")->self.points, number("79.6735"));
    assert_false(node(&p, "yy-01", "NV")->applies);
    assert_false(node(&p, "yy-ld", "CK")->applies);
    assert_true(node(&p, "yy-ld", "NV.1")->applies);
    assert_false(node(&p, "yy-ld", "NV.2")->applies); /* of other departments */
    assert_int_equal(node(&p, "yy-ld", "NV.1")->result.missing, 3);
    paper_close(&p);
}

/* --- words --- */

static void test_causes(void **state)
{
    static const struct {
        const char *file, *unit, *code, *words;
    } expected[] = {{"quang-tho-2019.json", "quang-tho", "1.3.3",
                     "under 4 in 1 of 12 periods: 1 missing; 1.5 points at risk: no evidence. Không bảo đảm "
                     "số lượng tin, bài theo quy định"},
                    {"nhu-xuan-2022.json", "nhu-xuan", "1.5",
                     "1, full from 2; 1 short. Trong năm chỉ có 01 sáng kiến được công nhận"},
                    {"nhu-xuan-2022.json", "nhu-xuan", "7.3.2",
                     "16.64%, full from 85%. Tỷ lệ hồ sơ xử lý trực tuyến mức độ 3 dưới 85%"},
                    {"nhu-xuan-2022.json", "nhu-xuan", "KHAC", "not entered yet"},
                    {"nhu-xuan-2022.json", "nhu-xuan", "TOTAL", "1 criterion without data, worth 75"},
                    {"quang-tho-2019.json", "xa-02", "TOTAL", "as entered: not all its parts are known"}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct paper p;
        struct buffer words;
        paper_open(*state, expected[i].file, PERIOD_YEAR, &p);
        buffer_init(&words, 1000);
        score_cause(&p.board.scores[score_board_find(&p.board, expected[i].unit)],
                    (size_t)ruleset_find(p.rules, expected[i].code), &words);
        assert_string_equal(buffer_string(&words), expected[i].words);
        buffer_free(&words);
        paper_close(&p);
    }
}

/* --- entries --- */

static void test_values(void **state)
{
    static const struct {
        const char *text;
        enum measure_kind kind;
        int64_t n, d;
    } good[] = {{"85/100", MEASURE_RATIO, 85, 100}, {"3 / 4", MEASURE_RATIO, 3, 4},
                {"0/0", MEASURE_RATIO, 0, 0},       {"16,5%", MEASURE_RATIO, 16500000, 100000000},
                {"2", MEASURE_VALUE, 0, 0},         {"4 4;3", MEASURE_LIST, 0, 0}};
    static const char *const bad[] = {"", "x", "1/", "/2", "-1/2", "1/x", "5%%", "%", "4 x", "1 2/3"};
    decimal list[LIMIT_MEASURES];
    struct measure m;
    char many[LIMIT_MEASURES * 2 + 4] = "";
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(measure_read(good[i].text, list, &m));
        assert_int_equal(m.kind, good[i].kind);
        assert_true(m.n == good[i].n && m.d == good[i].d);
    }
    assert_true(measure_read("4 4;3", list, &m) && m.count == 3 && m.list[2] == 3 * DECIMAL_SCALE);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(measure_read(bad[i], list, &m));
    for (size_t i = 0; i <= LIMIT_MEASURES; i++)
        memcpy(many + 2 * i, "1 ", 3);
    assert_false(measure_read(many, list, &m));
}

/* A correction is a new entry: the latest counts, whatever the order of coming. */
static void test_latest(void **state)
{
    static const struct {
        const char *points;
        moment at;
    } entries[] = {{"2", 200}, {"3", 300}, {"1", 100}};
    struct entry_set *s = entry_set_new();
    struct entry_text in = {.unit = "u", .criterion = "1", .period_kind = PERIOD_YEAR, .period_from = 7};
    struct error e = {0};
    (void)state;
    assert_non_null(s);
    for (size_t i = 0; i < 3; i++) {
        in.points = entries[i].points;
        in.at = entries[i].at;
        assert_ok(entry_set_add(s, &in, &e), e);
    }
    in.points = "0,5x";
    assert_false(entry_set_add(s, &in, &e));
    assert_int_equal(e.code, ERROR_DATA);
    entry_set_seal(s);
    assert_int_equal(entry_find(s, "r", "u", "1", PERIOD_YEAR, 7)->points, number("3"));
    assert_null(entry_find(s, "r", "u", "1", PERIOD_YEAR, 8));
    assert_null(entry_find(s, "r", "u", "1", PERIOD_MONTH, 7));
    assert_null(entry_find(s, "r", "v", "1", PERIOD_YEAR, 7));
    assert_null(entry_find(NULL, "r", "u", "1", PERIOD_YEAR, 7));
    entry_set_free(s);
    entry_set_free(NULL);
}

/* Each entry counts for what it says: Hải Hậu's 4.2 as it may go on. Entries of a ruleset are added to those
 * of any. */
static void test_entries_together(void **state)
{
    static const struct entry_text entries[] = {
        {.points = "0.5", .target = "1", .deadline = 40, .responsible = "Phòng Nội vụ", .by = "a", .at = 100},
        {.evidence = "QĐ 12.pdf", .file = true, .by = "b", .at = 200},
        {.appraised = "0.25", .by = "c", .at = 300},
        {.points = "0.75", .note = "Đã sắp xếp", .by = "d", .at = 400},
        {.points = "0.9", .ruleset = "nam-dinh-2019", .by = "e", .at = 500},
        {.value = "85/100", .ruleset = "khac", .by = "f", .at = 450},
    };
    struct entry_set *s = entry_set_new();
    struct error e = {0};
    (void)state;
    assert_non_null(s);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        struct entry_text in = entries[i];
        in.unit = "hai-hau";
        in.criterion = "4.2";
        in.period_kind = PERIOD_YEAR;
        assert_ok(entry_set_add(s, &in, &e), e);
    }
    entry_set_seal(s);
    entry_set_seal(s); /* once more: the same */
    const struct entry *any = entry_find(s, "qd-766", "hai-hau", "4.2", PERIOD_YEAR, 0);
    const struct entry *own = entry_find(s, "nam-dinh-2019", "hai-hau", "4.2", PERIOD_YEAR, 0);
    const struct entry *other = entry_find(s, "khac", "hai-hau", "4.2", PERIOD_YEAR, 0);
    assert_true(any && own && other && any != own);
    assert_true(any->has_points && any->has_appraised && any->has_target && any->has_start);
    assert_int_equal(any->points, number("0.75"));
    assert_int_equal(any->start, number("0.5"));
    assert_int_equal(any->target, number("1"));
    assert_int_equal(any->appraised, number("0.25"));
    assert_int_equal(any->deadline, 40);
    assert_int_equal(any->files, 1);
    assert_string_equal(any->evidence, "QĐ 12.pdf");
    assert_string_equal(any->responsible, "Phòng Nội vụ");
    assert_string_equal(any->note, "Đã sắp xếp");
    assert_string_equal(any->by, "d");
    assert_int_equal(any->measure.kind, MEASURE_NONE);
    assert_int_equal(own->points, number("0.9"));
    assert_int_equal(own->target, number("1"));
    assert_string_equal(own->by, "e");
    assert_int_equal(other->measure.kind, MEASURE_RATIO); /* a value takes the place of points */
    assert_false(other->has_points);
    entry_set_free(s);
}

/* A plan's start: what its entry says, what gain and target imply, what was entered before; or nothing. */
static void test_plan_start(void **state)
{
    static const struct {
        const char *before, *points, *target, *gain, *start, *reach;
    } cases[] = {{NULL, "0.25", "0.5", "0.25", "0.25", "0.5"}, {NULL, NULL, "0.5", "0.25", "0.25", "0.5"},
                 {"0.1", NULL, "0.5", NULL, "0.1", "0.5"},     {NULL, NULL, "0.75", NULL, NULL, "0.75"},
                 {"0.1", NULL, NULL, "0.3", "0.1", "0.4"},     {NULL, NULL, NULL, "0.3", NULL, NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct entry_set *s = entry_set_new();
        struct error e = {0};
        struct entry_text in = {.unit = "u", .criterion = "1", .points = cases[i].before, .at = 1};
        assert_non_null(s);
        if (cases[i].before)
            assert_ok(entry_set_add(s, &in, &e), e);
        in.points = cases[i].points;
        in.target = cases[i].target;
        in.gain = cases[i].gain;
        in.at = 2;
        assert_ok(entry_set_add(s, &in, &e), e);
        entry_set_seal(s);
        const struct entry *found = entry_find(s, "r", "u", "1", PERIOD_WEEK, 0);
        assert_non_null(found);
        assert_int_equal(found->has_start, cases[i].start != NULL);
        assert_int_equal(found->has_target, cases[i].reach != NULL);
        if (cases[i].start)
            assert_int_equal(found->start, number(cases[i].start));
        if (cases[i].reach)
            assert_int_equal(found->target, number(cases[i].reach));
        entry_set_free(s);
    }
}

/* --- properties --- */

static uint64_t dice = 2022;

static unsigned roll(unsigned below)
{
    dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(dice >> 33) % below;
}

/* Something for most leaves: of a kind that the rule may or may not be able to take. */
static void entries_roll(const struct ruleset *r, struct entry_set *inputs, moment from)
{
    for (size_t i = 1; i < r->count; i++) {
        struct entry_text in = {
            .unit = "u", .criterion = r->criteria[i].code, .period_kind = r->period, .period_from = from};
        char value[64], points[32];
        struct error e = {0};
        unsigned d = roll(500), n = roll(700);
        snprintf(value, sizeof value, roll(2) ? "%u/%u" : "%u %u", n, d);
        snprintf(points, sizeof points, "%u.%02u", roll(120), roll(100));
        in.value = roll(4) ? value : NULL;
        in.points = roll(4) ? points : NULL;
        assert_ok(entry_set_add(inputs, &in, &e), e);
    }
    entry_set_seal(inputs);
}

static void tree_check(const struct score *s)
{
    for (size_t i = 0; i < s->rules->count; i++) {
        const struct criterion_score *c = &s->nodes[i];
        decimal points = 0, max = 0;
        assert_true(c->self.points >= 0 && c->self.points <= c->max &&
                    c->max <= s->rules->criteria[i].rule.max);
        assert_true(c->self.points <= c->self.known_max && c->self.known_max <= c->max);
        for (size_t k = i + 1; k < s->rules->count; k++)
            if (s->rules->criteria[k].parent == (long)i && s->nodes[k].applies) {
                points += s->nodes[k].self.points;
                max += s->nodes[k].max;
            }
        if (!s->rules->criteria[i].child_count || !c->applies)
            continue;
        assert_int_equal(c->max, max);
        if (c->source == SOURCE_SUM)
            assert_int_equal(c->self.points, points);
    }
}

static void test_sums(void **state)
{
    static const char *const names[] = {"qd-766",         "tan-dan-766", "nam-dinh-2019", "quang-dien-2017",
                                        "thanh-hoa-2022", "y-yen-2022",  "cam-giang-2023"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct ruleset *r = rules_open(*state, names[k]);
        for (int round = 0; round < 100; round++) {
            struct entry_set *inputs = entry_set_new();
            struct score_subject subject = {
                "u",
                "Phòng Tư pháp",
                r->unit_kinds[round % 2 && r->unit_kinds[0] && r->unit_kinds[1] ? 1 : 0],
                NULL,
                0,
                inputs,
                period_of(r->period, NULL)};
            struct error e = {0};
            struct score s;
            assert_non_null(inputs);
            entries_roll(r, inputs, subject.period.from);
            assert_ok(score_make(r, &subject, &s, &e), e);
            tree_check(&s);
            score_free(&s);
            entry_set_free(inputs);
        }
        ruleset_free(r);
    }
}

/* A rule where more is better: a step up of the numerator, or of the number, never costs points. */
static bool rule_rises(const struct scoring_rule *r)
{
    for (size_t i = 1; i < r->band_count; i++)
        if (r->bands[i].points < r->bands[i - 1].points)
            return false;
    return !r->falling;
}

static decimal points_of(const struct scoring_rule *r, const struct measure *m)
{
    struct scoring_result out = scoring_rule_apply(r, m);
    assert_true(out.points >= 0 && out.points <= r->max);
    return out.points;
}

static size_t rise_check(const struct scoring_rule *r)
{
    size_t rises = 0;
    for (int round = 0; round < 40; round++) {
        int64_t d = 1 + roll(300);
        decimal before = 0;
        for (int64_t n = 0; n <= d; n++) {
            const struct measure ratio = {.kind = MEASURE_RATIO, .n = n, .d = d},
                                 number = {.kind = MEASURE_VALUE, .value = n * DECIMAL_SCALE / 4};
            const struct measure *m = r->kind == KIND_PER_ITEM_CAP || r->kind == KIND_DEDUCT_SHORTFALL ||
                                              (r->kind == KIND_STEP && round % 2)
                                          ? &number
                                          : &ratio;
            decimal points = points_of(r, m);
            assert_true(n == 0 || points >= before);
            rises += n && points > before;
            before = points;
        }
    }
    return rises;
}

static void test_rises(void **state)
{
    static const char *const names[] = {"qd-766",         "tan-dan-766", "nam-dinh-2019", "quang-dien-2017",
                                        "thanh-hoa-2022", "y-yen-2022",  "cam-giang-2023"};
    size_t rising = 0;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct ruleset *r = rules_open(*state, names[k]);
        for (size_t i = 0; i < r->count; i++)
            if (rule_rises(&r->criteria[i].rule) && rise_check(&r->criteria[i].rule))
                rising++;
        ruleset_free(r);
    }
    assert_true(rising > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),      cmocka_unit_test(test_quang_tho),
        cmocka_unit_test(test_nhu_xuan),   cmocka_unit_test(test_hai_hau),
        cmocka_unit_test(test_cam_giang),  cmocka_unit_test(test_y_yen),
        cmocka_unit_test(test_causes),     cmocka_unit_test(test_values),
        cmocka_unit_test(test_latest),     cmocka_unit_test(test_entries_together),
        cmocka_unit_test(test_plan_start), cmocka_unit_test(test_sums),
        cmocka_unit_test(test_rises)};
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
