/* Replies that are made while they are sent: cut short, slow, endless, absurdly deep or long. None of them is
 * held in memory. */
#ifndef PORTAL_STREAM_H
#define PORTAL_STREAM_H

#include "portal.h"

bool stream_is_wanted(const struct fault_plan *plan);
/* Takes the body. path says whose rows an endless reply repeats. NULL: out of memory. */
struct MHD_Response *stream_response(struct portal *p, const char *path, struct text *body,
                                     const struct fault_plan *plan);

#endif
