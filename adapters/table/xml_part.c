#include "adapters/table/xml_part.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlreader.h>

#include "base/limit.h"
#include "base/text.h"

struct xml_part {
    zip_file_t *packed;
    FILE *plain; /* a file that is itself XML; NULL: a part of a ZIP */
    xmlTextReaderPtr reader;
    int64_t bytes, packed_bytes;
    bool too_large, unreadable;
    bool finish; /* the element just begun is empty: its end is the next event */
    char where[LIMIT_WHERE_BYTES];
};

/* Do so many bytes come out of so few packed bytes? */
static bool is_bomb(int64_t bytes, int64_t packed)
{
    return bytes > LIMIT_PART_BYTES || (bytes > LIMIT_PART_SMALL && bytes / LIMIT_PART_RATIO > packed);
}

static bool told_too_large(const struct xml_part *p, struct error *e)
{
    return error_set(e, ERROR_DATA, p->where,
                     _("Export fewer rows at a time; a sound workbook is not like this."),
                     _("unpacks to far more than a workbook holds"));
}

static int part_read(void *context, char *out, int size)
{
    struct xml_part *p = context;
    zip_int64_t n = p->packed ? zip_fread(p->packed, out, (zip_uint64_t)size)
                              : (zip_int64_t)fread(out, 1, (size_t)size, p->plain);
    p->unreadable = n < 0 || (p->plain && ferror(p->plain));
    if (p->unreadable)
        return -1;
    p->bytes += n;
    p->too_large = p->packed ? is_bomb(p->bytes, p->packed_bytes) : p->bytes > LIMIT_CSV_BYTES;
    return p->too_large ? -1 : (int)n;
}

static void silent(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

static bool same_letter(char a, char b)
{
    a = a == '\\' ? '/' : a >= 'A' && a <= 'Z' ? (char)(a - 'A' + 'a') : a;
    b = b == '\\' ? '/' : b >= 'A' && b <= 'Z' ? (char)(b - 'A' + 'a') : b;
    return a == b;
}

/* Packages compare names of parts without regard to case (OPC, ECMA-376 part 2, 6.2.2.3); some writers use
 * backslashes, or begin names with a slash. */
static bool same_name(const char *a, const char *b)
{
    a += *a == '/' || *a == '\\';
    b += *b == '/' || *b == '\\';
    while (*a && same_letter(*a, *b)) {
        a++;
        b++;
    }
    return !*a && !*b;
}

static zip_int64_t part_locate(zip_t *zip, const char *part)
{
    zip_int64_t index = zip_name_locate(zip, part, 0), count = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; index < 0 && i < count && i < LIMIT_PACKAGE_PARTS; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);
        if (name && same_name(name, part))
            index = i;
    }
    return index;
}

static bool reader_make(struct xml_part *p, struct error *e)
{
    /* The file is UTF-8 by now (text_file.h), whatever charset it declares. */
    p->reader = xmlReaderForIO(part_read, NULL, p, NULL, p->plain ? "UTF-8" : NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                   (p->plain ? XML_PARSE_IGNORE_ENC : 0));
    if (!p->reader)
        return error_memory(e, p->where);
    xmlTextReaderSetStructuredErrorHandler(p->reader, silent, NULL);
    return true;
}

static bool part_begin(struct xml_part *p, zip_t *zip, const char *part, struct error *e)
{
    zip_stat_t stat;
    zip_int64_t index = part_locate(zip, part);
    if (index < 0 || zip_stat_index(zip, (zip_uint64_t)index, 0, &stat) != 0)
        return error_set(e, ERROR_DATA, p->where, _("Save the workbook again as .xlsx."),
                         _("the workbook lacks this part"));
    p->packed_bytes = (int64_t)stat.comp_size;
    if (stat.size > INT64_MAX || is_bomb((int64_t)stat.size, p->packed_bytes))
        return told_too_large(p, e);
    p->packed = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    if (!p->packed)
        return error_set(e, ERROR_DATA, p->where, _("Save it again as .xlsx, without a password."),
                         _("cannot be unpacked"));
    return reader_make(p, e);
}

struct xml_part *xml_file_open(const char *file, struct error *e)
{
    struct xml_part *p = calloc(1, sizeof *p);
    if (!p) {
        error_memory(e, file);
        return NULL;
    }
    snprintf(p->where, sizeof p->where, "%.240s", file);
    p->plain = fopen(file, "rbe");
    if (!p->plain)
        error_set(e, ERROR_DATA, file, _("Check the name and its permissions."), "%s", strerror(errno));
    else if (reader_make(p, e))
        return p;
    xml_part_close(p);
    return NULL;
}

struct xml_part *xml_part_open(zip_t *zip, const char *file, const char *part, struct error *e)
{
    struct xml_part *p = calloc(1, sizeof *p);
    if (!p) {
        error_memory(e, file);
        return NULL;
    }
    snprintf(p->where, sizeof p->where, "%.150s: %.80s", file, part);
    if (part_begin(p, zip, part, e))
        return p;
    xml_part_close(p);
    return NULL;
}

void xml_part_close(struct xml_part *p)
{
    if (!p)
        return;
    if (p->reader)
        xmlFreeTextReader(p->reader);
    if (p->packed)
        zip_fclose(p->packed);
    if (p->plain)
        fclose(p->plain);
    free(p);
}

/* --- a part's bytes --- */

struct part_bytes {
    zip_file_t *packed;
    int64_t bytes, packed_bytes;
};

struct part_bytes *part_bytes_open(zip_t *zip, const char *part)
{
    zip_stat_t stat;
    zip_int64_t index = part_locate(zip, part);
    struct part_bytes *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    if (index >= 0 && zip_stat_index(zip, (zip_uint64_t)index, 0, &stat) == 0)
        p->packed = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    if (p->packed) {
        p->packed_bytes = (int64_t)stat.comp_size;
        return p;
    }
    free(p);
    return NULL;
}

zip_int64_t part_bytes_read(struct part_bytes *p, char *out, size_t size)
{
    zip_int64_t n = zip_fread(p->packed, out, size);
    p->bytes += n > 0 ? n : 0;
    return is_bomb(p->bytes, p->packed_bytes) ? 0 : n;
}

void part_bytes_close(struct part_bytes *p)
{
    if (!p)
        return;
    zip_fclose(p->packed);
    free(p);
}

/* --- events --- */

bool xml_part_there(zip_t *zip, const char *part)
{
    return part_locate(zip, part) >= 0;
}

static enum xml_event failed(const struct xml_part *p, struct error *e)
{
    if (p->too_large)
        told_too_large(p, e);
    else if (p->unreadable)
        error_set(e, ERROR_DATA, p->where, _("Copy or export the file again."),
                  _("the file is damaged: it cannot be unpacked to its end"));
    else
        error_set(e, ERROR_DATA, p->where, _("Save the workbook again as .xlsx."),
                  _("not sound XML at line %d"), xmlTextReaderGetParserLineNumber(p->reader));
    return XML_FAILED;
}

enum xml_event xml_part_next(struct xml_part *p, struct error *e)
{
    if (p->finish) {
        p->finish = false;
        return XML_FINISH;
    }
    for (;;) {
        int more = xmlTextReaderRead(p->reader);
        if (more < 0 || p->too_large || p->unreadable)
            return failed(p, e);
        if (more == 0)
            return XML_OVER;
        switch (xmlTextReaderNodeType(p->reader)) {
        case XML_READER_TYPE_ELEMENT:
            p->finish = xmlTextReaderIsEmptyElement(p->reader) == 1;
            return XML_BEGIN;
        case XML_READER_TYPE_END_ELEMENT:
            return XML_FINISH;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            return XML_TEXT;
        case XML_READER_TYPE_DOCUMENT_TYPE:
        case XML_READER_TYPE_ENTITY_REFERENCE:
            error_set(e, ERROR_DATA, p->where, _("A sound workbook has none; do not trust this file."),
                      _("XML with a document type or entities"));
            return XML_FAILED;
        default:
            break;
        }
    }
}

const char *xml_part_name(const struct xml_part *p)
{
    return (const char *)xmlTextReaderConstLocalName(p->reader);
}

const char *xml_part_text(const struct xml_part *p)
{
    const xmlChar *text = xmlTextReaderConstValue(p->reader);
    return text ? (const char *)text : "";
}

const char *xml_part_attribute(struct xml_part *p, const char *name)
{
    const char *value = NULL;
    for (int more = xmlTextReaderMoveToFirstAttribute(p->reader); more == 1 && !value;
         more = value ? 0 : xmlTextReaderMoveToNextAttribute(p->reader))
        if (!xmlTextReaderIsNamespaceDecl(p->reader) && strcmp(xml_part_name(p), name) == 0)
            value = xml_part_text(p);
    xmlTextReaderMoveToElement(p->reader);
    return value;
}
