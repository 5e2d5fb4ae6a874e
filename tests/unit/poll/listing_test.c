#include "poll/listing.h"

#include "sample.h"

static struct listing l;

/* A page of `count` dossiers from number `first` on. */
static void see(int first, int count, int64_t total, moment changed)
{
    static struct dossier d[100];
    static char keys[100][16];
    struct page page = {.dossiers = d, .dossier_count = (size_t)count, .total = total, .changed = changed};
    for (int i = 0; i < count; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", first + i);
        d[i].value[DOSSIER_KEY] = value_text(keys[i]);
    }
    assert_true(listing_see(&l, &page));
}

static void test_certainty(void **state)
{
    (void)state;
    listing_begin(&l, MOMENT_NONE, 0);
    see(0, 5, 10, MOMENT_NONE);
    assert_int_equal(listing_certainty(&l), CERTAINTY_PART);
    see(5, 5, 10, MOMENT_NONE);
    assert_int_equal(listing_certainty(&l), CERTAINTY_CLEAR);
    assert_true(listing_whole(&l, NULL));
    listing_begin(&l, MOMENT_NONE, 0); /* rows shift: one comes twice, one not at all */
    see(0, 5, 10, MOMENT_NONE);
    see(4, 5, 10, MOMENT_NONE);
    assert_int_equal(listing_got(&l), 9);
    assert_false(listing_whole(&l, NULL));
    listing_begin(&l, MOMENT_NONE,
                  0); /* one is removed meanwhile: as many came as are there, and yet one is not seen */
    see(0, 5, 10, MOMENT_NONE);
    see(6, 4, 9, MOMENT_NONE);
    assert_true(listing_whole(&l, NULL));
    assert_int_equal(listing_certainty(&l), CERTAINTY_FELL);
    listing_begin(&l, MOMENT_NONE, 0); /* new ones at the end do no harm */
    see(0, 5, 10, MOMENT_NONE);
    see(5, 6, 11, MOMENT_NONE);
    assert_int_equal(listing_certainty(&l), CERTAINTY_CLEAR);
    listing_begin(&l, MOMENT_NONE, 5);
    see(5, 5, 10, MOMENT_NONE);
    assert_int_equal(listing_certainty(&l), CERTAINTY_RESUMED);
    listing_begin(&l, MOMENT_NONE, 0);
    see(0, 5, -1, MOMENT_NONE);
    assert_int_equal(listing_certainty(&l), CERTAINTY_TOTAL);
    for (int certainty = CERTAINTY_CLEAR; certainty <= CERTAINTY_REPLAY; certainty++)
        assert_non_null(certainty_words((enum certainty)certainty));
    listing_begin(&l, MOMENT_NONE, 0);
}

/* The mark moves with what was changed; a reading of changes that does not show it is no proof. */
static void test_marks(void **state)
{
    (void)state;
    listing_begin(&l, 100, 0);
    l.changes = true;
    see(0, 2, -1, 99);
    assert_false(listing_proved(&l));
    assert_int_equal(listing_mark(&l), 100);
    see(2, 2, -1, 100);
    assert_true(listing_proved(&l));
    see(4, 2, -1, 130);
    assert_int_equal(listing_mark(&l), 130);
    l.rising = true;
    assert_false(listing_proved(&l));
    listing_begin(&l, 100, 0); /* a reading of all knows best, even that the latest is gone */
    see(0, 2, 2, 90);
    assert_int_equal(listing_mark(&l), 90);
    listing_begin(&l, 100, 50); /* but for one that went on from the middle */
    see(0, 2, 52, 90);
    assert_int_equal(listing_mark(&l), 100);
    listing_begin(&l, MOMENT_NONE, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_certainty), cmocka_unit_test(test_marks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
