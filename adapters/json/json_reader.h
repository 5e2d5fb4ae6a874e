/* JSON as events, from bytes that come in pieces of any size. No other file knows the parser behind it (yajl, see
 * docs/json-reader.md). This file adds what that parser does not do by itself:
 *
 *  - The parser does not look whether it got memory. Here its memory is counted and bounded, a request that
 *    cannot be met ends the piece as JSON_NO_MEMORY, and all memory is wiped before it is given back.
 *  - The parser nests without end. Here an object or list below LIMIT_DEPTH others is JSON_STOPPED.
 *  - The parser makes numbers of digits, and wraps or rounds. Here a number is its text, as it stands.
 *
 * Text comes decoded from its escapes and may hold any byte, NUL too; with check_text only UTF-8. */
#ifndef MOTCUA_ADAPTERS_JSON_READER_H
#define MOTCUA_ADAPTERS_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>

/* An event that is NULL is ignored. Bytes are borrowed until the event returns. An event that returns false stops the
 * reading. */
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
    JSON_READ,     /* all of the piece was read */
    JSON_STOPPED,  /* an event returned false, or the nesting is too deep */
    JSON_BROKEN,   /* the bytes are no JSON, at json_reader_at() */
    JSON_NO_MEMORY /* no memory, or one value larger than LIMIT_BODY_BYTES */
};

struct json_reader;

/* events and context are borrowed. NULL: no memory. */
struct json_reader *json_reader_open(const struct json_events *events, void *context, bool check_text);
void json_reader_close(struct json_reader *r); /* safe with NULL */
/* Reads a piece. After any state but JSON_READ no further byte may be given. */
enum json_state json_reader_feed(struct json_reader *r, const char *bytes, size_t n);
/* How many bytes of the last piece were read; within an event, of the piece that is being read. */
size_t json_reader_at(const struct json_reader *r);
/* No byte follows. JSON_READ: whole values came, one or more; a number at the very end causes its event now. */
enum json_state json_reader_end(struct json_reader *r);

#endif
