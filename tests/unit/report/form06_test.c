/* Forms 06 over six dossiers whose figures were written down by hand before. */
#include "sample.h"

#include "commitment/evaluation.h"
#include "report/form06.h"
#include "rows/dossier_code.h"

static moment moment_of_text(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static struct dossier *dossier(struct sample *s, const char *code, const char *unit, const char *sector,
                               int channel, const char *received, const char *due)
{
    struct dossier *d = &s->dossiers[s->count++];
    d->value[DOSSIER_KEY] = d->value[DOSSIER_CODE] = sample_text(s, code);
    int owner = dossier_code_owner(code, strlen(code)); /* as the decoder does */
    if (owner > OWNER_PROVINCE)
        d->value[DOSSIER_SYSTEM_OWNER] = value_number(owner);
    d->value[DOSSIER_UNIT] = sample_text(s, unit);
    d->value[DOSSIER_SECTOR] = sample_text(s, sector);
    d->value[DOSSIER_PROCEDURE] = sample_text(s, channel == 2 ? "1.001" : "1.002");
    d->value[DOSSIER_STATUS] = value_number(STATUS_PROCESSING);
    d->value[DOSSIER_CHANNEL] = value_number(channel);
    d->value[DOSSIER_RECEIVED] = value_number(moment_of_text(received));
    d->value[DOSSIER_DUE] = value_number(moment_of_text(due));
    return d;
}

static void end(struct dossier *d, int status, const char *at)
{
    d->value[DOSSIER_STATUS] = value_number(status);
    d->value[DOSSIER_FINISHED] = value_number(moment_of_text(at));
}

static void fill(struct sample *s, uint64_t knows)
{
    sample_unit(s, "X.1", "UBND xã Một");
    sample_unit(s, "X.2", "Sở Nội vụ");
    end(dossier(s, "H99.1-261103-0001", "X.1", "Tư pháp", 2, "2026-11-03", "2026-11-10"), STATUS_FINISHED,
        "2026-11-05");
    end(dossier(s, "H99.1-261104-0002", "X.1", "Tư pháp", 1, "2026-11-04", "2026-11-10"), STATUS_FINISHED,
        "2026-11-12");
    dossier(s, "H99.1-261120-0003", "X.1", "Đất đai", 3, "2026-11-20", "2026-11-25");
    end(dossier(s, "H99.1-261020-0004", "X.1", "Đất đai", 2, "2026-10-20", "2026-11-02T17:00"),
        STATUS_FINISHED, "2026-11-02T10:00");
    end(dossier(s, "M01.234.05-261106-010001", "X.1", "Tư pháp", 2, "2026-11-06", "2026-11-20"),
        STATUS_WITHDRAWN, "2026-11-08");
    dossier(s, "H99.2-261128-0006", "X.2", "Nội vụ", 1, "2026-11-28", "2026-12-05");
    sample_put(s, "portal", knows, moment_of_text("2026-12-01"));
}

static struct paper *form(struct sample *s, const struct config *c, enum count_group group)
{
    struct error e = {0};
    struct evaluation v = {0};
    struct form06_ask ask = {.config = c, .group = group, .unit = -1};
    assert_ok(period_make(PERIOD_MONTH, "2026-11", moment_of_text("2026-12-01"), PERIOD_CUTOFF_SECONDS,
                          &ask.period, &e),
              e);
    assert_ok(evaluation_open(&v, c, s->store, "core", &e), e);
    struct paper *p = form06_make(&ask, s->store, &v.units, v.family, &e);
    assert_ok(p, e);
    evaluation_close(&v);
    return p;
}

static void expect_row(const struct paper_table *t, size_t row, const char *name, const char *numbers)
{
    char seen[256] = "";
    size_t before = t->column_count - 11, used = 0;
    for (size_t i = before; i < t->column_count; i++)
        used += (size_t)snprintf(seen + used, sizeof seen - used, "%s%s", i > before ? " " : "",
                                 paper_cell(t, row, i)->known ? paper_cell(t, row, i)->text : "?");
    assert_string_equal(paper_cell(t, row, before - 1)->text, name);
    assert_string_equal(seen, numbers);
}

static const struct paper_table *first_table(const struct paper *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->blocks[i].table)
            return p->blocks[i].table;
    fail_msg("no table");
    return NULL;
}

static bool says(const struct paper *p, const char *text)
{
    bool found = false;
    for (size_t i = 0; i < p->count && !found; i++) {
        char *whole = paper_text_join(&p->blocks[i].text);
        assert_non_null(whole);
        found = strstr(whole, text) != NULL;
        free(whole);
    }
    return found;
}

static const char *const sets[] = {"y-yen-2022"};

static struct config config_of(void)
{
    return (struct config){.file = (char *)"test.json",
                           .commitments = (const char **)(uintptr_t)sets,
                           .commitment_count = 1,
                           .cutoff = PERIOD_CUTOFF_SECONDS};
}

/* Columns 3 to 13; the section of the ministries comes first. */
static void test_sectors(void **state)
{
    struct sample s;
    struct config c = config_of();
    (void)state;
    sample_open(&s);
    fill(&s, ~UINT64_C(0));
    struct paper *p = form(&s, &c, GROUP_SECTOR);
    const struct paper_table *t = first_table(p);
    assert_int_equal(paper_rows(t), 8);
    assert_int_equal(t->part_count, 2);
    assert_int_equal(t->parts[0], 0);
    assert_int_equal(t->parts[1], 2);
    expect_row(t, 0, "Xã, phường, thị trấn", "1 1 0 0 1 0 1 0 0 0 0");
    expect_row(t, 1, "Tư pháp", "1 1 0 0 1 0 1 0 0 0 0"); /* withdrawn: settled on time */
    expect_row(t, 2, "Cơ quan chuyên môn", "1 0 1 0 0 0 0 0 1 1 0");
    expect_row(t, 3, "Nội vụ", "1 0 1 0 0 0 0 0 1 1 0");
    expect_row(t, 4, "Xã, phường, thị trấn", "4 1 2 1 3 1 1 1 1 0 1");
    expect_row(t, 5, "Tư pháp", "2 1 1 0 2 1 0 1 0 0 0");
    expect_row(t, 6, "Đất đai", "2 0 1 1 1 0 1 0 1 0 1");
    expect_row(t, 7, "Tổng cộng", "6 2 3 1 4 1 2 1 2 1 1");
    assert_true(says(p, "đều đúng"));
    paper_free(p);
    sample_close(&s);
}

static void test_procedures(void **state)
{
    struct sample s;
    struct config c = config_of();
    (void)state;
    sample_open(&s);
    fill(&s, ~UINT64_C(0));
    struct paper *p = form(&s, &c, GROUP_PROCEDURE);
    const struct paper_table *t = p->sheets[0];
    assert_int_equal(paper_rows(t), 4);
    expect_row(t, 0, "1.001", "1 1 0 0 1 0 1 0 0 0 0"); /* ministries, commune */
    expect_row(t, 1, "1.002", "1 0 1 0 0 0 0 0 1 1 0"); /* department */
    expect_row(t, 2, "1.001", "2 1 0 1 2 1 1 0 0 0 0");
    expect_row(t, 3, "1.002", "2 0 2 0 1 0 0 1 1 0 1");
    paper_free(p);
    sample_close(&s);
}

/* A source that does not tell channels: those columns are empty, and a note names them. */
static void test_unknown(void **state)
{
    struct sample s;
    struct config c = config_of();
    (void)state;
    sample_open(&s);
    fill(&s, ~(UINT64_C(1) << DOSSIER_CHANNEL));
    struct paper *p = form(&s, &c, GROUP_SECTOR);
    expect_row(first_table(p), 7, "Tổng cộng", "6 ? ? 1 4 1 2 1 2 1 1");
    assert_true(says(p, "cột 4, 5."));
    paper_free(p);
    sample_close(&s);
}

/* A dossier without a channel breaks 3 = 4+5+6 in its row, its level and the total; nothing is put right. */
static void test_broken(void **state)
{
    struct sample s;
    struct config c = config_of();
    (void)state;
    sample_open(&s);
    dossier(&s, "H99.2-261129-0007", "X.2", "Nội vụ", 1, "2026-11-29", "2026-12-05")->value[DOSSIER_CHANNEL] =
        (struct value){0};
    fill(&s, ~UINT64_C(0));
    struct paper *p = form(&s, &c, GROUP_SECTOR);
    expect_row(first_table(p), 3, "Nội vụ", "2 0 1 0 0 0 0 0 2 2 0");
    expect_row(first_table(p), 7, "Tổng cộng", "7 2 3 1 4 1 2 1 3 2 1");
    assert_true(says(p, "Ở 3 dòng"));
    paper_free(p);
    sample_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sectors), cmocka_unit_test(test_procedures),
                                       cmocka_unit_test(test_unknown), cmocka_unit_test(test_broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
