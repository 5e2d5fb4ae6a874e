/* One request as it came: its address taken apart, strictly. An address that is not clean (a bad escape, a NUL or
 * control letter, bytes that are not UTF-8, "..", too many parts) is refused as a whole, never mended. Knows no
 * library: what reads sockets fills it. */
#ifndef MOTCUA_SERVE_REQUEST_H
#define MOTCUA_SERVE_REQUEST_H

#include "base/buffer.h"
#include "base/limit.h"
#include "serve/temp_file.h"

struct request_fields {
    struct request_field {
        const char *name, *value; /* borrowed from `text` */
    } items[LIMIT_SERVE_FIELDS];
    size_t count;
    char *text; /* owned */
};

struct request {
    char *path;                                 /* owned; cut into the segments */
    const char *segments[LIMIT_SERVE_SEGMENTS]; /* decoded; "/" has none */
    size_t segment_count;
    struct request_fields query, form;
    struct buffer body;
    struct form_reader *reader; /* of a form with a file, while it comes; not owned */
    struct temp_file file;      /* of such a form; fd -1: none */
    bool begun;                 /* its head has been seen */
    bool refused;               /* the address is not clean */
    bool too_long;              /* the body is longer than LIMIT_SERVE_BODY_BYTES */
};

/* raw: path and query, as on the request line. NULL: no memory; to be freed with request_free(). */
struct request *request_new(const char *raw);
void request_free(struct request *r); /* wipes the form: it may hold a password */
/* Takes the body apart as a form. False where it is none that is clean. */
bool request_form_read(struct request *r);
/* The first field of that name, or NULL. */
const char *request_field(const struct request_fields *fields, const char *name);

#endif
