#include "sample.h"

#include <sqlite3.h>

#include "count/predicate.h"

static json_t *json(const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &error);
    if (!value)
        fail_msg("%s: %s", text, error.text);
    return value;
}

static const char define[] =
    "{\"ended\": [\"first\", \"finished_at\", \"returned_at\"], \"open\": [\"unknown\", \"ended\"],"
    " \"round\": [\"not\", \"round\"]}";

/* Whether a predicate holds for the row that `columns` gives (name=value, ...; the rest unknown), as SQLite
 * says. */
static bool holds(sqlite3 *db, const char *predicate, const char *columns)
{
    struct predicate state = {0};
    struct buffer condition, sql;
    struct error e = {0};
    sqlite3_stmt *stmt = NULL;
    json_t *p = json(predicate), *names = json(define);
    const struct period period = {.from = 1000, .to = 2000, .at = 1700, .cut = 1700};
    state.define = names;
    buffer_init(&condition, LIMIT_SQL_BYTES);
    buffer_init(&sql, LIMIT_SQL_BYTES);
    assert_ok(predicate_sql(&state, p, &condition, &e), e);
    buffer_text(&sql, "SELECT ");
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++) {
        char start[64];
        snprintf(start, sizeof start, " %s=", dossier_fields[i].name);
        const char *given = strstr(columns, start);
        const char *value = given ? given + strlen(start) : "NULL";
        buffer_printf(&sql, "%s%.*s AS %s", i ? ", " : "", (int)strcspn(value, ","), value,
                      dossier_fields[i].name);
    }
    struct buffer whole;
    buffer_init(&whole, LIMIT_SQL_BYTES);
    buffer_printf(&whole, "SELECT CASE WHEN %s THEN 1 ELSE 0 END FROM (%s)", buffer_string(&condition),
                  buffer_string(&sql));
    if (sqlite3_prepare_v2(db, buffer_string(&whole), -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", buffer_string(&whole), sqlite3_errmsg(db));
    for (int i = 0; i < state.param_count; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i + 1);
        int index = sqlite3_bind_parameter_index(stmt, name);
        assert_true(index > 0);
        sqlite3_bind_int64(stmt, index, predicate_param(state.params[i], &period));
    }
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    bool result = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    buffer_free(&whole);
    buffer_free(&sql);
    buffer_free(&condition);
    json_decref(p);
    json_decref(names);
    return result;
}

static void test_truth(void **state)
{
    /* 25/11/2022 is a Friday: 00:00 there is 1669309200 */
    static const struct {
        const char *predicate, *row;
        bool holds;
    } cases[] = {
        {"true", "", true},
        {"false", "", false},
        {"\"fee_due\"", " fee_due=1", true},
        {"\"fee_due\"", " fee_due=0", false},
        {"\"fee_due\"", "", false},
        {"[\"not\", \"fee_due\"]", "", true},
        {"[\"=\", \"channel\", \"online\"]", " channel=2", true},
        {"[\"=\", \"channel\", \"online\"]", " channel=3", false},
        {"[\"not\", [\"=\", \"channel\", \"online\"]]", "", true},
        {"[\"not\", [\"not\", [\"=\", \"channel\", \"online\"]]]", "", false},
        {"[\"in\", \"status\", [\"withdrawn\", \"stopped\"]]", " status=8", true},
        {"[\"in\", \"status\", [\"withdrawn\", \"stopped\"]]", " status=9", false},
        {"[\"not\", [\"in\", \"level\", [3, 4]]]", "", true},
        {"[\"=\", \"portal_status\", \"done\"]", " portal_status='done'", true},
        {"[\"=\", \"portal_status\", \"it's\"]", " portal_status='it''s'", true},
        {"[\"=\", \"portal_status\", \"from\"]", " portal_status='from'", true},
        {"[\"and\", [\">=\", \"received_at\", \"from\"], [\"<\", \"received_at\", \"cut\"]]",
         " received_at=1000", true},
        {"[\"and\", [\">=\", \"received_at\", \"from\"], [\"<\", \"received_at\", \"cut\"]]",
         " received_at=1700", false},
        {"[\"<\", \"received_at\", \"to\"]", " received_at=1999", true},
        {"[\"<=\", \"received_at\", \"at\"]", " received_at=1701", false},
        {"[\"<=\", \"due_at\", [\"plus\", \"cut\", 100]]", " due_at=1800", true},
        {"[\">\", \"due_at\", [\"plus\", \"cut\", 100]]", " due_at=1800", false},
        {"[\"or\", \"open\", [\">=\", \"ended\", \"cut\"]]", "", true},
        {"[\"or\", \"open\", [\">=\", \"ended\", \"cut\"]]", " returned_at=1600", false},
        {"[\"or\", \"open\", [\">=\", \"ended\", \"cut\"]]", " finished_at=1700, returned_at=1600", true},
        {"[\"known\", \"returned_at\"]", " returned_at=0", true},
        {"[\"presumed\", [\"not\", [\"=\", \"status\", \"denied\"]]]", "", true},
        {"[\"presumed\", [\"not\", [\"=\", \"status\", \"denied\"]]]", " status=3", false},
        {"[\"unknown\", \"returned_at\"]", " returned_at=0", false},
        {"[\"<\", [\"day\", \"finished_at\"], [\"day\", \"due_at\"]]",
         " finished_at=1669309199, due_at=1669309200", true},
        {"[\"<\", [\"day\", \"finished_at\"], [\"day\", \"due_at\"]]",
         " finished_at=1669309200, due_at=1669395599", false},
        {"[\"<\", [\"day\", \"finished_at\"], [\"day\", \"due_at\"]]", " finished_at=-90000, due_at=-1",
         true},
        {"[\"=\", [\"weekday\", \"received_at\"], 5]", " received_at=1669309200", true},
        {"[\"=\", [\"weekday\", \"received_at\"], 4]", " received_at=1669309199", true},
        {"[\"=\", [\"weekday\", \"received_at\"], 6]", " received_at=1669395600", true},
    };
    sqlite3 *db = NULL;
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (holds(db, cases[i].predicate, cases[i].row) != cases[i].holds)
            fail_msg("%s over{%s} is not %d", cases[i].predicate, cases[i].row, cases[i].holds);
    sqlite3_close(db);
}

static uint64_t bit(enum dossier_field field)
{
    return UINT64_C(1) << field;
}

static void test_needs_and_params(void **state)
{
    struct predicate p = {0};
    struct buffer sql;
    struct error e = {0};
    json_t *names = json(define);
    json_t *first = json(
        "[\"and\", [\"<\", \"ended\", \"cut\"], \"digitized\", [\"not\", [\"=\", \"channel\", \"postal\"]]]");
    json_t *second = json("[\"and\", [\">\", \"due_at\", \"from\"], [\"<\", \"due_at\", \"cut\"]]");
    (void)state;
    p.define = names;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    assert_ok(predicate_sql(&p, first, &sql, &e), e);
    assert_int_equal(p.needs, bit(DOSSIER_FINISHED) | bit(DOSSIER_DIGITIZED) | bit(DOSSIER_CHANNEL));
    assert_string_equal(buffer_string(&sql),
                        "((COALESCE(finished_at, returned_at) < CAST($1 AS BIGINT)) AND (digitized = 1)"
                        " AND ((channel = 3) IS NOT TRUE))");
    buffer_reset(&sql);
    assert_ok(predicate_sql(&p, second, &sql, &e), e);
    assert_string_equal(buffer_string(&sql),
                        "((due_at > CAST($2 AS BIGINT)) AND (due_at < CAST($1 AS BIGINT)))");
    uint64_t before = p.needs;
    json_t *presumed = json("[\"presumed\", [\"=\", \"level\", 4]]");
    buffer_reset(&sql);
    assert_ok(predicate_sql(&p, presumed, &sql, &e), e);
    assert_string_equal(buffer_string(&sql), "((level = 4))");
    assert_int_equal(p.needs, before);
    json_decref(presumed);
    assert_int_equal(p.param_count, 2);
    assert_int_equal(p.params[0], PARAM_CUT);
    assert_int_equal(p.params[1], PARAM_FROM);
    buffer_free(&sql);
    json_decref(first);
    json_decref(second);
    json_decref(names);
}

#define TWO(inner)   "[\"or\", [\"and\", " inner "]]"
#define EIGHT(inner) TWO(TWO(TWO(TWO(inner))))
#define DEEP         EIGHT(EIGHT("true"))

static void test_wrong(void **state)
{
    static const char *const wrong[] = {"1",
                                        "null",
                                        "[]",
                                        "{}",
                                        "\"channel\"",
                                        "\"no_such\"",
                                        "[\"and\"]",
                                        "[\"nor\", true]",
                                        "[\"not\"]",
                                        "[\"not\", true, true]",
                                        "[\"=\", \"channel\"]",
                                        "[\"=\", \"channel\", \"online\", 1]",
                                        "[\"=\", \"channel\", \"by air\"]",
                                        "[\"=\", \"status\", \"from\"]",
                                        "[\"=\", \"no_such\", 1]",
                                        "[\"=\", \"level\", 1.5]",
                                        "[\"in\", \"level\", []]",
                                        "[\"in\", \"level\", 3]",
                                        "[\"known\"]",
                                        "[\"<\", [\"day\"], 1]",
                                        "[\"<\", [\"plus\", \"cut\", \"x\"], 1]",
                                        "[\"<\", [\"first\", \"due_at\"], 1]",
                                        "\"round\"",
                                        DEEP};
    json_t *names = json(define);
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct predicate p = {.define = names};
        struct buffer sql;
        struct error e = {0};
        json_t *predicate = json(wrong[i]);
        buffer_init(&sql, LIMIT_SQL_BYTES);
        if (predicate_sql(&p, predicate, &sql, &e))
            fail_msg("%s gives %s", wrong[i], buffer_string(&sql));
        assert_int_equal(e.code, ERROR_CONFIG);
        assert_true(*e.what);
        buffer_free(&sql);
        json_decref(predicate);
    }
    json_decref(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_truth), cmocka_unit_test(test_needs_and_params),
                                       cmocka_unit_test(test_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
