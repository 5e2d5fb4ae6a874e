#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/text.h"
#include "show/table_write.h"

static char *written(const struct table *t, enum format format, bool colour, int width)
{
    char *text = NULL;
    size_t n = 0;
    struct error e = {0};
    FILE *out = open_memstream(&text, &n);
    assert_non_null(out);
    assert_true(
        table_write(t, &(struct table_look){.format = format, .colour = colour, .width = width}, out, &e));
    assert_int_equal(fclose(out), 0);
    assert_int_equal(strlen(text), n);
    return text;
}

static void same(const struct table *t, enum format format, bool colour, int width, const char *expected)
{
    char *text = written(t, format, colour, width);
    assert_string_equal(text, expected);
    free(text);
}

/* Two communes and a total, as the status command makes it. */
static struct table *sample(void)
{
    struct table *t = table_new();
    assert_non_null(t);
    table_caption(t, "Cam kết");
    table_caption(t, "đến 25/11/2022");
    table_column(t, "unit", "Đơn vị", false);
    table_column(t, "online_rate", "Trực tuyến\n≥ 85 %", true);
    table_column(t, "paid", "Thanh toán", true);
    table_column(t, "received", "Tiếp nhận", true);
    table_row(t);
    table_text(t, "Xã Mẫu 01");
    table_rate(t, 19, 22);
    table_mark(t, MARK_GOOD);
    table_rate(t, 6, 25);
    table_mark(t, MARK_BAD);
    table_note(t, "thiếu 7");
    table_number(t, 1234);
    table_row(t);
    table_text(t, "Xã Đại");
    table_rate(t, 5, 5);
    table_mark(t, MARK_GOOD);
    table_none(t);
    table_note(t, "không phát sinh");
    table_mark(t, MARK_QUIET);
    table_none(t);
    table_rule(t);
    table_row(t);
    table_text(t, "Tổng");
    table_rate(t, 24, 27);
    table_rate(t, 6, 25);
    table_number(t, 7);
    table_footnote(t, "● đạt");
    assert_false(table_failed(t));
    assert_int_equal(table_rows(t), 3);
    return t;
}

static void test_text(void **state)
{
    struct table *t = sample();
    (void)state;
    same(t, FORMAT_TABLE, false, 0,
         "Cam kết\n"
         "đến 25/11/2022\n"
         "\n"
         "           Trực tuyến\n"
         "Đơn vị     ≥ 85 %      Thanh toán        Tiếp nhận\n"
         "──────────────────────────────────────────────────\n"
         "Xã Mẫu 01   86,36% ●   24,00% ▲ thiếu 7      1.234\n"
         "Xã Đại     100,00% ●   không phát sinh           –\n"
         "──────────────────────────────────────────────────\n"
         "Tổng        88,89%     24,00%                    7\n"
         "\n"
         "● đạt\n");
    table_free(t);
}

static void test_colour(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_column(t, "a", "A", true);
    table_row(t);
    table_number(t, 5);
    table_mark(t, MARK_GOOD);
    table_row(t);
    table_number(t, 12);
    table_mark(t, MARK_BAD);
    table_note(t, "n");
    table_row(t);
    table_none(t);
    table_mark(t, MARK_QUIET);
    same(t, FORMAT_TABLE, true, 0,
         "\033[1mA\033[0m\n"
         "\033[2m──────\033[0m\n"
         " \033[32m5\033[0m \033[32m●\033[0m\n"
         "\033[1;31m12\033[0m \033[1;31m▲\033[0m \033[1;31mn\033[0m\n"
         " \033[2m–\033[0m\n");
    table_free(t);
}

/* Letters written with marks of their own take the columns that are seen. */
static void test_decomposed(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_column(t, "a", "Tên", false);
    table_column(t, "b", "Số", true);
    table_row(t);
    table_text(t, "La\xCC\xA3"); /* Lạ in three letters, two columns */
    table_number(t, 1);
    table_row(t);
    table_text(t, "Lạ lùng");
    table_number(t, 22);
    same(t, FORMAT_TABLE, false, 0,
         "Tên      Số\n"
         "───────────\n"
         "La\xCC\xA3        1\n"
         "Lạ lùng  22\n");
    table_free(t);
}

static void test_narrow(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_column(t, "name", "Tên", false);
    table_column(t, "n", "Số hồ sơ tiếp nhận", true);
    table_row(t);
    table_text(t, "Phòng Lao động - Thương binh và Xã hội");
    table_number(t, 12345);
    same(t, FORMAT_TABLE, false, 80,
         "Tên                                     Số hồ sơ tiếp nhận\n"
         "──────────────────────────────────────────────────────────\n"
         "Phòng Lao động - Thương binh và Xã hội              12.345\n");
    /* 58 columns are too many: the head gives way first, down to the width of the numbers */
    same(t, FORMAT_TABLE, false, 50,
         "                                         Số hồ\n"
         "                                            sơ\n"
         "                                          tiếp\n"
         "Tên                                       nhận\n"
         "──────────────────────────────────────────────\n"
         "Phòng Lao động - Thương binh và Xã hội  12.345\n");
    same(t, FORMAT_TABLE, false, 24,
         "                   Số hồ\n"
         "                      sơ\n"
         "                    tiếp\n"
         "Tên                 nhận\n"
         "────────────────────────\n"
         "Phòng Lao động -  12.345\n"
         "Thương binh và\n"
         "Xã hội\n");
    /* narrower than this the columns do not become: each row gets lines of its own, broken at blanks */
    same(t, FORMAT_TABLE, false, 15,
         "Phòng Lao động\n"
         "- Thương binh\n"
         "và Xã hội\n"
         "  Số hồ sơ tiếp\n"
         "  nhận: 12.345\n");
    table_free(t);
}

/* Two codes that differ in their last letters look different, however narrow the terminal. */
static void test_nothing_cut(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_column(t, "code", "Mã", false);
    table_column(t, "n", "N", true);
    for (int i = 1; i <= 2; i++) {
        char code[32];
        snprintf(code, sizeof code, "000.00.01.H99-%d", i);
        table_row(t);
        table_text(t, code);
        table_number(t, 7);
    }
    same(t, FORMAT_TABLE, false, 13,
         "Mã          N\n"
         "─────────────\n"
         "000.00.01.  7\n"
         "H99-1\n"
         "000.00.01.  7\n"
         "H99-2\n");
    table_free(t);
}

static void test_footnote_wraps(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_column(t, "a", "A", false);
    table_footnote(t, "một hai ba bốn năm");
    same(t, FORMAT_TABLE, false, 11, "A\n─\n\nmột hai ba\nbốn năm\n");
    table_free(t);
}

static void test_csv(void **state)
{
    struct table *t = sample();
    (void)state;
    same(t, FORMAT_CSV, true, 10,
         "unit,online_rate,paid,received\n"
         "Xã Mẫu 01,86.36,24.00,1234\n"
         "Xã Đại,100.00,,\n"
         "Tổng,88.89,24.00,7\n");
    table_free(t);
    t = table_new();
    table_column(t, "a,b", "A", false);
    table_column(t, "c", "C", false);
    table_row(t);
    table_text(t, "say \"ừ\"");
    table_text(t, "two\nlines");
    table_row(t);
    table_text(t, "\r");
    table_text(t, "a;b");
    table_row(t);
    table_text(t, "");
    same(t, FORMAT_CSV, false, 0,
         "\"a,b\",c\n"
         "\"say \"\"ừ\"\"\",two lines\n"
         " ,\"a;b\"\n"
         ",\n");
    table_free(t);
}

/* Each kind of cell, in each format. */
static void test_kinds(void **state)
{
    struct table *t = table_new();
    (void)state;
    for (const char *name = "abcfgh"; *name; name++)
        table_column(t, (char[]){*name, '\0'}, "T", false);
    table_row(t);
    table_moment(t, 1669363200); /* 2022-11-25T15:00 in Viet Nam */
    table_scaled(t, 850000);
    table_scaled(t, 975000);
    table_number(t, -1234567);
    table_rate(t, 1, 0);
    table_moment(t, MOMENT_NONE);
    assert_false(table_failed(t));
    same(t, FORMAT_CSV, false, 0, "a,b,c,f,g,h\n2022-11-25T15:00,85,97.5,-1234567,,\n");
    same(t, FORMAT_JSON, false, 0,
         "[\n {\"a\": \"2022-11-25T15:00\", \"b\": 85, \"c\": 97.5, \"f\": "
         "-1234567, \"g\": null, \"h\": null}\n]\n");
    same(t, FORMAT_TABLE, false, 0,
         "T                 T   T     T           T  T\n"
         "────────────────────────────────────────────\n"
         "25/11/2022 15:00  85  97,5  -1.234.567  –  –\n");
    table_free(t);
}

static void test_json(void **state)
{
    static const char hostile[] = "\x01\x1F\"\\/\b\t\n\x7F\xFF\xC3\xED\xA0\x80</script>ồ";
    struct table *t = sample();
    (void)state;
    same(t, FORMAT_JSON, false, 0,
         "[\n {\"unit\": \"Xã Mẫu 01\", \"online_rate\": 86.36, \"paid\": 24.00, \"received\": 1234},\n"
         " {\"unit\": \"Xã Đại\", \"online_rate\": 100.00, \"paid\": null, \"received\": null},\n"
         " {\"unit\": \"Tổng\", \"online_rate\": 88.89, \"paid\": 24.00, \"received\": 7}\n]\n");
    table_free(t);
    t = table_new();
    table_column(t, "na\"me", "T", false);
    same(t, FORMAT_JSON, false, 0, "[]\n");
    table_row(t);
    table_text(t, hostile);
    char *text = written(t, FORMAT_JSON, false, 0);
    json_t *read = json_loads(text, 0, NULL);
    assert_non_null(read);
    const char *value = json_string_value(json_object_get(json_array_get(read, 0), "na\"me"));
    assert_string_equal(value, "\xEF\xBF\xBD\xEF\xBF\xBD\"\\/\xEF\xBF\xBD  "
                               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                               "\xEF\xBF\xBD</script>ồ");
    json_decref(read);
    free(text);
    table_free(t);
}

/* A name from a portal can neither drive the terminal nor move the columns. */
static void test_hostile_text(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_column(t, "a", "A", false);
    table_column(t, "b", "B", false);
    table_row(t);
    table_text(t, "x\033[31m\ny");
    table_text(t, "z");
    table_note(t, "\033c");
    same(t, FORMAT_TABLE, false, 0,
         "A         B\n"
         "──────────────\n"
         "x\xEF\xBF\xBD[31m y  z \xEF\xBF\xBD"
         "c\n");
    table_free(t);
}

static void test_html(void **state)
{
    struct table *t = table_new();
    (void)state;
    table_caption(t, "A <b> & \"c\"");
    table_column(t, "a", "Một\nhai", true);
    table_column(t, "b", "B", false);
    table_row(t);
    table_rate(t, 6, 25);
    table_mark(t, MARK_BAD);
    table_note(t, "thiếu <7>");
    table_text(t, "<script>alert(1)</script>");
    table_rule(t);
    table_row(t);
    table_none(t);
    table_note(t, "chưa có số liệu");
    table_mark(t, MARK_QUIET);
    table_footnote(t, "f & g");
    char *text = written(t, FORMAT_HTML, false, 0);
    assert_int_equal(strncmp(text, "<!DOCTYPE html>\n<html lang=\"vi\">\n", 33), 0);
    assert_non_null(strstr(text, "<title>A &lt;b&gt; &amp; &quot;c&quot;</title>"));
    assert_non_null(
        strstr(text, "<th scope=\"col\" class=\"right\">Một<br>hai</th><th scope=\"col\">B</th>"));
    assert_non_null(strstr(
        text, "<tr><td class=\"right bad h\" data-l=\"Một hai\"><span>24,00%<i>▲</i>"
              "<small>thiếu &lt;7&gt;</small></span></td>"
              "<td class=\" h\" data-l=\"B\"><span>&lt;script&gt;alert(1)&lt;/script&gt;</span></td></tr>"));
    assert_non_null(strstr(
        text,
        "<tr class=\"rule\"><td class=\"right quiet h\" data-l=\"Một hai\"><span>chưa có số liệu</span></td>"
        "<td class=\" h none\" data-l=\"B\"><span>–</span></td></tr>"));
    assert_non_null(strstr(text, "<p>f &amp; g</p>"));
    assert_non_null(strstr(text, "</html>\n"));
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "://")); /* nothing is fetched: offices are on closed networks */
    free(text);
    table_free(t);
}

static void test_misuse(void **state)
{
    struct error e = {0};
    struct table *t = table_new();
    (void)state;
    table_free(NULL);
    table_column(t, "a", "A", false);
    table_column(t, "a", "again", false);
    table_column(t, "a", "and again", false);
    table_row(t);
    table_number(t, 1);
    table_row(t);
    same(t, FORMAT_CSV, false, 0, "a,a_2,a_3\n1,,\n,,\n");
    table_number(t, 1);
    table_number(t, 2);
    table_text(t, NULL);
    assert_false(table_failed(t));
    assert_false(table_number(t, 4)); /* a cell too many */
    assert_true(table_failed(t));
    assert_false(table_write(t, &(struct table_look){.format = FORMAT_CSV}, stdout, &e));
    assert_int_equal(e.code, ERROR_INTERNAL);
    table_free(t);
    t = table_new();
    assert_false(table_number(t, 1)); /* no row yet */
    table_free(t);
    t = table_new();
    for (int i = 0; i < LIMIT_COLUMNS; i++)
        assert_true(table_column(t, "c", "C", false));
    assert_false(table_column(t, "c", "C", false));
    table_free(t);
}

static void test_write_error(void **state)
{
    struct error e = {0};
    struct table *t = sample();
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    assert_false(table_write(t, &(struct table_look){.format = FORMAT_TABLE}, full, &e));
    assert_int_equal(e.code, ERROR_IO);
    assert_non_null(strstr(e.what, strerror(ENOSPC)));
    fclose(full);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    FILE *closed = fdopen(ends[1], "w");
    assert_non_null(closed);
    assert_false(table_write(t, &(struct table_look){.format = FORMAT_CSV}, closed, &e));
    assert_int_equal(e.code, ERROR_IO);
    assert_non_null(strstr(e.what, strerror(EPIPE)));
    fclose(closed);
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),        cmocka_unit_test(test_colour),
        cmocka_unit_test(test_decomposed),  cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_nothing_cut), cmocka_unit_test(test_footnote_wraps),
        cmocka_unit_test(test_csv),         cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_json),        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_html),        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_write_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
