#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "config/schema.h"

/* Quotes are written as ' in the samples. */
static json_t *json_of(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    for (char *c = copy; *c; c++)
        *c = *c == '\'' ? '"' : *c;
    json_t *out = json_loads(copy, JSON_DECODE_ANY, NULL);
    free(copy);
    assert_non_null(out);
    return out;
}

static bool check(const char *schema, const char *value, struct error *e)
{
    json_t *s = json_of(schema), *v = json_of(value);
    *e = (struct error){0};
    bool ok = schema_check(s, v, e);
    json_decref(s);
    json_decref(v);
    return ok;
}

struct sample {
    const char *schema, *value;
    const char *where; /* NULL: it fits */
    const char *what;  /* a part of it */
};

static const struct sample samples[] = {
    {"{'type': 'object'}", "{}", NULL, NULL},
    {"{'type': 'object'}", "[]", "", "expected an object {...}, found a list [...]"},
    {"{'type': 'string'}", "5", "", "expected text, found 5"},
    {"{'type': 'integer'}", "5", NULL, NULL},
    {"{'type': 'integer'}", "5.0", "", "expected a whole number, found 5.0"},
    {"{'type': 'number'}", "0.1", NULL, NULL},
    {"{'type': 'number'}", "'0.1'", "", "expected a number, found \"0.1\""},
    {"{'type': 'boolean'}", "null", "", "expected true or false, found null"},
    {"{'type': ['string', 'null']}", "null", NULL, NULL},
    {"{'type': ['string', 'null']}", "0.1", "", "expected text or null, found 0.1"},
    {"{'const': {'a': [1]}}", "{'a': [1]}", NULL, NULL},
    {"{'const': 'x'}", "'y'", "", "expected \"x\", found \"y\""},
    {"{'enum': ['vi', 'en', 1]}", "1", NULL, NULL},
    {"{'enum': ['vi', 'en']}", "'fr'", "", "expected one of \"vi\", \"en\", found \"fr\""},
    {"{'minimum': 1, 'maximum': 3}", "3", NULL, NULL},
    {"{'minimum': 1}", "0", "", "expected 1 or more, found 0"},
    {"{'maximum': 3}", "3.1", "", "expected 3 or less, found 3.1"},
    {"{'maximum': 9007199254740992}", "9007199254740993", "", "expected 9007199254740992 or less"},
    {"{'minimum': 1}", "'0'", NULL, NULL},
    {"{'minLength': 3, 'maxLength': 3}", "'xãẫ'", NULL, NULL},
    {"{'minLength': 4}", "'xãẫ'", "", "expected at least 4 letters, found 3"},
    {"{'maxLength': 2}", "'xãẫ'", "", "expected at most 2 letters, found 3"},
    {"{'minItems': 1}", "[]", "", "expected at least 1 items, found 0"},
    {"{'maxItems': 1}", "[1, 2]", "", "expected at most 1 items, found 2"},
    {"{'minProperties': 1}", "{}", "", "expected at least 1 keys, found 0"},
    {"{'maxProperties': 1}", "{'a': 1, 'b': 2}", "", "expected at most 1 keys, found 2"},
    {"{'uniqueItems': true}", "[1, 2, 3]", NULL, NULL},
    {"{'uniqueItems': true}", "[{'a': 1}, 2, {'a': 1}]", "/2", "the same as item 0"},
    {"{'uniqueItems': false}", "[1, 1]", NULL, NULL},
    {"{'pattern': '^[a-z]+$'}", "'abc'", NULL, NULL},
    {"{'pattern': '^[a-z]+$'}", "'a1'", "", "found \"a1\""},
    {"{'pattern': '^[a-z]+$'}", "5", NULL, NULL},
    {"{'items': {'type': 'string'}}", "['a', 'b', 3]", "/2", "expected text, found 3"},
    {"{'required': ['a']}", "{'a': null}", NULL, NULL},
    {"{'required': ['a', 'b']}", "{'a': 1}", "", "the key \"b\" is missing"},
    {"{'required': ['a']}", "[]", NULL, NULL},
    {"{'properties': {'a': {'type': 'string'}}}", "{'a': 'x', 'b': 5}", NULL, NULL},
    {"{'properties': {'a': {'properties': {'b': {'type': 'null'}}}}}", "{'a': {'b': 1}}", "/a/b",
     "expected null"},
    {"{'properties': {'a/b~c': {'type': 'null'}}}", "{'a/b~c': 1}", "/a~1b~0c", "expected null"},
    {"{'properties': {'a': true}, 'additionalProperties': false}", "{'a': 1, 'z': 2}", "/z",
     "unknown key \"z\""},
    {"{'additionalProperties': {'type': 'string'}}", "{'a': 1}", "/a", "expected text"},
    {"{'patternProperties': {'^x_': {'type': 'string'}}, 'additionalProperties': false}", "{'x_a': 'b'}",
     NULL, NULL},
    {"{'patternProperties': {'^x_': {'type': 'string'}}, 'additionalProperties': false}", "{'x_a': 1}",
     "/x_a", "expected text"},
    {"{'patternProperties': {'^x_': {'type': 'string'}}, 'additionalProperties': false}", "{'y': 'b'}", "/y",
     "unknown key"},
    {"{'propertyNames': {'pattern': '^[a-z]+$'}}", "{'ab': 1}", NULL, NULL},
    {"{'propertyNames': {'pattern': '^[a-z]+$'}}", "{'A': 1}", "/A", "expected text of the form"},
    {"{'allOf': [{'type': 'object'}, {'required': ['a']}]}", "{}", "", "missing"},
    {"{'not': {'type': 'null'}}", "null", "", "not allowed here"},
    {"{'not': {'type': 'null'}}", "1", NULL, NULL},
    {"{'properties': {'a': false}}", "{'a': 1}", "/a", "not allowed here"},
    {"{'$ref': '#/$defs/x', '$defs': {'x': {'type': 'null'}}}", "1", "", "expected null"},
    {"{'anyOf': [{'type': 'string'}, {'type': 'integer'}]}", "5", NULL, NULL},
    {"{'anyOf': [{'type': 'string'}, {'type': 'object'}]}", "5", "",
     "expected text or an object {...}, found 5"},
    {"{'oneOf': [{'minimum': 1}, {'minimum': 2}]}", "1", NULL, NULL},
    {"{'oneOf': [{'minimum': 1}, {'minimum': 2}]}", "5", "", "more than one"},
    {"{'oneOf': [{'minimum': 1}, {'minimum': 2}]}", "0", "", "or more, found 0"}};

static void test_samples(void **state)
{
    struct error e;
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *s = &samples[i];
        bool ok = check(s->schema, s->value, &e);
        if (ok != !s->where)
            print_error("%s against %s: %s\n", s->value, s->schema, e.what);
        assert_int_equal(ok, !s->where);
        if (ok)
            continue;
        assert_string_equal(e.where, s->where);
        assert_int_equal(e.code, ERROR_CONFIG);
        if (!strstr(e.what, s->what))
            print_error("'%s' is not in '%s'\n", s->what, e.what);
        assert_non_null(strstr(e.what, s->what));
    }
}

/* The fault told is the one of the branch that the writer was on. */
static void test_branches(void **state)
{
    static const char secret[] = "{'oneOf': [{'type': 'object', 'additionalProperties': false, 'properties': "
                                 "{'env': {'type': 'string'}}, 'required': ['env']},"
                                 " {'type': 'object', 'additionalProperties': false, 'properties': {'file': "
                                 "{'type': 'string'}}, 'required': ['file']}]}";
    struct error e;
    (void)state;
    assert_true(check(secret, "{'env': 'A'}", &e));
    assert_true(check(secret, "{'file': 'a'}", &e));
    assert_false(check(secret, "{'file': 5}", &e));
    assert_string_equal(e.where, "/file");
    assert_non_null(strstr(e.what, "expected text, found 5"));
    assert_false(check(secret, "{'evn': 'A'}", &e));
    assert_string_equal(e.where, "/evn");
    assert_non_null(strstr(e.hint, "\"env\""));
    assert_false(check(secret, "{'fiel': 'A'}", &e));
    assert_non_null(strstr(e.hint, "\"file\""));
    assert_false(check(secret, "'hunter2'", &e));
    assert_string_equal(e.what, "expected an object {...}, found \"hunter2\"");
}

static void test_hints(void **state)
{
    static const char schema[] = "{'additionalProperties': false, 'properties': {'commitments': "
                                 "{'description': 'The sets.', 'type': 'array'}, 'store': true},"
                                 " 'required': ['commitments']}";
    struct error e;
    (void)state;
    assert_false(check(schema, "{'comitments': []}", &e));
    assert_string_equal(e.what, "unknown key \"comitments\"");
    assert_string_equal(e.hint, "Did you mean \"commitments\"?");
    assert_false(check(schema, "{'wholly_other': []}", &e));
    assert_string_equal(e.hint, "Known keys: commitments, store");
    assert_false(check(schema, "{}", &e));
    assert_string_equal(e.hint, "The sets.");
    assert_false(check(schema, "{'commitments': 1}", &e));
    assert_string_equal(e.hint, "The sets.");
    assert_false(check("{'enum': ['week', 'month']}", "'moth'", &e));
    assert_string_equal(e.hint, "Did you mean \"month\"?");
}

/* What could be a secret is never quoted. */
static void test_secrets(void **state)
{
    static const char *const schemas[] = {
        "{'additionalProperties': {'type': 'object'}}",
        "{'additionalProperties': {'enum': ['a', 'huntor2']}}", "{'additionalProperties': {'const': 'a'}}",
        "{'additionalProperties': {'pattern': '^[0-9]$'}}",
        "{'additionalProperties': {'anyOf': [{'type': 'object'}, {'type': 'null'}]}}"};
    static const char *const values[] = {"{'password': 'hunter2'}", "{'DB_Password': 'hunter2'}",
                                         "{'client_secret': 'hunter2'}", "{'accessToken': 'hunter2'}",
                                         "{'url': 'http://u:hunter2@host'}"};
    struct error e;
    (void)state;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            assert_false(check(schemas[i], values[k], &e));
            assert_null(strstr(e.what, "hunter2"));
            assert_null(strstr(e.hint, "hunter2"));
            assert_null(strstr(e.where, "hunter2"));
        }
    assert_false(check("{'properties': {'auth': {'properties': {'password': {'items': {'type': 'null'}}}}}}",
                       "{'auth': {'password': ['hunter2']}}", &e));
    assert_string_equal(e.where, "/auth/password/0");
    assert_null(strstr(e.what, "hunter2"));
}

/* A fault of the schema is told as such, also from inside a branch that another one could replace. */
static void test_schema_faults(void **state)
{
    static const char *const wrong[] = {"{'format': 'date'}",
                                        "{'type': 'text'}",
                                        "{'type': 5}",
                                        "{'pattern': '['}",
                                        "{'pattern': 5}",
                                        "{'$ref': 'other.json'}",
                                        "{'$ref': '#/$defs/none'}",
                                        "{'minLength': 'x'}",
                                        "[]",
                                        "{'anyOf': [{'format': 'date'}, {'type': 'string'}]}",
                                        "{'not': {'format': 'date'}}",
                                        "{'allOf': [5]}",
                                        "{'properties': {'a': {'if': true}}}"};
    struct error e;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(check(wrong[i], i == 12 ? "{'a': 1}" : "'a'", &e));
        assert_int_equal(e.code, ERROR_INTERNAL);
    }
}

static char *nested(size_t depth)
{
    char *text = malloc(2 * depth + 1);
    assert_non_null(text);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
    return text;
}

static void test_limits(void **state)
{
    static const char tree[] = "{'$ref': '#/$defs/t', '$defs': {'t': {'anyOf': [{'type': 'null'}, {'items': "
                               "{'$ref': '#/$defs/t'}}]}}}";
    struct error e;
    (void)state;
    char *deep = nested(LIMIT_SCHEMA_DEPTH), *deeper = nested(LIMIT_SCHEMA_DEPTH + 2);
    assert_true(check(tree, deep, &e));
    assert_false(check(tree, deeper, &e));
    assert_non_null(strstr(e.what, "nested too deep"));
    free(deep);
    free(deeper);
    assert_false(check("{'$ref': '#/$defs/t', '$defs': {'t': {'$ref': '#/$defs/t'}}}", "1", &e));
    assert_non_null(strstr(e.what, "nested too deep"));
    /* every level tries every branch: two to the power of thirty checks if nothing stopped it */
    deep = nested(30);
    assert_false(check(
        "{'$ref': '#/$defs/t', '$defs': {'t': {'minItems': 1, 'anyOf': [{'items': {'$ref': '#/$defs/t'}},"
        " {'items': {'$ref': '#/$defs/t'}}]}}}",
        deep, &e));
    assert_non_null(strstr(e.what, "too much"));
    free(deep);
}

/* Names from outside reach a terminal: no control may pass, and long ones are cut, not overrun. */
static void test_hostile_names(void **state)
{
    char value[4000];
    struct error e;
    (void)state;
    assert_false(check("{'additionalProperties': false}", "{'\\u001b[2J': 1}", &e));
    assert_null(strchr(e.what, '\033'));
    assert_null(strchr(e.where, '\033'));
    memset(value, 'k', sizeof value);
    value[0] = '{';
    value[1] = '\'';
    memcpy(value + sizeof value - 6, "': 1}", 6);
    assert_false(check("{'additionalProperties': false, 'properties': {'kk': true}}", value, &e));
    assert_true(strlen(e.where) < sizeof e.where);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples),       cmocka_unit_test(test_branches),
                                       cmocka_unit_test(test_hints),         cmocka_unit_test(test_secrets),
                                       cmocka_unit_test(test_schema_faults), cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_hostile_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
