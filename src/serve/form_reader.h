/* Reads a form with a file (multipart/form-data) while the form arrives: the file's bytes go into a temporary file, the
 * other fields into the request's body as a plain form, so that request_form_read() judges both kinds of forms. */
#ifndef MOTCUA_SERVE_FORM_READER_H
#define MOTCUA_SERVE_FORM_READER_H

#include <microhttpd.h>

#include "serve/request.h"

struct form_reader;

/* request is borrowed until form_reader_free(). NULL: the body is no such form, no temporary file can be made, or no
 * memory. */
struct form_reader *form_reader_new(struct MHD_Connection *connection, struct request *request);
/* Takes the next bytes of the body. False: the body is no valid form. Too long a file or form is marked in the request,
 * and the rest is skipped. */
bool form_reader_take(struct form_reader *f, const char *bytes, size_t n);
void form_reader_free(struct form_reader *f); /* at the end of the body; safe with NULL */

#endif
