#include "state.h"

#include <pthread.h>
#include <stdlib.h>

enum { LINES_MAX = 100000, LINE_BYTES = 2048, PATHS_MAX = 256 };

struct path_count {
    char *path;
    uint64_t count;
};

struct state {
    pthread_mutex_t lock;
    uint64_t requests, rows, logins, sweeps, other;
    uint64_t parallel, max_parallel;
    bool recalculate;
    uint64_t unchanged;
    struct path_count paths[PATHS_MAX];
    size_t path_count;
    char *lines[LINES_MAX]; /* a ring; the oldest are forgotten */
    uint64_t line_count;
};

struct state *state_open(void)
{
    struct state *s = calloc(1, sizeof(*s));
    if (s)
        (void)pthread_mutex_init(&s->lock, NULL);
    return s;
}

void state_close(struct state *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->path_count; i++)
        free(s->paths[i].path);
    for (size_t i = 0; i < LINES_MAX; i++)
        free(s->lines[i]);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

static void path_add(struct state *s, const char *path)
{
    for (size_t i = 0; i < s->path_count; i++) {
        if (strcmp(s->paths[i].path, path) == 0) {
            s->paths[i].count++;
            return;
        }
    }
    char *copy = s->path_count < PATHS_MAX ? strdup(path) : NULL;
    if (copy)
        s->paths[s->path_count++] = (struct path_count){copy, 1};
    else
        s->other++;
}

static void line_add(struct state *s, const char *method, const char *uri, const char *agent)
{
    struct text t = {0};
    text_string(&t, method);
    text_literal(&t, " ");
    text_string(&t, uri);
    text_literal(&t, " ");
    text_string(&t, agent);
    if (!t.failed) {
        size_t n = t.used < LINE_BYTES ? t.used : LINE_BYTES;
        for (size_t i = 0; i < n; i++) /* a request must not write lines of its own */
            if ((unsigned char)t.data[i] < ' ')
                t.data[i] = ' ';
        char **line = &s->lines[s->line_count++ % LINES_MAX];
        free(*line);
        *line = strndup(t.data, n);
    }
    text_free(&t);
}

void state_begin(struct state *s, const char *method, const char *path, const char *uri, const char *agent)
{
    (void)pthread_mutex_lock(&s->lock);
    s->requests++;
    if (++s->parallel > s->max_parallel)
        s->max_parallel = s->parallel;
    path_add(s, path);
    line_add(s, method, uri, agent);
    (void)pthread_mutex_unlock(&s->lock);
}

void state_end(struct state *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->parallel--;
    (void)pthread_mutex_unlock(&s->lock);
}

void state_rows(struct state *s, uint64_t n)
{
    (void)pthread_mutex_lock(&s->lock);
    s->rows += n;
    (void)pthread_mutex_unlock(&s->lock);
}

void state_recalculate(struct state *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->recalculate = true;
    (void)pthread_mutex_unlock(&s->lock);
}

void state_login(struct state *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->logins++;
    (void)pthread_mutex_unlock(&s->lock);
}

void state_unchanged(struct state *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->unchanged++;
    (void)pthread_mutex_unlock(&s->lock);
}

void state_sweep(struct state *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->sweeps++;
    (void)pthread_mutex_unlock(&s->lock);
}

uint64_t state_sweeps(struct state *s)
{
    (void)pthread_mutex_lock(&s->lock);
    uint64_t n = s->sweeps;
    (void)pthread_mutex_unlock(&s->lock);
    return n;
}

void state_write(struct state *s, struct text *out)
{
    (void)pthread_mutex_lock(&s->lock);
    text_literal(out, "{\"requests\":");
    text_number(out, (int64_t)s->requests);
    text_literal(out, ",\"by_path\":{");
    for (size_t i = 0; i < s->path_count; i++) {
        if (i)
            text_literal(out, ",");
        text_json(out, s->paths[i].path);
        text_literal(out, ":");
        text_number(out, (int64_t)s->paths[i].count);
    }
    text_literal(out, "},\"other_paths\":");
    text_number(out, (int64_t)s->other);
    text_string(out, s->recalculate ? ",\"recalculate\":true" : ",\"recalculate\":false");
    text_literal(out, ",\"max_parallel\":");
    text_number(out, (int64_t)s->max_parallel);
    text_literal(out, ",\"unchanged\":");
    text_number(out, (int64_t)s->unchanged);
    text_literal(out, ",\"rows_served\":");
    text_number(out, (int64_t)s->rows);
    text_literal(out, ",\"logins\":");
    text_number(out, (int64_t)s->logins);
    text_literal(out, ",\"sweeps\":");
    text_number(out, (int64_t)s->sweeps);
    text_literal(out, "}\n");
    (void)pthread_mutex_unlock(&s->lock);
}

void state_write_log(struct state *s, struct text *out)
{
    (void)pthread_mutex_lock(&s->lock);
    uint64_t first = s->line_count > LINES_MAX ? s->line_count - LINES_MAX : 0;
    for (uint64_t i = first; i < s->line_count; i++) {
        if (s->lines[i % LINES_MAX])
            text_string(out, s->lines[i % LINES_MAX]);
        text_literal(out, "\n");
    }
    (void)pthread_mutex_unlock(&s->lock);
}
