/* Text from data may not become markup, on either way out. */
#include "sample.h"

#include "show/html_text.h"

static void expect_both(const char *text, const char *expected)
{
    struct buffer out;
    char *written = NULL;
    size_t size = 0;
    buffer_init(&out, 4096);
    html_text_put(&out, text);
    assert_false(out.failed);
    assert_string_equal(buffer_string(&out), expected);
    buffer_free(&out);
    FILE *file = open_memstream(&written, &size);
    assert_non_null(file);
    assert_true(html_text_write(text, "<br>", file));
    assert_int_equal(fclose(file), 0);
    assert_string_equal(written, expected);
    free(written);
}

static void test_entities(void **state)
{
    (void)state;
    expect_both("", "");
    expect_both("Xã Mẫu 01", "Xã Mẫu 01");
    expect_both("<script>&\"'</script>", "&lt;script&gt;&amp;&quot;&#39;&lt;/script&gt;");
    expect_both("' onload='x", "&#39; onload=&#39;x");
}

/* A mark that turns the direction of writing (U+202E) would show other text than the file has. */
static void test_no_hidden_marks(void **state)
{
    struct buffer out;
    (void)state;
    buffer_init(&out, 4096);
    html_text_put(&out, "a\xE2\x80\xAE"
                        "b\x01");
    assert_null(strstr(buffer_string(&out), "\xE2\x80\xAE"));
    assert_null(strchr(buffer_string(&out), '\x01'));
    assert_non_null(strchr(buffer_string(&out), 'b'));
    buffer_free(&out);
}

static void test_line_ends(void **state)
{
    char *written = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&written, &size);
    (void)state;
    assert_non_null(file);
    assert_true(html_text_write("a<b\nc", "<br>", file));
    assert_int_equal(fclose(file), 0);
    assert_string_equal(written, "a&lt;b<br>c");
    free(written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_entities),
                                       cmocka_unit_test(test_no_hidden_marks),
                                       cmocka_unit_test(test_line_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
