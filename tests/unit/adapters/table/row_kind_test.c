/* What rows of a table of counts are, by their number and label; and text in the letters of old fonts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/table/legacy_text.h"
#include "adapters/table/table_manifest.h"

static struct table_manifest *manifest;

/* As many words as there may be are read; one more is refused and told, for it would not count. */
static void test_too_many(void **state)
{
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct error e = {0};
        json_t *words = json_object(), *sums = json_array();
        for (size_t i = 0; i < LIMIT_ROW_PATTERNS + more; i++)
            json_array_append_new(sums, json_sprintf("cong %zu", i));
        json_object_set_new(words, "sums", sums);
        struct row_words *w = row_words_make(words, "mine.json", &e);
        assert_int_equal(w != NULL, !more);
        assert_int_equal(e.code, more ? ERROR_CONFIG : ERROR_NONE);
        if (w)
            assert_int_equal(row_kind_of(w, "Cong 2047"), ROW_SUM);
        else
            assert_string_equal(e.where, "mine.json");
        row_words_free(w);
        json_decref(words);
    }
}

static void test_labels(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        enum row_kind kind;
    } rows[] = {{"TỔNG CỘNG TOÀN TỈNH", ROW_SUM},
                {"Tổng cộng (I+II)", ROW_SUM},
                {"Cộng", ROW_SUM},
                {"Cộng I+II", ROW_SUM},
                {"TONG CONG", ROW_SUM},
                {"Toàn tỉnh", ROW_SUM},
                {"Lũy kế", ROW_ASIDE},
                {"Luỹ kế từ đầu năm", ROW_ASIDE},
                {"Tỷ lệ (%)", ROW_ASIDE},
                {"Khối Sở, ban, ngành", ROW_GROUP},
                {"SỞ, BAN, NGÀNH", ROW_GROUP},
                {"UBND cấp xã", ROW_GROUP},
                {"Các xã, phường", ROW_GROUP},
                {"Công an tỉnh", ROW_RECORD},
                {"Cộng Hòa", ROW_RECORD},
                {"Xã Cộng Hòa", ROW_RECORD},
                {"Tổng cục Thuế", ROW_RECORD},
                {"Cong an tinh", ROW_RECORD},
                {"Cấp, quản lý căn cước", ROW_RECORD},
                {"UBND xã Tổng Cọt", ROW_RECORD},
                {"Phường Tân An", ROW_RECORD}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (row_kind_of(manifest->row_words, rows[i].label) != rows[i].kind)
            fail_msg("%s", rows[i].label);
}

static void test_sections(void **state)
{
    (void)state;
    assert_string_equal(row_section(manifest->row_words, "Trên Hệ thống các Bộ"), "ministry");
    assert_string_equal(row_section(manifest->row_words, "Trên Hệ thống thành phố"), "provincial");
    assert_null(row_section(manifest->row_words, "Sở, ban, ngành"));
}

static void test_levels(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        enum row_level level;
    } rows[] = {{"A", LEVEL_LETTER},    {"I", LEVEL_ROMAN},       {"II.", LEVEL_ROMAN},
                {"1", LEVEL_NUMBER},    {"B.", LEVEL_LETTER},     {"C", LEVEL_LETTER},
                {"IV", LEVEL_ROMAN},    {"1.2", LEVEL_PART},      {"1.2.3", LEVEL_PART_OF_PART},
                {"(12)", LEVEL_NUMBER}, {"a)", LEVEL_SMALL},      {"-", LEVEL_DASH},
                {"", LEVEL_NONE},       {"Tổng cộng", LEVEL_NONE}};
    char last = '\0';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (row_level_of(rows[i].number, &last) != rows[i].level)
            fail_msg("%s", rows[i].number);
    char number[32];
    assert_string_equal(row_label("I. SỞ, BAN, NGÀNH", number, sizeof number), "SỞ, BAN, NGÀNH");
    assert_string_equal(number, "I.");
    assert_string_equal(row_label("Công an", number, sizeof number), "Công an");
    assert_string_equal(row_label("Ban Dân tộc", number, sizeof number), "Ban Dân tộc");
}

/* TCVN 5712 VN3 and VNI-Win, letters looked up in the published tables. */
static void test_letters(void **state)
{
    (void)state;
    static const struct {
        enum legacy legacy;
        const char *text, *unicode;
    } texts[] = {
        {LEGACY_TCVN3, "M· hå s¬, §¬n vÞ, Ngµy tiÕp nhËn", "Mã hồ sơ, Đơn vị, Ngày tiếp nhận"},
        {LEGACY_TCVN3, "Tr¹ng th¸i: §ang xö lý, QuËn T©n B×nh", "Trạng thái: Đang xử lý, Quận Tân Bình"},
        {LEGACY_VNI, "Maõ hoà sô, Ñôn vò, Ngaøy tieáp nhaän", "Mã hồ sơ, Đơn vị, Ngày tiếp nhận"},
        {LEGACY_VNI, "Traïng thaùi: Ñang xöû lyù, Phöôøng Beán Thuûy",
         "Trạng thái: Đang xử lý, Phường Bến Thủy"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(legacy_find(texts[i].text, strlen(texts[i].text)), texts[i].legacy);
        char *text = legacy_convert(texts[i].legacy, texts[i].text, strlen(texts[i].text));
        assert_string_equal(text, texts[i].unicode);
        free(text);
    }
    static const char *const sound[] = {"Mã hồ sơ, Đơn vị, Ngày tiếp nhận", "Code, Unit, Received",
                                        "25 µg, § 3, ±1", "Café, naïve"};
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        assert_int_equal(legacy_find(sound[i], strlen(sound[i])), LEGACY_NONE);
}

static int load(void **state)
{
    struct error e = {0};
    (void)state;
    manifest = table_manifest_load("tabular", &e);
    return manifest ? 0 : -1;
}

static int drop(void **state)
{
    (void)state;
    table_manifest_free(manifest);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_too_many), cmocka_unit_test(test_labels),
                                       cmocka_unit_test(test_sections), cmocka_unit_test(test_levels),
                                       cmocka_unit_test(test_letters)};
    return cmocka_run_group_tests(tests, load, drop);
}
