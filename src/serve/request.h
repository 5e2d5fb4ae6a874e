/* One request, with its address strictly taken apart. An address that is not clean (a bad escape, a NUL or control
 * letter, bytes that are not UTF-8, "..", too many parts) is refused as a whole, never mended. A request knows no HTTP
 * library; the daemon fills the request. */
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
    char *path;                                 /* owned; the segments point into the path */
    const char *segments[LIMIT_SERVE_SEGMENTS]; /* decoded parts of the path; "/" has no part */
    size_t segment_count;
    struct request_fields query, form;
    struct buffer body;
    struct form_reader *reader; /* reads a form with a file while the form arrives; not owned */
    struct temp_file file;      /* the file of such a form; fd -1: no file */
    bool begun;                 /* the head of the request has been read */
    bool refused;               /* the address is not clean */
    /* the body is longer than LIMIT_SERVE_BODY_BYTES, or the file than LIMIT_UPLOAD_BYTES */
    bool too_long;
};

/* raw is path and query as on the request line. The caller frees the request with request_free(). NULL: no memory. */
struct request *request_new(const char *raw);
void request_free(struct request *r); /* wipes the form, which may hold a password; safe with NULL */
/* Takes the body apart as a form. False: the body is no clean form. */
bool request_form_read(struct request *r);
/* Returns the value of the first field of that name, borrowed from the request; NULL: no such field. */
const char *request_field(const struct request_fields *fields, const char *name);

#endif
