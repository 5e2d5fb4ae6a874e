#include "sample.h"

#include "count/unit.h"

static void test_kinds(void **state)
{
    static const struct {
        const char *name, *kind;
    } cases[] = {{"UBND xã Mẫu 01", "commune"},
                 {"UBND Xã Vân Canh", "commune"},
                 {"ỦY BAN NHÂN DÂN PHƯỜNG PLEIKU", "commune"},
                 {"UBND thị trấn Mẫu", "commune"},
                 {"Đặc khu Phú Quốc", "commune"},
                 {"Phòng Tài nguyên và Môi trường", "department"},
                 {"Sở Tư pháp", "department"},
                 {"Ban Quản lý Khu kinh tế tỉnh", "department"},
                 {"Thanh tra tỉnh Gia Lai", "department"},
                 {"UBND huyện Ý Yên", "district"},
                 {"Thành phố Nam Định", "district"},
                 {"Thị xã Hoài Nhơn", "district"},
                 {"UBND tỉnh Gia Lai", "province"},
                 {"Tỉnh Gia Lai", "province"},
                 {"Thành phố Hà Nội", "province"},
                 {"UBND Thành phố Hồ Chí Minh", "province"},
                 {"H21.100", "other"},
                 {"", "other"},
                 {"\xff\xfe", "other"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(unit_kind_of(cases[i].name), cases[i].kind) != 0)
            fail_msg("%s is %s, not %s", cases[i].name, unit_kind_of(cases[i].name), cases[i].kind);
}

static void put(struct sample *s, const char *source, uint64_t knows, bool count, const char *unit,
                bool figure)
{
    struct error e = {0};
    struct run run = {.observed = 1, .started = 1, .expected = -1};
    struct page_outcome out;
    struct dossier d = {0};
    struct figure f = {.unit = unit, .metric = "M"};
    d.value[DOSSIER_KEY] = value_text("k");
    d.value[DOSSIER_UNIT] = value_text(unit);
    const struct page page = {
        .dossiers = &d, .dossier_count = !figure, .figures = &f, .figure_count = figure};
    assert_ok(store_source_put(s->store, source, source, "sample", knows, &run.source, &e), e);
    assert_ok(store_source_count_set(s->store, run.source, count, &e), e);
    const struct page_place place = {
        .source = run.source, .stream = "x", .observed = 1, .period_kind = "year"};
    assert_ok(store_page_put(s->store, &place, &page, &out, &e), e);
}

static void test_set(void **state)
{
    struct sample s;
    struct error e = {0};
    struct unit_set set;
    (void)state;
    sample_open(&s);
    put(&s, "a", 7, true, "X.1", false);
    put(&s, "b", 13, true, "X.1", false);
    put(&s, "c", 0, false, "X.1", false); /* does not count, so its ignorance does not either */
    put(&s, "c", 0, false, "X.10", false);
    put(&s, "d", 0, true, "X.2", true);
    const struct unit_row rows[] = {
        {.code = "X", .name = "UBND huyện Mẫu", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "X.1",
         .name = "UBND xã Một",
         .parent = "X",
         .successor = "X.2",
         .valid_from = 5,
         .valid_to = 9}};
    assert_ok(store_units_put(s.store, rows, 2, &e), e);
    assert_ok(unit_set_load(s.store, &set, &e), e);
    assert_int_equal(set.count, 4);
    const struct unit *u = set.units;
    assert_string_equal(u[0].code, "X");
    assert_string_equal(u[0].kind, "district");
    assert_int_equal(u[0].knows, ~UINT64_C(0));
    assert_false(u[0].has_dossiers || u[0].has_figures);
    assert_int_equal(u[0].parent_index, -1);
    assert_string_equal(u[1].name, "UBND xã Một");
    assert_string_equal(u[1].kind, "commune");
    assert_string_equal(u[1].successor, "X.2");
    assert_int_equal(u[1].valid_from, 5);
    assert_int_equal(u[1].valid_to, 9);
    assert_int_equal(u[1].knows, 5);
    assert_true(u[1].has_dossiers);
    assert_int_equal(u[1].parent_index, 0);
    assert_string_equal(u[2].code, "X.10");
    assert_string_equal(u[2].name, "X.10");
    assert_string_equal(u[2].kind, "other");
    assert_false(u[2].has_dossiers);
    assert_int_equal(u[2].valid_from, MOMENT_NONE);
    assert_true(u[3].has_figures && u[3].has_dossiers); /* those of X.1, which it followed */
    assert_int_equal(u[1].successor_index, 3);
    assert_int_equal(u[3].successor_index, -1);
    assert_int_equal(unit_same(&set, 1), 1); /* it was a unit of its own */
    assert_int_equal(unit_heir(&set, 1, 8), 1);
    assert_int_equal(unit_heir(&set, 1, 9), 3);
    assert_true(unit_shown(&set, 1, 4, 6));
    assert_false(unit_shown(&set, 1, 4, 5)); /* not begun */
    assert_false(unit_shown(&set, 1, 9, 12));
    assert_false(unit_shown(&set, 0, 4, 6));
    assert_int_equal(unit_find(&set, "X.10"), 2);
    assert_int_equal(unit_find(&set, "X.3"), -1);
    assert_int_equal(unit_find(&set, NULL), -1);
    unit_set_free(&set);
    assert_int_equal(set.count, 0);
    unit_set_free(&set);
    sample_close(&s);
}

/* Other codes and successions, in chains and in a circle. */
static void test_heirs(void **state)
{
    static const struct {
        const char *code, *successor;
        moment to;
        const char *same, *heir_before, *heir_after; /* periods that begin at 50, at 100 */
    } cases[] = {{"a", NULL, MOMENT_NONE, "a", "a", "a"}, {"b", "a", 100, "b", "b", "a"},
                 {"c", "b", MOMENT_NONE, "b", "b", "a"},  {"d", "c", 50, "d", "b", "a"},
                 {"e", "e", MOMENT_NONE, "e", "e", "e"},  {"f", "nowhere", MOMENT_NONE, "f", "f", "f"}};
    struct sample s;
    struct error e = {0};
    struct unit_set set;
    (void)state;
    sample_open(&s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct unit_row row = {.code = cases[i].code,
                                     .successor = cases[i].successor,
                                     .valid_from = MOMENT_NONE,
                                     .valid_to = cases[i].to};
        assert_ok(store_units_put(s.store, &row, 1, &e), e);
    }
    const struct unit_row circle[] = {
        {.code = "x", .successor = "y", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE},
        {.code = "y", .successor = "x", .valid_from = MOMENT_NONE, .valid_to = MOMENT_NONE}};
    assert_ok(store_units_put(s.store, circle, 2, &e), e);
    assert_ok(unit_set_load(s.store, &set, &e), e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t unit = (size_t)unit_find(&set, cases[i].code);
        assert_string_equal(set.units[unit_same(&set, unit)].code, cases[i].same);
        assert_string_equal(set.units[unit_heir(&set, unit, 50)].code, cases[i].heir_before);
        assert_string_equal(set.units[unit_heir(&set, unit, 100)].code, cases[i].heir_after);
    }
    size_t x = (size_t)unit_find(&set, "x");
    assert_true(unit_heir(&set, x, 0) < set.count);
    unit_set_free(&set);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds), cmocka_unit_test(test_set),
                                       cmocka_unit_test(test_heirs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
