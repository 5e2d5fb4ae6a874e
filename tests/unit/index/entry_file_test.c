/* Entries made by hand: read from CSV and JSON, added once, never changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index/entry_file.h"

static char path[64], json[80];
static struct error fault;

static struct entry_file *read_text(const char *file, const char *text)
{
    FILE *f = fopen(file, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    fault = (struct error){0};
    return entry_file_read(file, PERIOD_CUTOFF_SECONDS, &fault);
}

#define HEADER "criterion,unit,period,value,points,evidence,entered_by,at\n"

static const char good[] =
    HEADER "7.6.1,H99.22.01,2022,,\"0,5\",GCN 12/2022,Phòng Nội vụ,2022-11-25T15:00\n"
           "1.3.3,H99.22.01,2022-Q4,12,,\"Công văn 3, 4\",Phòng Nội vụ,2022-11-25T15:00\n";

static bool row_text(void *context, const struct value *columns, int count, struct error *e)
{
    (void)e;
    for (int i = 0; i < count; i++) {
        size_t used = strlen(context);
        if (columns[i].known && columns[i].text)
            snprintf((char *)context + used, 1000 - used, "%s|", columns[i].text);
        else if (columns[i].known)
            snprintf((char *)context + used, 1000 - used, "%lld|", (long long)columns[i].number);
        else
            snprintf((char *)context + used, 1000 - used, "|");
    }
    return true;
}

static void test_store(void **state)
{
    (void)state;
    size_t added = 9;
    char text[1000] = "";
    struct store *s = store_open("sqlite::memory:", &fault);
    assert_non_null(s);
    struct entry_file *m = read_text(path, good);
    if (!m)
        fail_msg("%s: %s", fault.where, fault.what);
    assert_int_equal(entry_file_count(m), 2);
    assert_true(entry_file_store(m, s, &added, &fault));
    assert_int_equal(added, 2);
    assert_true(entry_file_store(m, s, &added, &fault)); /* once more: nothing new */
    assert_int_equal(added, 0);
    entry_file_free(m);
    assert_true(store_query(
        s,
        "SELECT criterion, unit, period_kind, period_from, value, points, evidence, entered_by, entered_at"
        " FROM manual_entry ORDER BY id",
        NULL, 0, row_text, text, &fault));
    /* 2022-01-01, 2022-10-01 and 2022-11-25 15:00, +07:00 */
    assert_string_equal(text,
                        "7.6.1|H99.22.01|year|1640970000||5000|GCN 12/2022|Phòng Nội vụ|1669363200|"
                        "1.3.3|H99.22.01|quarter|1664557200|120000||Công văn 3, 4|Phòng Nội vụ|1669363200|");
    m = read_text(path, HEADER
                  "new,H99.22.01,2022,1,,,x,2022-11-26\n7.6.1,H99.22.01,2022,,1,,x,2022-11-25T15:00\n");
    assert_non_null(m);
    assert_false(entry_file_store(m, s, &added, &fault)); /* all or none */
    assert_int_equal(fault.code, ERROR_DATA);
    assert_string_equal(fault.where, "7.6.1");
    entry_file_free(m);
    m = read_text(
        json, "[{\"criterion\": \"7.6.1\", \"unit\": \"H99.22.01\", \"period\": \"2022\", \"points\": 0.75,"
              " \"entered_by\": \"x\", \"at\": \"2022-11-26T08:00\"}]");
    if (!m)
        fail_msg("%s: %s", fault.where, fault.what);
    assert_true(entry_file_store(m, s, &added, &fault)); /* a correction */
    entry_file_free(m);
    *text = '\0';
    assert_true(store_query(s, "SELECT criterion, points FROM manual_entry ORDER BY id", NULL, 0, row_text,
                            text, &fault));
    assert_string_equal(text, "7.6.1|5000|1.3.3||7.6.1|7500|");
    assert_false(store_write(s, "UPDATE manual_entry SET points = 1", NULL, 0, NULL, NULL, &fault));
    assert_false(store_write(s, "DELETE FROM manual_entry", NULL, 0, NULL, NULL, &fault));
    store_close(s);
}

/* What the forms of a plan ask for, and values that are more than one number. */
static void test_wide(void **state)
{
    (void)state;
    size_t added;
    char text[1000] = "";
    static const char rows[] = "ruleset,criterion,unit,period,value,points,appraised,target,gain,deadline,"
                               "responsible,note,entered_by,at\n"
                               "nam-dinh-2019,4.2,hai-hau,2019,,\"0,5\",\"0,25\",1,\"0,5\",15/12/2019,Phòng "
                               "Nội vụ,Sắp xếp,x,2019-08-23\n"
                               ",7.3.2,nhu-xuan,2022,16.643%,,,,,,,,x,2023-03-15\n"
                               ",RATING,cam-giang,2022,Hoàn thành nhiệm vụ,,,,,,,,x,2023-03-15\n"
                               ",1.3.3,quang-tho,2019,4 4 4 3,,,,,,,,x,2023-03-15\n"
                               ",1.4,quang-tho,2019,,,,,,,Văn phòng,,x,2023-03-15\n";
    struct store *s = store_open("sqlite::memory:", &fault);
    assert_non_null(s);
    struct entry_file *m = read_text(path, rows);
    if (!m)
        fail_msg("%s: %s", fault.where, fault.what);
    assert_true(entry_file_store(m, s, &added, &fault));
    assert_int_equal(added, 5);
    assert_true(entry_file_store(m, s, &added, &fault));
    assert_int_equal(added, 0);
    entry_file_free(m);
    assert_true(store_query(s,
                            "SELECT ruleset, criterion, value, value_text, points, appraised, target, gain,"
                            " deadline, responsible, note FROM manual_entry ORDER BY id",
                            NULL, 0, row_text, text, &fault));
    /* 2019-12-15 00:00 +07:00 */
    assert_string_equal(text, "nam-dinh-2019|4.2|||5000|2500|10000|5000|1576342800|Phòng Nội vụ|Sắp xếp|"
                              "|7.3.2||16.643%||||||||"
                              "|RATING||Hoàn thành nhiệm vụ||||||||"
                              "|1.3.3||4 4 4 3||||||||"
                              "|1.4||||||||Văn phòng||");
    /* the same moment, another ruleset: another entry */
    m = read_text(path, "ruleset,criterion,unit,period,points,entered_by,at\n"
                        "khac,4.2,hai-hau,2019,1,x,2019-08-23\n");
    assert_non_null(m);
    assert_true(entry_file_store(m, s, &added, &fault));
    assert_int_equal(added, 1);
    entry_file_free(m);
    store_close(s);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *text, *where, *what;
    } cases[] = {
        {"", "", "empty"},
        {"criterion,unit,phone\n", ":1", "phone"},
        {HEADER "a,b,2022,1,,,x,2022-11-25\na,b,2022,8O/100,,,y,2022-11-25\n", ":3", "value"},
        {HEADER "a,b,2022,,,,x,2022-11-25\n", ":2", "value"},
        {HEADER "a,b,2022-Q5,1,,,x,2022-11-25\n", ":2", "period"},
        {HEADER "a,b,2022,1,,,x,hôm qua\n", ":2", "at"},
        {HEADER "a,b,2022,1,,,,2022-11-25\n", ":2", "entered_by"},
        {HEADER "a,b,2022,1.00001,,,x,2022-11-25\n", ":2", "value"},
        {HEADER "a,b,2022,1,,\"x", ":2", "never closes"},
        {HEADER "a,b,2022,,-1,,x,2022-11-25\n", ":2", "points"},
        {"criterion,unit,period,entered_by,at,target\na,b,2022,x,2022-11-25,-0.5\n", ":2", "target"},
        {"criterion,unit,period,entered_by,at,deadline\na,b,2022,x,2022-11-25,thứ Sáu\n", ":2", "deadline"},
        {"criterion,unit,period,entered_by,at,ruleset\na,b,2022,x,2022-11-25,nam-dinh-2019\n", ":2", "value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(read_text(path, cases[i].text));
        assert_int_equal(fault.code, ERROR_DATA);
        if (!strstr(fault.where, cases[i].where) || !strstr(fault.what, cases[i].what))
            fail_msg("%s: %s", fault.where, fault.what);
    }
    assert_null(
        read_text(json, "[{\"criterion\": \"a\", \"unit\": \"b\", \"period\": \"2022\", \"by\": \"x\"}]"));
    assert_int_equal(fault.code, ERROR_DATA);
    assert_null(read_text(json, "[{"));
    assert_int_equal(fault.code, ERROR_DATA);
}

int main(void)
{
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    snprintf(path, sizeof path, "/tmp/motcua-manual-%ld.csv", (long)getpid());
    snprintf(json, sizeof json, "/tmp/motcua-manual-%ld.json", (long)getpid());
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_store), cmocka_unit_test(test_wide),
                                       cmocka_unit_test(test_faults)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    unlink(json);
    return failed;
}
