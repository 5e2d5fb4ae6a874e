#include "adapters/xml/xml_reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>

#include "base/text.h"

enum { FEED_BYTES = 65536 };

/* What an open element is to the decoder. */
enum element {
    ELEMENT_SKIPPED, /* outside of the allow-list: the decoder never hears of it */
    ELEMENT_PASSED,  /* the decoder was told, and passes over the element's content */
    ELEMENT_OBJECT,
    ELEMENT_LEAF /* the element's text is a value */
};

struct reader {
    struct decoder decoder;
    xmlParserCtxtPtr parser;
    xmlSAXHandler events;
    enum element elements[LIMIT_DEPTH];
    size_t depth;
    struct buffer text; /* text of the open leaf */
    bool nil, long_text, begun;
    struct error error; /* why this reader stopped the parser */
    int64_t fed;
};

static void stop(struct reader *r)
{
    xmlStopParser(r->parser);
}

static void refuse(struct reader *r, const char *what)
{
    error_set(&r->error, ERROR_DATA, "",
              _("This is not what the portal usually sends: look at what it answers."), "%s", what);
    stop(r);
}

static void told(struct reader *r, bool ok)
{
    if (ok || r->error.code)
        return;
    r->error = r->decoder.error;
    stop(r);
}

/* --- events --- */

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)external;
    (void)system;
    struct reader *r = context;
    if (strcasecmp((const char *)name, "html") != 0)
        refuse(r, _("XML with a document type"));
    else {
        reader_page_instead(&r->error);
        stop(r);
    }
}

static void on_reference(void *context, const xmlChar *name)
{
    (void)name;
    refuse(context, _("XML with entities of its own"));
}

static bool attribute_is(const xmlChar *const *attribute, const char *name)
{
    return strcmp((const char *)attribute[0], name) == 0;
}

static const char *attribute_value(const xmlChar *const *attribute, size_t *n)
{
    *n = (size_t)(attribute[4] - attribute[3]);
    return (const char *)attribute[3];
}

/* Does xsi:nil="true" say that there is no value? */
static bool is_nil(const xmlChar *const *attributes, int count)
{
    for (int i = 0; i < count; i++, attributes += 5) {
        size_t n;
        const char *value = attribute_value(attributes, &n);
        if (attributes[1] && attribute_is(attributes, "nil"))
            return (n == 4 && memcmp(value, "true", 4) == 0) || (n == 1 && *value == '1');
    }
    return false;
}

static bool attributes_tell(struct reader *r, const xmlChar *const *attributes, int count)
{
    char name[LIMIT_NAME_BYTES];
    for (int i = 0; i < count; i++, attributes += 5) {
        size_t n, length = strlen((const char *)attributes[0]);
        const char *value = attribute_value(attributes, &n);
        if (length + 1 >= sizeof name)
            continue;
        name[0] = '@';
        memcpy(name + 1, attributes[0], length);
        decoder_key(&r->decoder, name, length + 1);
        if (decoder_node(&r->decoder) && !decoder_scalar(&r->decoder, MEMBER_TEXT, value, n))
            return false;
    }
    return true;
}

/* Begins an object, or what the decoder passes over in place of one. */
static enum element object_begin(struct reader *r, const xmlChar *const *attributes, int count)
{
    told(r, decoder_object(&r->decoder));
    if (r->decoder.skip)
        return ELEMENT_PASSED;
    if (!r->error.code)
        told(r, attributes_tell(r, attributes, count));
    return ELEMENT_OBJECT;
}

static enum element element_begin(struct reader *r, const char *name, const xmlChar *const *attributes,
                                  int count)
{
    enum element *parent = &r->elements[r->depth - 1];
    if (*parent == ELEMENT_LEAF) { /* a value with elements inside is no value */
        *parent = ELEMENT_PASSED;
        told(r, decoder_object(&r->decoder));
    }
    if (*parent != ELEMENT_OBJECT)
        return ELEMENT_SKIPPED;
    decoder_key(&r->decoder, name, strlen(name));
    const struct member_node *node = decoder_node(&r->decoder);
    if (!node)
        return ELEMENT_SKIPPED;
    if (node->table || node->record >= 0 || node->inner)
        return object_begin(r, attributes, count);
    buffer_reset(&r->text);
    r->long_text = false;
    r->nil = is_nil(attributes, count);
    return ELEMENT_LEAF;
}

static void on_begin(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int spaces, const xmlChar **space, int attribute_count, int defaulted,
                     const xmlChar **attributes)
{
    struct reader *r = context;
    const char *name = (const char *)local;
    const xmlChar *const *all = (const xmlChar *const *)attributes;
    (void)prefix;
    (void)uri;
    (void)spaces;
    (void)space;
    (void)defaulted;
    if (r->error.code)
        return;
    if (r->depth == LIMIT_DEPTH) {
        refuse(r, _("nested deeper than is allowed"));
        return;
    }
    if (r->depth == 0 && strcasecmp(name, "html") == 0) {
        reader_page_instead(&r->error);
        stop(r);
        return;
    }
    if (r->depth == 0) /* the whole reply is an object whose only member is the root element */
        told(r, decoder_object(&r->decoder));
    enum element kind = ELEMENT_OBJECT;
    if (r->depth == 0) {
        decoder_key(&r->decoder, name, strlen(name));
        kind = decoder_node(&r->decoder) ? object_begin(r, all, attribute_count) : ELEMENT_SKIPPED;
    } else {
        kind = element_begin(r, name, all, attribute_count);
    }
    r->elements[r->depth++] = kind;
}

static void on_text(void *context, const xmlChar *text, int n)
{
    struct reader *r = context;
    if (r->error.code || !r->depth || r->elements[r->depth - 1] != ELEMENT_LEAF)
        return;
    size_t room = LIMIT_XML_TEXT_BYTES - 1 - r->text.used, taken = (size_t)n < room ? (size_t)n : room;
    r->long_text |= taken < (size_t)n;
    buffer_append(&r->text, text, taken);
}

static const char *trimmed(const char *text, size_t *n)
{
    while (*n && strchr(" \t\r\n", text[*n - 1]))
        --*n;
    while (*n && strchr(" \t\r\n", *text)) {
        text++;
        --*n;
    }
    return text;
}

/* Ends a leaf. A text that was too long to be gathered is handed over too long, so that the decoder notes it so. */
static bool leaf_end(struct reader *r)
{
    size_t n = r->text.used;
    const char *text = n ? trimmed(r->text.data, &n) : "";
    if (r->nil)
        return decoder_null(&r->decoder);
    return decoder_scalar(&r->decoder, MEMBER_TEXT, r->long_text ? r->text.data : text,
                          r->long_text ? r->text.used : n);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *r = context;
    (void)local;
    (void)prefix;
    (void)uri;
    if (r->error.code || !r->depth)
        return;
    switch (r->elements[--r->depth]) {
    case ELEMENT_LEAF:
        told(r, leaf_end(r));
        break;
    case ELEMENT_OBJECT:
    case ELEMENT_PASSED:
        told(r, decoder_end(&r->decoder));
        break;
    case ELEMENT_SKIPPED:
        break;
    }
    if (r->depth == 0 && !r->error.code)
        told(r, decoder_end(&r->decoder));
}

static void silent(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

/* --- the format --- */

static void xml_close(struct reader *r)
{
    if (!r)
        return;
    if (r->parser)
        xmlFreeParserCtxt(r->parser);
    decoder_free(&r->decoder);
    if (r->text.data)
        explicit_bzero(r->text.data, r->text.size);
    buffer_free(&r->text);
    free(r);
}

static struct reader *xml_open(const struct reader_order *order, struct error *e)
{
    struct reader *r = calloc(1, sizeof *r);
    bool ok = r && decoder_init(&r->decoder, order->plan, order->page);
    if (ok) {
        r->decoder.writer.lookup = order->lookup;
        buffer_init(&r->text, LIMIT_XML_TEXT_BYTES);
        r->events = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                    .internalSubset = on_doctype,
                                    .reference = on_reference,
                                    .startElementNs = on_begin,
                                    .endElementNs = on_end,
                                    .characters = on_text,
                                    .cdataBlock = on_text,
                                    .serror = silent};
        r->parser = xmlCreatePushParserCtxt(&r->events, r, NULL, 0, NULL);
    }
    if (ok && r->parser) {
        xmlCtxtUseOptions(r->parser, XML_PARSE_NONET);
        return r;
    }
    xml_close(r);
    error_memory(e, "");
    return NULL;
}

static bool parse_failed(struct reader *r, struct error *e)
{
    if (r->error.code) {
        if (e)
            *e = r->error;
        return false;
    }
    return error_set(e, ERROR_DATA, "",
                     _("Look at what the portal answers; a proxy or a firewall may answer in its place."),
                     _("the reply is not sound XML (line %d)"),
                     r->parser->input ? r->parser->input->line : 0);
}

static bool xml_feed(struct reader *r, const char *bytes, size_t n, struct error *e)
{
    /* some servers send blank lines before the XML */
    while (!r->begun && n && strchr(" \t\r\n", *bytes) && *bytes) {
        bytes++;
        n--;
    }
    r->begun |= n > 0;
    while (n) {
        int piece = n < FEED_BYTES ? (int)n : FEED_BYTES;
        xmlParseChunk(r->parser, bytes, piece, 0);
        if (r->error.code || !r->parser->wellFormed)
            return parse_failed(r, e);
        r->fed += piece;
        bytes += piece;
        n -= (size_t)piece;
    }
    return true;
}

static bool xml_end(struct reader *r, struct error *e)
{
    if (r->fed == 0)
        return error_set(e, ERROR_DATA, "", _("Look at what the portal answers."), _("the reply is empty"));
    xmlParseChunk(r->parser, NULL, 0, 1);
    if (r->error.code)
        return parse_failed(r, e);
    if (!r->parser->wellFormed || r->depth)
        return error_set(e, ERROR_DATA, "", _("Poll again; if it stays so, look at what the portal answers."),
                         _("the reply is no whole XML: it ends at byte %lld"), (long long)r->fed);
    if (r->decoder.page)
        decoder_total_take(&r->decoder);
    return true;
}

static const struct decoder *xml_decoder(const struct reader *reader)
{
    return &reader->decoder;
}

static const char *xml_member(const struct reader *r, int slot, size_t *n)
{
    return decoder_member(&r->decoder, slot, n);
}

const struct reader_format reader_xml = {.driver = "rest_xml",
                                         .markup = true,
                                         .open = xml_open,
                                         .feed = xml_feed,
                                         .end = xml_end,
                                         .member = xml_member,
                                         .decoder = xml_decoder,
                                         .close = xml_close};
