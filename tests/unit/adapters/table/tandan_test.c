/* The statistics of the Tân Dân family, from composed replies. */
#include "decode.h"

#include "adapters/portal_driver.h"

static char *case_file(const char *name, size_t *n)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/cases/tandan/%s", TEST_SOURCE_DIR, name);
    FILE *in = fopen(path, "rb");
    char *text = calloc(1, 65536);
    assert_non_null(in);
    assert_non_null(text);
    *n = fread(text, 1, 65535, in);
    fclose(in);
    return text;
}

struct expected {
    const char *unit, *metric;
    int64_t numerator, denominator;
};

static void compare(const char *stream, const char *file, const struct expected *wanted, size_t count)
{
    struct error e = {0};
    size_t n = 0;
    struct manifest *m = decode_manifest("tandan");
    char *text = case_file(file, &n);
    struct page *p = decode(decode_stream(m, stream)->plan, text, n, 7, &e);
    assert_non_null(p);
    assert_int_equal(p->reject_count, 0);
    assert_int_equal(p->total, 2);
    assert_int_equal(p->unit_count, 2);
    assert_string_equal(p->units[0].code, "H27.30.01");
    assert_string_equal(p->units[1].name, "UBND phường Mẫu Hai");
    assert_string_equal(p->units[1].kind, "commune");
    assert_int_equal(p->figure_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(p->figures[i].unit, wanted[i].unit);
        assert_string_equal(p->figures[i].metric, wanted[i].metric);
        assert_value_number(&p->figures[i].numerator, wanted[i].numerator);
        assert_value_number(&p->figures[i].denominator, wanted[i].denominator);
    }
    page_free(p);
    manifest_free(m);
    free(text);
}

static void test_counts(void **state)
{
    static const struct expected wanted[] = {{"H27.30.01", "received_total", 120, UNKNOWN},
                                             {"H27.30.01", "carried_over", 20, UNKNOWN},
                                             {"H27.30.01", "received", 100, UNKNOWN},
                                             {"H27.30.01", "finished", 90, UNKNOWN},
                                             {"H27.30.01", "in_time", 86, UNKNOWN},
                                             {"H27.30.01", "late", 4, UNKNOWN},
                                             {"H27.30.01", "open", 26, UNKNOWN},
                                             {"H27.30.01", "open_in_time", 24, UNKNOWN},
                                             {"H27.30.01", "open_overdue", 2, UNKNOWN},
                                             {"H27.30.01", "withdrawn", 3, UNKNOWN},
                                             {"H27.30.01", "waiting", 1, UNKNOWN},
                                             {"H27.30.02", "received_total", 75, UNKNOWN},
                                             {"H27.30.02", "carried_over", 15, UNKNOWN},
                                             {"H27.30.02", "received", 60, UNKNOWN},
                                             {"H27.30.02", "finished", 70, UNKNOWN},
                                             {"H27.30.02", "in_time", 70, UNKNOWN},
                                             {"H27.30.02", "late", 0, UNKNOWN},
                                             {"H27.30.02", "open", 5, UNKNOWN},
                                             {"H27.30.02", "open_in_time", 5, UNKNOWN},
                                             {"H27.30.02", "open_overdue", 0, UNKNOWN},
                                             {"H27.30.02", "withdrawn", 0, UNKNOWN},
                                             {"H27.30.02", "waiting", 0, UNKNOWN}};
    (void)state;
    compare("communes", "ThongKeDonVi.json", wanted, sizeof wanted / sizeof *wanted);
}

static void test_digitized(void **state)
{
    static const struct expected wanted[] = {{"H27.30.01", "TANDAN_DIGITIZED", 73, 100},
                                             {"H27.30.01", "TANDAN_REUSED", 40, 100},
                                             {"H27.30.01", "TANDAN_RESULT_DIGITIZED", 81, 90},
                                             {"H27.30.02", "TANDAN_DIGITIZED", 0, 60},
                                             {"H27.30.02", "TANDAN_REUSED", 0, 60},
                                             {"H27.30.02", "TANDAN_RESULT_DIGITIZED", 0, 0}};
    (void)state;
    compare("digitized-communes", "ChiTieuSoHoa.json", wanted, sizeof wanted / sizeof *wanted);
}

/* The month is asked for by its first and last day, each kind of unit in its turn. */
static void test_requests(void **state)
{
    static const char *const catalogs[] = {"so-ban-nganh", "quan-huyen", "xa-phuong"};
    struct error e = {0};
    struct manifest *m = decode_manifest("tandan");
    json_t *vars = json_loads("{\"root\":\"H27\"}", 0, NULL);
    struct config_source source = {.name = "s", .base_url = "https://h", .vars = vars};
    struct portal_job *job = portal_http.open(m, &source, moment_of(2024, 2, 9, 15, 0, 0), &e);
    struct portal_request r = {0};
    struct portal_reply reply;
    struct page *page = page_new();
    (void)state;
    assert_true(job && page && manifest_suits(m, &source, &e));
    for (int i = 0; i < 6; i++) {
        char wanted[256];
        snprintf(wanted, sizeof wanted,
                 "{\"tuNgay\":\"2024-02-01\",\"denNgay\":\"2024-02-29\",\"maDinhDanhCha\":\"H27\","
                 "\"catalog\":\"%s\","
                 "\"pageNumber\":1,\"pageSize\":200}",
                 catalogs[i % 3]);
        assert_int_equal(portal_http.next(job, &r, &e), PORTAL_REQUEST);
        assert_string_equal(r.url, i < 3 ? "https://h/api/v1/ThongKeDonVi"
                                         : "https://h/api/v1/QuyetDinh766/ChiTieuSoHoa");
        assert_string_equal(r.body, wanted);
        assert_string_equal(r.method, "POST");
        assert_null(r.user);
        page_reset(page);
        assert_true(portal_http.begin(job, 200, "application/json", page, &e));
        assert_true(portal_http.body(job, "{\"data\":[],\"totalCount\":0}", 26, &e));
        assert_true(portal_http.end(job, &reply, &e));
        assert_true(reply.stream_done);
        assert_string_equal(reply.period_kind, "month");
        assert_int_equal(reply.period_from, moment_of(2024, 2, 1, 0, 0, 0));
    }
    assert_int_equal(portal_http.next(job, &r, &e), PORTAL_DONE);
    portal_http.close(job);
    page_free(page);
    json_decref(vars);
    manifest_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts), cmocka_unit_test(test_digitized),
                                       cmocka_unit_test(test_requests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
