#include "import/import_manifests.h"

#include <stdlib.h>
#include <string.h>

static bool manifest_add(struct import_manifests *m, const char *name, struct error *e)
{
    struct manifest *one = manifest_load(name, e);
    if (!one)
        return false;
    bool tables = strcmp(manifest_driver(one), "tabular") == 0;
    if (tables) {
        manifest_free(one);
        m->items[m->count] = table_manifest_load(name, e);
        return m->items[m->count] && ++m->count;
    }
    if (m->records)
        manifest_free(one);
    else
        m->records = one;
    return true;
}

/* Puts the manifest of the source's own words first; the manifest that it extends is left out later. */
static bool words_add(struct import_manifests *m, const struct source_words *words, struct error *e)
{
    char *text = words ? source_words_text(words) : NULL;
    bool ok = !words || !words->document || (text != NULL);
    if (!ok)
        error_memory(e, words->file);
    if (text) {
        m->items[0] = table_manifest_parse(words->file, text, strlen(text), e);
        m->count = m->items[0] != NULL;
        ok = m->count == 1;
    }
    free(text);
    return ok;
}

struct import_manifests *import_manifests_load(const char *const *names, size_t count,
                                               const struct source_words *words, struct error *e)
{
    struct import_manifests *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(e, "import");
        return NULL;
    }
    bool ok = words_add(m, words, e);
    const char *extended = m->count ? m->items[0]->manifest->name : "";
    for (size_t i = 0; ok && i < count && m->count < IMPORT_MANIFESTS; i++)
        ok = strcmp(names[i], extended) == 0 || manifest_add(m, names[i], e);
    if (ok)
        return m;
    import_manifests_free(m);
    return NULL;
}

void import_manifests_free(struct import_manifests *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->count; i++)
        table_manifest_free(m->items[i]);
    manifest_free(m->records);
    free(m);
}

/* The stream of that name; *owner: the manifest that has the stream. */
static const struct stream *stream_named(const struct import_manifests *m, const char *name,
                                         const struct table_manifest **owner)
{
    for (size_t i = 0; i < m->count; i++)
        for (size_t k = 0; k < m->items[i]->manifest->stream_count; k++)
            if (strcmp(m->items[i]->manifest->streams[k].name, name) == 0) {
                *owner = m->items[i];
                return &m->items[i]->manifest->streams[k];
            }
    return NULL;
}

const char *import_manifests_period(const struct import_manifests *m, const char *stream)
{
    const struct table_manifest *owner = NULL;
    const struct stream *s = stream_named(m, stream, &owner);
    return s ? s->period : "month";
}

const struct row_words *import_manifests_words(const struct import_manifests *m, const char *stream)
{
    const struct table_manifest *owner = NULL;
    return stream_named(m, stream, &owner) ? owner->row_words : NULL;
}
