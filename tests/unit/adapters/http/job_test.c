/* The driver, without a network: which request comes next, and what becomes of replies. */
#include "decode.h"

#include "adapters/portal_driver.h"

struct poll {
    struct manifest *m;
    struct config_source source;
    struct portal_job *job;
    struct portal_request request;
    struct portal_reply reply;
    struct page *page;
    struct error e;
    json_t *vars;
};

static const moment friday = 1669363200; /* 2022-11-25T15:00 in Viet Nam */
static char password[] = "mat khau\"&%";

static void open_poll(struct poll *p, const char *manifest, const char *vars)
{
    *p = (struct poll){
        .m = decode_manifest(manifest), .page = page_new(), .vars = vars ? json_loads(vars, 0, NULL) : NULL};
    p->source = (struct config_source){
        .name = "s", .base_url = "http://h:1", .vars = p->vars, .user = "u", .password = password};
    p->job = portal_http.open(p->m, &p->source, friday, &p->e);
}

static void close_poll(struct poll *p)
{
    portal_http.close(p->job);
    page_free(p->page);
    manifest_free(p->m);
    json_decref(p->vars);
}

static enum portal_next next(struct poll *p)
{
    p->e = (struct error){0};
    return portal_http.next(p->job, &p->request, &p->e);
}

static bool answer_typed(struct poll *p, long status, const char *type, const char *text)
{
    const struct portal_driver *a = &portal_http;
    p->e = (struct error){0};
    page_reset(p->page);
    return a->begin(p->job, status, type, p->page, &p->e) && a->body(p->job, text, strlen(text), &p->e) &&
           a->end(p->job, &p->reply, &p->e);
}

static bool answer(struct poll *p, long status, const char *text)
{
    return answer_typed(p, status, "application/json", text);
}

/* A page of rows with the ids first, first + 1, ... */
static const char *rows(int64_t total, int first, int count)
{
    static const char received[] = "\"receiveDate\":\"01/11/2022 08:00:00\"";
    static char text[65536];
    size_t used = (size_t)snprintf(text, sizeof text, "{\"total\":%lld,\"data\":[", (long long)total);
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s{\"dossierId\":%d,%s}", i ? "," : "",
                                 first + i, received);
    snprintf(text + used, sizeof text - used, "]}");
    return text;
}

static void test_offset(void **state)
{
    struct poll p;
    (void)state;
    open_poll(&p, "opencps", "{\"group_id\":\"55301\"}");
    assert_non_null(p.job);
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.method, "GET");
    assert_string_equal(p.request.url,
                        "http://h:1/o/rest/v2/dossiers?systemId=0,1,2&sort=createDate&start=0&end=500");
    assert_string_equal(p.request.headers[0], "groupId: 55301");
    assert_string_equal(p.request.headers[1], "Accept: application/json");
    assert_null(p.request.headers[2]);
    assert_null(p.request.body);
    assert_string_equal(p.request.user, "u");
    assert_string_equal(p.request.password, password);
    assert_string_equal(p.request.stream, "dossiers");
    assert_null(strstr(p.request.url, "reCalculate"));
    assert_true(answer(&p, 200, rows(1100, 0, 500)));
    assert_true(p.reply.rows && !p.reply.stream_done && !p.reply.again);
    assert_string_equal(p.reply.cursor, "page=1 start=500");
    assert_null(p.reply.period_kind);
    assert_int_equal(p.page->dossier_count, 500);
    assert_int_equal(p.page->total, 1100);

    assert_int_equal(next(&p), PORTAL_REQUEST); /* fewer than were asked for: it goes on where they ended */
    assert_non_null(strstr(p.request.url, "start=500&end=1000"));
    assert_true(answer(&p, 200, rows(1100, 500, 100)));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.url, "start=600&end=1100"));
    assert_true(answer(&p, 200, rows(1100, 600, 501)));
    assert_false(p.reply.stream_done); /* a full page: one look more, whether the total is true */
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(p.request.probe);
    assert_non_null(strstr(p.request.url, "start=1100&end=1600"));
    assert_true(answer(&p, 200, "{\"total\":1100,\"data\":[]}"));
    assert_true(p.reply.stream_done);
    assert_string_equal(p.reply.cursor, "");
    assert_int_equal(next(&p), PORTAL_DONE);

    assert_true(portal_http.resume(p.job, "dossiers", "", &p.e)); /* once more from the start */
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.url, "start=0&end=500"));
    assert_true(answer(&p, 200, "{\"total\":0}"));
    assert_true(p.reply.stream_done);
    close_poll(&p);
}

static void test_resume(void **state)
{
    static const struct {
        const char *cursor, *start;
    } cases[] = {{"page=3 start=1500", "start=1500&end=2000"},
                 {"page=3 start=", "start=0&"},
                 {"start=1500", "start=0&"},
                 {"page=3 start=-5", "start=0&"},
                 {"page=3 start=1x", "start=0&"},
                 {"page=99999999 start=1", "start=0&"},
                 {"", "start=0&"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct poll p;
        open_poll(&p, "opencps", "{\"group_id\":\"1\"}");
        assert_true(portal_http.resume(p.job, "dossiers", cases[i].cursor, &p.e));
        assert_int_equal(next(&p), PORTAL_REQUEST);
        if (!strstr(p.request.url, cases[i].start))
            fail_msg("%s: %s", cases[i].cursor, p.request.url);
        close_poll(&p);
    }
}

/* Where pages are counted, a cursor counts only if they had the size of now. */
static void test_resume_pages(void **state)
{
    static const struct {
        const char *cursor, *page;
    } cases[] = {{"page=3 start=1500", "\"page\":4,"}, {"page=3 start=600", "\"page\":1,"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct poll p;
        open_poll(&p, "dvcqg_sync", NULL);
        assert_true(portal_http.resume(p.job, "dossiers", cases[i].cursor, &p.e));
        assert_int_equal(next(&p), PORTAL_REQUEST);
        assert_true(answer(&p, 200, "{\"session\":\"S1\",\"error_code\":0}"));
        assert_int_equal(next(&p), PORTAL_REQUEST);
        assert_non_null(strstr(p.request.body, cases[i].page));
        close_poll(&p);
    }
}

static void test_session(void **state)
{
    struct poll p;
    (void)state;
    open_poll(&p, "dvcqg_sync", "{\"data_path\":\"/x/share\"}");
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.url, "http://h:1/dvcqg/login");
    assert_string_equal(p.request.method, "POST");
    assert_string_equal(p.request.body, "{\"username\":\"u\",\"password\":\"mat khau\\\"&%\"}");
    assert_string_equal(p.request.headers[1], "Content-Type: application/json");
    assert_null(p.request.stream);
    assert_null(p.request.user);
    assert_true(answer(&p, 200, "{\"session\":\"S1\",\"error_code\":0}"));
    assert_false(p.reply.rows || p.reply.again);

    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.url, "http://h:1/x/share");
    assert_string_equal(p.request.body,
                        "{\"session\":\"S1\",\"service\":\"DongBoHoSoMC\",\"page\":1,\"pageSize\":500}");
    assert_true(answer(&p, 200, "{\"error_code\":-1,\"message\":\"Phiên làm việc hết hạn\"}"));
    assert_true(p.reply.again && !p.reply.rows);

    assert_int_equal(next(&p), PORTAL_REQUEST); /* logged in again, the same page again */
    assert_string_equal(p.request.url, "http://h:1/dvcqg/login");
    assert_true(answer(&p, 200, "{\"error_code\":\"00\",\"session\":\"S2\"}"));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.body, "\"session\":\"S2\""));
    assert_non_null(strstr(p.request.body, "\"page\":1,"));
    assert_true(answer(&p, 200, "{\"error_code\":0,\"total\":600,\"result\":{\"MaHoSo\":\"H1-220101-1\"}}"));
    assert_true(p.reply.rows && !p.reply.stream_done);
    assert_string_equal(p.reply.cursor, "page=1 start=1");
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.body, "\"page\":2,"));
    assert_false(answer(&p, 200, "{\"error_code\":3,\"message\":\"u mat khau\"}"));
    assert_int_equal(p.e.code, ERROR_UNAVAILABLE);
    assert_non_null(strstr(p.e.what, "error_code: 3"));
    close_poll(&p);
}

/* A token: asked for with a form at another host, sent as a Bearer, renewed before it ends or when it is
 * refused. */
static void test_bearer(void **state)
{
    static const char token[] = "{\"access_token\":\"T%d\",\"expires_in\":300}";
    static const struct {
        int64_t now;
        bool login;
        long status;
    } steps[] = {
        {1000, true, 200},     {1500, false, 200},   {270999, false, 200}, /* 30 s before its end */
        {271000, true, 200},   {271500, false, 401},                       /* refused all the same */
        {272000, true, 200},   {541999, false, 200}, {900000, true, 200},  /* slow in coming: used once */
        {1300000, false, 200}, {1300001, true, 200}};
    char text[65536];
    struct poll p;
    int issued = 0;
    (void)state;
    open_poll(&p, "igate", "{\"sso_url\":\"https://sso:2\"}");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        p.request.now_ms = steps[i].now;
        assert_int_equal(next(&p), PORTAL_REQUEST);
        if (steps[i].login) {
            assert_string_equal(p.request.url,
                                "https://sso:2/auth/realms/digo/protocol/openid-connect/token");
            assert_string_equal(
                p.request.body,
                "grant_type=client_credentials&client_id=u&client_secret=mat%20khau%22%26%25");
            assert_string_equal(p.request.headers[1], "Content-Type: application/x-www-form-urlencoded");
            assert_null(p.request.user);
            snprintf(text, sizeof text, token, ++issued);
            assert_true(answer(&p, 200, text));
            continue;
        }
        char bearer[64];
        snprintf(bearer, sizeof bearer, "Authorization: Bearer T%d", issued);
        assert_string_equal(p.request.headers[0], bearer);
        size_t used = (size_t)snprintf(text, sizeof text, "{\"content\":[");
        for (int k = 0; k < 200; k++) /* whole pages: there is always a next one */
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "%s{\"id\":\"%zu-%d\",\"acceptedDate\":\"2022-11-01T08:00:00.000+0700\","
                                     "\"agency\":{\"code\":\"X\"}}",
                                     k ? "," : "", i, k);
        snprintf(text + used, sizeof text - used, "]}");
        assert_true(
            answer(&p, steps[i].status, steps[i].status == 200 ? text : "{\"error\":\"invalid_token\"}"));
        assert_true(p.reply.again == (steps[i].status == 401) && p.reply.rows == (steps[i].status == 200));
    }
    assert_int_equal(issued, 5);
    close_poll(&p);
}

/* A date of a portal with an offset, and words that this manifest does not know: kept, not guessed. */
static void test_igate_record(void **state)
{
    static const char text[] =
        "{\"content\":[{\"id\":\"63a\",\"code\":\"000.00.53.H48-220921-0099\",\"agency\":{\"id\":\"5f\","
        "\"code\":\"H48.53\",\"name\":"
        "\"UBND xã Mẫu\"},\"dossierStatus\":{\"id\":5,\"name\":\"Đã trả kết "
        "quả\"},\"applyMethod\":{\"id\":0,\"name\":\"Trực tuyến\"},"
        "\"procedure\":{\"code\":\"1.001612.000.00.00.H48\",\"sector\":{\"code\":\"LV1\"}},"
        "\"procedureLevel\":{\"name\":\"Lạ\"},"
        "\"appliedDate\":\"2022-09-21T01:05:12.000+0000\",\"acceptedDate\":\"2022-09-21T08:05:12.500+0700\","
        "\"appointmentDate\":null,\"dueDate\":\"2022-09-28T17:00:00.000+0700\",\"completedDate\":null,"
        "\"applicant\":{\"data\":{\"fullname\":\"CÔNG DÂN MẪU\"}}}],\"totalElements\":1}";
    struct poll p;
    (void)state;
    open_poll(&p, "igate_password", "{\"sso_url\":\"https://sso:2\",\"client_id\":\"web\"}");
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.body,
                        "grant_type=password&client_id=web&username=u&password=mat%20khau%22%26%25");
    assert_true(answer(&p, 200, "{\"access_token\":\"T\"}"));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.url,
                        "http://h:1/pa/dossier/search?page=0&size=200&spec=slice&sort=acceptedDate,asc");
    assert_true(answer(&p, 200, text));
    assert_int_equal(p.page->dossier_count, 1);
    assert_int_equal(p.page->reject_count, 0);
    const struct value *v = p.page->dossiers[0].value;
    assert_value_text(&v[DOSSIER_KEY], "63a");
    assert_value_text(&v[DOSSIER_UNIT], "H48.53");
    assert_value_text(&v[DOSSIER_PROCEDURE], "1.001612.000.00.00.H48");
    assert_value_text(&v[DOSSIER_SECTOR], "LV1");
    assert_value_text(&v[DOSSIER_PORTAL_STATUS], "5");
    assert_value_number(&v[DOSSIER_STATUS], 10);
    assert_value_number(&v[DOSSIER_CHANNEL], 2);
    assert_value_number(&v[DOSSIER_LEVEL], UNKNOWN);
    assert_value_number(&v[DOSSIER_SUBMITTED], moment_of(2022, 9, 21, 8, 5, 12));
    assert_value_number(&v[DOSSIER_RECEIVED], moment_of(2022, 9, 21, 8, 5, 12));
    assert_value_number(&v[DOSSIER_DUE], moment_of(2022, 9, 28, 17, 0, 0));
    assert_value_number(&v[DOSSIER_FINISHED], UNKNOWN);
    close_poll(&p);
}

/* Statistics: one request a month, never a recount; breakdowns and the total over all are passed over. */
static void test_opencps_statistics(void **state)
{
    static const char text[] =
        "{\"total\":4,\"data\":[{\"govAgencyCode\":null,\"domainCode\":null,\"receivedCount\":30,"
        "\"reporting\":false},"
        "{\"govAgencyCode\":\"A\",\"govAgencyName\":\"UBND xã "
        "A\",\"domainCode\":\"\",\"receivedCount\":10,\"reporting\":true},"
        "{\"govAgencyCode\":\"A\",\"domainCode\":\"LV1\",\"receivedCount\":9},"
        "{\"govAgencyCode\":\"B\",\"domainCode\":null,\"receivedCount\":\"20\",\"reporting\":false}]}";
    static const char *const queries[] = {"year=2022&month=11&domain=total&system=0",
                                          "year=2022&month=10&domain=total&system=0"};
    struct poll p;
    (void)state;
    open_poll(&p, "opencps_statistics", "{\"group_id\":\"55301\"}");
    for (int i = 0; i < 2; i++) {
        char url[256];
        assert_int_equal(next(&p), PORTAL_REQUEST);
        snprintf(url, sizeof url, "http://h:1/o/rest/statistics?%s", queries[i]);
        assert_string_equal(p.request.url, url);
        assert_true(answer(&p, 200, text));
        assert_int_equal(p.page->reject_count, 0);
        assert_int_equal(p.page->figure_count, 2);
        assert_string_equal(p.page->figures[0].unit, "A");
        assert_string_equal(p.page->figures[0].metric, "received_count");
        assert_value_number(&p.page->figures[0].numerator, 10);
        assert_string_equal(p.page->figures[0].status, "closed");
        assert_string_equal(p.page->figures[1].unit, "B");
        assert_value_number(&p.page->figures[1].numerator, 20);
        assert_null(p.page->figures[1].status);
        assert_int_equal(p.reply.period_from, moment_of(2022, 11 - i, 1, 0, 0, 0));
    }
    assert_int_equal(next(&p), PORTAL_DONE);
    close_poll(&p);
}

/* A request may be sent again after half a reply; nothing of the half stays. */
static void test_again(void **state)
{
    static const char half[] = "{\"total\":2,\"data\":[{\"dossierId\":1},";
    struct poll p;
    (void)state;
    open_poll(&p, "opencps", "{\"group_id\":\"1\"}");
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(portal_http.begin(p.job, 200, NULL, p.page, &p.e));
    assert_true(portal_http.body(p.job, half, sizeof half - 1, &p.e));
    assert_true(answer(&p, 200, rows(2, 0, 2)));
    assert_int_equal(p.page->dossier_count, 2);
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(p.request.probe); /* the total is the page's own number of rows */
    assert_true(answer(&p, 200, rows(2, 0, 2)));
    assert_true(p.reply.stream_done); /* the same page again: there is no more */
    assert_int_equal(p.page->total, 2);
    close_poll(&p);
}

static void test_refusals(void **state)
{
    static const struct {
        const char *manifest;
        long status;
        const char *type, *text;
        enum error_code code;
        const char *word;
    } cases[] = {
        {"opencps", 203, "application/json", "{\"message\":\"x\"}", ERROR_UNAVAILABLE, "not authenticated"},
        {"opencps", 401, "application/json", "{}", ERROR_UNAVAILABLE, "not authenticated"},
        {"opencps", 403, "text/html", "<html>", ERROR_UNAVAILABLE, "not authenticated"},
        {"opencps", 404, "text/html", "<html>", ERROR_UNAVAILABLE, "404"},
        {"opencps", 200, "text/html; charset=utf-8", "<html>", ERROR_UNAVAILABLE, "web page"},
        {"opencps", 200, "application/json", "\r\n <html>Request Rejected</html>", ERROR_UNAVAILABLE,
         "firewall"},
        {"opencps", 200, "application/json", "", ERROR_DATA, "empty"},
        {"opencps", 200, "application/json", "{\"total\":1,\"data\":[", ERROR_DATA, "JSON"},
        {"dvcqg_sync", 200, "application/json", "{\"error_code\":3,\"message\":\"mat khau\"}",
         ERROR_UNAVAILABLE, "error_code: 3"},
        {"dvcqg_sync", 200, "application/json", "{\"error_code\":\"sai mat khau\"}", ERROR_UNAVAILABLE,
         "error_code: ..."},
        {"dvcqg_sync", 200, "application/json", "{\"error_code\":0}", ERROR_UNAVAILABLE, "login"},
        {"evaluation", 200, "text/plain", "<!doctype html>", ERROR_UNAVAILABLE, "web page"},
        {"evaluation", 201, "application/json", "{\"code\":\"ERROR\"}", ERROR_UNAVAILABLE, "code: ERROR"},
        {"evaluation", 201, "application/json", "{\"data\":{}}", ERROR_UNAVAILABLE, "code"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct poll p;
        open_poll(&p, cases[i].manifest,
                  strcmp(cases[i].manifest, "opencps") == 0      ? "{\"group_id\":\"1\"}"
                  : strcmp(cases[i].manifest, "evaluation") == 0 ? "{\"root\":\"1\"}"
                                                                 : NULL);
        assert_non_null(p.job);
        assert_int_equal(next(&p), PORTAL_REQUEST);
        assert_false(answer_typed(&p, cases[i].status, cases[i].type, cases[i].text));
        if (p.e.code != cases[i].code || !strstr(p.e.what, cases[i].word) || strstr(p.e.what, "mat khau") ||
            strstr(p.e.hint, "mat khau"))
            fail_msg("%zu: %d %s", i, p.e.code, p.e.what);
        close_poll(&p);
    }
}

static void test_evaluation(void **state)
{
    static const char *const names[] = {
        "service-results",   "dvc-progress-tree", "formality-online-payment-tree", "provide-online-tree",
        "dossier-digitized", "transparency",      "handling-satisfaction"};
    struct poll p;
    (void)state;
    open_poll(&p, "evaluation", "{\"root\":\"019d-x\"}");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char url[200];
        assert_int_equal(next(&p), PORTAL_REQUEST);
        snprintf(url, sizeof url, "http://h:1/api/v1/reporting/evaluation/%s", names[i]);
        assert_string_equal(p.request.url, url);
        assert_string_equal(p.request.stream, names[i]);
        assert_string_equal(p.request.body, "{\"timeType\":\"year\",\"year\":2022,\"rootDepartmentId\":"
                                            "\"019d-x\",\"currentPage\":1,\"pageSize\":300}");
        assert_int_equal(p.request.pause_ms, 500);
        assert_null(p.request.user);
        assert_true(answer(
            &p, 201,
            i < 5 ? "{\"code\":\"OK\",\"data\":{\"parent\":{\"departmentCode\":\"H21\","
                    "\"departmentId\":\"u-1\",\"ratio\":1},\"overview\":{\"departmentCode\":\"H21\","
                    "\"ratio\":1}}}"
                  : "{\"code\":\"OK\",\"data\":{\"overview\":{\"departmentId\":\"u-1\",\"ratio\":1}}}"));
        assert_true(p.reply.rows && p.reply.stream_done);
        assert_string_equal(p.reply.period_kind, "year");
        assert_int_equal(p.reply.period_from, moment_of(2022, 1, 1, 0, 0, 0));
        assert_int_equal(p.page->unit_count, 1);
        assert_string_equal(p.page->units[0].code, "H21");
        assert_string_equal(p.page->units[0].kind, "province");
        assert_true(p.page->figure_count > 0);
        assert_int_equal(p.page->reject_count, 0);
    }
    assert_int_equal(next(&p), PORTAL_DONE);
    close_poll(&p);
}

/* A unit that is told by its identity alone is the one that an earlier stream gave with it; one that none
 * gave is rejected, not guessed. */
static void test_lookup(void **state)
{
    static const char
        tree[] = "{\"code\":\"OK\",\"data\":{\"children\":[{\"departmentId\":\"a\",\"departmentCode\":\"H21."
                 "01\",\"ratio\":1},"
                 "{\"departmentId\":\"b\",\"departmentCode\":\"H21.02\"}]}}",
        other[] = "{\"code\":\"OK\",\"data\":{\"parent\":{\"departmentCode\":\"H21\",\"ratio\":1},"
                  "\"overview\":{\"departmentCode\":\"H21\",\"ratio\":1}}}",
        satisfaction[] =
            "{\"code\":\"OK\",\"data\":{\"evaluation\":[{\"departmentId\":\"b\",\"totalScore\":18},"
            "{\"departmentId\":\"c\",\"totalScore\":12},{\"departmentId\":\"a\",\"totalScore\":6,\"metrics\":"
            "[{\"code\":\"DOSSIER_SYNC\",\"numerator\":39,\"denominator\":39,\"score\":6,"
            "\"dataQualityStatus\":\"TEMP_NATIONAL_REPORT_DENOMINATOR\"}]}]}}";
    struct poll p;
    (void)state;
    open_poll(&p, "evaluation", "{\"root\":\"1\"}");
    /* A cursor in the middle of a listing that teaches is not gone on from: the pages before it would be
     * missing. */
    assert_true(portal_http.resume(p.job, "service-results", "page=1 start=300", &p.e));
    for (int i = 0; i < 7; i++) {
        assert_int_equal(next(&p), PORTAL_REQUEST);
        assert_non_null(strstr(p.request.body, "\"currentPage\":1"));
        assert_true(answer(&p, 201, i == 1 ? tree : i < 5 ? other : satisfaction));
        if (i < 5)
            continue;
        assert_int_equal(p.page->figure_count, 3);
        assert_int_equal(p.page->reject_count, 1);
        assert_string_equal(p.page->rejects[0].key, "c");
        assert_string_equal(p.page->rejects[0].field, "unit");
        assert_string_equal(p.page->figures[0].unit, "H21.02");
        assert_int_equal(p.page->figures[0].score.number, 180000);
        assert_string_equal(p.page->figures[1].unit, "H21.01");
        assert_string_equal(p.page->figures[2].metric, "DOSSIER_SYNC");
        assert_string_equal(p.page->figures[2].status, "TEMP_NATIONAL_REPORT_DENOMINATOR");
    }
    close_poll(&p);
}

/* A portal that does not say its total and gives the same page for ever. */
static void test_same_page(void **state)
{
    static char text[65536];
    struct poll p;
    (void)state;
    open_poll(&p, "evaluation", "{\"root\":\"1\"}");
    size_t used = (size_t)snprintf(text, sizeof text, "{\"code\":\"OK\",\"data\":{\"evaluation\":[");
    for (int i = 0; i < 300; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "%s{\"departmentCode\":\"H%d\",\"totalScore\":1}", i ? "," : "", i);
    snprintf(text + used, sizeof text - used, "]}}");
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(answer(&p, 201, text));
    assert_false(p.reply.stream_done);
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.body, "\"currentPage\":2"));
    assert_true(answer(&p, 201, text));
    assert_true(p.reply.stream_done);
    close_poll(&p);
}

static void test_config(void **state)
{
    static const struct {
        const char *manifest, *vars;
        bool account;
        const char *what, *hint;
    } cases[] = {{"opencps", NULL, true, "group_id", "group_id"},
                 {"opencps", "{\"group_id\":\"1\",\"base_pat\":\"/x\"}", true, "base_pat", "'base_path'"},
                 {"opencps", "{\"group_id\":\"1\",\"colour\":\"red\"}", true, "colour", ""},
                 {"opencps", "{\"group_id\":\"1\"}", false, "account", "auth"},
                 {"dvcqg_sync", NULL, false, "account", "auth"},
                 {"evaluation", NULL, false, "root", "root"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        struct manifest *m = decode_manifest(cases[i].manifest);
        json_t *vars = cases[i].vars ? json_loads(cases[i].vars, 0, NULL) : NULL;
        struct config_source source = {.name = "s",
                                       .base_url = "http://h",
                                       .vars = vars,
                                       .user = cases[i].account ? "u" : NULL,
                                       .password = cases[i].account ? password : NULL};
        assert_null(portal_http.open(m, &source, friday, &e));
        if (e.code != ERROR_CONFIG || !strstr(e.what, cases[i].what) || !strstr(e.hint, cases[i].hint))
            fail_msg("%zu: %s (%s)", i, e.what, e.hint);
        json_decref(vars);
        manifest_free(m);
    }
    /* A value that would break a header or an address. */
    static const char *const bad[] = {"{\"group_id\":\"1\\r\\nX: y\"}",
                                      "{\"group_id\":\"1\",\"base_path\":\"/a b\"}",
                                      "{\"group_id\":\"1\",\"base_path\":\"/a?b\"}"};
    for (size_t i = 0; i < 3; i++) {
        struct poll p;
        open_poll(&p, "opencps", bad[i]);
        assert_int_equal(next(&p), PORTAL_FAILED);
        assert_int_equal(p.e.code, ERROR_CONFIG);
        close_poll(&p);
    }
    struct poll p;
    open_poll(&p, "opencps", "{\"group_id\":\"1\",\"systems\":\"0&end=9 é\"}");
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.url, "?systemId=0%26end%3D9%20%C3%A9&sort="));
    close_poll(&p);
    struct error e = {0};
    assert_null(portal_driver_find("xml", "mine.json", &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_string_equal(e.where, "mine.json");
    assert_non_null(strstr(e.hint, "rest_json"));
    assert_ptr_equal(portal_driver_find("rest_json", "mine.json", &e), &portal_http);
    assert_ptr_equal(portal_driver_find("rest_xml", "mine.json", &e), &portal_http);
    assert_ptr_equal(portal_driver_find("tabular", "mine.json", &e), &portal_http);
}

/* Rows that were changed in these minutes of one hour. */
static const char *changed_rows(const int *minutes, int count)
{
    static char text[4096];
    size_t used = (size_t)snprintf(text, sizeof text, "{\"total\": 9000, \"data\": [");
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "%s{\"dossierId\": %d, \"receiveDate\": \"01/11/2022 08:00:00\", "
                                 "\"modifiedDate\": \"25/11/2022 14:%02d:00\"}",
                                 i ? "," : "", minutes[i], minutes[i]);
    snprintf(text + used, sizeof text - used, "]}");
    return text;
}

/* Latest change first: asked for so, over behind a page that is older as a whole, or that is not in that
 * order. */
static void test_changes(void **state)
{
    static const int first[] = {50, 40}, second[] = {39, 20}, older[] = {19, 5}, wrong[] = {18, 45};
    const moment since = moment_of(2022, 11, 25, 14, 20, 0);
    (void)state;
    struct poll p;
    open_poll(&p, "opencps", "{\"group_id\":\"1\"}");
    assert_true(portal_http.changes(p.job, "dossiers", since, &p.e));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_non_null(strstr(p.request.url, "sort=modifiedDate"));
    assert_non_null(strstr(p.request.url, "order=true"));
    assert_true(answer(&p, 200, changed_rows(first, 2)));
    assert_true(p.page->changed == moment_of(2022, 11, 25, 14, 50, 0) && !p.page->rising);
    assert_int_equal(p.page->total, -1);
    assert_false(p.reply.stream_done);
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(answer(&p, 200, changed_rows(second, 2)));
    assert_false(p.reply.stream_done); /* 14:20 was asked for */
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(answer(&p, 200, changed_rows(older, 2)));
    assert_true(p.reply.stream_done && !p.page->rising);
    assert_int_equal(next(&p), PORTAL_DONE);
    assert_true(portal_http.changes(p.job, "dossiers", since, &p.e));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(answer(&p, 200, changed_rows(second, 2)));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(answer(&p, 200, changed_rows(wrong, 2)));
    assert_true(p.reply.stream_done && p.page->rising);
    assert_true(portal_http.resume(p.job, "dossiers", "", &p.e)); /* then all of it, as ever */
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_null(strstr(p.request.url, "modifiedDate"));
    assert_true(answer(&p, 200, changed_rows(wrong, 2)));
    assert_true(p.page->total == 9000 && !p.page->rising);
    assert_false(portal_http.changes(p.job, "nowhere", since, &p.e));
    close_poll(&p);
}

/* From a moment on; a moment far ahead of our clock is the portal's slip and moves nothing. */
static void test_changes_since(void **state)
{
    static const char manifest[] =
        "{\"name\":\"x\",\"title\":\"x\",\"driver\":\"rest_json\",\"dates\":\"yyyy-MM-dd "
        "HH:mm:ss\",\"streams\":[{"
        "\"name\":\"d\",\"kind\":\"dossier\",\"request\":{\"path\":\"/d\",\"query\":{\"p\":\"{page}\"}},"
        "\"changes\":{\"query\":{\"from\":\"{since:dd/MM/yyyy}\"}},\"paging\":{\"kind\":\"page\",\"size\":2},"
        "\"total\":\"n\",\"records\":\"r\",\"fields\":{\"key\":\"k\",\"changed_at\":\"c\"}}]}";
    struct poll p;
    (void)state;
    open_poll(&p, manifest, NULL);
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.url, "http://h:1/d?p=1");
    assert_true(portal_http.changes(p.job, "d", moment_of(2022, 11, 23, 9, 0, 0), &p.e));
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_string_equal(p.request.url, "http://h:1/d?p=1&from=23/11/2022");
    assert_true(answer(&p, 200,
                       "{\"n\":3,\"r\":[{\"k\":\"1\",\"c\":\"2099-01-01 00:00:00\"},"
                       "{\"k\":\"2\",\"c\":\"2022-11-24 08:00:00\"}]}"));
    assert_true(p.page->changed == moment_of(2022, 11, 24, 8, 0, 0));
    assert_int_equal(p.page->total, 3);
    assert_false(p.reply.stream_done);
    assert_int_equal(next(&p), PORTAL_REQUEST);
    assert_true(answer(&p, 200, "{\"n\":3,\"r\":[{\"k\":\"3\",\"c\":\"nonsense\"}]}"));
    assert_int_equal(p.page->dossier_count, 1); /* the dossier is as good without it */
    assert_true(p.page->changed == MOMENT_NONE && p.reply.stream_done);
    close_poll(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_offset),
                                       cmocka_unit_test(test_resume),
                                       cmocka_unit_test(test_resume_pages),
                                       cmocka_unit_test(test_session),
                                       cmocka_unit_test(test_again),
                                       cmocka_unit_test(test_refusals),
                                       cmocka_unit_test(test_evaluation),
                                       cmocka_unit_test(test_lookup),
                                       cmocka_unit_test(test_bearer),
                                       cmocka_unit_test(test_igate_record),
                                       cmocka_unit_test(test_opencps_statistics),
                                       cmocka_unit_test(test_same_page),
                                       cmocka_unit_test(test_changes),
                                       cmocka_unit_test(test_changes_since),
                                       cmocka_unit_test(test_config)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
