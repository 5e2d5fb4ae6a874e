/* Text from data is made harmless for an element or an attribute of HTML: & < > " ' become entities; control
 * characters and marks of writing direction become visible signs (text_printable). */
#ifndef MOTCUA_HTML_TEXT_H
#define MOTCUA_HTML_TEXT_H

#include <stdio.h>

#include "base/buffer.h"

/* Appends the text to a buffer; out->failed is set where memory ran out. */
void html_text_put(struct buffer *out, const char *text);
/* Writes the text to a file; each line end becomes `line_end`, which is HTML ("<br>"). False where memory ran out; the
 * error flag of `out` tells of failed writes. */
MUST_CHECK bool html_text_write(const char *text, const char *line_end, FILE *out);

#endif
