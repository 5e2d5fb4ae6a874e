/* SHA-256 of files against the vectors of FIPS 180-2, appendix B. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"

static char path[64];

static void file_write(const char *part, size_t times)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (size_t i = 0; i < times; i++)
        fputs(part, f);
    assert_int_equal(fclose(f), 0);
}

static void test_vectors(void **state)
{
    static const struct {
        const char *part;
        size_t times;
        const char *digest;
    } cases[] = {
        {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"aaaaaaaaaa", 100000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    char digest[DIGEST_TEXT_BYTES];
    int64_t bytes;
    struct error e = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_write(cases[i].part, cases[i].times);
        if (!digest_file(path, digest, &bytes, &e))
            fail_msg("%s: %s", e.where, e.what);
        assert_string_equal(digest, cases[i].digest);
        assert_int_equal(bytes, strlen(cases[i].part) * cases[i].times);
    }
}

static void test_not_files(void **state)
{
    char digest[DIGEST_TEXT_BYTES];
    int64_t bytes;
    struct error e = {0};
    (void)state;
    unlink(path);
    assert_false(digest_file(path, digest, &bytes, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_false(digest_file("/tmp", digest, &bytes, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(digest_file(path, digest, &bytes, &e));
    assert_int_equal(e.code, ERROR_USAGE);
}

int main(void)
{
    snprintf(path, sizeof path, "/tmp/motcua-digest-%ld", (long)getpid());
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors), cmocka_unit_test(test_not_files)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
