/* Whose dossiers: a province, its districts and their communes, with one offender at each level; and trees by chance. */
#include "sample.h"

#include "count/count.h"

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void offender(struct sample *s, const char *unit, int number)
{
    char key[64];
    snprintf(key, sizeof key, "%s-%d", unit, number);
    struct dossier *d = &s->dossiers[s->count++];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = sample_text(s, key);
    d->value[DOSSIER_UNIT] = sample_text(s, unit);
    d->value[DOSSIER_STATUS] = value_number(STATUS_FINISHED);
    d->value[DOSSIER_LEVEL] = value_number(4);
    d->value[DOSSIER_CHANNEL] = value_number(2);
    d->value[DOSSIER_RECEIVED] = value_number(at("2022-11-01T08:00"));
    d->value[DOSSIER_DUE] = value_number(at("2022-11-03T08:00"));
    d->value[DOSSIER_FINISHED] = value_number(at("2022-11-05T08:00"));
}

static void unit_put(struct sample *s, const char *code, const char *name, const char *kind,
                     const char *parent)
{
    struct error e = {0};
    const struct unit_row row = {.code = code,
                                 .name = name,
                                 .kind = kind,
                                 .parent = parent,
                                 .valid_from = MOMENT_NONE,
                                 .valid_to = MOMENT_NONE};
    assert_ok(store_units_put(s->store, &row, 1, &e), e);
}

struct counted {
    struct counter_family *family;
    struct unit_set units;
    struct counts counts;
};

static void count(struct sample *s, struct counted *c)
{
    struct error e = {0};
    struct period p;
    sample_put(s, "portal", ~UINT64_C(0), at("2022-11-25T14:00"));
    c->family = counter_family_load("core", &e);
    assert_ok(c->family, e);
    assert_ok(unit_set_load(s->store, &c->units, &e), e);
    assert_ok(period_make(PERIOD_MONTH, "2022-11", at("2022-11-25T15:00"), PERIOD_CUTOFF_SECONDS, &p, &e), e);
    assert_ok(counts_compute(s->store, c->family, &c->units, &p, &c->counts, &e), e);
}

static void counted_free(struct counted *c)
{
    counts_free(&c->counts);
    unit_set_free(&c->units);
    counter_family_free(c->family);
}

static void expect(const struct counted *c, const char *unit, int tree, int own, int below)
{
    const int wanted[] = {[WHOSE_TREE] = tree, [WHOSE_OWN] = own, [WHOSE_BELOW] = below};
    size_t i = (size_t)unit_find(&c->units, unit), late = (size_t)counter_find(c->family, "late");
    for (enum whose w = WHOSE_TREE; w <= WHOSE_BELOW; w++) {
        struct tally t = counts_get_whose(&c->counts, i, late, w);
        assert_true(t.known);
        assert_int_equal(t.value, wanted[w]);
    }
}

static void test_levels(void **state)
{
    struct sample s;
    struct counted c = {0};
    (void)state;
    sample_open(&s);
    unit_put(&s, "P", "UBND tỉnh P", "province", NULL);
    unit_put(&s, "P.1", "UBND huyện A", "district", "P");
    unit_put(&s, "P.1.1", "UBND xã B", "commune", "P.1");
    offender(&s, "P", 1);
    offender(&s, "P.1", 1);
    offender(&s, "P.1.1", 1);
    count(&s, &c);
    expect(&c, "P", 3, 1, 2);
    expect(&c, "P.1", 2, 1, 1);
    expect(&c, "P.1.1", 1, 1, 0);
    counted_free(&c);
    sample_close(&s);
}

/* Over any tree, for each unit and counter that adds up: tree = own + below, below = the trees of its parts, and all own
 * together are ALL. */
static void property(const struct counted *c)
{
    size_t n = c->units.count, late = (size_t)counter_find(c->family, "late"),
           received = (size_t)counter_find(c->family, "received");
    const size_t counters[] = {late, received};
    for (size_t k = 0; k < 2; k++) {
        int64_t owns = 0;
        for (size_t unit = 0; unit < n; unit++) {
            int64_t parts = 0;
            for (size_t i = 0; i < n; i++)
                if (c->units.units[i].parent_index == (long)unit)
                    parts += counts_get_whose(&c->counts, i, counters[k], WHOSE_TREE).value;
            struct tally tree = counts_get_whose(&c->counts, unit, counters[k], WHOSE_TREE),
                         own = counts_get_whose(&c->counts, unit, counters[k], WHOSE_OWN),
                         below = counts_get_whose(&c->counts, unit, counters[k], WHOSE_BELOW);
            assert_int_equal(tree.value, own.value + below.value);
            assert_int_equal(below.value, parts);
            owns += own.value;
        }
        assert_int_equal(counts_get(&c->counts, n, counters[k]).value, owns);
    }
}

static void test_trees(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 8; round++) {
        struct sample s;
        struct counted c = {0};
        char codes[20][8];
        sample_open(&s);
        for (int i = 0; i < 20; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            int parent = (int)((seed >> 33) % (uint64_t)(i + 1)); /* itself: none above */
            snprintf(codes[i], sizeof codes[i], "u%02d", i);
            unit_put(&s, codes[i], codes[i], "other", parent == i ? NULL : codes[parent]);
            for (int k = 0; k < (int)((seed >> 45) % 4); k++)
                offender(&s, codes[i], k);
        }
        count(&s, &c);
        property(&c);
        counted_free(&c);
        sample_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_levels), cmocka_unit_test(test_trees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
