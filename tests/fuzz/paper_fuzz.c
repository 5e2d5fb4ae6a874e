/* A paper of any words and cells: HTML without a fault of nesting; DOCX and XLSX whose parts are all well-formed XML, which
 * allows no control character either; JSON. */
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <zip.h>

#include "fuzz.h"
#include "report/paper.h"

enum { TAG_UNKNOWN = 801, ROWS_MOST = 12, BLOCKS_MOST = 12 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

static void table_fill(struct paper_table *t, struct fuzz_input *in)
{
    int columns = 1 + (int)(fuzz_byte(in) % 6);
    for (int i = 0; i < columns; i++) {
        char name[8], *title = fuzz_words(in);
        snprintf(name, sizeof name, "c%d", i);
        paper_column(t, name, title, (enum paper_kind)(fuzz_byte(in) % (PAPER_MOMENT + 1)),
                     (int)(fuzz_byte(in) % 60));
        free(title);
    }
    for (int cell = 0; in->left && cell < columns * ROWS_MOST; cell++) {
        unsigned kind = fuzz_byte(in);
        char *words = NULL;
        if (kind % 7 == 0)
            paper_count(t, kind & 8, fuzz_number(in));
        else if (kind % 7 == 1)
            paper_rate(t, fuzz_number(in) % 100000, fuzz_number(in) % 100000, NULL);
        else if (kind % 7 == 2)
            paper_points(t, kind & 8, fuzz_number(in) % 1000000);
        else if (kind % 7 == 3)
            paper_day(t, fuzz_number(in) % 4000000000);
        else if (kind % 7 == 4)
            paper_none(t, words = fuzz_words(in));
        else
            paper_words(t, words = fuzz_words(in));
        free(words);
        if (kind & 64)
            paper_mark(t, (enum paper_mark)(kind % 5), kind & 128);
        if (kind & 32) {
            paper_note(t, words = fuzz_words(in));
            free(words);
        }
    }
}

static struct paper *paper_make(struct fuzz_input *in)
{
    struct paper *p = paper_new();
    HOLDS(p);
    unsigned shape = fuzz_byte(in);
    p->kind = strdup("BÁO CÁO");
    p->file_title = fuzz_words(in);
    p->author = fuzz_words(in);
    p->official = shape & 1;
    p->wide = shape & 2;
    if (shape & 1) {
        p->office.parent = fuzz_words(in);
        p->office.issuing = fuzz_words(in);
    }
    char *words = fuzz_words(in);
    paper_run(p, &p->subject, PAPER_PLAIN, words);
    table_fill(paper_sheet(p, "s1", "Bảng 1"), in);
    free(words);
    for (int i = 0; in->left && i < BLOCKS_MOST; i++) {
        unsigned kind = fuzz_byte(in);
        if (kind % 9 == 8) {
            words = fuzz_words(in);
            paper_annex(p, words, kind & 16);
            free(words);
            continue;
        }
        if (kind % 9 == PAPER_TABLE) {
            table_fill(paper_table(p), in);
            continue;
        }
        paper_block(p, (enum paper_block_kind)(kind % 9 == PAPER_FIGURE ? PAPER_PARAGRAPH : kind % 9),
                    1 + (int)(kind >> 6 & 1));
        words = fuzz_words(in);
        paper_say(p, kind >> 4 & 3, words);
        paper_message(p, "%s", words);
        free(words);
    }
    return p;
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

static void package_look(const struct buffer *out)
{
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t *bytes = zip_source_buffer_create(out->data, out->used, 0, &fault);
    zip_t *zip = bytes ? zip_open_from_source(bytes, ZIP_CHECKCONS, &fault) : NULL;
    HOLDS(zip && zip_get_num_entries(zip, 0) > 3);
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); i++) {
        zip_stat_t about;
        HOLDS(zip_stat_index(zip, (zip_uint64_t)i, 0, &about) == 0);
        char *text = malloc(about.size + 1);
        zip_file_t *part = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        HOLDS(text && part && zip_fread(part, text, about.size) == (zip_int64_t)about.size);
        xmlDocPtr doc = xmlReadMemory(text, (int)about.size, about.name, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (!doc)
            fprintf(stderr, "%s: %s\n", about.name, xmlGetLastError() ? xmlGetLastError()->message : "");
        HOLDS(doc);
        xmlFreeDoc(doc);
        zip_fclose(part);
        free(text);
    }
    zip_discard(zip);
}

static void write_as(bool (*writer)(const struct paper *, struct buffer *, struct error *),
                     const struct paper *p, struct buffer *out)
{
    struct error e = {0};
    buffer_init(out, 1 << 27);
    HOLDS_OR(writer(p, out, &e), &e);
    HOLDS(!out->failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {data, size};
    struct paper *p = paper_make(&in);
    struct buffer out;
    struct error e = {0};
    if (p->failed || !p->sheets[0] || p->sheets[0]->failed) {
        paper_free(p);
        return 0;
    }
    write_as(paper_html, p, &out);
    for (size_t i = 0; i < out.used; i++)
        HOLDS((unsigned char)out.data[i] >= 0x20 || out.data[i] == '\n');
    html_look(&out);
    buffer_free(&out);
    write_as(paper_docx, p, &out);
    package_look(&out);
    buffer_free(&out);
    if (size % 8 == 0) { /* through files: slower than all others together */
        write_as(paper_xlsx, p, &out);
        package_look(&out);
        buffer_free(&out);
    }
    write_as(paper_json, p, &out);
    json_t *tree = json_loadb(out.data, out.used, 0, NULL);
    HOLDS(tree);
    json_decref(tree);
    buffer_free(&out);
    buffer_init(&out, 1 << 26);
    HOLDS_OR(paper_plain(p, (int)(data ? data[0] % 120 : 0), &out, &e), &e);
    buffer_free(&out);
    paper_free(p);
    return 0;
}
