/* Which texts may be kept as a name of a procedure or a field. */
#include "sample.h"

#include "rows/catalogue_name.h"

static bool fits(const char *text)
{
    return catalogue_name_fits(text, strlen(text));
}

static void test_titles(void **state)
{
    static const char *const titles[] = {
        "Đăng ký khai sinh",
        "Thủ tục đăng ký kết hôn có yếu tố nước ngoài",
        "Cấp Phiếu lý lịch tư pháp cho công dân Việt Nam, người nước ngoài đang cư trú tại Việt Nam",
        "Thủ tục cấp giấy phép theo Nghị định số 118/2025/NĐ-CP của Chính phủ",
        "Tặng thưởng Huân chương Hồ Chí Minh",
        "Hỗ trợ hộ kinh doanh tại Thành phố Hồ Chí Minh giai đoạn 2021-2025",
        "Đoàn Thanh niên: công nhận ban quản trị",
        "Lý lịch tư pháp",
        "Hồ sơ người có công",
        "ĐĂNG KÝ KHAI SINH",
        "Đất đai",
        "Thủ tục mẫu"};
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (!fits(titles[i]))
            print_error("refused: %s\n", titles[i]);
        assert_true(fits(titles[i]));
    }
}

static void test_persons(void **state)
{
    static const char *const others[] = {"Đăng ký khai sinh cho Nguyễn Văn Mẫu",
                                         "Cấp giấy phép xây dựng Trần Mẫu",
                                         "Cấp đổi GCN của Lê Thị Mẫu",
                                         "Hồ Văn Mẫu xin cấp phép",
                                         "Cấp phép cho ông Mẫu",
                                         "CẤP PHÉP CHO NGUYỄN VĂN MẪU",
                                         "Cấp lại thẻ căn cước 001099012345",
                                         "Liên hệ 0912 345 678",
                                         "Liên hệ 0912.345.678",
                                         "Gửi mau@example.vn",
                                         "https://example.vn/ho-so",
                                         "Dòng một\nDòng hai",
                                         "Abc",
                                         "\xFF\xFEzz"};
    char lengthy[CATALOGUE_NAME_MOST + 2];
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (fits(others[i]))
            print_error("taken: %s\n", others[i]);
        assert_false(fits(others[i]));
    }
    memset(lengthy, 'a', sizeof lengthy - 1);
    lengthy[sizeof lengthy - 1] = '\0';
    assert_false(fits(lengthy));
    lengthy[CATALOGUE_NAME_MOST] = '\0';
    assert_true(fits(lengthy));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_titles), cmocka_unit_test(test_persons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
