#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/limit.h"

static char path[] = "/tmp/motcua-csv-XXXXXX";

static struct csv *open_text(const char *text, size_t n, struct error *e)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    fclose(f);
    return csv_open(path, e);
}

static struct csv *open_good(const char *text)
{
    struct error e = {0};
    struct csv *c = open_text(text, strlen(text), &e);
    if (!c)
        fail_msg("%s", e.what);
    return c;
}

static void test_plain(void **state)
{
    (void)state;
    struct csv *c = open_good("\xEF\xBB\xBF"
                              "code,name\r\nH99,Xã Mẫu\n,\nlast");
    assert_true(csv_next(c));
    assert_string_equal(csv_field(c, 0), "code");
    assert_string_equal(csv_field(c, 1), "name");
    assert_true(csv_next(c));
    assert_int_equal(csv_line(c), 2);
    assert_string_equal(csv_field(c, 1), "Xã Mẫu");
    assert_string_equal(csv_field(c, 7), "");
    assert_true(csv_next(c));
    assert_int_equal(csv_fields(c), 2);
    assert_true(csv_next(c));
    assert_string_equal(csv_field(c, 0), "last");
    assert_false(csv_next(c));
    csv_close(c);
}

static void test_quoted(void **state)
{
    (void)state;
    struct csv *c = open_good("a;b\n\"Phòng \"\"một cửa\"\"; x\";\"hai\ndòng\"\nend;\n");
    assert_true(csv_next(c));
    assert_int_equal(csv_fields(c), 2);
    assert_true(csv_next(c));
    assert_string_equal(csv_field(c, 0), "Phòng \"một cửa\"; x");
    assert_string_equal(csv_field(c, 1), "hai\ndòng");
    assert_true(csv_next(c));
    assert_int_equal(csv_line(c), 4);
    assert_string_equal(csv_field(c, 0), "end");
    csv_close(c);
}

static void test_separator_tab(void **state)
{
    (void)state;
    struct csv *c = open_good("a\tb,c\td\n1\t2\t3\n");
    assert_true(csv_next(c));
    assert_int_equal(csv_fields(c), 3);
    assert_string_equal(csv_field(c, 1), "b,c");
    csv_close(c);
}

/* A caret parts as any separator does; a tilde that stands in each line once is part of a text. */
static void test_separator_rare(void **state)
{
    (void)state;
    struct csv *c = open_good("a^b^c,x^d\n1^2^3,5^4\n");
    assert_true(csv_next(c));
    assert_int_equal(csv_fields(c), 4);
    assert_string_equal(csv_field(c, 2), "c,x");
    csv_close(c);
    c = open_good("a,b\n1~2,3\n4~5,6\n7~8,9\n");
    assert_true(csv_next(c) && csv_next(c));
    assert_int_equal(csv_fields(c), 2);
    assert_string_equal(csv_field(c, 0), "1~2");
    csv_close(c);
}

/* Reads all; the fault must say what and where. */
static void expect_fault(const char *text, size_t n, const char *what, const char *where)
{
    struct error e = {0};
    struct csv *c = open_text(text, n, &e);
    while (c && csv_next(c))
        continue;
    assert_true(!c || !csv_ended(c, &e));
    assert_int_equal(e.code, ERROR_DATA);
    assert_non_null(strstr(e.what, what));
    assert_non_null(strstr(e.where, where));
    csv_close(c);
}

static void test_hostile(void **state)
{
    (void)state;
    struct error e = {0};
    const char open_quote[] = "a,b\n1,\"never\n closed";
    expect_fault(open_quote, strlen(open_quote), "never closes", ":2");
    expect_fault("a\0b", 3, "binary", "");
    expect_fault("\xFE\xFF\0a", 4, "UTF-16", "");
    char wide[4096];
    memset(wide, ',', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    struct csv *c = open_good(wide);
    assert_true(csv_next(c));
    assert_int_equal(csv_fields(c), LIMIT_CSV_FIELDS);
    assert_false(csv_next(c));
    assert_true(csv_ended(c, &e));
    csv_close(c);
    for (size_t i = 0; i < sizeof wide - 1; i += 2)
        wide[i] = 'x';
    expect_fault(wide, sizeof wide - 1, "too many fields", ":1");
    csv_close(NULL);
    assert_null(csv_open("/nonexistent/x.csv", &e));
}

/* A record that lies across the end of what is read at a time. */
static void test_chunks(void **state)
{
    (void)state;
    enum { LINES = 30000 };
    size_t used = 0, size = LINES * 24;
    char *text = malloc(size);
    assert_non_null(text);
    for (int i = 0; i < LINES; i++)
        used += (size_t)snprintf(text + used, size - used, "%d;\"x\"\"%d\"\r\n", i, i);
    struct csv *c = open_good(text);
    free(text);
    for (int i = 0; i < LINES; i++) {
        char wanted[32];
        snprintf(wanted, sizeof wanted, "x\"%d", i);
        assert_true(csv_next(c));
        assert_int_equal(csv_fields(c), 2);
        assert_int_equal(csv_line(c), i + 1);
        assert_string_equal(csv_field(c, 1), wanted);
    }
    assert_false(csv_next(c));
    csv_close(c);
}

static int make_path(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int drop_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),         cmocka_unit_test(test_quoted),
        cmocka_unit_test(test_separator_tab), cmocka_unit_test(test_separator_rare),
        cmocka_unit_test(test_hostile),       cmocka_unit_test(test_chunks)};
    return cmocka_run_group_tests(tests, make_path, drop_path);
}
