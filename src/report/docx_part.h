/* Parts of an Office Open XML file: XML through libxml2's writer, put together by libzip. Inside the DOCX
 * writer. */
#ifndef MOTCUA_DOCX_PART_H
#define MOTCUA_DOCX_PART_H

#include <libxml/xmlwriter.h>

#include "base/buffer.h"

enum { TWIPS_MM_X10 = 567 /* twentieths of a point in ten millimetres */ };

struct part {
    char name[64]; /* "word/document.xml" */
    xmlBufferPtr bytes;
    xmlTextWriterPtr writer;
    bool failed;
};

/* Begins a part; failed where memory is short. */
void part_open(struct part *p, const char *name);
void part_close(struct part *p); /* safe on a zeroed one */
void part_begin(struct part *p, const char *element);
void part_end(struct part *p);
void part_attribute(struct part *p, const char *name, const char *value);
void part_attribute_number(struct part *p, const char *name, long value);
void part_words(struct part *p, const char *text);
/* An element without content; then its attributes, name and value, up to a NULL. */
void part_empty(struct part *p, const char *element, ...);
/* <element name="value"/>: most of WordprocessingML. */
void part_val(struct part *p, const char *element, const char *value);
void part_val_number(struct part *p, const char *element, long value);
/* An element that holds words alone. */
void part_leaf(struct part *p, const char *element, const char *text);

/* All parts in one archive, in their order, each of the first moment that ZIP knows: the same parts are the same
 * bytes. Ends their writers. */
MUST_CHECK bool parts_zip(struct part *parts, size_t count, struct buffer *out, struct error *e);

#endif
