/* The outbox: pages as bytes and back, damaged ones, order, its maximum, what is set aside. */
#include "store_case.h"

#include <endian.h>
#include <limits.h>
#include <sqlite3.h>
#include <xxhash.h>

#include "store/outbox/queue.h"

#define BIG (1024L * 1024 * 1024)

/* --- a page as bytes --- */

/* Every field of the dossier, each kind of value at its edges. */
static void dossier_fill(struct dossier *d)
{
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        d->value[i] =
            dossier_fields[i].type == FIELD_TEXT ? value_text(dossier_fields[i].name) : value_number(i);
    d->value[DOSSIER_KEY] = value_text("H99-ă/001");
    d->value[DOSSIER_SECTOR] = value_text("");
    d->value[DOSSIER_SYSTEM] = (struct value){0};
    d->value[DOSSIER_SUBMITTED] = value_number(INT64_MIN);
    d->value[DOSSIER_RECEIVED] = value_number(INT64_MAX);
    d->value[DOSSIER_DUE] = value_number(-1);
    d->value[DOSSIER_FINISHED] = (struct value){0};
}

static struct page *page_sample(struct page_place *place)
{
    struct page *page = page_new();
    assert_non_null(page);
    *place = (struct page_place){.stream = "hồ sơ",
                                 .observed = 1669363200,
                                 .period_kind = "month",
                                 .period_from = 1667235600,
                                 .cursor = "500;page=2"};
    struct dossier *d = page_add_dossier(page);
    dossier_fill(d);
    page_add_dossier(page)->value[DOSSIER_KEY] = value_text("k");
    *page_add_figure(page) = (struct figure){.unit = "X.1",
                                             .metric = "TDGQ_ON_TIME",
                                             .numerator = value_number(0),
                                             .denominator = value_number(127),
                                             .ratio = value_number(128),
                                             .score = value_number(-971700),
                                             .status = "ok"};
    *page_add_unit(page) = (struct unit_seen){.code = "X.1", .name = "UBND xã Mẫu", .kind = NULL};
    *page_add_reject(page) = (struct reject){
        .position = 16383, .key = NULL, .field = "due_at", .reason = "not a date", .shape = "99/99"};
    page->record_count = 3;
    page->total = 1000000;
    return page;
}

static void value_equals(const struct value *a, const struct value *b)
{
    assert_int_equal(a->known, b->known);
    assert_int_equal(a->number, b->number);
    assert_int_equal(a->text == NULL, b->text == NULL);
    if (a->text) {
        assert_string_equal(a->text, b->text);
        assert_int_equal(a->length, b->length);
    }
}

static void test_round_trip(void **state)
{
    struct error e = {0};
    struct page_place place, back = {.source = 7, .run = 9};
    struct page *page = page_sample(&place), *read = page_new();
    struct buffer bytes;
    (void)state;
    assert_non_null(read);
    buffer_init(&bytes, 1 << 20);
    assert_ok(outbox_page_write(&place, page, &bytes, &e), e);
    assert_ok(outbox_page_read(bytes.data, bytes.used, read, &back, "test", &e), e);
    buffer_free(&bytes); /* nothing borrows from it */
    page_free(page);
    assert_int_equal(back.source, 7);
    assert_int_equal(back.run, 9);
    assert_string_equal(back.stream, "hồ sơ");
    assert_string_equal(back.period_kind, "month");
    assert_string_equal(back.cursor, "500;page=2");
    assert_int_equal(back.observed, 1669363200);
    assert_int_equal(back.period_from, 1667235600);
    assert_int_equal(read->record_count, 3);
    assert_int_equal(read->total, 1000000);
    assert_int_equal(read->dossier_count, 2);
    struct dossier expected = {0};
    dossier_fill(&expected);
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        value_equals(&read->dossiers[0].value[i], &expected.value[i]);
    assert_int_equal(dossier_hash(&read->dossiers[0]), dossier_hash(&expected));
    for (int i = 1; i < DOSSIER_FIELD_COUNT; i++)
        assert_false(read->dossiers[1].value[i].known);
    assert_int_equal(read->figure_count, 1);
    const struct figure *f = read->figures;
    assert_string_equal(f->metric, "TDGQ_ON_TIME");
    assert_true(f->numerator.known && f->numerator.number == 0 && f->denominator.number == 127);
    assert_true(f->ratio.number == 128 && f->score.number == -971700 && !f->max.known);
    assert_string_equal(f->status, "ok");
    assert_int_equal(read->unit_count, 1);
    assert_string_equal(read->units[0].name, "UBND xã Mẫu");
    assert_null(read->units[0].kind);
    assert_int_equal(read->reject_count, 1);
    assert_int_equal(read->rejects[0].position, 16383);
    assert_null(read->rejects[0].key);
    assert_string_equal(read->rejects[0].shape, "99/99");
    page_free(read);
}

static void seal(char *bytes, size_t n)
{
    uint64_t sum = htole64(XXH64(bytes + 16, n - 16, 0));
    memcpy(bytes + 8, &sum, sizeof sum);
}

static bool reads(const char *bytes, size_t n, struct error *e)
{
    struct page *page = page_new();
    struct page_place place = {0};
    /* a copy of its exact length, so that one byte too far is seen by the sanitizer */
    char *copy = malloc(n ? n : 1);
    assert_true(page && copy);
    memcpy(copy, bytes, n);
    bool ok = outbox_page_read(copy, n, page, &place, "test", e);
    free(copy);
    page_free(page);
    return ok;
}

/* Cut anywhere, or any byte changed: told by the checksum. With the checksum put right, as an attacker would:
 * never more than an error. */
static void test_damaged(void **state)
{
    struct error e = {0};
    struct page_place place;
    struct page *page = page_sample(&place);
    struct buffer bytes;
    size_t accepted = 0, refused = 0;
    (void)state;
    buffer_init(&bytes, 1 << 20);
    assert_ok(outbox_page_write(&place, page, &bytes, &e), e);
    page_free(page);
    char *copy = malloc(bytes.used);
    assert_non_null(copy);
    for (size_t n = 0; n < bytes.used; n++) {
        e = (struct error){0};
        assert_false(reads(bytes.data, n, &e));
        assert_int_equal(e.code, ERROR_DATA);
        if (n < 16)
            continue;
        memcpy(copy, bytes.data, n);
        seal(copy, n);
        assert_false(reads(copy, n, &e));
    }
    for (size_t i = 0; i < bytes.used; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, bytes.data, bytes.used);
            copy[i] = (char)(copy[i] ^ (1 << bit));
            e = (struct error){0};
            assert_false(reads(copy, bytes.used, &e));
            assert_int_equal(e.code, ERROR_DATA);
            assert_true(*e.hint);
            if (i < 16)
                continue;
            seal(copy, bytes.used);
            if (reads(copy, bytes.used, &e))
                accepted++; /* another letter in a text, another number */
            else
                refused++;
        }
    assert_true(accepted > 0 && refused > 0);
    free(copy);
    buffer_free(&bytes);
}

/* One section's head, by hand: columns, then the number of rows. */
static void test_hostile(void **state)
{
    static const struct {
        const char *what;
        const char *body;
        size_t n;
    } cases[] = {
#define CASE(what, body) {what, body, sizeof(body) - 1}
        CASE("no columns", "\x00\x01"),
        CASE("more columns than there are", "\x08"),
        CASE("a count without an end", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
        CASE("a count of 2^64", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"),
        CASE("a column of a newer program", "\x01\x02\x05"
                                            "later\x01"),
        CASE("a column that is a number", "\x01\x01\x05\x01"),
        CASE("a column twice", "\x02\x02\x06"
                               "stream\x02\x06"
                               "stream\x01"),
        CASE("a text longer than all", "\x01\x02\xff\xff\xff\x7f"
                                       "stream"),
        CASE("a kind that is none", "\x01\x09"),
        CASE("nothing", ""),
#undef CASE
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[64] = "MCPAGE1\n";
        struct error e = {0};
        memcpy(bytes + 16, cases[i].body, cases[i].n);
        seal(bytes, 16 + cases[i].n);
        if (reads(bytes, 16 + cases[i].n, &e) || e.code != ERROR_DATA)
            fail_msg("%s: %d %s", cases[i].what, e.code, e.what);
    }
}

/* --- the file --- */

struct box {
    char folder[256], file[300];
    struct outbox *outbox;
    struct page *page;
};

static void box_open(struct box *b, int64_t max)
{
    struct error e = {0};
    sample_folder(b->folder, sizeof b->folder);
    snprintf(b->file, sizeof b->file, "%s/s.db", b->folder);
    b->outbox = outbox_open(b->file, max, &e);
    assert_ok(b->outbox, e);
    b->page = page_new();
    assert_non_null(b->page);
}

static void box_close(struct box *b)
{
    char lock[320];
    outbox_close(b->outbox);
    page_free(b->page);
    snprintf(lock, sizeof lock, "%s-lock", b->file);
    unlink(lock);
    sample_folder_remove(b->folder);
}

static void sql(const char *file, const char *text)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static const struct outbox_source source_a = {"a", "Cổng A", "opencps", UINT64_C(0x8000000000000001), 1};
static const struct outbox_source source_b = {"b", NULL, "dvcqg_sync", 3, -1};

static struct run run_named(const char *origin)
{
    struct run r = {.observed = 100, .started = 101, .ended = MOMENT_NONE, .expected = -1};
    snprintf(r.origin, sizeof r.origin, "%s", origin);
    return r;
}

static bool append_page(struct outbox *o, const struct outbox_source *s, const char *origin, const char *key,
                        const char *cursor, struct error *e)
{
    struct run r = run_named(origin);
    struct dossier d = dossier_of(key, 9);
    const struct page page = {.dossiers = &d, .dossier_count = 1, .record_count = 1, .total = -1};
    const struct page_place place = {
        .stream = "dossiers", .observed = 100, .period_from = MOMENT_NONE, .cursor = cursor};
    return outbox_append(o, OUTBOX_PAGE, s, &r, &place, &page, e);
}

static void append(struct outbox *o, const struct outbox_source *s, const char *origin, const char *key,
                   const char *cursor)
{
    struct error e = {0};
    assert_ok(append_page(o, s, origin, key, cursor, &e), e);
}

static struct outbox_step first(struct box *b)
{
    struct error e = {0};
    struct outbox_step step;
    bool any;
    assert_ok(outbox_first(b->outbox, &step, b->page, &any, &e), e);
    assert_true(any);
    return step;
}

static void expect_page(struct box *b, const char *source, const char *key)
{
    struct outbox_step step = first(b);
    assert_int_equal(step.kind, OUTBOX_PAGE);
    assert_true(step.readable);
    assert_string_equal(step.source.name, source);
    assert_string_equal(b->page->dossiers[0].value[DOSSIER_KEY].text, key);
}

static void done(struct box *b, struct page_outcome out)
{
    struct error e = {0};
    struct outbox_step step = first(b);
    assert_ok(outbox_done(b->outbox, &step, &out, &e), e);
}

static void expect_cursor(struct box *b, const char *source, const char *expected)
{
    struct error e = {0};
    char cursor[64] = "-";
    bool found;
    assert_ok(outbox_cursor(b->outbox, source, "dossiers", cursor, sizeof cursor, &found, &e), e);
    assert_int_equal(found, expected != NULL);
    if (expected)
        assert_string_equal(cursor, expected);
}

static void reopen(struct box *b)
{
    struct error e = {0};
    outbox_close(b->outbox);
    b->outbox = outbox_open(b->file, BIG, &e);
    assert_ok(b->outbox, e);
}

/* Steps come out in the order in which they went in, with all that they need, by another program too. */
static void test_order(void **state)
{
    struct error e = {0};
    struct box b;
    bool empty;
    struct run r = run_named("r1");
    (void)state;
    box_open(&b, BIG);
    assert_ok(outbox_empty(b.outbox, &empty, &e), e);
    assert_true(empty);
    assert_ok(outbox_append(b.outbox, OUTBOX_BEGIN, &source_a, &r, NULL, NULL, &e), e);
    append(b.outbox, &source_a, "r1", "k1", "1;x");
    append(b.outbox, &source_b, "r2", "k2", "7;y");
    append(b.outbox, &source_a, "r1", "k3", "");
    r.ended = 200;
    r.expected = 3;
    r.new_rows = 5;
    r.unchanged = 1;
    r.outcome = "complete";
    assert_ok(outbox_append(b.outbox, OUTBOX_END, &source_a, &r, NULL, NULL, &e), e);
    expect_cursor(&b, "a", "");
    expect_cursor(&b, "b", "7;y");
    expect_cursor(&b, "c", NULL);
    reopen(&b);
    struct outbox_step step = first(&b);
    assert_int_equal(step.kind, OUTBOX_BEGIN);
    assert_string_equal(step.source.title, "Cổng A");
    assert_string_equal(step.source.manifest, "opencps");
    assert_true(step.source.knows == UINT64_C(0x8000000000000001));
    assert_int_equal(step.source.counts, 1);
    assert_string_equal(step.run.origin, "r1");
    done(&b, (struct page_outcome){0});
    expect_page(&b, "a", "k1");
    assert_string_equal(first(&b).place.cursor, "1;x");
    done(&b, (struct page_outcome){.new_rows = 10, .changed = 2});
    expect_page(&b, "b", "k2");
    assert_null(first(&b).source.title);
    assert_int_equal(first(&b).source.counts, -1);
    done(&b, (struct page_outcome){.new_rows = 1});
    expect_page(&b, "a", "k3");
    done(&b, (struct page_outcome){.unchanged = 4});
    expect_cursor(&b, "a", NULL);
    step = first(&b); /* what came by another way, and what its pages brought from here */
    assert_int_equal(step.kind, OUTBOX_END);
    assert_int_equal(step.run.new_rows, 15);
    assert_int_equal(step.run.changed, 2);
    assert_int_equal(step.run.unchanged, 5);
    assert_int_equal(step.run.ended, 200);
    assert_int_equal(step.run.expected, 3);
    assert_string_equal(step.run.outcome, "complete");
    done(&b, (struct page_outcome){0});
    assert_ok(outbox_empty(b.outbox, &empty, &e), e);
    assert_true(empty);
    box_close(&b);
}

/* A page too many is refused and changes nothing; the end of the run still fits; room is given back. */
static void test_maximum(void **state)
{
    struct error e = {0};
    struct box b;
    struct run r = run_named("r1");
    struct outbox_state before, after;
    int64_t bytes;
    (void)state;
    box_open(&b, 256 * 1024);
    long pages = 0;
    while (pages < 100000 && append_page(b.outbox, &source_a, "r1", "k", "1;x", &e))
        pages++;
    assert_true(pages > 100 && pages < 5000);
    assert_int_equal(e.code, ERROR_TEMPORARY);
    assert_true(*e.hint);
    assert_ok(outbox_bytes(b.outbox, &bytes, &e), e);
    assert_true(bytes <= 256 * 1024 + 16384);
    assert_ok(outbox_state(b.outbox, &before, &e), e);
    assert_int_equal(before.pages, pages);
    assert_false(append_page(b.outbox, &source_a, "r1", "k", "2;x", &e));
    assert_ok(outbox_append(b.outbox, OUTBOX_END, &source_a, &r, NULL, NULL, &e), e);
    assert_ok(outbox_state(b.outbox, &after, &e), e);
    assert_int_equal(after.pages, pages);
    assert_int_equal(after.steps, pages + 1);
    expect_cursor(&b, "a", "1;x");
    for (int i = 0; i < 100; i++)
        done(&b, (struct page_outcome){0});
    append(b.outbox, &source_a, "r1", "again", "3;x");
    box_close(&b);
}

/* Set aside, it does not block; tried again, it comes last and moves no cursor. */
static void test_refused(void **state)
{
    struct error e = {0};
    struct box b;
    struct outbox_state s;
    (void)state;
    box_open(&b, BIG);
    append(b.outbox, &source_a, "r1", "bad", "1;x");
    append(b.outbox, &source_a, "r1", "good", "2;x");
    struct outbox_step step = first(&b);
    assert_ok(outbox_refuse(b.outbox, &step, "a reason", &e), e);
    expect_page(&b, "a", "good");
    assert_ok(outbox_state(b.outbox, &s, &e), e);
    assert_true(s.pages == 1 && s.refused == 1 && s.steps == 1);
    assert_ok(outbox_retry(b.outbox, &e), e);
    expect_page(&b, "a", "good");
    expect_cursor(&b, "a", "2;x");
    done(&b, (struct page_outcome){0});
    expect_page(&b, "a", "bad");
    assert_null(first(&b).place.cursor);
    assert_string_equal(first(&b).place.stream, "dossiers");
    assert_ok(outbox_state(b.outbox, &s, &e), e);
    assert_int_equal(s.refused, 0);
    box_close(&b);
}

/* Rows that somebody else spoiled: told, never taken. */
static void test_spoiled(void **state)
{
    static const char *const spoilings[] = {"UPDATE step SET body = x'00'", "UPDATE step SET body = NULL",
                                            "UPDATE step SET body = substr(body, 1, 40)",
                                            "UPDATE step SET body = zeroblob(length(body))"};
    (void)state;
    for (size_t i = 0; i < sizeof spoilings / sizeof *spoilings; i++) {
        struct box b;
        box_open(&b, BIG);
        append(b.outbox, &source_a, "r1", "k", "1;x");
        sql(b.file, spoilings[i]);
        struct outbox_step step = first(&b);
        assert_false(step.readable);
        assert_int_equal(step.damage.code, ERROR_DATA);
        box_close(&b);
    }
}

static void expect_refusal(const char *file, enum error_code code)
{
    struct error e = {0};
    struct outbox *o = outbox_open(file, BIG, &e);
    if (o || e.code != code || !*e.hint)
        fail_msg("%s: %d %s", file, e.code, e.what);
}

static void test_other_files(void **state)
{
    struct place p;
    struct error e = {0};
    (void)state;
    place_make(&p);
    sql(p.file, "CREATE TABLE mine (x)");
    expect_refusal(p.file, ERROR_CONFIG);
    unlink(p.file);
    struct store *s = open_store(p.url); /* a store is no outbox */
    store_close(s);
    expect_refusal(p.file, ERROR_CONFIG);
    unlink(p.file);
    outbox_close(outbox_open(p.file, BIG, &e));
    sql(p.file, "PRAGMA user_version = 99");
    expect_refusal(p.file, ERROR_UNAVAILABLE);
    FILE *f = fopen(p.file, "w");
    assert_non_null(f);
    for (int i = 0; i < 1000; i++)
        fputs("this is no database at all\n", f);
    fclose(f);
    expect_refusal(p.file, ERROR_DATA);
    unlink(p.file);
    expect_refusal("/nowhere/outbox.db", ERROR_IO);
    sample_folder_remove(p.folder);
}

static bool same_store(struct box *b, const char *store, bool adopt)
{
    struct error e = {0};
    char other[64];
    bool same;
    assert_ok(outbox_belongs(b->outbox, store, adopt, &same, other, sizeof other, &e), e);
    return same;
}

/* What waits for one store never goes into another, unless somebody says so. */
static void test_belongs(void **state)
{
    struct box b;
    (void)state;
    box_open(&b, BIG);
    assert_true(same_store(&b, "postgresql://one/x", false));
    assert_true(same_store(&b, "postgresql://two/x", false)); /* empty: changes hands */
    append(b.outbox, &source_a, "r1", "k", "1;x");
    assert_false(same_store(&b, "postgresql://one/x", false));
    assert_true(same_store(&b, "postgresql://two/x", false));
    assert_true(same_store(&b, "postgresql://one/x", true));
    assert_false(same_store(&b, "postgresql://two/x", false));
    box_close(&b);
}

static void test_lock(void **state)
{
    struct box b;
    struct error e = {0};
    bool got;
    (void)state;
    box_open(&b, BIG);
    struct outbox *other = outbox_open(b.file, BIG, &e);
    assert_ok(other, e);
    assert_ok(outbox_lock(b.outbox, &got, &e), e);
    assert_true(got);
    assert_ok(outbox_lock(other, &got, &e), e);
    assert_false(got);
    append(other, &source_a, "r1", "k", "1;x"); /* adding goes on */
    outbox_unlock(b.outbox);
    assert_ok(outbox_lock(other, &got, &e), e);
    assert_true(got);
    outbox_close(other);
    assert_ok(outbox_lock(b.outbox, &got, &e), e);
    assert_true(got);
    expect_page(&b, "a", "k");
    box_close(&b);
}

/* Two programs poll different sources, never the same. */
static void test_source_lock(void **state)
{
    struct box b;
    struct error e = {0};
    bool got;
    (void)state;
    box_open(&b, BIG);
    struct outbox *other = outbox_open(b.file, BIG, &e);
    assert_ok(other, e);
    for (int i = 0; i < 2; i++) { /* a second time is no other program */
        assert_ok(outbox_source_lock(b.outbox, "a", &got, &e), e);
        assert_true(got);
    }
    assert_ok(outbox_source_lock(other, "a", &got, &e), e);
    assert_false(got);
    assert_ok(outbox_source_lock(other, "b", &got, &e), e);
    assert_true(got);
    assert_ok(outbox_lock(b.outbox, &got, &e), e); /* replaying is another matter */
    assert_true(got);
    outbox_unlock(b.outbox);
    assert_ok(outbox_source_lock(other, "a", &got, &e), e);
    assert_false(got);
    outbox_close(b.outbox);
    assert_ok(outbox_source_lock(other, "a", &got, &e), e);
    assert_true(got);
    b.outbox = other;
    box_close(&b);
}

/* A page that says which dossiers there are keeps their hashes; what is damaged in them is told. */
static void test_keys(void **state)
{
    struct error e = {0};
    struct page_place place, back;
    struct page *page = page_sample(&place), *read = page_new();
    struct buffer bytes;
    char key[16];
    (void)state;
    buffer_init(&bytes, 1 << 20);
    page->ends = true;
    for (int i = 0; i < 3000; i++)
        assert_true(key_set_add(&page->keys, key, (size_t)snprintf(key, sizeof key, "k%d", i)));
    assert_ok(outbox_page_write(&place, page, &bytes, &e), e);
    assert_ok(outbox_page_read(bytes.data, bytes.used, read, &back, "test", &e), e);
    assert_true(read->ends && !read->trusted);
    assert_int_equal(read->keys.count, 3000);
    for (int i = 0; i < 3000; i++)
        assert_true(key_set_has(&read->keys, key, (size_t)snprintf(key, sizeof key, "k%d", i)));
    assert_false(key_set_has(&read->keys, "k3000", 5));
    page_reset(read);
    assert_false(read->ends || key_set_has(&read->keys, "k1", 2));
    assert_false(outbox_page_read(bytes.data, bytes.used - 8, read, &back, "test", &e));
    assert_int_equal(e.code, ERROR_DATA);
    buffer_free(&bytes);
    page_free(page);
    page_free(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_damaged),     cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_order),      cmocka_unit_test(test_maximum),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_spoiled),    cmocka_unit_test(test_other_files), cmocka_unit_test(test_belongs),
        cmocka_unit_test(test_lock),       cmocka_unit_test(test_source_lock), cmocka_unit_test(test_keys)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
