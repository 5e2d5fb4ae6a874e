/* What every kind of store must do. Each test takes the address of an empty store, so that another kind can
 * be put to the same. */
#include <sys/wait.h>

#include "store_case.h"

static void all_fields(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct dossier d = {0};
    struct text_rows rows = {""};
    struct error e = {0};
    char sql[2048] = "SELECT ", expected[1024] = "", names[DOSSIER_FIELD_COUNT][32];
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++) {
        bool text = dossier_fields[i].type == FIELD_TEXT;
        snprintf(names[i], sizeof names[i], "văn bản %d", i);
        d.value[i] = text ? value_text(names[i]) : value_number(i);
        snprintf(sql + strlen(sql), sizeof sql - strlen(sql), "%s%s", i ? ", " : "", dossier_fields[i].name);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected),
                 text ? "văn bản %d%s" : "%d%s", i, i + 1 < DOSSIER_FIELD_COUNT ? "|" : ";");
    }
    expect_outcome(put_dossiers(s, &run, 100, &d, 1), 1, 0, 0);
    size_t end = strlen(sql);
    snprintf(sql + end, sizeof sql - end, " FROM dossier");
    assert_ok(store_query(s, sql, NULL, 0, rows_text, &rows, &e), e);
    assert_string_equal(rows.text, expected);
    d.value[DOSSIER_STATUS].number = 9;
    expect_outcome(put_dossiers(s, &run, 200, &d, 1), 0, 1, 0);
    snprintf(sql + end, sizeof sql - end, " FROM dossier_history");
    rows.text[0] = '\0';
    assert_ok(store_query(s, sql, NULL, 0, rows_text, &rows, &e), e);
    assert_string_equal(rows.text, expected);
    store_close(s);
}

static void new_changed_unchanged(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct dossier d[3] = {dossier_of("k1", 2), dossier_of("k2", 2), dossier_of("k1", 2)};
    expect_outcome(put_dossiers(s, &run, 100, d, 3), 2, 0, 1);
    expect_outcome(put_dossiers(s, &run, 200, d, 3), 0, 0, 3);
    d[1].value[DOSSIER_STATUS].number = 4;
    expect_outcome(put_dossiers(s, &run, 300, d, 2), 0, 1, 1);
    d[1].value[DOSSIER_STATUS].number = 9;
    expect_outcome(put_dossiers(s, &run, 400, d, 2), 0, 1, 1);
    d[1].value[DOSSIER_STATUS] = (struct value){0};
    expect_outcome(put_dossiers(s, &run, 500, d, 2), 0, 1, 1);
    expect_rows(s, "SELECT key, status, known_from, first_seen FROM dossier ORDER BY key",
                "k1|2|100|100;k2|-|500|100;");
    expect_rows(s, "SELECT key, status, known_from, replaced_at FROM dossier_history ORDER BY replaced_at",
                "k2|2|100|300;k2|4|300|400;k2|9|400|500;");
    store_close(s);
}

/* Replies recorded last week, read in after today's: today's stays. */
static void older_does_not_overwrite(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 500);
    struct dossier d = dossier_of("k1", 9);
    put_dossiers(s, &run, 500, &d, 1);
    d.value[DOSSIER_STATUS].number = 2;
    expect_outcome(put_dossiers(s, &run, 400, &d, 1), 0, 0, 1);
    expect_rows(s, "SELECT status, known_from FROM dossier", "9|500;");
    expect_rows(s, "SELECT COUNT(*) FROM dossier_history", "0;");
    store_close(s);
}

static void sources_apart(const char *url)
{
    struct store *s = open_store(url);
    struct run a = begin_run(s, "a", 100), b = begin_run(s, "b", 100);
    struct dossier d = dossier_of("k1", 2);
    assert_int_not_equal(a.source, b.source);
    expect_outcome(put_dossiers(s, &a, 100, &d, 1), 1, 0, 0);
    expect_outcome(put_dossiers(s, &b, 100, &d, 1), 1, 0, 0);
    expect_rows(s, "SELECT s.name, d.key FROM dossier d JOIN source s ON s.id = d.source_id ORDER BY s.name",
                "a|k1;b|k1;");
    expect_rows(s, "SELECT us.unit, us.dossiers, us.figures FROM unit_source us ORDER BY us.source_id",
                "X.1|1|0;X.1|1|0;");
    store_close(s);
}

/* A page with one row that the store cannot take leaves nothing: no row, no unit, no reject, no cursor. */
static void whole_page_or_nothing(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct error e = {0};
    struct page_outcome out;
    char cursor[32];
    struct dossier d[3] = {dossier_of("k1", 2), dossier_of("k2", 2), dossier_of("k3", 2)};
    struct unit_seen unit = {"X.1", "UBND xã Một", NULL};
    struct reject reject = {
        .position = 7, .key = "k9", .field = "due_at", .reason = "not a date", .shape = "xx/99"};
    struct page page = {.dossiers = d,
                        .dossier_count = 3,
                        .units = &unit,
                        .unit_count = 1,
                        .rejects = &reject,
                        .reject_count = 1};
    struct page_place place = place_of(&run, 100, "3");
    d[2].value[DOSSIER_KEY] = (struct value){0};
    assert_false(store_page_put(s, &place, &page, &out, &e));
    assert_int_equal(e.code, ERROR_INTERNAL);
    expect_outcome(out, 0, 0, 0);
    expect_rows(s,
                "SELECT (SELECT COUNT(*) FROM dossier), (SELECT COUNT(*) FROM unit), (SELECT COUNT(*) FROM "
                "unit_source),"
                " (SELECT COUNT(*) FROM reject), (SELECT COUNT(*) FROM cursor)",
                "0|0|0|0|0;");
    d[2] = dossier_of("k3", 2);
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    expect_outcome(out, 3, 0, 0);
    expect_rows(s,
                "SELECT (SELECT COUNT(*) FROM dossier), (SELECT COUNT(*) FROM unit), (SELECT COUNT(*) FROM "
                "unit_source),"
                " (SELECT COUNT(*) FROM reject), (SELECT COUNT(*) FROM cursor)",
                "3|1|1|1|1;");
    assert_ok(store_cursor_get(s, run.source, "dossiers", cursor, sizeof cursor, &e), e);
    assert_string_equal(cursor, "3");
    store_close(s);
}

static void cursors(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct error e = {0};
    struct page_outcome out;
    const struct page empty = {0};
    char cursor[4] = "?";
    struct page_place place = place_of(&run, 100, "1234567");
    assert_ok(store_cursor_get(s, run.source, "dossiers", cursor, sizeof cursor, &e), e);
    assert_string_equal(cursor, "");
    assert_ok(store_page_put(s, &place, &empty, &out, &e), e);
    assert_ok(store_cursor_get(s, run.source, "dossiers", cursor, sizeof cursor, &e), e);
    assert_string_equal(cursor, "123");
    place.cursor = NULL;
    assert_ok(store_page_put(s, &place, &empty, &out, &e), e);
    assert_ok(store_cursor_get(s, run.source, "other", cursor, sizeof cursor, &e), e);
    assert_string_equal(cursor, "");
    expect_rows(s, "SELECT value FROM cursor", "1234567;");
    place.cursor = "";
    assert_ok(store_page_put(s, &place, &empty, &out, &e), e);
    assert_ok(store_cursor_get(s, run.source, "dossiers", cursor, sizeof cursor, &e), e);
    assert_string_equal(cursor, "");
    store_close(s);
}

static void units(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct error e = {0};
    struct page_outcome out;
    struct dossier d = dossier_of("k1", 2);
    struct unit_seen seen[] = {{"X.2", "UBND xã Hai", NULL},
                               {"X.2", NULL, NULL},
                               {"X.3", "Ủy ban nhân dân", "commune"},
                               {"X.4", "Đội 4", NULL}};
    struct page page = {.dossiers = &d, .dossier_count = 1, .units = seen, .unit_count = 4};
    struct page_place place = place_of(&run, 100, NULL);
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    expect_rows(s, "SELECT code, name, kind FROM unit ORDER BY code",
                "X.1|-|-;X.2|UBND xã Hai|commune;X.3|Ủy ban nhân dân|commune;X.4|Đội 4|-;");
    seen[0].name = "UBND phường Hai";
    page.unit_count = 1;
    page.dossier_count = 0;
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    const struct unit_row row = {
        .code = "X.1", .name = "Phòng Tư pháp", .parent = "X", .valid_from = 10, .valid_to = MOMENT_NONE};
    const struct unit_row more = {.code = "X.1", .kind = "other", .valid_from = MOMENT_NONE, .valid_to = 20};
    assert_ok(store_units_put(s, &row, 1, &e), e);
    expect_rows(s, "SELECT kind FROM unit WHERE code = 'X.1'", "department;");
    assert_ok(store_units_put(s, &more, 1, &e), e);
    expect_rows(s,
                "SELECT code, name, kind, parent, successor, valid_from, valid_to FROM unit WHERE code < "
                "'X.3' ORDER BY code",
                "X.1|Phòng Tư pháp|other|X|-|10|20;X.2|UBND phường Hai|commune|-|-|-|-;");
    store_close(s);
}

/* A name that goes and comes back is written again, although it was written before. */
static void unit_names(const char *url)
{
    static const char *const names[] = {"UBND xã Hai", "UBND phường Hai", "UBND xã Hai"};
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct error e = {0};
    struct page_outcome out;
    struct page_place place = place_of(&run, 100, NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct unit_seen seen = {"X.2", names[i], NULL};
        const struct page page = {.units = &seen, .unit_count = 1};
        char expected[64];
        assert_ok(store_page_put(s, &place, &page, &out, &e), e);
        snprintf(expected, sizeof expected, "%s;", names[i]);
        expect_rows(s, "SELECT name FROM unit", expected);
    }
    store_close(s);
}

/* Many at once; of one that comes twice the later words win, and what neither says stays. */
static void units_together(const char *url)
{
    enum { MANY = 4500 };
    struct store *s = open_store(url);
    struct error e = {0};
    struct unit_row *rows = calloc(MANY + 2, sizeof *rows);
    static char codes[MANY][8];
    assert_non_null(rows);
    for (int i = 0; i < MANY; i++) {
        snprintf(codes[i], sizeof codes[i], "U%04d", i);
        rows[i] = (struct unit_row){.code = codes[i],
                                    .name = i % 2 ? "UBND xã Một" : "Một",
                                    .parent = "U0000",
                                    .valid_from = i,
                                    .valid_to = MOMENT_NONE};
    }
    rows[MANY] = (struct unit_row){
        .code = "U0001", .kind = "district", .successor = "U0007", .valid_from = MOMENT_NONE, .valid_to = 9};
    rows[MANY + 1] = (struct unit_row){
        .code = "U0002", .name = "UBND phường Hai", .valid_from = 5, .valid_to = MOMENT_NONE};
    assert_ok(store_units_put(s, rows, MANY + 2, &e), e);
    expect_rows(s, "SELECT COUNT(*), COUNT(kind), MIN(parent), SUM(valid_from) FROM unit",
                "4500|2251|U0000|10122753;");
    expect_rows(s,
                "SELECT code, name, kind, parent, successor, valid_from, valid_to FROM unit WHERE code IN "
                "('U0001', 'U0002', 'U4499') ORDER BY code",
                "U0001|UBND xã Một|district|U0000|U0007|1|9;U0002|UBND phường Hai|commune|U0000|-|5|-;"
                "U4499|UBND xã Một|commune|U0000|-|4499|-;");
    assert_ok(store_units_put(s, rows, 0, &e), e);
    free(rows);
    store_close(s);
}

static struct page_outcome put_figure(struct store *s, const struct run *run, moment observed, struct value n,
                                      int64_t score)
{
    struct error e = {0};
    struct page_outcome out;
    struct page_place place = place_of(run, observed, NULL);
    struct figure f = {.unit = "H21.227",
                       .metric = "TDGQ_ON_TIME",
                       .numerator = n,
                       .denominator = value_number(2580),
                       .score = value_number(score),
                       .status = "TEMP"};
    const struct page page = {.figures = &f, .figure_count = 1};
    place.period_kind = "year";
    place.period_from = 50;
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    return out;
}

/* A row only where it differs from the one before; nothing is ever taken away. */
static void figures(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    expect_outcome(put_figure(s, &run, 100, value_number(2507), 194300), 1, 0, 0);
    expect_outcome(put_figure(s, &run, 100, value_number(2507), 194300), 0, 0, 1);
    expect_outcome(put_figure(s, &run, 200, value_number(2507), 194300), 0, 0, 1);
    expect_outcome(put_figure(s, &run, 300, value_number(2508), 194300), 0, 1, 0);
    expect_outcome(put_figure(s, &run, 400, (struct value){0}, 194300), 0, 1, 0);
    expect_outcome(put_figure(s, &run, 500, value_number(2508), 194300), 0, 1, 0);
    expect_rows(s,
                "SELECT unit, metric, period_kind, period_from, observed_at, numerator, denominator, ratio, "
                "score, status"
                " FROM figure ORDER BY observed_at",
                "H21.227|TDGQ_ON_TIME|year|50|100|2507|2580|-|194300|TEMP;H21.227|TDGQ_ON_TIME|year|50|300|"
                "2508|2580|-|194300|TEMP;"
                "H21.227|TDGQ_ON_TIME|year|50|400|-|2580|-|194300|TEMP;H21.227|TDGQ_ON_TIME|year|50|500|2508|"
                "2580|-|194300|TEMP;");
    expect_rows(s, "SELECT unit, dossiers, figures FROM unit_source", "H21.227|0|1;");
    store_close(s);
}

/* Polled again a reject is the same one; the dossier clears it once it comes well formed. */
static void rejects(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct error e = {0};
    struct page_outcome out;
    struct reject r[] = {
        {.position = 4, .key = "k4", .field = "due_at", .reason = "not a date", .shape = "xx"},
        {.position = 5, .field = "key", .reason = "missing"}};
    struct page page = {.rejects = r, .reject_count = 2};
    for (moment at = 100; at <= 300; at += 100) {
        const struct page_place place = place_of(&run, at, "500");
        assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    }
    expect_rows(s,
                "SELECT stream, key, position, field, reason, shape, first_seen, last_seen FROM reject ORDER "
                "BY position",
                "dossiers|k4|4|due_at|not a date|xx|100|300;dossiers|-|5|key|missing|-|100|300;");
    struct dossier d[] = {dossier_of("k3", 2), dossier_of("k4", 2)};
    put_dossiers(s, &run, 400, d, 2);
    expect_rows(s, "SELECT position FROM reject", "5;");
    store_close(s);
}

static void runs(const char *url)
{
    struct store *s = open_store(url);
    struct error e = {0};
    struct run first = begin_run(s, "a", 100), other = begin_run(s, "b", 100);
    (void)first;
    struct run second = begin_run(s, "a", 200);
    second = (struct run){.id = second.id,
                          .source = second.source,
                          .ended = 260,
                          .expected = 10,
                          .got = 9,
                          .new_rows = 4,
                          .changed = 3,
                          .unchanged = 2,
                          .rejected = 1,
                          .bytes = 999,
                          .pages = 2,
                          .milliseconds = 60,
                          .outcome = "partial",
                          .message = "m"};
    assert_ok(store_run_end(s, &second, &e), e);
    other.outcome = "complete";
    other.ended = MOMENT_NONE;
    assert_ok(store_run_end(s, &other, &e), e);
    expect_rows(s,
                "SELECT observed_at, ended_at, expected, got, new_rows, changed, unchanged, rejected, bytes, "
                "pages, milliseconds,"
                " outcome, message FROM run ORDER BY id",
                "100|-|-|0|0|0|0|0|0|0|0|interrupted|-;100|-|-|0|0|0|0|0|0|0|0|complete|-;200|260|10|9|4|3|2|"
                "1|999|2|60|partial|m;");
    /* begun twice with one origin it is one run, and leaves the others alone; another source may have the
     * same */
    struct run begun = {
        .source = second.source, .observed = 300, .started = 300, .expected = -1, .origin = "o1"};
    struct run again = begun, later = begun, elsewhere = begun;
    snprintf(later.origin, sizeof later.origin, "o2");
    elsewhere.source = other.source;
    assert_ok(store_run_begin(s, &begun, &e), e);
    assert_ok(store_run_begin(s, &later, &e), e);
    assert_ok(store_run_begin(s, &again, &e), e);
    assert_ok(store_run_begin(s, &elsewhere, &e), e);
    assert_int_equal(again.id, begun.id);
    assert_true(later.id != begun.id && elsewhere.id != begun.id);
    expect_rows(s, "SELECT origin, outcome FROM run WHERE origin IS NOT NULL ORDER BY id",
                "o1|interrupted;o2|running;o1|running;");
    store_close(s);
}

static bool stop_at_once(void *context, const struct value *columns, int count, struct error *e)
{
    (void)columns;
    (void)count;
    ++*(int *)context;
    return error_set(e, ERROR_DATA, "here", NULL, "stopped");
}

struct nested {
    struct store *store;
    int calls;
};

/* The same query inside itself. */
static bool query_again(void *context, const struct value *columns, int count, struct error *e)
{
    struct nested *nested = context;
    struct text_rows inner = {""};
    (void)columns;
    (void)count;
    nested->calls++;
    return store_query(nested->store, "SELECT 1 UNION ALL SELECT 2", NULL, 0, rows_text, &inner, e) &&
           strcmp(inner.text, "1;2;") == 0;
}

static void queries(const char *url)
{
    static const char *const writing[] = {"DELETE FROM source",
                                          "INSERT INTO source (name, knows) VALUES ('x', 1)",
                                          "BEGIN",
                                          "SELECT 1; DELETE FROM source",
                                          "DROP TABLE run",
                                          "nonsense"};
    struct store *s = open_store(url);
    struct error e = {0};
    struct text_rows rows = {""};
    int calls = 0;
    begin_run(s, "a", 100);
    const struct value params[] = {
        value_text("tên ' \"có\" dấu"), value_number(INT64_MIN), {0}, value_text("")};
    assert_ok(store_query(s, "SELECT $2, $1, $3, $4, $2", params, 4, rows_text, &rows, &e), e);
    assert_string_equal(rows.text, "-9223372036854775808|tên ' \"có\" dấu|-||-9223372036854775808;");
    for (size_t i = 0; i < sizeof writing / sizeof *writing; i++) {
        e = (struct error){0};
        assert_false(store_query(s, writing[i], NULL, 0, rows_text, &rows, &e));
        assert_int_equal(e.code, ERROR_INTERNAL);
    }
    expect_rows(s, "SELECT name FROM source", "a;");
    assert_false(store_query(s, "SELECT 1 UNION ALL SELECT 2", NULL, 0, stop_at_once, &calls, &e));
    assert_int_equal(calls, 1);
    assert_int_equal(e.code, ERROR_DATA);
    struct nested nested = {s, 0};
    assert_ok(store_query(s, "SELECT 1 UNION ALL SELECT 2", NULL, 0, query_again, &nested, &e), e);
    assert_int_equal(nested.calls, 2);
    for (int i = 0; i < 100; i++) {
        char sql[32], expected[16];
        snprintf(sql, sizeof sql, "SELECT %d", i % 40);
        snprintf(expected, sizeof expected, "%d;", i % 40);
        expect_rows(s, sql, expected);
    }
    store_close(s);
}

/* A reader sees one state although a poll commits meanwhile. */
static void snapshot(const char *url)
{
    struct store *reader = open_store(url), *writer = open_store(url);
    struct error e = {0};
    struct run run = begin_run(writer, "a", 100);
    struct dossier d = dossier_of("k1", 2);
    assert_ok(store_snapshot_begin(reader, &e), e);
    assert_ok(store_snapshot_begin(reader, &e), e);
    expect_rows(reader, "SELECT COUNT(*) FROM dossier", "0;");
    put_dossiers(writer, &run, 100, &d, 1);
    store_snapshot_end(reader);
    expect_rows(reader, "SELECT COUNT(*) FROM dossier", "0;");
    store_snapshot_end(reader);
    expect_rows(reader, "SELECT COUNT(*) FROM dossier", "1;");
    store_close(reader);
    store_close(writer);
}

/* In a process of its own: no assertion, but the exit status tells. */
static bool open_and_write(const char *url, struct error *e)
{
    struct store *s = store_open(url, e);
    struct run run = {.observed = 100, .started = 100, .expected = -1, .outcome = "complete"};
    bool ok = s && store_source_put(s, "a", "a", "sample", 0, &run.source, e) && store_run_begin(s, &run, e);
    for (int i = 0; ok && i < 20; i++) {
        char key[32];
        struct page_outcome out;
        snprintf(key, sizeof key, "k%d", i);
        struct dossier d = dossier_of(key, 2);
        const struct page_place place = place_of(&run, 100, NULL);
        const struct page page = {.dossiers = &d, .dossier_count = 1};
        ok = store_page_put(s, &place, &page, &out, e);
    }
    store_close(s);
    return ok;
}

/* Several programs make and fill the same new store at once. */
static void together(const char *url)
{
    pid_t children[4];
    for (size_t i = 0; i < 4; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            struct error e = {0};
            bool ok = open_and_write(url, &e);
            if (!ok)
                error_print(&e);
            _exit(ok ? 0 : 1);
        }
    }
    for (size_t i = 0; i < 4; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    struct store *s = open_store(url);
    expect_rows(s, "SELECT COUNT(*), COUNT(DISTINCT key) FROM dossier", "20|20;");
    expect_rows(s, "SELECT COUNT(*) FROM source", "1;");
    store_close(s);
}

/* A page that says which dossiers there are: the keys, with a blank between. */
static struct page_outcome put_all(struct store *s, const struct run *run, moment observed, const char *keys,
                                   bool trusted)
{
    struct error e = {0};
    struct page_outcome out;
    const struct page_place place = {
        .source = run->source, .run = run->id, .stream = STREAM_ALL, .observed = observed, .cursor = "@1"};
    struct page page = {.total = -1, .ends = true, .trusted = trusted};
    for (const char *at = keys; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        assert_true(key_set_add(&page.keys, at, n));
        at += n;
    }
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    key_set_clear(&page.keys);
    return out;
}

/* What a reading of all did not bring leaves the newest versions and stands in the history, of which nothing
 * is in its place; a later poll brings it back, an earlier one does not. */
static void missing(const char *url)
{
    static const char newest[] = "SELECT key, known_from FROM dossier ORDER BY key",
                      history[] =
                          "SELECT key, known_from, replaced_at, replaced_by, missing FROM dossier_history"
                          " ORDER BY key, known_from, replaced_at";
    struct store *s = open_store(url);
    struct run first = begin_run(s, "a", 100), other = begin_run(s, "b", 100);
    struct dossier d[] = {dossier_of("k1", 4), dossier_of("k2", 4), dossier_of("k3", 4),
                          dossier_of("k4", 4), dossier_of("k5", 4), dossier_of("k6", 4)};
    put_dossiers(s, &first, 100, d, 6);
    put_dossiers(s, &other, 100, d, 1);
    struct run sweep = begin_run(s, "a", 200);
    struct page_outcome out = put_all(s, &sweep, 200, "k1 k2 k3 k4 k6 k9", false);
    assert_int_equal(out.had, 6);
    assert_int_equal(out.missing, 1);
    assert_false(out.doubted);
    expect_rows(s, newest, "k1|100;k1|100;k2|100;k3|100;k4|100;k6|100;"); /* the other source's k1 too */
    char expected[64];
    snprintf(expected, sizeof expected, "k5|100|200|%lld|1;", (long long)sweep.id);
    expect_rows(s, history, expected);
    expect_rows(s, "SELECT source, key FROM v_missing", "a|k5;");
    expect_rows(s, "SELECT value FROM cursor WHERE stream = '*'", "@1;");
    expect_outcome(put_dossiers(s, &first, 150, &d[4], 1), 0, 0, 1); /* old news */
    expect_rows(s, history, expected);
    put_all(s, &sweep, 200, "k1 k2 k3 k4 k6 k9", false); /* again: the outbox was replayed twice */
    expect_rows(s, history, expected);
    struct run later = begin_run(s, "a", 300);
    expect_outcome(put_dossiers(s, &later, 300, &d[4], 1), 1, 0, 0);
    expect_rows(s, "SELECT COUNT(*) FROM v_missing", "0;");
    expect_rows(s, history, expected);
    put_all(s, &later, 250, "k1 k2 k3 k4 k6", false); /* a reading from before it came back does not end it */
    expect_rows(s, "SELECT key, known_from FROM dossier WHERE key = 'k5'", "k5|300;");
    store_close(s);
}

/* More than a fifth at once is not believed; the run then cannot end as complete. */
static void doubted(const char *url)
{
    struct error e = {0};
    struct store *s = open_store(url);
    struct run first = begin_run(s, "a", 100), sweep;
    struct dossier d[] = {dossier_of("k1", 4), dossier_of("k2", 4), dossier_of("k3", 4), dossier_of("k4", 4),
                          dossier_of("k5", 4)};
    put_dossiers(s, &first, 100, d, 5);
    sweep = begin_run(s, "a", 200);
    assert_true(put_all(s, &sweep, 200, "k1 k2 k3", false).doubted);
    assert_ok(store_run_end(s, &sweep, &e), e);
    expect_rows(s, "SELECT COUNT(*) FROM dossier", "5;");
    expect_rows(s, "SELECT outcome, missing, doubted, message IS NOT NULL FROM run ORDER BY id DESC LIMIT 1",
                "partial|-|2|1;");
    assert_false(put_all(s, &sweep, 200, "k1 k2 k3 k4", false).doubted); /* a fifth is */
    assert_false(put_all(s, &sweep, 200, "k1", true).doubted);
    expect_rows(s, "SELECT key FROM dossier", "k1;");
    expect_rows(s, "SELECT missing, doubted FROM run ORDER BY id DESC LIMIT 1", "3|-;");
    store_close(s);
}

static void reopened(const char *url)
{
    struct store *s = open_store(url);
    struct run run = begin_run(s, "a", 100);
    struct dossier d = dossier_of("k1", 2);
    put_dossiers(s, &run, 100, &d, 1);
    assert_string_equal(store_name(s), url);
    store_close(s);
    s = open_store(url);
    struct run again = begin_run(s, "a", 100);
    assert_int_equal(again.source, run.source);
    expect_outcome(put_dossiers(s, &again, 100, &d, 1), 0, 0, 1);
    store_close(s);
}

#define CONFORMS(name)                                                                                       \
    static void test_##name(void **state)                                                                    \
    {                                                                                                        \
        (void)state;                                                                                         \
        on_empty(name);                                                                                      \
    }
CONFORMS(all_fields)
CONFORMS(new_changed_unchanged)
CONFORMS(older_does_not_overwrite)
CONFORMS(sources_apart)
CONFORMS(whole_page_or_nothing)
CONFORMS(cursors)
CONFORMS(units)
CONFORMS(unit_names)
CONFORMS(units_together)
CONFORMS(figures)
CONFORMS(rejects)
CONFORMS(runs)
CONFORMS(queries)
CONFORMS(snapshot)
CONFORMS(together)
CONFORMS(missing)
CONFORMS(doubted)
CONFORMS(reopened)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_fields),
        cmocka_unit_test(test_new_changed_unchanged),
        cmocka_unit_test(test_older_does_not_overwrite),
        cmocka_unit_test(test_sources_apart),
        cmocka_unit_test(test_whole_page_or_nothing),
        cmocka_unit_test(test_cursors),
        cmocka_unit_test(test_units),
        cmocka_unit_test(test_unit_names),
        cmocka_unit_test(test_units_together),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_rejects),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_queries),
        cmocka_unit_test(test_snapshot),
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_doubted),
        cmocka_unit_test(test_reopened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
