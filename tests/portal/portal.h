/* Everything the portal holds, shared by all threads. After portal_open only what locks itself changes. */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "listing.h"
#include "options.h"
#include "reply.h"
#include "session.h"

struct portal {
    const struct options *options;
    struct composer composer;
    struct rows opencps, national, igate;
    struct pages *pages, *records; /* NULL if not asked for */
    struct sessions sessions;
    struct faults faults;
    struct state *state;
    char *authorization; /* the Basic header that opens the door */
    char *dossiers_path, *statistics_path;
    atomic_bool stopping;
};

bool portal_open(struct portal *p, const struct options *o); /* false: said on stderr; close all the same */
void portal_close(struct portal *p);

/* Sleeps; false if meanwhile the client went away or the portal stops. */
bool portal_sleep(struct portal *p, struct MHD_Connection *connection, int64_t ms);

/* Answers one request that has been read whole (server.c). */
enum MHD_Result portal_answer(struct portal *p, struct request *r);

#endif
