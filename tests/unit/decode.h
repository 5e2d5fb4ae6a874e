/* Shared by the tests of the decoder: a manifest, a stream of it, and a reply fed in pieces of one size. */
#ifndef TEST_DECODE_H
#define TEST_DECODE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/json/reply.h"
#include "adapters/manifest/manifest.h"

static inline struct manifest *decode_manifest(const char *name)
{
    struct error e = {0};
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    struct manifest *m =
        *name == '{' ? manifest_parse("test", name, strlen(name), &e) : manifest_load(name, &e);
    if (!m)
        fail_msg("%s: %s (%s)", e.where, e.what, e.hint);
    return m;
}

static inline const struct stream *decode_stream(const struct manifest *m, const char *name)
{
    for (size_t i = 0; i < m->stream_count; i++)
        if (strcmp(m->streams[i].name, name) == 0)
            return &m->streams[i];
    fail_msg("no stream %s", name);
    return NULL;
}

static inline char *decode_file(const char *name, size_t *n)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/cases/replies/%s", TEST_SOURCE_DIR, name);
    FILE *in = fopen(path, "rb");
    char *text = calloc(1, 65536);
    assert_non_null(in);
    assert_non_null(text);
    *n = fread(text, 1, 65535, in);
    fclose(in);
    return text;
}

/* A page, or NULL and e. */
static inline struct page *decode(const struct plan *plan, const char *text, size_t n, size_t piece,
                                  struct error *e)
{
    struct page *page = page_new();
    struct reply *r = reply_open(plan, page, e);
    assert_non_null(page);
    assert_non_null(r);
    bool ok = true;
    for (size_t at = 0; ok && at < n; at += piece) {
        size_t size = n - at < piece ? n - at : piece;
        char *own = malloc(size); /* so that reading past a piece is found */
        assert_non_null(own);
        memcpy(own, text + at, size);
        ok = reply_feed(r, own, size, e);
        free(own);
    }
    ok = ok && reply_end(r, e);
    reply_close(r);
    if (!ok) {
        page_free(page);
        return NULL;
    }
    return page;
}

static inline void assert_value_text(const struct value *v, const char *text)
{
    if (!text) {
        assert_false(v->known);
        return;
    }
    assert_true(v->known);
    assert_non_null(v->text);
    assert_string_equal(v->text, text);
    assert_int_equal(v->length, strlen(text));
}

#define UNKNOWN INT64_MIN
static inline void assert_value_number(const struct value *v, int64_t number)
{
    assert_int_equal(v->known, number != UNKNOWN);
    if (v->known)
        assert_int_equal(v->number, number);
}

#endif
