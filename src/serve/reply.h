/* A reply has status, type, body, and the few headers that differ. The daemon adds the protecting headers to every
 * reply. */
#ifndef MOTCUA_SERVE_REPLY_H
#define MOTCUA_SERVE_REPLY_H

#include "base/buffer.h"

struct reply {
    unsigned status;  /* 200 ... */
    const char *type; /* media type; a literal */
    struct buffer body;
    char location[64]; /* where a 303 leads: a path of this server, a literal or with a checked code */
    char cookies[2][160];
    char file_name[80]; /* name of a download; "": the browser shows the body */
    bool keep;          /* the browser may keep the reply for an hour: style and icon */
    const char *allow;  /* methods that a 405 names; or NULL */
};

void reply_start(struct reply *r);
void reply_free(struct reply *r);
/* Sets status 303 to a path of this server; a path that is too long, leads to another server, or has letters that no
 * header may hold becomes "/". */
void reply_redirect(struct reply *r, const char *path);
/* Sets one of the two cookies (slot 0 or 1); value "" deletes the cookie. */
void reply_cookie(struct reply *r, int slot, const char *name, const char *value, bool secure);

#define REPLY_HTML "text/html; charset=utf-8"
#define REPLY_JSON "application/json; charset=utf-8"
#define REPLY_TEXT "text/plain; charset=utf-8"

#endif
