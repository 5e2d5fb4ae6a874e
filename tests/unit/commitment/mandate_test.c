/* Sets of mandates: the shipped one is read, binds whom it names, and a mistake in one is told. */
#include "sample.h"

#include "commitment/mandate.h"

static struct counter_family *family;

static void test_shipped(void **state)
{
    static const struct {
        const char *code, *kind, *name;
        bool binds;
    } cases[] = {{"2.2.1", "department", "Phòng Lao động, Thương binh và Xã hội", true},
                 {"2.2.1", "department", "Phòng Tư pháp", false},
                 {"2.2.1", "commune", "UBND xã Lao Động", false},
                 {"2.2.2a", "department", "PHÒNG TÀI CHÍNH - KẾ HOẠCH", true},
                 {"2.2.3a", "department", "Phòng Tài nguyên và Môi trường", true},
                 {"2.3a", "commune", "UBND thị trấn Lâm", true},
                 {"2.3a", "department", "Phòng Lao động, Thương binh và Xã hội", false}};
    struct error e = {0};
    struct mandate_set *s = mandate_set_load("y-yen-2022", family, &e);
    (void)state;
    assert_ok(s, e);
    assert_int_equal(s->period, PERIOD_MONTH);
    assert_int_equal(s->valid_from, moment_of(2022, 11, 1, 0, 0, 0));
    assert_int_equal(s->valid_to, moment_of(2023, 1, 1, 0, 0, 0));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char kind[20], name[100];
        snprintf(kind, sizeof kind, "%s", cases[i].kind);
        snprintf(name, sizeof name, "%s", cases[i].name);
        const struct unit u = {.kind = kind, .name = name};
        size_t k = 0;
        while (k < s->count && strcmp(s->items[k].code, cases[i].code) != 0)
            k++;
        assert_in_range(k, 0, s->count - 1);
        assert_int_equal(s->items[k].target, TARGET_SCALE);
        assert_int_equal(mandate_binds(&s->items[k], &u), cases[i].binds);
    }
    mandate_set_free(s);
    mandate_set_free(NULL);
}

static void test_mistakes(void **state)
{
    static const char *const cases[][2] = {
        {"\"of\": \"linkd\", \"must\": true, \"target\": 100", "linkd"},
        {"\"of\": true, \"must\": [\"=\", \"chanel\", 1], \"target\": 100", "chanel"},
        {"\"in\": \"received_at\", \"of\": true, \"must\": true, \"target\": 100", "received_at"},
        {"\"of\": true, \"must\": true, \"target\": 99.999", "target"},
        {"\"of\": true, \"must\": true, \"target\": 101", "target"},
        {"\"of\": true, \"target\": 100", "must"}};
    char folder[256], file[300];
    (void)state;
    sample_folder(folder, sizeof folder);
    snprintf(file, sizeof file, "%s/sai.json", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error e = {0};
        FILE *f = fopen(file, "w");
        assert_non_null(f);
        fprintf(f,
                "{\"name\": \"sai\", \"title\": \"x\", \"document\": \"x\", \"version\": \"1\", \"period\": "
                "\"month\", \"mandates\": [{\"code\": \"1\", \"title\": \"x\", %s}]}",
                cases[i][0]);
        fclose(f);
        assert_null(mandate_set_load(file, family, &e));
        assert_int_equal(e.code, ERROR_CONFIG);
        if (!strstr(e.what, cases[i][1]) && !strstr(e.where, cases[i][1]))
            fail_msg("%s: %s", e.where, e.what);
    }
    unlink(file);
    sample_folder_remove(folder);
}

int main(void)
{
    struct error e = {0};
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    text_language_set("en");
    family = counter_family_load("core", &e);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped), cmocka_unit_test(test_mistakes)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    counter_family_free(family);
    return failed;
}
