/* What a report claims: each claim is made false in the store, and its words must change. One commune with one dossier that
 * meets all four commitments is the start, of which the report may say that nothing wrong was found. */
#include "report/compose.h"
#include "sample.h"

#define CLEAN    "In what is listed below nothing wrong was found."
#define ALL_KEPT "The 1 unit could be judged and is not short in what could be judged."

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void start(struct sample *s)
{
    sample_open(s);
    sample_unit(s, "X.1", "UBND xã Một");
    struct dossier *d = &s->dossiers[s->count++];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = value_text("X.1-1");
    d->value[DOSSIER_UNIT] = value_text("X.1");
    d->value[DOSSIER_PROCEDURE] = value_text("1.001");
    d->value[DOSSIER_STATUS] = value_number(STATUS_RETURNED);
    d->value[DOSSIER_LEVEL] = value_number(4);
    d->value[DOSSIER_CHANNEL] = value_number(2);
    d->value[DOSSIER_RECEIVED] = value_number(moment_of_text("2022-11-02T08:00"));
    d->value[DOSSIER_DUE] = value_number(moment_of_text("2022-11-09T08:00"));
    d->value[DOSSIER_FINISHED] = d->value[DOSSIER_RETURNED] =
        value_number(moment_of_text("2022-11-04T08:00"));
    for (int i = DOSSIER_FEE_DUE; i <= DOSSIER_LINKED; i++)
        d->value[i] = value_number(1);
    sample_put(s, "portal", ~UINT64_C(0), moment_of_text("2022-11-25T14:00"));
}

static char *page_at(struct sample *s, const char *at)
{
    static const char *const sets[] = {"y-yen-2022"};
    const struct config c = {.file = (char *)"test.json",
                             .commitments = (const char **)(uintptr_t)sets,
                             .commitment_count = 1,
                             .cutoff = PERIOD_CUTOFF_SECONDS};
    struct error e = {0};
    struct buffer html;
    assert_true(text_language_set("en"));
    struct report *r = report_make(&c, s->store, moment_of_text(at), NULL, &e);
    assert_ok(r, e);
    struct paper *p = compose_report(r, &e);
    assert_ok(p, e);
    buffer_init(&html, LIMIT_REPORT_BYTES);
    assert_ok(paper_html(p, &html, &e), e);
    char *text = strdup(buffer_string(&html));
    assert_non_null(text);
    buffer_free(&html);
    paper_free(p);
    report_free(r);
    return text;
}

struct mutation {
    const char *name, *sql, *at;
    const char *claim;      /* what was said before, and may not be said now; NULL: CLEAN */
    const char *said, *too; /* what must be said; too may be NULL */
};

#define NOVEMBER "2022-11-25T15:00"

static const struct mutation mutations[] = {
    {"partial poll", "UPDATE run SET outcome = 'partial'", NOVEMBER, NULL, "the last poll was not complete",
     "The data are not complete"},
    {"late poll", "UPDATE run SET observed_at = observed_at - 200000", NOVEMBER, NULL,
     "was last read whole at", "The data are not complete"},
    {"reject", "UPDATE run SET rejects_open = 1", NOVEMBER, NULL,
     "1 record could not be read and is in no figure", "1 record of these sources waits unread"},
    {"sum of a form",
     "INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, numerator, status, "
     "run_id)"
     " SELECT source_id, 'quarter', 1664557200, 'X.1', 'a', 1664557300, 12, 'a = b + c: 12 / 13', id FROM "
     "run",
     NOVEMBER, NULL, "published sums do not hold: a = b + c: 12 / 13",
     "Published figures: 1, of which 1 was found in a sum that did not hold"},
    {"portal's own doubt",
     "INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, numerator, status, "
     "run_id)"
     " SELECT source_id, 'year', 1640970000, 'X.1', 'a', 1664557300, 12, 'PROVISIONAL', id FROM run",
     NOVEMBER, NULL, "marks 1 published figure as &quot;PROVISIONAL&quot;", NULL},
    {"unknown channel", "UPDATE dossier SET channel = NULL", NOVEMBER, NULL,
     "of 1 dossier received in the period 1 came without a known channel", NULL},
    {"unknown level", "UPDATE dossier SET level = NULL", NOVEMBER, NULL,
     "1 came without a known service level", NULL},
    {"unknown state", "UPDATE dossier SET status = NULL", NOVEMBER, NULL, "1 came without a known state",
     NULL},
    {"no unit", "UPDATE dossier SET unit = NULL", NOVEMBER, NULL, "1 came without a known unit", NULL},
    {"ended without a date", "UPDATE dossier SET finished_at = NULL, returned_at = NULL", NOVEMBER, NULL,
     "1 dossier is said to have ended but has no date", NULL},
    {"unit of no kind", "UPDATE unit SET name = 'Một', kind = NULL", NOVEMBER, ALL_KEPT,
     "1 unit is of no known kind (Một)", "No unit could be judged: the data for it are missing."},
    {"nothing is known", "UPDATE source SET knows = 0", NOVEMBER, ALL_KEPT,
     "No unit could be judged: the data for it are missing.", NULL},
    {"a part is known", "UPDATE source SET knows = knows & ~(1 << 18)", NOVEMBER, "all 4 targets are reached",
     "of the targets that could be judged 3 of 3 are reached; 1 could not be judged", NULL},
    {"nothing arose",
     "UPDATE dossier SET received_at = received_at - 5184000, finished_at = finished_at - 5184000,"
     " returned_at = returned_at - 5184000, due_at = due_at - 5184000",
     NOVEMBER, ALL_KEPT, "Nothing has arisen under the commitments yet", "Dossiers: the store holds none"},
    {"out of force", "UPDATE unit SET kind = kind", "2023-02-24T15:00", ALL_KEPT,
     "not in force in this period (in force from 01/11/2022 to 31/12/2022)",
     "No commitment is in force in this period, so no unit is judged."},
    {"one is short", "UPDATE dossier SET paid_online = 0", NOVEMBER, ALL_KEPT,
     "1 unit is short in a commitment", NULL},
    {"one is overdue", "UPDATE dossier SET finished_at = NULL, returned_at = NULL, status = 4", NOVEMBER,
     "No dossier of the store is open at the cut-off.", "1 open dossier is overdue", NULL},
    {"no dossier", "DELETE FROM dossier", NOVEMBER, ALL_KEPT, "Nothing has arisen under the commitments yet",
     "Dossiers: the store holds none that was received in the period."},
};

static void test_start(void **state)
{
    struct sample s;
    (void)state;
    start(&s);
    char *page = page_at(&s, NOVEMBER);
    static const char *const said[] = {CLEAN,
                                       ALL_KEPT,
                                       "Taken together, all 4 targets are reached.",
                                       "Sources: 1 of 1 was read whole within a day of the cut-off.",
                                       "Dossiers: 1 received in the period were looked through",
                                       "Units: 1 that the commitments bind has data in the period.",
                                       "No dossier of the store is open at the cut-off."};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strstr(page, said[i]))
            fail_msg("not said: %s", said[i]);
    free(page);
    sample_close(&s);
}

static void test_mutations(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i++) {
        const struct mutation *m = &mutations[i];
        const char *claim = m->claim ? m->claim : CLEAN;
        struct sample s;
        struct error e = {0};
        start(&s);
        assert_ok(store_write_begin(s.store, &e), e);
        assert_ok(store_write_end(s.store, store_write(s.store, m->sql, NULL, 0, NULL, NULL, &e), &e), e);
        char *page = page_at(&s, m->at);
        if (strstr(page, claim))
            fail_msg("%s: still claims: %s", m->name, claim);
        if (!strstr(page, m->said) || (m->too && !strstr(page, m->too)))
            fail_msg("%s: does not say: %s", m->name, strstr(page, m->said) ? m->too : m->said);
        free(page);
        sample_close(&s);
    }
}

/* Nothing at all: nothing may be claimed. */
static void test_empty(void **state)
{
    struct sample s;
    (void)state;
    sample_open(&s);
    char *page = page_at(&s, NOVEMBER);
    static const char *const silent[] = {CLEAN, "none is short in what could be judged",
                                         "is overdue at the cut-off", "No dossier of the store is open",
                                         "targets are reached"},
                             *const said[] = {"The store holds no data of any source.",
                                              "Sources: none is in the store, so nothing could be looked at.",
                                              "it is not known what is overdue"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (strstr(page, silent[i]))
            fail_msg("claims: %s", silent[i]);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strstr(page, said[i]))
            fail_msg("not said: %s", said[i]);
    free(page);
    sample_close(&s);
}

/* Friday 2/12/2022: its week began on 25/11 at 15:00. November is closed with all 30 days, December begun. By hand: a
 * dossier of 28/11 on paper makes November 1 of 2 online, and December has none. */
static void test_closed_month(void **state)
{
    struct sample s;
    (void)state;
    start(&s);
    struct dossier *d = &s.dossiers[s.count++];
    *d = s.dossiers[0];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = value_text("X.1-2");
    d->value[DOSSIER_CHANNEL] = value_number(1);
    d->value[DOSSIER_RECEIVED] = value_number(moment_of_text("2022-11-28T08:00"));
    sample_put(&s, "portal", ~UINT64_C(0), moment_of_text("2022-12-02T14:00"));
    char *page = page_at(&s, "2022-12-02T15:00");
    static const char *const said[] = {
        ("The month 11 of 2022 is over: taken together 3 of 4 targets were reached; of the "
         "units that could be judged 0 of 1 kept all of theirs."),
        "Final results of the units, month 11 of 2022", ">50.00<", "▲ 1"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strstr(page, said[i]))
            fail_msg("not said: %s", said[i]);
    free(page);
    page = page_at(&s, NOVEMBER); /* the week before crosses no month's end */
    assert_null(strstr(page, "is over"));
    free(page);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_start), cmocka_unit_test(test_mutations),
                                       cmocka_unit_test(test_empty), cmocka_unit_test(test_closed_month)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
