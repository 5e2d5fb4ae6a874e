/* Bodies kept ready: what a reader unpacks (with zlib's own inflate) is the page with that reader's token in it. */
#include "serve/packed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char first[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char second[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static char *unpacked(const char *bytes, size_t n, size_t *size)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)n};
    size_t room = 1 << 20;
    char *out = malloc(room);
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END); /* checks length and CRC too */
    assert_int_equal(z.avail_in, 0);
    *size = room - z.avail_out;
    inflateEnd(&z);
    return out;
}

static void expect_body(const struct packed *p, const char *secret, const char *wanted, size_t n)
{
    for (int gzip = 0; gzip < 2; gzip++) {
        size_t size = 0, plain_size = 0;
        char *bytes = packed_write(p, secret, gzip, &size), *plain = bytes;
        assert_non_null(bytes);
        plain_size = size;
        if (gzip && packed_has_gzip(p))
            plain = unpacked(bytes, size, &plain_size);
        assert_int_equal(plain_size, n);
        assert_memory_equal(plain, wanted, n);
        if (plain != bytes)
            free(plain);
        free(bytes);
    }
}

/* The text with the secret after each of its parts but the last. */
static char *text_of(const char *secret, size_t times, size_t part, size_t *n)
{
    char *out = malloc((times + 1) * (part + TOKEN_BYTES) + 1), *to = out;
    for (size_t i = 0; i <= times; i++) {
        for (size_t k = 0; k < part; k++)
            *to++ = (char)('A' + (i * 7 + k * k) % 26);
        if (i < times)
            to += sprintf(to, "%s", secret);
    }
    *n = (size_t)(to - out);
    return out;
}

static void another_reader_gets_its_own_token(void **state)
{
    static const size_t parts[] = {0, 1, 100, 40000};
    (void)state;
    for (size_t times = 0; times <= 8; times++)
        for (size_t i = 0; i < 4; i++) {
            size_t n;
            char *mine = text_of(first, times, parts[i], &n), *other = text_of(second, times, parts[i], &n);
            struct packed *p = packed_new(mine, n, first, true);
            assert_non_null(p);
            assert_true(packed_has_gzip(p));
            expect_body(p, first, mine, n);
            expect_body(p, second, other, n);
            assert_int_equal(packed_digest(p, first) == packed_digest(p, second), times == 0);
            packed_drop(p);
            free(mine);
            free(other);
        }
}

/* More places than are cut: a token must not be compressed. */
static void too_many_places_are_not_packed(void **state)
{
    size_t n;
    char *text = text_of(first, 12, 50, &n);
    (void)state;
    struct packed *p = packed_new(text, n, first, true);
    assert_false(packed_has_gzip(p));
    expect_body(p, first, text, n);
    packed_drop(p);
    free(text);
}

static void without_a_secret(void **state)
{
    (void)state;
    struct packed *p = packed_new("abc", 3, "", false), *same = packed_hold(p);
    packed_drop(p);
    expect_body(same, "", "abc", 3);
    struct packed *other = packed_new("abd", 3, "", true);
    assert_true(packed_digest(same, "") != packed_digest(other, ""));
    expect_body(other, "", "abd", 3);
    packed_drop(other);
    packed_drop(same);
    packed_drop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(another_reader_gets_its_own_token),
                                       cmocka_unit_test(too_many_places_are_not_packed),
                                       cmocka_unit_test(without_a_secret)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
