/* Tables read by the shipped manifests: no row more than the table has, all texts UTF-8, and no name of a person's column. */
#include <utf8proc.h>

#include "adapters/table/figure_ledger.h"
#include "adapters/table/tabular.h"
#include "fuzz.h"

static struct table_manifest *manifests[2];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e = {0};
    (void)argc;
    (void)argv;
    setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1);
    HOLDS_OR((manifests[0] = table_manifest_load("tabular", &e)), &e);
    HOLDS_OR((manifests[1] = table_manifest_load("html_table", &e)), &e);
    return 0;
}

static const char *unit_code(void *context, const char *name)
{
    (void)context;
    return *name ? "H99.22.01" : "H99.22";
}

static void text_look(const struct value *v)
{
    utf8proc_int32_t letter;
    if (!v->known || !v->text)
        return;
    for (size_t at = 0; at < v->length;) {
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)v->text + at,
                                              (utf8proc_ssize_t)(v->length - at), &letter);
        HOLDS(n > 0 && letter != 0);
        at += (size_t)n;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error e = {0};
    struct sheet *s = sheet_open(fuzz_file(data, size), &e);
    struct page *page = page_new();
    HOLDS(page);
    for (size_t i = 0; s && i < sheet_tables(s) && i < 8; i++) {
        struct tabular_miss miss;
        struct tabular *t = NULL;
        struct tabular_use use = {.now = 1669363200, .unit_code = unit_code, .ledger = figure_ledger_new(&e)};
        HOLDS(use.ledger);
        bool done = !tabular_open(s, i, manifests, 2, &t, &miss, &e) || !t;
        while (!done) {
            page_reset(page);
            e = (struct error){0};
            if (!tabular_fill(t, &use, page, &done, &e)) {
                fuzz_told(false, &e);
                break;
            }
            for (size_t row = 0; row < page->dossier_count; row++)
                for (int field = 0; field < DOSSIER_FIELD_COUNT; field++)
                    text_look(&page->dossiers[row].value[field]);
        }
        tabular_close(t);
        figure_ledger_free(use.ledger);
    }
    page_free(page);
    sheet_close(s);
    return 0;
}
