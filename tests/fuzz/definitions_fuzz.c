/* Files that people write for the program: config, commitments, ruleset, entries. Refused with words or taken, never half.
 * First byte: which. */
#include "commitment/commitment.h"
#include "config/config.h"
#include "fuzz.h"
#include "index/entry_file.h"
#include "index/ruleset_load.h"

static struct counter_family *family;
static struct metric_set *metrics;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e = {0};
    (void)argc;
    (void)argv;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    HOLDS_OR((family = counter_family_load("core", &e)), &e);
    HOLDS_OR((metrics = metric_set_load(family, &e)), &e);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    bool ok = true;
    if (size < 1)
        return 0;
    const char *path = fuzz_file(data + 1, size - 1);
    switch (data[0] % 4) {
    case 0: {
        struct config *c = config_load_bare(path, &e);
        ok = c != NULL;
        config_free(c);
        break;
    }
    case 1: {
        struct commitment_set *s = commitment_set_load(path, metrics, &e);
        ok = s != NULL;
        commitment_set_free(s);
        break;
    }
    case 2: {
        struct ruleset *r = ruleset_load(path, family, metrics, &e);
        ok = r != NULL;
        ruleset_free(r);
        break;
    }
    default: {
        struct entry_file *f = entry_file_read(path, PERIOD_CUTOFF_SECONDS, &e);
        ok = f != NULL;
        if (f)
            (void)entry_file_count(f);
        entry_file_free(f);
    }
    }
    fuzz_told(ok, &e);
    return 0;
}
