/* What an element of a page means for the text of a table: whether people see it, whether it parts words, and what a
 * field that can be filled in shows. */
#ifndef MOTCUA_ADAPTERS_TABLE_HTML_ELEMENT_H
#define MOTCUA_ADAPTERS_TABLE_HTML_ELEMENT_H

#include <libxml/xmlstring.h>
#include <stdbool.h>

bool html_element_groups(const char *name); /* thead, tbody, tfoot */
/* Elements that part words on the screen. */
bool html_element_parts(const char *name);
/* Text that people do not see, text that is struck out, and what is no text: footnote marks, drawings. */
bool html_element_hidden(const char *name, const xmlChar **attributes);
/* Controls whose text counts in the cells of a table alone (html_choice.h): elsewhere they filter. */
bool html_element_controls(const char *name);
/* The value of an attribute, "" for one without a value; NULL: the element does not have it. Borrowed. */
const char *html_element_attribute(const xmlChar **attributes, const char *name);
/* The text that a field of a form shows; NULL: the element is no field with a text. Borrowed from the attributes. */
const char *html_element_value(const char *name, const xmlChar **attributes);

#endif
