#include "report/docx_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/text.h"

enum { DOS_DAY = (1 << 5) | 1 /* 1 January 1980 */ };

#define X(text) ((const xmlChar *)(text))

void part_open(struct part *p, const char *name)
{
    *p = (struct part){0};
    snprintf(p->name, sizeof p->name, "%s", name);
    p->bytes = xmlBufferCreate();
    p->writer = p->bytes ? xmlNewTextWriterMemory(p->bytes, 0) : NULL;
    p->failed = !p->writer || xmlTextWriterStartDocument(p->writer, "1.0", "UTF-8", "yes") < 0;
}

void part_close(struct part *p)
{
    if (p->writer)
        xmlFreeTextWriter(p->writer);
    if (p->bytes)
        xmlBufferFree(p->bytes);
    *p = (struct part){0};
}

void part_begin(struct part *p, const char *element)
{
    p->failed = p->failed || xmlTextWriterStartElement(p->writer, X(element)) < 0;
}

void part_end(struct part *p)
{
    p->failed = p->failed || xmlTextWriterEndElement(p->writer) < 0;
}

/* XML cannot hold a control character: an office's name with a control character would give a file that no program
 * opens. */
void part_attribute(struct part *p, const char *name, const char *value)
{
    char *clean = text_printable(value);
    p->failed = p->failed || !clean || xmlTextWriterWriteAttribute(p->writer, X(name), X(clean)) < 0;
    free(clean);
}

void part_attribute_number(struct part *p, const char *name, long value)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    part_attribute(p, name, text);
}

void part_words(struct part *p, const char *text)
{
    char *clean = text_printable_lines(text);
    p->failed = p->failed || !clean || xmlTextWriterWriteString(p->writer, X(clean)) < 0;
    free(clean);
}

void part_empty(struct part *p, const char *element, ...)
{
    va_list args;
    part_begin(p, element);
    va_start(args, element);
    for (const char *name; (name = va_arg(args, const char *));)
        part_attribute(p, name, va_arg(args, const char *));
    va_end(args);
    part_end(p);
}

void part_val(struct part *p, const char *element, const char *value)
{
    /* attributes of WordprocessingML have the prefix w:, attributes of DrawingML have no prefix */
    bool prefixed = element[0] == 'w' && element[1] == ':';
    part_begin(p, element);
    part_attribute(p, prefixed ? "w:val" : "val", value);
    part_end(p);
}

void part_val_number(struct part *p, const char *element, long value)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    part_val(p, element, text);
}

void part_leaf(struct part *p, const char *element, const char *text)
{
    part_begin(p, element);
    part_words(p, text);
    part_end(p);
}

/* --- the archive --- */

static bool zip_failed(struct error *e, const char *what)
{
    return error_set(e, ERROR_INTERNAL, "docx", _("Tell the makers of motcua."), "%s", what);
}

static bool parts_add(zip_t *zip, struct part *parts, size_t count, struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        struct part *p = &parts[i];
        if (p->failed || xmlTextWriterEndDocument(p->writer) < 0)
            return error_memory(e, p->name);
        xmlFreeTextWriter(p->writer);
        p->writer = NULL;
        zip_source_t *source =
            zip_source_buffer(zip, xmlBufferContent(p->bytes), (zip_uint64_t)xmlBufferLength(p->bytes), 0);
        zip_int64_t index = source ? zip_file_add(zip, p->name, source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            return zip_failed(e, zip_strerror(zip));
        }
        if (zip_file_set_dostime(zip, (zip_uint64_t)index, 0, DOS_DAY, 0) != 0)
            return zip_failed(e, zip_strerror(zip));
    }
    return true;
}

static bool source_read(zip_source_t *source, struct buffer *out, struct error *e)
{
    char bytes[16384];
    zip_int64_t got = -1;
    if (zip_source_open(source) != 0)
        return zip_failed(e, zip_error_strerror(zip_source_error(source)));
    while ((got = zip_source_read(source, bytes, sizeof bytes)) > 0)
        buffer_append(out, bytes, (size_t)got);
    zip_source_close(source);
    if (got < 0)
        return zip_failed(e, zip_error_strerror(zip_source_error(source)));
    return !out->failed || error_memory(e, "docx");
}

bool parts_zip(struct part *parts, size_t count, struct buffer *out, struct error *e)
{
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &fault);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &fault) : NULL;
    if (!zip) {
        zip_failed(e, zip_error_strerror(&fault));
        zip_source_free(source);
        zip_error_fini(&fault);
        return false;
    }
    zip_source_keep(source); /* the bytes are read after the archive is closed */
    bool ok = parts_add(zip, parts, count, e);
    if (!ok)
        zip_discard(zip);
    else if (zip_close(zip) != 0) {
        ok = zip_failed(e, zip_strerror(zip));
        zip_discard(zip);
    }
    ok = ok && source_read(source, out, e);
    zip_source_free(source);
    zip_error_fini(&fault);
    return ok;
}
