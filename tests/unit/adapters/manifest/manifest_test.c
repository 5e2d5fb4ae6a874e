#include "decode.h"

#include "config/json_file.h"

static char *filled(const char *stream, const char *rest)
{
    static char text[4096];
    snprintf(text, sizeof text,
             "{\"name\":\"t\",\"title\":{\"vi\":\"T\"},\"driver\":\"rest_json\"%s,\"streams\":[{\"name\":"
             "\"d\",%s}]}",
             rest, stream);
    return text;
}

#define DOSSIER "\"kind\":\"dossier\",\"request\":{\"path\":\"/d\"},"

/* The manifest of the README: the least that works. */
static void test_least(void **state)
{
    struct manifest *m = decode_manifest(
        filled(DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"id\",\"unit\":\"office\"}", ""));
    (void)state;
    assert_int_equal(manifest_stream_count(m), 1);
    assert_string_equal(manifest_stream_name(m, 0), "d");
    assert_string_equal(manifest_driver(m), "rest_json");
    assert_true(manifest_knows(m) == (UINT64_C(1) << DOSSIER_KEY | UINT64_C(1) << DOSSIER_UNIT));
    assert_false(manifest_has_figures(m));
    assert_int_equal(m->streams[0].paging, PAGING_NONE);
    assert_int_equal(m->streams[0].ok_status[0], 200);
    assert_true(m->refused_count == 2 && m->refused[0] == 401 && m->refused[1] == 403);
    manifest_free(m);
    manifest_free(NULL);
}

static void test_defaults(void **state)
{
    struct manifest *m = decode_manifest("evaluation");
    (void)state;
    assert_int_equal(m->stream_count, 7);
    assert_true(manifest_has_figures(m));
    assert_true(manifest_knows(m) == 0);
    for (size_t i = 0; i < 7; i++) {
        const struct stream *s = &m->streams[i];
        assert_string_equal(s->request.method, "POST");
        assert_int_equal(s->ok_count, 2);
        assert_int_equal(s->ok_status[1], 201);
        assert_int_equal(s->paging, PAGING_PAGE);
        assert_int_equal(s->size, 300);
        assert_int_equal(s->first, 1);
        assert_int_equal(s->plan->place_count, 2);
    }
    assert_int_equal(m->pause_ms, 500);
    manifest_free(m);
}

static void test_faults(void **state)
{
    static const struct {
        const char *stream, *rest, *what, *hint;
    } cases[] = {
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"id\",\"procedur\":\"p\"}", "",
         "/streams/0/fields", "procedure"},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"unit\":\"u\"}", "", "'key' is missing", ""},
        {DOSSIER "\"fields\":{\"key\":\"id\"}", "", "/streams/0/records: missing", "\"records\""},
        {"\"kind\":\"dossier\",\"records\":\"data\",\"fields\":{\"key\":\"id\"}", "", "\"path\"", ""},
        {"\"request\":{\"path\":\"/d\"},\"records\":\"data\",\"fields\":{\"key\":\"id\"}", "", "\"kind\"",
         ""},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"id\",\"due_at\":\"due\"}", "",
         "/streams/0/due_at: a date without a pattern", "dates"},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"id\",\"due_at\":\"due\"}",
         ",\"dates\":\"HH:mm:ss\"", "yyyy", ""},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"a..b\"}", "", "not a path", "data.items[].code"},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"a[0]\"}", "", "not a path", ""},
        {DOSSIER "\"records\":[\"data\",\"data.more\"],\"fields\":{\"key\":\"a\"}", "",
         "records inside of records", ""},
        {DOSSIER
         "\"records\":\"data\",\"fields\":{\"key\":\"a\",\"status\":{\"from\":\"s\",\"map\":{\"x\":11}}}",
         "", "/status", ""},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"a\",\"digitized\":{\"any\":\"s\",\"is\":1}}", "",
         "/streams/0/fields/digitized", ""},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"a\",\"level\":{\"any\":\"s\",\"present\":true}}",
         "", "only a flag", "when"},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"a\"},\"figures\":[{\"metric\":\"m\"}]", "",
         "figures", ""},
        {"\"kind\":\"figure\",\"request\":{\"path\":\"/"
         "d\"},\"records\":\"data\",\"fields\":{\"unit\":\"u\"},\"figures\":[{\"metric\":\"m\"}]",
         "", "\"period\"", ""},
        {"\"kind\":\"figure\",\"period\":\"year\",\"request\":{\"path\":\"/"
         "d\"},\"records\":\"data\",\"fields\":{\"unit\":\"u\"}",
         "", "figures: missing", ""},
        {"\"kind\":\"figure\",\"period\":\"year\",\"request\":{\"path\":\"/"
         "d\"},\"records\":\"data\",\"fields\":{\"unit\":\"u\",\"level\":\"l\"},\"figures\":[{\"metric\":"
         "\"m\"}]",
         "", "level: no field", ""},
        {"\"kind\":\"count\",\"period\":\"year\",\"request\":{\"path\":\"/"
         "d\"},\"records\":\"data\",\"fields\":{\"unit\":\"u\"},\"figures\":[{\"metric\":\"m\",\"ratio\":"
         "\"r\"}]",
         "", "a count has a numerator", ""},
        {"\"kind\":\"figure\",\"period\":\"year\",\"request\":{\"path\":\"/"
         "d\"},\"records\":\"data\",\"fields\":{\"unit\":\"u\"},\"figures\":[{\"numerator\":\"n\"}]",
         "", "metric_from", ""},
        {DOSSIER "\"records\":\"data\",\"fields\":{\"key\":\"a\"},\"applicant\":\"x\"", "", "applicant", ""}};
    (void)state;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        const char *text = filled(cases[i].stream, cases[i].rest);
        struct manifest *m = manifest_parse("mine.json", text, strlen(text), &e);
        if (m || e.code != ERROR_CONFIG || strcmp(e.where, "mine.json") != 0 ||
            !strstr(e.what, cases[i].what) || !strstr(e.hint, cases[i].hint))
            fail_msg("%zu: %s: %s (%s)", i, e.where, e.what, e.hint);
    }
}

static void test_files(void **state)
{
    struct error e = {0};
    (void)state;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    assert_null(manifest_load("opencp", &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    assert_non_null(strstr(e.hint, "opencps"));
    assert_null(manifest_load("../schema/counters", &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    struct manifest *m = manifest_load(TEST_SOURCE_DIR "/adapters/opencps.json", &e);
    assert_non_null(m);
    assert_string_equal(m->name, "opencps");
    manifest_free(m);
}

/* The schema lists the fields that there are, no more and no less, so that a slip in a manifest gets the
 * nearest one as a hint. */
static void test_schema_fields(void **state)
{
    json_t *schema = json_load_file(TEST_SOURCE_DIR "/schema/manifest.schema.json", 0, NULL);
    (void)state;
    assert_non_null(schema);
    const json_t *stream = json_object_get(
        json_object_get(json_object_get(json_object_get(schema, "properties"), "streams"), "items"),
        "properties");
    const json_t *fields = json_object_get(json_object_get(stream, "fields"), "properties");
    assert_int_equal(json_object_size(fields), DOSSIER_FIELD_COUNT + 9);
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        if (!json_object_get(fields, dossier_fields[i].name))
            fail_msg("%s", dossier_fields[i].name);
    assert_non_null(json_object_get(fields, "unit_name"));
    assert_non_null(json_object_get(fields, "receiving_unit_name"));
    assert_non_null(json_object_get(fields, "unit_kind"));
    assert_non_null(json_object_get(fields, "unit_id"));
    assert_non_null(json_object_get(fields, "changed_at"));
    assert_non_null(json_object_get(fields, "asked_at"));
    assert_non_null(json_object_get(fields, "supplemented_at"));
    assert_non_null(json_object_get(fields, "procedure_name"));
    assert_non_null(json_object_get(fields, "sector_name"));
    json_decref(schema);
}

static char *page_text(void)
{
    char *text = calloc(1, 65536);
    FILE *in = fopen(TEST_SOURCE_DIR "/docs/motcua-manifest.5", "rb");
    assert_non_null(in);
    assert_non_null(text);
    assert_true(fread(text, 1, 65535, in) < 65535);
    fclose(in);
    return text;
}

/* The example of the manual page is a manifest, and asks and reads as the page says. */
static void test_page_example(void **state)
{
    static const char reply[] =
        "{\"total\":1,\"data\":{\"id\":7,\"office\":{\"code\":\"X.1\"},\"received\":\"03/06/2026 08:05:12\","
        "\"files\":[{\"scanned\":0},{\"scanned\":1}],\"state\":\"done\"}}";
    char *text = page_text(), *begin = strstr(text, ".Bd -literal\n"),
         *end = begin ? strstr(begin, "\n.Ed") : NULL;
    struct error e = {0};
    size_t lines = 0;
    (void)state;
    assert_non_null(end);
    *end = '\0';
    begin += strlen(".Bd -literal\n");
    for (const char *c = begin; *c; c++)
        lines += *c == '\n';
    assert_true(lines + 1 <= 10);
    struct manifest *m = decode_manifest(begin);
    struct page *p = decode(decode_stream(m, "dossiers")->plan, reply, sizeof reply - 1, 16, &e);
    assert_non_null(p);
    assert_int_equal(p->dossier_count, 1);
    assert_value_text(&p->dossiers[0].value[DOSSIER_KEY], "7");
    assert_value_text(&p->dossiers[0].value[DOSSIER_UNIT], "X.1");
    assert_value_number(&p->dossiers[0].value[DOSSIER_STATUS], 10);
    assert_value_number(&p->dossiers[0].value[DOSSIER_DIGITIZED], 1);
    assert_value_number(&p->dossiers[0].value[DOSSIER_RECEIVED], moment_of(2026, 6, 3, 8, 5, 12));
    page_free(p);
    manifest_free(m);
    free(text);
}

/* Is the word on a line of the page that names keys? */
static bool page_names(const char *text, const char *key)
{
    size_t n = strlen(key);
    for (const char *at = strstr(text, key); at; at = strstr(at + 1, key)) {
        const char *line = at;
        while (line > text && line[-1] != '\n')
            line--;
        if ((strncmp(line, ".It Ic ", 7) == 0 || strncmp(line, ".Ic ", 4) == 0 ||
             strncmp(line, ".Pq Ic ", 7) == 0) &&
            at[-1] == ' ' && (at[n] == ' ' || at[n] == '\n'))
            return true;
    }
    return false;
}

/* depth is that of our own schema */
static void keys_check(const char *text, const json_t *schema)
{
    const char *name;
    json_t *item;
    size_t i;
    json_object_foreach(json_object_get(schema, "properties"), name, item) if (!page_names(text, name))
        fail_msg("docs/motcua-manifest.5 does not tell of %s", name);
    json_object_foreach((json_t *)schema, name, item) keys_check(text, item);
    json_array_foreach(schema, i, item) keys_check(text, item);
}

/* Every key of the schema is in the manual. */
static void test_page_keys(void **state)
{
    char *text = page_text();
    json_t *schema = json_load_file(TEST_SOURCE_DIR "/schema/manifest.schema.json", 0, NULL);
    (void)state;
    assert_non_null(schema);
    keys_check(text, schema);
    assert_false(page_names(text, "nonsense"));
    json_decref(schema);
    free(text);
}

/* What a manifest leaves out is its base's; a base that is not there is told. */
static void test_extends(void **state)
{
    static const char own[] =
        "{\"name\":\"x\",\"title\":\"x\",\"extends\":\"opencps\",\"vars\":{\"systems\":\"0\"}}",
                      lost[] = "{\"name\":\"x\",\"title\":\"x\",\"extends\":\"nowhere\"}",
                      none[] = "{\"name\":\"x\",\"title\":\"x\"}";
    struct error e = {0};
    struct manifest *m = decode_manifest(own), *base = decode_manifest("opencps");
    (void)state;
    assert_string_equal(m->name, "x");
    assert_string_equal(m->driver, "rest_json");
    assert_true(manifest_knows(m) == manifest_knows(base));
    assert_string_equal(json_string_value(json_object_get(m->vars, "systems")), "0");
    assert_null(json_object_get(m->vars, "base_path")); /* members are taken whole */
    manifest_free(m);
    manifest_free(base);
    assert_null(manifest_parse("t", lost, sizeof lost - 1, &e));
    assert_int_equal(e.code, ERROR_CONFIG);
    e = (struct error){0};
    assert_null(manifest_parse("t", none, sizeof none - 1, &e));
    assert_non_null(strstr(e.what, "/driver"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_example), cmocka_unit_test(test_page_keys),
        cmocka_unit_test(test_extends),      cmocka_unit_test(test_least),
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_faults),
        cmocka_unit_test(test_files),        cmocka_unit_test(test_schema_fields)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
