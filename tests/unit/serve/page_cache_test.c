/* Pages kept ready: for how long, for whom, and how many. */
#include "serve/page_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"

static const struct page_mark mark = {5, 1000};

static void put(struct page_cache *c, const char *key, const struct page_mark *at, int64_t now, size_t n)
{
    char *body = calloc(1, n);
    const struct page_kept page = {{.status = 200, .type = REPLY_HTML}, packed_new(body, n, "", false), "/x"};
    page_cache_put(c, key, at, now, page_cache_generation(c), &page);
    packed_drop(page.body);
    free(body);
}

static bool there(struct page_cache *c, const char *key, const struct page_mark *at, int64_t now, bool late)
{
    struct page_kept page;
    bool found = page_cache_find(c, key, at, now, late, &page);
    if (found) {
        assert_int_equal(page.head.status, 200);
        packed_drop(page.body);
    }
    return found;
}

static void good_for_its_mark_and_time(void **state)
{
    struct page_cache *c = page_cache_new();
    const struct page_mark next = {6, 1000}, ended = {5, 1001};
    (void)state;
    put(c, "/a\nxa", &mark, 100, 10);
    assert_true(there(c, "/a\nxa", &mark, 100, false));
    assert_false(there(c, "/a\nkhac", &mark, 100, false)); /* another's rights */
    assert_false(there(c, "/a\nxa", &next, 100, false));
    assert_false(there(c, "/a\nxa", &ended, 100, false));
    assert_true(there(c, "/a\nxa", &ended, 100, true)); /* who would have to wait */
    assert_true(there(c, "/a\nxa", &mark, 100 + LIMIT_SERVE_MODEL_SECONDS - 1, false));
    assert_false(there(c, "/a\nxa", &mark, 100 + LIMIT_SERVE_MODEL_SECONDS, false));
    assert_true(there(c, "/a\nxa", &mark, 100 + 2 * LIMIT_SERVE_MODEL_SECONDS - 1, true));
    assert_false(there(c, "/a\nxa", &mark, 100 + 2 * LIMIT_SERVE_MODEL_SECONDS, true));
    assert_false(there(c, "/a\nxa", &mark, 99, true)); /* the clock was set back */
    page_cache_free(c);
}

/* A page that was begun before something was entered is not kept. */
static void what_was_entered_is_seen(void **state)
{
    struct page_cache *c = page_cache_new();
    (void)state;
    put(c, "/a", &mark, 100, 10);
    uint64_t before = page_cache_generation(c);
    page_cache_forget(c);
    assert_false(there(c, "/a", &mark, 100, true));
    const struct page_kept page = {{.status = 200}, packed_new("x", 1, "", false), "/a"};
    page_cache_put(c, "/a", &mark, 100, before, &page);
    packed_drop(page.body);
    assert_false(there(c, "/a", &mark, 100, true));
    page_cache_free(c);
}

static void bounded(void **state)
{
    struct page_cache *c = page_cache_new();
    char key[32];
    int64_t hits, pages, bytes;
    (void)state;
    for (int i = 0; i < LIMIT_SERVE_PAGES; i++) {
        snprintf(key, sizeof key, "/%d", i);
        put(c, key, &mark, 100, 10);
    }
    assert_true(there(c, "/0", &mark, 100, false)); /* used: another goes */
    put(c, "/new", &mark, 100, 10);
    assert_true(there(c, "/0", &mark, 100, false) && there(c, "/new", &mark, 100, false));
    assert_false(there(c, "/1", &mark, 100, false));
    page_cache_tell(c, &hits, &pages, &bytes);
    assert_int_equal(pages, LIMIT_SERVE_PAGES);
    for (int i = 0; i < 40; i++) {
        snprintf(key, sizeof key, "/big%d", i);
        put(c, key, &mark, 100, LIMIT_SERVE_PAGES_BYTES / 10);
    }
    page_cache_tell(c, &hits, &pages, &bytes);
    assert_true(bytes <= LIMIT_SERVE_PAGES_BYTES && there(c, "/big39", &mark, 100, false));
    put(c, "/huge", &mark, 100, LIMIT_SERVE_PAGES_BYTES / 2);
    assert_false(there(c, "/huge", &mark, 100, true));
    page_cache_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(good_for_its_mark_and_time),
                                       cmocka_unit_test(what_was_entered_is_seen), cmocka_unit_test(bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
