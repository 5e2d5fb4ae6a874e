/* A table of any cells, in every format: JSON that Jansson takes with as many rows, CSV that our reader takes with as many
 * fields, HTML that libxml2 takes without a fault of nesting, no control character in any. */
#include <jansson.h>
#include <libxml/HTMLparser.h>

#include "base/buffer.h"
#include "base/csv.h"
#include "fuzz.h"
#include "show/table_write.h"

enum { COLUMNS_MOST = 12, ROWS_MOST = 40, TAG_UNKNOWN = 801 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static void cell_add(struct table *t, struct fuzz_input *in)
{
    unsigned kind = fuzz_byte(in);
    char *words = NULL;
    switch (kind % 8) {
    case 0:
    case 1:
    case 2:
        table_text(t, words = fuzz_words(in));
        break;
    case 3:
        table_number(t, fuzz_number(in));
        break;
    case 4: {
        int64_t n = fuzz_number(in);
        table_rate(t, n % 1000000000, fuzz_number(in) % 1000000000);
        break;
    }
    case 5:
        table_moment(t, fuzz_number(in) % 4000000000);
        break;
    case 6:
        table_scaled(t, fuzz_number(in));
        break;
    default:
        table_none(t);
    }
    free(words);
    if (kind & 8)
        table_mark(t, (enum table_mark)(kind >> 4 & 3));
    if (kind & 128) {
        char *note = fuzz_words(in);
        table_note(t, note);
        free(note);
    }
}

static struct table *table_make(struct fuzz_input *in, size_t *columns, size_t *rows)
{
    struct table *t = table_new();
    HOLDS(t);
    *columns = 1 + fuzz_byte(in) % COLUMNS_MOST;
    *rows = 0;
    unsigned lines = fuzz_byte(in);
    for (size_t i = 0; i < *columns; i++) {
        char name[16], *title = fuzz_words(in);
        snprintf(name, sizeof name, "c%zu", i % 5);
        table_column(t, name, title, i & 1);
        free(title);
    }
    for (unsigned bit = 0; bit < 3; bit++)
        if (lines >> bit & 1) {
            char *words = fuzz_words(in);
            (bit == 0 ? table_caption : bit == 1 ? table_footnote : table_warning)(t, words);
            free(words);
        }
    while (in->left && *rows < ROWS_MOST) {
        unsigned cells = fuzz_byte(in);
        table_row(t);
        ++*rows;
        for (size_t i = 0; i < cells % (*columns + 1); i++)
            cell_add(t, in);
    }
    return t;
}

static void no_controls(const struct buffer *b, bool colour)
{
    for (size_t i = 0; i < b->used; i++) {
        unsigned char c = (unsigned char)b->data[i];
        HOLDS(c >= 0x20 || c == '\n' || c == '\r' || (c == 0x1B && colour));
        HOLDS(c != 0x7F);
    }
}

static void write_as(const struct table *t, const struct table_look *look, struct buffer *out)
{
    struct error e = {0};
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    HOLDS(f);
    HOLDS_OR(table_write(t, look, f, &e), &e);
    HOLDS(fclose(f) == 0);
    buffer_init(out, 1 << 27);
    HOLDS(buffer_append(out, text, n));
    free(text);
    no_controls(out, look->colour);
}

static void json_look(const struct buffer *out, size_t rows)
{
    json_error_t fault;
    json_t *tree = json_loadb(buffer_string(out), out->used, JSON_REJECT_DUPLICATES, &fault);
    HOLDS(tree);
    const json_t *list = json_is_array(tree) ? tree : json_object_get(tree, "rows");
    HOLDS(json_array_size(list) == rows);
    json_decref(tree);
}

static void csv_look(const struct buffer *out, char separator, size_t columns, size_t rows)
{
    size_t skip = out->used > 3 && memcmp(out->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct error e = {0};
    struct buffer told; /* which mark parts fields is not to be guessed */
    buffer_init(&told, 1 << 27);
    buffer_printf(&told, "sep=%c\n", separator);
    HOLDS(buffer_append(&told, out->data + skip, out->used - skip));
    struct csv *c = csv_open(fuzz_file(told.data, told.used), &e);
    size_t records = 0, fields = 0;
    HOLDS_OR(c, &e);
    while (csv_next(c)) {
        HOLDS(records == 0 || csv_fields(c) == fields);
        fields = csv_fields(c);
        records += 1;
    }
    HOLDS_OR(csv_ended(c, &e), &e);
    HOLDS(records == rows + 1 && fields >= columns && fields <= columns + 1);
    csv_close(c);
    buffer_free(&told);
}

static void html_look(const struct buffer *out)
{
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    HOLDS(parser);
    htmlDocPtr doc = htmlCtxtReadMemory(parser, out->data, (int)out->used, NULL, "UTF-8",
                                        HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    const xmlError *last = xmlCtxtGetLastError(parser);
    HOLDS(doc);
    HOLDS(!last || last->code == XML_ERR_OK || last->code == TAG_UNKNOWN);
    xmlFreeDoc(doc);
    htmlFreeParserCtxt(parser);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {data, size};
    size_t columns, rows;
    unsigned shape = fuzz_byte(&in);
    struct table *t = table_make(&in, &columns, &rows);
    struct buffer out;
    if (!table_failed(t)) {
        write_as(t, &(struct table_look){.format = FORMAT_JSON}, &out);
        json_look(&out, rows);
        buffer_free(&out);
        write_as(t,
                 &(struct table_look){.format = FORMAT_CSV,
                                      .separator = shape & 1 ? ';' : ',',
                                      .bom = shape & 2,
                                      .decimal_comma = shape & 1},
                 &out);
        csv_look(&out, shape & 1 ? ';' : ',', columns, rows);
        buffer_free(&out);
        write_as(t, &(struct table_look){.format = FORMAT_HTML}, &out);
        html_look(&out);
        buffer_free(&out);
        write_as(t,
                 &(struct table_look){
                     .format = FORMAT_TABLE, .colour = shape & 4, .width = shape & 8 ? shape % 120 : 0},
                 &out);
        buffer_free(&out);
    }
    table_free(t);
    return 0;
}
