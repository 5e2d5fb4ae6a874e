/* A mail as bytes: heads that texts cannot break out of, words and names in other letters, base64. */
#include "deliver/letter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct letter plain(void)
{
    return (struct letter){.from = "a@mau.example",
                           .to = "b@mau.example",
                           .subject = "Bao cao",
                           .text = "mot\nhai\n",
                           .id = "0123@mau.example",
                           .at = 1669363200, /* 2022-11-25T15:00 in Viet Nam */
                           .files = {{"b.docx", "application/x", "abc", 3}},
                           .file_count = 1};
}

static char *bytes_of(const struct letter *l)
{
    struct buffer out;
    struct error e = {0};
    buffer_init(&out, 1 << 20);
    assert_true(letter_write(l, &out, &e));
    char *text = strdup(buffer_string(&out));
    buffer_free(&out);
    assert_non_null(text);
    return text;
}

static void test_whole(void **state)
{
    (void)state;
    struct letter l = plain();
    char *text = bytes_of(&l);
    /* "mot\r\nhai\r\n" and "abc" in base64, by base64(1) */
    assert_string_equal(text, "Date: Fri, 25 Nov 2022 15:00:00 +0700\r\n"
                              "From: <a@mau.example>\r\n"
                              "To: <b@mau.example>\r\n"
                              "Subject: Bao cao\r\n"
                              "Message-ID: <0123@mau.example>\r\n"
                              "Auto-Submitted: auto-generated\r\n"
                              "MIME-Version: 1.0\r\n"
                              "Content-Type: multipart/mixed; boundary=\"=_motcua\"\r\n"
                              "\r\n"
                              "--=_motcua\r\n"
                              "Content-Type: text/plain; charset=UTF-8\r\n"
                              "Content-Transfer-Encoding: base64\r\n"
                              "\r\n"
                              "bW90DQpoYWkNCg==\r\n"
                              "--=_motcua\r\n"
                              "Content-Type: application/x\r\n"
                              "Content-Transfer-Encoding: base64\r\n"
                              "Content-Disposition: attachment;\r\n"
                              " filename=\"b.docx\"\r\n"
                              "\r\n"
                              "YWJj\r\n"
                              "--=_motcua--\r\n");
    free(text);
}

static void test_heads(void **state)
{
    (void)state;
    struct letter l = plain();
    l.from_name = "Sở";
    l.subject = "x\r\nBcc: c@d.example";
    l.files[0].name = "xã\r\n.docx";
    char *text = bytes_of(&l);
    assert_non_null(strstr(text, "From: =?UTF-8?B?U+G7nw==?=\r\n <a@mau.example>\r\n"));
    assert_null(strstr(text, "\r\nBcc"));
    assert_non_null(
        strstr(text, "Subject: =?UTF-8?B?eCAgQmNjOiBjQGQuZXhhbXBsZQ==?=\r\n")); /* "x  Bcc: c@d.example" */
    assert_non_null(strstr(text, " filename=\"x___.docx\";\r\n filename*=UTF-8''x%C3%A3%20%20.docx\r\n"));
    free(text);
    l = plain();
    l.subject = "a\xe2\x80\xae"
                "b"; /* right-to-left override */
    text = bytes_of(&l);
    assert_non_null(strstr(text, "Subject: =?UTF-8?B?Ye+/vWI=?=\r\n")); /* a U+FFFD b */
    free(text);
}

/* Words of a long head are cut at whole letters, in lines of at most 76. */
static void test_long(void **state)
{
    (void)state;
    struct letter l = plain();
    char subject[301];
    for (size_t i = 0; i < 300; i += 3)
        memcpy(subject + i, "\xe1\xba\xa5", 3); /* ấ */
    subject[300] = '\0';
    l.subject = subject;
    char *text = bytes_of(&l), *at = strstr(text, "Subject: "), *end = strstr(at, "Message-ID");
    int words = 0;
    for (char *line = at; line < end; line = strstr(line, "\r\n") + 2) {
        assert_true(strcspn(line, "\r") <= 9 + 75);
        char *word = strstr(line, "?B?") + 3;
        assert_int_equal(strcspn(word, "?") % 4, 0); /* 42 bytes: 14 letters, no padding */
        assert_memory_equal(word, "4bql4bql", 8);
        words++;
    }
    assert_int_equal(words, 8); /* 300 / 42 */
    free(text);
}

static void test_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"a@b.example", "van-thu.xa_04+x@mau.gov.vn", "O'Neil@x.y"},
                             *const bad[] = {"",        "a",       "@b",       "a@",    "a b@c.d", "a@b c",
                                             "a@b>",    "<a@b>",   "a@b\r\n",  "a\n@b", "a@b@c",   "a@b,c@d",
                                             "\"a\"@b", "xã@b.vn", "a@mẫu.vn", "-a@b",  "a@-b",    "a..b@c.d",
                                             ".a@b",    "a.@b",    "a@b.",     "a@.b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(letter_address_ok(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(letter_address_ok(bad[i]));
    struct letter l = plain();
    struct buffer out;
    struct error e = {0};
    buffer_init(&out, 1 << 20);
    l.to = "b@c.d>\r\nRCPT TO:<x@y.z";
    assert_false(letter_write(&l, &out, &e));
    assert_int_equal(e.code, ERROR_DATA);
    buffer_free(&out);
}

static void test_limit(void **state)
{
    (void)state;
    struct letter l = plain();
    struct buffer out;
    struct error e = {0};
    buffer_init(&out, 300);
    assert_false(letter_write(&l, &out, &e));
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_heads),
                                       cmocka_unit_test(test_long), cmocka_unit_test(test_addresses),
                                       cmocka_unit_test(test_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
