/* Tables made into rows by the shipped manifests: where the heading is, which stream fits, what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapters/table/tabular.h"
#include "base/csv.h"

static char path[] = "/tmp/motcua-tabular-XXXXXX";
static struct table_manifest *manifests[2];
static struct error fault;

struct reader {
    struct sheet *sheet;
    struct tabular *table;
    struct page *page;
    struct tabular_miss miss;
    char breaks[600];
};

static const char *unit_code(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "UBND xã Mẫu 01") == 0 ? "H99.22.01" : "khac";
}

static void break_note(void *context, const struct tabular_break *b)
{
    struct reader *r = context;
    char text[200];
    size_t used = strlen(r->breaks);
    snprintf(r->breaks + used, sizeof r->breaks - used, "%s %s %s %lld %lld\n", b->unit, b->group,
             table_identity_text(b->identity, text, sizeof text), (long long)b->left, (long long)b->right);
}

static void differ_note(void *context, const char *unit, const char *group, const char *metric, int64_t one,
                        int64_t other)
{
    (void)context;
    fail_msg("%s %s %s: %lld and %lld", unit, group, metric, (long long)one, (long long)other);
}

static void open_file(struct reader *r, const char *file)
{
    *r = (struct reader){.page = page_new()};
    fault = (struct error){0};
    r->sheet = sheet_open(file, &fault);
    if (!r->sheet)
        fail_msg("%s", fault.what);
    for (size_t i = 0; !r->table && i < sheet_tables(r->sheet); i++)
        assert_true(tabular_open(r->sheet, i, manifests, 2, &r->table, &r->miss, &fault));
}

static void open_text(struct reader *r, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    open_file(r, path);
}

static void fill(struct reader *r)
{
    struct figure_ledger *ledger = figure_ledger_new(&fault);
    const struct tabular_use use = {.source = "nguon",
                                    .now = MOMENT_NONE,
                                    .unit_code = unit_code,
                                    .broken = break_note,
                                    .ledger = ledger,
                                    .context = r};
    const struct ledger_given given = {.given = true, .differ = differ_note, .context = r};
    struct ledger_place place = {.stream = ""};
    bool done, assumed;
    assert_non_null(r->table);
    if (!tabular_fill(r->table, &use, r->page, &done, &fault))
        fail_msg("%s: %s", fault.where, fault.what);
    assert_true(done);
    assert_true(figure_ledger_close(ledger, &given, &assumed, &fault));
    while (place.stream)
        assert_true(figure_ledger_fill(ledger, r->page, &place, &fault));
    figure_ledger_free(ledger);
}

static void close_reader(struct reader *r)
{
    tabular_close(r->table);
    sheet_close(r->sheet);
    page_free(r->page);
}

static int64_t number_of(const struct reader *r, const char *unit, const char *metric)
{
    for (size_t i = 0; i < r->page->figure_count; i++)
        if (strcmp(r->page->figures[i].unit, unit) == 0 && strcmp(r->page->figures[i].metric, metric) == 0) {
            assert_true(r->page->figures[i].numerator.known);
            return r->page->figures[i].numerator.number;
        }
    fail_msg("no %s of %s", metric, unit);
    return -1;
}

static void test_dossiers(void **state)
{
    (void)state;
    struct reader r;
    open_text(&r, "DANH SÁCH HỒ SƠ\n\n,,Thông tin chung,,,Ngày,\n"
                  ",STT,MÃ HỒ SƠ,Chủ hồ sơ,Đơn vị,Ngày tiếp nhận,Trạng thái,Mức độ,Ngày hẹn trả,Số "
                  "hóa,\"Phí, lệ phí (đồng)\"\n"
                  ",1,A-221101-0001,Nguyễn Văn Mẫu,UBND xã Mẫu 01,01/11/2022,đang  xử lý,Toàn "
                  "trình,10/11/2022,x,60.000\n"
                  ",2,A-221101-0002,Trần Thị Mẫu,UBND xã Lạ,44890.5,Đã trả kết quả,Một phần,–,,0\n"
                  ",STT,MÃ HỒ SƠ,Chủ hồ sơ,Đơn vị,Ngày tiếp nhận,Trạng thái,Mức độ,Ngày hẹn trả,Số "
                  "hóa,\"Phí, lệ phí (đồng)\"\n"
                  ",3,A-221101-0003,Lê Mẫu,UBND xã Mẫu 01,32/11/2022,Đang xử lý,4,10/11/2022,Không,0\n"
                  ",4,,Phạm Mẫu,UBND xã Mẫu 01,02/11/2022,Đang xử lý,4,10/11/2022,Không,0\n"
                  ",5,A-221101-0005,Võ Mẫu,UBND xã Mẫu 01,02/11/2022,Lạ lùng,4,10/11/2022,Không,0\n"
                  ",,Tổng cộng: 5 hồ sơ\n,,,,,Người lập biểu\n");
    fill(&r);
    assert_string_equal(tabular_stream(r.table)->name, "dossiers");
    assert_int_equal(r.page->dossier_count, 3);
    assert_int_equal(tabular_records(r.table), 5);
    assert_int_equal(tabular_skipped(r.table), 2);
    const struct value *a = r.page->dossiers[0].value, *b = r.page->dossiers[1].value;
    assert_string_equal(a[DOSSIER_UNIT].text, "H99.22.01");
    assert_int_equal(a[DOSSIER_STATUS].number, STATUS_PROCESSING);
    assert_int_equal(a[DOSSIER_LEVEL].number, 4);
    assert_int_equal(a[DOSSIER_DUE].number, moment_of(2022, 11, 10, 23, 59, 59));
    assert_true(a[DOSSIER_DIGITIZED].known && a[DOSSIER_DIGITIZED].number == 1);
    assert_int_equal(a[DOSSIER_FEE_DUE].number, 1);
    assert_int_equal(b[DOSSIER_RECEIVED].number, moment_of(2022, 11, 25, 12, 0, 0));
    assert_int_equal(b[DOSSIER_LEVEL].number, 3);
    assert_false(b[DOSSIER_DUE].known);
    assert_false(b[DOSSIER_DIGITIZED].known);
    assert_true(b[DOSSIER_FEE_DUE].known && b[DOSSIER_FEE_DUE].number == 0);
    assert_int_equal(r.page->reject_count, 2);
    assert_string_equal(r.page->rejects[0].field, "received_at");
    assert_string_equal(r.page->rejects[0].shape, "99/99/9999");
    assert_int_equal(r.page->rejects[0].position, 8); /* the line */
    assert_string_equal(r.page->rejects[1].field, "key");
    assert_false(
        r.page->dossiers[2].value[DOSSIER_STATUS].known); /* the dossier is there, its word is told */
    assert_int_equal(r.page->issues.count, 1);
    assert_string_equal(r.page->issues.items[0].field, "status");
    assert_string_equal(r.page->issues.items[0].word, "Lạ lùng");
    uint64_t knows = tabular_knows(r.table);
    assert_true(knows >> DOSSIER_DIGITIZED & 1);
    assert_false(knows >> DOSSIER_ELECTRONIC_RESULT & 1);
    assert_false(knows >> DOSSIER_CHANNEL & 1);
    close_reader(&r);
}

struct search {
    const char *what;
    bool found;
};

static void look(void *context, const void *bytes, size_t n)
{
    struct search *s = context;
    s->found |= n && memmem(bytes, n, s->what, strlen(s->what)) != NULL;
}

static void test_personal(void **state)
{
    (void)state;
    struct reader r;
    open_file(&r, TEST_SOURCE_DIR "/tests/cases/export/ho-so.csv");
    fill(&r);
    assert_int_equal(r.page->dossier_count, 1500);
    assert_int_equal(r.page->reject_count, 0);
    static const char *const planted[] = {"Công dân mẫu", "09990000"};
    for (size_t i = 0; i < 2; i++) {
        struct search s = {.what = planted[i]}, there = {.what = "UBND xã Mẫu 02"};
        page_memory_each(r.page, look, &s);
        page_memory_each(r.page, look, &there);
        assert_false(s.found);
        assert_true(there.found);
    }
    close_reader(&r);
}

/* Form II.06: a heading of three rows, numbered columns, groups, a total, a broken sum. */
static const char form06[] =
    "Biểu số II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP ngày 21 tháng 10 năm 2020)\n"
    "Kỳ báo cáo: Quý IV/Năm 2022\n\n"
    "STT,Đơn vị,Số lượng hồ sơ tiếp nhận,,,,Số lượng hồ sơ đã giải quyết,,,,Số lượng hồ sơ đang giải "
    "quyết,,\n"
    ",,Tổng số,Trong kỳ,,Từ kỳ trước,Tổng số,Trước hạn,Đúng hạn,Quá hạn,Tổng số,Trong hạn,Quá hạn\n"
    ",,,Trực tuyến,\"Trực tiếp, dịch vụ bưu chính\",,,,,,,,\n"
    "(1),(2),(3)=(4)+(5)+(6),(4),(5),(6),(7)=(8)+(9)+(10),(8),(9),(10),(11)=(12)+(13),(12),(13)\n"
    "I,\"Xã, phường, thị trấn\"\n"
    "1,UBND xã Mẫu 01,1.100,60,1.030,10,1.080,70,1.008,1,20,20,0\n"
    ",Tổng cộng,1.100,60,1.030,10,1.080,70,1.008,1,20,20,0\n"
    ",,,,,,,,,Người lập biểu\n";

static void test_form06(void **state)
{
    (void)state;
    static const struct {
        const char *metric;
        int64_t number;
    } wanted[] = {
        {"total", 1100},    {"received_online", 60}, {"received_offline", 1030}, {"carried_over", 10},
        {"finished", 1080}, {"early", 70},           {"on_time", 1008},          {"late", 1},
        {"open", 20},       {"open_in_time", 20},    {"open_overdue", 0}};
    struct reader r;
    enum period_kind kind;
    moment from;
    open_text(&r, form06);
    fill(&r);
    assert_string_equal(tabular_stream(r.table)->name, "form06-units");
    assert_true(tabular_period(r.table, &kind, &from));
    assert_int_equal(kind, PERIOD_QUARTER);
    assert_int_equal(from, moment_of(2022, 10, 1, 0, 0, 0));
    assert_int_equal(r.page->figure_count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_int_equal(number_of(&r, "H99.22.01", wanted[i].metric), wanted[i].number);
    assert_string_equal(r.breaks, "H99.22.01  finished = early + on_time + late 1080 1079\n");
    assert_int_equal(r.page->unit_count, 1);
    close_reader(&r);
}

static void test_form06_sectors(void **state)
{
    (void)state;
    struct reader r;
    open_text(&r, "STT;Lĩnh vực giải quyết;Tiếp nhận;;Đã giải quyết;Đang giải quyết\n;;Tổng số;Trực "
                  "tuyến;Tổng số;Tổng số\n"
                  "1;Hộ tịch;10;4;7;3\n;Tổng số;10;4;7;2\n");
    fill(&r);
    assert_string_equal(tabular_stream(r.table)->name, "form06-sectors");
    assert_int_equal(number_of(&r, "nguon", "total_sector_ho-tich"), 10);
    assert_int_equal(number_of(&r, "nguon", "open"), 2);
    assert_string_equal(r.breaks, "nguon  total = finished + open 10 9\n");
    close_reader(&r);
}

/* The page of a real portal: what is read, against the counts that were taken from it by hand. */
static void test_hue(void **state)
{
    (void)state;
    static const char *const names[] = {"total", "finished", "open", "early", "on_time", "late"};
    struct reader r;
    char wanted[600] = "";
    open_file(&r, TEST_SOURCE_DIR "/tests/cases/hue/thongke.html");
    fill(&r);
    struct csv *csv = csv_open(TEST_SOURCE_DIR "/tests/cases/hue/expected.csv", &fault);
    assert_non_null(csv);
    assert_true(csv_next(csv));
    while (csv_next(csv)) {
        char metric[100];
        size_t used = strlen(wanted);
        for (size_t i = 0; i < 6; i++) {
            snprintf(metric, sizeof metric, "%s_level%s", names[i], csv_field(csv, 0));
            assert_int_equal(number_of(&r, "nguon", metric), strtol(csv_field(csv, i + 1), NULL, 10));
        }
        long finished = strtol(csv_field(csv, 2), NULL, 10),
             unclassified = strtol(csv_field(csv, 7), NULL, 10);
        snprintf(wanted + used, sizeof wanted - used,
                 "nguon level%s finished = early + on_time + late %ld %ld\n", csv_field(csv, 0), finished,
                 finished - unclassified);
    }
    csv_close(csv);
    assert_int_equal(r.page->figure_count, 18);
    assert_string_equal(r.breaks, wanted);
    for (size_t i = 0; i < r.page->figure_count; i++)
        assert_int_equal(r.page->figures[i].status != NULL,
                         strncmp(r.page->figures[i].metric, "finished", 8) == 0);
    close_reader(&r);
}

static void test_no_fit(void **state)
{
    (void)state;
    struct reader r;
    open_text(&r, "STT,Mã hồ sơ,Trạng thái,Lĩnh vực\n1,A,Đang xử lý,Đất đai\n");
    assert_null(r.table);
    assert_string_equal(r.miss.missing, "Ngày tiếp nhận");
    close_reader(&r);
    open_text(&r, "Nguyễn Văn Mẫu\n");
    assert_null(r.table);
    assert_int_equal(r.miss.matched, 0);
    close_reader(&r);
}

static void manifest_fails(const char *text, const char *where, const char *what)
{
    char file[sizeof path + 8];
    snprintf(file, sizeof file, "%s.json", path);
    FILE *f = fopen(file, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    fault = (struct error){0};
    assert_null(table_manifest_load(file, &fault));
    unlink(file);
    assert_int_equal(fault.code, ERROR_CONFIG);
    if (!strstr(fault.what, where) || !strstr(fault.what, what))
        fail_msg("%s: %s", fault.where, fault.what);
}

#define MANIFEST(columns, rest)                                                                              \
    "{\"name\": \"x\", \"title\": \"x\", \"driver\": \"tabular\", \"dates\": \"yyyy-MM-dd HH:mm:ss\", "      \
    "\"columns\": {" columns                                                                                 \
    "}, \"streams\": [{\"name\": \"s\", \"kind\": \"dossier\", \"records\": \"row\", " rest "}]}"

static void test_manifest(void **state)
{
    (void)state;
    manifest_fails(MANIFEST("\"code\": [\"Mã\"]", "\"needs\": [\"code\"], \"fields\": {\"key\": \"kode\"}"),
                   "kode", "no such column");
    manifest_fails(
        MANIFEST("\"code\": [\"Mã\"]", "\"needs\": [\"code\"], \"fields\": {\"key\": \"code.wrod\"}"),
        "code.wrod", "no such reading");
    manifest_fails(MANIFEST("\"code\": [\"Mã\"]", "\"fields\": {\"key\": \"code\"}"), "needs", "missing");
    manifest_fails(MANIFEST("\"code\": [\"%\"]", "\"needs\": [\"code\"], \"fields\": {\"key\": \"code\"}"),
                   "", "without a word");
    fault = (struct error){0};
    assert_null(table_manifest_load("opencps", &fault));
    assert_int_equal(fault.code, ERROR_CONFIG);
}

static int make(void **state)
{
    (void)state;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    int fd = mkstemp(path);
    manifests[0] = table_manifest_load("tabular", &fault);
    manifests[1] = table_manifest_load("html_table", &fault);
    if (!manifests[0] || !manifests[1])
        fprintf(stderr, "%s: %s\n", fault.where, fault.what);
    return fd < 0 || close(fd) || !manifests[0] || !manifests[1];
}

static int drop(void **state)
{
    (void)state;
    table_manifest_free(manifests[0]);
    table_manifest_free(manifests[1]);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dossiers), cmocka_unit_test(test_personal),
                                       cmocka_unit_test(test_form06),   cmocka_unit_test(test_form06_sectors),
                                       cmocka_unit_test(test_hue),      cmocka_unit_test(test_no_fit),
                                       cmocka_unit_test(test_manifest)};
    return cmocka_run_group_tests(tests, make, drop);
}
