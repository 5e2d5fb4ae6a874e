/* The shipped manifests that read JSON, polled from a portal that always answers with the input. The same rows whatever the
 * pieces; pages come back from the outbox as they went in. First byte: manifest; second: pieces. */
#include "portal_fuzz.h"

#ifndef PORTAL_DRIVER
#define PORTAL_DRIVER "rest_json"
#endif

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    shipped_load(PORTAL_DRIVER);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct portal_run whole, pieces;
    if (size < 2)
        return 0;
    const struct manifest *m = shipped[data[0] % shipped_count];
    portal_poll(m, m->name, data + 2, size - 2, size, &whole);
    portal_poll(m, m->name, data + 2, size - 2, 1 + data[1] % 64, &pieces);
    HOLDS(whole.rows == pieces.rows && whole.pages.used == pieces.pages.used);
    HOLDS(!whole.pages.used || memcmp(whole.pages.data, pieces.pages.data, whole.pages.used) == 0);
    portal_run_free(&whole);
    portal_run_free(&pieces);
    return 0;
}
