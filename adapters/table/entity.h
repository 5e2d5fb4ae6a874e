/* Entities of HTML in cells that are no HTML: web systems write "&#272;ang xử lý" into CSV and workbooks, and some write
 * "&amp;nbsp;" into pages. */
#ifndef MOTCUA_ADAPTERS_TABLE_ENTITY_H
#define MOTCUA_ADAPTERS_TABLE_ENTITY_H

#include <stddef.h>

/* Puts letters for entities, in place; the text never becomes longer. Returns the bytes left. What is no entity stays. */
size_t entities_read(char *text, size_t n);

#endif
