/* Procedures that have a dossier: each once in a unit, however many parts of the unit have one. */
#include "sample.h"

#include "count/count.h"

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void dossier(struct sample *s, const char *unit, const char *procedure, int channel)
{
    char key[64];
    snprintf(key, sizeof key, "%s-%zu", unit, s->count);
    struct dossier *d = &s->dossiers[s->count++];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = sample_text(s, key);
    d->value[DOSSIER_UNIT] = sample_text(s, unit);
    if (procedure)
        d->value[DOSSIER_PROCEDURE] = sample_text(s, procedure);
    d->value[DOSSIER_STATUS] = value_number(STATUS_PROCESSING);
    d->value[DOSSIER_CHANNEL] = value_number(channel);
    d->value[DOSSIER_RECEIVED] = value_number(at("2022-11-01T08:00"));
}

static void unit_put(struct sample *s, const char *code, const char *kind, const char *parent)
{
    struct error e = {0};
    const struct unit_row row = {.code = code,
                                 .name = code,
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

static void count(struct sample *s, struct counted *c, uint64_t knows)
{
    struct error e = {0};
    struct period p;
    sample_put(s, "portal", knows, at("2022-11-25T14:00"));
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

enum { NOBODY_KNOWS = -1 };

static void expect(const struct counted *c, const char *unit, const char *counter, enum whose whose,
                   int wanted)
{
    size_t i = strcmp(unit, "ALL") == 0 ? c->units.count : (size_t)unit_find(&c->units, unit);
    struct tally t = counts_get_whose(&c->counts, i, (size_t)counter_find(c->family, counter), whose);
    if (t.known != (wanted != NOBODY_KNOWS) || (t.known && t.value != wanted))
        fail_msg("%s of %s (%s): %s%lld, not %d", counter, unit, whose_name(whose), t.known ? "" : "unknown ",
                 (long long)t.value, wanted);
}

/* District P.1 has communes P.1.1 and P.1.2. A is asked for in both, B in the second, C at the district itself; one
 * dossier tells no procedure. */
static void dossiers_put(struct sample *s)
{
    sample_open(s);
    unit_put(s, "P", "province", NULL);
    unit_put(s, "P.1", "district", "P");
    unit_put(s, "P.1.1", "commune", "P.1");
    unit_put(s, "P.1.2", "commune", "P.1");
    dossier(s, "P.1.1", "A", 3);
    dossier(s, "P.1.1", "A", 1);
    dossier(s, "P.1.1", NULL, 3);
    dossier(s, "P.1.2", "A", 1);
    dossier(s, "P.1.2", "B", 3);
    dossier(s, "P.1.2", "B", 3);
    dossier(s, "P.1", "C", 2);
}

static void test_each_once(void **state)
{
    static const char received[] = "procedures_received", postal[] = "procedures_postal_filed";
    struct sample s;
    struct counted c = {0};
    (void)state;
    dossiers_put(&s);
    count(&s, &c, ~UINT64_C(0));
    expect(&c, "P.1.1", received, WHOSE_TREE, 1);
    expect(&c, "P.1.2", received, WHOSE_TREE, 2);
    expect(&c, "P.1", received, WHOSE_TREE, 3);
    expect(&c, "P.1", received, WHOSE_OWN, 1);
    expect(&c, "P", received, WHOSE_TREE, 3);
    expect(&c, "ALL", received, WHOSE_TREE, 3);
    expect(&c, "P.1.1", postal, WHOSE_TREE, 1);
    expect(&c, "P.1.2", postal, WHOSE_TREE, 1);
    expect(&c, "P.1", postal, WHOSE_TREE, 2);
    expect(&c, "P.1", postal, WHOSE_OWN, 0);
    expect(&c, "P.1", received, WHOSE_BELOW,
           NOBODY_KNOWS); /* three less one is not two: C may be below, too */
    expect(&c, "P", received, WHOSE_OWN, NOBODY_KNOWS);
    counted_free(&c);
    sample_close(&s);
}

static void test_unknown(void **state)
{
    struct sample s;
    struct counted c = {0};
    (void)state;
    dossiers_put(&s);
    count(&s, &c, ~(UINT64_C(1) << DOSSIER_VIA_POSTAL));
    expect(&c, "P.1", "procedures_postal", WHOSE_TREE, NOBODY_KNOWS);
    expect(&c, "P.1", "procedures_postal_filed", WHOSE_TREE, 2);
    counted_free(&c);
    sample_close(&s);
    dossiers_put(&s);
    count(&s, &c, ~(UINT64_C(1) << DOSSIER_PROCEDURE));
    expect(&c, "P.1", "procedures_received", WHOSE_TREE, NOBODY_KNOWS);
    counted_free(&c);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_once), cmocka_unit_test(test_unknown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
