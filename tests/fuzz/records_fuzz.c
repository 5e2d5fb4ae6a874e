/* Files of JSON records: never more rows than lines and values could hold, and the same twice. */
#include "adapters/json/record_file.h"
#include "portal_fuzz.h"

static const struct manifest *exchange;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    shipped_load("rest_json");
    for (size_t i = 0; i < shipped_count; i++)
        if (strcmp(shipped[i]->name, "dvcqg_sync") == 0)
            exchange = shipped[i];
    HOLDS(exchange);
    return 0;
}

static size_t read_all(const char *path, struct buffer *out)
{
    struct error e = {0};
    struct page *page = page_new();
    struct record_file *f = record_file_suits(path) ? record_file_open(path, exchange, &e) : NULL;
    bool done = f == NULL;
    size_t rows = 0;
    HOLDS(page);
    while (!done) {
        page_reset(page);
        if (!record_file_fill(f, page, &done, &e)) {
            fuzz_told(false, &e);
            done = true;
        }
        struct page_place place = {.stream = "dossiers", .observed = friday};
        rows += page->dossier_count + page->reject_count;
        HOLDS(outbox_page_write(&place, page, out, &e));
    }
    record_file_close(f);
    page_free(page);
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_file(data, size);
    struct buffer one, two;
    buffer_init(&one, 1 << 26);
    buffer_init(&two, 1 << 26);
    size_t rows = read_all(path, &one);
    HOLDS(rows <= size);
    HOLDS(read_all(path, &two) == rows && one.used == two.used &&
          (!one.used || memcmp(one.data, two.data, one.used) == 0));
    buffer_free(&one);
    buffer_free(&two);
    return 0;
}
