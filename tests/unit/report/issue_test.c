/* A report was issued; a late edit changes what it told; the next one names it. */
#include "sample.h"

#include "report/compose.h"
#include "report/issue.h"

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static struct dossier *dossier(struct sample *s, const char *code, int channel)
{
    struct dossier *d = &s->dossiers[s->count++];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = sample_text(s, code);
    d->value[DOSSIER_UNIT] = sample_text(s, "X.1");
    d->value[DOSSIER_STATUS] = value_number(STATUS_PROCESSING);
    d->value[DOSSIER_LEVEL] = value_number(4);
    d->value[DOSSIER_CHANNEL] = value_number(channel);
    d->value[DOSSIER_RECEIVED] = value_number(moment_of_text("2022-11-15"));
    return d;
}

static void test_changes(void **state)
{
    static const char *const sets[] = {"y-yen-2022"};
    const char sha[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    struct config c = {.file = (char *)"test.json",
                       .commitments = (const char **)(uintptr_t)sets,
                       .commitment_count = 1,
                       .cutoff = PERIOD_CUTOFF_SECONDS};
    struct sample s;
    struct error e = {0};
    struct issue_changes changes;
    (void)state;
    sample_open(&s);
    sample_unit(&s, "X.1", "UBND xã Một");
    struct dossier *late = dossier(&s, "X.1-1", 1);
    dossier(&s, "X.1-2", 2);
    sample_put(&s, "portal", ~UINT64_C(0), moment_of_text("2022-11-18T15:00"));
    struct report *r = report_make(&c, s.store, moment_of_text("2022-11-18T15:00"), NULL, &e);
    assert_ok(r, e);
    assert_ok(issue_changes_load(s.store, r, &changes, &e), e);
    assert_true(changes.issued == MOMENT_NONE && changes.count == 0);
    issue_changes_free(&changes);
    assert_ok(issue_add(s.store, r,
                        &(struct issue_told){sha, "clerk", "47/BC-VHTT", moment_of_text("2022-11-18T16:00")},
                        &e),
              e);
    report_free(r);
    /* nothing has changed yet */
    r = report_make(&c, s.store, moment_of_text("2022-11-25T15:00"), NULL, &e);
    assert_ok(r, e);
    assert_ok(issue_changes_load(s.store, r, &changes, &e), e);
    assert_true(changes.issued == moment_of_text("2022-11-18T16:00") && changes.count == 0);
    assert_string_equal(changes.by, "clerk");
    issue_changes_free(&changes);
    report_free(r);
    /* the portal says later that the first was filed online: 1 of 2 becomes 2 of 2, of the unit and of all */
    late->value[DOSSIER_CHANNEL] = value_number(2);
    sample_put(&s, "portal", ~UINT64_C(0), moment_of_text("2022-11-25T15:00"));
    r = report_make(&c, s.store, moment_of_text("2022-11-25T15:00"), NULL, &e);
    assert_ok(r, e);
    assert_ok(issue_changes_load(s.store, r, &changes, &e), e);
    assert_int_equal(changes.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(changes.items[i].commitment, 0);
        assert_int_equal(changes.items[i].told.n, 1);
        assert_int_equal(changes.items[i].told.d, 2);
        assert_int_equal(changes.items[i].now.n, 2);
        assert_int_equal(changes.items[i].now.d, 2);
    }
    issue_changes_free(&changes);
    report_free(r);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
