/* One part of a ZIP archive, read as XML while it is unpacked: no DTD, no entities of its own, nothing from
 * elsewhere, and never more bytes than a real workbook has. */
#ifndef MOTCUA_ADAPTERS_TABLE_XML_PART_H
#define MOTCUA_ADAPTERS_TABLE_XML_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <zip.h>

#include "base/error.h"

struct xml_part;

/* Parts are found as packages name them: without regard to case, with / or \\ between.
 * NULL and e (ERROR_DATA, where = file and part): not there, not to be unpacked, larger than it may be. */
MUST_CHECK struct xml_part *xml_part_open(zip_t *zip, const char *file, const char *part, struct error *e);
void xml_part_close(struct xml_part *p); /* safe with NULL */
bool xml_part_there(zip_t *zip, const char *part);

enum xml_event { XML_BEGIN, XML_TEXT, XML_FINISH, XML_OVER, XML_FAILED };

/* The next event; an empty element gives both XML_BEGIN and XML_FINISH. */
MUST_CHECK enum xml_event xml_part_next(struct xml_part *p, struct error *e);
const char *xml_part_name(const struct xml_part *p); /* of the element, without its prefix */
const char *xml_part_text(const struct xml_part *p); /* of XML_TEXT */
/* Of XML_BEGIN: an attribute, without regard to prefixes; borrowed until the next call; NULL: not there. */
const char *xml_part_attribute(struct xml_part *p, const char *name);

/* The bytes of a part, as they are unpacked. NULL: not there, or not to be unpacked, or a bomb. */
struct part_bytes;
struct part_bytes *part_bytes_open(zip_t *zip, const char *part);
/* How many came; 0 at the end, and where no more can be had. */
zip_int64_t part_bytes_read(struct part_bytes *p, char *out, size_t size);
void part_bytes_close(struct part_bytes *p); /* safe with NULL */

/* A file of its own as XML, under the same rules. */
MUST_CHECK struct xml_part *xml_file_open(const char *file, struct error *e);

#endif
