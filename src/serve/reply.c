#include "serve/reply.h"

#include <stdio.h>
#include <string.h>

#include "base/limit.h"

void reply_start(struct reply *r)
{
    *r = (struct reply){.status = 200, .type = REPLY_HTML};
    buffer_init(&r->body, LIMIT_REPORT_BYTES);
}

void reply_free(struct reply *r)
{
    buffer_free(&r->body);
}

void reply_redirect(struct reply *r, const char *path)
{
    bool clean = *path == '/' && path[1] != '/' && strlen(path) < sizeof r->location;
    for (const char *p = path; *p; p++)
        clean = clean && *p > 0x20 && *p < 0x7F && *p != '\\';
    r->status = 303;
    snprintf(r->location, sizeof r->location, "%s", clean ? path : "/");
}

void reply_cookie(struct reply *r, int slot, const char *name, const char *value, bool secure)
{
    snprintf(r->cookies[slot], sizeof r->cookies[slot], "%s=%.64s; Path=/; HttpOnly; SameSite=Lax%s%s", name,
             value, secure ? "; Secure" : "", *value ? "" : "; Max-Age=0");
}
