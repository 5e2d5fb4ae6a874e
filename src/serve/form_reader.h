/* A form with a file (multipart/form-data), taken apart while it comes: the file's bytes go into a temporary file, its
 * other fields into the body of the request as a plain form, so that one reader of forms judges both. */
#ifndef MOTCUA_SERVE_FORM_READER_H
#define MOTCUA_SERVE_FORM_READER_H

#include <microhttpd.h>

#include "serve/request.h"

struct form_reader;

/* NULL: the body is no such form, or no file can be made. */
struct form_reader *form_reader_new(struct MHD_Connection *connection, struct request *request);
/* False where the body is no form. What is too long is marked in the request and passed over. */
bool form_reader_take(struct form_reader *f, const char *bytes, size_t n);
void form_reader_free(struct form_reader *f); /* at the end of the body; safe with NULL */

#endif
