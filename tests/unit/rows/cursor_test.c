#include "rows/cursor.h"

#include "sample.h"

static void test_texts(void **state)
{
    static const struct {
        const char *text;
        int64_t got;
        const char *position;
        moment changed;
        const char *written; /* NULL: as it was */
    } cases[] = {
        {"", 0, "", MOMENT_NONE, NULL},
        {"@1669363200", 0, "", 1669363200, NULL},
        {"500;page=1 start=500", 500, "page=1 start=500", MOMENT_NONE,
         NULL}, /* as it was before there were changes */
        {"500;page=1 start=500@-7", 500, "page=1 start=500", -7, NULL},
        {"nonsense", 0, "", MOMENT_NONE, ""},
        {"-3;page=1", 0, "", MOMENT_NONE, ""},
        {"5", 0, "", MOMENT_NONE, ""},
        {"5;", 5, "", MOMENT_NONE, ""},
        {"@", 0, "", MOMENT_NONE, ""},
        {"@12x", 0, "", MOMENT_NONE, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cursor c;
        char out[LIMIT_VALUE_BYTES];
        cursor_read(cases[i].text, &c);
        if (c.got != cases[i].got || strcmp(c.position, cases[i].position) != 0 ||
            c.changed != cases[i].changed)
            fail_msg("%s is read as %lld, '%s', %lld", cases[i].text, (long long)c.got, c.position,
                     (long long)c.changed);
        assert_string_equal(cursor_write(&c, out), cases[i].written ? cases[i].written : cases[i].text);
    }
}

/* A position as long as it can be is kept; a longer one is cut by nobody: it is a start. */
static void test_lengths(void **state)
{
    char text[2 * LIMIT_VALUE_BYTES] = "7;";
    struct cursor c;
    (void)state;
    memset(text + 2, 'p', LIMIT_VALUE_BYTES - 1);
    cursor_read(text, &c);
    assert_int_equal(strlen(c.position), LIMIT_VALUE_BYTES - 1);
    memset(text + 2, 'p', LIMIT_VALUE_BYTES + 1);
    cursor_read(text, &c);
    assert_string_equal(c.position, "");
    assert_int_equal(c.got, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts), cmocka_unit_test(test_lengths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
