/* Reading CSV: fields end in NUL, lines rise, and what was read, written by the rules of RFC 4180, is read as the same. */
#include "base/buffer.h"
#include "base/csv.h"
#include "base/limit.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static void field_write(struct buffer *out, const char *field)
{
    buffer_append(out, "\"", 1);
    for (; *field; field++)
        buffer_append(out, *field == '"' ? "\"\"" : field, *field == '"' ? 2 : 1);
    buffer_append(out, "\"", 1);
}

/* false: a fault. text: all fields, separated by bytes that no field holds. again: as CSV. */
static bool read_all(const char *path, struct buffer *text, struct buffer *again)
{
    struct error e = {0};
    struct csv *c = csv_open(path, &e);
    size_t line = 0;
    buffer_init(text, 1 << 26);
    buffer_init(again, 1 << 27);
    buffer_text(again, "sep=,\n");
    while (c && csv_next(c)) {
        HOLDS(csv_line(c) > line && csv_fields(c) > 0);
        line = csv_line(c);
        for (size_t i = 0; i < csv_fields(c); i++) {
            buffer_append(text, csv_field(c, i), strlen(csv_field(c, i)) + 1);
            if (i)
                buffer_append(again, ",", 1);
            field_write(again, csv_field(c, i));
        }
        HOLDS(*csv_field(c, csv_fields(c)) == '\0');
        buffer_append(text, "\n", 1);
        buffer_append(again, "\n", 1);
    }
    bool ok = c && csv_ended(c, &e);
    fuzz_told(ok, &e);
    csv_close(c);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer text, again, same, more;
    bool ok = read_all(fuzz_file(data, size), &text, &again);
    if (ok && again.used < LIMIT_RECORD_BYTES / 2) { /* quoted, a record may become longer than it may be */
        HOLDS(read_all(fuzz_file(again.data, again.used), &same, &more));
        HOLDS(text.used == same.used && (!text.used || memcmp(text.data, same.data, text.used) == 0));
        buffer_free(&same);
        buffer_free(&more);
    }
    buffer_free(&text);
    buffer_free(&again);
    return 0;
}
