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
    manifest_free(m->records);
    m->records = one;
    return true;
}

struct import_manifests *import_manifests_load(const char *const *names, size_t count, struct error *e)
{
    struct import_manifests *m = calloc(1, sizeof *m);
    if (!m) {
        error_memory(e, "import");
        return NULL;
    }
    bool ok = true;
    for (size_t i = 0; ok && i < count && m->count < IMPORT_MANIFESTS; i++)
        ok = manifest_add(m, names[i], e);
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
