#include "store/outbox/registry.h"

#include <stdlib.h>
#include <string.h>

static void source_free(struct registry_source *s)
{
    free((char *)(uintptr_t)s->about.name);
    free((char *)(uintptr_t)s->about.title);
    free((char *)(uintptr_t)s->about.manifest);
}

void registry_free(struct registry *r)
{
    for (size_t i = 0; i < r->source_count; i++)
        source_free(&r->sources[i]);
    free(r->sources);
    free(r->runs);
    *r = (struct registry){0};
}

static const char *text_kept(const char *text, bool *ok)
{
    char *copy = text ? strdup(text) : NULL;
    *ok = *ok && (copy || !text);
    return copy;
}

static bool text_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool about_same(const struct outbox_source *a, const struct outbox_source *b)
{
    return text_same(a->title, b->title) && text_same(a->manifest, b->manifest) && a->knows == b->knows &&
           a->counts == b->counts;
}

/* The place of the source of this name, or a new place; NULL: no memory. */
static struct registry_source *source_place(struct registry *r, const char *name)
{
    for (size_t i = 0; i < r->source_count; i++)
        if (strcmp(r->sources[i].about.name, name) == 0)
            return &r->sources[i];
    struct registry_source *more = reallocarray(r->sources, r->source_count + 1, sizeof *more);
    if (!more)
        return NULL;
    r->sources = more;
    more[r->source_count] = (struct registry_source){.given = -(int64_t)(r->source_count + 1)};
    return &more[r->source_count];
}

struct registry_source *registry_source_put(struct registry *r, const struct outbox_source *about)
{
    bool ok = true;
    struct registry_source *place = source_place(r, about->name), s = {.about = *about};
    if (!place || (place->about.name && about_same(&place->about, about)))
        return place;
    s.given = place->given;
    s.about.name = text_kept(about->name, &ok);
    s.about.title = text_kept(about->title, &ok);
    s.about.manifest = text_kept(about->manifest, &ok);
    if (!ok) {
        source_free(&s);
        return NULL;
    }
    if (!place->about.name)
        r->source_count++;
    source_free(place);
    *place = s;
    return place;
}

struct registry_source *registry_source_find(struct registry *r, int64_t given)
{
    for (size_t i = 0; i < r->source_count; i++)
        if (r->sources[i].given == given)
            return &r->sources[i];
    return NULL;
}

struct registry_run *registry_run_add(struct registry *r, const struct registry_source *source,
                                      const struct run *run)
{
    struct registry_run *more = reallocarray(r->runs, r->run_count + 1, sizeof *more);
    if (!more)
        return NULL;
    r->runs = more;
    more[r->run_count] = (struct registry_run){
        .given = -(int64_t)(r->run_count + 1), .source = (size_t)(source - r->sources), .run = *run};
    return &more[r->run_count++];
}

struct registry_run *registry_run_find(struct registry *r, int64_t given)
{
    for (size_t i = 0; i < r->run_count; i++)
        if (r->runs[i].given == given)
            return &r->runs[i];
    return NULL;
}

void registry_forget(struct registry *r)
{
    for (size_t i = 0; i < r->source_count; i++)
        r->sources[i].id = r->sources[i].run = 0;
}
