/* What the tests of stores share. */
#ifndef MOTCUA_TEST_STORE_CASE_H
#define MOTCUA_TEST_STORE_CASE_H

#include "sample.h"

struct place {
    char folder[256], url[320], file[300];
};

static inline void place_make(struct place *p)
{
    sample_folder(p->folder, sizeof p->folder);
    snprintf(p->file, sizeof p->file, "%s/s.db", p->folder);
    snprintf(p->url, sizeof p->url, "sqlite:%s", p->file);
}

/* Runs a test on an empty store of its own. */
static inline void on_empty(void (*test)(const char *url))
{
    struct place p;
    place_make(&p);
    test(p.url);
    sample_folder_remove(p.folder);
}

static inline struct store *open_store(const char *url)
{
    struct error e = {0};
    struct store *s = store_open(url, &e);
    assert_ok(s, e);
    return s;
}

struct text_rows {
    char text[4096];
};

/* Rows as "a|b;c|d;", unknown as "-". */
static inline bool rows_text(void *context, const struct value *columns, int count, struct error *e)
{
    struct text_rows *rows = context;
    size_t used = strlen(rows->text);
    (void)e;
    for (int i = 0; i < count; i++) {
        char *to = rows->text + used;
        size_t left = sizeof rows->text - used;
        const char *end = i + 1 < count ? "|" : ";";
        if (!columns[i].known)
            snprintf(to, left, "-%s", end);
        else if (columns[i].text)
            snprintf(to, left, "%s%s", columns[i].text, end);
        else
            snprintf(to, left, "%lld%s", (long long)columns[i].number, end);
        used = strlen(rows->text);
    }
    return true;
}

static inline void expect_rows(struct store *s, const char *sql, const char *expected)
{
    struct error e = {0};
    struct text_rows rows = {""};
    assert_ok(store_query(s, sql, NULL, 0, rows_text, &rows, &e), e);
    if (strcmp(rows.text, expected) != 0)
        fail_msg("%s\n  gives %s\n  not   %s", sql, rows.text, expected);
}

static inline struct run begin_run(struct store *s, const char *source, moment observed)
{
    struct error e = {0};
    struct run run = {.observed = observed, .started = observed, .expected = -1, .outcome = "complete"};
    assert_ok(store_source_put(s, source, source, "sample", ~UINT64_C(0), &run.source, &e), e);
    assert_ok(store_run_begin(s, &run, &e), e);
    return run;
}

static inline struct page_place place_of(const struct run *run, moment observed, const char *cursor)
{
    return (struct page_place){
        .source = run->source, .run = run->id, .stream = "dossiers", .observed = observed, .cursor = cursor};
}

static inline struct dossier dossier_of(const char *key, int64_t status)
{
    struct dossier d = {0};
    d.value[DOSSIER_KEY] = value_text(key);
    d.value[DOSSIER_UNIT] = value_text("X.1");
    d.value[DOSSIER_STATUS] = value_number(status);
    return d;
}

static inline struct page_outcome put_dossiers(struct store *s, const struct run *run, moment observed,
                                               struct dossier *d, size_t count)
{
    struct error e = {0};
    struct page_outcome out;
    const struct page_place place = place_of(run, observed, NULL);
    const struct page page = {.dossiers = d, .dossier_count = count};
    assert_ok(store_page_put(s, &place, &page, &out, &e), e);
    return out;
}

static inline void expect_outcome(struct page_outcome out, int64_t new_rows, int64_t changed,
                                  int64_t unchanged)
{
    assert_int_equal(out.new_rows, new_rows);
    assert_int_equal(out.changed, changed);
    assert_int_equal(out.unchanged, unchanged);
}

#endif
