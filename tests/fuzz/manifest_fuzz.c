/* A manifest as somebody wrote it: what is accepted polls, whatever the portal answers. */
#include "portal_fuzz.h"

static const char *const answers[] = {"{\"total\":1,\"data\":[{\"id\":\"1\",\"code\":\"a\"}]}", "[]", "",
                                      "<a><b>1</b></a>", "<table><tr><td>A<td>B<tr><td>1<td>2</table>"};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    struct manifest *m = manifest_parse("fuzz", (const char *)data, size, &e);
    fuzz_told(m, &e);
    for (size_t i = 0; m && i < sizeof answers / sizeof *answers; i++) {
        struct portal_run run;
        struct error none = {0};
        if (!portal_driver_find(m->driver, "fuzz", &none))
            break;
        portal_poll(m, fuzz_file(data, size), (const uint8_t *)answers[i], strlen(answers[i]), 7, &run);
        portal_run_free(&run);
    }
    if (m)
        (void)manifest_knows(m);
    manifest_free(m);
    return 0;
}
