/* The decoder on the real shapes of the three shipped manifests. */
#include "decode.h"

#include "base/moment.h"

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_read(text, &m));
    return m;
}

static void test_opencps(void **state)
{
    struct error e = {0};
    struct manifest *m = decode_manifest("opencps");
    size_t n;
    char *text = decode_file("opencps.json", &n);
    struct page *p = decode(decode_stream(m, "dossiers")->plan, text, n, 4096, &e);
    (void)state;
    assert_non_null(p);
    assert_int_equal(p->total, 3);
    assert_int_equal(p->record_count, 3);
    assert_int_equal(p->dossier_count, 3);
    assert_int_equal(p->reject_count, 0);
    const struct value *a = p->dossiers[0].value, *b = p->dossiers[1].value, *c = p->dossiers[2].value;
    assert_value_text(&a[DOSSIER_KEY], "100000");
    assert_value_text(&a[DOSSIER_CODE], "H99.22.55-220910-000001");
    assert_value_text(&a[DOSSIER_UNIT], "H99.22.55");
    assert_value_text(&a[DOSSIER_PROCEDURE], "1.001214");
    assert_value_text(&a[DOSSIER_SECTOR], "G15-TP01");
    assert_value_text(&a[DOSSIER_PORTAL_STATUS], "done");
    assert_value_text(&a[DOSSIER_SYSTEM], "0");
    assert_value_number(&a[DOSSIER_CHANNEL], 2);
    assert_value_number(&b[DOSSIER_CHANNEL], 1);
    assert_value_number(&a[DOSSIER_LEVEL], 4);
    assert_value_number(&a[DOSSIER_STATUS], STATUS_RETURNED);
    assert_value_number(&b[DOSSIER_STATUS], STATUS_FINISHED);
    assert_value_number(&c[DOSSIER_STATUS], STATUS_NEW);
    assert_value_number(&a[DOSSIER_VIA_POSTAL], 2);
    assert_value_number(&a[DOSSIER_FROM_VIA_POSTAL], 0);
    assert_value_number(&a[DOSSIER_SUBMITTED], at("2022-09-10T15:03:02"));
    assert_value_number(&a[DOSSIER_RECEIVED], at("2022-09-10T16:18:02"));
    assert_value_number(&a[DOSSIER_DUE], at("2022-09-11T17:00:00"));
    assert_value_number(&a[DOSSIER_EXTENDED], at("2022-09-11T08:01:55"));
    assert_value_number(&a[DOSSIER_FINISHED], at("2022-09-11T08:01:55"));
    assert_value_number(&a[DOSSIER_RETURNED], at("2022-09-12T08:01:55"));
    assert_value_number(&b[DOSSIER_RETURNED], UNKNOWN);
    assert_value_number(&c[DOSSIER_FINISHED], UNKNOWN);
    assert_value_number(&a[DOSSIER_FEE_DUE], UNKNOWN); /* the portal has no such member: not zero */
    assert_value_number(&a[DOSSIER_DIGITIZED], UNKNOWN);
    assert_int_equal(p->unit_count, 3);
    assert_string_equal(p->units[0].name, "Phòng Tài nguyên và Môi trường");
    uint64_t knows = manifest_knows(m);
    assert_true(knows >> DOSSIER_FINISHED & 1);
    for (int field = DOSSIER_FEE_DUE; field <= DOSSIER_LINKED; field++)
        assert_false(knows >> field & 1);
    page_free(p);
    free(text);
    manifest_free(m);
}

static void test_national(void **state)
{
    static const struct {
        int field;
        int64_t values[3];
    } cases[] = {{DOSSIER_CHANNEL, {2, 1, 3}},
                 {DOSSIER_STATUS, {10, 4, 4}},
                 {DOSSIER_LEVEL, {4, 4, 4}},
                 {DOSSIER_FEE_DUE, {1, 0, UNKNOWN}},
                 {DOSSIER_PAID_ONLINE, {1, 0, UNKNOWN}},
                 {DOSSIER_DIGITIZED, {1, 0, UNKNOWN}},
                 {DOSSIER_REUSED, {0, 1, UNKNOWN}},
                 {DOSSIER_ELECTRONIC_RESULT, {1, 0, 0}},
                 {DOSSIER_VERIFIED, {1, 0, 0}}};
    struct error e = {0};
    struct manifest *m = decode_manifest("dvcqg_sync");
    size_t n;
    char *text = decode_file("dvcqg.json", &n);
    struct page *p = decode(decode_stream(m, "dossiers")->plan, text, n, n, &e);
    (void)state;
    assert_non_null(p);
    assert_int_equal(p->dossier_count, 3);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < 3; k++) {
            const struct value *v = &p->dossiers[k].value[cases[i].field];
            if (v->known != (cases[i].values[k] != UNKNOWN) || (v->known && v->number != cases[i].values[k]))
                fail_msg("%s of record %zu: %d %lld", dossier_fields[cases[i].field].name, k, v->known,
                         (long long)v->number);
        }
    assert_value_text(&p->dossiers[1].value[DOSSIER_KEY], "H99.22.01-221103-000002");
    assert_value_text(&p->dossiers[1].value[DOSSIER_UNIT], "H99.22.01");
    assert_value_number(&p->dossiers[0].value[DOSSIER_RECEIVED], at("2022-11-03T08:05:12"));
    assert_value_number(&p->dossiers[0].value[DOSSIER_FINISHED], at("2022-11-09T10:10:00"));
    assert_int_equal(p->unit_count, 1); /* three dossiers, one office */
    assert_string_equal(p->units[0].name, "UBND xã Mẫu 01");
    page_free(p);
    free(text);
    manifest_free(m);
}

struct figure_case {
    const char *unit, *metric;
    int64_t parts[5]; /* numerator, denominator, ratio, score, max */
};

static void figures_compare(const char *stream, const char *file, const struct figure_case *cases,
                            size_t count, const char *const kinds[3])
{
    struct error e = {0};
    struct manifest *m = decode_manifest("evaluation");
    size_t n;
    char *text = decode_file(file, &n);
    struct page *p = decode(decode_stream(m, stream)->plan, text, n, 7, &e);
    assert_non_null(p);
    assert_int_equal(p->figure_count, count);
    assert_int_equal(p->record_count, 3);
    for (size_t i = 0; i < count; i++) {
        const struct figure *f = &p->figures[i];
        assert_string_equal(f->unit, cases[i].unit);
        assert_string_equal(f->metric, cases[i].metric);
        const struct value *parts[] = {&f->numerator, &f->denominator, &f->ratio, &f->score, &f->max};
        for (size_t k = 0; k < 5; k++)
            assert_value_number(parts[k], cases[i].parts[k]);
    }
    assert_int_equal(p->unit_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(p->units[i].kind, kinds[i]);
    assert_string_equal(p->units[1].name, "Sở Dân tộc và Tôn giáo - tỉnh Gia Lai");
    page_free(p);
    free(text);
    manifest_free(m);
}

static void test_progress(void **state)
{
    static const struct figure_case cases[] = {
        {"H21", "TDGQ_ON_TIME", {350991, 408903, 858400, 171700, 200000}},
        {"H21", "TDGQ_AVG_DAYS", {UNKNOWN, UNKNOWN, 53400, UNKNOWN, UNKNOWN}},
        {"H21.01", "TDGQ_ON_TIME", {41, 42, 976200, 195200, 200000}},
        {"H21.01", "TDGQ_AVG_DAYS", {UNKNOWN, UNKNOWN, 240600, UNKNOWN, UNKNOWN}},
        {"H21.02", "TDGQ_ON_TIME", {278, 325, 855400, 171100, 200000}},
        {"H21.02", "TDGQ_AVG_DAYS", {UNKNOWN, UNKNOWN, 89700, UNKNOWN, UNKNOWN}}};
    static const char *const kinds[] = {"province", "department", "department"};
    (void)state;
    figures_compare("dvc-progress-tree", "dvc-progress-tree.json", cases, 6, kinds);
}

static void test_digitized(void **state)
{
    static const struct figure_case cases[] = {
        {"H21", "MDSH_GROUP", {UNKNOWN, UNKNOWN, 435000, 95700, 220000}},
        {"H21", "ORIGINAL_RESULT_AVAILABLE", {298787, 413477, 722600, 43400, 60000}},
        {"H21", "ELECTRONIC_CERTIFIED_COPY", {UNKNOWN, UNKNOWN, 1000000, 20000, 20000}},
        {"H21.01", "MDSH_GROUP", {UNKNOWN, UNKNOWN, 569100, 125200, 220000}},
        {"H21.01", "ORIGINAL_RESULT_AVAILABLE", {32, 42, 761900, 45700, 60000}},
        {"H21.01", "ELECTRONIC_CERTIFIED_COPY", {UNKNOWN, UNKNOWN, 1000000, 20000, 20000}},
        {"H21.02", "MDSH_GROUP", {UNKNOWN, UNKNOWN, 414100, 91100, 220000}},
        {"H21.02", "ORIGINAL_RESULT_AVAILABLE", {169, 327, 516800, 31000, 60000}},
        {"H21.02", "ELECTRONIC_CERTIFIED_COPY", {UNKNOWN, UNKNOWN, 1000000, 20000, 20000}}};
    static const char *const kinds[] = {"province", "department", "department"};
    (void)state;
    figures_compare("dossier-digitized", "dossier-digitized.json", cases, 9, kinds);
}

/* However the network cuts the reply, the page is the same. A reply that ends too early gives the records
 * that were whole by then, and says so; or none. */
static void test_pieces(void **state)
{
    struct manifest *m = decode_manifest("opencps");
    const struct plan *plan = decode_stream(m, "dossiers")->plan;
    struct error e = {0};
    size_t n;
    char *text = decode_file("opencps.json", &n), *wide = malloc(n + 40000);
    struct page *whole = decode(plan, text, n, n, &e);
    (void)state;
    assert_non_null(whole);
    for (size_t piece = 1; piece < 40; piece++) {
        struct page *p = decode(plan, text, n, piece, &e);
        assert_non_null(p);
        assert_int_equal(p->dossier_count, whole->dossier_count);
        for (size_t i = 0; i < p->dossier_count; i++)
            assert_int_equal(dossier_hash(&p->dossiers[i]), dossier_hash(&whole->dossiers[i]));
        page_free(p);
    }
    /* Blanks in front move the border between two pieces that the parser gets over every byte of the reply.
     */
    assert_non_null(wide);
    for (size_t blanks = 8192 - n; blanks < 8192; blanks++) {
        memset(wide, ' ', blanks);
        memcpy(wide + blanks, text, n);
        struct page *p = decode(plan, wide, blanks + n, 8192, &e);
        assert_non_null(p);
        assert_int_equal(p->dossier_count, 3);
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(dossier_hash(&p->dossiers[i]), dossier_hash(&whole->dossiers[i]));
        page_free(p);
    }
    while (n && text[n - 1] != '}')
        n--;
    for (size_t cut = 0; cut < n; cut += 13) {
        e = (struct error){0};
        struct page *p = decode(plan, text, cut, 4096, &e);
        if (!p) {
            assert_int_equal(e.code, ERROR_DATA);
            continue;
        }
        assert_true(p->reply.cut && !p->reply.broken && p->reply.words[0]);
        assert_true(p->record_count && p->record_count <= 3);
        assert_int_equal(p->dossier_count, p->record_count);
        for (size_t i = 0; i < p->dossier_count; i++)
            assert_int_equal(dossier_hash(&p->dossiers[i]), dossier_hash(&whole->dossiers[i]));
        page_free(p);
    }
    page_free(whole);
    free(wide);
    free(text);
    manifest_free(m);
}

static const char *const planted[] = {"CÔNG DÂN MẪU",     "0999",     "0900000",
                                      "@example.invalid", "Thôn Mẫu", "bi-mat-"};

static void planted_search(void *context, const void *bytes, size_t n)
{
    size_t *found = context;
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++)
        *found += memmem(bytes, n, planted[i], strlen(planted[i])) != NULL;
}

static void test_personal(void **state)
{
    static const char *const names[][2] = {{"opencps", "opencps.json"}, {"dvcqg_sync", "dvcqg.json"}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct error e = {0};
        struct manifest *m = decode_manifest(names[i][0]);
        size_t n, found = 0;
        char *text = decode_file(names[i][1], &n);
        planted_search(&found, text, n);
        assert_true(found >= 4); /* else the test would prove nothing */
        struct page *p = decode(decode_stream(m, "dossiers")->plan, text, n, 100, &e);
        assert_non_null(p);
        assert_int_equal(p->dossier_count, 3);
        found = 0;
        page_memory_each(p, planted_search, &found);
        assert_int_equal(found, 0);
        page_free(p);
        free(text);
        manifest_free(m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_opencps),  cmocka_unit_test(test_national),
                                       cmocka_unit_test(test_progress), cmocka_unit_test(test_digitized),
                                       cmocka_unit_test(test_pieces),   cmocka_unit_test(test_personal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
