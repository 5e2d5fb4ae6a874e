/* Evidence in the store: one file for one criterion counts once, is withdrawn by another entry, and what was
 * known at a moment stays known. */
#include "sample.h"

#include "index/evidence.h"

static const struct evidence first = {.ruleset = "nam-dinh-2019",
                                      .criterion = "4.2",
                                      .unit = "hai-hau",
                                      .period_kind = PERIOD_YEAR,
                                      .period_from = 1546275600, /* 2019-01-01 +07:00 */
                                      .entered = 100,
                                      .name = "QĐ 12.pdf",
                                      .sha256 = "ba78",
                                      .bytes = 3,
                                      .reference = "Tủ 3",
                                      .by = "noi-vu"};

struct listed {
    size_t count, withdrawn;
    int64_t last;
};

static bool row(void *context, const struct evidence *evidence, struct error *e)
{
    struct listed *seen = context;
    (void)e;
    assert_int_equal(evidence->period_kind, PERIOD_YEAR);
    assert_int_equal(evidence->period_from, first.period_from);
    assert_string_equal(evidence->name, "QĐ 12.pdf");
    assert_string_equal(evidence->sha256, "ba78");
    assert_null(evidence->note);
    seen->count++;
    seen->withdrawn += evidence->withdrawn;
    seen->last = evidence->id;
    return true;
}

static struct listed look(struct store *s, moment known)
{
    struct listed seen = {0};
    struct error e = {0};
    assert_ok(evidence_each(s, known, row, &seen, &e), e);
    return seen;
}

static void test_entries(void **state)
{
    struct error e = {0};
    struct store *s = store_open("sqlite::memory:", &e);
    struct evidence other = first;
    bool added = false;
    (void)state;
    assert_ok(s, e);
    assert_ok(evidence_add(s, &first, &added, &e), e);
    assert_true(added);
    other.entered = 150;
    assert_ok(evidence_add(s, &other, &added, &e), e);
    assert_false(added); /* the same file for the same */
    other.criterion = "4.3";
    assert_ok(evidence_add(s, &other, &added, &e), e);
    assert_true(added);
    assert_int_equal(look(s, 99).count, 0);
    assert_int_equal(look(s, 100).count, 1);
    assert_int_equal(look(s, 150).count, 2);
    int64_t id = look(s, 100).last;
    assert_ok(evidence_withdraw(s, id, "nhầm", "noi-vu", 200, &e), e);
    assert_int_equal(look(s, 199).withdrawn, 0);
    assert_int_equal(look(s, 200).withdrawn, 1);
    assert_int_equal(look(s, 200).count, 2); /* nothing is hidden */
    assert_false(evidence_withdraw(s, id, NULL, "x", 300, &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_false(evidence_withdraw(s, 99, NULL, "x", 300, &e));
    other = first;
    other.entered = 250;
    assert_ok(evidence_add(s, &other, &added, &e), e);
    assert_true(added); /* what was withdrawn may be entered again */
    store_close(s);
}

int main(void)
{
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_entries)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
