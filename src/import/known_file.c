#include "import/known_file.h"

static bool run_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct known_file *k = context;
    (void)count;
    (void)e;
    k->run = columns[0].number;
    k->started = columns[1].number;
    return true;
}

bool known_file_find(struct store *s, const char *source, const char *file, struct known_file *out,
                     struct error *e)
{
    struct error none = {0};
    int64_t bytes;
    *out = (struct known_file){.started = MOMENT_NONE};
    if (!digest_file(file, out->sha256, &bytes, &none)) {
        *out->sha256 = '\0'; /* a pipe, or a fault that import_open() tells of */
        return true;
    }
    const struct value params[] = {value_text(source), value_text(out->sha256)};
    return store_query(s,
                       "SELECT r.id, r.started_at FROM run r JOIN source s ON s.id = r.source_id"
                       " WHERE s.name = $1 AND r.sha256 = $2 AND r.outcome = 'complete'"
                       " ORDER BY r.id DESC LIMIT 1",
                       params, 2, run_row, out, e);
}
