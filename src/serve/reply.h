/* What is sent: status, type, body, and the few headers that differ. Headers that protect go with every reply. */
#ifndef MOTCUA_SERVE_REPLY_H
#define MOTCUA_SERVE_REPLY_H

#include "base/buffer.h"

struct reply {
    unsigned status;  /* 200 ... */
    const char *type; /* a literal */
    struct buffer body;
    char location[64]; /* of 303; a literal path of ours or one with a checked code */
    char cookies[2][160];
    char file_name[80]; /* of a download; "": shown in the browser */
    bool keep;          /* a browser may keep it for an hour: style and icon */
    const char *allow;  /* of 405 */
};

void reply_start(struct reply *r);
void reply_free(struct reply *r);
/* Status 303 to a path of ours; letters that no header may hold make it "/". */
void reply_redirect(struct reply *r, const char *path);
/* Names one of the two cookies; value "" deletes. */
void reply_cookie(struct reply *r, int slot, const char *name, const char *value, bool secure);

#define REPLY_HTML "text/html; charset=utf-8"
#define REPLY_JSON "application/json; charset=utf-8"
#define REPLY_TEXT "text/plain; charset=utf-8"

#endif
