/* The reader of JSON: its events whatever the pieces, and the known faults of the parser behind it. */
#include "decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/json/json_reader.h"
#include "adapters/json/json_writer.h"

/* Events become JSON again. */
struct echo {
    struct json_writer w;
    size_t stop_at, events;
};

static bool go_on(struct echo *x)
{
    return ++x->events != x->stop_at;
}

static bool on_null(void *context)
{
    json_writer_bare(&((struct echo *)context)->w, "null", 4);
    return go_on(context);
}

static bool on_boolean(void *context, bool value)
{
    json_writer_bare(&((struct echo *)context)->w, value ? "true" : "false", value ? 4 : 5);
    return go_on(context);
}

static bool on_number(void *context, const char *bytes, size_t n)
{
    json_writer_bare(&((struct echo *)context)->w, bytes, n);
    return go_on(context);
}

static bool on_text(void *context, const char *bytes, size_t n)
{
    json_writer_text(&((struct echo *)context)->w, bytes, n);
    return go_on(context);
}

static bool on_key(void *context, const char *bytes, size_t n)
{
    json_writer_key(&((struct echo *)context)->w, bytes, n);
    return go_on(context);
}

static bool on_object(void *context)
{
    return json_writer_open(&((struct echo *)context)->w, '{') && go_on(context);
}

static bool on_object_end(void *context)
{
    json_writer_close(&((struct echo *)context)->w, '}');
    return go_on(context);
}

static bool on_list(void *context)
{
    return json_writer_open(&((struct echo *)context)->w, '[') && go_on(context);
}

static bool on_list_end(void *context)
{
    json_writer_close(&((struct echo *)context)->w, ']');
    return go_on(context);
}

static const struct json_events events = {on_null,   on_boolean,    on_number, on_text,    on_key,
                                          on_object, on_object_end, on_list,   on_list_end};

static enum json_state echo(const char *bytes, size_t n, size_t piece, bool check, size_t stop_at,
                            struct buffer *out)
{
    struct echo x = {.w = {.out = out}, .stop_at = stop_at};
    struct json_reader *r = json_reader_open(&events, &x, check);
    enum json_state state = JSON_READ;
    assert_non_null(r);
    for (size_t at = 0; at < n && state == JSON_READ; at += piece)
        state = json_reader_feed(r, bytes + at, n - at < piece ? n - at : piece);
    if (state == JSON_READ)
        state = json_reader_end(r);
    json_reader_close(r);
    return state;
}

static void check(const char *text, enum json_state wanted, const char *told)
{
    for (size_t piece = 1; piece <= strlen(text); piece++) {
        struct buffer out;
        buffer_init(&out, 100000);
        enum json_state state = echo(text, strlen(text), piece, true, 0, &out);
        if (state != wanted)
            fail_msg("%s in pieces of %zu: %d", text, piece, state);
        if (told)
            assert_string_equal(buffer_string(&out), told);
        buffer_free(&out);
    }
}

static void test_same_whatever_the_pieces(void **state)
{
    (void)state;
    check(" { \"a\" : [ 1 , -2.50e+3 , true,false,null ], \"\":{} } ", JSON_READ,
          "{\"a\":[1,-2.50e+3,true,false,null],\"\":{}}");
    check("\"\\u0110\\n\\\"\\/\\\\ \\u0001\"", JSON_READ, "\"Đ\\n\\\"/\\\\ \\u0001\"");
    check("\"\\ud83d\\ude00\"", JSON_READ, "\"😀\"");
    check("17", JSON_READ, "17"); /* a number at the very end */
    check("{\"a\":1", JSON_BROKEN, NULL);
    check("{\"a\" 1}", JSON_BROKEN, NULL);
    check("[1,]", JSON_BROKEN, NULL);
    check("nul", JSON_BROKEN, NULL);
    check("[1}", JSON_BROKEN, NULL);
    check("0\"", JSON_BROKEN, NULL); /* a text begun behind a whole value, and not ended: yajl takes that */
    check("{}\"abc", JSON_BROKEN, NULL);
    check("{} \"a\\", JSON_BROKEN, NULL);
    check("\"\xFF\"", JSON_BROKEN, NULL); /* no UTF-8 */
    check("\"a\nb\"", JSON_BROKEN, NULL); /* a bare line end in a string */
}

/* Numbers are their text: nothing wraps, rounds or overflows (yajl's own are long long and double). */
static void test_numbers(void **state)
{
    (void)state;
    check("[9223372036854775808,-9223372036854775809,123456789012345678901234567890,0.1,1e999,-0]", JSON_READ,
          "[9223372036854775808,-9223372036854775809,123456789012345678901234567890,0.1,1e999,-0]");
    check("[01]", JSON_BROKEN, NULL);
    check("[1.]", JSON_BROKEN, NULL);
    check("[+1]", JSON_BROKEN, NULL);
    check("[1e]", JSON_BROKEN, NULL);
}

/* CVE-2017-16516: a surrogate that the string does not finish was read beyond its end. */
static void test_surrogates_cut(void **state)
{
    static const char *const texts[] = {"\"\\ud800\"",      "\"\\ud800\\\"",      "\"\\ud800\\u\"",
                                        "\"\\ud800\\u12\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
                                        "\"\\ud8",          "\"\\ud800a\"",       "\"\\ud800\\n\"",
                                        "\"\\ud800\\ud80",  "{\"\\ud83d\":1}",    "\"\\ud83d\\ude0\""};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t piece = 1; piece <= strlen(texts[i]); piece++) {
            struct buffer out;
            char *exact =
                malloc(strlen(texts[i])); /* no byte behind it: a sanitizer sees every step too far */
            assert_non_null(exact);
            memcpy(exact, texts[i], strlen(texts[i]));
            buffer_init(&out, 1000);
            enum json_state told = echo(exact, strlen(texts[i]), piece, true, 0, &out);
            assert_true(told == JSON_READ || told == JSON_BROKEN);
            buffer_free(&out);
            free(exact);
        }
}

/* yajl nests without end, and its stack grows with it. */
static void test_depth(void **state)
{
    char deep[2 * LIMIT_JSON_DEPTH + 4];
    struct buffer out;
    (void)state;
    memset(deep, '[', LIMIT_JSON_DEPTH);
    memset(deep + LIMIT_JSON_DEPTH, ']', LIMIT_JSON_DEPTH);
    buffer_init(&out, 10000);
    assert_int_equal(echo(deep, 2 * LIMIT_JSON_DEPTH, 7, true, 0, &out), JSON_READ);
    assert_int_equal(out.used, 2 * LIMIT_JSON_DEPTH);
    buffer_reset(&out);
    memset(deep, '[', LIMIT_JSON_DEPTH + 1);
    memset(deep + LIMIT_JSON_DEPTH + 1, ']', LIMIT_JSON_DEPTH + 1);
    assert_int_equal(echo(deep, 2 * LIMIT_JSON_DEPTH + 2, 7, true, 0, &out), JSON_STOPPED);
    buffer_free(&out);
}

/* CVE-2022-24795: a buffer whose size wrapped. One value grows to LIMIT_BODY_BYTES and not further. */
static void test_one_large_value(void **state)
{
    static char piece[1 << 20];
    struct json_reader *r = json_reader_open(&(const struct json_events){0}, NULL, false);
    enum json_state told = json_reader_feed(r, "\"\\n", 3);
    (void)state;
    memset(piece, 'a', sizeof piece);
    size_t fed = 0;
    for (; told == JSON_READ && fed < 2 * (size_t)LIMIT_BODY_BYTES; fed += sizeof piece)
        told = json_reader_feed(r, piece, sizeof piece);
    assert_int_equal(told, JSON_NO_MEMORY);
    assert_true(fed >= (size_t)LIMIT_BODY_BYTES / 4);
    json_reader_close(r);
}

static void test_stopped_and_at(void **state)
{
    struct buffer out;
    (void)state;
    buffer_init(&out, 1000);
    assert_int_equal(echo("[1,2,3]", 7, 7, true, 3, &out), JSON_STOPPED);
    assert_string_equal(buffer_string(&out), "[1,2");
    buffer_free(&out);
    struct json_reader *r = json_reader_open(&(const struct json_events){0}, NULL, false);
    assert_int_equal(json_reader_feed(r, "[1, x]", 6), JSON_BROKEN);
    assert_true(json_reader_at(r) >= 4 && json_reader_at(r) <= 5);
    json_reader_close(r);
    json_reader_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_whatever_the_pieces), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_surrogates_cut),           cmocka_unit_test(test_depth),
        cmocka_unit_test(test_one_large_value),          cmocka_unit_test(test_stopped_and_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
