/* The parts of an Office Open XML file: libxml2's writer makes the XML, libzip puts the parts into one file. Only the
 * DOCX writer uses this header. */
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

/* Begins a part; p->failed tells where memory is short, here and in all functions below. */
void part_open(struct part *p, const char *name);
void part_close(struct part *p); /* frees the part; safe on a zeroed part */
void part_begin(struct part *p, const char *element);
void part_end(struct part *p);
void part_attribute(struct part *p, const char *name, const char *value);
void part_attribute_number(struct part *p, const char *name, long value);
void part_words(struct part *p, const char *text);
/* Adds an element without content; names and values of its attributes follow, up to a NULL. */
void part_empty(struct part *p, const char *element, ...);
/* Adds <element w:val="value"/>, the form of most elements of WordprocessingML. */
void part_val(struct part *p, const char *element, const char *value);
void part_val_number(struct part *p, const char *element, long value);
/* Adds an element that holds only words. */
void part_leaf(struct part *p, const char *element, const char *text);

/* Ends the writers of all parts and writes the parts into one archive, in their order. Each part carries the first
 * moment that ZIP knows, so that the same parts give the same bytes. */
MUST_CHECK bool parts_zip(struct part *parts, size_t count, struct buffer *out, struct error *e);

#endif
