/* Decodes one reply as often as asked, and nothing else: run under callgrind, what a dossier costs is told by the
 * difference of two runs. usage: motcua-decode MANIFEST FILE TIMES; prints how many dossiers a reply has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/json/reply.h"
#include "adapters/manifest/manifest.h"

enum { REPLY_BYTES = 8 << 20, FED = 16384 };

static bool decode(const struct plan *plan, struct page *page, const char *text, size_t n, struct error *e)
{
    struct reply *r = reply_open(plan, page, e);
    bool ok = r != NULL;
    for (size_t at = 0; ok && at < n; at += FED)
        ok = reply_feed(r, text + at, n - at < FED ? n - at : FED, e);
    ok = ok && reply_end(r, e);
    reply_close(r);
    return ok;
}

static const struct plan *plan_of(const struct manifest *m)
{
    for (size_t i = 0; i < m->stream_count; i++)
        if (m->streams[i].kind == STREAM_DOSSIER)
            return m->streams[i].plan;
    return NULL;
}

int main(int argc, char **argv)
{
    struct error e = {0};
    char *text = malloc(REPLY_BYTES);
    struct page *page = page_new();
    struct manifest *m = argc == 4 ? manifest_load(argv[1], &e) : NULL;
    FILE *f = m ? fopen(argv[2], "rb") : NULL;
    size_t n = f && text ? fread(text, 1, REPLY_BYTES, f) : 0, dossiers = 0;
    bool ok = n > 0 && n < REPLY_BYTES && page && plan_of(m);
    for (long i = ok ? strtol(argv[3], NULL, 10) : 0; ok && i > 0; i--) {
        page_reset(page);
        ok = decode(plan_of(m), page, text, n, &e);
        dossiers = page->dossier_count;
    }
    if (ok)
        printf("%zu\n", dossiers);
    else
        fprintf(stderr, "motcua-decode: %s %s\n", e.where, e.what);
    if (f)
        fclose(f);
    manifest_free(m);
    page_free(page);
    free(text);
    return ok ? 0 : 1;
}
