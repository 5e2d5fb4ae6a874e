/* JSON as events, from bytes that come in pieces of any size: the one place that knows the parser behind it (yajl, see
 * docs/json-reader.md), and what that parser does not do by itself:
 *
 *  - It does not look whether it got memory. Here its memory is counted and bounded, a wish that cannot be met ends the
 *    piece as JSON_NO_MEMORY, and all that it holds is wiped before it goes back.
 *  - It nests without end. Here an object or list below LIMIT_DEPTH others is JSON_STOPPED.
 *  - It makes numbers of digits, and wraps or rounds. Here a number is its text, as it stands.
 *
 * Text comes decoded from its escapes and may hold any byte, NUL too; with check_text only UTF-8. */
#ifndef MOTCUA_ADAPTERS_JSON_READER_H
#define MOTCUA_ADAPTERS_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>

/* Each may be NULL: nothing is done then. Bytes are borrowed until the return. false: the reading stops. */
struct json_events {
    bool (*null)(void *context);
    bool (*boolean)(void *context, bool value);
    bool (*number)(void *context, const char *bytes, size_t n);
    bool (*text)(void *context, const char *bytes, size_t n);
    bool (*key)(void *context, const char *bytes, size_t n);
    bool (*object)(void *context);
    bool (*object_end)(void *context);
    bool (*list)(void *context);
    bool (*list_end)(void *context);
};

enum json_state {
    JSON_READ,     /* all of the piece */
    JSON_STOPPED,  /* by an event, or nested too deep */
    JSON_BROKEN,   /* it is no JSON, at json_reader_at() */
    JSON_NO_MEMORY /* or one value larger than LIMIT_BODY_BYTES */
};

struct json_reader;

/* events and context are borrowed. NULL: no memory. */
struct json_reader *json_reader_open(const struct json_events *events, void *context, bool check_text);
void json_reader_close(struct json_reader *r); /* safe with NULL */
/* After anything but JSON_READ no further byte may be given. */
enum json_state json_reader_feed(struct json_reader *r, const char *bytes, size_t n);
/* How many bytes of the last piece were read; within an event, of the one that is being read. */
size_t json_reader_at(const struct json_reader *r);
/* Nothing more comes. JSON_READ: whole values came, one or more; a number at the very end is told now. */
enum json_state json_reader_end(struct json_reader *r);

#endif
