/* Writes a paper as DOCX (ECMA-376, WordprocessingML): the parts, their types and relationships. */
#include <stdio.h>
#include <stdlib.h>

#include "report/docx_inner.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD   "application/vnd.openxmlformats-officedocument.wordprocessingml."

enum { PARTS_FIXED = 9 };

static size_t charts_of(const struct paper *paper, const struct paper_chart **charts)
{
    size_t count = 0;
    for (size_t a = 0; a <= paper->annex_count; a++) {
        const struct paper_block *blocks = a ? paper->annexes[a - 1].blocks : paper->blocks;
        size_t blocks_count = a ? paper->annexes[a - 1].count : paper->count;
        for (size_t i = 0; i < blocks_count; i++)
            for (size_t k = 0; k < blocks[i].chart_count && count < DOCX_CHARTS; k++)
                charts[count++] = &blocks[i].charts[k];
    }
    return count;
}

static void type_of(struct part *p, const char *name, const char *type)
{
    part_empty(p, "Override", "PartName", name, "ContentType", type, NULL);
}

static void types(struct part *p, size_t charts)
{
    char name[64];
    part_begin(p, "Types");
    part_attribute(p, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    part_empty(p, "Default", "Extension", "rels", "ContentType",
               "application/vnd.openxmlformats-package.relationships+xml", NULL);
    part_empty(p, "Default", "Extension", "xml", "ContentType", "application/xml", NULL);
    type_of(p, "/word/document.xml", WORD "document.main+xml");
    type_of(p, "/word/styles.xml", WORD "styles+xml");
    type_of(p, "/word/settings.xml", WORD "settings+xml");
    type_of(p, "/word/header1.xml", WORD "header+xml");
    type_of(p, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    type_of(p, "/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    for (size_t i = 0; i < charts; i++) {
        snprintf(name, sizeof name, "/word/charts/chart%zu.xml", i + 1);
        type_of(p, name, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml");
    }
    part_end(p);
}

static void relation(struct part *p, const char *id, const char *type, const char *target)
{
    part_empty(p, "Relationship", "Id", id, "Type", type, "Target", target, NULL);
}

static void relations_begin(struct part *p)
{
    part_begin(p, "Relationships");
    part_attribute(p, "xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
}

static void relations_package(struct part *p)
{
    relations_begin(p);
    relation(p, "rId1", OFFICE "officeDocument", "word/document.xml");
    relation(p, "rId2",
             "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
             "docProps/core.xml");
    relation(p, "rId3", OFFICE "extended-properties", "docProps/app.xml");
    part_end(p);
}

static void relations_document(struct part *p, size_t charts)
{
    char id[32], target[64];
    relations_begin(p);
    relation(p, "rIdStyles", OFFICE "styles", "styles.xml");
    relation(p, "rIdSettings", OFFICE "settings", "settings.xml");
    relation(p, "rIdHeader", OFFICE "header", "header1.xml");
    for (size_t i = 0; i < charts; i++) {
        snprintf(id, sizeof id, "rIdChart%zu", i + 1);
        snprintf(target, sizeof target, "charts/chart%zu.xml", i + 1);
        relation(p, id, OFFICE "chart", target);
    }
    part_end(p);
}

/* Writes the page's number as a field in the middle of the upper margin. */
static void header(struct part *p)
{
    static const char *const marks[] = {"begin", NULL, "separate", "2", "end"};
    part_begin(p, "w:hdr");
    part_attribute(p, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    docx_paragraph(p, "Header");
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        part_begin(p, "w:r");
        if (i == 1) {
            part_begin(p, "w:instrText");
            part_attribute(p, "xml:space", "preserve");
            part_words(p, " PAGE ");
            part_end(p);
        } else if (i == 3) {
            part_leaf(p, "w:t", marks[i]);
        } else {
            part_empty(p, "w:fldChar", "w:fldCharType", marks[i], NULL);
        }
        part_end(p);
    }
    docx_paragraph_end(p);
    part_end(p);
}

static void settings(struct part *p)
{
    part_begin(p, "w:settings");
    part_attribute(p, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    part_val(p, "w:defaultTabStop", "567");
    part_val(p, "w:characterSpacingControl", "doNotCompress");
    part_begin(p, "w:compat");
    part_empty(p, "w:compatSetting", "w:name", "compatibilityMode", "w:uri",
               "http://schemas.microsoft.com/office/word", "w:val", "15", NULL);
    part_end(p);
    part_empty(p, "w:themeFontLang", "w:val", "vi-VN", NULL);
    part_end(p);
}

static void core(struct part *p, const struct paper *paper)
{
    char when[MOMENT_TEXT_BYTES];
    part_begin(p, "cp:coreProperties");
    part_attribute(p, "xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    part_attribute(p, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    part_attribute(p, "xmlns:dcterms", "http://purl.org/dc/terms/");
    part_attribute(p, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    part_leaf(p, "dc:title", paper->file_title);
    part_leaf(p, "dc:creator", paper->author ? paper->author : "");
    part_leaf(p, "dc:language", "vi-VN");
    part_begin(p, "dcterms:created");
    part_attribute(p, "xsi:type", "dcterms:W3CDTF");
    part_words(p, moment_write(paper->made, "yyyy-MM-ddTHH:mm:ssZ", when));
    part_end(p);
    part_end(p);
}

static void app(struct part *p)
{
    part_begin(p, "Properties");
    part_attribute(p, "xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties");
    part_leaf(p, "Application", "motcua");
    part_end(p);
}

bool paper_docx(const struct paper *paper, struct buffer *out, struct error *e)
{
    const struct paper_chart *charts[DOCX_CHARTS];
    char name[64];
    if (!paper_whole(paper, "docx", e))
        return false;
    size_t count = charts_of(paper, charts), used = 0;
    struct part *parts = calloc(PARTS_FIXED + count, sizeof *parts);
    if (!parts)
        return error_memory(e, "docx");
    static const char *const names[] = {
        "[Content_Types].xml", "_rels/.rels",       "docProps/core.xml",
        "docProps/app.xml",    "word/document.xml", "word/styles.xml",
        "word/settings.xml",   "word/header1.xml",  "word/_rels/document.xml.rels"};
    for (; used < PARTS_FIXED; used++)
        part_open(&parts[used], names[used]);
    types(&parts[0], count);
    relations_package(&parts[1]);
    core(&parts[2], paper);
    app(&parts[3]);
    docx_document(&parts[4], paper);
    docx_styles(&parts[5]);
    settings(&parts[6]);
    header(&parts[7]);
    relations_document(&parts[8], count);
    for (size_t i = 0; i < count; i++, used++) {
        snprintf(name, sizeof name, "word/charts/chart%zu.xml", i + 1);
        part_open(&parts[used], name);
        docx_chart(&parts[used], charts[i]);
    }
    bool ok = parts_zip(parts, used, out, e);
    for (size_t i = 0; i < used; i++)
        part_close(&parts[i]);
    free(parts);
    return ok;
}
