#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "adapters/table/entity.h"

static void test_entities(void **state)
{
    (void)state;
    static const struct {
        const char *text, *read;
    } cases[] = {{"X&atilde; A", "Xã A"},
                 {"&#272;ang &#x1EED; l&yacute;", "Đang ử lý"},
                 {"A &amp; B", "A & B"},
                 {"A & B; C", "A & B; C"},
                 {"&nosuch;", "&nosuch;"},
                 {"&;&#;&#x;&#-5;&#+5;", "&;&#;&#x;&#-5;&#+5;"},
                 {"&#0;&#10;&#xD800;", "&#0;&#10;&#xD800;"},
                 {"&#99999999;", "&#99999999;"},
                 {"&", "&"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s", cases[i].text);
        size_t n = entities_read(text, strlen(text));
        assert_int_equal(n, strlen(cases[i].read));
        assert_memory_equal(text, cases[i].read, n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_entities)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
