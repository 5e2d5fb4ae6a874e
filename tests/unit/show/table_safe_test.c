/* Whatever a portal or a file says: no table in any format carries a control, a mark of writing direction or a letter that
 * nobody sees, and no CSV cell begins a formula. Texts are put together by a fixed generator from the worst parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "base/csv.h"
#include "show/table.h"
#include "show/table_write.h"

static const char *const parts[] = {"=",
                                    "+",
                                    "-",
                                    "@",
                                    "\t",
                                    "\r",
                                    "\n",
                                    "\x1B[31m",
                                    "\x07",
                                    "\x7F",
                                    "\xC2\x9B",
                                    "\xC2\x85",
                                    "\xE2\x80\xAE",
                                    "\xE2\x80\xAA",
                                    "\xE2\x81\xA6",
                                    "\xE2\x81\xA9",
                                    "\xE2\x80\x8B",
                                    "\xE2\x80\x8D",
                                    "\xEF\xBB\xBF",
                                    "\xC2\xAD",
                                    "\xF3\xA0\x80\xA0",
                                    "\xE2\x80\xA8",
                                    "\xEF\xBF\xB9",
                                    "\xFF",
                                    "\xC3",
                                    "\"",
                                    "'",
                                    ",",
                                    ";",
                                    "<",
                                    ">",
                                    "&",
                                    "\\",
                                    "]]>",
                                    "Xã",
                                    "Mẫu",
                                    "01",
                                    "-5",
                                    "cmd|",
                                    "ﾠ",
                                    "\xE3\x85\xA4",
                                    "\xF0\x9F\x98\x80",
                                    " "};

static unsigned dice = 1;

static unsigned throw_dice(unsigned sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 16) % sides;
}

static void text_make(char *out, size_t size)
{
    *out = '\0';
    for (unsigned i = throw_dice(8); i > 0; i--) {
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s", parts[throw_dice(sizeof parts / sizeof *parts)]);
    }
}

/* A list of its own, from the standard and the issue, not from the code under test. */
static bool forbidden(utf8proc_int32_t c)
{
    return (c < 0x20 && c != '\n') || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0xAD || c == 0x61C || c == 0x3164 ||
           c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static void expect_clean(const char *text, const char *what)
{
    while (*text) {
        utf8proc_int32_t letter;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &letter);
        if (n <= 0)
            fail_msg("%s: not UTF-8 at %.20s", what, text);
        if (forbidden(letter))
            fail_msg("%s: U+%04X leaves", what, (unsigned)letter);
        text += n;
    }
}

static struct table *table_of(char texts[6][128])
{
    struct table *t = table_new();
    assert_non_null(t);
    for (int i = 0; i < 6; i++)
        text_make(texts[i], 128);
    table_column(t, texts[0], texts[1], false);
    table_column(t, "n", "N", true);
    table_caption(t, texts[2]);
    table_footnote(t, texts[3]);
    table_row(t);
    table_text(t, texts[4]);
    table_number(t, -7);
    table_note(t, texts[5]);
    assert_false(table_failed(t));
    return t;
}

static char *written(const struct table *t, enum format format, int width)
{
    char *text = NULL;
    size_t n = 0;
    struct error e = {0};
    FILE *out = open_memstream(&text, &n);
    assert_non_null(out);
    assert_true(table_write(t, &(struct table_look){.format = format, .width = width}, out, &e));
    assert_int_equal(fclose(out), 0);
    return text;
}

/* Read back by the program's own reader of CSV: one row of two cells, the number still a number. */
static void expect_csv(const char *text)
{
    char path[] = "/tmp/motcua-safe-XXXXXX";
    struct error e = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    struct csv *c = csv_open(path, &e);
    assert_non_null(c);
    for (int row = 0; row < 2; row++) {
        assert_true(csv_next(c));
        if (csv_fields(c) != 2)
            fail_msg("%zu fields in %s", csv_fields(c), text);
        const char *cell = csv_field(c, 0);
        if (*cell && strchr("=@\t\r", *cell))
            fail_msg("a cell begins a formula: %s", text);
        if ((*cell == '+' || *cell == '-') && cell[1 + strspn(cell + 1, "0123456789.,% ")])
            fail_msg("a cell begins a formula: %s", text);
        assert_string_equal(csv_field(c, 1), row ? "-7" : "n");
    }
    csv_close(c);
    unlink(path);
}

static void test_all_formats(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char texts[6][128];
        struct table *t = table_of(texts);
        for (int format = 0; format < FORMATS; format++) {
            if (!(FORMATS_OF_TABLES >> format & 1))
                continue;
            char *text = written(t, (enum format)format, round % 2 ? 40 : 0);
            expect_clean(text, format_name((enum format)format));
            if (format == FORMAT_JSON) {
                json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
                assert_non_null(json);
                const char *value =
                    json_string_value(json_object_iter_value(json_object_iter(json_array_get(json, 0))));
                expect_clean(value ? value : "", "JSON value");
                json_decref(json);
            }
            if (format == FORMAT_CSV && round % 10 == 0)
                expect_csv(text);
            free(text);
        }
        table_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_formats)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
