#include "sample.h"

#include <sys/stat.h>

#include "count/counter.h"

static const struct counter *counter_of(const struct counter_family *f, const char *name)
{
    long i = counter_find(f, name);
    if (i < 0)
        fail_msg("no counter %s", name);
    return counter_at(f, (size_t)i);
}

static struct counter_family *family_of(const char *name)
{
    struct error e = {0};
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_true(text_language_set("vi"));
    struct counter_family *f = counter_family_load(name, &e);
    assert_ok(f, e);
    return f;
}

static void test_core(void **state)
{
    static const char *const names[] = {"received",
                                        "received_online",
                                        "received_counter",
                                        "received_postal",
                                        "received_level2",
                                        "received_level3",
                                        "received_level4",
                                        "eligible",
                                        "online_eligible",
                                        "carried_over",
                                        "finished",
                                        "early",
                                        "on_time",
                                        "late",
                                        "withdrawn",
                                        "stopped",
                                        "open",
                                        "open_overdue",
                                        "open_due_soon",
                                        "waiting",
                                        "fee_due",
                                        "paid_online",
                                        "digitized",
                                        "electronic_result",
                                        "reused",
                                        "account_created",
                                        "verified",
                                        "apology_due",
                                        "apology_sent",
                                        "linked",
                                        "full_online",
                                        "denied"};
    struct counter_family *f = family_of("core");
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(*counter_of(f, names[i])->title);
    assert_string_equal(counter_of(f, "received")->title, "Tiếp nhận trong kỳ");
    assert_int_equal(counter_find(f, "no_such"), -1);
    assert_int_equal(counter_of(f, "received")->aggregate, counter_of(f, "digitized")->aggregate);
    assert_int_not_equal(counter_of(f, "received")->aggregate, counter_of(f, "finished")->aggregate);
    counter_family_free(f);
}

static void test_needs(void **state)
{
    const uint64_t base = UINT64_C(1) << DOSSIER_RECEIVED, status = UINT64_C(1) << DOSSIER_STATUS;
    const uint64_t end = UINT64_C(1) << DOSSIER_FINISHED;
    const uint64_t due = UINT64_C(1) << DOSSIER_DUE, apology = UINT64_C(1) << DOSSIER_APOLOGY;
    struct counter_family *f = family_of("core");
    (void)state;
    assert_int_equal(counter_of(f, "received")->needs, base);
    assert_int_equal(counter_of(f, "digitized")->needs, base | UINT64_C(1) << DOSSIER_DIGITIZED);
    assert_int_equal(counter_of(f, "finished")->needs, end);
    assert_int_equal(counter_of(f, "late")->needs, end | due);
    assert_int_equal(counter_of(f, "open")->needs, base | end);
    assert_int_equal(counter_of(f, "apology_due")->needs, base | end | due);
    assert_int_equal(counter_of(f, "apology_sent")->needs, base | end | due | apology);
    assert_int_equal(counter_of(f, "denied")->needs, status | base);
    assert_int_equal(counter_of(f, "withdrawn")->needs, status | end);
    assert_true(counter_of(f, "apology_sent")->derived);
    assert_false(counter_of(f, "late")->derived);
    counter_family_free(f);
}

static void test_opencps(void **state)
{
    static const char *const names[] = {"total_count",
                                        "denied_count",
                                        "cancelled_count",
                                        "process_count",
                                        "remaining_count",
                                        "received_count",
                                        "online_count",
                                        "onegate_count",
                                        "release_count",
                                        "betimes_count",
                                        "ontime_count",
                                        "overtime_count",
                                        "done_count",
                                        "releasing_count",
                                        "unresolved_count",
                                        "processing_count",
                                        "inside_count",
                                        "outside_count",
                                        "undue_count",
                                        "overdue_count",
                                        "interoperating_count",
                                        "waiting_count",
                                        "ontime_percentage",
                                        "via_postal_count",
                                        "from_via_postal_count",
                                        "saturday_count",
                                        "dossier_online3_count",
                                        "dossier_online4_count"};
    struct counter_family *f = family_of("opencps");
    (void)state;
    assert_int_equal(counter_count(f), sizeof names / sizeof *names);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        counter_of(f, names[i]);
    counter_family_free(f);
}

static void test_no_family(void **state)
{
    struct error e = {0};
    (void)state;
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_null(counter_family_load("cor", &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_string_equal(e.where, "cor");
    counter_family_free(NULL);
}

#define FAMILY(counters, identities)                                                                         \
    "{\"families\": [{\"name\": \"core\", \"aggregates\": [{\"name\": \"a\", \"where\": true}], "            \
    "\"counters\": [" counters "], "                                                                         \
    "\"identities\": [" identities "]}]}"
#define ONE "{\"name\": \"one\", \"title\": \"1\", \"in\": \"a\", \"when\": true}"

/* A definition that does not hold together is refused, by name. */
static void test_wrong_files(void **state)
{
    static const struct {
        const char *text, *named;
    } wrong[] = {
        {FAMILY(ONE ", " ONE, ""), "one"},
        {FAMILY("{\"name\": \"two\", \"title\": \"2\", \"in\": \"b\", \"when\": true}", ""), "b"},
        {FAMILY("{\"name\": \"two\", \"title\": \"2\", \"in\": \"a\", \"when\": [\"=\", \"levle\", 3]}", ""),
         "levle"},
        {FAMILY(ONE ", {\"name\": \"two\", \"title\": \"2\", \"sum\": [\"three\"]}", ""), "three"},
        {FAMILY(ONE, "{\"left\": [\"one\"], \"right\": [\"four\"]}"), "four"},
    };
    char folder[256], schema[300], file[400], real[400];
    (void)state;
    sample_folder(folder, sizeof folder);
    snprintf(schema, sizeof schema, "%s/schema", folder);
    snprintf(file, sizeof file, "%s/counters.json", schema);
    snprintf(real, sizeof real, "%s/counters.schema.json", schema);
    assert_int_equal(mkdir(schema, 0700), 0);
    assert_int_equal(symlink(TEST_SOURCE_DIR "/schema/counters.schema.json", real), 0);
    assert_int_equal(setenv("MOTCUA_DATADIR", folder, 1), 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error e = {0};
        FILE *f = fopen(file, "w");
        assert_non_null(f);
        fputs(wrong[i].text, f);
        fclose(f);
        assert_null(counter_family_load("core", &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        if (!strstr(e.what, wrong[i].named))
            fail_msg("%s: %s does not name %s", e.where, e.what, wrong[i].named);
    }
    unlink(file);
    unlink(real);
    rmdir(schema);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_core), cmocka_unit_test(test_needs),
                                       cmocka_unit_test(test_opencps), cmocka_unit_test(test_no_family),
                                       cmocka_unit_test(test_wrong_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
