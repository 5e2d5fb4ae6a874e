/* Addresses and forms as they come, clean and not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "serve/request.h"

static struct request *read_address(const char *raw)
{
    struct request *r = request_new(raw);
    assert_non_null(r);
    return r;
}

static void segments_are_decoded(void **state)
{
    (void)state;
    struct request *r = read_address("/don-vi/H99%2E22?tim=x%C3%A3+m%E1%BA%ABu&xep=&dang");
    assert_false(r->refused);
    assert_int_equal(r->segment_count, 2);
    assert_string_equal(r->segments[1], "H99.22");
    assert_string_equal(request_field(&r->query, "tim"), "xã mẫu");
    assert_string_equal(request_field(&r->query, "xep"), "");
    assert_string_equal(request_field(&r->query, "dang"), "");
    assert_null(request_field(&r->query, "chieu"));
    request_free(r);
    r = read_address("/");
    assert_false(r->refused);
    assert_int_equal(r->segment_count, 0);
    request_free(r);
}

static void unclean_is_refused(void **state)
{
    static const char *const bad[] = {
        "",        "x",          "//",      "/a//b",   "/..",     "/a/%2e%2e/b",          "/a/.",     "/%2f",
        "/a%5cb",  "/%",         "/%4",     "/%zz",    "/a%00",   "/a%0d%0aSet-Cookie:x", "/%7f",     "/%ff",
        "/%c0%af", "/%ed%a0%80", "/?a=%00", "/?%ff=1", "/?a=%0a", "/1/2/3/4/5/6/7/8/9",   "http://x/"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct request *r = read_address(bad[i]);
        if (!r->refused)
            fail_msg("taken: %s", bad[i]);
        request_free(r);
    }
}

/* As many fields as the limit says, and no more. */
static void fields_are_counted(void **state)
{
    char address[2 * LIMIT_SERVE_FIELDS + 8] = "/?a";
    (void)state;
    for (size_t i = 1; i < LIMIT_SERVE_FIELDS; i++)
        memcpy(address + 1 + 2 * i, "&a", 3);
    struct request *r = read_address(address);
    assert_false(r->refused);
    assert_int_equal(r->query.count, LIMIT_SERVE_FIELDS);
    request_free(r);
    memcpy(address + 1 + 2 * LIMIT_SERVE_FIELDS, "&a", 3);
    r = read_address(address);
    assert_true(r->refused);
    request_free(r);
}

static void forms_are_read_strictly(void **state)
{
    (void)state;
    struct request *r = read_address("/dang-nhap");
    buffer_text(&r->body, "name=a%40b&password=m%E1%BA%ADt+kh%E1%BA%A9u%26");
    assert_true(request_form_read(r));
    assert_string_equal(request_field(&r->form, "name"), "a@b");
    assert_string_equal(request_field(&r->form, "password"), "mật khẩu&");
    request_free(r);
    r = read_address("/dang-nhap");
    buffer_append(&r->body, "name=a\0b", 8);
    assert_false(request_form_read(r));
    request_free(r);
    r = read_address("/dang-nhap");
    buffer_text(&r->body, "name=%fe");
    assert_false(request_form_read(r));
    request_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_are_decoded), cmocka_unit_test(unclean_is_refused),
        cmocka_unit_test(fields_are_counted), cmocka_unit_test(forms_are_read_strictly)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
