/* Tries of passwords: an address waits, a name never does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "serve/login_gate.h"

static struct login_gate *gate_new(void **state)
{
    (void)state;
    struct login_gate *g = calloc(1, sizeof *g);
    assert_non_null(g);
    return g;
}

static void a_stranger_is_not_locked_out(void **state)
{
    struct login_gate *g = gate_new(state);
    for (int i = 0; i < 5; i++) {
        assert_true(login_gate_open(g, "an", "10.0.0.1", 1000));
        login_gate_wrong(g, "an", "10.0.0.1", 1000);
    }
    assert_false(login_gate_open(g, "an", "10.0.0.1", 1000));
    assert_true(login_gate_open(g, "an", "10.0.0.2", 1000));
    assert_true(login_gate_open(g, "binh", "10.0.0.1", 1000));
    assert_false(login_gate_open(g, "an", "10.0.0.1", 1299));
    assert_true(login_gate_open(g, "an", "10.0.0.1", 1300));
    free(g);
}

static void an_address_tries_no_list_of_names(void **state)
{
    struct login_gate *g = gate_new(state);
    char name[16];
    for (int i = 0; i < 30; i++) {
        snprintf(name, sizeof name, "n%d", i);
        assert_true(login_gate_open(g, name, "10.0.0.1", 5000));
        login_gate_wrong(g, name, "10.0.0.1", 5000);
    }
    assert_false(login_gate_open(g, "other", "10.0.0.1", 5000));
    assert_true(login_gate_open(g, "other", "10.0.0.2", 5000));
    free(g);
}

static void a_right_password_forgets(void **state)
{
    struct login_gate *g = gate_new(state);
    for (int i = 0; i < 4; i++)
        login_gate_wrong(g, "an", "10.0.0.1", 1000);
    login_gate_right(g, "an", "10.0.0.1");
    for (int i = 0; i < 4; i++)
        login_gate_wrong(g, "an", "10.0.0.1", 1000);
    assert_true(login_gate_open(g, "an", "10.0.0.1", 1000));
    free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_stranger_is_not_locked_out),
                                       cmocka_unit_test(an_address_tries_no_list_of_names),
                                       cmocka_unit_test(a_right_password_forgets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
