/* Writes JSON, compact, into a buffer. The caller keeps to the grammar (a key before each value of an object).
 * Nesting ends at LIMIT_JSON_DEPTH, where json_writer_open() returns false and writes nothing. */
#ifndef MOTCUA_ADAPTERS_JSON_WRITER_H
#define MOTCUA_ADAPTERS_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/limit.h"

/* Begin with {.out = buffer}. Failures stay in the buffer (buffer.failed). */
struct json_writer {
    struct buffer *out;
    size_t depth;
    bool more[LIMIT_JSON_DEPTH + 1]; /* a value stands at this depth, so that a comma must precede the next */
    bool named;                      /* a key was written, and its value must follow */
};

/* Writes a text, and escapes what JSON does not allow. */
void json_writer_text(struct json_writer *w, const char *bytes, size_t n);
/* Writes the name of the value that comes next. */
void json_writer_key(struct json_writer *w, const char *bytes, size_t n);
/* Writes a number, true, false or null as it is. */
void json_writer_bare(struct json_writer *w, const char *bytes, size_t n);
bool json_writer_open(struct json_writer *w, char bracket);  /* '{' or '['; false: too deep */
void json_writer_close(struct json_writer *w, char bracket); /* '}' or ']' */

#endif
