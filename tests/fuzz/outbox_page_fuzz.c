/* A page of the outbox. Bytes behind a true checksum (the input is given one) and bytes as they are: what is read is written
 * again, and read again as the same. First byte: odd, as it is. */
#include <endian.h>
#include <xxhash.h>

#include "fuzz.h"
#include "rows/page.h"
#include "store/outbox/page_bytes.h"

enum { MAGIC = 8, HEAD = MAGIC + 8 }; /* as page_bytes.c has them */

static void seal(char *bytes, size_t n)
{
    if (n < HEAD)
        return;
    uint64_t sum = htole64(XXH64(bytes + HEAD, n - HEAD, 0));
    memcpy(bytes + MAGIC, &sum, sizeof sum);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct page *page, *again;
    struct page_place place = {0}, same = {0};
    struct buffer one, two;
    struct error e = {0};
    if (!page)
        HOLDS((page = page_new()) && (again = page_new()));
    if (size < 1)
        return 0;
    page_reset(page);
    page_reset(again);
    char *bytes = fuzz_copy(data + 1, size - 1);
    if (!(data[0] & 1))
        seal(bytes, size - 1);
    bool ok = outbox_page_read(bytes, size - 1, page, &place, "fuzz", &e);
    fuzz_told(ok, &e);
    if (ok) {
        buffer_init(&one, 1 << 26);
        buffer_init(&two, 1 << 26);
        HOLDS_OR(outbox_page_write(&place, page, &one, &e), &e);
        HOLDS_OR(outbox_page_read(one.data, one.used, again, &same, "fuzz", &e), &e);
        HOLDS_OR(outbox_page_write(&same, again, &two, &e), &e);
        HOLDS(one.used == two.used && memcmp(one.data, two.data, one.used) == 0);
        buffer_free(&one);
        buffer_free(&two);
    }
    free(bytes);
    return 0;
}
