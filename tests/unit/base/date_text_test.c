/* Dates as they are written: every form, "no date" in all its forms, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/date_text.h"

static struct date_text read_text(const char *text, bool number)
{
    struct date_text d;
    date_text_read(text, strlen(text), number, false, &d);
    return d;
}

static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *moment;
    } cases[] = {{"03/11/2022", "2022-11-03 00:00:00"},
                 {"Thu Nov 03 14:05:00 ICT 2022", "2022-11-03 14:05:00"},
                 {"Thu Nov  3 14:05:09 2022", "2022-11-03 14:05:09"},
                 {"Thu Nov 03 07:05:00 GMT 2022", "2022-11-03 14:05:00"},
                 {"Thu Nov 03 2022 14:05:00 GMT+0700 (Indochina Time)", "2022-11-03 14:05:00"},
                 {"Thu Nov 03 2022 14:05:00 GMT+0700 (Giờ Đông Dương)", "2022-11-03 14:05:00"},
                 {"20221103T140500", "2022-11-03 14:05:00"},
                 {"20221103T070500Z", "2022-11-03 14:05:00"},
                 {"/Date(1667459100000)/", "2022-11-03 14:05:00"},
                 {"/Date(1667459100000+0700)/", "2022-11-03 14:05:00"},
                 {"T5 03/11/2022 14:05", "2022-11-03 14:05:00"},
                 {"CN, 06/11/2022", "2022-11-06 00:00:00"},
                 {"3/11/2022 8:05", "2022-11-03 08:05:00"},
                 {"03-11-2022 08:05:09", "2022-11-03 08:05:09"},
                 {"03.11.2022", "2022-11-03 00:00:00"},
                 {"03.11.2022 08.30", "2022-11-03 08:30:00"},
                 {"03/11/22", "2022-11-03 00:00:00"},
                 {"03/11/99", "1999-11-03 00:00:00"},
                 {"2022-11-03", "2022-11-03 00:00:00"},
                 {"2022/11/03 08:05:09", "2022-11-03 08:05:09"},
                 {"2022-11-03T08:05:09.123", "2022-11-03 08:05:09"},
                 {"2022-11-03T01:05:09Z", "2022-11-03 08:05:09"},
                 {"2022-11-03T08:05:09+07:00", "2022-11-03 08:05:09"},
                 {"2022-11-03T08:05:09.5+0700", "2022-11-03 08:05:09"},
                 {"2022-11-02 20:05:09 -05:00", "2022-11-03 08:05:09"},
                 {"03/11/2022 8:00:00 SA", "2022-11-03 08:00:00"},
                 {"03/11/2022 02:30 CH", "2022-11-03 14:30:00"},
                 {"03/11/2022 12:15 SA", "2022-11-03 00:15:00"},
                 {"03/11/2022 12:15 PM", "2022-11-03 12:15:00"},
                 {"03/11/2022 2:15 p.m.", "2022-11-03 14:15:00"},
                 {"03/11/2022 17:00:00.000", "2022-11-03 17:00:00"},
                 {"03/11/2022  08:00", "2022-11-03 08:00:00"},
                 {"03/11/2022\xC2\xA0"
                  "08:00",
                  "2022-11-03 08:00:00"},
                 {" \xE2\x80\x8B"
                  "03/11/2022 ",
                  "2022-11-03 00:00:00"},
                 {"08h00 03/11/2022", "2022-11-03 08:00:00"},
                 {"15h30 ngày 03/11/2022", "2022-11-03 15:30:00"},
                 {"15h30' 03/11/2022", "2022-11-03 15:30:00"},
                 {"8h 03/11/2022", "2022-11-03 08:00:00"},
                 {"03/11/2022 15h30", "2022-11-03 15:30:00"},
                 {"08:00, 03/11/2022", "2022-11-03 08:00:00"},
                 {"03/11/2022 - 08:00", "2022-11-03 08:00:00"},
                 {"Lúc 8 giờ 30 phút, ngày 03 tháng 11 năm 2022", "2022-11-03 08:30:00"},
                 {"ngày 03 tháng 11 năm 2022", "2022-11-03 00:00:00"},
                 {"Ngày 3 tháng 11, 2022", "2022-11-03 00:00:00"},
                 {"Thứ năm, 03/11/2022", "2022-11-03 00:00:00"},
                 {"Thứ 5 ngày 03/11/2022", "2022-11-03 00:00:00"},
                 {"8 giờ sáng ngày 03/11/2022", "2022-11-03 08:00:00"},
                 {"03-Nov-22", "2022-11-03 00:00:00"},
                 {"3 November 2022", "2022-11-03 00:00:00"},
                 {"Nov 3, 2022 2:00 PM", "2022-11-03 14:00:00"},
                 {"03-thg 11-2022", "2022-11-03 00:00:00"},
                 {"20221103", "2022-11-03 00:00:00"},
                 {"20221103083000", "2022-11-03 08:30:00"},
                 {"03112022", "2022-11-03 00:00:00"},
                 {"03/11/2022 24:00", "2022-11-03 23:59:59"},
                 {"44868", "2022-11-03 00:00:00"},
                 {"44868,333333", "2022-11-03 08:00:00"},
                 {"1667437200000", "2022-11-03 08:00:00"},
                 {"1667437200", "2022-11-03 08:00:00"},
                 {"０３/１１/２０２２", "2022-11-03 00:00:00"},
                 {"03–11–2022", "2022-11-03 00:00:00"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date_text d = read_text(cases[i].text, false);
        char got[MOMENT_TEXT_BYTES];
        moment_write(d.as_is, "yyyy-MM-dd HH:mm:ss", got);
        if (d.form <= DATE_NONE || strcmp(got, cases[i].moment) != 0)
            fail_msg("%s: form %d, %s", cases[i].text, (int)d.form, got);
    }
}

static void test_none(void **state)
{
    (void)state;
    static const char *const none[] = {"01/01/1900 00:00:00",
                                       "1900-01-01",
                                       "01/01/1970 07:00:00",
                                       "1970-01-01T00:00:00Z",
                                       "0001-01-01",
                                       "01/01/0001 00:00:00",
                                       "01/01/1753",
                                       "31/12/9999 00:00:00",
                                       "00/00/0000",
                                       "0000-00-00 00:00:00",
                                       "NULL",
                                       "null",
                                       "(null)",
                                       "N/A",
                                       "#N/A",
                                       "-",
                                       "--",
                                       "—",
                                       "…",
                                       "...",
                                       " ",
                                       "0",
                                       "__/__/____",
                                       "Chưa có",
                                       "chưa trả",
                                       "30/12/1899",
                                       "1899-12-30T00:00:00",
                                       "NaN",
                                       "31/12/2099"};
    static const char *const not [] = {"5 ngày",
                                       "10 ngày làm việc",
                                       "11/2022",
                                       "32/01/2022",
                                       "13/13/2022",
                                       "29/02/2023",
                                       "01/11/2022 đến 10/11/2022",
                                       "1234",
                                       "3,5",
                                       "Đang xử lý",
                                       "ngày",
                                       "01/11/2022 25:00",
                                       "01/11/2022x",
                                       "12345678901234567890"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (read_text(none[i], false).form != DATE_NONE)
            fail_msg("%s: form %d", none[i], (int)read_text(none[i], false).form);
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (read_text(not [i], false).form != DATE_NOT)
            fail_msg("%s: form %d", not [i], (int)read_text(not [i], false).form);
    assert_int_equal(read_text("1", true).form, DATE_NONE); /* a day of 1900 */
}

static void test_readings(void **state)
{
    (void)state;
    const moment november = moment_of(2022, 11, 3, 0, 0, 0), march = moment_of(2022, 3, 11, 0, 0, 0);
    struct date_text d = read_text("03/11/2022", false);
    assert_true(d.form == DATE_WRITTEN && d.as_is == november && d.swapped == march && d.whole_day);
    d = read_text("44631", true); /* 11/03/2022 */
    assert_true(d.form == DATE_MACHINE && d.as_is == march && d.swapped == november);
    const struct date_order mixed = {DATE_UNCERTAIN, DATE_UNCERTAIN}, swapped = {DATE_SWAPPED, DATE_SWAPPED};
    assert_true(date_text_moment(&d, &swapped, MOMENT_NONE, MOMENT_NONE) == november);
    assert_true(date_text_moment(&d, &mixed, november - MOMENT_DAY, november + MOMENT_DAY) == november);
    assert_true(date_text_moment(&d, &mixed, MOMENT_NONE, MOMENT_NONE) == MOMENT_NONE);
    d = read_text("11/25/2022", false); /* one reading alone, whatever the column says */
    assert_true(date_text_moment(&d, &(struct date_order){0}, MOMENT_NONE, MOMENT_NONE) ==
                moment_of(2022, 11, 25, 0, 0, 0));
    d = read_text("03-Nov-2022", false);
    assert_true(date_text_moment(&d, &swapped, MOMENT_NONE, MOMENT_NONE) == november);
}

/* The days that stand for none, to the second. */
static void no_date_edges(void **state)
{
    (void)state;
    assert_true(date_is_none(MOMENT_NONE));
    assert_true(date_is_none(moment_of(1902, 1, 1, 0, 0, 0) - 1));
    assert_false(date_is_none(moment_of(1902, 1, 1, 0, 0, 0)));
    assert_false(date_is_none(moment_of(1969, 12, 31, 0, 0, 0) - 1));
    assert_true(date_is_none(moment_of(1969, 12, 31, 0, 0, 0)));
    assert_true(date_is_none(moment_of(1970, 1, 2, 23, 59, 59)));
    assert_false(date_is_none(moment_of(1970, 1, 3, 0, 0, 0)));
    assert_false(date_is_none(moment_of(2098, 12, 31, 23, 59, 59)));
    assert_true(date_is_none(moment_of(2099, 1, 1, 0, 0, 0)));
    assert_true(date_is_none(moment_of(2199, 12, 31, 23, 59, 59) + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_date_edges), cmocka_unit_test(test_forms),
                                       cmocka_unit_test(test_none), cmocka_unit_test(test_readings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
