/* Pages written on a thread: their order, what follows a failure, and who has the store. */
#include "store_case.h"

#include <pthread.h>
#include <unistd.h>

#include "poll/writer.h"
#include "store/driver.h"

enum { PAGES = 40 };

struct line {
    struct run run;
    bool broken;
    struct dossier dossiers[PAGES];
    char keys[PAGES][8], cursors[PAGES][8];
    struct page pages[PAGES];
    struct writer_page writings[PAGES];
};

static pthread_mutex_t wake_mutex = PTHREAD_MUTEX_INITIALIZER;
static int wakes;

static void wake_count(void *context)
{
    (void)context;
    pthread_mutex_lock(&wake_mutex);
    wakes++;
    pthread_mutex_unlock(&wake_mutex);
}

static struct writer *open_writer(struct store *s)
{
    struct error e = {0};
    struct writer *w = writer_open(s, wake_count, NULL, &e);
    assert_ok(w, e);
    return w;
}

/* Page i holds one dossier and the cursor "ci". */
static struct line *line_make(struct store *s, const char *source)
{
    struct line *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->run = begin_run(s, source, 1000);
    for (int i = 0; i < PAGES; i++) {
        snprintf(l->keys[i], sizeof l->keys[i], "k%02d", i);
        snprintf(l->cursors[i], sizeof l->cursors[i], "c%d", i);
        l->dossiers[i] = dossier_of(l->keys[i], 4);
        l->pages[i] = (struct page){.dossiers = &l->dossiers[i], .dossier_count = 1};
        l->writings[i] = (struct writer_page){.context = l,
                                              .page = &l->pages[i],
                                              .place = place_of(&l->run, 1000, l->cursors[i]),
                                              .broken = &l->broken};
    }
    return l;
}

static void pages_come_back_in_order(const char *url)
{
    struct store *s = open_store(url);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    int64_t added = 0;
    wakes = 0;
    assert_null(writer_take(w, false));
    assert_null(writer_take(w, true)); /* it has none: no waiting */
    for (int i = 0; i < PAGES; i++)
        writer_put(w, &l->writings[i]);
    for (int i = 0; i < PAGES; i++) {
        struct writer_page *page = writer_take(w, true);
        assert_ptr_equal(page, &l->writings[i]);
        assert_true(page->written);
        added += page->outcome.new_rows;
    }
    assert_int_equal(added, PAGES);
    assert_null(writer_take(w, true));
    writer_close(w);
    assert_in_range(wakes, 1, PAGES);
    expect_rows(s, "SELECT COUNT(*), (SELECT value FROM cursor) FROM dossier", "40|c39;");
    free(l);
    store_close(s);
}

/* What it was given is written although nobody waits for it. */
static void closed_with_pages(const char *url)
{
    struct store *s = open_store(url);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    for (int i = 0; i < PAGES; i++)
        writer_put(w, &l->writings[i]);
    writer_close(w);
    expect_rows(s, "SELECT COUNT(*), (SELECT value FROM cursor) FROM dossier", "40|c39;");
    free(l);
    store_close(s);
}

/* Pages first to last - 1 come to wait behind each other. */
static void put_together(struct writer *w, struct line *l, int first, int last)
{
    writer_hold(w);
    for (int i = first; i < last; i++)
        writer_put(w, &l->writings[i]);
    writer_release(w);
    for (int i = first; i < last; i++)
        assert_ptr_equal(writer_take(w, true), &l->writings[i]);
}

_Static_assert(LIMIT_WAITING_PAGES == 16, "the tests below count on it");

/* A store that is far, as a server is. */
static struct store *open_far(const char *url, struct store_driver *driver)
{
    struct store *s = open_store(url);
    *driver = *s->driver;
    driver->far = true;
    s->driver = driver;
    return s;
}

/* Sixteen at a time; a dossier that is on two of them, because rows had shifted, is one whose later form
 * holds.
 */
static void pages_joined(const char *url)
{
    struct store_driver driver;
    struct store *s = open_far(url, &driver);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    l->dossiers[16] = l->dossiers[11];
    l->dossiers[16].value[DOSSIER_STATUS] = value_number(10);
    put_together(w, l, 0, 20);
    for (int i = 0; i < 20; i++) {
        assert_true(l->writings[i].written);
        expect_outcome(l->writings[i].outcome, i == 0 ? 16 : i == 16 ? 3 : 0, i == 16, 0);
    }
    put_together(w, l, 8, 20);
    expect_outcome(l->writings[8].outcome, 0, 2, 10); /* k11 in its first form again, and back */
    writer_close(w);
    expect_rows(s,
                "SELECT status, (SELECT COUNT(*) FROM dossier), (SELECT value FROM cursor) FROM dossier "
                "WHERE key = 'k11'",
                "10|19|c19;");
    free(l);
    store_close(s);
}

/* A store in this process takes each page by itself. */
static void pages_near(const char *url)
{
    struct store *s = open_store(url);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    put_together(w, l, 0, 16);
    for (int i = 0; i < 16; i++)
        expect_outcome(l->writings[i].outcome, 1, 0, 0);
    writer_close(w);
    free(l);
    store_close(s);
}

/* A record that was rejected is told by its place on its own page; streams have a cursor each; figures are of
 * one period. */
static void pages_not_joined(const char *url)
{
    struct store_driver driver;
    struct store *s = open_far(url, &driver);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    struct reject reject = {.position = 3, .field = "due_at", .reason = "no date"};
    struct figure figure = {.unit = "X.1", .metric = "TOTAL", .numerator = value_number(7)};
    l->pages[1].rejects = &reject;
    l->pages[1].reject_count = 1;
    for (int i = 3; i < 5; i++)
        l->writings[i].place.stream = "others";
    l->pages[5] = (struct page){.figures = &figure, .figure_count = 1};
    l->pages[6] = l->pages[5];
    for (int i = 5; i < 7; i++) {
        l->writings[i].place.period_kind = "month";
        l->writings[i].place.period_from = 1000 * i;
    }
    put_together(w, l, 0, 7);
    expect_outcome(l->writings[3].outcome, 2, 0, 0);
    for (int i = 0; i < 7; i++)
        if (i != 3 && i != 4)
            expect_outcome(l->writings[i].outcome, 1, 0, 0);
    writer_close(w);
    expect_rows(s, "SELECT stream, value FROM cursor ORDER BY stream", "dossiers|c6;others|c4;");
    expect_rows(s, "SELECT record FROM reject", "#3 c1;");
    expect_rows(s, "SELECT period_from FROM figure ORDER BY period_from", "5000;6000;");
    free(l);
    store_close(s);
}

/* Large pages: no more rows at a time than one statement takes. */
static void pages_large(const char *url)
{
    enum { ROWS = LIMIT_STATEMENT_ROWS / 2, LARGE = 5 };
    struct store_driver driver;
    struct store *s = open_far(url, &driver);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    struct dossier *rows = calloc(ROWS, sizeof *rows);
    static char keys[ROWS][8];
    assert_non_null(rows);
    for (int i = 0; i < ROWS; i++) {
        snprintf(keys[i], sizeof keys[i], "r%04d", i);
        rows[i] = dossier_of(keys[i], 4);
    }
    for (int i = 0; i < LARGE; i++)
        l->pages[i] = (struct page){.dossiers = rows, .dossier_count = ROWS};
    put_together(w, l, 0, LARGE);
    expect_outcome(l->writings[0].outcome, ROWS, 0, ROWS);
    expect_outcome(l->writings[2].outcome, 0, 0, 2 * ROWS);
    expect_outcome(l->writings[4].outcome, 0, 0, ROWS);
    writer_close(w);
    free(rows);
    free(l);
    store_close(s);
}

/* The sixth of sixteen pages that go together cannot be written: the five before it are, nothing after. */
static void broken_joint(const char *url)
{
    struct store_driver driver;
    struct store *s = open_far(url, &driver);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    l->dossiers[5].value[DOSSIER_KEY] = (struct value){0};
    put_together(w, l, 0, 16);
    for (int i = 0; i < 16; i++) {
        assert_int_equal(l->writings[i].written, i < 5);
        assert_int_equal(l->writings[i].error.code, i == 5 ? ERROR_INTERNAL : ERROR_NONE);
    }
    writer_close(w);
    expect_rows(s, "SELECT COUNT(*), (SELECT value FROM cursor) FROM dossier", "5|c4;");
    free(l);
    store_close(s);
}

/* Two lines, page by page in turn. In one of them the sixth page cannot be written: neither it nor what
 * follows is, the cursor stays before it; the other line goes on. */
static void broken_line(const char *url)
{
    struct store *s = open_store(url);
    struct line *a = line_make(s, "a"), *b = line_make(s, "b");
    struct writer *w = open_writer(s);
    a->dossiers[5].value[DOSSIER_KEY] = (struct value){0};
    for (int i = 0; i < PAGES; i++) {
        writer_put(w, &a->writings[i]);
        writer_put(w, &b->writings[i]);
    }
    for (int i = 0; i < 2 * PAGES; i++)
        assert_non_null(writer_take(w, true));
    for (int i = 0; i < PAGES; i++) {
        assert_int_equal(a->writings[i].written, i < 5);
        assert_int_equal(a->writings[i].error.code, i == 5 ? ERROR_INTERNAL : ERROR_NONE);
        assert_true(b->writings[i].written);
    }
    assert_true(a->broken && !b->broken);
    writer_put(w, &a->writings[7]); /* later too */
    assert_ptr_equal(writer_take(w, true), &a->writings[7]);
    assert_false(a->writings[7].written);
    writer_close(w);
    expect_rows(s,
                "SELECT s.name, c.value, (SELECT COUNT(*) FROM dossier d WHERE d.source_id = s.id)"
                " FROM source s JOIN cursor c ON c.source_id = s.id ORDER BY s.name",
                "a|c4|5;b|c39|40;");
    free(a);
    free(b);
    store_close(s);
}

/* While it is held the store is the caller's, and stays as it is. */
static void held(const char *url)
{
    struct store *s = open_store(url);
    struct line *l = line_make(s, "a");
    struct writer *w = open_writer(s);
    writer_hold(w);
    for (int i = 0; i < PAGES; i++)
        writer_put(w, &l->writings[i]);
    for (int i = 0; i < 20; i++)
        expect_rows(s, "SELECT COUNT(*) FROM dossier", "0;");
    assert_null(writer_take(w, false));
    writer_release(w);
    for (int i = 0; i < PAGES; i++) { /* in the midst of it: a run ends */
        struct error e = {0};
        writer_hold(w);
        l->run.got = i;
        assert_ok(store_run_end(s, &l->run, &e), e);
        writer_release(w);
        assert_ptr_equal(writer_take(w, true), &l->writings[i]);
    }
    writer_close(w);
    expect_rows(s, "SELECT COUNT(*), (SELECT got FROM run) FROM dossier", "40|39;");
    free(l);
    store_close(s);
}

#define ON_EMPTY(name)                                                                                       \
    static void test_##name(void **state)                                                                    \
    {                                                                                                        \
        (void)state;                                                                                         \
        on_empty(name);                                                                                      \
    }
ON_EMPTY(pages_come_back_in_order)
ON_EMPTY(closed_with_pages)
ON_EMPTY(pages_joined)
ON_EMPTY(pages_near)
ON_EMPTY(pages_not_joined)
ON_EMPTY(pages_large)
ON_EMPTY(broken_joint)
ON_EMPTY(broken_line)
ON_EMPTY(held)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_come_back_in_order),
        cmocka_unit_test(test_closed_with_pages),
        cmocka_unit_test(test_pages_joined),
        cmocka_unit_test(test_pages_near),
        cmocka_unit_test(test_pages_not_joined),
        cmocka_unit_test(test_pages_large),
        cmocka_unit_test(test_broken_joint),
        cmocka_unit_test(test_broken_line),
        cmocka_unit_test(test_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
