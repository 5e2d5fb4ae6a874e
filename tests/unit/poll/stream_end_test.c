/* A listing as its pages come, and what the run says when it is over. */
#include "poll/stream_end.h"

#include "adapters/manifest/manifest.h"
#include "sample.h"

static const char text[] = "{\"name\": \"mine\", \"title\": {\"vi\": \"Mẫu\"}, \"driver\": \"rest_json\", "
                           "\"dates\": \"dd/MM/yyyy\", \"streams\": [{\"name\": "
                           "\"dossiers\", \"kind\": \"dossier\", \"request\": {\"path\": \"/a\", \"query\": "
                           "{\"page\": \"{page}\", \"size\": \"{size}\"}}, "
                           "\"paging\": {\"kind\": \"page\", \"size\": 3, \"first\": 0}, \"total\": "
                           "\"total\", \"records\": \"data\", \"fields\": {\"key\": \"id\", "
                           "\"code\": \"id\", \"unit\": \"u\", \"received_at\": \"r\"}}]}";

static int left, resumed;

static void job_leave(struct portal_job *job)
{
    (void)job;
    left++;
}

static bool job_resume(struct portal_job *job, const char *stream, const char *cursor, struct error *e)
{
    (void)job;
    (void)e;
    assert_string_equal(stream, "dossiers");
    assert_string_equal(cursor, "");
    resumed++;
    return true;
}

static const struct portal_driver driver = {.leave = job_leave, .resume = job_resume};
static const struct config_source source = {.name = "s"};
static struct stream_state streams[1];
static struct page all;

static struct poll poll_new(void)
{
    struct error e = {0};
    struct poll p = {.source = &source,
                     .adapter = &driver,
                     .streams = streams,
                     .reading = {.since = MOMENT_NONE},
                     .sweep = {.all = &all}};
    p.manifest = manifest_parse("mine", text, strlen(text), &e);
    if (!p.manifest)
        fail_msg("%s: %s", e.where, e.what);
    snprintf(p.reading.stream, sizeof p.reading.stream, "dossiers");
    p.run.observed = moment_of(2022, 11, 25, 15, 0, 0);
    p.run.newest = MOMENT_NONE;
    listing_begin(&p.reading.listing, MOMENT_NONE, 0);
    left = resumed = 0;
    return p;
}

static void poll_drop(struct poll *p)
{
    listing_begin(&p->reading.listing, MOMENT_NONE, 0);
    misgiving_list_free(&p->issues);
    manifest_free(p->manifest);
}

/* A page of `count` dossiers from number `first` on; true: the listing goes on. */
static bool see(struct poll *p, int first, int count, int64_t total, bool last)
{
    static struct dossier d[10];
    static char keys[10][16];
    struct error e = {0};
    struct portal_reply reply = {.rows = true, .cursor = "", .stream_done = last};
    struct page page = {.dossiers = d,
                        .dossier_count = (size_t)count,
                        .record_count = (size_t)count,
                        .total = total,
                        .changed = MOMENT_NONE};
    for (int i = 0; i < count; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", first + i);
        d[i] = (struct dossier){0};
        d[i].value[DOSSIER_KEY] = value_text(keys[i]);
    }
    assert_true(poll_page_see(p, &page, &reply, &e));
    return !reply.stream_done;
}

static void test_whole(void **state)
{
    struct poll p = poll_new();
    struct error e = {0};
    (void)state;
    assert_true(see(&p, 0, 3, 5, false));
    assert_false(see(&p, 3, 2, 5, true));
    assert_true(poll_stream_end(&p, &e));
    assert_int_equal(resumed, 0);
    assert_int_equal(p.run.why.came, 5);
    assert_int_equal(p.run.why.read, 5);
    assert_int_equal(p.run.why.count[OUTCOME_LACKING], 0);
    assert_int_equal(p.run.expected, 5);
    assert_string_equal(p.message, "");
    poll_drop(&p);
}

/* Fewer than the portal says: the listing is read again, and only then are they missing. */
static void test_lacking(void **state)
{
    struct poll p = poll_new();
    struct error e = {0};
    (void)state;
    for (int sweep = 1; sweep < LIMIT_SWEEP_TRIES; sweep++) {
        see(&p, 0, 3, 5, true);
        assert_true(poll_stream_end(&p, &e));
        assert_int_equal(resumed, sweep);
    }
    see(&p, 0, 3, 5, true);
    assert_true(poll_stream_end(&p, &e));
    assert_int_equal(resumed, LIMIT_SWEEP_TRIES - 1);
    assert_int_equal(p.run.why.count[OUTCOME_LACKING], 2);
    assert_non_null(strstr(p.message, "the portal says 5, 3 came"));
    poll_drop(&p);
}

/* A page that came before ends the listing: the portal does not look at the page's number. */
static void test_repeated(void **state)
{
    struct poll p = poll_new();
    struct error e = {0};
    (void)state;
    assert_true(see(&p, 0, 3, -1, false));
    assert_false(see(&p, 0, 3, -1, false));
    assert_int_equal(left, 1);
    assert_true(poll_stream_end(&p, &e));
    assert_int_equal(p.run.why.count[OUTCOME_REPEATED], 1);
    assert_int_equal(p.run.why.came, 3);
    assert_non_null(strstr(p.message, "page 2 brings nothing"));
    poll_drop(&p);
}

/* A listing that fails counts as one, and what came of it stays. */
static void test_fault(void **state)
{
    struct poll p = poll_new();
    struct error e = {0}, why = {.code = ERROR_UNAVAILABLE, .what = "status 500"};
    (void)state;
    assert_true(see(&p, 0, 3, 9, false));
    assert_true(poll_stream_fault(&p, &why, &e));
    assert_int_equal(p.run.why.count[OUTCOME_STREAMS], 1);
    assert_int_equal(p.run.why.read, 3);
    assert_int_equal(left, 1);
    assert_false(p.sweep.whole);
    assert_non_null(strstr(p.message, "status 500"));
    poll_drop(&p);
}

int main(void)
{
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_lacking),
                                       cmocka_unit_test(test_repeated), cmocka_unit_test(test_fault)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
