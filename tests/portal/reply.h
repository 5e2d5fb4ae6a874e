/* A request as the handlers see it, and the reply they fill in. */
#ifndef PORTAL_REPLY_H
#define PORTAL_REPLY_H

#include "fault.h"
#include "text.h"

#include <microhttpd.h>
#include <stdatomic.h>

struct portal;

struct request {
    struct MHD_Connection *connection;
    const char *method, *path;
    char *uri; /* with query, as sent; owned */
    struct text body;
    bool counted;
};

#define REPLY_JSON "application/json; charset=utf-8"
#define REPLY_HTML "text/html; charset=utf-8"

struct reply {
    unsigned status;
    const char *type;
    struct text body; /* owned */
    const char *cookies[2];
    bool figures;   /* gets an ETag where the portal gives them */
    bool cacheable; /* private, max-age=60, as the portal's statistics */
};

const char *request_query(const struct request *r, const char *name);  /* NULL when absent or empty */
const char *request_header(const struct request *r, const char *name); /* NULL when absent */
int64_t request_number(const struct request *r, const char *name, int64_t fallback);

/* A small reply in place of whatever is there. */
void reply_set(struct reply *reply, unsigned status, const char *type, const char *body);

/* Queues the reply, misbehaving as planned; takes the body. May sleep. */
enum MHD_Result reply_send(struct portal *portal, const struct request *r, struct reply *reply,
                           const struct fault_plan *plan);

#endif
