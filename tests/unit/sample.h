/* Composed data for the tests of counting: dossiers from the files of tests/cases, put straight into a store.
 */
#ifndef MOTCUA_TEST_SAMPLE_H
#define MOTCUA_TEST_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"
#include "store/store.h"

#define SAMPLE_MAX 4096

/* Fails with the error's own words. */
#define assert_ok(call, e)                                                                                   \
    do {                                                                                                     \
        if (!(call))                                                                                         \
            fail_msg("%s: %s: %s (%s)", #call, (e).where, (e).what, (e).hint);                               \
    } while (0)

struct sample {
    char folder[256], url[300];
    struct store *store;
    struct dossier *dossiers;
    size_t count;
    struct unit_seen *units;
    size_t unit_count;
    char **texts; /* what the dossiers point to */
    size_t text_count, text_size;
};

static inline void sample_folder(char *folder, size_t size)
{
    snprintf(folder, size, "%s/test-XXXXXX", TEST_BINARY_DIR);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);
    assert_true(text_language_set("vi"));
}

static inline void sample_folder_remove(const char *folder)
{
    static const char *const names[] = {"s.db", "s.db-wal", "s.db-shm"};
    char path[512];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static inline void sample_open(struct sample *s)
{
    struct error e = {0};
    memset(s, 0, sizeof *s);
    sample_folder(s->folder, sizeof s->folder);
    snprintf(s->url, sizeof s->url, "sqlite:%s/s.db", s->folder);
    s->dossiers = calloc(SAMPLE_MAX, sizeof *s->dossiers);
    s->units = calloc(SAMPLE_MAX, sizeof *s->units);
    assert_true(s->dossiers && s->units);
    s->store = store_open(s->url, &e);
    assert_ok(s->store, e);
}

static inline void sample_close(struct sample *s)
{
    store_close(s->store);
    for (size_t i = 0; i < s->text_count; i++)
        free(s->texts[i]);
    free(s->texts);
    free(s->dossiers);
    free(s->units);
    sample_folder_remove(s->folder);
}

/* A copy that lives as long as the sample; empty text is unknown. */
static inline struct value sample_text(struct sample *s, const char *text)
{
    if (!text || !*text)
        return (struct value){0};
    if (s->text_count == s->text_size) {
        s->text_size = s->text_size ? s->text_size * 2 : 1024;
        s->texts = realloc(s->texts, s->text_size * sizeof *s->texts);
        assert_non_null(s->texts);
    }
    char *copy = strdup(text);
    assert_non_null(copy);
    s->texts[s->text_count++] = copy;
    return value_text(copy);
}

static inline struct value sample_moment(const char *text, const char *pattern)
{
    moment m;
    if (!text || !*text)
        return (struct value){0};
    assert_true(moment_parse(text, strlen(text), pattern, &m));
    return value_number(m);
}

/* Everything gathered, as one source's page. */
static inline void sample_put(struct sample *s, const char *name, uint64_t knows, moment observed)
{
    struct error e = {0};
    struct run run = {.observed = observed, .started = observed, .expected = -1, .outcome = "complete"};
    struct page_outcome out;
    assert_ok(store_source_put(s->store, name, name, "sample", knows, &run.source, &e), e);
    assert_ok(store_run_begin(s->store, &run, &e), e);
    const struct page_place place = {
        .source = run.source, .run = run.id, .stream = "dossiers", .observed = observed};
    const struct page page = {
        .dossiers = s->dossiers, .dossier_count = s->count, .units = s->units, .unit_count = s->unit_count};
    assert_ok(store_page_put(s->store, &place, &page, &out, &e), e);
    assert_ok(store_run_end(s->store, &run, &e), e);
}

static inline void sample_unit(struct sample *s, const char *code, const char *name)
{
    assert_true(s->unit_count < SAMPLE_MAX);
    s->units[s->unit_count++] =
        (struct unit_seen){.code = sample_text(s, code).text, .name = sample_text(s, name).text};
}

static inline int sample_word(const char *word, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    fail_msg("no word for %s", word);
    return -1;
}

/* --- the pages of tests/cases/opencps
 * ----------------------------------------------------------------------- */

static inline struct value sample_member(struct sample *s, const json_t *row, const char *member)
{
    char number[32];
    const json_t *v = json_object_get(row, member);
    if (!json_is_integer(v))
        return sample_text(s, json_string_value(v));
    snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
    return sample_text(s, number);
}

static inline struct value sample_integer(const json_t *row, const char *member)
{
    const json_t *v = json_object_get(row, member);
    return value_number(json_is_integer(v) ? json_integer_value(v) : strtoll(json_string_value(v), NULL, 10));
}

static inline void sample_opencps_row(struct sample *s, const json_t *row)
{
    static const char *const words[] = {"",        "receiving",      "",          "denied",     "processing",
                                        "waiting", "paying",         "cancelled", "unresolved", "releasing",
                                        "done",    "interoperating", NULL};
    static const struct {
        enum dossier_field field;
        const char *member;
    } texts[] = {{DOSSIER_KEY, "referenceUid"},   {DOSSIER_CODE, "dossierNo"},
                 {DOSSIER_UNIT, "govAgencyCode"}, {DOSSIER_PROCEDURE, "serviceCode"},
                 {DOSSIER_SECTOR, "domainCode"},  {DOSSIER_PORTAL_STATUS, "dossierStatus"},
                 {DOSSIER_SYSTEM, "systemId"}},
      dates[] = {{DOSSIER_SUBMITTED, "submitDate"}, {DOSSIER_RECEIVED, "receiveDate"},
                 {DOSSIER_DUE, "dueDate"},          {DOSSIER_EXTENDED, "extendDate"},
                 {DOSSIER_FINISHED, "releaseDate"}, {DOSSIER_RETURNED, "finishDate"}},
      numbers[] = {{DOSSIER_LEVEL, "serviceLevel"},
                   {DOSSIER_VIA_POSTAL, "viaPostal"},
                   {DOSSIER_FROM_VIA_POSTAL, "fromViaPostal"}};
    assert_true(s->count < SAMPLE_MAX);
    struct dossier *d = &s->dossiers[s->count++];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        d->value[texts[i].field] = sample_member(s, row, texts[i].member);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        d->value[dates[i].field] =
            sample_moment(json_string_value(json_object_get(row, dates[i].member)), "dd/MM/yyyy HH:mm:ss");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        d->value[numbers[i].field] = sample_integer(row, numbers[i].member);
    bool online = strcmp(json_string_value(json_object_get(row, "online")), "true") == 0;
    bool post = d->value[DOSSIER_FROM_VIA_POSTAL].number > 0;
    d->value[DOSSIER_CHANNEL] = value_number(online ? 2 : post ? 3 : 1);
    int status = sample_word(json_string_value(json_object_get(row, "dossierStatus")), words);
    d->value[DOSSIER_STATUS] = value_number(status == 11 ? STATUS_PROCESSING : status);
    sample_unit(s, json_string_value(json_object_get(row, "govAgencyCode")),
                json_string_value(json_object_get(row, "govAgencyName")));
}

static inline uint64_t sample_opencps_knows(void)
{
    uint64_t knows = (UINT64_C(1) << (DOSSIER_RETURNED + 1)) - 1;
    return knows | UINT64_C(1) << DOSSIER_SYSTEM | UINT64_C(1) << DOSSIER_VIA_POSTAL |
           UINT64_C(1) << DOSSIER_FROM_VIA_POSTAL;
}

static inline void sample_load_opencps(struct sample *s)
{
    for (int page = 1; page <= 5; page++) {
        char path[512];
        size_t i;
        json_t *row;
        snprintf(path, sizeof path, "%s/tests/cases/opencps/dossiers-%03d.json", TEST_SOURCE_DIR, page);
        json_t *root = json_load_file(path, 0, NULL);
        assert_non_null(root);
        json_array_foreach(json_object_get(root, "data"), i, row) sample_opencps_row(s, row);
        json_decref(root);
    }
}

/* --- tests/cases/export/ho-so.csv
 * ---------------------------------------------------------------------------- */

static inline void sample_export_row(struct sample *s, const struct csv *row)
{
    static const char *const channels[] = {"", "Trực tiếp", "Trực tuyến", "Bưu chính công ích", NULL};
    static const char *const levels[] = {"", "Mức độ 1", "Mức độ 2", "Mức độ 3", "Mức độ 4", NULL};
    static const char *const statuses[] = {"",
                                           "Mới đăng ký",
                                           "Được tiếp nhận",
                                           "Không được tiếp nhận",
                                           "Đang xử lý",
                                           "Yêu cầu bổ sung giấy tờ",
                                           "Yêu cầu thực hiện nghĩa vụ tài chính",
                                           "Công dân yêu cầu rút hồ sơ",
                                           "Dừng xử lý",
                                           "Đã xử lý xong",
                                           "Đã trả kết quả",
                                           NULL};
    static const struct {
        enum dossier_field field;
        size_t column;
    } texts[] = {{DOSSIER_KEY, 1},
                 {DOSSIER_CODE, 1},
                 {DOSSIER_PROCEDURE, 2},
                 {DOSSIER_SECTOR, 3},
                 {DOSSIER_UNIT, 4}},
      dates[] = {{DOSSIER_RECEIVED, 10}, {DOSSIER_DUE, 11}, {DOSSIER_FINISHED, 12}, {DOSSIER_RETURNED, 13}};
    assert_true(s->count < SAMPLE_MAX);
    struct dossier *d = &s->dossiers[s->count++];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        d->value[texts[i].field] = sample_text(s, csv_field(row, texts[i].column));
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        d->value[dates[i].field] = sample_moment(csv_field(row, dates[i].column), "dd/MM/yyyy HH:mm");
    d->value[DOSSIER_LEVEL] = value_number(sample_word(csv_field(row, 8), levels));
    d->value[DOSSIER_CHANNEL] = value_number(sample_word(csv_field(row, 9), channels));
    d->value[DOSSIER_STATUS] = value_number(sample_word(csv_field(row, 14), statuses));
    d->value[DOSSIER_FEE_DUE] = value_number(strtol(csv_field(row, 15), NULL, 10) > 0);
    d->value[DOSSIER_PAID_ONLINE] = value_number(strcmp(csv_field(row, 16), "Trực tuyến") == 0);
    if (*csv_field(row, 17))
        d->value[DOSSIER_DIGITIZED] = value_number(strcmp(csv_field(row, 17), "Có") == 0);
    if (*csv_field(row, 18))
        d->value[DOSSIER_ELECTRONIC_RESULT] = value_number(strcmp(csv_field(row, 18), "Có") == 0);
    sample_unit(s, csv_field(row, 4), csv_field(row, 5));
}

static inline void sample_load_export(struct sample *s)
{
    struct error e = {0};
    struct csv *csv = csv_open(TEST_SOURCE_DIR "/tests/cases/export/ho-so.csv", &e);
    assert_ok(csv, e);
    assert_true(csv_next(csv));
    assert_string_equal(csv_field(csv, 12), "Ngày kết thúc xử lý");
    while (csv_next(csv))
        sample_export_row(s, csv);
    csv_close(csv);
}

#endif
