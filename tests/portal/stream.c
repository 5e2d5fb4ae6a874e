#include "stream.h"
#include "national.h"
#include "opencps.h"
#include "record.h"

#include <stdlib.h>
#include <time.h>

#define ENDLESS_BYTES_MAX   (UINT64_C(4) << 30)
#define BIG_TOKEN_BYTES     (UINT64_C(200) * 1000 * 1000)
#define DEEP_LEVELS         UINT64_C(100000)
#define GARBAGE_BYTES       (UINT64_C(64) * 1024)
#define ENDLESS_ROWS_AROUND UINT64_C(1000000)
enum { SEGMENTS_MAX = 5, BLOCK_BYTES = 65536, SLOW_SLICES = 10 };

/* A run of bytes: a text, one character over and over, or (neither) noise. */
struct segment {
    const char *bytes;
    char fill;
    uint64_t length;
};

struct stream {
    struct portal *portal;
    struct segment segments[SEGMENTS_MAX];
    size_t segment_count;
    struct text body; /* what a segment points to, or the row of an endless reply being sent */
    bool endless;
    row_writer *row;
    uint64_t next_row;
    size_t row_at;
    int64_t cut, slow; /* -1 = not */
};

bool stream_is_wanted(const struct fault_plan *plan)
{
    static const enum fault_kind streamed[] = {FAULT_CUT,  FAULT_SLOW,      FAULT_ENDLESS,
                                               FAULT_DEEP, FAULT_BIG_TOKEN, FAULT_GARBAGE};
    for (size_t i = 0; i < sizeof(streamed) / sizeof(streamed[0]); i++)
        if (plan->has[streamed[i]])
            return true;
    return false;
}

static size_t segment_read(const struct stream *s, uint64_t at, char *out, size_t max)
{
    const struct segment *g = s->segments;
    while (g < s->segments + s->segment_count && at >= g->length)
        at -= g++->length;
    if (g == s->segments + s->segment_count)
        return 0;
    size_t n = g->length - at < max ? (size_t)(g->length - at) : max;
    if (g->bytes) {
        memcpy(out, g->bytes + at, n);
    } else if (g->fill) {
        memset(out, g->fill, n);
    } else {
        for (size_t i = 0; i < n; i++) {
            struct dice d = dice_of(0, at + i, DICE_GARBAGE);
            out[i] = (char)dice_below(&d, 256);
        }
    }
    return n;
}

static size_t endless_read(struct stream *s, char *out, size_t max)
{
    if (s->row_at == s->body.used) {
        struct dossier d;
        dossier_compose(&s->portal->composer, s->next_row++ % ENDLESS_ROWS_AROUND, 0, &d);
        s->body.used = s->row_at = 0;
        if (s->next_row > 1)
            text_literal(&s->body, ",");
        s->row(&d, &s->body);
    }
    size_t n = s->body.used - s->row_at < max ? s->body.used - s->row_at : max;
    memcpy(out, s->body.data + s->row_at, n);
    s->row_at += n;
    return n;
}

static void sleep_ms(int64_t ms)
{
    struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    (void)nanosleep(&t, NULL);
}

static ssize_t stream_read(void *cls, uint64_t at, char *out, size_t max)
{
    struct stream *s = cls;
    if (atomic_load(&s->portal->stopping) || (s->cut >= 0 && at >= (uint64_t)s->cut) ||
        at >= ENDLESS_BYTES_MAX)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (s->cut >= 0 && max > (uint64_t)s->cut - at)
        max = (size_t)((uint64_t)s->cut - at);
    if (s->slow > 0) {
        size_t slice = (size_t)(s->slow / SLOW_SLICES) + 1;
        max = max < slice ? max : slice;
        sleep_ms((int64_t)max * 1000 / s->slow);
    }
    size_t n = segment_read(s, at, out, max);
    if (n == 0 && s->endless)
        n = endless_read(s, out, max);
    return n ? (ssize_t)n : MHD_CONTENT_READER_END_OF_STREAM;
}

static void stream_free(void *cls)
{
    struct stream *s = cls;
    text_free(&s->body);
    free(s);
}

static void segment_add(struct stream *s, const char *bytes, char fill, uint64_t length)
{
    if (s->segment_count < SEGMENTS_MAX)
        s->segments[s->segment_count++] = (struct segment){bytes, fill, length};
}

static void segment_text(struct stream *s, const char *text)
{
    segment_add(s, text, 0, strlen(text));
}

static void segments_choose(struct stream *s, bool national, struct text *body, const struct fault_plan *plan)
{
    const char *head =
        national ? "{\"error_code\":0,\"message\":\"\",\"total\":1,\"result\":[" : "{\"total\":1,\"data\":[";
    if (plan->has[FAULT_ENDLESS]) {
        s->endless = true;
        segment_text(s, head);
    } else if (plan->has[FAULT_DEEP]) {
        segment_text(s, head);
        segment_add(s, NULL, '[', DEEP_LEVELS);
        segment_add(s, NULL, ']', DEEP_LEVELS);
        segment_text(s, "]}");
    } else if (plan->has[FAULT_BIG_TOKEN]) {
        segment_text(s, head);
        segment_text(s, national ? "{\"MaHoSo\":\"" : "{\"dossierNo\":\"");
        segment_add(s, NULL, 'A', BIG_TOKEN_BYTES);
        segment_text(s, "\"}]}");
    } else if (plan->has[FAULT_GARBAGE]) {
        segment_add(s, NULL, 0, GARBAGE_BYTES);
    } else {
        s->body = *body;
        *body = (struct text){0};
        segment_add(s, s->body.data, 0, s->body.used);
    }
}

struct MHD_Response *stream_response(struct portal *p, const char *path, struct text *body,
                                     const struct fault_plan *plan)
{
    struct stream *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    bool national = strstr(path, "/dvcqg/") != NULL;
    s->portal = p;
    s->row = national ? national_row_write : opencps_row_write;
    s->cut = plan->has[FAULT_CUT] ? plan->argument[FAULT_CUT] : -1;
    s->slow = plan->has[FAULT_SLOW] ? plan->argument[FAULT_SLOW] : -1;
    segments_choose(s, national, body, plan);
    uint64_t size = 0;
    for (size_t i = 0; i < s->segment_count; i++)
        size += s->segments[i].length;
    struct MHD_Response *response = MHD_create_response_from_callback(
        s->endless ? MHD_SIZE_UNKNOWN : size, BLOCK_BYTES, stream_read, s, stream_free);
    if (!response)
        stream_free(s);
    return response;
}
