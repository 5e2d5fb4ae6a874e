/* One part of a ZIP archive, read as XML while it is unpacked. A DTD, entities of the part's own and outside
 * resources are refused, and so are more bytes than a real workbook has. */
#ifndef MOTCUA_ADAPTERS_TABLE_XML_PART_H
#define MOTCUA_ADAPTERS_TABLE_XML_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <zip.h>

#include "base/error.h"

struct xml_part;

/* Opens a part by its name, as packages compare names: without regard to case, with / or \\ between. NULL and e
 * (ERROR_DATA, where = file and part): the part is not there, cannot be unpacked, or is larger than it may be. */
MUST_CHECK struct xml_part *xml_part_open(zip_t *zip, const char *file, const char *part, struct error *e);
void xml_part_close(struct xml_part *p); /* safe with NULL */
bool xml_part_there(zip_t *zip, const char *part);

enum xml_event { XML_BEGIN, XML_TEXT, XML_FINISH, XML_OVER, XML_FAILED };

/* The next event; an empty element gives both XML_BEGIN and XML_FINISH. */
MUST_CHECK enum xml_event xml_part_next(struct xml_part *p, struct error *e);
const char *xml_part_name(const struct xml_part *p); /* name of the element, without its prefix; borrowed */
const char *xml_part_text(const struct xml_part *p); /* text of XML_TEXT; borrowed */
/* Of XML_BEGIN: an attribute's value, without regard to prefixes; borrowed until the next call; NULL: no such
 * attribute. */
const char *xml_part_attribute(struct xml_part *p, const char *name);

/* The bytes of a part while they are unpacked. NULL: the part is not there or cannot be unpacked, or no memory. */
struct part_bytes;
struct part_bytes *part_bytes_open(zip_t *zip, const char *part);
/* How many bytes came; 0 at the end, and where more comes out than a real workbook holds; below 0: the rest cannot be
 * unpacked. */
zip_int64_t part_bytes_read(struct part_bytes *p, char *out, size_t size);
void part_bytes_close(struct part_bytes *p); /* safe with NULL */

/* Opens a file that is itself XML, under the same rules. */
MUST_CHECK struct xml_part *xml_file_open(const char *file, struct error *e);

#endif
